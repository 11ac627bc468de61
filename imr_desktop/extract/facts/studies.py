"""Results of imaging and of electrodiagnostic studies: what was found, where, on which side, how far; or that it was not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from imr_desktop.extract.dates import find_dates
from imr_desktop.extract.facts.diagnoses import level_of, side_of
from imr_desktop.extract.facts.model import Found, Kind, Polarity
from imr_desktop.extract.facts.tables import either, phrase, table

_DENIED = phrase(r"\b(?:no|without|not|negative for|absence of|free of|nor|never|rule out|r/o|excluded?)\b")
_ENDED = re.compile(r";|\b(?:but|however|although|with)\b|\.\s", re.IGNORECASE)
_CLAUSES = re.compile(r";|,\s|\band\b|\bwith\b|\b(?=without\b)|\bbut\b", re.IGNORECASE)
_RESULTS = frozenset({"diagnosis", "findings", "studies", ""})
STUDIES: dict[str, Kind] = {"imaging": "imaging", "electrodiagnostic study": "electrodiagnostic"}


@cache
def _found() -> re.Pattern[str]:
    return phrase(rf"(?<!\w)(?:{either(table('told')['studies']['found'])})(?!\w)")


@cache
def _normal() -> re.Pattern[str]:
    return phrase(rf"(?<!\w)(?:{either(table('told')['studies']['normal'])})(?!\w)")


@cache
def _names() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((said, phrase(rf"(?<!\w)(?:{words})(?!\w)")) for said, words in table("told")["studies"]["names"])


@cache
def _grades() -> re.Pattern[str]:
    return phrase(rf"(?<!\w)(?:{table('told')['studies']['grades']})(?!\w)")


@cache
def _showed() -> re.Pattern[str]:
    return phrase(rf"(?<!\w)(?:{table('told')['studies']['showed']})")


def find_results(text: str, start: int, end: int, section: str, type_: str) -> Iterator[Found]:
    """The results in a sentence of a study's own report, or of a report that tells of a study ("MRI of … showed")."""
    own = STUDIES.get(type_)
    if own and section in _RESULTS:
        yield from _results(text, start, end, own)
        return
    if own or section in ("request", "guidelines", "instructions", "reason", "plan"):
        return
    for said, pattern in _names():
        study = pattern.search(text, start, end)
        showed = _showed().search(text, study.end(), end) if study else None
        if study is None or showed is None:
            continue
        day = next(find_dates(text, start, end), None)
        told: Kind = "electrodiagnostic" if said == "EMG/NCS" else "imaging"
        for one in _results(text, showed.end(), end, told, start):
            yield Found(
                one.kind, f"{said}: {one.value}", one.start, one.end, side=one.side, level=one.level, polarity=one.polarity,
                response=one.response, day=day.value if day else None,
            )  # fmt: skip
        return


def _results(text: str, start: int, end: int, kind: Kind, quoted: int | None = None) -> Iterator[Found]:
    begin = start if quoted is None else quoted
    seen = False
    for match in _found().finditer(text, start, end):
        seen = True
        low = _clause_start(text, start, match.start())
        stop = _CLAUSES.search(text, match.end(), end)
        high = stop.start() if stop and stop[0].strip() != "with" else end
        words = text[low:high]
        grade = _grades().search(text, low, high)
        yield Found(
            kind, " ".join(match[0].split()).lower(), begin, end, side=side_of(words) or side_of(text[start:end]),
            level=level_of(words) or level_of(text[start:end]), polarity=_polarity(text, start, match.start()),
            response=" ".join(grade[0].split()) if grade else "",
        )  # fmt: skip
    normal = None if seen else _normal().search(text, start, end)
    if normal:
        denied = re.search(r"(?i)\b(?:ab|not )$", text[start : normal.start()])
        yield Found(kind, "normal", begin, end, polarity="present" if denied else "absent", side=side_of(text[start:end]))


def _clause_start(text: str, start: int, at: int) -> int:
    stops = [stop.end() for stop in _CLAUSES.finditer(text, start, at)]
    return stops[-1] if stops else start


def _polarity(text: str, start: int, at: int) -> Polarity:
    denials = list(_DENIED.finditer(text, start, at))
    return "absent" if denials and not _ENDED.search(text, denials[-1].end(), at) else "present"
