"""People's names with their credentials, as they stand under reports: "J. R. Vale-Ortiz, M.D.", "Vale, Jon MD"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imr_desktop.extract.parts.word_lists import word_lists, words

_PARTICLE = rf"(?:{words('names', 'particles')})"
WORD = r"[A-Z\u00c0-\u017d][\w'\u2019.\-\u00c0-\u017e]{0,24}"
_PART = rf"(?:{_PARTICLE}[ ]{{1,2}}|(?i:{_PARTICLE})[ ]{{1,2}})?{WORD}"
_TITLE = "|".join(
    re.escape(one).replace(r"\.", r"\.?[ ]?").removesuffix("[ ]?").replace(r"\-", "-?").replace("[ ]?-?", "-?")
    for one in word_lists()["names"]["credentials"]
)
_CREDIT = rf"(?P<title>(?:{_TITLE})(?:[ ]{{0,2}}[,/][ ]{{0,2}}(?:{_TITLE}))*)(?![A-Za-z\d])"
PLAIN = re.compile(
    rf"(?:(?:Dr|DR)\.?[ ]{{1,2}})?(?P<name>{WORD}(?:[ ]{{1,3}}{_PART}){{1,3}}?)[ ]{{0,2}}(?:,|"
    rf"[ ])[ ]{{0,3}}{_CREDIT}"
)
REVERSED = re.compile(
    rf"(?P<last>{_PART}(?:[ ]{WORD})?),[ ]{{0,2}}(?!(?:{_TITLE})(?![A-Za-z\d]))"
    rf"(?P<first>{WORD}(?:[ ]{WORD})?)[ ]{{0,2}}(?:,|[ ])[ ]{{0,3}}{_CREDIT}"
)
DOCTOR = re.compile(rf"(?:Dr|DR)\.?[ ]{{1,2}}(?P<name>{_PART}(?:[ ]{{1,3}}{_PART}){{0,2}})")
BARE = re.compile(
    rf"(?P<name>{WORD}(?:[ ]{_PART}){{1,2}})(?=[ ]{{0,3}}(?:\Z|\n|[,(|\d]|on\b|at\b|(?:Title|License|Lic|NPI|Date|Printed|"
    rf"Phone)\b))"
)
_ROLE = re.compile(rf"\A(?:(?:{words('names', 'roles')})\b\.?[ ]+)+", re.IGNORECASE)
_NO_NAME = re.compile(rf"\b(?:{words('names', 'no_names')})\b", re.IGNORECASE)


_END_OF_SENTENCE = re.compile(r"(?<=[A-Z]{2})\.(?=[\s,]|\Z)")
"""A point that is none of an abbreviation's: "MD."."""
_NUMERAL = re.compile(r"[IVX]{1,4}\.[ ]")
"""How a heading begins: "III. Why"; one letter before a name with a licence is an initial."""


_ONLY_TITLED = re.compile(r"(?:Mr|Mrs|Ms|Miss)\.? [\w'\u2019-]+")
"""How a report speaks of its patient: a title and one name."""


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


def labelled(found: re.Match[str]) -> bool:
    """Whether a name found begins with what its person does, as a form's row does: "Surgeon Jon Vale, M.D."."""
    return _ROLE.match(found[0]) is not None


def written(found: re.Match[str]) -> str:
    """A person as one writes them: the name, a comma, the credentials; empty where the words are no name."""
    groups = found.groupdict()
    name = groups["name"] if groups.get("name") else f"{groups['first']} {groups['last']}"
    if not groups.get("title") and _ONLY_TITLED.fullmatch(name):
        return ""
    name = _ROLE.sub("", " ".join(name.split())).removesuffix(" CA").strip(" ,")  # "… CA License 4711"
    titled = groups.get("title")
    numeral = _NUMERAL.match(name) if not titled or name[1] != "." else None
    if len(name) < 4 or numeral or _NO_NAME.search(name) or (" " not in name if titled else any(map(str.isdigit, name))):
        return ""
    title = _END_OF_SENTENCE.sub("", " ".join((titled or "").split()))
    return f"{name}, {title}" if title else name
