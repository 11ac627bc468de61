"""A document's title as the list shows it: its own heading in sentence case, else its kind's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imr_desktop.extract.parts.kinds import OTHER

if TYPE_CHECKING:
    from imr_desktop.extract.parts.kinds import Kind
    from imr_desktop.extract.parts.look import PageLook
    from imr_desktop.extract.parts.titles import Title

_SHORTEST, _LONGEST = 4, 90
_SMALL = frozenset({"a", "an", "and", "for", "in", "of", "or", "the", "to", "with", "without", "on", "by"})
_NAMES = {"california": "California"}
_ACRONYMS = frozenset(
    re.findall(
        r"\S+",
        "MRI MR CT EMG NCS NCV PR PT OT IMR UR RFA DWC QME AME PQME IME MTUS II III IV ESI TFESI TENS X-RAY XR PET SOAP "
        "CMS HCFA EOB EOR UDS ED ER RN PTP CURES H&P EMG/NCV NCV/EMG EMG/NCS",
    )
)


def title_of(kind: Kind, named: Title | None, first: PageLook) -> str:
    """What to call a document of a kind that a line names, or none does, on its first page."""
    line = named.line if named is not None else first.lines[0] if kind.key == OTHER and first.lines else ""
    title = _cased(line) or kind.title
    return kind.title if title.lower() == kind.title.lower() else title


def _cased(line: str) -> str:
    line = " ".join(line.split()).strip(" .:-|*_")
    if not _SHORTEST <= len(line) <= _LONGEST or not any(char.isalpha() for char in line):
        return line if line.upper() in _ACRONYMS else ""
    if line.upper() != line:
        return line
    words = [word if _keeps_case(word) else _NAMES.get(word.lower(), word.lower()) for word in line.split()]
    return " ".join([words[0] if _keeps_case(words[0]) else words[0].capitalize(), *words[1:]])


def _keeps_case(word: str) -> bool:
    bare = word.strip("().,:'")
    return any(char.isdigit() for char in bare) or (bare.lower() not in _SMALL and bare in _ACRONYMS)
