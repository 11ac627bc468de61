"""Medications out of one sentence or entry: the drug as it is written, dose, how often, how many, whether it is taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from imr_desktop.case.numbers import number_of
from imr_desktop.extract.facts.dispensed import amount_in_row
from imr_desktop.extract.facts.marks import Mark
from imr_desktop.extract.facts.model import Status
from imr_desktop.extract.facts.tables import either, of_drugs, phrase, table
from imr_desktop.extract.facts.taking import Around, is_elsewhere, is_refused, is_taken, status_of, takes_now

_DOSE = re.compile(
    r"(?<![\w.,/#])(?P<number>(?:\d{1,3},\d{3}|\d{1,4})(?:\.\d{1,3})?"
    r"(?:(?:\s?mc?g(?=\s?[-/]\s?\d{1,4}(?:\.\d{1,2})?\s?mc?g))?\s?[-/]\s?\d{1,4}(?:\.\d{1,2})?){0,2})\s?"
    r"(?P<unit>mcg/hr|mcg/h|mg/ml|mg|mcg|%|percent|ml|units?|iu|meq|gm?|grams?)(?![A-Za-z]|\s?/\s?d?l\b|(?<=cg)/ml)",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s{1,3}\Z", re.IGNORECASE)
_TO = re.compile(r"[^,;.]{0,24}?\bto\s{1,3}", re.IGNORECASE)
_COMBINED = re.compile(r"(?<![\w.,/#])\d{1,2}(?:\.\d)?\s?[-/]\s?(?:200|300|325|500|650|660|750)(?![\w/])")
_UNITS = {"mcg/h": "mcg/hr", "percent": "%"}
_BULK = frozenset({"g", "gm", "gram", "grams", "ml"})
_JOINS = re.compile(r"\s?(?:/|-|\+|&|\band\b|\bwith\b|\()\s?", re.IGNORECASE)
_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,3})?\s?(?:%|percent\b)", re.IGNORECASE)
_MIXED = re.compile(
    rf"[\s(]{{0,3}}{_PERCENT.pattern}\)?\s{{0,3}}(?:(?P<tight>[/+&\-])|,|\band\b|\bwith\b|,\s?and\b)\s{{0,3}}", re.IGNORECASE
)
"""What stands between two ingredients of one cream."""
_CREAM = re.compile(r"\b(?:cream|compound\w*|gel|ointment|topical\w*|lotion|mixture)\b", re.IGNORECASE)
_LINE_START = re.compile(
    r"\n(?:\s|[-*\u2022]|\d{1,2}[.)](?!\d)|\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d\d-\d\d|\d{5,}|\[[^\]\n]{1,20}\]){0,12}\Z"
)
"""The end of what stands before a name that begins a line: a mark, a number, a day, a word in brackets."""
_LISTED = re.compile(
    r"(?:(?!;|\.\s|\n|\b(?:was|were|is|are|has|had|have|but|then|he|she|they|which|takes?|taking|for|because|due)\b).){0,48}"
    r"(?:,|/|&|\band\b|\bor\b)\s{0,3}",
    re.IGNORECASE,
)
"""What stands between two drugs of a list of which the same is said."""
_CLAUSE = re.compile(
    r";\s{0,3}|\b(?:switched|changed|rotated|converted) from\b[^;]{0,60}?\bto\b|"
    r"(?=\b(?:but|now|currently)\b)|(?=\band (?:he |she |they )?(?:is |are )?(?:now )?"
    r"(?:takes?|taking|uses?|using|started|continues?|remains?)\b)",
    re.IGNORECASE,
)
ONCE = "once"
_GIVEN = re.compile(
    r"\b(?:(?:was|were) given|injected|(?<!/)m[lL]|cc|IM|IV|intramuscular(?:ly)?)\b|"
    r"\bonce\b(?!\s(?:a|at|as|per|every|each|daily|weekly|monthly|nightly))|"
    r"(?<!efill )(?<!efills )\b[xX]\s?1\s(?=po\b|dose\b|given\b|with\b|in\b|now\b|today\b)"
)
_INTO = re.compile(
    r"\b(?:mL|cc)\s(?:of|\d)|\b(?:was|were)\s(?:then\s)?(?:delivered|deposited|infiltrated|instilled|introduced|injected|infused|placed)\b|"
    r"\binfiltrat\w+|\binjectate\b|\bmixture\sof\b",
    re.IGNORECASE,
)
"""Words of a drug that somebody was given in a procedure."""
_LOOSE = re.compile(r"(?:[\s,&(/\[]|\b(?:and|or|plus|to|instead of|rather than)\b)+\Z")
_STOPS = re.compile(r";|\n(?=[A-Z])|\.\s|,\s(?=[A-Z])|\sand\s(?=(?:an?|the|is|was|he|she|uses?|takes?|on|has|we|i)\s)")
_PROCEDURES = frozenset({"operative report", "injection"})
"""Reports of what was done in one hour: what they name was used in it."""
_DECIDING = frozenset({"ur determination", "determination"})
_TOLD = frozenset({"medications", "past medications", "history", "subjective", "past"})
_REACH = 48
"""Characters from a name to its dose."""


class Medication(NamedTuple):
    """A drug somebody takes, took or is to take; ``start:end`` are its own words."""

    name: str
    dose: str
    frequency: str
    amount: int | None
    status: Status
    start: int
    end: int


@cache
def _every() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((phrase(rf"(?<![\w])(?:{words})(?!\w)"), said) for words, said in table("drugs")["every"])


@cache
def _as_needed() -> re.Pattern[str]:
    return phrase(rf"(?<!\w)(?:{table('drugs')['as_needed']})(?!\w)")


@cache
def _counts() -> tuple[re.Pattern[str], ...]:
    return tuple(phrase(rf"(?<!\w)(?:{words})") if words[0] != "#" else phrase(words) for words in table("drugs")["counts"])


@cache
def _salts() -> re.Pattern[str]:
    return phrase(rf"[\s\-]{{0,2}}(?:{either(table('drugs')['salts'])})(?![\w])")


def find_medications(
    text: str, start: int, end: int, marks: list[Mark], section: str, kind: str = ""
) -> Iterator[Medication]:
    """The medications of the sentence ``text[start:end]``; `section` is the part it stands in, `kind` its document's.

    In the report of a procedure what is injected without a frequency was used once. In a letter of utilization review what
    nobody takes at some hour, and no list of drugs holds, was asked for.
    """
    drugs = _named(text, [mark for mark in marks if mark.what == "drug"])
    if not drugs or section in ("allergies", "guidelines") or is_refused(text, start, drugs[0][0]):
        return
    stops = [_stop(text, drugs, index, end) for index in range(len(drugs))]
    for index, (name_start, name_end) in enumerate(drugs):
        low = drugs[index - 1][1] if index else start
        around = Around(
            _clause(text, start, low, name_start), name_start, name_end, stops[index], _last(text, drugs, stops, index)
        )
        if is_elsewhere(text, *_between_semicolons(text, start, around), section):
            continue
        one = _medication(text, (start, low, end), around, section, kind in _PROCEDURES)
        if one and kind in _DECIDING and _is_asked(text, one, around, section):
            one = one._replace(status="planned")
        if one is not None:
            yield one


def _is_asked(text: str, one: Medication, around: Around, section: str) -> bool:
    return one.status == "current" and not one.frequency and section not in _TOLD and not takes_now(text, around)


def _stop(text: str, drugs: list[tuple[int, int]], index: int, end: int) -> int:
    """Where the words behind a name end: at the next name, or ahead of the line that it begins."""
    name_end = drugs[index][1]
    following = drugs[index + 1][0] if index + 1 < len(drugs) else end
    line = _LINE_START.search(text, max(name_end, following - 60), following) if following < end else None
    return line.start() if line else following


def _last(text: str, drugs: list[tuple[int, int]], stops: list[int], index: int) -> int:
    """The end of what is said behind the list that a name stands in."""
    while index + 1 < len(drugs) and _LISTED.fullmatch(text, drugs[index][1], drugs[index + 1][0]):
        index += 1
    return stops[index]


def _clause(text: str, start: int, low: int, name: int) -> int:
    """Where the words begin that are said of a drug: with its line in a list, after a semicolon, from *but* on."""
    line = _LINE_START.search(text, max(low, name - 60), name)
    if line:
        return line.start()
    stops = [match.end() for match in _CLAUSE.finditer(text, start, name)]
    return stops[-1] if stops else start


def _between_semicolons(text: str, start: int, around: Around) -> tuple[int, int]:
    stop = text.find(";", around.end, around.last)
    return max(start, text.rfind(";", start, around.name)), stop if stop >= 0 else around.last


def _named(text: str, marks: list[Mark]) -> list[tuple[int, int]]:
    """The names, those joined to one ("hydrocodone/APAP", "flurbiprofen 20%/baclofen 2% cream") as one."""
    found: list[tuple[int, int]] = []
    for mark in marks:
        if found and _is_one(text, found[-1], mark):
            found[-1] = (found[-1][0], mark.end)
        else:
            found.append((mark.start, mark.end))
    return found


def _is_one(text: str, before: tuple[int, int], mark: Mark) -> bool:
    """Whether a name goes on with another one's: a pair, a brand with its generic, two ingredients of a cream."""
    mixed = _MIXED.fullmatch(text, before[1], mark.start)
    if mixed:
        return bool(mixed["tight"] or _CREAM.search(text, max(0, before[0] - _REACH), mark.end + _REACH))
    at = before[1]
    while (salt := _salts().match(text, at, mark.start)) is not None:
        at = salt.end()
    joined = _JOINS.fullmatch(text, at, mark.start)
    return joined is not None and (joined[0].strip() in ("/", "-", "+", "(") or _is_pair(text, before, mark))


def _is_pair(text: str, first: tuple[int, int], mark: Mark) -> bool:
    """Whether two names with a word between are one drug."""
    second = of_drugs("second_of_pair").fullmatch(text, mark.start, mark.end)
    return second is not None and of_drugs("first_of_pair").search(text, *first) is not None


def _medication(text: str, ends: tuple[int, int, int], around: Around, section: str, procedure: bool) -> Medication | None:
    start, low, end = ends
    name_start, high = around.name, around.stop
    words_end = around.end
    while (salt := _salts().match(text, words_end, high)) is not None:
        words_end = salt.end()
    name = _tidy(text[name_start : around.end])
    dose, dose_end = _dose(text, words_end, high, low, name_start)
    if mixed := _PERCENT.findall(text, name_start, around.end):
        dose = "/".join(_figures(one) for one in (*mixed, dose) if one) + " %"
    frequency = _frequency(text, words_end, high, more=high < end)
    if not frequency and (_INTO.search(text, start, end) or (procedure and of_drugs("injected").match(name))):
        frequency = ONCE
    count, count_end = _count(text, max(words_end, dose_end), high)
    if count is None:
        count = amount_in_row(text, name_start, max(words_end, dose_end))
    status = status_of(text, around, section)
    stated = bool(dose or frequency or count)
    if status is None or not (stated or status == "history" or (status == "current" and is_taken(text, around, section))):
        return None
    stop = max(dose_end, count_end, words_end, _tail(text, words_end, high))
    return Medication(name, dose, frequency, count, status, name_start, stop)


def _tidy(name: str) -> str:
    """A name in one line, without its strengths and without the second name in brackets."""
    name = re.sub(rf"\s?{_PERCENT.pattern}\s?(?:,? and|with|,|[+&])?", "/", name) if _PERCENT.search(name) else name
    return re.sub(r"\s?/[\s/]{0,4}", "/", " ".join(name.split()).partition("(")[0]).strip(" /")


def _is_a_tube(before: str) -> bool:
    """Whether a weight is how much of a cream was given: its strength, or the word, stands before it."""
    return bool(_PERCENT.search(before) or _CREAM.search(before))


def _figures(strength: str) -> str:
    """The number of a strength: "20 percent" is 20."""
    return strength.rstrip("%percntPERCNT ")


def _dose(text: str, at: int, high: int, low: int, name_start: int) -> tuple[str, int]:
    found = next(
        (
            one
            for one in _DOSE.finditer(text, at, min(high, at + _REACH))
            if one["unit"].lower() not in _BULK or not _is_a_tube(text[name_start : one.start()])
        ),
        None,
    )
    ahead = _dose_ahead(text, low, name_start)
    if ahead and (found is None or re.search(r",|\band\b|\bwith\b", text[at : found.start()])):
        return _dose_words(ahead), at
    if found is None or text[at : found.start()].count(",") > 2:
        combined = _COMBINED.search(text, at, min(high, at + 24))
        return (re.sub(r"\s", "", combined[0]), combined.end()) if combined else ("", at)
    return _changed(text, found, high)


def _dose_ahead(text: str, low: int, name_start: int) -> re.Match[str] | None:
    """The dose right ahead of a name ("10 mg of baclofen")."""
    found = _DOSE.finditer(text, max(low, name_start - 14), name_start)
    return next((one for one in found if text[one.end() : name_start].strip(" of\n") == ""), None)


def _changed(text: str, found: re.Match[str], high: int) -> tuple[str, int]:
    """A dose, and of "from 30 mg to 60 mg" the second."""
    to = _TO.match(text, found.end(), high) if _FROM.search(text, max(0, found.start() - 8), found.start()) else None
    second = _DOSE.match(text, to.end(), high) if to else None
    return _dose_words(second or found), (second or found).end()


def _dose_words(found: re.Match[str]) -> str:
    number = re.sub(r"[\s,]|mc?g", "", found["number"].lower())
    unit = found["unit"].lower()
    return f"{number} {_UNITS.get(unit, unit)}"


def _frequency(text: str, at: int, high: int, *, more: bool) -> str:
    found = [(match.start(), said) for pattern, said in _every() if (match := pattern.search(text, at, min(high, at + 160)))]
    often = min(found)[1] if found else ""
    needed = _as_needed().search(text, at, min(high, at + 160))
    if needed and more and not text[needed.end() : high].strip():
        needed = None  # it is said of the drug that follows
    if not often and not needed and _GIVEN.search(text, at, min(high, at + 60)):
        return ONCE
    return f"{often} as needed".strip() if needed else often


def _count(text: str, at: int, high: int) -> tuple[int | None, int]:
    for pattern in _counts():
        match = pattern.search(text, at, min(high, at + 200))
        if match:
            return int(number_of(match[1].lower()) or 0) or None, match.end()
    return None, at


def _tail(text: str, at: int, high: int) -> int:
    """The end of the words that say how a drug is taken: at most to the next comma-free stop."""
    stop = _STOPS.search(text, at, min(high, at + 120))
    words = text[at : stop.start() if stop else min(high, at + 120)]
    return at + len(_LOOSE.sub("", words))
