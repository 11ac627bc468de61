"""Whether a day on the line below a label is that label's own."""

from __future__ import annotations

from datetime import date

from imr_desktop.extract.dates import Located, find_dates

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
    return _is_alone(text, day) and _begins_with_label(text[:begin].split("\n")[:-1])


def _begins_with_label(above: list[str]) -> bool:
    """Whether the stack of labels and days that ends in these lines, just above a label, begins with a label, not with a day.

    A row that holds more than a day is no part of it: what stands below such a row may be its labels.
    """
    days = 0
    while 2 * days < len(above) and _is_day(above[-1 - 2 * days]):
        days += 1
        if 2 * days > len(above) or not _is_label(above[-2 * days]):
            return False
    return days > 0 or not above or next(find_dates(above[-1]), None) is None


def _is_day(line: str) -> bool:
    return bool(line.strip()) and not _rest(line)


def _is_label(line: str) -> bool:
    return bool(line.strip()) and len(line) <= _PROSE and next(find_dates(line), None) is None


def _is_alone(text: str, day: Located[date]) -> bool:
    end = text.find("\n", day.end)
    return _is_day(text[text.rfind("\n", 0, day.start) + 1 : end if end >= 0 else len(text)])


def _rest(line: str) -> str:
    """What a line says beside its first day."""
    for one in find_dates(line):
        return (line[: one.start] + line[one.end :]).strip(" .,;:|")
    return line.strip()
