"""What was read out of dropped files, as rows of one list: documents, fields, items, and what could not be used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from imr_desktop.case import citation, dates, fields
from imr_desktop.case.bounds import MOST_PAGES
from imr_desktop.case.labels import in_words
from imr_desktop.case.model import Case, ClaimDates, Credentials, Fact, Finding, Struct
from imr_desktop.ui.wording import counted

if TYPE_CHECKING:
    from imr_desktop.review.intake import TakenIn

BY_MACHINE = "Read by machine: compare with the page, then tick it"
_PARTS: dict[str, type[Struct]] = {"": Case, "dates": ClaimDates, "credentials": Credentials}


@dataclass(frozen=True)
class ProposalRow:
    """One row: `section` heads, documents, proposals that can be unticked, sentences for what could not be used.

    `proposal` is the index in the taken-in proposals, -1 for rows that are none. `pages` are case pages cited.
    """

    kind: str
    title: str
    text: str = ""
    note: str = ""
    pages: tuple[int, ...] = ()
    proposal: int = -1
    ticked: bool = True

    @property
    def key(self) -> str:
        return f"{self.kind} {self.title} {self.text} {self.proposal}"

    @property
    def words(self) -> str:
        return self.title

    @property
    def spoken(self) -> str:
        state = "" if self.proposal < 0 else " Accepted." if self.ticked else " Left out."
        return f"{self.title}: {self.text} {self.note} {', '.join(citation.labels(self.pages))}.{state}"


def rows_of(taken: TakenIn) -> tuple[ProposalRow, ...]:
    """The rows for one `review.TakenIn`; only sections that have something in them."""
    sections = (
        ("Could not be used", [ProposalRow("sentence", sentence) for sentence in taken.sentences]),
        ("Left out: a file does not speak for you", [ProposalRow("left out", words) for words in taken.left_out]),
        *told_rows(taken),
        ("Documents", [_document(document) for document in _new_documents(taken)]),
        ("Case facts", _proposals(taken, _is_fact)),
        ("Disputed items", _proposals(taken, _is_item)),
        ("Clinical findings", _proposals(taken, _is_finding)),
        ("Facts for the guideline rules", _proposals(taken, _is_input)),
        ("Files received", _received(taken)),
        ("Further cases in the same files", [_other(other) for other in taken.others]),
    )
    return tuple(row for title, rows in sections if rows for row in (ProposalRow("section", title, str(len(rows))), *rows))


def _received(taken: TakenIn) -> list[ProposalRow]:
    """A line for each file, where some are in others, are there twice, or gave nothing."""
    lines = [line for one in taken.all for line in one.received]
    if len(lines) == sum(len(one.reads) for one in taken.all):
        return []
    return [ProposalRow("document", line.name, line.became, line.source) for line in lines]


def headline(taken: TakenIn) -> str:
    """2 files, 37 pages, 3 of them not read."""
    if taken.finished:
        return counted(taken.case.page_count, "page") + " of record" if taken.case.page_count else "without a record"
    pages = [page for read in taken.reads for page in read.pages]
    unread = sum(page.verdict == "not read" for page in pages)
    size = f"{counted(len(taken.reads), 'file')}, {counted(len(pages), 'page')}"
    return f"{size}, {unread:,} of them not read" if unread else size


def told_rows(taken: TakenIn) -> tuple[tuple[str, list[ProposalRow]], ...]:
    """What a case JSON tells, section by section: it comes in as it is, and nothing of it is ticked off."""
    if not taken.finished:
        return ()
    case = taken.case
    facts = [ProposalRow("told", _title(name), _value(value)) for name, value in _facts_of(case) if value not in (None, "")]
    return (
        ("Case facts", facts),
        ("Disputed items", [ProposalRow("told", item.title, _short(item.rationale), _said_of(item)) for item in case.items]),
        ("Clinical findings", [_told_finding(finding) for finding in case.findings]),
        ("Facts for the guideline rules", [_told_input(fact) for fact in case.facts]),
        ("Comments", [ProposalRow("told", comment.role.capitalize(), _short(comment.text)) for comment in case.comments]),
    )


def _told_finding(finding: Finding) -> ProposalRow:
    title = finding.category.capitalize() or "Finding"
    return ProposalRow("told", title, _short(finding.text), "", _pages(finding.sources))


def _told_input(fact: Fact) -> ProposalRow:
    return ProposalRow("told", fact.key, _value(fact.value), "", _pages(fact.sources))


def _facts_of(case: Case) -> list[tuple[str, Any]]:
    parts: tuple[tuple[str, Struct], ...] = (("", case), ("credentials.", case.credentials), ("dates.", case.dates))
    return [
        (f"{group}{name}", getattr(part, name)) for group, part in parts for name in fields.named(type(part), fields.EDITED)
    ]


def _title(key: str) -> str:
    group, _, name = key.rpartition(".")
    return fields.title(_PARTS.get(group, Struct), name)


def _said_of(item: Any) -> str:
    return f"Source says {item.source_decision}; stays undecided" if item.source_decision else "Undecided"


def _pages(sources: Any) -> tuple[int, ...]:
    return tuple(dict.fromkeys(source.page for source in sources if source.page > 0))


def _new_documents(taken: TakenIn) -> list[Any]:
    if taken.finished:
        return list(taken.case.documents)
    fresh = {read.digest for read in taken.reads}
    return [document for document in taken.case.documents if document.file in fresh]


def _document(document: Any) -> ProposalRow:
    note = dates.written(document.date)
    return ProposalRow("document", document.title, note, "", tuple(islice(document.pages, MOST_PAGES)))


def _other(taken: TakenIn) -> ProposalRow:
    number = taken.case.number or next(
        (str(proposal.value) for proposal in taken.proposals if proposal.key == "number"), "A case without a number"
    )
    return ProposalRow("document", number, headline(taken), "opens from the list of cases")


def _proposals(taken: TakenIn, wanted: Any) -> list[ProposalRow]:
    listed = ((index, proposal) for index, proposal in enumerate(taken.proposals) if wanted(proposal.key))
    return [_proposal(index, proposal, in_doubt=taken.in_doubt(proposal)) for index, proposal in listed]


def _is_item(key: str) -> bool:
    return key.startswith("items.")


def _is_finding(key: str) -> bool:
    return key.startswith("findings.")


def _is_input(key: str) -> bool:
    return key.startswith("facts.")


def _is_attestation(key: str) -> bool:
    # What a source's reviewer attested is not offered: like a decision, the physician makes it anew, in the sign view.
    return key.startswith("attestations.")


def _is_fact(key: str) -> bool:
    return not (_is_item(key) or _is_finding(key) or _is_input(key) or _is_attestation(key))


def _proposal(index: int, proposal: Any, *, in_doubt: bool) -> ProposalRow:
    """A proposal's row; one that rests on a page that only a machine read says so, and waits to be ticked."""
    title, text, note = _words(proposal.key, proposal.value)
    note = "  \u00b7  ".join(filter(None, (note, BY_MACHINE if in_doubt else "")))
    return ProposalRow("proposal", title, text, note, _pages(proposal.sources), index, not in_doubt)


def _words(key: str, value: Any) -> tuple[str, str, str]:
    if _is_item(key) and isinstance(value, dict):
        return _item_words(value)
    if _is_finding(key) and isinstance(value, dict):
        return str(value.get("category", "") or "Finding").capitalize(), str(value.get("text", "")), ""
    return _title(key), _value(value), ""


def _item_words(value: dict[str, Any]) -> tuple[str, str, str]:
    said = value.get("source_decision") or value.get("decision")
    note = f"Source says {said}; stays undecided" if said else "Undecided"
    guideline = str(value.get("reviewer_guideline") or value.get("claims_administrator_guideline") or "")
    return str(value.get("title", "")), _short(guideline), note


def _value(value: Any) -> str:
    text = in_words(value)
    if len(text) == 10 and text[4] == text[7] == "-":
        return f"{text[5:7]}/{text[8:]}/{text[:4]}"
    return _short(text)


def _short(text: str, limit: int = 220) -> str:
    words = " ".join(text.split())
    return words if len(words) <= limit else f"{words[:limit].rsplit(' ', 1)[0]} …"


def chosen(taken: TakenIn, ticked: Iterable[int]) -> tuple[Any, ...]:
    """The proposals that stayed ticked, in their order."""
    wanted = set(ticked)
    return tuple(proposal for index, proposal in enumerate(taken.proposals) if index in wanted)
