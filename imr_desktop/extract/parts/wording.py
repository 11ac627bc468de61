"""A document's title as the list shows it: its own heading in sentence case, else its kind's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imr_desktop.extract.parts.bare_title import bare_title, is_bare
from imr_desktop.extract.parts.letterhead import in_title_case
from imr_desktop.extract.parts.names import at_start
from imr_desktop.extract.parts.titles import ACTS
from imr_desktop.extract.parts.word_lists import words

if TYPE_CHECKING:
    from imr_desktop.extract.parts.kind import Named
    from imr_desktop.extract.parts.kinds import Kind
    from imr_desktop.extract.parts.look import PageLook

_SHORTEST, _LONGEST = 4, 90
_HEADING_LINES, _LEAST_WORDS, _MOST_WORDS, _MOST_PARTS = 9, 2, 9, 2
_FORM = re.compile(r"[A-Z][^\d|,;=@]{6,}")
_HEADS = re.compile(
    rf"\b(?:{words('titles', 'nouns')})\W*\Z|\b(?:{words('titles', 'nouns')}) (?:of|for|to|on|regarding|with|and)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(rf"(?:{words('titles', 'no_headings')})\b", re.IGNORECASE)
_NOUN = re.compile(rf"\b(?:{words('titles', 'nouns')})\b", re.IGNORECASE)
_FORMAL = ACTS | {"legal"}
"""Kinds whose papers say by a noun what they are: words alone ("denied", "WCAB") name none."""
_SMALL = frozenset({"a", "an", "and", "for", "in", "of", "or", "the", "to", "with", "without", "on", "by"})
_NAMES = {"california": "California"}
_ACRONYMS = frozenset(
    re.findall(
        r"\S+",
        "MRI MR CT EMG NCS NCV PR PT OT IMR UR RFA DWC QME AME PQME IME MTUS II III IV ESI TFESI TENS X-RAY XR PET SOAP "
        "CMS HCFA EOB EOR UDS ED ER RN PTP CURES H&P EMG/NCV NCV/EMG EMG/NCS",
    )
)


def title_of(named: Named, first: PageLook, patient: str, facility: str) -> str:
    """What to call a document: the words by which a line of its first page names it, or its kind's name.

    `patient` is whose record it is, as ``last first``; `facility` whose paper it stands on.
    """
    kind = named.kind
    for line in (title.line for title in named.titles):
        title = bare_title(line, patient)
        if title and not _is_paper(title, facility) and (kind.key not in _FORMAL or _calls_itself(title)):
            return _shown(title, kind)
    return _shown(_heading(first, patient, facility), kind)


def _shown(line: str, kind: Kind) -> str:
    title = _cased(line) or kind.title
    return kind.title if title.lower() == kind.title.lower() else title


def _is_paper(title: str, facility: str) -> bool:
    """Whether a title is no more than the name of whose paper it stands on."""
    return bool(facility) and title.lower() in facility.lower()


def _heading(first: PageLook, patient: str, facility: str) -> str:
    """The first line near the top that says by a noun what a paper is, where no line names its kind."""
    for at, line in enumerate(first.lines[:_HEADING_LINES]):
        if len(line) > _LONGEST:
            break
        if at == first.heads.letterhead.at or not _FORM.fullmatch(line) or not _is_heading(line):
            continue
        if is_bare(line, patient) and not at_start(line) and not _is_paper(line, facility):
            return line
    return ""


def _is_heading(line: str) -> bool:
    """Whether a line of several words ends with what papers call themselves, or begins so: "Minutes of Hearing"."""
    loud = line.upper() == line or in_title_case(line)
    parts = [part.strip() for part in line.split(":")]
    fits = loud and _LEAST_WORDS <= len(line.split()) <= _MOST_WORDS and len(parts) <= _MOST_PARTS
    return fits and not _LABEL.match(line) and any(_HEADS.search(part) for part in parts)


def _calls_itself(line: str) -> bool:
    return _NOUN.search(line) is not None


def _cased(line: str) -> str:
    line = " ".join(line.split()).strip(" .:-|*_")
    if not _SHORTEST <= len(line) <= _LONGEST or not any(char.isalpha() for char in line):
        return line if line.upper() in _ACRONYMS else ""
    if line.upper() != line:
        return line[0].upper() + line[1:]
    words = [word if _keeps_case(word) else _NAMES.get(word.lower(), word.lower()) for word in line.split()]
    return " ".join([words[0] if _keeps_case(words[0]) else words[0].capitalize(), *words[1:]])


def _keeps_case(word: str) -> bool:
    bare = word.strip("().,:'")
    return any(char.isdigit() for char in bare) or (bare.lower() not in _SMALL and bare in _ACRONYMS)
