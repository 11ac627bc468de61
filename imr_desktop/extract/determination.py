"""Reading a determination letter: pages in, `ParsedDetermination` out, and where each field stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from imr_desktop.extract import narrative
from imr_desktop.extract.dates import first_date
from imr_desktop.extract.formats.labelled import ItemHit, read_items
from imr_desktop.extract.formats.sentences import read_numbered, read_single_review
from imr_desktop.extract.header import HEAD_CHARS, read_header
from imr_desktop.extract.model import ParsedDetermination
from imr_desktop.extract.pagetext import PagedText, Quote
from imr_desktop.extract.patterns import phrase
from imr_desktop.extract.people import find_age, find_credentials, find_sex, tidy_specialty
from imr_desktop.extract.sections import Heading, find_headings, section

_SUMMARY_OPENING = phrase(
    r"\s{0,200}the (?:(?:expert|physician|medical) reviewer developed[^:]{0,300}?records?\s{0,6}:"
    r"|reviewer prepared this clinical case summary from the case file\."
    r"|(?:following )?(?:clinical )?(?:case )?summary (?:below )?(?:was|is|has been) [^:.]{0,300}?(?:records?|"
    r"case file)\s{0,6}[:.])"
)
_SUMMARY_ENDS = (
    "issues",
    "how",
    "issue",
    "documents",
    "guidelines",
    "rationale",
    "qualifications",
    "attestation",
    "signature",
)
_TITLE = phrase(
    r"(?:notice of independent medical review determination|medical professional review\b|"
    r"independent medical review (?:final )?determination|final determination letter)"
)
_NOTICE_DATES = (
    ("application_received", phrase(r"application for independent medical review (?:\(imr\) )?was (?:filed|received) on ")),
    (
        "ur_denial_date",
        phrase(r"utilization review (?:denial|decision|modification|denial/modification) (?:that was )?dated "),
    ),
    ("date_assigned", phrase(r"notice of assignment and request for information[^.]{0,120}? on ")),
)
_NO_AFFILIATION = phrase(r"[^.:\[]{0,120}(?:has|having) no affiliation with[^.]{0,600}\.")
_OWN_JUDGMENT = phrase(
    r"the (?:(?:expert|physician|medical) )?reviewer[^.:\[]{0,200}"
    r"(?:based on a review of|reading|having reviewed) the (?:whole )?case file,?"
    r" (?:including|with) (?:all|the) medical records[^.:]{0,200}[.:]"
)
_QUALIFICATION = phrase(
    r"[^.:\[]{0,120}active clinical practice for more than five years[^:\[]{0,900}strength of evidence[^.:]{0,200}\."
)
_NUMBERED = phrase(r"^[ ]{0,80}\d{1,2}[.)]", flags=re.MULTILINE)
_NOT_MADE = "not yet made this statement"


@dataclass(frozen=True)
class LetterReading:
    """A parsed letter and the exact words its values rest on, by field name ("age", "items.1", "attestations.…")."""

    parsed: ParsedDetermination
    quotes: dict[str, Quote]


def parse_determination(pages: Sequence[str]) -> ParsedDetermination | None:
    """Read a determination from its pages' text; None where the text is no determination.

    Reads all published layouts from 2013 on. Blank lines, line width and page breaks make no difference. What the letter
    does not say is None. Time is bounded for any text.
    """
    reading = read_determination(pages)
    return reading.parsed if reading else None


def read_determination(pages: Sequence[str]) -> LetterReading | None:
    """As `parse_determination`, with the exact words of each value."""
    letter = PagedText.of(pages)
    headings = find_headings(letter.folded)
    if not _is_determination(letter.folded, headings):
        return None
    values, spans = _fields(letter, headings)
    items = _items(letter, headings)
    for number, hit in enumerate(items, 1):
        spans[f"items.{number}"] = (hit.start, hit.end)
    _attestations(letter.folded, spans)
    parsed = ParsedDetermination(**values, items=tuple(hit.item for hit in items))
    return LetterReading(parsed, {name: letter.quote(*span) for name, span in spans.items()})


def _is_determination(text: str, headings: tuple[Heading, ...]) -> bool:
    names = {heading.name for heading in headings}
    if "how" in names and names & {"summary", "issues"}:
        return True
    if {"summary", "issues"} <= names:
        return True
    return bool(_TITLE.search(text, 0, HEAD_CHARS) and names & {"summary", "issue", "issues", "qualifications"})


def _fields(letter: PagedText, headings: tuple[Heading, ...]) -> tuple[dict[str, Any], dict[str, tuple[int, int]]]:
    text = letter.folded
    head_end = min(
        [heading.start for heading in headings if heading.name in ("how", "summary", "issue")] + [HEAD_CHARS, len(text)]
    )
    values: dict[str, Any] = {}
    spans: dict[str, tuple[int, int]] = {}
    for name, field in read_header(text, head_end).items():
        values[name], spans[name] = field.value, (field.start, field.end)
    _credentials(letter, headings, values, spans)
    summary = section(headings, "summary", len(text), _SUMMARY_ENDS)
    if summary:
        _summary(letter, summary, values, spans)
    _dates_in_prose(text, summary, values, spans)
    return values, spans


def _credentials(
    letter: PagedText, headings: tuple[Heading, ...], values: dict[str, Any], spans: dict[str, tuple[int, int]]
) -> None:
    place = section(headings, "how", len(letter.folded)) or section(headings, "qualifications", len(letter.folded))
    start, end = place or (0, min(HEAD_CHARS, len(letter.folded)))
    hits = find_credentials(letter.folded, start, end)
    for name, span in (("licensure", hits.licensure), ("specialty", hits.specialty)):
        words = letter.clean(*span).strip(" .,") if span else ""
        if span and words:
            values[name] = tidy_specialty(words) if name == "specialty" else words
            spans[name] = span


def _summary(letter: PagedText, span: tuple[int, int], values: dict[str, Any], spans: dict[str, tuple[int, int]]) -> None:
    start, end = span
    opening = _SUMMARY_OPENING.match(letter.folded, start, end)
    start = opening.end() if opening else start
    words = letter.clean(start, end)
    if words:
        values["summary"], spans["summary"] = words, (start, end)
    age = find_age(letter.folded, start, end)
    if age:
        values["age"], spans["age"] = age.value, (age.start, age.end)
    sex = find_sex(letter.folded, start, end, age)
    if sex:
        values["sex"], spans["sex"] = sex.value, (age.start if age and age.start < sex.start else sex.start, sex.end)


def _dates_in_prose(
    text: str, summary: tuple[int, int] | None, values: dict[str, Any], spans: dict[str, tuple[int, int]]
) -> None:
    for name, cue in _NOTICE_DATES:
        match = cue.search(text) if name not in values else None
        found = first_date(text, match.end(), match.end() + 24) if match else None
        if match and found:
            values[name], spans[name] = found.value, (match.start(), found.end)
    for name, look in (("date_of_injury", narrative.injury_date), ("ur_denial_date", narrative.ur_date)):
        found = look(text, *summary) if summary and name not in values else None
        if found:
            values[name], spans[name] = found.value, (found.start, found.end)


def _items(letter: PagedText, headings: tuple[Heading, ...]) -> tuple[ItemHit, ...]:
    length = len(letter.folded)
    issues = section(headings, "issues", length, ("signature", "attestation", "documents"))
    labelled = read_items(letter, *(issues or (0, length)))
    if labelled:
        return labelled
    issue = section(headings, "issue", length)
    if issue:
        rationale = next((heading for heading in headings if heading.name == "rationale"), None)
        heading = letter.folded[rationale.start : rationale.end] if rationale else "not"
        denied = bool(re.search(r"\bnot\b", heading, re.IGNORECASE))
        return read_single_review(
            letter, issue, section(headings, "guidelines", length), section(headings, "rationale", length), denied
        )
    start = issues[0] if issues is not None and _listed(letter.folded, *issues) else 0
    signed = next((heading.start for heading in headings if heading.name == "signature" and heading.start > start), length)
    return read_numbered(letter, start, signed)


def _listed(text: str, start: int, end: int) -> bool:
    return _NUMBERED.search(text, start, end) is not None


def _attestations(text: str, spans: dict[str, tuple[int, int]]) -> None:
    """The letter's fixed paragraphs, as the words the reviewer's own statements rest on."""
    for name, pattern in (
        ("no_affiliation", _NO_AFFILIATION),
        ("qualification", _QUALIFICATION),
        ("own_judgment", _OWN_JUDGMENT),
    ):
        match = pattern.search(text)
        if match and _NOT_MADE not in text[max(0, match.start() - len(_NOT_MADE) - 20) : match.end()]:
            spans[f"attestations.{name}"] = match.span()
