"""Whom a paper is about where no plain label beside the name says it: "About: …", "…; hurt on …", "Dear Ms. …"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from imr_desktop.extract.parts.names import WORD
from imr_desktop.extract.parts.people import below_label, named_at, patient_in, worker_at
from imr_desktop.extract.parts.word_lists import words

_HEAD = 60
"""Lines of a paper in which the one it is about is named."""
_LONGEST = 240
_PROSE = 50
"""Characters of a line that goes on in the next one."""
_TITLE = r"(?:(?:mr|mrs|ms|miss|mx|sr|sra)\.?\s{1,2})?"
_ABOUT = re.compile(rf"(?<![\w-])(?:{words('people', 'about')})\s{{0,3}}[:=]\s{{0,4}}{_TITLE}(?=[^\W\d_])", re.IGNORECASE)
_CALLED = re.compile(rf"(?<![\w-])(?:{words('people', 'called')})\s{{1,3}}{_TITLE}(?=[A-Z])", re.IGNORECASE)
"""A word for the injured worker right before a name, with no sign between the two."""
_AHEAD = re.compile(
    rf"\A\s{{0,3}}(?:(?:{words('people', 'about')}|regarding|re)\s{{0,3}}[:=]?\s{{1,4}})?{_TITLE}|"
    rf"(?<![\w-])(?:{words('people', 'ahead')})\s{{1,2}}{_TITLE}(?=[A-Z])",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?!,\s?[a-z]{{2}}\s\d{{5}})\s?[,;.(][^:\n]{{0,60}}?(?<!\w)(?:{words('people', 'hurt')})(?!\w)|"
    r"\s{1,3}vs?\.?\s{1,3}(?=[A-Z])|"
    rf"\s?[,(\u2013\u2014-]\s?(?:the )?(?:{words('people', 'role')})\s?(?:[),.;]|\Z)",
    re.IGNORECASE,
)
"""What follows a name that is the injured worker's: the day, the employer as the other party, or that it is."""
_DEAR = re.compile(rf"\s{{0,3}}(?i:(?:dear|estimad[oa])\s+{_TITLE})(?P<name>{WORD}(?:[ ]{WORD}){{0,2}})\s?[:,]?")
_TITLED = re.compile(rf"(?<![\w-])(?:Mr|Mrs|Ms|Miss|Mx)\.?\s{{1,2}}(?:{WORD}\s)?(?P<last>{WORD})")
_NOT_CALLED = re.compile(rf"(?<!\w)(?:{words('people', 'not_called')})(?!\w)", re.IGNORECASE)
_BESIDE, _LEAST_CALLED = 30, 2
_STREET = re.compile(r"\d{1,6}\s[A-Z]|P\.?\s?O\.?\sBox\b")
_TO_WORKER = re.compile(rf"(?<!\w)(?:{words('people', 'to_worker')})(?!\w)", re.IGNORECASE)
_TO_LAWYER = re.compile(r"\byour clients?\b", re.IGNORECASE)


def subject_of(text: str) -> str:
    """The person that a paper of this text is about, as ``last first`` in small letters; empty where none is told.

    Of one who is only greeted, or called Mr. or Ms., it is the family name alone.
    """
    lines = [line for raw in text.split("\n") if (line := " ".join(raw[:_LONGEST].split()))][:_HEAD]
    told = (name for line in _joined(lines) for name in _told(line))
    return next(
        filter(None, chain([patient_in(lines)], told, [below_label(lines), _greeted(lines, text), _titled(text)])), ""
    )


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """The lines, each of running text with the next one."""
    for line, following in zip(lines, [*lines[1:], ""], strict=False):
        yield f"{line} {following}" if len(line) > _PROSE else line


def _told(line: str) -> Iterator[str]:
    """The names on a line by each of the ways a line has to say whom it is about; a nurse may be hurt, too."""
    for mark in chain(_ABOUT.finditer(line), _CALLED.finditer(line)):
        yield named_at(line, mark.end())
    for mark in _AHEAD.finditer(line):
        name, end = worker_at(line, mark.end())
        yield name if name and _BEHIND.match(line, end) else ""


def _greeted(lines: Sequence[str], text: str) -> str:
    """The injured worker that a letter is written to: greeted, or named above a street."""
    if not _TO_WORKER.search(text) or _TO_LAWYER.search(text):
        return ""
    begun = [(line, begin.end()) for line in lines if (begin := _AHEAD.match(line))]
    known = {line: worker_at(line, at) for line, at in begun}
    for line in lines:
        if dear := _DEAR.match(line):
            last = dear["name"].rsplit(" ", 1)[-1].strip(" .,:").lower()
            return next((name for own, (name, _end) in known.items() if own != line and last in name.split()), last)
    above = (pair for pair in pairwise(lines) if _STREET.match(pair[1]))
    return next((known[line][0] for line, _street in above if known[line][1] == len(line)), "")


def _titled(text: str) -> str:
    """The family name of the one whom a text calls Mr. or Ms., and far oftener than anybody else: doctors are called Dr."""
    called = Counter(
        one["last"].removesuffix("'s").removesuffix("\u2019s").strip(".").lower()
        for one in _TITLED.finditer(text)
        if not _NOT_CALLED.search(text, max(0, one.start() - _BESIDE), one.end() + _BESIDE)
        and not text[: one.start()].rstrip().lower().endswith("dear")
    )
    (name, often), (_other, seldom) = (*called.most_common(2), ("", 0), ("", 0))[:2]
    return name if often >= max(_LEAST_CALLED, 2 * seldom) else ""
