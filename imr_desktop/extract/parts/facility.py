"""The clinic, hospital or office that a document is from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from imr_desktop.case.dates import MONTHS
from imr_desktop.extract.parts import names
from imr_desktop.extract.parts.letterhead import ends_in_firm, firm_on, is_address, is_generic
from imr_desktop.extract.parts.vocabulary import learned
from imr_desktop.extract.parts.word_lists import words

_HEAD, _LABELLED, _FOOT, _SIGNERS = 3, 60, 4, 6
"""Lines of a page in which its firm stands first, beside a label, in the foot, beside who signs."""
_FACILITY = re.compile(
    r"(?:^|[ ]{2})[ ]{0,20}(?:facility(?: name)?|location(?: of service)?|clinic(?: name)?|place of (?:exam|service)|"
    r"practice(?: name)?|"
    r"hospital|site|rendering facility|service location|group|performing (?:lab|laboratory|facility))[ ]{0,3}"
    r"(?::?[ ]{1,6}|:[ ]{0,3}\n[ ]{0,6})(?P<name>(?!(?i:name|address|phone|tel|fax|city|contact|npi|specialty)\b)"
    r"(?-i:[A-Z])[^\n:]{3,70})",
    re.IGNORECASE | re.MULTILINE,
)
_NEXT_LABEL = re.compile(
    r"[\s,;|]+(?:(?:contact|office|practice|provider|physician|doctor)(?: (?:name|person|phone|address|fax))?|"
    r"address|phone|tel|telephone|fax|city|npi|specialty|date|department|attn|attention)(?: (?:no\.?|number|name))?\s*\Z",
    re.IGNORECASE,
)
"""The label of the next field on a form's line, whose colon follows."""
_MISREAD_I = re.compile(r"\A[l|](?=[b-df-hj-np-tv-z][a-z])")
"""A capital I as a machine reads it: "lronbridge Physical Therapy"."""
_BEFORE = re.compile(rf"\A(?:{words('letterhead', 'before_firms')})\W+(?=[A-Z])", re.IGNORECASE)
_CELL = re.compile(
    rf"\s(?=(?i:{words('letterhead', 'cells')})\b|[A-Z][\w'/]{{1,14}}:|[#(|\d]|[A-Z]{{2,5}}-\d|(?:(?i:{MONTHS}))[a-z]*\.? \d)"
)
"""Where another cell begins on a firm's line: a label, a day, a number."""
_PAPER = re.compile(rf"(?:\s+(?:{words('letterhead', 'papers')}))+\Z", re.IGNORECASE)
_BEHIND = re.compile(r"(?:\s+(?:page|final|clia))+\Z", re.IGNORECASE)
_LICENSE = re.compile(r"[ ,]*(?:lic(?:ense)?\.?(?: no\.?| #)? ?\w{2,10}[ ,]*)?", re.IGNORECASE)
_COMPANY = re.compile(r"\b(?:inc|apc|pc|llc|llp|corp(?:oration)?|associates|group|clinic|center|institute)\b", re.IGNORECASE)
_LONGEST, _MANY = 8, 2


def find_facility(first_page: Sequence[str], letterhead: str, *, labelled: bool = True) -> str:
    """The letterhead, the firm that begins the page, what it says beside "Facility", its foot, or the firm beside its signer.

    A person alone is no facility; `labelled` is whether a label on the page speaks of who wrote it.
    """
    if letterhead and not _is_person(letterhead):
        return _MISREAD_I.sub("I", _BEHIND.sub("", _BEFORE.sub("", letterhead)))
    return (
        _leading(first_page)
        or (_beside_label(first_page) if labelled else "")
        or _footed(first_page)
        or _at_signer(first_page)
    )


def _is_person(name: str) -> bool:
    found = names.PLAIN.match(name)
    by_comma = found is not None and "," in found[0]  # "Vale Harbor PT & Hand Therapy" is none
    return found is not None and by_comma and bool(names.written(found)) and not _COMPANY.search(name, found.end())


def _leading(lines: Sequence[str]) -> str:
    """The firm whose name begins one of the first lines, where the line goes on with another cell or a title."""
    for line in lines[:_HEAD]:
        cell = _CELL.search(line)
        name = _PAPER.sub("", line[: cell.start() if cell else len(line)].strip(" ,|-"))
        own = any(word.lower().strip(".,&'") not in learned() for word in name.split())
        if line is lines[0] and name.islower() and len(name.split()) > _MANY and ends_in_firm(name):
            return name  # a brand in small letters
        if (
            name != line
            and own
            and not any(map(str.isdigit, name))
            and 1 < len(name.split()) <= _LONGEST
            and ends_in_firm(name)
            and firm_on(name)
        ):
            return name
    return ""


def _beside_label(lines: Sequence[str]) -> str:
    head = "\n".join(lines[:_LABELLED])
    found = _FACILITY.search(head)
    if found is None:
        return ""
    label = _NEXT_LABEL.search(found["name"]) if head.startswith(":", found.end()) else None
    return " ".join(found["name"][: label.start() if label else None].split()).rstrip(" -_|")


def _footed(lines: Sequence[str]) -> str:
    """The firm whose name and address stand on one of a page's last lines, as on paper with a foot."""
    for line in reversed(lines[-_FOOT:]):
        name = firm_on(re.split(r" [-|\u2022*\u00b7] ", line, maxsplit=1)[0])
        if name and is_address(line[len(name) :]):
            return name
    return ""


def _at_signer(lines: Sequence[str]) -> str:
    """The firm behind a signer's name and license on one of the last lines: "A Vale, MD Lic A12345 Vale Family Clinic"."""
    for line in reversed(lines[_HEAD:][-_SIGNERS:]):
        for person in names.PLAIN.finditer(line):
            begin = _LICENSE.match(line, person.end())
            rest = line[begin.end() if begin else person.end() :]
            name = firm_on(rest[: cell.start()] if (cell := _CELL.search(rest)) else rest)
            if name and not is_generic(name):  # else it is what the signer practises
                return name.partition(",")[0]
    return ""
