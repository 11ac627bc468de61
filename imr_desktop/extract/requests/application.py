"""The services an application for Independent Medical Review lists as denied or modified."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imr_desktop.extract.requests.blocks import labelled
from imr_desktop.extract.requests.fields import count_in, field_items
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.named import (
    below_heads,
    each_once,
    in_sentences,
    is_diagnosis,
    is_form,
    labelled_items,
    opens_other,
    parts_that_name,
    stacked,
)
from imr_desktop.extract.requests.sheet import Cell, Line, Sheet, entry_of, words_of
from imr_desktop.extract.requests.tables import tables
from imr_desktop.extract.requests.titles import MOST_ITEMS, title_of, without_article
from imr_desktop.extract.requests.words import is_treatment, phrase

_HEADS = (
    phrase(
        r"list of (?:the )?(?:disputed|denied|requested|modified)\b.{0,60}|treatment line \d.{0,40}|list (?:each|all|the|"
        r"every)\b.{0,120}?(?:services?|treatments?|goods|items?)"
    ),
    phrase(
        r"(?:(?:disputed|denied|requested) (?:(?:or|and) (?:modified|denied) )?(?:medical )?(?:treatments?|services?|items?)"
        r"(?: in dispute)?|(?:treatments?|services?|items?)(?: requested)?(?: ?\(?s?\)?)? "
        r"(?:in dispute|at issue|disputed|(?:that (?:was|were) )?denied)(?: (?:or|and) modified)?|"
        r"what (?:treatments?|services?) (?:was|were) denied)"
    ),
)
"""The form's own words for its list, then those of other papers."""
_ENDS = phrase(
    r"\s{0,9}(?:request for review|consent|i (?:request|certify|authorize|have)|(?:employee|injured worker)(?:'s)? signature|"
    r"signature|for the (?:employee|attorney)|date\b|is the claims|mail|send|note\b|page \d|to (?:be )?complete|attach|"
    r"provider(?:'s)? (?:name|information)|employee (?:name|information)|claims? (?:administrator|number)|dwc form|"
    r"instructions|if you|by signing|requesting physician|important|(?:the )?liability|documents?\b|signed|employee (?:or|"
    r"and)|"
    r"\d{1,2}\. (?:employee|signature|date)|enclosed|attached|(?:(?:primary|accepted|working) )?diagnos[ei]s|dx\b|icd)"
)
_EMPTY = re.compile(
    r"[\s(]{0,9}(?:none|n/?a|not applicable|blank|same|see attached.{0,40}|[_\-.\s]*)[\s).]{0,9}\Z", re.IGNORECASE
)
_ATTACHED = re.compile(r"[\s(]{0,9}(?:please )?see (?:the )?(?:attached|enclosed)", re.IGNORECASE)
_INLINE = re.compile(r"(?:(?<=\s)|(?<=[;,])|\A)\(?(?P<n>\d{1,2})[.)]\s{1,9}(?=\S)")
_SENTENCE = re.compile(
    r"\b(?:you|your|must|may|can|will|should|please|the following|is|are|was|were|complete|enter|sign|check)\b|:\s*\Z",
    re.IGNORECASE,
)
_DISPUTED = re.compile(r"disput|denied|modified|\d", re.IGNORECASE)
_DENIAL = phrase(
    r"(?:denial|modification|refusal|decision to deny|(?:which|that|who|it|they|review|company|administrator) (?:has |have )?"
    r"(?:denied|modified|refused)) (?:of |for |to )?(?:authoriz(?:e|ation (?:of|for)) )?(?:my |the |a )?"
    r"(?P<title>[^.;:\n]{4,200}?)(?=\.(?:\s|\Z)|[;:\n]| dated| by | on \d| because| which| that)"
)
_REFUSES = phrase(
    r"\b(?:denied|modified|refused|turned down|declined|rejected|disapproved|dispute|appeal|cut|reduced) (?:the )?"
    r"(?:authoriz(?:e|ation) (?:for|of|to)|coverage (?:for|of)|(?:my |our |his |her |a )?(?:doctor's )?requests? (?:for|of))"
    r" (?:the |a |an )?(?P<title>[^.;:\n]{4,200}?)"
    r"(?=\.(?:\s|\Z)|[;:]| dated| by | on \d| because| which| that| to #?\d| and (?:denied|modified|refused|cut|reduced)|"
    r"\n\n)"
)
_REFUSED = phrase(
    r"\b(?:disput\w*|denied|denial|refus(?:ed|al)|modif\w+|turned down|reject\w*|changed|at issue|in question|"
    r"not (?:approved|authorized|certified)|non-?certified|review(?: of| the)?\b[^:]{0,40}:)"
)
_MOST_BARE = 16
_MOST_LINES = 60
_HEAD_LINES = 4


def application_found(sheet: Sheet) -> tuple[Found, ...]:
    """The application's list, in its own words."""
    return tuple(one for one in _read(sheet) if not is_form(one.title) and not is_diagnosis(one.quote))


def _read(sheet: Sheet) -> tuple[Found, ...]:
    rows = tuple(_in_table(sheet))
    boxed = tuple(one for one in field_items(sheet) if one.said)
    if len(rows) > 1 or boxed:
        return (rows if len(rows) > 1 else boxed)[:MOST_ITEMS]
    for way in (_in_table, _stacked, _labelled_titles):
        found = tuple(way(sheet))
        if found:
            return found[:MOST_ITEMS]
    for head in _HEADS:
        for at, line in enumerate(sheet.lines):
            match = head.search(line.text) if line.cells else None
            start = _after_head(sheet, at, *match.span()) if match else None
            found = tuple(_found(sheet, *start)) if start else ()
            if found:
                return found[:MOST_ITEMS]
            if start and _is_attached(sheet, *start):
                return ()
    return (tuple(_bare_run(sheet)) or _named(sheet))[:MOST_ITEMS]


def _stacked(sheet: Sheet) -> Iterator[Found]:
    return stacked(sheet, _DISPUTED)


def _named(sheet: Sheet) -> tuple[Found, ...]:
    """Where no layout is known: what sentences say was denied, or lines that name care below such words."""
    told = each_once(_told(sheet)), each_once(in_sentences(sheet.prose, _REFUSED))
    return max(*told, each_once(below_heads(sheet, _REFUSED)), key=len)


def _is_attached(sheet: Sheet, start: int, first: str) -> bool:
    """Whether the list says no more than that it is on another paper."""
    below = next((line.text for line in sheet.lines[start : start + 3] if line.cells), "")
    return _ATTACHED.match(first or below) is not None


def _labelled_titles(sheet: Sheet) -> Iterator[Found]:
    """Values of labels that are numbered or speak of a dispute."""
    ones = [one for one in labelled(sheet) if one.kind != "title" or _DISPUTED.search(one.label)]
    return labelled_items(one for one in ones if one.kind != "title" or not entry_of(one.value))


def _told(sheet: Sheet) -> Iterator[Found]:
    """What a letter in place of the form says was denied."""
    prose = sheet.prose
    for match in (*_DENIAL.finditer(prose.folded), *_REFUSES.finditer(prose.folded)):
        quote = prose.quote(*match.span("title"))
        yield from _parted(without_article(prose.clean(*match.span("title"))), quote.page, quote.text)


def _bare_run(sheet: Sheet) -> Iterator[Found]:
    """Numbered entries that no heading announces: short, without a sentence's words."""
    for line in sheet.lines:
        entry = entry_of(line.text) if len(line.cells) <= 2 else None
        words = line.text[entry.length :] if entry and entry.number else ""
        title = title_of(words)
        if words and len(words.split()) <= _MOST_BARE and is_treatment(title) and not _SENTENCE.search(words):
            yield Found(title, line.page, line.cells[-1].raw, count_in(title))


def _after_head(sheet: Sheet, at: int, begin: int, end: int) -> tuple[int, str] | None:
    """Where the list begins behind its heading, which ends in a colon: the line, and words on the heading's own line."""
    text = sheet.lines[at].text
    for number in range(at, min(at + _HEAD_LINES, len(sheet.lines))):
        words = sheet.lines[number].text
        if number > at and (entry_of(words) or not words):
            return number, ""
        if number > at and opens_other(words):
            return None
        colon = words.find(":", begin if number == at else 0)
        if colon >= 0:
            return number + 1, words[colon + 1 :].strip()
    short = len(text.split()) <= 9 and end >= len(text.rstrip()) - 3
    return (at + 1, "") if short else None


def _found(sheet: Sheet, start: int, first: str) -> Iterator[Found]:
    page = sheet.lines[start - 1].page if start else 0
    if first and not _EMPTY.match(first):
        yield from _parted(first, page, first)
    if _ATTACHED.match(first):
        return
    entries = list(_entries(sheet.lines, start))
    numbered = any(number for number, _ in entries)
    for number, cells in entries:
        words = words_of([cell for _, cell in cells])
        if (numbered and not number) or _EMPTY.match(words):
            continue
        yield from _parted(words, cells[0][0], cells[0][1].raw)


def _entries(lines: tuple[Line, ...], start: int) -> Iterator[tuple[int, list[tuple[int, Cell]]]]:
    """The list's entries with their cells and pages; an entry goes on in the lines below it."""
    open_at: dict[int, tuple[int, list[tuple[int, Cell]]]] = {}
    found: list[tuple[int, list[tuple[int, Cell]]]] = []
    empty, numbered = 0, False
    for line in lines[start : start + _MOST_LINES]:
        if not line.cells:
            empty += not line.ruled
            if empty > 2 and found:
                break
            if not numbered:
                open_at.clear()
            continue
        if _ENDS.match(line.text) or (found and numbered and (empty or len(line.cells) > 1) and not _begins(line)):
            break
        empty = 0
        for cell in line.cells:
            entry = entry_of(cell.text) or entry_of(cell.text + " x")
            if entry and entry.length > len(cell.text):
                entry = entry._replace(length=len(cell.text))
            bullet = entry is not None
            numbered = numbered or bullet
            if entry or (not numbered and cell is line.cells[0]):
                body = cell._replace(text=cell.text[entry.length :], raw=cell.raw[entry.length :]) if entry else cell
                one = (entry.number or 1 if entry else 0, [(line.page, body)])
                found.append(one)
                open_at = {**{at: held for at, held in open_at.items() if at < cell.left - 2}, cell.left: one}
            else:
                near = max((at for at in open_at if at <= cell.left + 1), default=None)
                if near is not None:
                    open_at[near][1].append((line.page, cell))
    yield from found


def _begins(line: Line) -> bool:
    return entry_of(line.cells[0].text + " x") is not None


def _parted(words: str, page: int, quote: str) -> Iterator[Found]:
    """One request, or several where they are numbered in one line."""
    marks = list(_INLINE.finditer(words))
    running = [mark for number, mark in enumerate(marks, 1) if int(mark["n"]) == number]
    if len(running) > 1:
        ends = [*(mark.start() for mark in running[1:]), len(words)]
        parts = [words[mark.end() : end] for mark, end in zip(running, ends, strict=True)]
    else:
        parts = parts_that_name(words)
    for part in parts:
        title = title_of(part)
        if is_treatment(title):
            yield Found(title, page, quote if len(parts) == 1 else part.strip(" ;,"), count_in(title))


def _in_table(sheet: Sheet) -> Iterator[Found]:
    from imr_desktop.extract.requests.tables import row_item

    for table in tables(sheet):
        for page, row in table.rows:
            found = row_item(page, row, table.columns)
            if found is not None:
                yield found._replace(verdict=None, allowed=None)
