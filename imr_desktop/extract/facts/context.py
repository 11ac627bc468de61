"""Of whom and of when a sentence speaks: the part it stands in, an older note, a printed form, another person."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.extract.facts.marks import Mark
from imr_desktop.extract.facts.model import Status, Subject
from imr_desktop.extract.facts.tables import phrase

if TYPE_CHECKING:
    from imr_desktop.extract.facts.layout import Sentence

_TEMPLATE = frozenset({"instructions", "guidelines"})
_TELLS = phrase(
    r" (?:also )?(?:reports?|reported|states?|stated|says?|said|notes?|noted|tells?|told|confirms?|confirmed|drives?|drove|"
    r"helps?|helped|assists?|manages|gives?|accompan\w+|translat\w+|was present|is present)\b"
)
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


def at(context: Context, marks: list[Mark], place: int, text: str = "") -> Context:
    """The context of the words at a place: *history of*, *his mother has* before it change it.

    Where `text` is given, somebody of the family who only tells of the patient ("his wife reports") changes nothing.
    """
    before = [mark for mark in marks if mark.start < place]
    of_family = any(mark.value == "family" and not _TELLS.match(text, mark.end) for mark in before)
    subject: Subject = "family" if of_family else context.subject
    past = context.status == "current" and any(mark.value == "past" and place - mark.end < _NEAR for mark in before)
    return Context(subject, "history" if past else context.status)
