"""The injured worker's age and sex, and the reviewer's credentials, out of prose."""

from __future__ import annotations

import re
from typing import NamedTuple

from imr_desktop.case.numbers import ONES, TENS, number_of
from imr_desktop.extract.dates import Located
from imr_desktop.extract.patterns import phrase

_WORKER = r"(?:injured worker|patient|claimant|applicant|employee|worker|examinee)"
_NUMBER = rf"\d{{1,3}}|(?:{'|'.join(TENS)})(?:[\s\-]{{1,3}}(?:{'|'.join(ONES[1:10])}))?|{'|'.join(reversed(ONES[1:]))}"
_AGE = phrase(
    rf"\b(?P<n>{_NUMBER})[\s\-]{{0,4}}(?P<unit>years?|yrs?|months?|mos?)\.?[\s\-]{{0,4}}(?:old\b|of[\s]{{1,3}}age\b)"
    r"|\b(?P<short>\d{1,3})[\s\-]{0,3}(?:y\.?[\s/]{0,2}o\b\.?|yr[\s\-]old\b)"
    r"|(?<=[\d\s]/)[\s]{0,2}(?P<slash>\d{2})[\s]{0,2}/[\s]{0,2}(?=[MF]\b)|[(,][\s]{0,2}(?P<alone>\d{2})(?:,[\s]{0,2}(?=(?:[MF]|female|male)\b)|[\s]{0,2}(?=[MF]\b))"
    r"|\b(?:female|male),[\s]{0,2}(?P<sexed>\d{2})(?=[\s]{0,2}[,;.)\n])|\b(?:wom|m)an[\s]of[\s](?P<manof>\d{2})\b"
    r"|\bage[\s]?/[\s]?(?:sex|gender)[\s]{0,3}:?[\s]{0,3}(?P<both>\d{2})(?=[\s]{0,2}[/,\-]?[\s]{0,2}[MF]\b)"
    r"|\b(?P<letter>\d{2})(?=[\s]?(?-i:[MF])[\s](?:with|w/|presents?|who|s/p|c/o|here|RHD|LHD)(?!\w))"
    rf"|\bthe[\s]{_WORKER},[\s](?P<worker>\d{{2}}),"
    r"|\b(?:he|she|who)[\s]is[\s](?:now[\s])?(?P<told>\d{2})(?=[\s]{0,2}(?:[.,;]|and\b))"
    r"|\bage[ ]*\n(?:[^\n]{0,60}[ ])?(?P<below>\d{2})[ ]*(?=\n|\Z)"
    r"|,[\s]{0,3}(?P<listed>\d{2})[\s]{0,2}(?:yrs?|years)\b(?=[\s]{0,3}(?:[,;)]|$|\n))"
    r"|(?<![\w/])(?:current[\s]{1,3})?age[ds]?[\s]{0,3}(?::|of|is|=)?[\s]{0,3}(?P<after>\d{1,3})(?:y(?:rs?|ears?)?)?\b(?![\s]{0,3}[%/.\-]?\d)"
)
_UNSURE = ("after", "told", "below")
_AGES = ("n", "short", "slash", "alone", "listed", "sexed", "manof", "worker", "both", "letter", *_UNSURE)
_NOT_A_PERSON = phrase(r"[\s,]{0,3}(?:injur|claim|mri|x-?ray|fracture|study|report|record|scan|prescription|case)")
_LIMIT = phrase(r"(?:over|under|above|below|than|least|until|by|from|to|between|the)\s{1,3}$")
_SEX_WORD = r"(?P<sex>females?|males?|wom[ae]n|m[ae]n|gentlem[ae]n|lady|girl|boy)"
_SEX_AFTER = phrase(rf"[^.;:]{{0,60}}?\b{_SEX_WORD}\b")
_SEX_BEFORE = phrase(rf"\b{_SEX_WORD}(?:,| of) \d{{2}}\b")
_SEX_SHORT = phrase(r"[\s,\-/(]{0,3}(?P<sex>[MF])\b(?!\.\w|/)")
_SEX_STATED = phrase(
    rf"\b(?:this|the) {_WORKER} (?:is|was) an?\b[^.;:]{{0,60}}?\b{_SEX_WORD}\b"
    rf"|\b{_SEX_WORD.replace('sex', 'before')} {_WORKER}\b"
    r"|\b(?:sex(?: and age)?|gender)\s{0,4}:\s{0,4}(?P<label>female|male|f\b|m\b)"
    r"|\b(?:born|dob|birth)\b[^\n]{0,24}\d\d,?[ ](?P<born>female|male)\b"
    r"|\b(?:sex|gender)[ ]*\n(?:[^\n]{0,60}[ ])?(?P<under>female|male|F|M)[ ]*(?=\n|\Z)"
)
_SEX_MARK = re.compile(
    r"\[\s?[xX\u2713\u2714]\s?\]|[\u2611\u2612\u2713\u2714\u2717\u2718]|\(\s?[xX]\s?\)|_{1,3}[xX]_{1,3}|[xX]"
)
_SEX_BOX = re.compile(rf"{_SEX_MARK.pattern}|\[\s{{0,3}}\]|[\u2610\u274f\u25a1\u25a2]|\(\s{{1,3}}\)|_{{1,4}}")
_SEX_BOXES = re.compile(
    rf"(?<!\w)(?:(?P<ahead>{_SEX_BOX.pattern})[ ]{{0,3}})?(?P<one>(?i:female|male)|[FM])(?![A-Za-z'])"
    rf"(?P<between>(?:[\s/,|:]|{_SEX_BOX.pattern}){{1,10}}?)(?<![A-Za-z])"
    rf"(?!(?P=one))(?P<other>(?i:female|male)|[FM])(?![A-Za-z'])(?:[ :]{{0,3}}(?P<behind>{_SEX_BOX.pattern})(?!\w))?"
)
"""Two words side by side of which one is to be marked: "[x] Male [ ] Female", "X F M"."""
_SEX_ASKED = re.compile(r"\b(?:sex|gender)[\s:]{0,4}\Z", re.IGNORECASE)
_NO_WORD = "\u00b7"
_OLDEST = 120
_OTHER_PERSON = phrase(r"(?:physician|provider|surgeon|doctor|therapist|chiropractor|psychologist)")


def find_age(text: str, start: int = 0, end: int | None = None) -> Located[int] | None:
    """The worker's age in whole years: "48 year old", "48-year-old", "48 y/o", "age 48", "forty-eight years of age"."""
    stop = len(text) if end is None else end
    fallback = None
    for match in _AGE.finditer(text, start, stop):
        value = _age(match)
        if value is None or _NOT_A_PERSON.match(text, match.end(), stop):
            continue
        hit = Located(value, match.start(), match.end())
        if not any(match[name] for name in _UNSURE):
            return hit
        if fallback is None and not _LIMIT.search(text[max(0, match.start() - 12) : match.start()]):
            fallback = hit
    return fallback


def _age(match: re.Match[str]) -> int | None:
    words = next(match[name] for name in _AGES if match[name]).lower()
    value = int(words) if words.isdigit() else sum(int(number_of(word) or 0) for word in re.split(r"[\s\-]+", words))
    if (match.group("unit") or "").lower().startswith("mo"):
        value //= 12
    return value if value <= _OLDEST else None


def find_sex(text: str, start: int = 0, end: int | None = None, age: Located[int] | None = None) -> Located[str] | None:
    """The worker's sex ("female", "male") beside the age, or where the text says it of the worker.

    Pronouns are left alone: in these letters "he" is as often the provider. Of two boxes the marked one is the answer.
    """
    stop = len(text) if end is None else end
    boxes = [one for one in _SEX_BOXES.finditer(text, start, stop) if _is_choice(text, one)]
    for one in boxes:
        text = text[: one.start()] + _NO_WORD * len(one[0]) + text[one.end() :]
    return _sex_in_words(text, start, stop, age) or next((sex for one in boxes if (sex := _marked(one))), None)


def _is_choice(text: str, boxes: re.Match[str]) -> bool:
    """Whether one of the two is to be marked: there are boxes, or a label asks for it and nothing says which."""
    asked = _SEX_ASKED.search(text, max(0, boxes.start() - 24), boxes.start())
    return bool(boxes["ahead"] or boxes["behind"] or _SEX_BOX.search(boxes["between"]) or (asked and "\n" not in boxes[0]))


def _marked(boxes: re.Match[str]) -> Located[str] | None:
    """The one of two words whose box is marked; boxes stand ahead of all words, or behind all."""
    within = _SEX_BOX.findall(boxes["between"])
    second = within[-1] if within else None
    if boxes["ahead"]:
        marks = boxes["ahead"], second
    elif boxes["behind"]:
        marks = second, boxes["behind"]
    else:
        return None
    on = [mark is not None and _SEX_MARK.fullmatch(mark) is not None for mark in marks]
    name = "one" if on == [True, False] else "other" if on == [False, True] else ""
    return _sex(boxes[name], boxes.start(), boxes.end()) if name else None


def _sex_in_words(text: str, start: int, stop: int, age: Located[int] | None) -> Located[str] | None:
    if age is not None:
        match = _SEX_SHORT.match(text, age.end, stop) or _SEX_AFTER.match(text, age.end, stop)
        before = _SEX_BEFORE.search(text, max(start, age.start - 12), age.end)
        if before and before.end() > age.start:
            return _sex(before.group("sex"), before.start("sex"), before.end("sex"))
        if match and not _OTHER_PERSON.search(text, match.start(), min(stop, match.end() + 16)):
            return _sex(match.group("sex"), match.start("sex"), match.end("sex"))
    match = _SEX_STATED.search(text, start, stop)
    if match is None:
        return None
    name = next(name for name in ("sex", "before", "label", "born", "under") if match.group(name))
    return _sex(match.group(name), match.start(name), match.end(name))


def _sex(word: str, start: int, end: int) -> Located[str]:
    female = word.lower().startswith(("f", "w", "lady", "girl"))
    return Located("female" if female else "male", start, end)


class CredentialHits(NamedTuple):
    """Where a text names the reviewer's licensure and specialty; None where it does not."""

    licensure: tuple[int, int] | None
    specialty: tuple[int, int] | None


_LICENSURE = phrase(r"state(?:\(s\)|s)? of licensure\s{0,6}:")
_LAW = phrase(r"\bby law this is the determination\b")
_SPECIALTY = phrase(
    r"(?:certifications?(?:\(s\))?\s{0,6}/\s{0,6}special(?:ty|ties)|board certifications?(?:\(s\))?|"
    r"special(?:ty|ties|ty\(ies\)))\s{0,6}:"
)
_CERTIFIED = phrase(r"board[\s\-]{1,6}certified in ")
_LICENSED = phrase(
    r",? (?:and )?(?:is |he/she is )?licensed to practice"
    r"(?: medicine)? in "
)
_STOP = phrase(r"[.;]\s|[.;]?\Z")
_SUBSPECIALTY = phrase(r",? (?:and )?(?:he/she )?has an? sub-?special(?:ty|ization) in ")


def find_credentials(text: str, start: int, end: int) -> CredentialHits:
    """The reviewer's licensure and specialty: labelled lines, else the sentence "is Board Certified in … licensed to …"."""
    law = _LAW.search(text, start, end)
    end = law.start() if law else end
    licence, specialty = _LICENSURE.search(text, start, end), _SPECIALTY.search(text, start, end)
    if licence or specialty:
        return CredentialHits(_until(licence, specialty, end), _until(specialty, licence, end))
    return _in_prose(text, start, end)


def _until(label: re.Match[str] | None, other: re.Match[str] | None, end: int) -> tuple[int, int] | None:
    if label is None:
        return None
    stop = other.start() if other is not None and other.start() > label.start() else end
    return label.end(), stop


def _in_prose(text: str, start: int, end: int) -> CredentialHits:
    certified = _CERTIFIED.search(text, start, end)
    if certified is None:
        return CredentialHits(None, None)
    limit = min(end, certified.end() + 400)
    licensed = _LICENSED.search(text, certified.end(), limit)
    if licensed is None:
        stop = _STOP.search(text, certified.end(), limit)
        return CredentialHits(None, (certified.end(), stop.start() if stop else limit))
    stop = _STOP.search(text, licensed.end(), min(end, licensed.end() + 200))
    return CredentialHits((licensed.end(), stop.start() if stop else licensed.end()), (certified.end(), licensed.start()))


def tidy_specialty(text: str) -> str:
    """A specialty phrase as a list: "A and has a subspecialty in B" is "A, B"."""
    return _SUBSPECIALTY.sub(", ", text).strip(" ,.")
