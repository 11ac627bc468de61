"""The reviewer's answers to a guideline's criteria as sentences that cannot be read as their opposite, with pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from imr_desktop.case import citation
from imr_desktop.case.bound import ended
from imr_desktop.case.labels import in_words
from imr_desktop.review import phrasing
from imr_desktop.review.draft_marks import Drafted, own

if TYPE_CHECKING:
    from imr_desktop.case.model import CriterionAnswer
    from imr_desktop.review.checking import ItemReport
    from imr_desktop.rules.model import CriterionReport

_UNSUPPORTED = re.compile(r"The guideline recommends (.+?) \(it does not\)")
_ASKED = re.compile(r"Asked for is\b")
_MOST_VALUES = 2
Answered = tuple["CriterionAnswer", "CriterionReport"]


def sentences(answers: Sequence[CriterionAnswer], report: ItemReport | None) -> Iterator[Drafted]:
    """What is met, what is not, what the record conflicts on and what is not known; criteria in the guideline's order."""
    reports = {one.id: one for one in report.criteria if not one.historical} if report else {}
    given = {answer.criterion: answer for answer in answers}
    known = [(given[key], one) for key, one in reports.items() if key in given]
    for at, some in enumerate(phrasing.by_few(one for one in known if one[0].status == "met")):
        yield Drafted(f"met:{some[0][0].criterion}", own(_met(some, more=at > 0)))
    for answer, one in known:
        if answer.status == "not met":
            yield Drafted(f"not met:{one.id}", own(_not_met(answer, one)))
            if answer.reason.strip():
                yield Drafted(f"reason:{one.id}", own(_capital(ended(answer.reason)) + "."))
    for answer, one in known:
        if answer.status == "conflicting":
            words = f"The record conflicts on {_whether(one)}{_cited(answer, one)}"
            yield Drafted(f"conflict:{one.id}", own(f"{words}{_reason(answer)}, so this criterion is not settled."))
    unknown = [one for one in known if one[0].status == "not documented"]
    for some in phrasing.by_few(unknown):
        yield Drafted(f"unknown:{some[0][0].criterion}", own(_unknown(some)))


def _met(some: Sequence[Answered], *, more: bool) -> str:
    if len(some) == 1:
        answer, one = some[0]
        return f"{_asks(one)}, and this criterion is {'also ' if more else ''}met{_evidence(answer, one)}."
    return f"These criteria of the guideline are {'also ' if more else ''}met: {_listed(some)}."


def _not_met(answer: CriterionAnswer, one: CriterionReport) -> str:
    cited = _cited(answer, one)
    if refused := _UNSUPPORTED.fullmatch(ended(one.text)):
        return f"The guideline does not recommend {refused[1]}, so this criterion is not met{cited}."
    values = _values(one) if one.status == "not met" else ""
    return f"{_asks(one)}; {values}this criterion is not met{cited}."


def _unknown(some: Sequence[Answered]) -> str:
    """A sentence for each: what each says is absent is searched for by itself, and the conclusion claims nothing more."""
    first, *more = (f"does not document {_whether(one)}{_evidence(answer, one)}" for answer, one in some)
    if not more:
        return f"The record reviewed {first}, so this criterion remains undetermined."
    return " ".join((f"The record reviewed {first}.", *(f"It {one}." for one in more), "These criteria remain undetermined."))


def _asks(one: CriterionReport) -> str:
    """What the guideline asks for; a reader's own words may be a phrase (*No more than 6 visits*)."""
    words = phrasing.said(_ASKED.sub("What is asked for is", one.text))
    if _is_clause(one):
        return f"The guideline asks that {words}"
    return f"The guideline {'allows' if words.startswith(('no more', 'at most', 'up to')) else 'asks for'} {words}"


def _whether(one: CriterionReport) -> str:
    words = phrasing.said(_ASKED.sub("What is asked for is", one.text))
    return f"whether {words}" if _is_clause(one) else f"whether this criterion is met: {words}"


def _is_clause(one: CriterionReport) -> bool:
    return one.source == "shipped" or phrasing.is_sentence(one.text)


def _listed(some: Sequence[Answered]) -> str:
    parts = [phrasing.said(one.text) + _evidence(answer, one) for answer, one in some]
    return "; ".join(parts[:-1]) + ("; and " if len(parts) > 1 else "") + parts[-1]


def _evidence(answer: CriterionAnswer, one: CriterionReport) -> str:
    return _reason(answer) + _cited(answer, one)


def _reason(answer: CriterionAnswer) -> str:
    return f" ({ended(answer.reason)})" if answer.reason.strip() else ""


def _cited(answer: CriterionAnswer, one: CriterionReport) -> str:
    """The pages the reviewer cited; else those the answer was proposed from, where it is the same answer."""
    sources = answer.sources or (one.sources if one.status == answer.status else ())
    return citation.cite(citation.quotes(sources))


def _values(one: CriterionReport) -> str:
    """The numbers it was judged by, ``with 6 injections in one session, ``; empty where there are none."""
    numbers = [
        (one.labels.get(key, ""), value)
        for key, value in one.inputs.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    ]
    told = [_counted(label, in_words(value)) for label, value in numbers if label]
    return f"with {' and '.join(told)}, " if 0 < len(told) <= _MOST_VALUES else ""


def _counted(label: str, number: str) -> str:
    return f"{number} {label}" if label.split(" ", 1)[0].endswith("s") else f"{number} as {label}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
