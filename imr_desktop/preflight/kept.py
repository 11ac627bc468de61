"""What checks found in a record, kept with it until the parts of the case it was found for are others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar, cast

from imr_desktop.preflight import record_words
from imr_desktop.preflight.record_words import RecordWords, words_of

T = TypeVar("T")
_last: list[tuple[Mapping[int, str], RecordWords]] = []


def words(record: Mapping[int, str]) -> RecordWords:
    """The record made ready; asked for by many checks of one run, it is compared once."""
    last = _last[:]
    if last and last[0][0] is record:
        return last[0][1]
    made = words_of(record)
    _last[:] = [(record, made)]
    return made


def forget() -> None:
    """Keep nothing of any record."""
    _last.clear()
    record_words.forget()


def kept(of: RecordWords, name: str, parts: tuple[object, ...], make: Callable[[], T]) -> T:
    """What `make` gives, which is asked again only where one of the `parts` of the case is another object."""
    found = cast("tuple[tuple[object, ...], T] | None", of.compared.get(name))
    if found is not None and len(found[0]) == len(parts) and all(a is b for a, b in zip(found[0], parts, strict=True)):
        return found[1]
    made = make()
    of.compared[name] = parts, made
    return made
