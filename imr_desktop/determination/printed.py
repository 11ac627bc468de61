"""The texts of a case that stand on the letter's pages, each with its place, and what of them cannot be printed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import get_type_hints

import msgspec

from imr_desktop.case import fields
from imr_desktop.case.model import Case, Struct
from imr_desktop.determination.signs import Lacking, lacking
from imr_desktop.errors import RenderError

_NAMED = 3


class PrintedText(msgspec.Struct, frozen=True):
    """A text that is printed. `path` leads to it from the case: ``("items", "2", "rationale")``, numbers from 1."""

    path: tuple[str, ...]
    text: str

    @property
    def place(self) -> str:
        """Its place in words: ``item 2, rationale``."""
        group, number, *rest = (*self.path, "", "")
        if group == "items":
            return f"item {number}, {rest[0].replace('_', ' ')}"
        if group == "documents":
            return f"document {number} of the record, {rest[0]}"
        return ", ".join(part.replace("_", " ") for part in self.path)


def printed_texts(case: Case) -> Iterator[PrintedText]:
    """Every text of a case that the table of fields prints, where there is one, in the case's own order."""
    return _texts(case, ())


def _texts(value: object, path: tuple[str, ...]) -> Iterator[PrintedText]:
    if isinstance(value, Struct):
        for name in _printing(type(value)):
            yield from _texts(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for number, one in enumerate(value, 1):
            yield from _texts(one, (*path, f"{number}"))
    elif isinstance(value, str) and value:
        yield PrintedText(path, value)


@cache
def _printing(kind: type[Struct]) -> tuple[str, ...]:
    """The fields of a kind that are printed texts, or hold some further down."""
    own = set(fields.named(kind, fields.PRINTED))
    inner = {name for name, hint in get_type_hints(kind).items() if any(map(_printing, _structs(hint)))}
    return tuple(name for name in kind.__struct_fields__ if name in own | inner)


def _structs(hint: object) -> Iterator[type[Struct]]:
    if isinstance(hint, type) and issubclass(hint, Struct):
        yield hint
    for part in getattr(hint, "__args__", ()):
        yield from _structs(part)


def refuse_unprintable(case: Case) -> None:
    """Raise RenderError with the first characters that no typeface of the letter draws, each with its place."""
    found = ((text, one) for text in printed_texts(case) for one in lacking(text.text))
    first = [f"{coded(one)} ({text.place})" for text, one in islice(found, _NAMED)]
    if first:
        rest = " and others" if next(found, None) else ""
        raise RenderError(f"The letter cannot print {', '.join(first)}{rest}; replace them, as the checks offer.")


def refuse_unprintable_words(letter: msgspec.Struct) -> None:
    """Raise RenderError where any string of a letter that is sent beside a determination holds what no typeface draws."""
    for text in _strings(letter):
        for one in lacking(text):
            raise RenderError(
                f"The letter cannot print {coded(one)} in “{text[:60]}”; write it in other letters in parties or office."
            )


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _strings(getattr(value, name))
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from _strings(one)


def coded(one: Lacking) -> str:
    """Characters by their codes, as people look them up: ``U+F0B7``."""
    return " ".join(f"U+{ord(char):04X}" for char in one.characters)
