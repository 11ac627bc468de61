"""The table of fields: what each field of a case is called, where it may go, and who reads it.

It stands on the fields themselves, in `imr_desktop.case.model`: ``Annotated[date | None, field(DISPUTE | PRINTED, "Date of
injury")]``, or a `Use` alone where the field's own word names it. Whatever names a field, hides it or hands it out asks here.
An allow list: a field that nobody described goes nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Flag, auto
from functools import cache
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

T = TypeVar("T")


class Use(Flag):
    """Where a field may go, and what is done with it.

    Out: `PACKAGE` to a colleague who works on the case; `SECOND` to a second reviewer who must not know the first opinion;
    `LETTER` to everyone who gets the determination, in the data attached to it. In: `INTAKE` a file may tell it; `WORK` a
    file may tell it where the person at the keyboard says that the work in it is theirs. `PRINTED` stands on the letter's
    pages; `HOLDS` holds together what stands there (an id, a page count). `EDITED` is one value that the reviewer sets.
    `BOUND` can be put into a text and stay bound to it. `PROSE` is a text that the checks read. `UNRULED` is read by no
    guideline rule: what rules said holds when it changes.
    """

    PACKAGE = auto()
    SECOND = auto()
    LETTER = auto()
    INTAKE = auto()
    WORK = auto()
    PRINTED = auto()
    HOLDS = auto()
    EDITED = auto()
    BOUND = auto()
    PROSE = auto()
    UNRULED = auto()


PRINTED, HOLDS, EDITED = Use.PRINTED, Use.HOLDS, Use.EDITED
BOUND, PROSE, UNRULED = Use.BOUND, Use.PROSE, Use.UNRULED

DISPUTE = Use.PACKAGE | Use.SECOND | Use.LETTER | Use.INTAKE
"""What the dispute is: everyone may know it."""

OPINION = Use.PACKAGE | Use.LETTER | Use.INTAKE
"""The reviewer's words: a file may tell them, a second reviewer does not see them."""

WORK = Use.PACKAGE | Use.LETTER | Use.WORK
"""The reviewer's acts: they silence the program, so that a file does not make them."""

STATEMENT = Use.PACKAGE | Use.LETTER
"""What holds for one signature alone; it comes in from no file."""

REMARK = Use.PACKAGE | Use.INTAKE
"""What those who work on the case tell each other."""

OFFICE = Use.PACKAGE
"""How the office worked; it comes in from no file."""


class Field(msgspec.Struct, frozen=True):
    """What is known of a field.

    `title` names it on the screen, in problems and in the schema; `line` heads its line in the items pane, empty where it
    has none there; `letter` heads it in the letter where it is filled, empty where the letter has fixed words for it.
    """

    use: Use
    title: str = ""
    line: str = ""
    letter: str = ""


def field(use: Use, title: str, *, line: str = "", letter: str = "") -> Meta:
    """The description of a field, for its annotation."""
    return Meta(title=title, extra={"field": Field(use, title, line, letter)})


@cache
def of(kind: type[msgspec.Struct]) -> Mapping[str, Field]:
    """The fields of a kind that are described, in their order."""
    hints = get_type_hints(kind, include_extras=True)
    found = ((name, _described(hints[name])) for name in kind.__struct_fields__)
    return {name: one for name, one in found if one is not None}


@cache
def named(kind: type[msgspec.Struct], use: Use) -> tuple[str, ...]:
    """The names of the fields of a kind that have a use, in their order."""
    return tuple(name for name, one in of(kind).items() if use in one.use)


@cache
def texts(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields whose words go out with a letter, so that a name could stand in them; ids are none."""
    hints = get_type_hints(kind)
    return tuple(name for name in named(kind, Use.LETTER) if hints[name] is str and name != "id")


def title(kind: type[msgspec.Struct], name: str) -> str:
    """What people call a field; its own word where nothing else was said."""
    known = of(kind).get(name)
    return (known.title if known else "") or (name[:1].upper() + name[1:]).replace("_", " ")


@cache
def lines(kind: type[msgspec.Struct]) -> tuple[tuple[str, Field], ...]:
    """The fields that have a line of their own in the items pane, with what is known of them, in their order."""
    return tuple((name, one) for name, one in of(kind).items() if one.line)


def kept(value: T, use: Use) -> T:
    """A case, or a part of one, with only the fields that have a use, all the way down; others are left at their default."""
    made: T = _kept(value, use)
    return made


def _kept(value: Any, use: Use) -> Any:
    if isinstance(value, msgspec.Struct):
        kind, usual = type(value), _defaults(type(value))
        found = ((name, _kept(getattr(value, name), use)) for name, one in of(kind).items() if use & one.use)
        return kind(**{name: part for name, part in found if part != usual[name]})
    if isinstance(value, tuple):
        return tuple(_kept(one, use) for one in value)
    return value


@cache
def _defaults(kind: type[msgspec.Struct]) -> Mapping[str, Any]:
    """The defaults themselves: what only equals one (an empty part of a case) would be written into a file."""
    return {one.name: one.default for one in msgspec.structs.fields(kind)}


def _described(hint: Any) -> Field | None:
    for mark in get_args(hint)[1:] if get_origin(hint) is Annotated else ():
        if isinstance(mark, Use):
            return Field(mark)
        found = mark.extra.get("field") if isinstance(mark, Meta) and mark.extra else None
        if isinstance(found, Field):
            return found
    return None
