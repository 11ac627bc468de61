"""The reviewer's qualifications: stated, spelt as the boards do, and fit for what is judged (Labor Code 139.5(d)(4))."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from imr_desktop.case.model import Case
from imr_desktop.preflight import places
from imr_desktop.preflight.data import pattern_of
from imr_desktop.preflight.problem import Context, Fix, Place, Raised, SetCaseField
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.specialties import clear_mismatch, known, meant, parts

_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_NAMES = {"specialty": "specialty", "licensure": "states of licensure"}


_california = partial(pattern_of, "specialties.toml", "licence", "california")


@check("credentials.missing", severity="consider", confidence="sure")
def missing(case: Case, context: Context) -> Iterator[Raised]:
    """The determination describes the reviewer's qualifications: specialty and states of licensure.

    bad: {"items": [{"title": "MRI"}], "credentials": {"licensure": "California"}}
    bad: {"items": [{"title": "MRI"}], "credentials": {"specialty": "Orthopedic Surgery"}}
    good: {"items": [{"title": "MRI"}], "credentials": {"licensure": "Ohio", "specialty": "Orthopedic Surgery"}}
    good: {}
    """
    for field, name in _NAMES.items():
        if case.items and not getattr(case.credentials, field).strip():
            yield Raised(_place(field), f"The reviewer's {name} not stated: add it (Case facts, or Settings).", field)


@check("credentials.california", severity="consider", confidence="sure", flag=True)
def california(case: Case, context: Context) -> Iterator[Raised]:
    """A California license is preferred; one of any state is enough.

    bad: {"credentials": {"licensure": "Texas, New York", "specialty": "Neurology"}}
    good: {"credentials": {"licensure": "Texas,New York,California", "specialty": "Neurology"}}
    good: {"credentials": {"licensure": "CA", "specialty": "Neurology"}}
    """
    states = case.credentials.licensure
    if states.strip() and not _california().search(states):
        yield Raised(_place("licensure"), "No California license: preferred, but any state's will do.", quote=states.strip())


@check("specialty.spelling", severity="consider", confidence="sure")
def spelling(case: Case, context: Context) -> Iterator[Raised]:
    """Each specialty is spelt as its board spells it; one that is not known at all is only shown.

    bad: {"credentials": {"specialty": "Family Practice, Sports Medicinea"}}
    bad: {"credentials": {"specialty": "Orthopedic Surgry"}}
    bad: {"credentials": {"specialty": "Wellness Coaching"}}
    good: {"credentials": {"specialty": "Preventive Medicine, Occupational Medicine"}}
    good: {"credentials": {"specialty": "Board Certified in Orthopaedic Surgery and Sports Medicine"}}
    good: {"credentials": {"specialty": "physical medicine and rehabilitation; Pain Medicine"}}
    """
    text = case.credentials.specialty
    for count, (start, end) in enumerate(_single(text), start=1):
        name, right = text[start:end], meant(text[start:end])
        if known(name):
            continue
        fixed = text[:start] + right + text[end:]
        fix = Fix(f"Write {right}", (SetCaseField("credentials.specialty", fixed),)) if right else None
        message = f"“{name[:40]}” is no specialty known here" + (f": {right}?" if right else ": check its name.")
        yield Raised(_place("specialty", start, end), message, str(count), name, fix, flag=None if right else True)


@check("specialty.mismatch", severity="consider")
def mismatch(case: Case, context: Context) -> Iterator[Raised]:
    """The reviewer's specialty is knowledgeable in the treatment; only clear mismatches are named.

    bad: {"credentials": {"specialty": "Clinical Psychology"}, "items": [{"title": "Lumbar fusion at L4-5"}]}
    bad: {"credentials": {"specialty": "Chiropractic"}, "items": [{"title": "Tramadol 50mg #60"}]}
    bad: {"credentials": {"specialty": "Podiatry"}, "items": [{"title": "MRI of the cervical spine"}]}
    bad: {"credentials": {"specialty": "Psychiatry"}, "items": [{"title": "Left knee arthroscopy"}]}
    good: {"credentials": {"specialty": "Family Practice"}, "items": [{"title": "Lumbar fusion at L4-5"}]}
    good: {"credentials": {"specialty": "Psychiatry, Pain Medicine"}, "items": [{"title": "Lumbar epidural injection"}]}
    good: {"credentials": {"specialty": "Podiatry"}, "items": [{"title": "MRI of the left foot"}]}
    good: {"credentials": {"specialty": "Clinical Psychology"}, "items": [{"title": "Cognitive behavioral therapy x 6"}]}
    good: {"credentials": {"specialty": "Chiropractic"}, "items": [{"title": "Gym membership"}]}
    """
    text = case.credentials.specialty
    names = tuple(text[start:end] for start, end in _single(text))
    if not names:
        return
    for number, item in places.numbered(case):
        if item.end_state is None and clear_mismatch(names, item.disputed_text):
            message = f"Item {number}: is it within the reviewer's specialty ({', '.join(names)[:60]})?"
            yield places.raised(number, item, "title", message, item.title)


def _single(text: str) -> list[tuple[int, int]]:
    """Where each specialty stands; "A and B" counts as two where the list has a half and not the whole."""
    found: list[tuple[int, int]] = []
    for start, end in parts(text):
        halves = _halves(text, start, end)
        apart = not known(text[start:end]) and any(known(text[first:last]) for first, last in halves)
        found += halves if apart else [(start, end)]
    return found


def _halves(text: str, start: int, end: int) -> list[tuple[int, int]]:
    joined = _AND.search(text, start, end)
    return [(start, joined.start()), (joined.end(), end)] if joined else []


def _place(field: str, start: int = -1, end: int = -1) -> Place:
    return Place("case", "", f"credentials.{field}", start, end, "Reviewer credentials")
