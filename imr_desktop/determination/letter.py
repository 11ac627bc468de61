"""The letter as data: everything a determination says, in print order, before any layout.

A `Letter` is a function of the case and of the fixed wording alone. Item text comes only from the record and the reviewer's
own fields; of the reviewer it holds licensure state and specialty, nothing else (Labor Code 4610.6(f)).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from imr_desktop.case import fields
from imr_desktop.case.dates import written
from imr_desktop.case.model import Case, ClaimDates, DisputedItem, Document
from imr_desktop.case.outcome import outcome
from imr_desktop.determination.wording import Wording, wording_of


class LabelledValue(msgspec.Struct, frozen=True):
    """A label and its value, as in the header block."""

    label: str
    value: str


class DocumentRow(msgspec.Struct, frozen=True):
    """One document reviewed; all fields as printed."""

    number: str
    title: str
    author: str
    date: str
    pages: str


class LetterItem(msgspec.Struct, frozen=True):
    """One disputed item.

    `heading` is the request as received, or the standard sentence of a request that utilization review modified;
    `decision` is one word for the box; `meaning` says it in plain words; `details` are further fields that are filled and
    that the table of fields has a heading for. Texts of an ended item may be empty.
    """

    number: int
    heading: str
    decision: str
    meaning: str
    claims_administrator_guideline: str
    reviewer_guideline: str
    rationale: str
    details: tuple[LabelledValue, ...] = ()


class Letter(msgspec.Struct, frozen=True):
    """A determination in print order. Every string is plain text; a blank line starts a paragraph."""

    number: str
    title: str
    rows: tuple[LabelledValue, ...]
    outcome: LabelledValue
    how: tuple[str, ...]
    credentials: tuple[LabelledValue, ...]
    effect: str
    documents: tuple[DocumentRow, ...]
    summary_opening: str
    summary: str
    items: tuple[LetterItem, ...]


def build_letter(case: Case) -> Letter:
    """The determination of a case, complete or not; what is missing says so in words."""
    words = wording_of(case.issue)
    return Letter(
        number=case.number.strip(),
        title=words.title,
        rows=_header(case, words),
        outcome=_outcome(case, words),
        how=(words.how.opening, *_attested(case, words), words.how.credentials),
        credentials=(
            LabelledValue(words.how.licensure, case.credentials.licensure.strip() or words.not_stated),
            LabelledValue(words.how.specialty, case.credentials.specialty.strip() or words.not_stated),
        ),
        effect=words.how.effect,
        documents=_documents(case),
        summary_opening=words.summary.opening if case.has_record else words.summary.opening_no_record,
        summary=case.summary.strip() or words.summary.none,
        items=tuple(_item(number, item, words) for number, item in enumerate(case.items, 1)),
    )


def _header(case: Case, words: Wording) -> tuple[LabelledValue, ...]:
    values = {"number": case.number.strip(), "priority": words.priority[case.track]}
    values |= {name: written(getattr(case.dates, name)) for name in fields.named(ClaimDates, fields.PRINTED)}
    return tuple(LabelledValue(label, values[name] or words.not_stated) for name, label in words.header.items())


def _outcome(case: Case, words: Wording) -> LabelledValue:
    ended = case.items and all(item.end_state for item in case.items)
    return LabelledValue(words.outcome["label"], words.outcome[outcome(case) or ("ended" if ended else "open")])


def _attested(case: Case, words: Wording) -> tuple[str, ...]:
    made = {attestation.statement for attestation in case.attestations}
    missing = words.attested["missing"]
    return tuple(
        text if key in made else missing.replace("{statement}", text)
        for key, text in words.attested.items()
        if key != "missing"
    )


def _documents(case: Case) -> tuple[DocumentRow, ...]:
    reviewed = [document for document in case.documents if document.type != "determination"]
    return tuple(_document(number, document) for number, document in enumerate(reviewed, 1))


def _document(number: int, document: Document) -> DocumentRow:
    title = document.title.strip() or document.type.capitalize()
    first, last = document.first_page, document.last_page
    pages = f"{first}–{last}" if last > first else f"{first}"
    return DocumentRow(f"{number}", title, document.author.strip(), written(document.date), pages)


def _item(number: int, item: DisputedItem, words: Wording) -> LetterItem:
    ended = words.ended.get(item.end_state or "")
    decided = words.decision.get(item.decision or "", "")
    unsaid = "" if ended else words.not_stated
    return LetterItem(
        number=number,
        heading=_heading(item, words),
        decision=(item.end_state or "").capitalize() if ended else item.decision or words.decision["undecided"],
        meaning=ended or decided,
        claims_administrator_guideline=item.claims_administrator_guideline.strip() or unsaid,
        reviewer_guideline=_reviewer_guideline(item, words) or unsaid,
        rationale=item.rationale.strip() or unsaid,
        details=tuple(_details(item)),
    )


def _details(item: DisputedItem) -> Iterator[LabelledValue]:
    """What the letter prints under a heading that the table of fields gives: nothing where it is empty, as in older cases."""
    for name in fields.named(DisputedItem, fields.PRINTED):
        label = fields.of(DisputedItem)[name].letter
        value = getattr(item, name).strip() if label else ""
        if value:
            yield LabelledValue(label, value)


def restated(item: DisputedItem) -> bool:
    """Whether a modified request is worded by the letter, because its title does not tell what was authorized."""
    return item.relation is not None and bool(item.authorized) and "original request" not in item.title.lower()


def _heading(item: DisputedItem, words: Wording) -> str:
    """The item's words: the title as received, or the sentence of a modified request where the title lacks it."""
    if not restated(item):
        return item.title.strip() or item.disputed_text.strip() or words.not_stated
    requested = item.requested.strip() or item.title.strip()
    pattern = words.items.remainder if item.relation == "remainder" else words.items.whole
    parts = {
        "requested": requested,
        "authorized": item.authorized.strip(),
        "in_dispute": item.in_dispute.strip() or requested,
    }
    return _filled(pattern, parts)


def _filled(pattern: str, parts: dict[str, str]) -> str:
    """`pattern` with its ``{name}`` slots filled in one pass, so that braces in case text stay as they are."""
    pieces = pattern.split("{")
    out = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}")
        out += [parts[name], rest]
    return "".join(out)


def _reviewer_guideline(item: DisputedItem, words: Wording) -> str:
    if item.reviewer_guideline.strip():
        return item.reviewer_guideline.strip()
    if item.no_citation_reason.strip():
        return words.items.no_citation.replace("{reason}", item.no_citation_reason.strip())
    return ""
