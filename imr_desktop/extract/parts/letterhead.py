"""The paper a page is on: the clinic, hospital or office whose name stands above everything else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from imr_desktop.extract.parts import names

_MOST_LINES, _FOOT_LINES = 6, 4
_AFTER_SIGNATURE = 3
_WORDS = (
    "inc llc llp corp corporation company co group clinic clinics center centers centre associates institute hospital "
    "hospitals partners service services system systems health healthcare physicians specialist specialists solutions "
    "management network laboratory laboratories lab labs imaging rehab rehabilitation wellness foundation "
    "university college department offices apc pc pharmacy radiology orthopedics orthopaedics spine pain surgery therapy "
    "chiropractic acupuncture toxicology mutual insurance indemnity casualty claims administrators medicine counsel "
    "attorneys law mri works rx bureau board"
)
_WORD = re.compile(r"[A-Za-z][\w'-]*")
_FIRM = re.compile(rf"\b(?:\w{{0,12}}diagnostics|{'|'.join(_WORDS.split())})\b", re.IGNORECASE)
_SURE_FIRM = re.compile(
    r"\b(?:inc|llc|llp|corp|group|clinics?|centers?|associates|institute|hospitals?|partners|services|\w{0,12}diagnostics|imaging|"
    r"laborator(?:y|ies)|labs|rehab|works|pharmacy|solutions|network|insurance|mutual|therapy|chiropractic|acupuncture|"
    r"toxicology)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b(?:suite|ste|blvd|boulevard|street|st|avenue|ave|road|rd|drive|dr|way|lane|ln|court|ct|highway|hwy|floor|parkway|"
    r"pkwy|"
    r"p\.?\s?o\.?\s?box)\b\.?|\b[A-Z]{2},?\s+\d{5}\b|\b(?:tel|telephone|phone|fax|facsimile|ph|p|f)\b\s*[:.]?\s*\(?\d{3}|"
    r"\(\d{3}\)\s*\d{3}-\d{4}|\b\d{3}[-.]\d{3}[-.]\d{4}\b",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"\s*(?:[|*\u2022\u00b7]|[ ]-[ ]|(?<=\s)\(?\d|\(\d{3}\)|\bP\.?\s?O\.?\s?Box\b|\b(?:tel|phone|fax|ph)\b[.:]?\s*\(?\d).*\Z",
    re.IGNORECASE,
)
_DAY_AFTER = re.compile(r"\W{0,4}\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}")
_PATIENT_FIRST = re.compile(r"\s*(?:patient|name|pt)\s*:[^()]{3,40}\(\w+\)\s+(?=[A-Z])", re.IGNORECASE)
_STOP = re.compile(
    r"\s*(?:to|attn|attention|via|date|dated|re|dear|from|subject)\b|.{0,40}\b(?:19|20)\d{2}\s*\Z|"
    r".*\b(?:dear)\b",
    re.IGNORECASE,
)
_SKIP = re.compile(
    r"\b(?:dob|mrn|acct|page|pg|claim|patient|doi|printed|fax|print)\b|#\d|\A\W*\d{1,3}\s*(?:/|of)\s*\d|"
    r"\A\W*\d+\W*\Z",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:is|are|was|were|am|has|have|he|she|we|please|your|evaluator|examiner|diplomate|board[- ]certified|"
    r"request|report|note|notes|notice|determination|application|form|"
    r"state of|"
    r"division of|department of industrial|evaluation|examination|letter|summary|record|records|visit|decision|consultation|"
    r"authorization|review of|statement|bill|index|invoice|declaration|proof|sheet|history|profile|inventory|"
    r"of the|results?|log|card|chart|encounter|scan|phase|portal|flow ?sheet)\b|[:;?!]|\d{4}\s*\Z",
    re.IGNORECASE,
)

_OF_LAW = re.compile(
    r"(?:attorneys?|lawyers?|counsel(?:lors?)?)(?: and counsel(?:lors?)?)? at law|"
    r"an? [a-z]+ (?:corporation|partnership|company)|"
    r"(?:[a-z]+ ){0,2}law offices?",
    re.IGNORECASE,
)
"""What a firm is, below its name."""


class Letterhead(NamedTuple):
    """The name of whose paper it is, and the line it stands on; empty and -1 where none is seen."""

    name: str = ""
    at: int = -1


NONE = Letterhead()


def letterhead_of(head: Sequence[str]) -> Letterhead:
    """A name with a firm's word in it, or with an address right below, among a page's first lines."""
    for at, line in enumerate(head[:_MOST_LINES]):
        given = _PATIENT_FIRST.match(line)
        name = "" if below_signature(head, at) else _name(line[given.end() :] if given else line)
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


def footed(lines: Sequence[str]) -> str:
    """The firm whose name and address stand on one of a page's last lines, as on paper with a foot."""
    for line in reversed(lines[-_FOOT_LINES:]):
        name = _name(re.split(r" [-|\u2022*\u00b7] ", line, maxsplit=1)[0])
        if name and _firm(name) and _ADDRESS.search(line, len(name)):
            return name
    return ""


def below_signature(lines: Sequence[str], at: int) -> bool:
    """Whether a line near a page's end stands right below a person with a licence: it is what the signer does."""
    return at >= max(2, len(lines) - _AFTER_SIGNATURE) and bool(names.at_start(lines[at - 1].rpartition(":")[2].strip()))


def is_address(line: str) -> bool:
    """Whether a line holds a street, a town with its ZIP code, or a telephone number."""
    return _ADDRESS.search(line) is not None


@lru_cache(maxsize=10_000)
def _name(line: str) -> str:
    """What of a line may be a name: not its address, its telephone, or what stands behind a bar."""
    name = _AFTER_NAME.sub("", line).strip(" ,|*-")
    if _DAY_AFTER.match(line, len(name)):
        return ""
    fits = 4 <= len(name) <= 70 and name[0].isalpha() and len(name.split()) >= 2
    return name if fits and not _NOT.search(name) and in_title_case(name) else ""


def _firm(name: str) -> bool:
    return _FIRM.search(name) is not None


def names_firm(words: str) -> bool:
    """Whether a word of a firm's name stands among words: a clinic's, a payer's, a laboratory's."""
    return _FIRM.search(words) is not None


def in_title_case(line: str) -> bool:
    """Whether most of a line's longer words begin with a capital."""
    words = [word for word in _WORD.findall(line) if len(word) > 3]
    capitals: int = sum(word[0].isupper() for word in words)
    return capitals * 2 > len(words)
