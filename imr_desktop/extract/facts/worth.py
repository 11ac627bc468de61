"""Which facts are offered as findings: what a reviewer weighs, each once, and from those who saw the patient."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from imr_desktop.extract.facts.tables import either, phrase, table

if TYPE_CHECKING:
    import re

    from imr_desktop.extract.facts.model import Found, Kind

_RETELLING = frozenset({"ur determination", "imr application", "notice of assignment", "rfa"})
"""Documents that say again what others found."""
_OF_THEIR_OWN: dict[str, tuple[Kind, ...]] = {"ur determination": ("ur reason",), "rfa": ("diagnosis",)}
_TOLD_WHOLE = frozenset({"progress report"})
"""Types of documents whose plain sentences tell how the patient is, not what was done in one visit of many."""
_ASIDE = frozenset({"ecchymosis", "swelling"})
"""Signs whose absence says nothing of a dispute, unless of a part of the body that disputes are about."""
_LIMBS = {"upper extremity": "arm", "upper extremitie": "arm", "lower extremity": "leg", "lower extremitie": "leg"}
_MANY: tuple[Kind, ...] = ("exam", "symptom", "pain", "treatment")
"""Kinds that one visit after another says in other words."""


def is_offered(one: Found, text: str, type_: str, *, retold: bool) -> bool:
    """Whether a fact in words of a document of a type may be a finding; `retold` where others saw the patient.

    Nothing that is printed, planned, or said of somebody else; no diagnosis that is denied, no complaint aside.
    """
    if one.status in ("template", "planned") or one.subject != "patient":
        return False
    if one.polarity == "absent" and (one.kind == "diagnosis" or (one.value in _ASIDE and not _parts().search(text))):
        return False
    return not (retold and type_ in _RETELLING) or one.kind in _OF_THEIR_OWN.get(type_, ())


def saw_the_patient(types: Iterable[str]) -> bool:
    """Whether one of these types of document is of somebody who saw the patient."""
    return not set(types) <= _RETELLING


def tells_how_the_patient_is(type_: str) -> bool:
    """Whether a document's plain sentences are worth reading as findings."""
    return type_ in _TOLD_WHOLE


def said(facts: Iterable[Found], text: str) -> frozenset[tuple[object, ...]] | None:
    """What a clause says, to know it when another says it in other words; None where only its own words would do.

    The same sign of another part of the body is another finding, and so is the same with another grade or number.
    """
    where = parts_in(text)
    listed = tuple(facts)
    if not all(one.value and one.kind in _MANY for one in listed):
        return None
    return frozenset(
        (one.kind, one.value, one.polarity, _side(one), one.level, one.number, one.of, one.response, one.status, where)
        for one in listed
    )


def parts_in(text: str) -> frozenset[str]:
    """The parts of the body that a text names, in one word for each."""
    return frozenset(_part(found[0]) for found in _parts().finditer(text))


def _part(words: str) -> str:
    part = " ".join(words.lower().split()).rstrip("s")
    return _LIMBS.get(part, part)


def _side(one: Found) -> str:
    """What is on neither side is absent, whether it is said of both or of none."""
    return "" if one.polarity == "absent" and one.side == "bilateral" else one.side


@cache
def _parts() -> re.Pattern[str]:
    return phrase(rf"(?<!\w)(?:{either(table('told')['body']['parts'])})(?!\w)")
