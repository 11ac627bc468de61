"""The services a request for authorization asks for: the form's table, its labelled lines, or a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from imr_desktop.extract.likeness import same_request
from imr_desktop.extract.requests.blocks import labelled
from imr_desktop.extract.requests.counts import asked_in, bare
from imr_desktop.extract.requests.fields import DETAIL, count_in, field_items
from imr_desktop.extract.requests.lists import pieces
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.named import (
    below_heads,
    each_once,
    in_sentences,
    is_advice,
    is_diagnosis,
    is_form,
    joined,
    labelled_items,
    names_care,
    opens_other,
    parts_that_name,
    stacked,
)
from imr_desktop.extract.requests.sheet import Cell, Sheet, words_of
from imr_desktop.extract.requests.tables import Column, Row, tables
from imr_desktop.extract.requests.titles import MOST_ITEMS, title_of, without_article
from imr_desktop.extract.requests.words import is_treatment, list_ends, phrase
from imr_desktop.extract.rfa import rfa_items
from imr_desktop.record.layout import CHECKED

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
    r"please|(?:formal|written|this) request(?: is)?) (?:for )?(?:your )?"
    r"(?:authoriz(?:ation|e)|approv(?:al|e))(?: (?:for|of|to (?:perform|provide|"
    r"proceed with)))? (?P<title>[^.;:]{4,300}?)(?=\.(?:\s|\Z)|[;:]|\n\n)"
)
_ORDERS = phrase(
    r"\b(?:i|we) (?:am |are )?(?:\w{2,12} )?(?:recommend(?:ing)?|order(?:ing)?|prescrib(?:e|ing)|propos(?:e|ing)|"
    r"request(?:ing)?|ask(?:ing)? for) (?!(?:for |your )?(?:authoriz|approv))"
    r"(?P<title>[^.;:]{4,200}?)(?=\.(?:\s|\Z)|[;:]|\n\n)"
)
_WHOSE = re.compile(
    r",?\s(?:for|on|in)\s(?:my|our|this|the\sabove|mr|ms|mrs)\b.{0,300}\Z|,\s(?:who|whose|which)\b.{0,300}\Z",
    re.IGNORECASE | re.DOTALL,
)
_CODED = re.compile(r"(?:\b[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?\b|\b\d{3}\.\d{1,2}\b|\b\d{5}\b|\b[A-V]\d{4}\b)")
_HEAD = phrase(
    r"\b(?:request(?:s|ed|ing)?|auth(?:oriz\w{1,6})?|approv(?:e|al)|certif(?:y|ied)|order(?:s|ed)?|prescri(?:be|bed|ption)s?|"
    r"procedures?|services?|treatments?|items?|medications?|plan|suppl(?:y|ies)|equipment|dme|tx|rx|needs?|recommend\w*|"
    r"post-?\s{0,3}op\w*|therapy|surgery|referrals?|care)\b"
)
_UNNAMED = 0.5
_DIRECTIONS = re.compile(
    r"\b(?:po|p\.o\.|by mouth|apply|qd|qhs|bid|tid|qid|prn|q\d{1,2}h|daily|as (?:needed|directed)|at bedtime|"
    r"take|inject|hours? on)\b",
    re.IGNORECASE,
)
"""How a drug is taken: no part of what is asked for."""
_SIDE_NOTE = re.compile(r"\(?(?:required|if known|optional)\)?\Z", re.IGNORECASE)


def authorization_found(sheet: Sheet) -> tuple[Found, ...]:
    """The services asked for, in the form's own words without codes."""
    strict = (_in_tables, field_items, stacked, _labelled, _slashed, _listed, _by_codes)
    ways = [_kept(way(sheet)) for way in strict]
    loose = _kept(below_heads(sheet, _HEAD))
    if not any(ways):
        return max(_kept(_told(sheet)), _kept(in_sentences(sheet.prose, _HEAD)), loose, key=_weight)[:MOST_ITEMS]
    return joined(_by_page(ways), loose)[:MOST_ITEMS]


def _kept(found: Iterator[Found]) -> tuple[Found, ...]:
    return tuple(
        one for one in each_once(found) if not (is_form(one.title) or is_advice(one.title) or is_diagnosis(one.quote))
    )


def _by_page(ways: Sequence[tuple[Found, ...]]) -> tuple[Found, ...]:
    """The best way of reading the paper; on a page where it finds nothing, another's, unless that repeats the first."""
    best = max(ways, key=_weight)
    pages = {one.page for one in best}
    for page in sorted({one.page for way in ways for one in way} - pages):
        own = max((tuple(one for one in way if one.page == page) for way in ways), key=_weight)
        if not any(same_request(one.title, other.title) for one in own for other in best):
            best = (*best, *own)
    return tuple(sorted(best, key=_page))


def _page(one: Found) -> int:
    return one.page


def _weight(found: Sequence[Found]) -> float:
    """How much a way of reading found: what names care by its noun counts whole."""
    return sum(1 if names_care(one.title) else _UNNAMED for one in found)


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
    details = {kind: words_of(cells.get(kind, [])) for kind in DETAIL}
    counts = [count for words in details.values() if (count := bare(words)) is not None]
    rates = [bare(cell.text) for cell in cells.get("amount", [])]
    if len(rates) == 2 and rates[0] and rates[1]:
        counts = [rates[0] * rates[1]]
    more = " ".join(words for words in details.values() if words and bare(words) is None and not _DIRECTIONS.search(words))
    asked = counts[0] if counts else asked_in(f"{title} {more}")
    often = "" if counts else title_of(more)
    return Found(f"{title} {often}".strip(), page, cells["title"][0].raw, asked)


def _by_kind(row: Row, columns: Sequence[Column]) -> dict[str, list[Cell]]:
    cells: dict[str, list[Cell]] = {}
    for at in sorted(row):
        cells.setdefault(columns[at].kind, []).extend(row[at])
    return cells


def _labelled(sheet: Sheet) -> Iterator[Found]:
    return labelled_items(labelled(sheet))


def _told(sheet: Sheet) -> Iterator[Found]:
    """What sentences ask authorization for."""
    prose = sheet.prose
    asked = [*_ASKS.finditer(prose.folded), *_ORDERS.finditer(prose.folded)]
    for match in sorted(asked, key=re.Match.start):
        quote = prose.quote(*match.span("title"))
        for part in parts_that_name(_WHOSE.sub("", without_article(prose.clean(*match.span("title"))))):
            title = title_of(part)
            if is_treatment(title) and names_care(title):
                yield Found(title, quote.page, part if part in quote.text else quote.text, count_in(title))


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
            inside = not opens_other(piece.text)
        elif inside and piece.entry and is_treatment(title := title_of(piece.text)) and not list_ends().match(title):
            yield Found(title, piece.page, piece.first, count_in(title))
        elif not piece.entry:
            inside = False
