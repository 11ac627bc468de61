"""How far pages were read, brought into a case that was changed meanwhile; what a machine read no undo takes back."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from imr_desktop.case.model import Case, CaseFile, PageNote
from imr_desktop.case.seen import carry_seen

_replace = msgspec.structs.replace


def take_states(case: Case, files: Iterable[CaseFile]) -> Case:
    """The case with pages' states as these files say them; files it does not hold, or holds at another place, say nothing."""
    known = {_place(file): file for file in files}
    taken = tuple(_with_states(file, known.get(_place(file), file)) for file in case.files)
    return case if taken == case.files else _replace(case, files=taken)


def carry_states(case: Case, later: Case) -> Case:
    """The case with pages' states as `later` has them, but for pages that the two note differently.

    For undo: what a machine read since stays read, and what the reviewer did to a page is taken back with the page's state.
    """
    if case.files is later.files or case.files == later.files:
        return case
    own = {note.page for note in _words_of(case) ^ _words_of(later)}
    theirs = {_place(file): file for file in later.files}
    return take_states(case, [_mixed(file, theirs[_place(file)], own) for file in case.files if _place(file) in theirs])


def is_same_but_read(case: Case, later: Case) -> bool:
    """Whether two states of a case differ at most in what is known of its pages: that they were shown, or read by machine."""
    return case is later or carry_states(carry_seen(case, later), later) == later


def _mixed(file: CaseFile, later: CaseFile, own: set[int]) -> CaseFile:
    def pages(ours: Iterable[int], theirs: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted({page for page in ours if page in own} | {page for page in theirs if page not in own}))

    return _replace(file, unreadable=pages(file.unreadable, later.unreadable), doubtful=pages(file.doubtful, later.doubtful))


def _with_states(file: CaseFile, known: CaseFile) -> CaseFile:
    if (file.unreadable, file.doubtful) == (known.unreadable, known.doubtful):
        return file
    return _replace(file, unreadable=known.unreadable, doubtful=known.doubtful)


def _words_of(case: Case) -> set[PageNote]:
    """What the notes say of pages' words: how a page is turned says nothing of them."""
    return {_replace(note, turned=0) for note in case.page_notes if note.read_at or note.text or note.corrections}


def _place(file: CaseFile) -> tuple[str, int, int]:
    return file.digest, file.first_page, file.pages
