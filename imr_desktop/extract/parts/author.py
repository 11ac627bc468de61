"""Who wrote a document, and where: from its signature, else from who says to have dictated it, else from its head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from imr_desktop.extract.parts import names
from imr_desktop.extract.parts.people import same_person

AUTHORED_APART = frozenset({"rfa", "imr application", "ur determination"})
"""Types whose author is told by labels of their own."""
_LONGEST = 80_000
_SIGNED = re.compile(
    r"(?:electronically|digitally|e-?)[ -]{0,2}(?:signed|authenticated|verified|approved|"
    r"reviewed)(?:[ ]and[ ]\w{1,12})?(?:[ ]by)?|"
    r"\b(?:dictated[ ]and[ ])?(?:signed|authenticated|finalized|verified|attested|certified|approved)"
    r"(?:[ ]electronically)?(?:[ ]by)?(?![ ]on\b)|/s/|//s//|\bsignature(?:[ ]of[ ](?:physician|provider|therapist|doctor))?|"
    r"\be-?sign(?:ed|ature)\b|^[ ]{0,4}by(?=:)|\bprinted[ ]name",
    re.IGNORECASE | re.MULTILINE,
)
_WRITTEN = re.compile(
    r"\b(?:dictated|interpreted|read|reported|performed|authored|written|prepared|completed|documented|examined|reviewed|"
    r"administered|"
    r"supervised|evaluated|treated)(?:[ ]and[ ][a-z]{4,14})?[ ]{0,2}by|"
    r"\b(?:author|interpreting (?:physician|radiologist)|reading (?:physician|radiologist)|radiologist|examiner|evaluator|"
    r"(?:physician|peer|medical|ur|clinical)? ?(?:reviewer|advis[oe]r)(?: name)?|electromyographer|surgeon|(?:operating|"
    r"attending) "
    r"surgeon|proceduralist|acupuncturist|chiropractor|psychologist|pathologist|(?:laboratory|medical) director|"
    r"consultant)(?=[ ]{0,3}[:\-])",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\b(?:treating (?:provider|physician|therapist|doctor|clinician)|(?:rendering|attending) (?:provider|physician)|"
    r"attending|"
    r"(?:primary|secondary)? ?(?:treating )?(?:physician|provider|therapist|clinician|doctor|practitioner)(?: name)?|"
    r"requesting (?:physician|provider|doctor)(?: information)?|ptp|name of (?:physician|doctor|provider)|"
    r"doctor of chiropractic|"
    r"(?:physician|doctor|provider)(?:'s)? name|nurse|rn|pharmacist|prescriber|from|m[eé]dico)(?=[ ]{0,3}[:#\n]|"
    r"[ ]{1,3}[A-Z])",
    re.IGNORECASE,
)
_REQUESTING = re.compile(
    r"requesting\s{1,8}(?:physician|provider|doctor)(?:'s)?(?:\s{1,8}information)?(?:\s{1,8}(?:name|"
    r"signature))?\s{0,6}[:\n]?\s{0,6}"
    r"(?:name(?:[ ]{0,4}\([^)\n]{0,40}\))?[ ]{0,4}:?\s{0,6})?",
    re.IGNORECASE,
)
_CLOSE = re.compile(
    r"\b(?:sincerely(?:[ ]yours)?|respectfully(?:[ ]submitted)?|(?:very[ ])?truly[ ]yours|yours[ ]truly|(?:best|kind|"
    r"warm)?[ ]?regards|cordially)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(r"[ \t]{0,4}[:\-,.]?[ \t_]{0,40}\n?[ \t_]{0,12}(?:/s/[ ]{0,3})?(?:(?:name|by)[ ]?:[ ]?)?")
_ADDRESSEE = re.compile(
    r"\b(?:referr(?:ing|ed)|ordering|ordered|requested by|attention|attn|cc|copy|copies|to|dear|via|pcp|primary care|fax|"
    r"office of|for|"
    r"supervis(?:ing|ion)|assistant|anesthesi\w{1,8}|applicant|employee|worker|patient)\b[^\n]{0,36}\Z",
    re.IGNORECASE,
)
_EMPLOYEE = re.compile(r"(?:employee|worker|patient|applicant|claimant|guardian)(?:'s)?[ ]{0,2}\Z", re.IGNORECASE)
_COPY = re.compile(r"\b(?:cc|copy|copies|attention|attn|to|via|referr\w{1,6}|dear|ordering|for)\b[^\n]{0,12}\Z")
_HEAD_LINES = 6
_SENTENCE = re.compile(r"[a-z]+ (?!certified)")


def find_author(pages: Sequence[str], type_: str, patient: str = "") -> str:
    """The name, with credentials where they stand, of who wrote the document whose pages these are; empty where none is told.

    A signature goes before who dictated, that before a name under the text, that before a labelled provider. The patient, the
    referring doctor and who got a copy are never it.
    """
    text = "\n".join(pages)
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST // 2]}\n{text[-_LONGEST // 2 :]}"
    for name in _candidates(text, type_):
        if not (patient and _is(name, patient)):
            return name
    return ""


def _candidates(text: str, type_: str) -> Iterator[str]:
    """Names that may be the author's, the surest first."""
    if type_ in ("rfa", "imr application"):
        yield from (
            name for match in _REQUESTING.finditer(text) if (name := names.at_start(text[match.end() : match.end() + 90]))
        )
    if type_ == "imr application":
        return
    if type_ == "ur determination":
        yield from (name for name in _beside(_WRITTEN, text) if "," in name)
    signed = list(_beside(_SIGNED, text))
    yield from _full_first(signed[::-1])
    yield from _full_first(list(_beside(_WRITTEN, text))[::-1])
    yield from _closing(text)
    yield from list(_under(text))[::-1]
    yield from _beside(_LABELLED, text)
    yield from _last_named(text, type_)


def _full_first(found: list[str]) -> Iterator[str]:
    """Names with credentials before those without."""
    yield from (name for name in found if "," in name)
    yield from (name for name in found if "," not in name)


def _beside(label: re.Pattern[str], text: str) -> Iterator[str]:
    """Names that stand right after a label, or on the line below it."""
    for match in label.finditer(text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if _EMPLOYEE.search(line) or _ADDRESSEE.search(line[-30:]):
            continue
        after = _AFTER.match(text, match.end())
        at = after.end() if after else match.end()
        if name := names.at_start(text[at : at + 90], bare=True):
            yield name


def _closing(text: str) -> Iterator[str]:
    """The name under "Sincerely" and its like, the last one first."""
    for close in reversed(list(_CLOSE.finditer(text))):
        lines = [line.strip(" _,") for line in text[close.end() : close.end() + 260].split("\n")][:7]
        yield from (name for line in lines if (name := names.at_start(line)))
        yield from (name for line in lines[:5] if 5 <= len(line) <= 40 and (name := names.at_start(line, bare=True)))


def _under(text: str) -> Iterator[str]:
    """Names with a credential that open a line of their own, as under a signature; not those that head the first page."""
    lines = [line.strip(" _*") for line in text.split("\n")]
    for at in range(_HEAD_LINES, len(lines)):
        line = lines[at]
        found = (names.PLAIN.match(line) or names.REVERSED.match(line)) if 5 <= len(line) <= 90 else None
        own = found and _is_end(line[found.end() :].strip(" ,.")) and not _COPY.search(lines[at - 1].lower())
        if found and own and (name := names.written(found)):
            yield name


def _is_end(rest: str) -> bool:
    """Whether what follows a name is no sentence: nothing, or what a signature says of a person."""
    return len(rest) <= 40 and not _SENTENCE.match(rest)


def _last_named(text: str, type_: str) -> Iterator[str]:
    """The last people named with credentials, unless they stand in a letterhead's list or as somebody else."""
    found = []
    for name, at in names.people_in(text):
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        line = text[start : end if end >= 0 else len(text)]
        alone = sum(1 for _ in names.people_in(line)) == 1
        addressed = _ADDRESSEE.search(text[max(start, at - 40) : at]) if type_ != "rfa" else None
        if alone and not addressed:
            found.append(name)
    yield from found[::-1]


def _is(name: str, patient: str) -> bool:
    plain = name.split(",")[0].lower().replace(".", "")
    return same_person(plain, patient) and bool(set(plain.split()) & set(patient.split()))


_FACILITY = re.compile(
    r"(?:^|[ ]{2})[ ]{0,20}(?:facility(?: name)?|location(?: of service)?|clinic(?: name)?|place of (?:exam|service)|"
    r"practice(?: name)?|"
    r"hospital|site|rendering facility|service location|group|performing (?:lab|laboratory|facility))[ ]{0,3}:?[ ]{1,6}"
    r"(?P<name>[A-Z][^\n:]{3,70})",
    re.IGNORECASE | re.MULTILINE,
)


def find_facility(first_page: Sequence[str], letterhead: str) -> str:
    """The clinic, hospital or office a document is from: its letterhead, else what it says beside "Facility"."""
    if letterhead:
        return letterhead
    found = _FACILITY.search("\n".join(first_page[:60]))
    return " ".join(found["name"].split()) if found else ""
