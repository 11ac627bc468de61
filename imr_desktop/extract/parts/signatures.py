"""Who signed a document, by where a name stands: under its text, below "Sincerely", alone at the end, below a declaration."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from imr_desktop.extract.dates import find_dates, first_date
from imr_desktop.extract.parts import names
from imr_desktop.extract.parts.word_lists import words

_END_LINES, _HEAD_LINES, _DECLARED_LINES = 12, 6, 6
_POST = re.compile(words("author", "posts"), re.IGNORECASE)
_CLOSE = re.compile(rf"\b(?:{words('author', 'closing')})\b", re.IGNORECASE)
_COPY = re.compile(rf"\b(?:{words('author', 'copies')})\b[^\n]{{0,12}}\Z")
_FOR = re.compile(r"[\s,]*for (?:Dr\b|[A-Z])")
"""Who signs for somebody else wrote, as a physician assistant does for a surgeon."""
_SENTENCE = re.compile(r"[a-z]+ (?!certified)")
_INITIAL = re.compile(r"[A-Z]\.(?: ?[A-Z]\.)? [A-Z][\w'\u2019\-]+\Z")
_DECLARE = re.compile(r"\bpenalty of perjury\b", re.IGNORECASE)
_SIGNED_ON = re.compile(
    r"^[ ]{0,8}(?:(?:electronically|digitally|e-?)[ ]?)?signed(?:[ ]by)?[ ]?:?[ ]{1,3}(?=[A-Z])", re.IGNORECASE | re.MULTILINE
)
_SERVED = re.compile(
    r"\bserved\b[^.]{0,240}?\b(?:parties|persons?|address\w{0,3}|placing|mail\w{0,3})\b[^.:]{0,240}:", re.IGNORECASE
)
"""How a proof of service comes to those whom it was sent to."""


def without_served(text: str) -> str:
    """A text without those on whom a paper was served, from the words that lead to them to what is declared of it."""
    served = _SERVED.search(text)
    declared = _DECLARE.search(text, served.end()) if served else None
    if not served or not declared:
        return text
    line = text.rfind("\n", 0, declared.start())
    return text[: served.end()] + text[line:]


def closing(text: str) -> Iterator[str]:
    """The name under "Sincerely" and its like, the last one first."""
    for close in reversed(list(_CLOSE.finditer(text))):
        lines = [line.strip(" _,") for line in text[close.end() : close.end() + 260].split("\n")][:7]
        yield from (name for line in lines if (name := names.at_start(line)))
        yield from (name for line in lines[:5] if 5 <= len(line) <= 40 and (name := names.at_start(line, bare=True)))


def under(text: str) -> Iterator[tuple[str, bool]]:
    """Names with a credential that open a line of their own, as under a signature; not those that head the first page.

    With each, whether nothing but a day follows: so signs who signs.
    """
    lines = _lines(text)
    for at in range(_HEAD_LINES, len(lines)):
        line = lines[at]
        found = (names.PLAIN.match(line) or names.REVERSED.match(line)) if 5 <= len(line) <= 90 else None
        rest = line[found.end() :].strip(" ,.") if found else ""
        own = _is_end(rest) and not _COPY.search(lines[at - 1].lower())
        if found and own and (name := names.written(found)):
            yield name, first_date(rest) is not None and len(rest) <= 18


def at_end(text: str) -> Iterator[str]:
    """Names that stand alone on one of the last lines, as under a text without a word of closing: in capitals too."""
    lines = _lines(text)[-_END_LINES:]
    for at, line in reversed(list(enumerate(lines))):
        name = _alone(line)
        above, below = _beside(lines, at)
        if name and ("," in name or _is_posted(line, below, above)) and not _COPY.search(above.lower()):
            yield name


def signed_twice(text: str) -> Iterator[str]:
    """Who signed at the end and whose name is printed below, or whose initial and family name alone end the text."""
    lines = _lines(text)[-_END_LINES:]
    for at, line in reversed(list(enumerate(lines))):
        name = _alone(line)
        above, _ = _beside(lines, at)
        if not name or _COPY.search(above.lower()):
            continue
        ends = _INITIAL.match(line) and above.endswith((".", ")")) and all(map(_is_stamped, lines[at + 1 :]))
        if ends or (_family(name) and _family(name) == _family(_alone(above))):
            yield name


def declared(text: str) -> Iterator[str]:
    """Who signed below a declaration under penalty of perjury."""
    for declaration in _DECLARE.finditer(text):
        lines = _lines(text[declaration.end() :])[1 : 1 + _DECLARED_LINES]
        yield from (name for line in lines if (name := _alone(line)))


def signed_on(text: str, day: date) -> str:
    """Of several people who sign notes of several days in one paper, who signed on the paper's own day; else empty."""
    signed: dict[str, set[date]] = {}
    for label in _SIGNED_ON.finditer(text):
        words = text[label.end() : label.end() + 90].partition("\n")[0]
        if name := names.at_start(words):
            signed.setdefault(name, set()).update(found.value for found in find_dates(words))
    on_day = [name for name, days in signed.items() if day in days]
    return on_day[0] if len(signed) > 1 and len(on_day) == 1 else ""


def _lines(text: str) -> list[str]:
    return [line.strip(" _*") for line in text.split("\n")]


def _beside(lines: Sequence[str], at: int) -> tuple[str, str]:
    """The lines above and below one."""
    return lines[at - 1] if at else "", lines[at + 1] if at + 1 < len(lines) else ""


def _alone(line: str) -> str:
    """The name that is a line of its own, beside what a signature says of a person."""
    name = names.at_start(line, bare=True) if 5 <= len(line) <= 60 else ""
    return name if name and _is_end(line[len(name) :].strip(" ,.")) else ""


def _is_posted(line: str, below: str, above: str) -> bool:
    """Whether a person's post stands below the name: one in capitals, or under the last sentence."""
    posted = _POST.search(below) is not None
    return posted and (line.upper() == line or ((not above or above.endswith(".")) and len(below.split()) <= 4))


def _is_stamped(line: str) -> bool:
    """Whether a line is none, or one of a machine: what a text ends with holds no figures."""
    return not line or any(map(str.isdigit, line))


def _family(name: str) -> str:
    """A person's first letter and family name."""
    parts = name.partition(",")[0].lower().split()
    return f"{parts[0][0]} {parts[-1]}" if len(parts) > 1 else ""


def _is_end(rest: str) -> bool:
    """Whether what follows a name is no sentence: nothing, or what a signature says of a person."""
    return len(rest) <= 40 and (not _SENTENCE.match(rest) or _FOR.match(rest) is not None) and not rest.startswith("&")
