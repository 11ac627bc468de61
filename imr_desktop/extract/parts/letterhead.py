"""The paper a page is on: the clinic, hospital or office whose name stands above everything else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from imr_desktop.extract.dates import first_date
from imr_desktop.extract.parts import names
from imr_desktop.extract.parts.word_lists import word_lists, words

_MOST_LINES = 6
_AFTER_SIGNATURE = 3
_CLOSE = 4
"""Signs between a name and the day of a running head: the line is no letterhead."""
_WORD = re.compile(r"[A-Za-z][\w'-]*")
_FIRM = re.compile(rf"\b(?:{words('letterhead', 'firms')})\b", re.IGNORECASE)
_SURE_FIRM = re.compile(rf"\b(?:{words('letterhead', 'sure_firms')})\b", re.IGNORECASE)
_ADDRESS = re.compile(
    rf"\b(?:{words('letterhead', 'streets')})\b\.?|\b[A-Z]{{2}},?\s+\d{{5}}\b|"
    r"\b(?:tel|telephone|phone|fax|facsimile|ph|p|f)\b\s*[:.]?\s*\(?\d{3}|"
    r"\(\d{3}\)\s*\d{3}-\d{4}|\b\d{3}[-.]\d{3}[-.]\d{4}\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\bp\.?\s?o\.?\s?box\b|\b(?:phone|tel(?:ephone)?|ph)\b\W{0,3}\(?\d{3}|\(\d{3}\)\s?\d{3}-\d{4}|\b[a-z]{2},? \d{5}\b|"
    rf"(?:^| )\d{{1,5}} (?:[nsew]\.? )?(?:[a-z]+ ){{1,3}}(?:{words('letterhead', 'streets_behind')})\b"
)
_ORGANIZED = re.compile(
    rf"(?P<firm>[A-Z].{{3,60}}?\b(?i:{words('letterhead', 'organizations')})\b[.,]?)[ ](?P<rest>[A-Z][^.:;]{{5,60}})\Z"
)
_CAPITALS = r"[A-Z][A-Z'&/.\-]+(?: [A-Z&/\-][A-Z'&/.\-]*){1,6}"
_MIXED = r"[A-Z](?=\S*[a-z])[\w'.,\-]*(?: [A-Z](?=\S*[a-z])[\w'.,\-]*| (?:&|of|and|the|for)(?= )){1,7}"
_CAPITALS_FIRST = re.compile(rf"({_CAPITALS}) ({_MIXED})\Z")
_CAPITALS_LAST = re.compile(rf"({_MIXED}) ({_CAPITALS})\Z")
_AFTER_NAME = re.compile(
    r"\s*(?:[|*\u2022\u00b7]|[ ]-[ ]|(?<=\s)\(?\d|\(\d{3}\)|\bP\.?\s?O\.?\s?Box\b|\b(?:tel|phone|fax|ph)\b[.:]?\s*\(?\d).*\Z",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"[A-Z][A-Z'\u2019-]+(?: [A-Z][A-Z'\u2019-]+)?, ?[A-Z][A-Z'\u2019-]+(?: [A-Z]\b\.?)?(?![\w'])"
    r"(?:\s*\Z|\s+(?=[A-Z][a-z]))"
)
"""Whose chart it is, in capitals, the family name first, ahead of whose paper it is or alone: a chart's banner."""
_PATIENT_FIRST = re.compile(r"\s*(?:patient|name|pt)\s*:[^()]{3,40}\(\w+\)\s+(?=[A-Z])", re.IGNORECASE)
_STOP = re.compile(rf"\s*(?:{words('letterhead', 'stops')})\b|.{{0,40}}\b(?:19|20)\d{{2}}\s*\Z|.*\b(?:dear)\b", re.IGNORECASE)
_SKIP = re.compile(
    rf"\b(?:{words('letterhead', 'skipped')})\b|#\d|\A\W*\d{{1,3}}\s*(?:/|of)\s*\d|\A\W*\d+\W*\Z", re.IGNORECASE
)
_NOT = re.compile(rf"\b(?:{words('letterhead', 'no_firms')})\b|[:;?!]|\d{{4}}\s*\Z", re.IGNORECASE)

_OF_LAW = re.compile(
    r"(?:attorneys?|lawyers?|counsel(?:lors?)?)(?: and counsel(?:lors?)?)? at law|"
    r"an? [a-z]+ (?:corporation|partnership|company)|"
    r"(?:[a-z]+ ){0,2}law offices?",
    re.IGNORECASE,
)
"""What a firm is, below its name."""


_TOWN = re.compile(r"[A-Z][\w .'-]{2,24}, ?(?:California|Calif\.?|[A-Z]{2})(?: \d{5})?")
_BRAND = re.compile(r"[A-Z][\w'&-]{2,20}(?: [A-Z][\w'&-]{1,20})?")
_MOST_GENERIC = 3
_GENERIC = frozenset(word_lists()["letterhead"]["generic"])


class Letterhead(NamedTuple):
    """The name of whose paper it is, and the line it stands on; empty and -1 where none is seen."""

    name: str = ""
    at: int = -1


NONE = Letterhead()


def letterhead_of(head: Sequence[str]) -> Letterhead:
    """A name with a firm's word in it, or with an address right below, among a page's first lines."""
    for at, line in enumerate(head[:_MOST_LINES]):
        given = _PATIENT_FIRST.match(line) or _PERSON.match(line)
        own = line[given.end() :] if given else line
        name = "" if below_signature(head, at) else (_other_case(line) or ("",))[0] or _name(own) or parted(line)[0]
        if name and _TOWN.fullmatch(name):
            continue
        if name and at and is_generic(name) and len(name.split()) <= _MOST_GENERIC and _BRAND.fullmatch(head[at - 1]):
            return Letterhead(f"{head[at - 1]} {name}", at)
        if name and _OF_LAW.fullmatch(name):
            above = _name(head[at - 1]) if at else ""
            return Letterhead(above, at - 1) if above else NONE
        if name and _firm(name) and (len(name.split()) >= 3 or _SURE_FIRM.search(name)):
            return Letterhead(name, at)
        if name and at <= 1 and in_title_case(name) and any(is_address(other) for other in head[at + 1 : at + 3]):
            return Letterhead(name, at)
        if _STOP.match(line) and not given:
            break
        if at >= 3 and not _SKIP.search(line) and not is_address(line):
            break
    return NONE


def below_signature(lines: Sequence[str], at: int) -> bool:
    """Whether a line near a page's end stands right below a person with a licence: it is what the signer does."""
    return at >= max(2, len(lines) - _AFTER_SIGNATURE) and bool(names.at_start(lines[at - 1].rpartition(":")[2].strip()))


def is_generic(name: str) -> bool:
    """Whether a name says only what a firm does: "PHYSICAL THERAPY", "Orthopedic Surgery"; whose it is stands elsewhere."""
    return all(_FIRM.fullmatch(word) or word.lower() in _GENERIC for word in name.split())


def is_address(line: str) -> bool:
    """Whether a line holds a street, a town with its ZIP code, or a telephone number."""
    return _ADDRESS.search(line) is not None


def is_at_a_place(line: str) -> bool:
    """Whether a line says where an office is, by a street with a number or a telephone: a line of its paper."""
    return _PLACE.search(line.lower()) is not None


@lru_cache(maxsize=10_000)
def _name(line: str) -> str:
    """What of a line may be a name: not its address, its telephone, or what stands behind a bar."""
    name = _AFTER_NAME.sub("", line).strip(" ,|*-")
    day = first_date(line)
    if day is not None and day.start <= len(name) + _CLOSE:
        return ""
    fits = 4 <= len(name) <= 70 and name[0].isalpha() and len(name.split()) >= 2
    return name if fits and not _NOT.search(name) and in_title_case(name) else ""


def _firm(name: str) -> bool:
    return _FIRM.search(name) is not None


def firm_on(line: str) -> str:
    """The firm that a line's name is, or empty; it need not stand where a letterhead does."""
    name = _name(line)
    return name if name and _firm(name) else ""


def ends_in_firm(words: str) -> bool:
    """Whether the last of a name's words is a firm's: "Weed Drug Co.", "Vale Physical Therapy"."""
    return _FIRM.fullmatch(words.split()[-1].strip(".,")) is not None if words.split() else False


def names_firm(words: str) -> bool:
    """Whether a word of a firm's name stands among words: a clinic's, a payer's, a laboratory's."""
    return _FIRM.search(words) is not None


def parted(line: str) -> tuple[str, str]:
    """A firm's name and what stands beside it on its line: "Vale Hand Center - Procedure Slip", "PROCEDURE SLIP Vale Hand
    Center"; else two empty ones.
    """
    firm, parting, rest = line.partition(" - ")
    if not parting and (cased := _other_case(line)):
        return cased
    if not parting:
        found = _ORGANIZED.match(line)
        firm, rest = (found["firm"], found["rest"]) if found else ("", "")
    firm, rest = firm.strip(), rest.strip()
    fits = rest and not is_at_a_place(line) and len(firm.split()) > 1 and _firm(_name(firm))
    return (firm, rest) if fits else ("", "")


def _other_case(line: str) -> tuple[str, str] | None:
    """A firm's name and a title in other letters: one in capitals, one not."""
    found = _CAPITALS_FIRST.match(line) or _CAPITALS_LAST.match(line)
    if found is None or is_at_a_place(line):
        return None
    firm, rest = sorted((found[1].strip(" -|"), found[2].strip(" -|")), key=lambda part: not _firm(_name(part)))
    return (firm, rest) if _firm(_name(firm)) and not _firm(rest) else None


def in_title_case(line: str) -> bool:
    """Whether most of a line's longer words begin with a capital."""
    words = [word for word in _WORD.findall(line) if len(word) > 3]
    capitals: int = sum(word[0].isupper() for word in words)
    return capitals * 2 > len(words)
