"""The letter as data: everything a determination says, in print order, before any layout.

A `Letter` is a function of the case and of the fixed wording alone. Item text comes only from the record and the reviewer's
own fields; of the reviewer it holds licensure state and specialty, nothing else (Labor Code 4610.6(f)).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from imr_desktop.case import citation, fields
from imr_desktop.case.dates import span, written
from imr_desktop.case.model import Case, ClaimDates, DisputedItem, Document, Issue, IssuingOffice
from imr_desktop.determination.sayings import afterwards, outcome_sentence, restated, shown
from imr_desktop.determination.wording import Wording, wording_of

_NO_STATEMENTS = frozenset({"opening", "missing", "own_judgment_unlisted"})


class LabelledValue(msgspec.Struct, frozen=True):
    """A label and its value, as in the header block."""

    label: str
    value: str


class DecisionRow(msgspec.Struct, frozen=True):
    """One line of the table of decisions: the item's number, what is in dispute, and the one word."""

    number: int
    item: str
    decision: str


class DocumentRow(msgspec.Struct, frozen=True):
    """One document reviewed; all fields as printed."""

    number: str
    title: str
    author: str
    date: str
    pages: str


Rows = tuple[DocumentRow, ...]


class LetterItem(msgspec.Struct, frozen=True):
    """One disputed item.

    `heading` is the request as received, or the standard sentence of a request that utilization review modified;
    `decision` is one word; `meaning` says it in plain words, as a sentence or as words that follow the decision; `details`
    are further fields that are filled and that the table of fields has a heading for. Texts of an ended item may be empty.
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
    """A determination in print order. Every string is plain text; a blank line starts a paragraph.

    `decisions` is empty where there is one item; `notes` are said below the documents; `after` is what follows from the
    determination; `effect` stands in the first section in an edition that has no words for `after`.
    """

    number: str
    title: str
    office: IssuingOffice | None
    version: str
    rows: tuple[LabelledValue, ...]
    outcome: LabelledValue
    decisions: tuple[DecisionRow, ...]
    how: tuple[str, ...]
    credentials: tuple[LabelledValue, ...]
    effect: str
    documents: Rows
    unopened: Rows
    notes: tuple[str, ...]
    missing: tuple[str, ...]
    summary_opening: str
    summary: str
    items: tuple[LetterItem, ...]
    after: tuple[str, ...]
    director: str


def build_letter(case: Case) -> Letter:
    """The determination of a case, complete or not; what is missing says so in words."""
    words = wording_of(case.issue)
    considered, unopened = _documents(case, words)
    items = tuple(_item(number, item, words) for number, item in enumerate(case.items, 1))
    office = case.issue.office if case.issue else None
    return Letter(
        number=case.number.strip(),
        title=words.title,
        office=office,
        version=_version(case.issue, words),
        rows=_header(case, words),
        outcome=LabelledValue(words.outcome["label"], outcome_sentence(case, words)),
        decisions=tuple(map(_decision, items, case.items)) if len(items) > 1 and words.decisions[0] else (),
        how=tuple(part for part in (words.how.opening, *_attested(case, words, considered, unopened)) if part),
        credentials=(
            LabelledValue(words.how.licensure, case.credentials.licensure.strip() or words.not_stated),
            LabelledValue(words.how.specialty, case.credentials.specialty.strip() or words.not_stated),
        ),
        effect="" if words.after else words.how.effect,
        documents=considered,
        unopened=unopened,
        notes=_unread_elsewhere(case, words),
        missing=tuple(one.strip() for one in re.split(r"[;\n]", case.records_missing) if one.strip()),
        summary_opening=words.summary.opening if case.has_record else words.summary.opening_no_record,
        summary=case.summary.strip() or words.summary.none,
        items=items,
        after=tuple(afterwards(case, words)),
        director=_director(office, words),
    )


def _director(office: IssuingOffice | None, words: Wording) -> str:
    if office is None or not office.director.strip():
        return ""
    return words.office.get("director", "").replace("{director}", office.director.strip())


def _version(issue: Issue | None, words: Wording) -> str:
    """Which determination of the case this is, where it is not the first."""
    if issue is None or issue.version < 2 or not words.version:
        return ""
    day = written(issue.superseded_on)
    said = words.version["superseding" if day else "undated"]
    file = f" {words.version['file']}".replace("{digest}", issue.supersedes) if issue.supersedes else ""
    return said.replace("{version}", f"{issue.version}").replace("{day}", day) + file


def _header(case: Case, words: Wording) -> tuple[LabelledValue, ...]:
    values = {"number": case.number.strip(), "priority": words.priority[case.track]}
    values |= {name: written(getattr(case.dates, name)) for name in fields.named(ClaimDates, fields.PRINTED)}
    values["injury"] = span(case.dates.injury, case.dates.injury_until)
    return tuple(LabelledValue(label, values[name] or words.not_stated) for name, label in words.header.items())


def _decision(item: LetterItem, of: DisputedItem) -> DecisionRow:
    return DecisionRow(item.number, shown(of) or item.heading, item.decision)


def _attested(case: Case, words: Wording, considered: Rows, unopened: Rows) -> Iterator[str]:
    """The reviewer's statements: those made as one sentence where the edition has one, and each that is missing.

    That records were reviewed is said only where some are listed as considered; that none is listed is said as well.
    """
    made = {attestation.statement for attestation in case.attestations}
    texts = {key: text for key, text in words.attested.items() if key not in _NO_STATEMENTS}
    if not considered and "own_judgment_unlisted" in words.attested:
        texts["own_judgment"] = words.attested["own_judgment_unlisted"]
    said = [text for key, text in texts.items() if key in made]
    opening = words.attested.get("opening", "")
    none = words.documents.none if opening and not considered and not unopened else ""
    yield from [f"{opening}{'; '.join(said)}. {none}".strip()] if said and opening else [*said, none]
    for key, text in texts.items():
        if key not in made:
            yield words.attested["missing"].replace("{statement}", text)


def _documents(case: Case, words: Wording) -> tuple[Rows, Rows]:
    """The documents that were considered, and those that the reviewer opened no page of; numbered through."""
    unopened = set(case.issue.unopened) if case.issue and words.documents.unopened else set()
    unread = {page for file in case.files for page in file.unreadable}
    listed = [document for document in case.documents if document.type != "determination"]
    rows: tuple[list[DocumentRow], list[DocumentRow]] = ([], [])
    for document in sorted(listed, key=lambda one: one.id in unopened):
        number = len(rows[0]) + len(rows[1]) + 1
        rows[document.id in unopened].append(_document(number, document, unread, words))
    return tuple(rows[0]), tuple(rows[1])


def _document(number: int, document: Document, unread: set[int], words: Wording) -> DocumentRow:
    title = document.title.strip() or document.type.capitalize()
    first, last = document.first_page, document.last_page
    pages = f"{first}–{last}" if last > first else f"{first}"
    blind = [page for page in document.pages if page in unread] if words.documents.unread and unread else []
    if blind:
        title += f" ({_pages(words.documents.unread, blind)})"
    return DocumentRow(f"{number}", title, document.author.strip(), written(document.date), pages)


def _unread_elsewhere(case: Case, words: Wording) -> tuple[str, ...]:
    """That pages outside every document listed could not be read; of a determination that was read nothing is said."""
    listed = [document.pages for document in case.documents]
    unread = (page for file in case.files for page in file.unreadable)
    blind = [page for page in unread if not any(page in pages for pages in listed)]
    return (_pages(words.documents.unread_elsewhere, blind),) if blind and words.documents.unread_elsewhere else ()


def _pages(pattern: str, pages: list[int]) -> str:
    return pattern.replace("{pages}", f"page{'s' if len(pages) > 1 else ''} {citation.numbers(pages)}")


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


def _heading(item: DisputedItem, words: Wording) -> str:
    """The item's words: the title as received, or the sentence of a modified request where the title lacks it."""
    if not restated(item):
        return shown(item) or words.not_stated
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
