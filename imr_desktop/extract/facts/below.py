"""Whether a day on the line below a label is that label's own."""

from __future__ import annotations

from datetime import date

from imr_desktop.extract.dates import Located, find_dates
from imr_desktop.extract.parts import day_labels
from imr_desktop.extract.patterns import in_small_letters

_PROSE = 60
"""Characters from which on a line is a sentence that breaks before its day."""


def is_below(text: str, at: int, day: Located[date]) -> bool:
    """Whether a day belongs to the label that ends at `at`, on its line or on the one above.

    It stands alone on its line, and labels stand above their values; or a sentence, or a label with its colon, goes on there.
    """
    between = text[at : day.start]
    if "\n" not in between or ":" in text[max(0, at - 2) : day.start]:
        return True
    begin = text.rfind("\n", 0, at) + 1
    if at - begin >= _PROSE:
        return True
    if not _is_alone(text, day):
        return False
    above = text[text.rfind("\n", 0, max(0, begin - 1)) + 1 : max(0, begin - 1)]
    days = list(find_dates(above))
    return not days or (not _rest(above) and _labels_above(text))


def _is_alone(text: str, day: Located[date]) -> bool:
    end = text.find("\n", day.end)
    return not _rest(text[text.rfind("\n", 0, day.start) + 1 : end if end >= 0 else len(text)])


def _rest(line: str) -> str:
    """What a line says beside its first day."""
    for one in find_dates(line):
        return (line[: one.start] + line[one.end :]).strip(" .,;:|")
    return line.strip()


def _labels_above(text: str) -> bool:
    """Whether the first day that stands alone on its line, beside a line that asks for one, stands below that line."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if not line.strip() or _rest(line) or len(line) > _PROSE:
            continue
        above, below = (_asks(lines[n]) if 0 <= n < len(lines) else False for n in (at - 1, at + 1))
        if above or below:
            return above
    return False


def _asks(line: str) -> bool:
    return len(line) < _PROSE and next(find_dates(line), None) is None and bool(day_labels.ANY.search(in_small_letters(line)))
