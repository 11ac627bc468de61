"""Places of a record that name a thing without saying it of the patient: headers, letterheads, empty form rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from imr_desktop.case.model import Case, Document
from imr_desktop.preflight.data import compile_any, spaced, table
from imr_desktop.preflight.thesaurus import looks_for

_CHECKED = re.compile(r"\[ ?[xX✓✔] ?\]|[☒☑✓✔■]|\( ?[xX] ?\)")
_SERVICES = frozenset(["therapy note", "acupuncture note", "electrodiagnostic study", "imaging", "lab", "operative report"])
"""Documents of those who do the thing: their letterhead says that it was done."""


class Furniture:
    """The lines that stand at the top or bottom of several pages, numbers aside: one place, not many."""

    def __init__(self, record: Mapping[int, str]) -> None:
        """Look at the edges of every page once."""
        counts = Counter(form for text in record.values() for form in {_form(line) for line in _edges(text)})
        most = table("thesaurus.toml")["noise"]["copies"]
        self._repeated = frozenset(form for form, count in counts.items() if form and count >= most)

    def form(self, line: str, text: str) -> str:
        """What such a line is on all of its pages; empty for a line that is none, or stands in the midst of its page."""
        form = _form(line)
        return form if form in self._repeated and line in _edges(text) else ""


def line_of(text: str, span: tuple[int, int]) -> tuple[str, int]:
    """The line of a place in a page's text, and where it starts."""
    start = text.rfind("\n", 0, span[0]) + 1
    stop = text.find("\n", span[1])
    return text[start : stop if stop >= 0 else len(text)], start


def is_noise(text: str, span: tuple[int, int], case: Case, page: int, terms: tuple[str, ...]) -> bool:
    """Whether the words at a place of a page's text say nothing of the patient.

    A letterhead over a document that is itself about the thing does: a therapist's over a therapy note.
    """
    line, start = line_of(text, span)
    before, after = line[: span[0] - start], line[span[1] - start :]
    if _empty_row(line, before, after) or _names_someone(line, before) or _is_patient(text[slice(*span)], before, after):
        return True
    if _letterhead().search(line) is None or line not in _edges(text):
        return False
    return not _about(case.document_at(page), page, terms)


def _about(document: Document | None, page: int, terms: tuple[str, ...]) -> bool:
    """Whether a page is the first of a document about the thing."""
    first = document is not None and page == document.first_page
    return document is not None and first and (document.type in _SERVICES or looks_for(terms, document.title))


def _empty_row(line: str, before: str, after: str) -> bool:
    """Whether the words are a form's, with nothing put in: an empty box beside them, or a line to write on."""
    if _CHECKED.search(line):
        return False
    return _rule("unchecked").search(before) is not None or _rule("blank_after").match(after) is not None


def _names_someone(line: str, before: str) -> bool:
    """Whether the words are of a specialty or of somebody's title."""
    return _lines().match(line.strip()) is not None or _rule("after_name").search(before) is not None


def _is_patient(words: str, before: str, after: str) -> bool:
    """Whether "Pt" is the patient, not physical therapy: so written, and nothing about it speaks of visits."""
    if _rule("patient").search(words) is None:
        return False
    return _rule("patient_before").search(before) is None and _rule("patient_after").match(after) is None


def _edges(text: str) -> list[str]:
    lines = [line for line in text.split("\n") if line.strip()]
    edge: int = table("thesaurus.toml")["noise"]["edge"]
    return [*lines[:edge], *lines[edge:][-edge:]]


def _form(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.lower().split()))


@cache
def _rule(name: str) -> re.Pattern[str]:
    regex: str = table("thesaurus.toml")["noise"][name]
    return re.compile(spaced(regex), 0 if name == "patient" else re.IGNORECASE)


@cache
def _letterhead() -> re.Pattern[str]:
    return _rule("letterhead")


@cache
def _lines() -> re.Pattern[str]:
    return compile_any(table("thesaurus.toml")["noise"]["line"])
