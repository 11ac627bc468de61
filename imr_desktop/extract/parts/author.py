"""Who wrote a document, and where: from its signature, else from who says to have dictated it, else from its head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from imr_desktop.extract.dates import first_date
from imr_desktop.extract.parts import names
from imr_desktop.extract.parts.letterhead import is_address
from imr_desktop.extract.parts.people import same_person
from imr_desktop.extract.parts.signatures import at_end, closing, declared, signed_twice, under, without_served
from imr_desktop.extract.parts.word_lists import words
from imr_desktop.extract.patterns import in_small_letters

UNSIGNED = frozenset({"imr application", "billing", "index", "fax cover"})
"""Kinds that nobody is said to have written: who signs a worker's application did not write the record."""
AUTHORED_APART = frozenset({"rfa", "ur determination", *UNSIGNED})
"""Kinds whose author is told by labels of their own."""
_HELD_BY = re.compile(r"\b(?i:held|operated|conducted|carried out)\b[^.;]{0,90}\bby (?=[A-Z])")
_DECIDER = re.compile(rf"(?i:\b(?:{words('author', 'deciders')}))(?:[ ]/[ ][^:\n]{{3,30}})?\s?:?\s{{1,2}}(?=[A-Z])")
_LICENSED = re.compile(r"\blic(?:\.|ensed?\b)|[;,]\s(?-i:[ACG])[ -]?\d{4,6}\b", re.IGNORECASE)
_ASKING_BELOW = re.compile(r"\b(?:requesting|treating) (?:provider|physician|doctor|clinician)\b", re.IGNORECASE)
_ROLE_BELOW = re.compile(rf"\b(?:{words('author', 'roles_below')})\b", re.IGNORECASE)
_ROLE_ABOVE = re.compile(
    rf"[ ]{{0,8}}(?:{words('author', 'roles_above')})(?: name)?(?: \([a-z ]{{3,12}}\))?(?: [A-Z][a-z]+){{0,3}}[ ]*",
    re.IGNORECASE,
)
"""A row of labels that begins with who wrote: the name stands first in the row below."""
_OTHERS = re.compile(
    rf"(?:^|(?<=[\n|;,.]))[ ]{{0,8}}(?:{words('author', 'others')})\b(?:[ ]?/[ ]?\w{{3,12}})?[ ]{{0,3}}[:#]?[ \n]{{0,4}}",
    re.IGNORECASE,
)
_TREATS = re.compile(
    rf"^[ ]{{0,8}}(?:{words('author', 'treats')})(?:[ ]?/[ ]?\w{{3,12}})?[ ]{{0,3}}:?[ \n]{{1,3}}(?=[A-Z])",
    re.IGNORECASE | re.MULTILINE,
)
"""Labels of who treats the patient: in a review somebody else decided."""
_ORDERED_BELOW = re.compile(r"(?m)^(?:ordering|requestor|requesting|referring|prescriber)\b[^\n:\d]{0,40}$", re.IGNORECASE)
_COLON = re.compile(r"\s{0,3}[:#]")
_LONGEST = 80_000


def _label(first: str, words: str) -> re.Pattern[str]:
    """A label for text in small letters; `first` are the signs one can begin with: most places are passed soon."""
    return re.compile(rf"(?=[{first}])(?:{words})", re.MULTILINE)


_SIGNED = _label("bcdefpsv/a ", words("author", "signed"))
_WRITTEN = _label(
    "abcdeilmoprstuw ",
    rf"\b(?:{words('author', 'written')})(?:[ ]and[ ][a-z]{{4,14}})?[ ]{{0,2}}by|"
    rf"\b(?:{words('author', 'makers')})(?=[ ]{{0,3}}[:\-]|[ ]{{1,3}}[a-z]{{2,}}[ ])",
)
_LABELLED = _label("acdfmnprst ", rf"\b(?:{words('author', 'labelled')})(?=[ ]{{0,3}}[:#\n]|[ ]{{1,3}}[a-z])")
_REQUESTING = re.compile(
    r"requesting\s{1,8}(?:physician|provider|doctor)(?:'s)?(?:\s{1,8}information)?(?:\s{1,8}(?:name|"
    r"signature))?\s{0,6}[:\n]?\s{0,6}"
    r"(?:name(?:[ ]{0,4}\([^)\n]{0,40}\))?[ ]{0,4}:?\s{0,6})?",
    re.IGNORECASE,
)
_BROKEN = re.compile(
    r"\A([A-Z][^\n:]{4,40})[ ]?\n[ ]?(?=(?:[A-Z][\w'\-]{2,20},[ ]?)?(?:M\.?D|D\.?[OC]|Ph\.?D|Psy|P\.?T|D\.?P\.?[TM]|P\.?A)\b)"
)
"""A name that did not fit on its line with its credentials."""
_PARTICLE_LAST = re.compile(
    r"\A([A-Z][^\n:,]{2,40}[ ](?:De la|D[aeiu]|L[ae]|Del|V[ao]n|Van der|St\.?|San))[ ]?\n[ ]?(?=[A-Z])"
)
_AFTER = re.compile(
    r"(?:[ ](?i:on|date|title)(?=\n))?[ \t]{0,4}[:\-,.]?[ \t_]{0,40}\n?[ \t_]{0,12}(?:/s/[ ]{0,3})?(?:(?:name|by)[ ]?:[ ]?)?"
)
_ADDRESSEE = re.compile(rf"\b(?:{words('author', 'addressees')})\b[^\n]{{0,36}}\Z", re.IGNORECASE)
_EMPLOYEE = re.compile(rf"(?:{words('author', 'employees')})(?:'s)?[ ]{{0,2}}\Z", re.IGNORECASE)
_HELD_LINES = 10
_BEFORE_TEXT, _OF_TEXT = 24, 9
"""Lines that may stand before a letter's text, and words of a line of that text."""


def find_author(pages: Sequence[str], type_: str, patient: str = "") -> str:
    """The name, with credentials where they stand, of who wrote these pages; empty where none is told.

    What speaks for each person named is added up: a signature, a name under the text, who says to have dictated it, a
    labelled provider. The patient, the referring doctor, who is written to and who got a copy are hardly ever it; a worker's
    application, a bill, a cover and a list have none.
    """
    if type_ in UNSIGNED:
        return ""
    text = "\n".join(pages)
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST // 2]}\n{text[-_LONGEST // 2 :]}"
    text = text if type_ == "rfa" else without_served(_without_addressee(text, type_))
    worth: dict[str, dict[str, float]] = {}
    written: dict[str, str] = {}
    for found, source, weight in _evidence(text, type_):
        if patient and _is(found, patient):
            continue
        name = _without_patient(found, patient, text)
        key = _key(name)
        sources = worth.setdefault(key, {})
        sources[source] = max(weight, sources.get(source, weight), key=abs)
        written[key] = max(written.get(key, name), name, key=lambda one: ("," in one, len(one.partition(" ")[0].strip("."))))
    totals = {key: sum(sources.values()) for key, sources in worth.items()}
    best = max(totals, key=lambda key: totals[key], default="")
    return written[best] if best and totals[best] > 0 else ""


def _without_addressee(text: str, type_: str) -> str:
    """A letter without the name above its address: below its day, or anywhere above the text of a decision."""
    lines = text.split("\n")
    for at, line in enumerate(lines[:_BEFORE_TEXT]):
        found = names.PLAIN.match(line.strip())
        if at and not found and len(line.split()) >= _OF_TEXT:
            break
        rest = line.strip()[found.end() :] if found else ""
        if found is None or not (is_address(rest) if rest else any(map(is_address, lines[at + 1 : at + 4]))):
            continue
        if names.labelled(found):
            continue  # a form's row: "Surgeon Jon Vale, M.D."
        if (at and type_ == "ur determination") or any(first_date(above) for above in lines[max(0, at - 3) : at]):
            lines[at] = ""
    return "\n".join(lines)


def _key(name: str) -> str:
    """A person by family name and first letter: one signature has the middle name, another has not."""
    words = name.partition(",")[0].lower().replace(".", "").split()
    return f"{words[0][0]} {words[-1]}"


def _evidence(text: str, type_: str) -> Iterator[tuple[str, str, float]]:
    """Each person that a document names, where, and how much that speaks for having written it; the surest places first."""
    small = in_small_letters(text)
    if type_ == "rfa":
        for match in _REQUESTING.finditer(text):
            if name := names.at_start(text[match.end() : match.end() + 90]):
                yield name, "asks", 6.0
    yield from ((name, "signed", 5.0 if "," in name else 4.0) for name in list(_beside(_SIGNED, text, small))[::-1])
    review = type_ == "ur determination"
    yield from ((name, "closing", 2.0 if review and "," not in name else 5.0) for name in closing(text))
    yield from ((name, "licensed", 3.0) for name in _licensed(text) if review)
    yield from ((name, "place", 4.0) for name in at_end(text))
    yield from ((name, "alone", 4.0) for name in signed_twice(text))
    yield from ((name, "declares", 5.0) for name in declared(text))
    for at, name in reversed(list(_placed(_WRITTEN, text, small))):
        yield name, "wrote", 4.0 if _opens_line(text, at) else 1.5
    yield from ((name, "under", 4.0 if dated and not review else 2.0) for name, dated in list(under(text))[::-1])
    if not review:
        yield from ((name, "labelled", 2.5) for name in _labelled(text, small))
    yield from ((name, "labelled", 2.5) for name in _over_label(text, type_))
    yield from ((name, "labelled", 2.5) for name in _under_label(text))
    yield from ((name, "held", 1.5) for name in _held_by(text))
    yield from ((name, "named", 0.5) for name in list(_last_named(text, type_))[:3])
    if type_ != "rfa":
        yield from ((name, "written to", -4.0) for name in _written_to(text))
    if review:
        yield from ((name, "treats", -4.0) for match in _TREATS.finditer(text) if (name := _named_at(text, match.end())))


def _named_at(text: str, at: int) -> str:
    return names.at_start(text[at : at + 70], bare=True)


def _placed(label: re.Pattern[str], text: str, small: str) -> Iterator[tuple[int, str]]:
    for match in label.finditer(small):
        if name := next(_beside_one(match, text), ""):
            yield match.start(), name


def _labelled(text: str, small: str) -> Iterator[str]:
    """Names beside a provider's label; within a line without a colon, as heads of columns stand, those with a licence."""
    for match in _LABELLED.finditer(small):
        within = text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip() and not _COLON.match(text, match.end())
        yield from (name for name in _beside_one(match, text) if not within or "," in name)


def _opens_line(text: str, at: int) -> bool:
    """Whether a label stands at the beginning of its line, as a signature's does; those in lists of records stand within."""
    return at - text.rfind("\n", 0, at) - 1 <= 24


def _over_label(text: str, type_: str) -> Iterator[str]:
    """Names in a row of values whose label stands in the row below: "8/29/2023 Jon Vale, M.D." over "Exam date Examiner"."""
    lines = text.split("\n")
    role = _ASKING_BELOW if type_ == "rfa" else _ROLE_BELOW
    for value, label in pairwise(lines):
        if len(label) <= 60 and ":" not in label and role.search(label) and not any(map(str.isdigit, label)):
            yield from (name for name, _ in names.people_in(value[:120]))


def _under_label(text: str) -> Iterator[str]:
    """The name that begins the row below a row of labels: "Reviewer (print)  Specialty" over "Jon Vale, Sports Medicine"."""
    for label, value in pairwise(text.split("\n")):
        if len(label) <= 60 and _ROLE_ABOVE.fullmatch(label) and (name := names.at_start(value[:90].strip(), bare=True)):
            yield name


def _licensed(text: str) -> Iterator[str]:
    """Who decided, as letters of review say it: beside "Physician for …:", "… was made by", or with a license on the line."""
    for found in _DECIDER.finditer(text):
        if name := names.at_start(text[found.end() : found.end() + 60]):
            yield name
    for name, at in names.people_in(text):
        end = text.find("\n", at)
        if _LICENSED.search(text, at, end if end >= 0 else len(text)):
            yield name


def _held_by(text: str) -> Iterator[str]:
    """Who held what a document's head says to have been held: "Held on May 27, 2023 by Jon Vale, MD for …"."""
    head = " ".join(text.split("\n")[:_HELD_LINES])
    for found in _HELD_BY.finditer(head):
        if name := names.at_start(head[found.end() :]):
            yield name


def _written_to(text: str) -> Iterator[str]:
    """Who is written to, who sent the patient, and whose request or order it is about: they wrote something else."""
    for match in _OTHERS.finditer(text):
        if name := names.at_start(text[match.end() : match.end() + 70], bare=True):
            yield name
    for match in _ORDERED_BELOW.finditer(text):
        lines = text[max(0, match.start() - 300) : match.start()].split("\n")[:-1]
        above = lines[-2] if len(lines) > 1 else ""
        if lines and not _ROLE_ABOVE.fullmatch(above):  # that name is what its own label asks for
            yield from (name for name, _ in names.people_in(lines[-1]))


def _beside(label: re.Pattern[str], text: str, small: str) -> Iterator[str]:
    """Names that stand right after a label, or on the line below it."""
    for match in label.finditer(small):
        yield from _beside_one(match, text)


def _beside_one(match: re.Match[str], text: str) -> Iterator[str]:
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    if _EMPLOYEE.search(line) or _ADDRESSEE.search(line[-30:].rpartition(". ")[2]):
        return
    after = _AFTER.match(text, match.end())
    at = after.end() if after else match.end()
    words = _BROKEN.sub(r"\1 ", text[at : at + 90])
    if name := names.at_start(_PARTICLE_LAST.sub(r"\1 ", words), bare=True):
        yield name


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


def _without_patient(name: str, patient: str, text: str) -> str:
    """A name without the patient's own before it: in two columns "Ruiz, Ana" stands beside "Jon Vale, M.D."."""
    last, _, first = patient.rpartition(" ")
    own, _, rest = name.partition(" ")
    together = first and own.lower() == first and " " in rest.partition(",")[0]
    return rest if together and re.search(rf"{re.escape(last)}, {re.escape(name)}", text, re.IGNORECASE) else name


def _is(name: str, patient: str) -> bool:
    plain = name.split(",")[0].lower().replace(".", "")
    return same_person(plain, patient) and bool(set(plain.split()) & set(patient.split()))
