"""The services a request for authorization asks for: the form's table, its labelled lines, or a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from imr_desktop.extract.requests.blocks import labelled
from imr_desktop.extract.requests.counts import asked_in, bare
from imr_desktop.extract.requests.fields import field_items
from imr_desktop.extract.requests.lists import pieces
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.sheet import Cell, Sheet, words_of
from imr_desktop.extract.requests.tables import Column, Row, tables
from imr_desktop.extract.requests.titles import MOST_ITEMS, title_of, without_article
from imr_desktop.extract.requests.words import is_treatment, list_ends, parted, phrase
from imr_desktop.extract.rfa import rfa_items
from imr_desktop.record.layout import CHECKED

_DETAIL = ("reason", "amount", "asked")
_LIST_HEAD = phrase(
    r"\b(?:request(?:ing|ed|s)?|authoriz(?:e|ation)|order(?:ed|ing)?|ask(?:ing)?|seek(?:ing)?|prescrib(?:e|"
    r"ing))\b[^:]{0,80}:\s{0,9}\Z"
)
_NAMED_HEAD = phrase(
    r"\b(?:requests?|requested|procedures?|services?|treatments?|items?|medications?|supplies|"
    r"ask(?:ing)? for)\b[^:]{0,60}:\s{0,9}\Z"
)
_ASKS = phrase(
    r"(?:\b(?:i|we) (?:\w{2,12} ){0,2}(?:request|ask|seek|recommend)|requesting|asking|seeking|request is made|"
    r"please) (?:for )?(?:your )?"
    r"(?:authoriz(?:ation|e)|approv(?:al|e))(?: (?:for|of|to (?:perform|provide|"
    r"proceed with)))? (?P<title>[^.;:]{4,300}?)(?=\.(?:\s|\Z)|[;:]|\n\n)"
)
_CODED = re.compile(r"(?:\b[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?\b|\b\d{3}\.\d{1,2}\b|\b\d{5}\b|\b[A-V]\d{4}\b)")
_SIDE_NOTE = re.compile(r"\(?(?:required|if known|optional)\)?\Z", re.IGNORECASE)


def authorization_found(sheet: Sheet) -> tuple[Found, ...]:
    """The services asked for, in the form's own words without codes."""
    ways = [_each_once(way(sheet)) for way in (_in_tables, field_items, _labelled, _slashed, _listed, _by_codes)]
    if not any(ways):
        ways = [_each_once(_told(sheet))]
    return max(ways, key=len)[:MOST_ITEMS]


def _each_once(found: Iterator[Found]) -> tuple[Found, ...]:
    kept: dict[str, Found] = {}
    for one in found:
        kept.setdefault(one.title.lower(), one)
    return tuple(kept.values())


def _in_tables(sheet: Sheet) -> Iterator[Found]:
    for table in tables(sheet):
        for page, row in table.rows:
            found = _row(page, row, table.columns)
            if found is not None:
                yield found


def _row(page: int, row: Row, columns: Sequence[Column]) -> Found | None:
    cells = _by_kind(row, columns)
    title = title_of(words_of(cells.get("title", [])))
    marked = any(cell.text.startswith(CHECKED) for cell in cells.get("title", []))
    if marked or not is_treatment(title) or _SIDE_NOTE.match(title):
        return None
    details = {kind: words_of(cells.get(kind, [])) for kind in _DETAIL}
    counts = [count for words in details.values() if (count := bare(words)) is not None]
    more = " ".join(words for words in details.values() if words and bare(words) is None)
    asked = counts[0] if counts else asked_in(f"{title} {more}")
    return Found(" ".join(f"{title} {title_of(more)}".split()), page, cells["title"][0].raw, asked)


def _by_kind(row: Row, columns: Sequence[Column]) -> dict[str, list[Cell]]:
    cells: dict[str, list[Cell]] = {}
    for at in sorted(row):
        cells.setdefault(columns[at].kind, []).extend(row[at])
    return cells


def _labelled(sheet: Sheet) -> Iterator[Found]:
    found: Found | None = None
    for one in labelled(sheet):
        if one.kind == "title":
            if found:
                yield found
            title = title_of(one.value)
            found = Found(title, one.page, one.value, asked_in(title)) if is_treatment(title) else None
        elif found and one.kind in _DETAIL and one.value:
            count = bare(one.value)
            count = count if count is not None else asked_in(one.value)
            found = found._replace(asked=count if count is not None else found.asked)
    if found:
        yield found


def _told(sheet: Sheet) -> Iterator[Found]:
    """What sentences ask authorization for."""
    prose = sheet.prose
    for match in _ASKS.finditer(prose.folded):
        quote = prose.quote(*match.span("title"))
        for part in parted(without_article(prose.clean(*match.span("title")))):
            title = title_of(part)
            if is_treatment(title):
                yield Found(title, quote.page, part if part in quote.text else quote.text, asked_in(title))


def _slashed(sheet: Sheet) -> Iterator[Found]:
    """Lines whose columns are parted by strokes: diagnosis / service / how many / how often."""
    for at, line in enumerate(sheet.lines):
        parts = _strokes(line.text)
        if 1 < len(parts) < 4 and at + 1 < len(sheet.lines) and "/" in sheet.lines[at + 1].text[-30:]:
            more = _strokes(f"{line.text} {sheet.lines[at + 1].text}")
            parts = more if not _CODED.search(sheet.lines[at + 1].text.split("/")[0]) else parts
        if len(parts) < 3 or not (_CODED.search(parts[0]) or "icd" in parts[0].lower()):
            continue
        title, rest = title_of(parts[1]), " ".join(parts[2:])
        if is_treatment(title):
            yield Found(title, line.page, parts[1], asked_in(f"{title} {rest}"))


def _strokes(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\s/(?=\s|\Z)", text)]


def _by_codes(sheet: Sheet) -> Iterator[Found]:
    """The rows of a table whose columns nobody can see any more: each has a diagnosis code."""
    for words in rfa_items(sheet.prose):
        quote = sheet.prose.quote(words.start, words.end)
        yield Found(words.title, quote.page, quote.text, asked_in(words.title))


def _listed(sheet: Sheet) -> Iterator[Found]:
    """The entries of a list behind words that ask for what follows."""
    inside = False
    for piece in pieces(sheet):
        if _LIST_HEAD.search(piece.text) or (not piece.entry and _NAMED_HEAD.search(piece.text)):
            inside = True
        elif inside and piece.entry and is_treatment(title := title_of(piece.text)) and not list_ends().match(title):
            yield Found(title, piece.page, piece.first, asked_in(title))
        elif not piece.entry:
            inside = False
