"""What a person reads in a page by eye: that it was read, words put right, text typed. The file stays as it came."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from imr_desktop.case.model import Case, PageNote, PageVerdict, WordCorrection

_replace = msgspec.structs.replace
Box = tuple[float, float, float, float]


def read_by_eye(case: Case, pages: Iterable[int], at: datetime) -> Case:
    """Note that a person read these pages by eye; what a machine read on them counts as read from then on.

    A page whose words nobody knows stays not read: that it was looked at is noted, its words are not.
    """
    for page in sorted(set(pages)):
        if 1 <= page <= case.page_count:
            case = _noted(case, _replace(note_of(case, page), read_at=at))
    return case


def correct_word(case: Case, page: int, box: Box, was: str, text: str, at: datetime) -> Case:
    """Note a word of a page as it stands there; `box` as fractions of the upright picture, empty `text`: no word at all."""
    note = note_of(case, page)
    earlier = next((one for one in note.corrections if one.box == box and one.text == was), None)
    kept = tuple(one for one in note.corrections if one is not earlier)
    made = WordCorrection(box, earlier.was if earlier else was, text, at)
    return _noted(case, _replace(note, corrections=(*kept, made)))


def type_page(case: Case, page: int, text: str) -> Case:
    """Note what stands on a page as a person types it, in place of what was read before; empty: that stands again."""
    return _noted(case, _replace(note_of(case, page), text=text))


def note_of(case: Case, page: int) -> PageNote:
    """The note on a page, an empty one where there is none."""
    return next((note for note in case.page_notes if note.page == page), PageNote(page))


def _noted(case: Case, note: PageNote) -> Case:
    kept = tuple(old for old in case.page_notes if old.page != note.page)
    notes = (*kept, note) if note != PageNote(note.page, role=note.role) else kept
    case = _replace(case, page_notes=tuple(sorted(notes, key=lambda one: one.page)))
    return _with_verdict(case, note.page, _after(verdict(case, note.page), note))


def _after(before: PageVerdict, note: PageNote) -> PageVerdict:
    """What a page is with a note, as the layers of its text say it; without its text all is as before."""
    if before == "not read" and note.text:
        before = "doubtful"
    return "read" if before == "doubtful" and note.read_at else before


def verdict(case: Case, page: int) -> PageVerdict:
    """How far a page is read."""
    if any(page in file.unreadable for file in case.files):
        return "not read"
    return "doubtful" if any(page in file.doubtful for file in case.files) else "read"


def _with_verdict(case: Case, page: int, now: PageVerdict) -> Case:
    if verdict(case, page) == now:
        return case

    def pages(old: tuple[int, ...], *, here: bool) -> tuple[int, ...]:
        return tuple(sorted({*old, page} if here else {*old} - {page}))

    return _replace(
        case,
        files=tuple(
            _replace(
                file,
                unreadable=pages(file.unreadable, here=now == "not read"),
                doubtful=pages(file.doubtful, here=now == "doubtful"),
            )
            if file.first_page <= page < file.first_page + file.pages
            else file
            for file in case.files
        ),
    )
