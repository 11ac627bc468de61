"""Side, spinal level and body part in the text against the item.

Where the text names the request again ("the request for MRI of the left knee"), a difference is to be considered; where the
rationale as a whole speaks of another place only, it is a hint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from imr_desktop.case.model import Case
from imr_desktop.preflight.data import table
from imr_desktop.preflight.problem import Context, Raised
from imr_desktop.preflight.regions import (
    levels_in,
    parts_in,
    region_of_levels,
    regions_of,
    segments,
    widened,
    words_for,
    words_not,
)
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.restated import Restated, asked, restated
from imr_desktop.preflight.texts import Sentence, TextField, prose, rationales, sentences
from imr_desktop.rules.request.body import LEVELS
from imr_desktop.rules.request.sides import Side
from imr_desktop.rules.request.sides import side as read_side

_SIDE = re.compile(r"\b(?:left|right|bilateral(?:ly)?|both)\b", re.IGNORECASE)
_OTHER = {"left": "right", "right": "left"}
_SPINE = frozenset({"neck", "upper back", "low back"})


@lru_cache(maxsize=1024)
def side_in(text: str) -> Side | None:
    """The side some words name; None where they name none, or both for different parts."""
    return read_side(text)


@check("place.side", severity="consider")
def side(case: Case, context: Context) -> Iterator[Raised]:
    """The side in the text is the side that was asked for.

    bad: {"items": [{"title": "MRI of the left knee", "rationale": "The request for an MRI of the right knee is supported."}]}
    bad: {"items": [{"title": "MRI of the left knee", "rationale": "The right knee shows locking and an effusion."}]}
    bad: {"items": [{"title": "Injection, left shoulder"}],
          "summary": "UR denied the request for a right shoulder injection."}
    bad: {"items": [{"title": "EMG of both arms", "rationale": "The request for EMG of the left arm is supported."}]}
    good: {"items": [{"title": "MRI of the left knee", "rationale": "The left knee locks; the right knee is sound."}]}
    good: {"items": [{"title": "MRI of the left knee",
          "rationale": "He is right-handed. An MRI was done right after the fall."}]}
    good: {"items": [{"title": "MRI of the left knee"}, {"title": "MRI of the right knee",
          "rationale": "The request for MRI of the right knee is supported."}]}
    """
    for field, one in _restated(case):
        wanted: set[str | None] = {side_in(text) for text in _asked(case, field)}
        here = side_in(one.text)
        both = here == "bilateral" and len(wanted) > 1
        if here and None not in wanted and here not in wanted and not both and _same_place(_asked(case, field), one.text):
            yield _raised(field, one, f"{_who(field)} the {_named(wanted)} side, here it is {here}: correct one.")
    for field in rationales(case):
        yield from _only_other_side(field)


def _only_other_side(field: TextField) -> Iterator[Raised]:
    """A hint where a rationale names the other side alone, beyond what it says of the request."""
    wanted = side_in(asked(field.item)) if field.item else None
    if wanted not in _OTHER:
        return
    wrong = _OTHER[wanted]
    text = words_not("not_sides").sub(lambda found: " " * len(found[0]), field.text)
    found = list(_SIDE.finditer(text))
    if found and {match[0].lower() for match in found} == {wrong} and not _within(found[0].start(), restated(field)):
        message = f"Item {field.number} asks for the {wanted} side, its rationale says {wrong}: check."
        yield field.raised(found[0].span(), message, "only", flag=True)


@check("place.level", severity="consider")
def level(case: Case, context: Context) -> Iterator[Raised]:
    """The spinal levels in the text are those that were asked for.

    bad: {"items": [{"title": "Epidural injection C5-6", "rationale": "The request for an injection at L4-5 fails."}]}
    bad: {"items": [{"title": "Facet injections L3-4, L4-5", "rationale": "The request for L5-S1 facet injections fails."}]}
    bad: {"items": [{"title": "Cervical epidural injection C5-6", "rationale": "The MRI shows a disc protrusion at L4-5."}]}
    good: {"items": [{"title": "Facet injections L4-5, L5-S1", "rationale": "The request for L5/S1 facet injections fails."}]}
    good: {"items": [{"title": "Fusion L4-S1", "rationale": "The MRI shows a protrusion at L5-S1 on T2-weighted images."}]}
    good: {"items": [{"title": "Injection at L4", "rationale": "The L4-5 disc protrudes. S1 is sound."}]}
    """
    for field, one in _restated(case):
        wanted, here = segments(levels_in(" ; ".join(_asked(case, field)))), levels_in(one.text)
        if wanted and here and not wanted & segments(here):
            yield _raised(field, one, f"{_who(field)} {_levels(case, field)}, here it is {here[0]}: correct one.")
    for field in rationales(case):
        yield from _only_other_levels(field)


def _only_other_levels(field: TextField) -> Iterator[Raised]:
    """A hint where a rationale names levels, and none that was asked for."""
    words = asked(field.item) if field.item else ""
    wanted = segments(levels_in(words))
    there = levels_in(field.text) if wanted else ()
    if not there or wanted & segments(there):
        return
    found = LEVELS.search(field.text)
    if found and not any(levels_in(one.text) for one in restated(field)):
        message = f"Item {field.number} asks for {levels_in(words)[0]}, its rationale names {there[0]} and never it: check."
        yield field.raised(found.span(), message, "only", flag=True)


@check("place.body", severity="consider")
def body(case: Case, context: Context) -> Iterator[Raised]:
    """The part of the body in the text is the one the request is for.

    bad: {"items": [{"title": "MRI of the shoulder", "rationale": "The request for an MRI of the knee is not supported."}]}
    bad: {"items": [{"title": "Acupuncture for the neck x 6", "rationale": "The knee is stiff. The knee has an effusion."}]}
    bad: {"items": [{"title": "PT for the low back"}], "summary": "UR denied the request for PT to the ankle."}
    good: {"items": [{"title": "EMG of the upper extremities", "rationale": "Neck pain goes down the arm."}]}
    good: {"items": [{"title": "MRI of the cervical spine", "rationale": "The request for a neck MRI is supported."}]}
    good: {"items": [{"title": "MRI of the wrist", "rationale": "The request for an MRI of the hand is supported."}]}
    good: {"items": [{"title": "Ibuprofen 800mg #60", "rationale": "The knee is stiff."}]}
    """
    for field, one in _restated(case):
        wanted = _regions(_asked(case, field))
        named = _strange(wanted, one.text) if wanted else ""
        if named:
            yield _raised(field, one, f"{_who(field)} the {_parts(case, field)}, here it is the {named}: correct one.")
    for field in rationales(case):
        yield from _only_other_parts(field)


@check("place.pasted", severity="consider")
def pasted(case: Case, context: Context) -> Iterator[Raised]:
    """No rationale reasons on a part of the body that is neither the request's nor anywhere in the case.

    bad: {"summary": "Neck pain.", "items": [{"title": "PT for the cervical spine x 6", "rationale": "The lumbar spine is
          tender. Lumbar flexion is limited. The request for cervical therapy is not medically necessary."}]}
    bad: {"summary": "Low back pain.", "items": [{"title": "MRI of the lumbar spine",
          "rationale": "The low back is stiff. The knee shows an effusion. The request is not medically necessary."}]}
    good: {"summary": "Neck pain.", "items": [{"title": "PT for the cervical spine x 6",
          "rationale": "The neck is stiff and the lumbar spine is tender. The guideline speaks of knee and hip as well."}]}
    good: {"summary": "Low back and knee pain.", "items": [{"title": "MRI of the lumbar spine",
          "rationale": "The low back is stiff. The knee shows an effusion."}]}
    """
    told = regions_of(case.summary).union(*(regions_of(asked(item)) for item in case.items))
    for field in rationales(case) if case.summary else ():
        wanted = regions_of(asked(field.item)) if field.item else frozenset()
        others = _of_patient(field.text)
        yield from _strangers(field, others, told | wanted)
        yield from _all_elsewhere(field, others, wanted) if wanted else ()


def _strangers(field: TextField, those: list[Sentence], known: frozenset[str]) -> Iterator[Raised]:
    """Joints, or parts of the spine, that neither summary nor requests name; in a sentence that names none they do."""
    joints = frozenset(table("places.toml")["words"]["joints"])
    for sentence in those:
        text = _without_joint_words(sentence.text)
        part = next((one for one in parts_in(text) if one in joints and not known & regions_of(one)), "")
        if part and not known & regions_of(text):
            message = f"Item {field.number}: the {part} stands nowhere else in the case: was this written for it?"
            yield field.raised((sentence.start, sentence.end), message, sentence.start)
            return


@lru_cache(maxsize=1024)
def _without_joint_words(text: str) -> str:
    """A sentence without words that look like a joint and are none."""
    return words_not("not_joints").sub(" ", text)


def _all_elsewhere(field: TextField, those: list[Sentence], wanted: frozenset[str]) -> Iterator[Raised]:
    """A rationale that speaks of another part in all it says of the patient, and of the request's only in naming it."""
    parts = [part for one in those for part in parts_in(one.text)]
    regions = [regions_of(part) for part in parts]
    near = widened(wanted) - _other_spine(wanted)
    if len(parts) >= 2 and not any(one & near for one in regions):
        message = (
            f"Item {field.number} is for the {_first_part(asked_of(field))}, but it is reasoned on the {parts[0]}: check."
        )
        yield field.raised((those[0].start, those[0].end), message, "all")


def _other_spine(wanted: frozenset[str]) -> frozenset[str]:
    return frozenset(_SPINE - wanted) if wanted & _SPINE else frozenset()


def asked_of(field: TextField) -> str:
    """What the item of a rationale asks for."""
    return asked(field.item) if field.item else ""


@lru_cache(maxsize=256)
def _of_patient(text: str) -> list[Sentence]:
    """The sentences that speak of a part of the patient's body, and name no request."""
    again = restated(TextField(text, ""))
    return [
        one
        for one in sentences(text)
        if parts_in(one.text)
        and not words_not("not_patient").search(one.text)
        and not any(one.start <= its.start < one.end for its in again)
    ]


def _strange(wanted: frozenset[str], text: str) -> str:
    """The part some words name that is not asked for: any where all are, else one that lies nowhere near."""
    if regions_of(text) and not wanted & regions_of(text):
        return next(iter((*parts_in(text), *levels_in(text))))
    near = widened(wanted)
    return next((part for part in parts_in(text) if not near & regions_of(part)), "")


def _only_other_parts(field: TextField) -> Iterator[Raised]:
    """A hint where a rationale speaks of parts of the body, and of none near the one in dispute."""
    words = asked(field.item) if field.item else ""
    wanted = widened(regions_of(words))
    if not wanted or field.mentions(*words_for(regions_of(words))) or any(regions_of(one.text) for one in restated(field)):
        return
    named = parts_in(field.text) if not wanted & regions_of(field.text) else ()
    if named:
        message = f"Item {field.number} is for the {_first_part(words)}, its rationale speaks of the {named[0]} only: check."
        yield field.raised(None, message, "only", flag=True)


def _restated(case: Case) -> Iterator[tuple[TextField, Restated]]:
    """Where the texts name a request again."""
    for field in prose(case):
        yield from ((field, one) for one in restated(field))


def _asked(case: Case, field: TextField) -> tuple[str, ...]:
    """The words of the requests a text can mean: its item's, or every item's for the summary."""
    return (asked(field.item),) if field.item else tuple(asked(item) for item in case.items)


def _same_place(wanted: tuple[str, ...], here: str) -> bool:
    """Whether the sides can be compared at all: the words name no other part of the body."""
    regions = regions_of(here)
    return not regions or any(not regions_of(text) or regions & regions_of(text) for text in wanted)


def _regions(wanted: tuple[str, ...]) -> frozenset[str]:
    """The regions of some requests; none where one of them names no part of the body, and so may mean any."""
    each = [regions_of(text) for text in wanted]
    return frozenset().union(*each) if each and all(each) else frozenset()


def _raised(field: TextField, one: Restated, message: str) -> Raised:
    return field.raised((one.start, one.end), message, one.start)


def _who(field: TextField) -> str:
    return f"Item {field.number} asks for" if field.number else "The items ask for"


def _named(sides: set[str | None]) -> str:
    return " and ".join(sorted(str(one) for one in sides))


def _levels(case: Case, field: TextField) -> str:
    return ", ".join(levels_in(" ; ".join(_asked(case, field)))[:3])


def _parts(case: Case, field: TextField) -> str:
    return _first_part(" ; ".join(_asked(case, field)))


def _first_part(words: str) -> str:
    parts = parts_in(words)
    return parts[0] if parts else ", ".join(sorted(region_of_levels(levels_in(words))))


def _within(at: int, ones: tuple[Restated, ...]) -> bool:
    return any(one.start <= at < one.end for one in ones)
