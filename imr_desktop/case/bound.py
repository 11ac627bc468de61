"""Text that stays bound to the case: words taken from a date, a fact, a finding or an item, and whether they still hold.

A text is plain characters; `Case.bound` says which of its ranges were taken from where. Ranges of one text are ordered and
never overlap. Every change of a text goes through here, so that a range always holds the words that were taken, or is gone.

A range whose source begins with `DRAFT` is taken from nowhere: it marks words that a draft put there. Where such words are
cut, what is left of them stays marked, so that a sentence which the reviewer changed is known to have been a draft's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from imr_desktop.case.bound_sources import Values, one_line, value_of
from imr_desktop.case.model import BoundText, Case
from imr_desktop.case.small_words import begun_small
from imr_desktop.case.text import common_end, common_start

replace = msgspec.structs.replace

DRAFT = "draft:"
_ENDINGS = ".;,"
_MOST_PLACES = 64


class Stale(NamedTuple):
    """A range whose words no longer hold: `words` stand in the text; `value` is the source's now, None where it is gone."""

    bound: BoundText
    words: str
    value: str | None


class _Change(NamedTuple):
    """One change of a text: `removed` characters at `start` gave way to `added` ones."""

    start: int
    removed: int
    added: int


# --- texts ----------------------------------------------------------------------------------------------------------------


def text_of(case: Case, item: str, field: str) -> str | None:
    """A text that can hold bound words: the summary (`item` is empty) or an item's rationale; None where there is none."""
    if field == "summary":
        return None if item else case.summary
    return next((one.rationale for one in case.items if one.id == item), None) if field == "rationale" else None


def _texts(case: Case) -> dict[tuple[str, str], str]:
    items = {(item.id, "rationale"): item.rationale for item in reversed(case.items)}
    return {**items, ("", "summary"): case.summary}


def ranges(case: Case, item: str, field: str) -> tuple[BoundText, ...]:
    """The bound ranges of one text, in the order of the text."""
    return tuple(one for one in case.bound if one.item == item and one.field == field)


def words_of(case: Case, bound: BoundText) -> str:
    """The words at a bound range; empty where its text is gone."""
    return (text_of(case, bound.item, bound.field) or "")[bound.start : bound.end]


def with_text(case: Case, item: str, field: str, text: str, bound: Iterable[BoundText] | None = None) -> Case:
    """The case with another text; `bound` gives all ranges of it, None moves the former ones. Raises KeyError."""
    old = text_of(case, item, field)
    if old is None:
        raise KeyError(item or field)
    kept = moved(case.bound, item, field, old, text) if bound is None else _merged(case.bound, item, field, bound)
    return tidy(_put(case, item, field, text, kept))


def _put(case: Case, item: str, field: str, text: str, bound: tuple[BoundText, ...]) -> Case:
    if field == "summary":
        return replace(case, summary=text, bound=bound)
    return replace(
        case, bound=bound, items=tuple(replace(one, rationale=text) if one.id == item else one for one in case.items)
    )


def _merged(bound: Sequence[BoundText], item: str, field: str, fresh: Iterable[BoundText]) -> tuple[BoundText, ...]:
    others = [one for one in bound if (one.item, one.field) != (item, field)]
    return tuple(sorted((*others, *(one for one in fresh if (one.item, one.field) == (item, field))), key=_order))


def _order(bound: BoundText) -> tuple[str, str, int]:
    return bound.item, bound.field, bound.start


# --- changes of a text ----------------------------------------------------------------------------------------------------


def moved(bound: tuple[BoundText, ...], item: str, field: str, old: str, new: str) -> tuple[BoundText, ...]:
    """The ranges after a text became another: those behind the change are shifted, those it cuts are dissolved.

    The change is what lies between the common beginning and the common end of both texts. Where it could have happened in
    several places (a letter typed beside its like), it is taken to have happened where most ranges stay.
    """
    if old == new or not any((one.item, one.field) == (item, field) for one in bound):
        return bound
    here = [one for one in bound if (one.item, one.field) == (item, field)]
    return _merged(bound, item, field, _after(here, _difference(here, old, new)))


def _difference(here: Sequence[BoundText], old: str, new: str) -> _Change:
    start, tail = common_start(old, new), common_end(old, new)
    slack = start + tail - min(len(old), len(new))
    if slack <= 0:
        return _Change(start, len(old) - tail - start, len(new) - tail - start)
    removed, added = max(len(old) - len(new), 0), max(len(new) - len(old), 0)
    edges = {edge for one in here for edge in (one.end, one.start - removed) if start - slack <= edge <= start}
    places = [start, *sorted(edges, reverse=True)[:_MOST_PLACES]]
    return max((_Change(place, removed, added) for place in places), key=lambda change: _whole(here, change))


def _whole(here: Iterable[BoundText], change: _Change) -> int:
    return sum(one.end <= change.start or one.start >= change.start + change.removed for one in here)


def _after(here: Iterable[BoundText], change: _Change) -> list[BoundText]:
    by, behind = change.added - change.removed, change.start + change.removed
    kept = []
    for one in here:
        if one.end <= change.start:
            kept.append(one)
        elif one.start >= behind:
            kept.append(replace(one, start=one.start + by, end=one.end + by))
        elif one.source.startswith(DRAFT):
            rest = (one.start, min(one.end, change.start)), (max(one.start, behind) + by, one.end + by)
            kept += [replace(one, start=start, end=end) for start, end in rest if start < end]
    return kept


def replaced(case: Case, item: str, field: str, start: int, end: int, words: str) -> Case:
    """The case with the characters ``start:end`` of a text replaced by `words`, exactly there.

    A range that is replaced as a whole by what its source says now stays bound; a range that is only cut is dissolved.
    Raises KeyError where there is no such text.
    """
    text = text_of(case, item, field)
    if text is None:
        raise KeyError(item or field)
    here = ranges(case, item, field)
    kept = _after(here, _Change(start, end - start, len(words)))
    for one in here:
        if (one.start, one.end) == (start, end) and words and holds(words, value_of(case, one.source)):
            kept.append(replace(one, end=start + len(words)))
    return with_text(case, item, field, text[:start] + words + text[end:], kept)


def insert(case: Case, item: str, field: str, position: int, source: str, end: int | None = None) -> Case:
    """The case with a source's value put into a text as bound words, in place of ``position:end`` where `end` is given.

    Nothing changes where the source has no value. Raises KeyError where there is no such text.
    """
    value, text = value_of(case, source), text_of(case, item, field)
    if text is None:
        raise KeyError(item or field)
    if value is None:
        return case
    start = min(max(position, 0), len(text))
    after = replaced(case, item, field, start, min(max(end or start, start), len(text)), value)
    fresh = BoundText(item, field, start, start + len(value), source)  # type: ignore[arg-type]  # with_text knew the field
    return replace(after, bound=_merged(after.bound, item, field, (*ranges(after, item, field), fresh)))


def unbound(case: Case, item: str, field: str, start: int, end: int) -> Case:
    """The case with the range at exactly ``start:end`` of a text made plain text."""
    place = (item, field, start, end)
    return replace(case, bound=tuple(one for one in case.bound if (one.item, one.field, one.start, one.end) != place))


# --- what still holds -----------------------------------------------------------------------------------------------------


def holds(words: str, value: str | None) -> bool:
    """Whether words still say a value: a small first letter and a full stop left out are no difference."""
    return value is not None and _uncapped(words) == _uncapped(value)


def _uncapped(words: str) -> str:
    kept = ended(words)
    return kept[:1].lower() + kept[1:]


def stale(case: Case) -> tuple[Stale, ...]:
    """The bound ranges whose words no longer hold, in the order of `Case.bound`."""
    if not case.bound:
        return ()
    values, texts = Values(case), _texts(case)
    found = [
        Stale(one, texts.get((one.item, one.field), "")[one.start : one.end], values.of(one.source))
        for one in case.bound
        if not one.source.startswith(DRAFT)
    ]
    return tuple(one for one in found if not holds(one.words, one.value))


def fresh_words(old: Stale) -> str:
    """The new value in the manner of the words it replaces: a small first letter, no full stop; empty where it is gone."""
    if old.value is None:
        return ""
    value = old.value if old.words.endswith(tuple(_ENDINGS)) else ended(old.value) or old.value
    prose = old.bound.source.startswith(("finding:", "item:"))
    return begun_small(value) if prose and old.words[:1].islower() else value


def ended(text: str) -> str:
    """A text as a clause: on one line, without the full stop at its end."""
    return one_line(text).rstrip(_ENDINGS + " ")


def lowered(text: str) -> str:
    """A clause's words begun in small letters; acronyms and names with digits (MRI, C5-6, L4) are left alone."""
    word = text.split(" ", 1)[0]
    return (
        text
        if len(word) < 2 or any(letter.isupper() or letter.isdigit() for letter in word[1:])
        else text[:1].lower() + text[1:]
    )


def refresh(case: Case, bound: BoundText) -> Case:
    """The case with what a range's source says now in its place; the same case where it is gone or holds."""
    old = Stale(bound, words_of(case, bound), value_of(case, bound.source))
    words = fresh_words(old)
    if not words or bound not in case.bound or holds(old.words, old.value):
        return case
    return replaced(case, bound.item, bound.field, bound.start, bound.end, words)


def refresh_at(case: Case, item: str, field: str, start: int, end: int) -> Case:
    """`refresh` of the range that stands there; the same case where there is none."""
    found = next((one for one in ranges(case, item, field) if (one.start, one.end) == (start, end)), None)
    return refresh(case, found) if found else case


# --- what a file may hold -------------------------------------------------------------------------------------------------


def tidy(case: Case) -> Case:
    """The case without ranges that cannot be: of a text that is not there, beyond its end, overlapping, over a line end."""
    if not case.bound:
        return case
    texts = _texts(case)
    kept: list[BoundText] = []
    for one in sorted(case.bound, key=_order):
        text = texts.get((one.item, one.field), "")
        behind = kept[-1].end if kept and (kept[-1].item, kept[-1].field) == (one.item, one.field) else 0
        if behind <= one.start < one.end <= len(text) and "\n" not in text[one.start : one.end]:
            kept.append(one)
    return case if tuple(kept) == case.bound else replace(case, bound=tuple(kept))
