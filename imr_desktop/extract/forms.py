"""What the papers of a dispute say in labels and prose: dates and numbers, the track, the guideline relied upon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from imr_desktop.extract.dates import first_date, labelled_date
from imr_desktop.extract.doctypes import document_types
from imr_desktop.extract.pagetext import PagedText
from imr_desktop.extract.patterns import phrase

_VALUE_CHARS = 70


class FormValue(NamedTuple):
    """A value read from a form and where it stands in its text."""

    key: str
    value: Any
    start: int
    end: int


_NUMBER = phrase(r"(?<![A-Z\d-])CM\d{2}-?\d{5,8}\b")  # an EAMS number (ADJ1234567) or a claim's is none
_IMR_CASE = phrase(r"\bimr case(?: (?:number|no\.?))?\s{0,4}:? (?P<n>CM\d{2}-?\d{5,8})\b")
_ASSIGNED = phrase(r"\bnotice of assignment (?:dated|of|on) ")
_COMPLETE = phrase(r"\b(?:records?|file) (?:were |was )?complete(?:d)? (?:on|as of) ")
_CHECKED = r"(?:\[\s?[xX\u2713\u2714]\s?\]|\([xX]\)|[\u2611\u2612\u2713\u2714])"
_TRACK = phrase(rf"{_CHECKED}[ ]{{0,4}}(?P<track>regular|standard|expedited|formulary)\b")


def labelled_fields(paged: PagedText, type_: str) -> Iterator[FormValue]:
    """The values that stand after the labels which the table of document types gives for this one."""
    fields = next((entry.fields for entry in document_types() if entry.key == type_), ())
    for key, label in fields:
        for match in label.finditer(paged.folded):
            found = _labelled(paged.folded, key, match)
            if found:
                yield found
                break


def _labelled(text: str, key: str, label: re.Match[str]) -> FormValue | None:
    stop = min(len(text), label.end() + _VALUE_CHARS)
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


_GUIDELINE = phrase(
    r"^[ ]{0,40}(?:guidelines?(?:\(s\))?(?:/criteria)? (?:relied upon|used|cited|applied|referenced)|"
    r"(?:criteria|references?)(?:/guidelines?)?"
    r"(?: (?:used|relied upon|cited|applied|consulted|referenced))?|"
    r"evidence (?:cited|relied upon))[ ]{0,4}:?[ ]{0,8}(?:\n\s{0,8}|(?=\S))",
    flags=re.IGNORECASE | re.MULTILINE,
)
_MOST_CITED = 600
_NEXT = re.compile(
    r"[A-Z][\w /&'#-]{1,40}:|[A-Z][a-z]{2,14}[ ](?:no\.?[ ]|#[ ]?)?\d{1,2}\b|\(?\d{1,2}[.)][ ]|[A-Z][A-Z ]{5,60}$"
)
"""How a line begins that is no more of a citation: a label, a part of a series, an entry of a list, a heading."""
_CITING = re.compile(
    r"\b(?:mtus|acoem|odg|guidelines?|ccr|chapter|section|criteria|edition|schedule|(?:19|20)\d\d)\b", re.IGNORECASE
)


def _citation_end(text: str, start: int) -> int:
    """Where a citation ends: with its sentence or paragraph, or where a line below it begins something else; else at once."""
    end = start
    for line in text[start : start + _MOST_CITED].split("\f")[0].split("\n"):
        words = line.strip()
        new = words[:1].isupper() and not _CITING.search(words)
        if end > start and (not words or _NEXT.match(words) or (new and text[start:end].rstrip().endswith((")", ";")))):
            break
        end += len(line) + 1
        if words.endswith("."):
            break
    return min(end, len(text)) if end - start < _MOST_CITED else start


_IN_WORDS = re.compile(r"(?<![\w-])[A-Za-z]{3,}(?![\w-]*\d)")
"""What a guideline's name has, and a letter's reference number ("24-AP-7719") has not."""


def ur_guidelines(paged: PagedText) -> Iterator[FormValue]:
    """The guidelines a utilization review says it relied upon: the words under such a heading, up to the sentence's end."""
    for match in _GUIDELINE.finditer(paged.folded):
        end = _citation_end(paged.folded, match.end())
        words = paged.clean(match.end(), end).lstrip(" .,:;")
        if len(words) > 3 and _IN_WORDS.search(words):
            yield FormValue("guideline", words, match.end(), end)
