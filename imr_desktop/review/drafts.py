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


def _extended(text: str, draft: Fragments) -> str:
    if not draft:
        return text
    return f"{text.rstrip()}\n\n{text_of(draft)}" if text.strip() else text_of(draft)


def _summary(case: Case) -> Fragments:
    findings = sorted(case.findings, key=_rank)
    return joined((_patient(case), *_told(findings), _challenged(case)), " ")


def _fresh_summary(case: Case) -> Fragments:
    if not case.summary.strip():
        return _summary(case)
    said = _uncited(case.summary)
    fresh = [finding for finding in case.findings if _uncited(finding.text) not in said]
    return joined(_told(sorted(fresh, key=_rank)), " ")


def _rationale(item: DisputedItem, report: ItemReport | None) -> Fragments:
    field = "in_dispute" if item.in_dispute else "requested" if item.requested else "title"
    asked = Fragment(_said(item.disputed_text), f"item:{item.id}.{field}")
    sentences = [(Fragment("The request is for "), asked, *own(f"{_cited(item.sources)}."))]
    if item.reviewer_guideline.strip():
        cited = Fragment(ended(item.reviewer_guideline), f"item:{item.id}.reviewer_guideline")
        sentences.append(framed("The guideline applied is {}.", (cited,)))
    texts = {criterion.id: criterion.text for criterion in report.criteria if not criterion.historical} if report else {}
    sentences += [own(sentence) for sentence in _answered(item.answers, texts)]
    if item.decision:
        sentences.append(own(f"Therefore, {lowered(CLOSING[item.decision])}"))
    return joined(sentences, " ")


def _fresh_rationale(item: DisputedItem, report: ItemReport | None) -> Fragments:
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


def _patient(case: Case) -> Fragments:
    aged = framed("{}-year-old", (Fragment(str(case.age), "age"),)) if case.age is not None else ()
    who = joined((aged, (Fragment(case.sex, "sex"),) if case.sex else ()), " ")
    injured = (Fragment(dates.written(case.dates.injury), "dates.injury"),) if case.dates.injury else ()
    if who and injured:
        return (Fragment("The patient is a "), *who, *framed(" with an injury date of {}.", injured))
    if who:
        return framed("The patient is a {}.", who)
    return framed("The injury date is {}.", injured) if injured else ()


def _challenged(case: Case) -> Fragments:
    if case.dates.ur_denial is None:
        return ()
    pages = [document.first_page for document in case.documents if document.type == "ur determination"]
    denied = Fragment(dates.written(case.dates.ur_denial), "dates.ur_denial")
    return (
        Fragment("The utilization review determination being challenged is dated "),
        denied,
        Fragment(f"{citation.cite(pages[:1])}."),
    )


def _told(findings: Iterable[Finding]) -> list[Fragments]:
    sentences = []
    for key, group in groupby(findings, key=_category):
        found = list(group)
        words = [_said(finding.text) for finding in found]
        whole = [said + _cited(finding.sources) for said, finding in zip(words, found, strict=True)]
        parts = [
            (Fragment(said, f"finding:{finding.id}"), *own(merged[len(said) :]))
            for said, finding, merged in zip(words, found, _merged(whole), strict=True)
        ]
        sentences.append((*framed(_OPENINGS.get(key, "The record notes {}"), joined(parts, "; ")), Fragment(".")))
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


# --- fragments: words of our own, and words taken from the case, which stay bound to it ------------------------------


class Fragment(NamedTuple):
    """Words of a draft; `source` names where they were taken from, empty for our own."""

    words: str
    source: str = ""


Fragments = tuple[Fragment, ...]


def own(words: str) -> Fragments:
    """Words that are taken from nowhere; no fragment for none."""
    return (Fragment(words),) if words else ()


def joined(parts: Iterable[Fragments], between: str) -> Fragments:
    """Parts with words between them; empty parts are left out."""
    made: list[Fragment] = []
    for part in parts:
        if part:
            made += [*(own(between) if made else ()), *part]
    return tuple(made)


def framed(frame: str, inner: Fragments) -> Fragments:
    """A frame (``The diagnoses are {}``) around fragments."""
    before, _, after = frame.partition("{}")
    return (*own(before), *inner, *own(after))


def text_of(fragments: Iterable[Fragment]) -> str:
    """The words of a draft."""
    return "".join(fragment.words for fragment in fragments)


def ranges_of(
    fragments: Sequence[Fragment], item: str, field: Literal["summary", "rationale"], start: int = 0
) -> list[BoundText]:
    """The bound ranges of a draft that begins at `start` of a text."""
    found = []
    for fragment in fragments:
        end = start + len(fragment.words)
        if fragment.source and fragment.words:
            found.append(BoundText(item, field, start, end, fragment.source))
        start = end
    return found
