"""What is known of the people of a case, and every spelling in which a text may say it.

A person is found by any of the names, in capitals or not, with or without accents, hyphens, spaces between the letters and
letters that only look alike; an organization and an address by their words together; a number with any signs in it; a date of
birth in any way of writing dates. Places are offsets into the text as it stands.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from typing import Any, Literal

import msgspec

from imr_desktop.identity import finding
from imr_desktop.identity.forms import is_common
from imr_desktop.paths import resource

Kind = Literal["name", "organization", "address", "number", "e-mail address", "date of birth"]

_LONG = 6
_SHORTEST_NUMBER = 4
_ZIP = 5
_LOOKALIKES = str.maketrans("авеікмнорстухјѕԁӏ" + "αεικνορτυχ", "abeikmhopctyxjsdl" + "aeikvoptux")
_STROKES = {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MESES = (
    "enero febrero marzo abril mayo junio julio agosto (?:septiembre|setiembre) octubre noviembre diciembre".split()  # noqa: SIM905
)
_INITIALS = re.compile(r"(?<!\w)(?:[A-Z]\.\s?){1,3}\Z")
_EDGE = r"(?<![a-z0-9])"
_END = r"(?![a-z0-9])"
_BETWEEN = r"[\W_]{0,3}"


class Known(msgspec.Struct, frozen=True):
    """One thing known: its kind, its words, and whose it is (``employee``, ``document author``)."""

    kind: Kind
    value: str
    whose: str = ""


class Found(msgspec.Struct, frozen=True):
    """Something that stands at ``start:end`` of a text. `what` is its kind."""

    start: int
    end: int
    what: str


@cache
def words() -> dict[str, Any]:
    """The data of public copies, ``resources/letter/public.toml``."""
    return tomllib.loads(resource("letter", "public.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=8)
def folded(text: str) -> tuple[str, list[int]]:
    """A text in one plain spelling, and for each of its letters the place it comes from, with the text's end behind them."""
    made: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        plain = _plain(char)
        made.append(plain)
        places += [place] * len(plain)
    return "".join(made), [*places, len(text)]


@cache
def _plain(char: str) -> str:
    if unicodedata.category(char) in ("Cf", "Mn"):
        return ""
    parts = "".join(one for one in unicodedata.normalize("NFKD", char) if not unicodedata.combining(one)).casefold()
    return "".join(_STROKES.get(one, one) for one in parts).translate(_LOOKALIKES)


def find(known: Iterable[Known], text: str) -> list[Found]:
    """Where a text says something of what is known, in order; of what overlaps only the first and longest."""
    known = tuple(known)
    plain, places = folded(text)
    found = [
        Found(_with_initials(text, places[match.start()], one), places[match.end() - 1] + 1, one.kind)
        for one in known
        for pattern in patterns(one)
        for match in pattern.finditer(plain)
        if match.end() > match.start() and _said(text, places, match, one)
    ]
    people = tuple(one.value for one in known if one.kind == "name")
    hits = finding.certain(finding.find(people, text), "likely") if people else []
    found += [Found(hit.start, hit.end, "name") for hit in hits]
    kept: list[Found] = []
    for one in sorted(found, key=lambda found: (found.start, -found.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _with_initials(text: str, start: int, one: Known) -> int:
    """Where a name begins, its initials with it."""
    before = _INITIALS.search(text, max(0, start - 12), start) if one.kind == "name" else None
    return before.start() if before else start


def _said(text: str, places: list[int], match: re.Match[str], one: Known) -> bool:
    """Whether a short name is meant: it begins with a capital, and is no month before a day."""
    if one.kind != "name" or len(match[0]) >= _LONG:
        return True
    first = text[places[match.start()]]
    return (first.isupper() or not first.isascii()) and not re.match(r"\.? \d", text[places[match.end() - 1] + 1 :][:3])


@cache
def patterns(known: Known, *, least: int = 2) -> tuple[re.Pattern[str], ...]:
    """What finds one thing in folded text; words shorter than `least` letters are left out."""
    return tuple(re.compile(regex) for regex in dict.fromkeys(_regexes(known, least)))


def _regexes(known: Known, least: int) -> Iterator[str]:
    plain = re.findall(r"[^\W_]+", folded(known.value)[0])
    if known.kind == "name":
        yield from _of_person(known.value, least)
    elif len("".join(plain)) < least:
        return
    elif known.kind == "date of birth":
        yield from _of_day(known.value)
    elif known.kind == "number":
        joined = "".join(plain)
        if len(joined) >= _SHORTEST_NUMBER:
            yield _EDGE + _BETWEEN.join(joined) + _END
        digits = re.sub(r"^\D+|\D+$", "", joined)
        if digits.isdigit() and len(digits) > _SHORTEST_NUMBER:
            yield r"(?<!\d)" + _BETWEEN.join(digits) + r"(?!\d)"
    elif len("".join(plain)) >= 3:
        yield _EDGE + _BETWEEN.join(map(re.escape, plain)) + _END
        if known.kind == "address":
            yield from _of_address(plain)


def parts(known: Iterable[Known], text: str) -> Iterator[str]:
    """Words of a known address, a city or a street's name, that stand in a text alone: they may be meant, or not."""
    usual = set(words()["words"]["addresses"])
    for one in known:
        for word in re.findall(r"[^\W\d_]{4,}", one.value) if one.kind == "address" else ():
            if word.lower() not in usual and not is_common(word.lower()) and re.search(rf"\b{word.capitalize()}\b", text):
                yield word


def _of_address(plain: list[str]) -> Iterator[str]:
    """Parts of an address that lead to it: the number with the street's first word, the ZIP code, the city before it."""
    if len(plain) > 2 and plain[0].isdigit() and len(plain[1]) > 2:
        yield rf"{_EDGE}{plain[0]}{_BETWEEN}{re.escape(plain[1])}{_END}"
    zips = [at for at, word in enumerate(plain) if at > 1 and len(word) == _ZIP and word.isdigit()]
    if zips:
        city = [word for word in plain[: zips[-1]] if word not in ("ca", "california")]
        yield rf"(?<![\d.]){plain[zips[-1]]}(?![\d.])"
        if not any(word.isdigit() for word in city):
            yield rf"{_EDGE}{_BETWEEN.join(map(re.escape, city))}{_BETWEEN}(?:ca|california){_END}"


def _of_person(value: str, least: int) -> Iterator[str]:
    for name in person(value):
        if len(name) >= max(_LONG, least):
            yield _BETWEEN.join(name) + _END
        elif len(name) >= least:
            yield _EDGE + r"(?:-\s{0,2})?".join(name) + _END
            if len(name) > 2:
                yield _EDGE + r"[\W_]{1,3}".join(name) + _END


def person(value: str) -> list[str]:
    """The names in what somebody is called, folded: without degrees, titles and initials; whole runs of them first.

    The parts of a name with a hyphen count alone too.
    """
    without = set(words()["words"]["degrees"]) | set(words()["words"]["titles"])
    bare = re.sub(r"\b(?:[A-Za-z]\.){2,}", lambda match: match[0].replace(".", ""), value)
    parts = [part for part in re.split(r"[^\w'’-]+", folded(bare)[0]) if part]
    names = [re.sub(r"[^\w]|_", "", part) for part in parts if part.replace("-", "") not in without]
    names = [name for name in names if len(name) > 1]
    joined = ["".join(names), "".join(reversed(names))] if len(names) > 1 else []
    pieces = [piece for part in parts for piece in re.split(r"['’-]", part) if len(piece) > 2 and piece not in without]
    return list(dict.fromkeys([*joined, *names, *pieces]))


def _of_day(value: str) -> Iterator[str]:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return
    year, short = f"{day.year}", f"{day.year % 100:02}"
    name = _MONTHS[day.month - 1]
    month = rf"(?:{name}|{name[:3]}{'|sept' if day.month == 9 else ''})\W{{0,3}}"
    gap = r"[\W_]{1,3}"
    yield rf"(?<!\d)0?{day.month}{gap}0?{day.day}{gap}(?:{year}|{short})(?!\d)"
    yield rf"(?<!\d){year}{gap}0?{day.month}{gap}0?{day.day}(?!\d)"
    yield rf"(?<!\d)(?:{year}{day.month:02}{day.day:02}|{day.month:02}{day.day:02}{year})(?!\d)"
    yield rf"{month}0?{day.day}(?:st|nd|rd|th)?\W{{1,3}}(?:{year}|['’]\s?{short})(?!\d)"
    yield rf"(?<!\d)0?{day.day}\W{{1,3}}de\W{{1,3}}{_MESES[day.month - 1]}\W{{1,3}}(?:del?\W{{1,3}})?{year}(?!\d)"
    yield rf"{_MESES[day.month - 1]}\W{{1,3}}0?{day.day}\W{{1,3}}{year}(?!\d)"
    yield rf"{month}{year}(?!\d)|(?<![\d/.-])0?{day.month}[/-]{year}(?![\d/-])"
    yield rf"(?<!\d)0?{day.day}(?:st|nd|rd|th)?\W{{0,3}}(?:of\W)?{month}{year}(?!\d)"


def literal(known: Known) -> set[str]:
    """A number, or a date of birth, as it is written: as given, without its signs where it has letters or is long."""
    if known.kind != "date of birth":
        joined = re.sub(r"[\W_]", "", known.value.lower())
        return {known.value.lower(), *([joined] if not joined.isdigit() or len(joined) > _LONG else [])}
    try:
        day = date.fromisoformat(known.value)
    except ValueError:
        return set()
    name = _MONTHS[day.month - 1]
    return {f"{day:%m/%d/%Y}", f"{day.month}/{day.day}/{day.year}", f"{day:%Y-%m-%d}", f"{day:%m-%d-%Y}"} | {
        f"{name} {day.day}, {day.year}",
        f"{day.day} {name} {day.year}",
    }


def of_author(author: str) -> Known | None:
    """Who made a document: a person or an organization; None where the words only say what somebody is."""
    plain = re.findall(r"[^\W_]+", folded(author)[0])
    data = words()["words"]
    if not plain or all(word in data["roles"] or word in data["degrees"] or word in data["titles"] for word in plain):
        return None
    if any(word in data["organizations"] for word in plain) and not set(plain) & {"md", "do", "dc", "dpm", "phd", "psyd"}:
        return Known("organization", author, "document author")
    return Known("name", author, "document author")
