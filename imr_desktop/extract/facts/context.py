"""Of whom and of when a sentence speaks: the part it stands in, an older note, a printed form, another person."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.extract.facts.marks import Mark, judged
from imr_desktop.extract.facts.model import Status, Subject
from imr_desktop.extract.facts.tables import either, phrase

if TYPE_CHECKING:
    import re

    from imr_desktop.extract.facts.layout import Sentence

_TEMPLATE = frozenset({"instructions", "guidelines"})
_NEAR = 40
"""Characters from *history of* to what it speaks of."""


class Context(NamedTuple):
    """Whose and when, for the words of a sentence from a place on."""

    subject: Subject = "patient"
    status: Status = "current"


def context_of(sentence: Sentence) -> Context:
    """What the part and the page say of all its sentences."""
    if sentence.section in _TEMPLATE:
        return Context(status="template")
    subject: Subject = "family" if sentence.section == "family" else "patient"
    if sentence.is_copied:
        return Context(subject, "copied")
    return Context(subject, "history" if sentence.section == "past" else "current")


def is_possible(marks: list[Mark], at: int) -> bool:
    """Whether a word before `at` makes what follows a possibility ("return if weakness develops")."""
    return any(mark.value == "possible" and mark.start < at for mark in marks)


def at(context: Context, marks: list[Mark], place: int) -> Context:
    """The context of the words at a place: *history of*, *his mother has* before it change it."""
    before = [mark for mark in marks if mark.start < place]
    subject: Subject = "family" if any(mark.value == "family" for mark in before) else context.subject
    past = context.status == "current" and any(mark.value == "past" and place - mark.end < _NEAR for mark in before)
    return Context(subject, "history" if past else context.status)


@cache
def family() -> re.Pattern[str]:
    """A word for another person of the family."""
    return phrase(rf"(?<!\w)(?:{either(judged()['family'])})(?!\w)")
