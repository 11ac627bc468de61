"""Pages that were shown, and pages that were turned: runs as sets of pages, documents that follow from them."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.case import edits, seen
from imr_desktop.case.merge import merge, resolve
from imr_desktop.case.model import Case, CaseFile, Document, PageNote
from imr_desktop.case.turning import turns

NOW, LATER = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC)
replace = msgspec.structs.replace
pages = st.frozensets(st.integers(1, 20))
runs = st.lists(st.tuples(st.integers(1, 20), st.integers(1, 20)).map(sorted).map(tuple), max_size=6)


def flat(of):
    return {page for first, last in of for page in range(first, last + 1)}


def record(*names, opened=()):
    """Files of ten pages, each with a document of six and one of four."""
    files = tuple(CaseFile(name, f"{name}.pdf", 10, 10 * at + 1) for at, name in enumerate(names))
    documents = tuple(
        Document(f"{file.digest}{part}", file.digest, "Report", "other", file.first_page + low, file.first_page + high)
        for file in files
        for part, low, high in ((1, 0, 5), (2, 6, 9))
    )
    marked = tuple(replace(one, opened=NOW) if one.id in opened else one for one in documents)
    return Case("c", files=files, documents=marked)


@given(runs, st.integers(1, 20), st.integers(1, 20))
def test_runs_are_sets_of_pages_in_order_and_apart(some, one, other):
    made, (first, last) = seen.joined(some), sorted((one, other))
    assert flat(made) == flat(some)
    assert all(before[1] + 1 < after[0] for before, after in zip(made, made[1:], strict=False))
    assert all(seen.holds(made, page) == (page in flat(some)) for page in range(22))
    assert flat(seen.left(made, first, last)) == set(range(first, last + 1)) - flat(some)


@given(st.lists(pages, max_size=4), st.sets(st.sampled_from(("a1", "a2", "b1"))))
def test_a_document_is_opened_once_all_its_pages_were_shown(steps, before):
    case, shown = record("a", "b", opened=before), set()
    shown |= {page for one in case.documents if one.opened for page in one.pages}
    for at, some in enumerate(steps):
        shown |= some
        case = edits.mark_seen(case, some, LATER.replace(hour=at))
    if steps and any(steps):
        assert flat(case.seen) == shown
    for document in case.documents:
        whole = set(document.pages) <= shown
        assert bool(document.opened) == whole
        assert (document.opened == NOW) == (document.id in before)
        assert flat(seen.not_shown(case, document)) == (set() if whole else set(document.pages) - shown)
    assert {one.id for one in seen.unseen_documents(case)} == {one.id for one in case.documents if not set(one.pages) & shown}


def test_what_was_seen_before_or_lies_outside_changes_nothing():
    case = edits.mark_seen(record("a"), {1, 2, 3}, NOW)
    assert edits.mark_seen(case, {2, 3, 0, 11, -1}, LATER) is case


@given(pages, pages)
def test_going_back_takes_nothing_back_of_what_was_seen(first, second):
    before = edits.mark_seen(record("a", "b"), first, NOW)
    after = edits.mark_seen(edits.set_summary(before, "One."), second, LATER)
    undone = edits.carry_seen(before, after)
    assert (undone.seen, undone.documents, undone.summary) == (after.seen, after.documents, "")


def test_pages_of_files_that_are_gone_are_not_carried_to_others():
    seen_all = edits.open_all_documents(record("a", "b"), NOW)
    assert edits.carry_seen(record("a"), seen_all).seen == ((1, 10),)
    assert edits.carry_seen(record("a", "c"), seen_all).seen == ((1, 10),)
    assert edits.carry_seen(record("b"), seen_all).seen == ()
    assert [one.opened for one in edits.carry_seen(record("a", "c"), seen_all).documents] == [NOW, NOW, None, None]


def test_copies_made_into_one_have_seen_what_either_has():
    base = record("a")
    ours, theirs = edits.mark_seen(base, {1, 2}, NOW), edits.mark_seen(base, {2, 3, 9}, NOW)
    merged = merge(base, ours, theirs)
    assert (merged.conflicts, merged.case.seen) == ((), ((1, 3), (9, 9)))
    here, there = edits.open_all_documents(record("a", "b"), NOW), edits.mark_seen(record("a", "c"), {12}, NOW)
    assert resolve(merge(base, here, there), {"files": "theirs"}).seen == ((1, 10), (12, 12))


@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from((90, 180, 270, -90))), max_size=8))
def test_turns_add_up_and_full_ones_leave_no_note(steps):
    case, sums = record("a"), {}
    for page, by in steps:
        case = edits.turn_page(case, (page,), by)
        sums[page] = (sums.get(page, 0) + by) % 360
    assert turns(case) == {page: by for page, by in sums.items() if by and 1 <= page <= 10}
    assert [note.page for note in case.page_notes] == sorted(turns(case))


def test_turning_keeps_what_else_was_noted_of_a_page():
    case = replace(record("a"), page_notes=(PageNote(2, read_at=NOW, text="Typed."),))
    turned = edits.turn_page(case, (2, 3), 90)
    assert turned.page_notes == (PageNote(2, 90, NOW, "Typed."), PageNote(3, 90))
    assert edits.turn_page(turned, (2, 3), 270) == case
    with pytest.raises(ValueError, match="45"):
        edits.turn_page(case, (2,), 45)
