"""Turning pages of the record by hand: a note over the page, the file itself stays as it came."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import msgspec

from imr_desktop.case.model import Case, CommentRole, PageNote, Turn

_FULL = 360
_replace = msgspec.structs.replace


def turns(case: Case) -> dict[int, int]:
    """By how many degrees clockwise the reviewer turned pages, for those that were turned."""
    return {note.page: note.turned for note in case.page_notes if note.turned}


def turn_page(case: Case, pages: Iterable[int], by: int, role: CommentRole = "first reviewer") -> Case:
    """Turn pages clockwise `by` 90, 180 or 270 degrees more, -90 for the other way round; full turns leave no note.

    Raises ValueError for what is no quarter turn.
    """
    if by % 90:
        raise ValueError(f"pages turn by quarters, not by {by} degrees")
    notes = {note.page: note for note in case.page_notes}
    for page in set(pages):
        if 1 <= page <= case.page_count:
            note = notes.get(page) or PageNote(page, role=role)
            notes[page] = _replace(note, turned=cast(Turn, (note.turned + by) % _FULL))
    return _replace(case, page_notes=tuple(note for _page, note in sorted(notes.items()) if _says(note)))


def _says(note: PageNote) -> bool:
    return bool(note.turned or note.read_at or note.text or note.corrections)
