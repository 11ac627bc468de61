"""People's names with their credentials, as they stand under reports: "J. R. Vale-Ortiz, M.D.", "Vale, Jon MD"."""

from __future__ import annotations

import re
from collections.abc import Iterator

CREDENTIALS = (
    "M.D. D.O. D.C. D.P.M. Ph.D. Psy.D. Ed.D. L.Ac. D.A.O.M. D.P.T. M.P.T. P.T.A. P.T. O.T.R./L O.T.R. O.T.D. O.T. "
    "C.O.T.A. C.H.T. N.P.-C N.P. F.N.P.-BC F.N.P.-C F.N.P. D.N.P. A.P.R.N. P.A.-C P.A. R.N. B.S.N. L.V.N. L.P.N. "
    "D.D.S. D.M.D. O.D. L.C.S.W. L.M.F.T. R.Ph. Pharm.D. C.R.N.A. A.T.C. M.S.N. M.P.H. F.A.C.S. F.A.A.O.S. C.C.M. Esq."
)
"""Licences and degrees; points and spaces in them are optional."""
_PARTICLE = (
    r"(?:de la|de los|van der|van den|von der|de|del|della|di|da|dos|du|la|le|van|von|bin|ibn|al|el|st\.?|san|ter|ten|y)"
)
_WORD = r"[A-Z\u00c0-\u017d][\w'\u2019.\-\u00c0-\u017e]{0,24}"
_PART = rf"(?:{_PARTICLE}[ ]{{1,2}}|(?i:{_PARTICLE})[ ]{{1,2}})?{_WORD}"
_TITLE = "|".join(
    re.escape(one).replace(r"\.", r"\.?[ ]?").removesuffix("[ ]?").replace(r"\-", "-?").replace("[ ]?-?", "-?")
    for one in CREDENTIALS.split()
)
_CREDIT = rf"(?P<title>(?:{_TITLE})(?:[ ]{{0,2}}[,/][ ]{{0,2}}(?:{_TITLE}))*)(?![A-Za-z\d])"
PLAIN = re.compile(
    rf"(?:(?:Dr|DR)\.?[ ]{{1,2}})?(?P<name>{_WORD}(?:[ ]{{1,3}}{_PART}){{1,3}}?)[ ]{{0,2}}(?:,|"
    rf"[ ])[ ]{{0,3}}{_CREDIT}"
)
REVERSED = re.compile(
    rf"(?P<last>{_PART}(?:[ ]{_WORD})?),[ ]{{0,2}}(?!(?:{_TITLE})(?![A-Za-z\d]))"
    rf"(?P<first>{_WORD}(?:[ ]{_WORD})?)[ ]{{0,2}}(?:,|[ ])[ ]{{0,3}}{_CREDIT}"
)
DOCTOR = re.compile(rf"(?:Dr|DR)\.?[ ]{{1,2}}(?P<name>{_PART}(?:[ ]{{1,3}}{_PART}){{0,2}})")
BARE = re.compile(
    rf"(?P<name>{_WORD}(?:[ ]{_PART}){{1,2}})(?=[ ]{{0,3}}(?:\Z|\n|[,(|\d]|on\b|at\b|(?:Title|License|Lic|NPI|Date|Printed|"
    rf"Phone)\b))"
)
_ROLE = re.compile(
    r"\A(?:(?:operator|nurse|doctor|dr|prescriber|psychologist|therapist|attending|provider|physician|surgeon|examiner|evaluator|"
    r"radiologist|"
    r"acupuncturist|chiropractor|author|consultant|reviewer|pharmacist|by|am|pm|signed|name|rn|practitioner|clinician|leader|facilitator|of|md|"
    r"[a-z]{3}-\d{4}|(?:january|february|march|april|may|june|july|august|september|october|november|december))\b\.?[ ]+)+",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"\b(?:medical|center|clinic|group|associates|hospital|imaging|report|patient|date|board|certified|license|california|"
    r"the|and|of|"
    r"for|physician|provider|signature|qualified|evaluator|diplomate|inc|suite|street|surgery|pain|spine|"
    r"orthop(?:a)?edics?|therapy|"
    r"physical|department|electronically|digitally|signed|state|division|workers|claims|review|director|fellow|american|by|"
    r"on|at|no|"
    r"denied|approved|modified|delayed|deferred|certified|"
    r"name|phone|fax|npi|specialty|address|title|time|this|document|requesting|treating|primary|secondary|sincerely|"
    r"respectfully|lic|"
    r"dob|office|visit|note|page|test|results?|exam|claim|number|units?|order|january|february|march|april|june|july|august|"
    r"september|october|november|december|cc|re|to|from|dear|your|our|medicine|neurology|radiology|internal)\b",
    re.IGNORECASE,
)


_NUMERAL = re.compile(r"[IVX]{1,4}\.[ ]")
"""How a heading begins: "III. Why"."""


def at_start(text: str, *, bare: bool = False) -> str:
    """The person that a piece of text begins with, as ``Name, credentials``; `bare` takes a name without them too."""
    for pattern in (REVERSED, PLAIN, *((DOCTOR, BARE) if bare else ())):
        found = pattern.match(text)
        if found and (name := written(found)):
            return name
    return ""


def people_in(text: str) -> Iterator[tuple[str, int]]:
    """All people with credentials in a text, and where each begins."""
    for found in PLAIN.finditer(text):
        if name := written(found):
            yield name, found.start()


def written(found: re.Match[str]) -> str:
    """A person as one writes them: the name, a comma, the credentials; empty where the words are no name."""
    groups = found.groupdict()
    name = groups["name"] if groups.get("name") else f"{groups['first']} {groups['last']}"
    name = _ROLE.sub("", " ".join(name.split())).strip(" ,")
    if len(name) < 4 or _NUMERAL.match(name) or (" " not in name and groups.get("title")) or _NO_NAME.search(name):
        return ""
    return f"{name}, {' '.join(groups['title'].split())}" if groups.get("title") else name
