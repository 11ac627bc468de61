"""How a draft says things: whole sentences stand as they are, phrases get the verb of their category, names keep capitals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from imr_desktop.case.bound import ended
from imr_desktop.case.small_words import begun_small, words

_SUBJECTS = {
    "imaging": "Imaging",
    "testing": "Testing",
    "exam": "Examination",
    "request": "The request",
    "ur": "Utilization review",
}
_OPENINGS = {
    "history": ("The history includes {}", "The history includes {}"),
    "symptoms": ("The patient reports {}", "The patient reports {}"),
    "exam": ("Examination showed {}", "Examination showed {}"),
    "diagnosis": ("The diagnosis is {}", "The diagnoses are {}"),
    "imaging": ("Imaging showed {}", "Imaging showed {}"),
    "testing": ("Testing showed {}", "Testing showed {}"),
    "medication": ("The medication is {}", "The medications are {}"),
    "treatment": ("Treatment has included {}", "Treatment has included {}"),
    "function": ("On function, the record notes {}", "On function, the record notes {}"),
    "request": ("The request is for {}", "The request is for {}"),
    "ur": ("Utilization review noted {}", "Utilization review noted {}"),
}
_RECORD = ("The record notes {}", "The record notes {}")
_NOTED = {
    "medication": ("On medication, the record notes {}", "On medication, the record notes {}"),
    "treatment": ("On treatment, the record notes {}", "On treatment, the record notes {}"),
}
_INCLUDED = {
    "imaging": ("Imaging includes {}", "Imaging includes {}"),
    "testing": ("Testing includes {}", "Testing includes {}"),
}
_STUDY = re.compile(
    r"(?:(?:an?|the|repeat|recent) )?(?:MRI|MRA|CT|EMG|NCV|NCS|SSEP|PET|DEXA|X-?rays?|radiographs?|ultrasounds?|sonograms?|"
    r"bone scans?|arthrograms?|discograms?|laboratory|labs?|urine)\b",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    r"\b(?:advised|awaiting|considered|declined|deferred|denied|not|pending|planned|proposed|recommended|refused|requested|"
    r"scheduled)\b",
    re.IGNORECASE,
)
_OF_NOBODY = ("diagnosis", "imaging", "testing", "request", "ur")
_NOTHING = re.compile(r"(?:no|none|nothing|not|nil|without)\b", re.IGNORECASE)
Part = TypeVar("Part")
MOST_TOGETHER = 3
"""Phrases that one sentence lists; more begin another."""

_PERSON = re.compile(
    r"(?:the|this) (?:patient|injured worker|applicant|claimant|employee)\b|(?:he|she|they|it|there|patient)\b", re.IGNORECASE
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'\u2019]*|[,;:]")


def is_sentence(text: str) -> bool:
    """Whether words are a sentence of their own: a person's or thing's, with a finite verb that no subordinate word rules."""
    if _PERSON.match(text):
        return True
    verbs, participles = words("verbs"), words("participles")
    ruled, acting = False, False
    for at, word in enumerate(_WORD.findall(text.lower())):
        ruled = (ruled and word not in ",;:") or word in words("subordinate")
        if at and not ruled and ((word in verbs and word not in participles) or (acting and word in participles)):
            return True
        acting = acting or word in words("people")
    return False


def subject(category: str, text: str) -> str:
    """The subject of words that begin with their verb (*denies fever*) or say how one is (*unable to stand*), else empty.

    What only a person does, a person does in a category of pictures and examinations too (*walks with a limp*).
    """
    first = text.split(" ", 1)[0].lower()
    being = category not in _OF_NOBODY and first in words("being")
    if being or (first in ("on", "off") and category in ("medication", "function")):
        return "The patient is"
    if first not in words("leading") or " " not in text:
        return ""
    personal = first in words("personal") and category != "ur"
    return "The patient" if personal else _SUBJECTS.get(category, "The patient")


def frames(category: str, text: str) -> tuple[str, str]:
    """The frames of a sentence that lists one phrase, or several, like this one: a study that was made is not what it showed,
    and what was only asked for, or is none, was not done.
    """
    if category in _INCLUDED and _STUDY.match(text):
        return _INCLUDED[category]
    if category in _NOTED and (_NOTHING.match(text) or _NOT_DONE.search(text)):
        return _NOTED[category]
    return _OPENINGS.get(category, _RECORD)


def said(text: str) -> str:
    """A clause inside a sentence: without its full stop, small where it begins with no name."""
    return begun_small(ended(text))


def betweens(parts: Sequence[str]) -> list[str]:
    """What stands before each part of a list: commas, or semicolons where a part has a comma of its own, and *and*."""
    mark = ";" if any("," in part or ";" in part for part in parts) else ","
    if len(parts) < 2:
        return ["" for _ in parts]
    last = f"{mark} and " if len(parts) > 2 or mark == ";" else " and "
    return ["", *(f"{mark} " for _ in parts[2:]), last]


def full_stop(text: str) -> str:
    """The end of a sentence of these words: nothing behind a question mark or an exclamation mark."""
    return "" if text.endswith(("?", "!")) else "."


def article(age: int) -> str:
    """``a`` or ``an`` before an age in figures (*an 80-year-old*)."""
    return "an" if age in (8, 11, 18) or 80 <= age <= 89 else "a"


def by_few(parts: Iterable[Part], most: int = MOST_TOGETHER) -> Iterator[tuple[Part, ...]]:
    """Parts in runs of at most so many."""
    rest = iter(parts)
    while run := tuple(islice(rest, most)):
        yield run
