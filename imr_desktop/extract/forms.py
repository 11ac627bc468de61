"""What the forms of a dispute say: labelled dates and numbers, the application's list, the utilization review's outcome."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from imr_desktop.extract.dates import first_date
from imr_desktop.extract.doctypes import document_types
from imr_desktop.extract.pagetext import PagedText

MAX_ITEMS = 40
VALUE_CHARS = 70


class Found(NamedTuple):
    """A value read from a form and where it stands in its text."""

    key: str
    value: Any
    start: int
    end: int


class RequestWords(NamedTuple):
    """A requested service as a form words it, what was allowed of it ("" for nothing), and where it stands."""

    title: str
    authorized: str
    start: int
    end: int


_NUMBER = re.compile(r"[A-Z]{0,4}\d{2}-?\d{5,8}\b", re.IGNORECASE)
_IMR_CASE = re.compile(r"\bimr\s{1,8}case(?:\s{1,8}(?:number|no\.?))?\s{0,4}:?\s{1,8}(?P<n>CM\d{2}-?\d{5,8})\b", re.IGNORECASE)
_ASSIGNED = re.compile(r"\bnotice\s{1,8}of\s{1,8}assignment\s{1,8}(?:dated|of|on)\s{1,8}", re.IGNORECASE)
_COMPLETE = re.compile(r"\b(?:records?|file)\s{1,8}(?:were\s{1,8}|was\s{1,8})?complete(?:d)?\s{1,8}(?:on|as\s{1,8}of)\s{1,8}", re.IGNORECASE)
_CHECKED = r"(?:\[\s?[xX\u2713\u2714]\s?\]|\([xX]\)|[\u2611\u2612\u2713\u2714])"
_TRACK = re.compile(rf"{_CHECKED}[ ]{{0,4}}(?P<track>regular|standard|expedited|formulary)\b", re.IGNORECASE)


def labelled_fields(paged: PagedText, kind: str) -> Iterator[Found]:
    """The values that stand after the labels which the table of document types gives for this kind."""
    fields = next((entry.fields for entry in document_types() if entry.key == kind), ())
    for key, label in fields:
        for match in label.finditer(paged.folded):
            found = _labelled(paged.folded, key, match)
            if found:
                yield found
                break


def _labelled(text: str, key: str, label: re.Match[str]) -> Found | None:
    stop = min(len(text), label.end() + VALUE_CHARS)
    if key == "number":
        number = _NUMBER.search(text, label.end(), min(stop, label.end() + 24))
        return Found(key, number.group().upper(), label.start(), number.end()) if number else None
    found = first_date(text, label.end(), stop)
    if found is None or re.search(r":(?!\d)", text[label.end():found.start]):
        return None
    return Found(key, found.value, label.start(), found.end)


def stated_in_prose(paged: PagedText) -> Iterator[Found]:
    """Case number and dates that letters about the review mention: the assignment, the completion of the records."""
    number = _IMR_CASE.search(paged.folded)
    if number:
        yield Found("number", number["n"].upper(), *number.span())
    for key, cue in (("dates.assigned", _ASSIGNED), ("dates.records_complete", _COMPLETE)):
        match = cue.search(paged.folded)
        found = first_date(paged.folded, match.end(), match.end() + 24) if match else None
        if match and found:
            yield Found(key, found.value, match.start(), found.end)


def checked_track(paged: PagedText) -> Found | None:
    """The track whose box an application has checked."""
    match = _TRACK.search(paged.folded)
    if match is None:
        return None
    track = match["track"].lower()
    return Found("track", "standard" if track == "regular" else track, *match.span())


_LIST_HEAD = re.compile(r"(?:list\s{1,8}(?:each|all|the)?[^:]{0,120}?(?:service|treatment)|(?:disputed|requested)\s{1,8}(?:medical\s{1,8})?(?:treatments?|services?|items?)"
                        r"(?:\s{1,8}in\s{1,8}dispute)?)[^:\n]{0,60}(?:\n[^:\n]{0,90}){0,2}:[ ]{0,8}(?:\n|(?=\d))", re.IGNORECASE)
_ENTRY = re.compile(r"^[ ]{0,40}(?P<n>\d{1,2})[.)][ ]{0,8}", re.MULTILINE)
_EMPTY = re.compile(r"\(?(?:none|n/?a|not applicable|blank|_+|-+)?\)?[\s._]*(?:\n|$)", re.IGNORECASE)
_LIST_ENDS = re.compile(r"^[ ]{0,40}(?:request\s{1,8}for\s{1,8}review|consent|i\s{1,8}(?:request|certify|authorize)|employee|signature|for\s{1,8}the\s{1,8}|"
                        r"date\b|is\s{1,8}the\s{1,8}claims|mail|send|note\b|page\s\d)|\n[ ]{0,20}\n", re.IGNORECASE | re.MULTILINE)


def application_items(paged: PagedText) -> tuple[RequestWords, ...]:
    """The services an application lists as denied or modified, in its own words."""
    text = paged.folded
    head = _LIST_HEAD.search(text)
    if head is None:
        return ()
    entries = list(_ENTRY.finditer(text, head.end(), min(len(text), head.end() + 8000)))
    entries = _running(entries)[:MAX_ITEMS]
    items: list[RequestWords] = []
    for index, entry in enumerate(entries):
        limit = entries[index + 1].start() if index + 1 < len(entries) else min(len(text), entry.end() + 600)
        stop = _LIST_ENDS.search(text, entry.end(), limit)
        end = stop.start() if stop else limit
        if not _EMPTY.match(text, entry.end(), end) and (title := paged.clean(entry.end(), end).strip(" .;,")):
            items.append(RequestWords(title, "", entry.end(), end))
    return tuple(items)


def _running(entries: list[re.Match[str]]) -> list[re.Match[str]]:
    """The entries numbered 1, 2, 3 … without a gap."""
    kept: list[re.Match[str]] = []
    for entry in entries:
        if int(entry["n"]) == len(kept) + 1:
            kept.append(entry)
    return kept


_TABLE_HEAD = re.compile(r"^[ ]{0,40}(?:requested\s{1,8})?(?:treatment|service|procedure|item)s?(?:/\w{1,12})?(?:\s{1,8}(?:or\s{1,8}good|requested|reviewed))?[ |]{1,12}"
                         r"(?:ur\s{1,8})?(?:determination|decision|outcome|status)s?[ ]{0,40}$", re.IGNORECASE | re.MULTILINE)
_DENIED = r"(?:denied|deny|non-?\s?certif(?:ied|y)|not\s{1,8}(?:certified|medically\s{1,8}necessary|approved|authorized)|adverse)"
_ALLOWED = r"(?:approved|certified|authorized|approve)"
_OUTCOME = re.compile(rf"(?P<outcome>{_DENIED}|(?:partially\s{{1,8}})?modified|(?:partially\s{{1,8}})?{_ALLOWED})\b(?:\s{{1,8}}(?:to|as|for)\b)?[ ]{{0,4}}[:\-]?[ ]{{0,4}}"
                      r"(?P<rest>[^\n]{0,160})$", re.IGNORECASE | re.MULTILINE)
_PROSE = re.compile(rf"\brequests?\s{{1,8}}for\s{{1,8}}(?P<title>[^.;:]{{4,240}}?(?:\.\d[^.;:]{{0,120}}?)?)\s{{1,8}}(?:is|was|are|were|has\s{{1,8}}been)\s{{1,8}}(?P<outcome>{_DENIED}|modified|{_ALLOWED})\b"
                    r"(?:\s{1,8}(?:to|as)\s{1,8}(?P<rest>[^.;]{3,160}))?", re.IGNORECASE)
_ROW_STOP = re.compile(r"\n[ ]{0,20}\n|^[ ]{0,40}(?:the\s{1,8}|this\s{1,8}|rationale|clinical|please)", re.IGNORECASE | re.MULTILINE)


def ur_items(paged: PagedText) -> tuple[RequestWords, ...]:
    """What a utilization review denied or modified: the rows of its table, else the sentences that say so."""
    rows = _table_items(paged)
    return rows or tuple(_prose_items(paged))


def _table_items(paged: PagedText) -> tuple[RequestWords, ...]:
    text = paged.folded
    head = _TABLE_HEAD.search(text)
    if head is None:
        return ()
    at, items = head.end(), []
    while len(items) < MAX_ITEMS and (row := _OUTCOME.search(text, at, min(len(text), at + 700))):
        if _ROW_STOP.search(text, at + 1, row.start()):
            break
        title = paged.clean(at, row.start()).strip(" .;,|")
        title = re.sub(r"^\d{1,2}[.)]\s{0,8}", "", title)
        if title and not _is_allowed(row["outcome"]):
            items.append(RequestWords(title, _allowed_part(row), at, row.start()))
        at = row.end()
    return tuple(items)


def _prose_items(paged: PagedText) -> Iterator[RequestWords]:
    seen: set[str] = set()
    for match in _PROSE.finditer(paged.folded):
        title = paged.clean(*match.span("title"))
        if not _is_allowed(match["outcome"]) and title.lower() not in seen and len(seen) < MAX_ITEMS:
            seen.add(title.lower())
            yield RequestWords(title, _allowed_part(match), *match.span("title"))


def _is_allowed(outcome: str) -> bool:
    return re.fullmatch(_ALLOWED, outcome, re.IGNORECASE) is not None


def _allowed_part(match: re.Match[str]) -> str:
    rest = " ".join((match["rest"] or "").split()).strip(" .;:-")
    return rest if "modified" in match["outcome"].lower() or "partially" in match["outcome"].lower() else ""


_GUIDELINE = re.compile(r"^[ ]{0,40}(?:guidelines?(?:\(s\))?(?:/criteria)?\s{1,8}(?:relied\s{1,8}upon|used|cited|applied|referenced)|(?:criteria|references?)(?:/guidelines?)?"
                        r"(?:\s{1,8}(?:used|relied\s{1,8}upon|cited))?|evidence\s{1,8}(?:cited|relied\s{1,8}upon))[ ]{0,4}:?[ ]{0,8}(?:\n\s{0,8}|(?=\S))", re.IGNORECASE | re.MULTILINE)


def ur_guideline(paged: PagedText) -> Found | None:
    """The guideline a utilization review says it relied upon: the words under that heading, up to the sentence's end."""
    match = _GUIDELINE.search(paged.folded)
    if match is None:
        return None
    stop = re.search(r"\.[ ]{0,20}(?:\n|$)|\n[ ]{0,20}\n|\f", paged.folded[match.end():match.end() + 600])
    end = match.end() + (stop.start() + 1 if stop else 0)
    words = paged.clean(match.end(), end)
    return Found("guideline", words, match.end(), end) if len(words) > 3 else None
