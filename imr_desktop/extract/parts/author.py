"""Who wrote a document, and where: from its signature, else from who says to have dictated it, else from its letterhead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from imr_desktop.extract.parts.people import same_person
from imr_desktop.extract.parts.titles import letterhead_of

_TITLE = (
    r"M\.?[ ]?D\.?|D\.?[ ]?O\.?|D\.?C\.?|D\.?P\.?M\.?|Ph\.?[ ]?D\.?|Psy\.?[ ]?D\.?|L\.?[ ]?Ac\.?|D\.?A\.?O\.?M\.?|"
    r"D\.?P\.?T\.?|P\.?T\.?A\.?|M\.?P\.?T\.?|P\.?T\.?|"
    r"O\.?T\.?(?:R/L|R|D)?\.?|C\.?H\.?T\.?|N\.?P\.?(?:-C)?|F\.?N\.?P\.?(?:-C|-BC)?|D\.?N\.?P\.?|A\.?P\.?R\.?N\.?|"
    r"P\.?A\.?(?:-C|[ ]C)?|R\.?N\.?|B\.?S\.?N\.?|L\.?V\.?N\.?|L\.?P\.?N\.?|"
    r"D\.?D\.?S\.?|D\.?M\.?D\.?|O\.?D\.?|L\.?C\.?S\.?W\.?|L\.?M\.?F\.?T\.?|R\.?[ ]?Ph\.?|Pharm\.?[ ]?D\.?|C\.?R\.?N\.?A\.?|"
    r"A\.?T\.?C\.?|M\.?P\.?H\.?|"
    r"F\.?A\.?C\.?S\.?|F\.?A\.?A\.?O\.?S\.?|Q\.?M\.?E\.?|C\.?P\.?M\.?R\.?|M\.?S\.?N\.?|C\.?C\.?M\.?|Esq\.?"
)
_WORD = r"[A-Z\u00c0-\u017d][\w'\u2019.\-\u00c0-\u017e]{0,24}"
_NAME = rf"(?:(?:Dr|DR)\.?[ ]{{1,2}})?(?P<name>{_WORD}(?:[ ]{{1,3}}{_WORD}){{1,3}}?)"
_CREDIT = rf"(?P<title>(?:{_TITLE})(?:[ ]{{0,2}},[ ]{{0,2}}(?:{_TITLE}))*)(?![A-Za-z\d])"
_PLAIN = re.compile(rf"{_NAME}[ ]{{0,2}}(?:,|[ ])[ ]{{0,3}}{_CREDIT}")
_REVERSED = re.compile(
    rf"(?P<last>{_WORD}(?:[ ]{_WORD})?),[ ]{{0,2}}(?P<first>{_WORD}(?:[ ]{_WORD})?)[ ]{{0,2}}(?:,|[ ])[ ]{{0,3}}{_CREDIT}"
)
_DOCTOR = re.compile(rf"(?:Dr|DR)\.[ ]{{1,2}}(?P<name>{_WORD}(?:[ ]{{1,3}}{_WORD}){{0,2}})")
_BARE = re.compile(rf"(?P<name>{_WORD}(?:[ ]{_WORD}){{1,2}})(?=[ ]{{0,3}}(?:\Z|\n|[,(|]|[ ]on\b|[ ]at\b|\d))")
_SIGNED = re.compile(
    r"(?:electronically|digitally|e-?)[ -]{0,2}(?:signed|authenticated|verified|approved|"
    r"reviewed)(?:[ ]and[ ]\w+)?(?:[ ]by)?[ ]{0,3}[:\-]?|"
    r"\b(?:signed|authenticated|finalized|verified|attested)[ ](?:electronically[ ])?by[ ]{0,3}[:\-]?|/s/|//s//|"
    r"\bsignature[ ]{0,3}[:\-]?|"
    r"\be-?sign(?:ed|ature)\b[ ]{0,3}[:\-]?",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"\b(?:dictated|interpreted|read|reported|performed|authored|written|prepared|completed|documented|examined|"
    r"dispensed)[ ]{0,2}by[ ]{0,3}[:\-]?|"
    r"\b(?:author|interpreting (?:physician|radiologist)|reading (?:physician|radiologist)|radiologist|examiner|evaluator|"
    r"(?:physician|peer|medical|ur|clinical)? ?(?:reviewer|advisor)(?: name)?|electromyographer|surgeon|operating surgeon|"
    r"attending surgeon|"
    r"proceduralist|acupuncturist|chiropractor|psychologist|pathologist|laboratory director|medical director)[ ]{0,3}[:\-]",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\b(?:treating (?:provider|physician|therapist|doctor|clinician)|(?:primary|secondary)? ?(?:treating )?(?:physician|"
    r"provider|therapist|clinician|doctor|practitioner)(?: name)?|"
    r"rendering (?:provider|physician)|attending(?: physician| provider)?|therapist|provider(?: name)?|from|clinician|"
    r"requesting physician(?: information)?|"
    r"ptp|name of (?:physician|doctor|provider)|(?:physician|doctor|provider)(?:'s)? name|nurse|rn|pharmacist|prescriber|"
    r"m[eé]dico)[ ]{0,3}[:#]",
    re.IGNORECASE,
)
_REQUESTING = re.compile(
    r"requesting\s{1,8}physician(?:'s)?(?:\s{1,8}information)?(?:\s{1,8}(?:name|signature))?\s{0,6}[:\n]?\s{0,6}"
    r"(?:name(?:[ ]{0,4}\([^)\n]{0,40}\))?[ ]{0,4}:?\s{0,6})?",
    re.IGNORECASE,
)
_CLOSE = re.compile(
    r"\b(?:sincerely|respectfully(?: submitted)?|very truly yours|yours truly|regards|cordially)\b", re.IGNORECASE
)
_OTHERS = re.compile(
    r"(?:\b(?:referr(?:ing|ed)|ordering|ordered|requesting|attention|attn|cc|copy|copies|to|dear|via|pcp|primary care|"
    r"consult(?:ing|ed)?|"
    r"supervis(?:ing|ion|ed)|assistant|anesthesiologist|anesthesia|seen by|under|with|from|per|by|and|of|opinion|"
    r"report)\b[^\n]{0,36})\Z",
    re.IGNORECASE,
)
_ADDRESSEE = re.compile(
    r"\b(?:referr(?:ing|ed)|ordering|ordered|requested by|attention|attn|cc|copy|copies|to|dear|via|pcp|primary care|"
    r"fax)\b[^\n]{0,36}\Z",
    re.IGNORECASE,
)
_COPY = re.compile(r"\b(?:cc|copy|copies|attention|attn|to|via|referr\w{1,6}|dear|ordering)\b[^\n]{0,12}\Z")
_NO_NAME = re.compile(
    r"\b(?:medical|center|clinic|group|associates|hospital|imaging|report|patient|date|board|certified|license|california|"
    r"the|and|of|for|"
    r"physician|provider|signature|qualified|evaluator|diplomate|inc|suite|street|surgery|pain|spine|orthop(?:a)?edic|"
    r"therapy|physical|"
    r"department|electronically|signed|state|division|workers|claims|review|director|fellow|american|by|on|at|no|name|"
    r"phone|fax|npi|"
    r"specialty|address|title|time|this|document|requesting|treating|primary|secondary|sincerely|respectfully|license|lic|"
    r"dob)\b",
    re.IGNORECASE,
)


def find_author(pages: Sequence[str], type_: str, patient: str = "") -> str:
    """The name, with credentials where they stand, of who wrote the document whose pages these are; empty where none is told.

    A signature goes before who dictated, that before a labelled provider, that before the last name with a credential. The
    patient, the referring doctor and who got a copy are never it.
    """
    text = "\n".join(pages)
    if len(text) > 80_000:
        text = f"{text[:30_000]}\n{text[-50_000:]}"
    for found in _candidates(text, type_):
        name = " ".join(found.split()).strip(" ,.-") if not found.endswith(".") else " ".join(found.split()).strip(" ,-")
        if name and not (patient and _is(name, patient)):
            return name
    return ""


def _candidates(text: str, type_: str) -> Iterator[str]:
    if type_ in ("rfa", "imr application"):
        yield from _form_authors(text)
        if type_ == "imr application":
            return
    if type_ == "ur determination":
        yield from _beside(_WRITTEN, text, bare=False)
    for pattern in (_SIGNED, _WRITTEN):
        yield from reversed(list(_beside(pattern, text, bare=True)))
    for close in reversed(list(_CLOSE.finditer(text))):
        yield from _after_close(text, close.end())
    yield from reversed(list(_alone(text)))
    yield from _beside(_LABELLED, text, bare=True)
    yield from reversed(
        [_written(found) for found in _named(text) if not _OTHERS.search(text[max(0, found.start() - 48) : found.start()])]
    )


def _form_authors(text: str) -> Iterator[str]:
    """The requesting physician that an application or a request names."""
    for match in _REQUESTING.finditer(text):
        for pattern in (_REVERSED, _PLAIN):
            found = pattern.match(text, match.end())
            if found and not _NO_NAME.search(found[0]):
                yield _written(found)


def _beside(label: re.Pattern[str], text: str, *, bare: bool) -> Iterator[str]:
    """Names that stand right after a label."""
    for match in label.finditer(text):
        if _ADDRESSEE.search(text[max(0, match.start() - 30) : match.start()].rpartition("\n")[2]):
            continue
        end = min(len(text), match.end() + 90)
        piece = text[match.end() : end].lstrip(" \t:_-").lstrip("\n ")
        for pattern in (_REVERSED, _PLAIN, *((_DOCTOR, _BARE) if bare else ())):
            found = pattern.match(piece)
            if found and not _NO_NAME.search(_name(found)):
                yield _written(found)
                break


def _after_close(text: str, at: int) -> Iterator[str]:
    piece = text[at : at + 260]
    for line in piece.split("\n")[:7]:
        found = _PLAIN.match(line.strip(" _,")) or _REVERSED.match(line.strip(" _,"))
        if found and not _NO_NAME.search(_name(found)):
            yield _written(found)
            return
    for line in piece.split("\n")[:5]:
        found = _BARE.match(line.strip(" _,")) if 5 <= len(line.strip()) <= 40 else None
        if found and not _NO_NAME.search(found[0]):
            yield found["name"]
            return


def _alone(text: str) -> Iterator[str]:
    """Names with a credential that open a line of their own, as under a signature; not those that head the first page."""
    lines = [line.strip(" _*") for line in text.split("\n")]
    for at, line in enumerate(lines):
        if at < 6 or not 5 <= len(line) <= 90:
            continue
        found = _PLAIN.match(line) or _REVERSED.match(line)
        if (
            found
            and _is_end(line[found.end() :].strip(" ,."))
            and not _NO_NAME.search(_name(found))
            and not _COPY.search(lines[at - 1].lower())
        ):
            yield _written(found)


def _is_end(rest: str) -> bool:
    """Whether what follows a name is no sentence: nothing, or what a signature says of a person."""
    return len(rest) <= 40 and not re.match(r"[a-z]+ (?!certified)", rest)


def _named(text: str) -> Iterator[re.Match[str]]:
    for found in _PLAIN.finditer(text):
        if not _NO_NAME.search(_name(found)):
            yield found


def _name(found: re.Match[str]) -> str:
    groups = found.groupdict()
    return groups["name"] if groups.get("name") else f"{groups['first']} {groups['last']}"


def _written(found: re.Match[str]) -> str:
    title = found.groupdict().get("title") or ""
    return f"{_name(found)}, {title}" if title else _name(found)


def _is(name: str, patient: str) -> bool:
    plain = name.split(",")[0].lower().replace(".", "")
    return same_person(plain, patient) and bool(set(plain.split()) & set(patient.split()))


_FACILITY = re.compile(
    r"^[ ]{0,20}(?:facility(?: name)?|location(?: of service)?|clinic(?: name)?|place of (?:exam|service)|"
    r"practice(?: name)?|hospital|"
    r"department|site|office|rendering facility|service location|performing (?:lab|laboratory|"
    r"facility))[ ]{0,3}:[ ]{0,6}(?P<name>[A-Z][^\n:]{3,70})",
    re.IGNORECASE | re.MULTILINE,
)


def find_facility(first_page: Sequence[str], letterhead: str = "") -> str:
    """The clinic, hospital or office a document is from: its letterhead, else what it says beside "Facility"."""
    found = _FACILITY.search("\n".join(first_page[:40]))
    head = letterhead or letterhead_of(first_page[:6])
    if head:
        return head
    return " ".join(found["name"].split()) if found else ""
