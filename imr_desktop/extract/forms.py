"""What the forms of a dispute say: labelled dates and numbers, the application's list, the utilization review's outcome."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from imr_desktop.extract.dates import first_date, labelled_date
from imr_desktop.extract.doctypes import document_types
from imr_desktop.extract.pagetext import PagedText
from imr_desktop.extract.patterns import phrase

MAX_ITEMS = 40
VALUE_CHARS = 70


class FormValue(NamedTuple):
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


_NUMBER = phrase(r"[A-Z]{0,4}\d{2}-?\d{5,8}\b")
_IMR_CASE = phrase(r"\bimr case(?: (?:number|no\.?))?\s{0,4}:? (?P<n>CM\d{2}-?\d{5,8})\b")
_ASSIGNED = phrase(r"\bnotice of assignment (?:dated|of|on) ")
_COMPLETE = phrase(r"\b(?:records?|file) (?:were |was )?complete(?:d)? (?:on|as of) ")
_CHECKED = r"(?:\[\s?[xX\u2713\u2714]\s?\]|\([xX]\)|[\u2611\u2612\u2713\u2714])"
_TRACK = phrase(rf"{_CHECKED}[ ]{{0,4}}(?P<track>regular|standard|expedited|formulary)\b")


def labelled_fields(paged: PagedText, kind: str) -> Iterator[FormValue]:
    """The values that stand after the labels which the table of document types gives for this kind."""
    fields = next((entry.fields for entry in document_types() if entry.key == kind), ())
    for key, label in fields:
        for match in label.finditer(paged.folded):
            found = _labelled(paged.folded, key, match)
            if found:
                yield found
                break


def _labelled(text: str, key: str, label: re.Match[str]) -> FormValue | None:
    stop = min(len(text), label.end() + VALUE_CHARS)
    if key == "number":
        number = _NUMBER.search(text, label.end(), min(stop, label.end() + 24))
        return FormValue(key, number.group().upper(), label.start(), number.end()) if number else None
    found = labelled_date(text, label.end(), stop)
    if found is None or re.search(r":(?!\d)", text[label.end() : found.start]):
        return None
    return FormValue(key, found.value, label.start(), found.end)


def stated_in_prose(paged: PagedText) -> Iterator[FormValue]:
    """Case number and dates that letters about the review mention: the assignment, the completion of the records."""
    number = _IMR_CASE.search(paged.folded)
    if number:
        yield FormValue("number", number["n"].upper(), *number.span())
    for key, cue in (("dates.assigned", _ASSIGNED), ("dates.records_complete", _COMPLETE)):
        match = cue.search(paged.folded)
        found = first_date(paged.folded, match.end(), match.end() + 24) if match else None
        if match and found:
            yield FormValue(key, found.value, match.start(), found.end)


def checked_track(paged: PagedText) -> FormValue | None:
    """The track whose box an application has checked."""
    match = _TRACK.search(paged.folded)
    if match is None:
        return None
    track = match["track"].lower()
    return FormValue("track", "standard" if track == "regular" else track, *match.span())


_LIST_HEAD = phrase(
    r"(?:list (?:each|all|the)?[^:]{0,120}?(?:service|treatment)|"
    r"(?:disputed|requested) (?:medical )?(?:treatments?|services?|items?)"
    r"(?: in dispute)?)[^:\n]{0,160}(?:\n[^:\n]{0,110}){0,2}:[ ]{0,8}(?:\n|(?=\d))"
)
_ENTRY = phrase(r"^[ ]{0,40}(?P<n>\d{1,2})[.)][ ]{0,8}", flags=re.MULTILINE)
_EMPTY = phrase(r"\(?(?:none|n/?a|not applicable|blank|_{1,200}|-{1,200})?\)?[\s._]{0,200}(?:\n|$)")
_LIST_ENDS = phrase(
    r"^[ ]{0,40}(?:request for review|consent|i (?:request|certify|authorize)|employee|signature|for the |"
    r"date\b|is the claims|mail|send|note\b|page\s\d)|\n[ ]{0,20}\n",
    flags=re.IGNORECASE | re.MULTILINE,
)


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


_TABLE_HEAD = phrase(
    r"^[ ]{0,40}(?:requested )?(?:treatment|service|procedure|item)s?(?:/\w{1,12})?"
    r"(?: (?:or good|requested|reviewed))?[ |]{1,12}"
    r"(?:ur )?(?:determination|decision|outcome|status)s?[ ]{0,40}$",
    flags=re.IGNORECASE | re.MULTILINE,
)
_DENIED = r"(?:denied|deny|non-?\s?certif(?:ied|y)|not (?:certified|medically necessary|approved|authorized)|adverse)"
_ALLOWED = r"(?:approved|certified|authorized|approve)"
_OUTCOME = phrase(
    rf"(?P<outcome>{_DENIED}|(?:partially )?modified|(?:partially )?{_ALLOWED})\b"
    rf"(?: (?:to|as|for)\b)?[ ]{{0,4}}[:\-]?[ ]{{0,4}}"
    r"(?P<rest>[^\n]{0,160})$",
    flags=re.IGNORECASE | re.MULTILINE,
)
_PROSE = phrase(
    rf"\brequests? for (?P<title>[^.;:]{{4,240}}?(?:\.\d[^.;:]{{0,120}}?)?) "
    rf"(?:is|was|are|were|has been) (?P<outcome>{_DENIED}|modified|{_ALLOWED})\b"
    r"(?: (?:to|as) (?P<rest>[^.;]{3,160}))?"
)
_ROW_STOP = phrase(r"\n[ ]{0,20}\n|^[ ]{0,40}(?:the |this |rationale|clinical|please)", flags=re.IGNORECASE | re.MULTILINE)


def ur_items(paged: PagedText) -> tuple[RequestWords, ...]:
    """What a utilization review denied or modified: the rows of its table, else the sentences that say so."""
    rows = _table_items(paged)
    return rows or tuple(_prose_items(paged))


def _table_items(paged: PagedText) -> tuple[RequestWords, ...]:
    text = paged.folded
    head = _TABLE_HEAD.search(text)
    if head is None:
        return ()
    at = head.end()
    items: list[RequestWords] = []
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


_GUIDELINE = phrase(
    r"^[ ]{0,40}(?:guidelines?(?:\(s\))?(?:/criteria)? (?:relied upon|used|cited|applied|referenced)|"
    r"(?:criteria|references?)(?:/guidelines?)?"
    r"(?: (?:used|relied upon|cited))?|evidence (?:cited|relied upon))[ ]{0,4}:?[ ]{0,8}(?:\n\s{0,8}|(?=\S))",
    flags=re.IGNORECASE | re.MULTILINE,
)


def ur_guideline(paged: PagedText) -> FormValue | None:
    """The guideline a utilization review says it relied upon: the words under that heading, up to the sentence's end."""
    match = _GUIDELINE.search(paged.folded)
    if match is None:
        return None
    stop = re.search(r"\.[ ]{0,20}(?:\n|$)|\n[ ]{0,20}\n|\f", paged.folded[match.end() : match.end() + 600])
    end = match.end() + (stop.start() + 1 if stop else 0)
    words = paged.clean(match.end(), end)
    return FormValue("guideline", words, match.end(), end) if len(words) > 3 else None
