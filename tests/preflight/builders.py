"""Small invented cases for the tests of this room."""

from __future__ import annotations

from datetime import date, datetime

from imr_desktop.case.model import (
    Attestation,
    Case,
    CaseFile,
    ClaimDates,
    Credentials,
    DisputedItem,
    Document,
    Search,
    SearchHit,
    SourceRef,
)
from imr_desktop.preflight import Context

TODAY = date(2026, 1, 15)
CONTEXT = Context(today=TODAY)
AT = datetime(2026, 1, 14, 9, 30)

DATES = ClaimDates(
    injury=date(2025, 11, 3),
    ur_denial=date(2025, 12, 10),
    application_received=date(2025, 12, 16),
    assigned=date(2025, 12, 22),
    records_complete=date(2025, 12, 29),
    decision=date(2026, 1, 12),
)
RATIONALE = (
    "The patient has a sprain of the left knee with effusion and locking after a fall. "
    "The report of 12/2/2025 shows a positive McMurray test. The guideline supports imaging for locking. "
    "The request is medically necessary."
)


def item(item_id: str = "i1", **fields: object) -> DisputedItem:
    """An item that raises no problem."""
    base = {
        "title": "MRI of the left knee",
        "decision": "Overturned",
        "rationale": RATIONALE,
        "reviewer_guideline": "Decision based on MTUS Knee Complaints 2004, Section(s): Special Studies.",
    }
    return DisputedItem(id=item_id, **{**base, **fields})


def case(**fields: object) -> Case:
    """A case that raises no problem at all."""
    base = {
        "id": "c1",
        "number": "CM26-0000001",
        "dates": DATES,
        "age": 44,
        "sex": "female",
        "credentials": Credentials("California", "Orthopaedic Surgery"),
        "summary": "The patient is a 44-year-old woman with a date of injury of 11/3/2025 and a knee sprain. "
        "On 12/10/2025, utilization review denied the MRI.",
        "items": (item(),),
        "attestations": tuple(Attestation(key, AT) for key in ("no_affiliation", "qualification", "own_judgment")),
    }
    return Case(**{**base, **fields})


def with_record(text: str, searches: tuple[Search, ...] = (), pages: int = 3, unreadable: tuple[int, ...] = ()) -> Case:
    """A case with a three-page report, opened, whose one rationale is `text`."""
    return case(
        items=(item(rationale=text),),
        searches=searches,
        files=(CaseFile("0" * 64, "packet.pdf", pages, 1, unreadable),),
        documents=(Document("d1", "0" * 64, "Progress report", "progress report", 1, pages, opened=AT),),
    )


def search(statement: str, **fields: object) -> Search:
    """A search of all three pages without a hit."""
    return Search(**{"id": "s1", "terms": ("home exercise",), "statement": statement, "pages": (1, 2, 3), **fields})


def hit(remark: str = "") -> SearchHit:
    """A hit on page 2."""
    return SearchHit(SourceRef("d1", 2, "Home exercise reviewed."), remark)
