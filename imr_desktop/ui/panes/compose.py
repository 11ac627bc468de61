"""Drafts made from structure, never from air: the summary from the findings, the rationale from the criteria.

Every sentence keeps its citations; the reviewer edits the draft. Pure functions, no Qt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from imr_desktop.case.model import Case, CriterionAnswer, DisputedItem, Finding
from imr_desktop.ui.panes import categories, lookup
from imr_desktop.ui.widgets.citations import CITATION, cite

if TYPE_CHECKING:
    from imr_desktop.rules import ItemReport

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
    findings = sorted(case.findings, key=lambda finding: categories.rank(finding.category))
    sentences = [_patient(case), *_told(findings), _challenged(case)]
    return " ".join(sentence for sentence in sentences if sentence)


def extend_summary(case: Case) -> str:
    """The summary with what it does not say yet: a whole draft where it is empty, else one more paragraph."""
    if not case.summary.strip():
        return summary(case)
    said = _plain(case.summary)
    fresh = [finding for finding in case.findings if _plain(finding.text) not in said]
    paragraph = " ".join(_told(sorted(fresh, key=lambda finding: categories.rank(finding.category))))
    return f"{case.summary.rstrip()}\n\n{paragraph}" if paragraph else case.summary


def rationale(item: DisputedItem, report: ItemReport | None) -> str:
    """The rationale drafted from the reviewer's answers to the criteria; computed statuses are not answers."""
    sentences = [f"The request is for {_lower(_ended(item.disputed_text))}{_cited(item.sources)}."]
    if item.reviewer_guideline.strip():
        sentences.append(f"The guideline applied is {_ended(item.reviewer_guideline)}.")
    texts = {criterion.id: criterion.text for criterion in report.criteria} if report else {}
    sentences += _answered(item.answers, texts)
    closing = {"Upheld": "Therefore, the request is not medically necessary.",
               "Overturned": "Therefore, the request is medically necessary."}
    if item.decision:
        sentences.append(closing[item.decision])
    return " ".join(sentences)


def extend_rationale(item: DisputedItem, report: ItemReport | None) -> str:
    """The rationale with the draft: alone where nothing was written, else as one more paragraph, once."""
    draft = rationale(item, report)
    if not item.rationale.strip():
        return draft
    return item.rationale if draft in item.rationale else f"{item.rationale.rstrip()}\n\n{draft}"


def _answered(answers: Sequence[CriterionAnswer], texts: dict[str, str]) -> list[str]:
    order = list(texts)
    known = sorted((answer for answer in answers if answer.criterion in texts),
                   key=lambda answer: order.index(answer.criterion))
    sentences = []
    for status, frame in _ANSWERS:
        parts = [_lower(_ended(texts[answer.criterion])) + _reason(answer) + _cited(answer.sources)
                 for answer in known if answer.status == status]
        if parts:
            sentences.append(frame.format("; ".join(parts)))
    return sentences


def _reason(answer: CriterionAnswer) -> str:
    return f" ({_ended(answer.reason)})" if answer.reason.strip() else ""


def _patient(case: Case) -> str:
    who = f"a {case.age}-year-old" if case.age is not None else ""
    who = f"{who or 'a'} {case.sex}" if case.sex else who
    injured = f"an injury date of {_day(case.dates.injury)}" if case.dates.injury else ""
    if who and injured:
        return f"The patient is {who} with {injured}."
    if who:
        return f"The patient is {who}."
    return f"The injury date is {_day(case.dates.injury)}." if injured else ""


def _challenged(case: Case) -> str:
    if case.dates.ur_denial is None:
        return ""
    pages = [document.first_page for document in case.documents if document.type == "ur determination"]
    return ("The utilization review determination being challenged is dated "
            f"{_day(case.dates.ur_denial)}{cite(pages[:1])}.")


def _told(findings: Iterable[Finding]) -> list[str]:
    sentences = []
    for key, group in groupby(findings, key=lambda finding: finding.category):
        parts = [_lower(_ended(finding.text)) + _cited(finding.sources) for finding in group]
        told = _OPENINGS.get(key, "The record notes {}").format("; ".join(_merged(parts)))
        sentences.append(told + ".")
    return sentences


def _merged(parts: Sequence[str]) -> list[str]:
    """Leave a citation out where the next part of the same sentence has the same one."""
    merged = []
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        tail, next_tail = _tail(part), _tail(following)
        merged.append(part[: len(part) - len(tail)] if tail and tail == next_tail else part)
    return merged


def _tail(part: str) -> str:
    found = re.search(rf"(?: {CITATION.pattern})+$", part)
    return found.group() if found else ""


def _cited(sources: Iterable) -> str:
    return cite(lookup.cited_pages(sources))


def _ended(text: str) -> str:
    return " ".join(text.split()).rstrip(".;,")


def _lower(text: str) -> str:
    """Start a clause in lower case, but leave acronyms and names with digits (MRI, C5-6, L4) alone."""
    word = text.split(" ", 1)[0]
    return text if len(word) < 2 or any(letter.isupper() or letter.isdigit() for letter in word[1:]) \
        else text[:1].lower() + text[1:]


def _plain(text: str) -> str:
    return " ".join(CITATION.sub(" ", text).casefold().split())


def _day(day: date | None) -> str:
    return f"{day:%m/%d/%Y}" if day else ""
