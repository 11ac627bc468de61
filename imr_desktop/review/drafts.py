"""Drafts made from structure, never from air: the summary from the findings, the rationale from the criteria.

Every sentence keeps its citations, and what it took from the case stays bound to it; the reviewer edits the draft.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from imr_desktop.case import citation, dates, edits, findings
from imr_desktop.case.bound import ended, lowered, ranges
from imr_desktop.case.model import BoundText, Case, CriterionAnswer, DisputedItem, Finding, SourceRef
from imr_desktop.case.outcome import CLOSING

if TYPE_CHECKING:
    from imr_desktop.review.checking import ItemReport

_OPENINGS = {
    "history": "The history includes {}",
    "symptoms": "The patient reports {}",
    "exam": "Examination showed {}",
    "diagnosis": "The diagnoses are {}",
    "imaging": "Imaging showed {}",
    "testing": "Testing showed {}",
    "medication": "Medications include {}",
    "treatment": "Treatment has included {}",
    "function": "Function: {}",
    "request": "The request is for {}",
    "ur": "Utilization review: {}",
}
_ANSWERS = (
    ("met", "These criteria are met: {}."),
    ("not met", "These criteria are not met: {}."),
    ("not documented", "The record reviewed does not document: {}."),
    ("conflicting", "The record conflicts on: {}."),
)


def summary(case: Case) -> str:
    """The case summary drafted from the claim's facts and the findings, in the order of their categories."""
    return text_of(_summary(case))


def put_summary(case: Case) -> Case:
    """The case with its summary saying what it did not say yet; what was taken from the case is bound to it.

    A whole draft where the summary is empty, else one more paragraph.
    """
    draft = _fresh_summary(case)
    text = _extended(case.summary, draft)
    fresh = ranges_of(draft, "", "summary", len(text) - len(text_of(draft)))
    return edits.set_summary(case, text, (*ranges(case, "", "summary"), *fresh)) if draft else case


def rationale(item: DisputedItem, report: ItemReport | None) -> str:
    """The rationale drafted from the reviewer's answers to the criteria; computed statuses are not answers."""
    return text_of(_rationale(item, report))


def put_rationale(case: Case, item_id: str, report: ItemReport | None) -> Case:
    """The case with an item's rationale extended; what was taken from the item is bound to it. Raises KeyError."""
    item = case.item(item_id)
    draft = _fresh_rationale(item, report)
    text = _extended(item.rationale, draft)
    fresh = ranges_of(draft, item_id, "rationale", len(text) - len(text_of(draft)))
    return edits.set_rationale(case, item_id, text, (*ranges(case, item_id, "rationale"), *fresh)) if draft else case


def _extended(text: str, draft: Pieces) -> str:
    if not draft:
        return text
    return f"{text.rstrip()}\n\n{text_of(draft)}" if text.strip() else text_of(draft)


def _summary(case: Case) -> Pieces:
    findings = sorted(case.findings, key=_rank)
    return joined((_patient(case), *_told(findings), _challenged(case)), " ")


def _fresh_summary(case: Case) -> Pieces:
    if not case.summary.strip():
        return _summary(case)
    said = _uncited(case.summary)
    fresh = [finding for finding in case.findings if _uncited(finding.text) not in said]
    return joined(_told(sorted(fresh, key=_rank)), " ")


def _rationale(item: DisputedItem, report: ItemReport | None) -> Pieces:
    field = "in_dispute" if item.in_dispute else "requested" if item.requested else "title"
    asked = Piece(_said(item.disputed_text), f"item:{item.id}.{field}")
    sentences = [(Piece("The request is for "), asked, *own(f"{_cited(item.sources)}."))]
    if item.reviewer_guideline.strip():
        cited = Piece(ended(item.reviewer_guideline), f"item:{item.id}.reviewer_guideline")
        sentences.append(framed("The guideline applied is {}.", (cited,)))
    texts = {criterion.id: criterion.text for criterion in report.criteria} if report else {}
    sentences += [own(sentence) for sentence in _answered(item.answers, texts)]
    if item.decision:
        sentences.append(own(f"Therefore, {lowered(CLOSING[item.decision])}"))
    return joined(sentences, " ")


def _fresh_rationale(item: DisputedItem, report: ItemReport | None) -> Pieces:
    draft = _rationale(item, report)
    return () if text_of(draft) in item.rationale else draft


def _answered(answers: Sequence[CriterionAnswer], texts: dict[str, str]) -> list[str]:
    order = list(texts)
    known = sorted(
        (answer for answer in answers if answer.criterion in texts), key=lambda answer: order.index(answer.criterion)
    )
    sentences = []
    for status, frame in _ANSWERS:
        parts = [
            _said(texts[answer.criterion]) + _reason(answer) + _cited(answer.sources)
            for answer in known
            if answer.status == status
        ]
        if parts:
            sentences.append(frame.format("; ".join(parts)))
    return sentences


def _reason(answer: CriterionAnswer) -> str:
    return f" ({ended(answer.reason)})" if answer.reason.strip() else ""


def _patient(case: Case) -> Pieces:
    aged = framed("{}-year-old", (Piece(str(case.age), "age"),)) if case.age is not None else ()
    who = joined((aged, (Piece(case.sex, "sex"),) if case.sex else ()), " ")
    injured = (Piece(dates.written(case.dates.injury), "dates.injury"),) if case.dates.injury else ()
    if who and injured:
        return (Piece("The patient is a "), *who, *framed(" with an injury date of {}.", injured))
    if who:
        return framed("The patient is a {}.", who)
    return framed("The injury date is {}.", injured) if injured else ()


def _challenged(case: Case) -> Pieces:
    if case.dates.ur_denial is None:
        return ()
    pages = [document.first_page for document in case.documents if document.type == "ur determination"]
    denied = Piece(dates.written(case.dates.ur_denial), "dates.ur_denial")
    return (
        Piece("The utilization review determination being challenged is dated "),
        denied,
        Piece(f"{citation.cite(pages[:1])}."),
    )


def _told(findings: Iterable[Finding]) -> list[Pieces]:
    sentences = []
    for key, group in groupby(findings, key=_category):
        found = list(group)
        words = [_said(finding.text) for finding in found]
        whole = [said + _cited(finding.sources) for said, finding in zip(words, found, strict=True)]
        parts = [
            (Piece(said, f"finding:{finding.id}"), *own(merged[len(said) :]))
            for said, finding, merged in zip(words, found, _merged(whole), strict=True)
        ]
        sentences.append((*framed(_OPENINGS.get(key, "The record notes {}"), joined(parts, "; ")), Piece(".")))
    return sentences


def _rank(finding: Finding) -> int:
    return findings.rank(finding.category)


def _category(finding: Finding) -> str:
    return finding.category


def _merged(parts: Sequence[str]) -> list[str]:
    """Leave a citation out where the next part of the same sentence has the same one."""
    merged = []
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        tail, next_tail = _tail(part), _tail(following)
        merged.append(part[: len(part) - len(tail)] if tail and tail == next_tail else part)
    return merged


def _tail(part: str) -> str:
    found = re.search(rf"(?: {citation.CITATION.pattern})+$", part)
    return found.group() if found else ""


def _cited(sources: Iterable[SourceRef]) -> str:
    return citation.cite(citation.quotes(sources))


def _said(text: str) -> str:
    return lowered(ended(text))


def _uncited(text: str) -> str:
    return " ".join(citation.without(text).casefold().split())


# --- pieces: words of our own, and words taken from the case, which stay bound to it ---------------------------------


class Piece(NamedTuple):
    """Words of a draft; `source` names where they were taken from, empty for our own."""

    words: str
    source: str = ""


Pieces = tuple[Piece, ...]


def own(words: str) -> Pieces:
    """Words that are taken from nowhere; no piece for none."""
    return (Piece(words),) if words else ()


def joined(parts: Iterable[Pieces], between: str) -> Pieces:
    """Parts with words between them; empty parts are left out."""
    made: list[Piece] = []
    for part in parts:
        if part:
            made += [*(own(between) if made else ()), *part]
    return tuple(made)


def framed(frame: str, inner: Pieces) -> Pieces:
    """A frame (``The diagnoses are {}``) around pieces."""
    before, _, after = frame.partition("{}")
    return (*own(before), *inner, *own(after))


def text_of(pieces: Iterable[Piece]) -> str:
    """The words of a draft."""
    return "".join(piece.words for piece in pieces)


def ranges_of(pieces: Sequence[Piece], item: str, field: Literal["summary", "rationale"], start: int = 0) -> list[BoundText]:
    """The bound ranges of a draft that begins at `start` of a text."""
    found = []
    for piece in pieces:
        end = start + len(piece.words)
        if piece.source and piece.words:
            found.append(BoundText(item, field, start, end, piece.source))
        start = end
    return found
