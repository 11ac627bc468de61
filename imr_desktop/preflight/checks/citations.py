"""The authority behind each decision: cited, and exact. What it says is the matter of `evidence`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from imr_desktop.case.model import Case
from imr_desktop.preflight import places
from imr_desktop.preflight.authority import WORD, names_mtus_alone, names_other_evidence, wording
from imr_desktop.preflight.data import spaced, table
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.registry import check


@cache
def _section() -> re.Pattern[str]:
    return re.compile("|".join(spaced(words) for words in table("wording.toml")["mtus"]["section"]), re.IGNORECASE)


def cites(guideline: str) -> bool:
    """Whether a guideline line cites anything ("did not cite any medical evidence" does not)."""
    text = guideline.strip()
    if not text:
        return False
    if len(WORD.findall(text)) <= 12 and wording("no_citation", "opinion").search(text) and not _named(text):
        return False
    found = wording("no_citation", "phrases").search(text)
    return found is None or len(WORD.findall(text[found.end() :])) > 12


def _named(text: str) -> bool:
    """Whether some words name an authority at all."""
    return names_other_evidence(text) or wording("mtus", "names").search(text) is not None


@check("citation.missing", severity="must fix")
def missing(case: Case, context: Context) -> Iterator[Raised]:
    """Each decision cites its authority, or says why it cites none.

    bad: {"items": [{"reviewer_guideline": ""}]}
    bad: {"items": [{"reviewer_guideline": "The Expert Reviewer did not cite any medical evidence for its decision."}]}
    bad: {"items": [{"reviewer_guideline": "Decision based on general medical knowledge."}]}
    good: {"items": [{"reviewer_guideline": "Decision based on MTUS Knee Complaints 2004, Section(s): Special Studies."}]}
    good: {"items": [{"reviewer_guideline": "", "no_citation_reason": "The request names no treatment."}]}
    good: {"items": [{"reviewer_guideline": "", "end_state": "withdrawn"}]}
    """
    for number, item in places.numbered(case):
        if item.end_state is None and not cites(item.reviewer_guideline) and not item.no_citation_reason.strip():
            message = f"Item {number} cites no authority: cite one, or give the reason."
            yield places.raised(
                number,
                item,
                "reviewer_guideline",
                message,
                item.reviewer_guideline.strip() or None,
                Fix("Say why none is cited", act="give reason", target=item.id),
            )


@check("citation.section", severity="consider")
def section(case: Case, context: Context) -> Iterator[Raised]:
    """A citation of the MTUS names the section.

    bad: {"items": [{"reviewer_guideline": "Decision based on MTUS Shoulder Complaints 2004."}]}
    good: {"items": [{"reviewer_guideline": "Decision based on MTUS Shoulder Complaints 2004, Section(s): Special Studies."}]}
    good: {"items": [{"reviewer_guideline": "Decision based on Non-MTUS Citation ODG, Pain Chapter."}]}
    """
    for number, item in places.numbered(case):
        if names_mtus_alone(item.reviewer_guideline) and not _section().search(item.reviewer_guideline):
            yield places.raised(
                number, item, "reviewer_guideline", f"Item {number} cites the MTUS without a section: name it."
            )
