"""What a change of the case would change elsewhere, told before it is made: criteria, governing texts, problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from imr_desktop.review.checking import fix_words, open_of

if TYPE_CHECKING:
    from imr_desktop.review.checking import Checked, CriterionReport, ItemReport

_SHOWN = 3
_LONGEST = 100


def foreseen(before: Checked, after: Checked, but: str = "") -> tuple[str, ...]:
    """What differs between two checks, in sentences; none where nothing does. `but` is the problem that is being fixed."""
    return (*_governing(before, after), *_criteria(before, after), *_problems(before, after, but))


def _governing(before: Checked, after: Checked) -> Iterator[str]:
    was = {report.item_id: report for report in before.reports}
    told: dict[tuple[str, str], list[str]] = {}
    for report in after.reports:
        old = was.get(report.item_id)
        if old is not None and _texts(old) != _texts(report):
            both = zip(_texts(old), _texts(report), strict=True)
            told.setdefault(next(pair for pair in both if pair[0] != pair[1]), []).append(report.title)
    for (old_text, new_text), titles in told.items():
        whose = f" for {_short(titles[0])}" if len(titles) == 1 and len(after.reports) > 1 else ""
        yield f"{new_text} governs{whose} in place of {old_text}."


def _texts(report: ItemReport) -> tuple[str, str]:
    """What governs an item: as a determination names it, and its edition in full."""
    text = report.governing
    edition = report.governing_edition or "no known text"
    return (text.citation, text.edition) if text is not None else (edition, edition)


def _criteria(before: Checked, after: Checked) -> Iterator[str]:
    was, now = _by_place(before), _by_place(after)
    became = Counter(one.status for place, one in now.items() if place in was and was[place].status != one.status)
    for status, number in became.most_common():
        yield f"{_counted(number, 'criterion', 'criteria')} {'becomes' if number == 1 else 'become'} {status}."
    gone, come = len(was.keys() - now.keys()), len(now.keys() - was.keys())
    if gone or come:
        yield f"{_counted(gone, 'criterion', 'criteria')} of the text before give way to {come:,} of the new one."


def _by_place(checked: Checked) -> dict[tuple[str, str], CriterionReport]:
    return {(report.item_id, one.id): one for report in checked.reports for one in report.criteria}


def _problems(before: Checked, after: Checked, but: str) -> Iterator[str]:
    old, new = {one.id for one in before.problems}, {one.id for one in after.problems}
    come = [one.message for one in after.problems if one.id not in old]
    gone = [one.message for one in before.problems if one.id not in new and one.id != but]
    for messages, verb in ((come, "appear"), (gone, "go")):
        if messages:
            more = f" and {len(messages) - _SHOWN} more" if len(messages) > _SHOWN else ""
            listed = "; ".join(_short(message.rstrip(".")) for message in messages[:_SHOWN]) + more
            many = _counted(len(messages), "problem", "problems")
            yield f"{many} {verb}{_s(verb) if len(messages) == 1 else ''}: {listed}{'' if listed.endswith('…') else '.'}"
    if open_of(before).to_fix != open_of(after).to_fix and (come or gone):
        yield f"Then: {fix_words(open_of(after).to_fix).lower()}."


def _s(verb: str) -> str:
    return "es" if verb == "go" else "s"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…"
