"""Treatments that a paper names where its layout says nothing: lines that name care, below words that ask for it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.extract.facts.tables import table
from imr_desktop.extract.likeness import plain
from imr_desktop.extract.requests.blocks import Labelled
from imr_desktop.extract.requests.counts import MOST, asked_in, bare
from imr_desktop.extract.requests.fields import DETAIL, count_in, counted, is_label_row
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.sheet import Cell, Line, Sheet, entry_of
from imr_desktop.extract.requests.titles import title_of
from imr_desktop.extract.requests.words import form_words, is_treatment, label_of, parted, phrase
from imr_desktop.paths import resource
from imr_desktop.record.layout import CHECKED

if TYPE_CHECKING:
    from imr_desktop.extract.pagetext import PagedText

_WORD = re.compile(r"[a-z][a-z0-9-]+")
_CODE = re.compile(r"(?<![\w.])(?:\d{5}|[A-V]\d{4})(?:-[A-Z0-9]{2})?(?![\w.])")
_DIAGNOSIS = re.compile(r"(?<![\w./-])[A-TV-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}(?![\w.])")
_LABEL = re.compile(r"\A(?P<label>[A-Za-z#][\w /#'()&.,-]{1,60}?)\s{0,6}:(?!\d)\s{0,9}(?P<value>.*)\Z", re.DOTALL)
_TOLD = re.compile(
    r"\b(?:you|your|must|will|should|please|check|complete|enter|sign|mail|i|he|she|they|we|his|her|who|continue|failed|"
    r"may|can|all|completed|underwent|return|status post|s/p|example|e\.g)\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\((?:CPT\s?)?(?:\d{5}|[A-V]\d{4})\)[,;]?")
_ADVICE = re.compile(
    r"return to\b|(?:rtc|f/u|follow[ -]?up|recheck|see me|come back)\b.{0,20}\b(?:in|after)\s\w{1,6}\s(?:days?|we|wk|mo)|"
    r"no\s(?:lifting|work|driving)|avoid\b|discussed\b|(?:continue|maintain|resume)\b(?!.*#)|modified duty|full duty",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\W{0,3}(?:x\s?|qty\W{0,3}|quantity\W{0,3}|\w+\s\()?#?\d{1,4}\)?\s?[a-z]{0,14}\W{0,3}\Z", re.IGNORECASE)
"""A part that only counts the one before it."""
_LEADERS = re.compile(r"\s{0,4}[._]{3,}\s{0,4}")
_ACCESSORY = re.compile(r"(?:with|under|using|including|plus|for|to|of|in)\b", re.IGNORECASE)
_OPERATION = re.compile(
    r"(?:ectomy|otomy|plasty|desis|oscop(?:y|ic))\b|\b(?:repair|decompression|release|fusion|debridement|reconstruction|revision|"
    r"fixation|excision|removal|graft)\b",
    re.IGNORECASE,
)
"""Several in a row are one operation."""
_MOST_STACKED = 12
_SEMICOLONS = re.compile(r":\s{0,9}(?P<list>[^.:;]{4,160}(?:;[^.:;]{3,160}){1,12})(?=\.|\n|\Z)")
_COMMA = re.compile(r",\s+(?:and\s+)?", re.IGNORECASE)
_ARTICLE = re.compile(r"\A(?:an?|the)\s+", re.IGNORECASE)
_COMMAS = re.compile(r",\s+(?:and\s+)?|\s+and\s+", re.IGNORECASE)
_AUTHORIZATION = re.compile(r"\b(?:authorizations?|pre-?cert\w*)\b|\brequest(?:s|ed)?\W*\Z", re.IGNORECASE)
_BELOW = re.compile(r"\b(?:below|following|as follows|these)\b", re.IGNORECASE)
_AUTHORIZES = re.compile(
    r"\b(?:authorize|approve|certify|request(?:ing)? authorization|(?:deni|refus|disput)\w{1,4})\b", re.IGNORECASE
)
_RATED = re.compile(
    r"(?:/|\bper|\ba|\beach|\bevery)\s?(?:week|wk|month|mo)\b.{0,60}\b(?:weeks|wks|months|mos|duration)\b", re.IGNORECASE
)
"""The head of columns for how often, and for how long."""
_PERSON = re.compile(
    r"\W{0,3}(?:employee|applicant|(?:injured\s)?worker|claimant|patient|client|member|name|dates?\b|claim\b|insurer|carrier|"
    r"employer|phone|fax|npi|physician|provider|doctor|requesting|treating|ordering)",
    re.IGNORECASE,
)
"""Lines about people and the claim: they stand between a form's title and its list too."""
_LOOSE = re.compile(r"\b(?:units?|(?<!office )visits|sessions|rental|purchase|trial|supplies)\b", re.IGNORECASE)
_MOST_WORDS = 26
_MOST_HEAD = 16


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    with resource("letter", "care.toml").open("rb") as file:
        return tomllib.load(file)


def _words(kind: str) -> str:
    return "(?:" + "|".join(_table()[kind]["words"]) + ")"


@cache
def _care() -> re.Pattern[str]:
    return phrase(rf"(?<![\w-]){_words('care')}(?![\w])")


@cache
def _elsewhere() -> re.Pattern[str]:
    return phrase(rf"[\s\W]{{0,6}}(?:\d{{1,2}}[.)]\s{{0,4}})?{_words('elsewhere')}")


@cache
def _furniture() -> frozenset[str]:
    return frozenset(_table()["furniture"]["words"])


@cache
def _drugs() -> tuple[frozenset[str], tuple[str, ...]]:
    names = [name.lower() for name in (*table("drugs")["generics"], *table("drugs")["brands"])]
    return frozenset(name for name in names if " " not in name), tuple(name for name in names if " " in name)


def names_care(words: str) -> bool:
    """Whether words name a treatment by a noun of care or a drug; a line that does not may still be one."""
    single, several = _drugs()
    lower = words.lower()
    return (
        _care().search(words) is not None
        or not single.isdisjoint(_WORD.findall(lower))
        or any(name in lower for name in several)
    )


def is_diagnosis(words: str) -> bool:
    """Whether words are a diagnosis with its code rather than care."""
    return _DIAGNOSIS.search(words) is not None and not names_care(words)


def is_advice(title: str) -> bool:
    """Whether words tell the patient what to do, or go on with what needs no leave."""
    return _ADVICE.match(title) is not None


def is_form(title: str) -> bool:
    """Whether words are the form's own: labels, days, a page's number."""
    return all(word in form_words() or word in _furniture() for word in re.findall(r"[a-z]+", title.lower()))


def opens_other(text: str) -> bool:
    """Whether a line or label opens a part of the paper that asks for nothing (diagnoses, history, instructions)."""
    return _elsewhere().match(text) is not None


def each_once(found: Iterable[Found]) -> tuple[Found, ...]:
    """Requests of one wording once; the first that has a count."""
    kept: dict[str, Found] = {}
    for one in (part for whole in found for part in _unboxed(whole)):
        key = plain(one.title)
        if key not in kept or (kept[key].asked is None and one.asked is not None):
            kept[key] = one
    return tuple(kept.values())


def _unboxed(one: Found) -> Iterator[Found]:
    """A request, or each where several checked choices stand in one box."""
    if CHECKED not in one.title:
        yield one
        return
    for part in parts_that_name(one.title):
        title = title_of(part)
        if is_treatment(title):
            yield one._replace(title=title, asked=count_in(title))


def parts_that_name(words: str) -> list[str]:
    """Treatments in one line, parted where each part names care by itself."""
    words = _LEADERS.sub(" ", words)
    whole = [part.strip(" .") for part in words.split(CHECKED) if part.strip(" .")]
    return [piece for part in whole for one in parted(part) for piece in _listed(one)] or [words]


def _listed(words: str) -> list[str]:
    for sign in (_BRACKETED, _COMMA, _COMMAS):
        parts = [_ARTICLE.sub("", part.strip(" .")) for part in sign.split(words) if part.strip(" .")]
        if (
            len(parts) > 1
            and all(map(_stands_alone, parts))
            and sum(map(bool, map(_OPERATION.search, parts))) < 2 + (sign is _BRACKETED) * len(parts)
        ):
            return parts
    return [words]


def _stands_alone(part: str) -> bool:
    if _AMOUNT.match(part):
        return False
    return len(part.split()) > 1 and names_care(_LOOSE.sub(" ", part)) and _ACCESSORY.match(part) is None


def stacked(sheet: Sheet, asks: re.Pattern[str] | None = None) -> Iterator[Found]:
    """Lines one under the other beside a label that names treatments: each is a request where each names care."""
    for at, line in enumerate(sheet.lines):
        numbered = len(line.cells) == 3 and line.cells[0].text.strip("#.()").isdigit()
        cells = line.cells[1:] if numbered else line.cells
        label = cells[0].text.rstrip(" :") if len(cells) == 2 else ""
        if label_of(label) != "title" or (asks and not asks.search(label)):
            continue
        left, held = cells[1].left, [(line.page, cells[1])]
        for below in sheet.lines[at + 1 : at + 1 + _MOST_STACKED]:
            if len(below.cells) != 1 or abs(below.left - left) > 2:
                break
            held.append((below.page, below.cells[0]))
        if (numbered or len(held) > 1) and all(names_care(cell.text) for _, cell in held):
            for page, cell in held:
                yield from _found(_Place(cell.raw, (), page, cell.raw))


def labelled_items(labels: Iterable[Labelled]) -> Iterator[Found]:
    """The requests that labels name, each with the counts of the labels behind it."""
    found: Found | None = None
    details: list[tuple[str, str]] = []
    for one in labels:
        if one.kind == "title":
            if found:
                yield counted(found, details)
            *before, found = [_titled(part, one) for part in parts_that_name(one.value)]
            yield from (part for part in before if part)
            details = []
        elif one.kind in DETAIL and one.value:
            details.append((one.label, one.value))
    if found:
        yield counted(found, details)


def _titled(words: str, label: Labelled) -> Found | None:
    title = title_of(words)
    quote = label.quote if words == label.value else words
    return Found(title, label.page, quote, count_in(title)) if is_treatment(title) else None


def joined(firm: Sequence[Found], loose: Sequence[Found]) -> tuple[Found, ...]:
    """What a layout gave, and what else is named where all of that was named too."""
    if not firm or not loose or not all(any(_alike(one, other) for other in loose) for one in firm):
        return tuple(firm)
    return (*firm, *(one for one in loose if not any(_alike(one, other) for other in firm)))


def _alike(one: Found, other: Found) -> bool:
    first, second = plain(one.title), plain(other.title)
    return one.page == other.page and (first in second or second in first)


def in_sentences(prose: PagedText, head: re.Pattern[str]) -> Iterator[Found]:
    """Treatments that a sentence lists behind a colon, parted by semicolons, where its words before it are `head`'s."""
    for match in _SEMICOLONS.finditer(prose.folded):
        parts = [part.strip(" .") for part in prose.clean(*match.span("list")).split(";")]
        before = re.split(r"[.:;]", prose.folded[max(match.start() - 160, 0) : match.start()])[-1]
        if head.search(before) and not opens_other(before) and all(names_care(part) for part in parts if part):
            quote = prose.quote(*match.span("list"))
            for part in filter(None, parts):
                title = title_of(part)
                if is_treatment(title):
                    yield Found(title, quote.page, part if part in quote.text else quote.text, count_in(title))


class _Place(NamedTuple):
    """A line's words, what stands beside them, and the page."""

    words: str
    beside: tuple[Cell, ...]
    page: int
    quote: str


def below_heads(sheet: Sheet, head: re.Pattern[str]) -> Iterator[Found]:
    """Lines that name care in the parts that `head` opens, and lines with a procedure's or a diagnosis' code anywhere."""
    asked, rated, count, column = False, False, 0, -1
    lines = sheet.lines
    for at, line in enumerate(lines):
        if not line.cells or (is_label_row(line) and not _RATED.search(line.text)):
            continue
        beside = _column(line, head)
        aside = _in_column(line, column)
        if beside >= 0 or (aside is not None and len(line.cells) > 1):
            column = max(column, beside)
            yield from _found(_Place(aside.raw, (), line.page, aside.raw)) if aside else ()
            continue
        if len(line.cells) > 1 and _RATED.search(line.text):
            rated = True
        label = _LABEL.match(line.text)
        words = label["value"] if label else line.text
        if _BELOW.search(line.text) and _AUTHORIZES.search(line.text) and len(line.text.split()) < _MOST_WORDS:
            asked = True
        elif opens_other(line.text) and not _coded(line):
            asked = asked and not count and _PERSON.match(line.text) is not None
        elif _is_head(line.text, label, head):
            asked = True
            if words and label:
                yield from _found(_Place(words, (), line.page, words.split("  ")[0]))
        elif asked or _coded(line):
            if label and names_care(words) and label["value"] and not _is_told(label["label"]):
                yield from _found(_Place(words, (), line.page, words.split("  ")[0]))
            elif not label:
                for one in _found(_placed(line, lines[at + 1] if at + 1 < len(lines) else None), count + 1, rated=rated):
                    count += 1
                    yield one


def _is_head(text: str, label: re.Match[str] | None, head: re.Pattern[str]) -> bool:
    """Whether a line asks for what follows: it ends in a colon or a question mark, or is short; or its label does."""
    if label and label["value"].strip():
        return head.search(label["label"]) is not None
    ends = text.rstrip().endswith((":", "?"))
    short = len(text.split()) <= _MOST_HEAD // 2 and not text.rstrip().endswith(".") and entry_of(text) is None
    title = _AUTHORIZATION.search(text) is not None
    return (ends or (short and (title or not names_care(text)))) and head.search(text) is not None


def _coded(line: Line) -> bool:
    """Whether a line is a row: a code stands in a cell of its own, beside words."""
    alone = sum(_CODE.fullmatch(cell.text) is not None or _DIAGNOSIS.fullmatch(cell.text) is not None for cell in line.cells)
    return bool(alone) and len(line.cells) > 1


def _is_told(text: str) -> bool:
    return _TOLD.search(text) is not None or text.rstrip().endswith((":", "?"))


def _placed(line: Line, after: Line | None) -> _Place:
    """The cell of a line that names care, with the line below where it goes on in small letters."""
    named = [cell for cell in line.cells if names_care(cell.text) and bare(cell.text) is None]
    cell = named[0] if named else line.cells[0]
    words = cell.raw
    more = after.cells[0] if after and after.cells and len(after.cells) == 1 else None
    if more and more.text[0].islower() and entry_of(more.text) is None and abs(more.left - cell.left) < 8:
        words = f"{words} {more.raw}"
    return _Place(words, tuple(other for other in line.cells if other is not cell), line.page, cell.raw)


def _column(line: Line, head: re.Pattern[str]) -> int:
    """Where a column begins that a cell, not the first of two or three, heads as a list of what was asked for."""
    last = line.cells[-1]
    short = 2 < len(last.text.split()) <= _MOST_HEAD // 2 and not names_care(last.text)
    is_head = 1 < len(line.cells) <= 3 and short and ":" not in last.text and head.search(last.text) is not None
    return last.left if is_head and label_of(line.cells[0].text) == "" else -1


def _in_column(line: Line, column: int) -> Cell | None:
    return next((cell for cell in line.cells if column >= 0 and abs(cell.left - column) <= 2), None)


def _found(place: _Place, ordinal: int = 0, *, rated: bool = False) -> Iterator[Found]:
    entry = entry_of(place.words)
    words = place.words[entry.length :] if entry else place.words
    if len(words.split()) > _MOST_WORDS or _is_told(words) or is_diagnosis(words):
        return
    for part in parts_that_name(words):
        title = title_of(part)
        if is_treatment(title) and names_care(_LOOSE.sub(" ", title)) and not label_of(title):
            yield Found(title, place.page, place.quote, _asked(title, place.beside, ordinal, rated=rated))


def _asked(title: str, beside: tuple[Cell, ...], ordinal: int, *, rated: bool) -> float | None:
    """The count in the cells beside a title, else in its own words; a row's running number is none."""
    others = [cell for cell in beside if not _CODE.fullmatch(cell.text) and not _DIAGNOSIS.fullmatch(cell.text)]
    others = [cell for cell in others if not (cell is beside[0] and cell.text.strip("#.()") == str(ordinal))]
    counts = [count for cell in others if (count := bare(cell.text)) is not None]
    if rated and len(counts) > 1 and counts[0] * counts[1] <= MOST:
        return counts[0] * counts[1]
    own = count_in(title)
    if own is not None or counts:
        return counts[0] if counts else own
    return asked_in(" ".join(cell.text for cell in others))
