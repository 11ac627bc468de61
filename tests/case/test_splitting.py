"""Where documents begin, by hand: pages stay, sources follow, nothing counts as opened that was not."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.case import edits, seen
from imr_desktop.case.model import Case, CaseFile, Document, Finding, SourceRef

NOW = datetime(2026, 3, 2, tzinfo=UTC)
acts = st.lists(st.tuples(st.sampled_from(["begin", "join", "earlier", "later"]), st.integers(1, 24)), max_size=8)


def record():
    files = (CaseFile("a", "a.pdf", 12, 1), CaseFile("b", "b.pdf", 12, 13))
    documents = (
        Document("a1", "a", "Report", "progress report", 1, 8),
        Document("a2", "a", "RFA", "rfa", 9, 12, opened=NOW),
        Document("b1", "b", "Imaging", "imaging", 13, 24),
    )
    case = Case("c", files=files, documents=documents)
    findings = tuple(Finding(f"f{page}", "Pain", sources=(case.source(page, "pain"),)) for page in range(1, 25))
    return msgspec.structs.replace(case, findings=findings)


@given(acts)
def test_every_page_stays_in_one_document_and_every_source_names_it(steps):
    case = record()
    shown = {page for first, last in seen.shown(case) for page in range(first, last + 1)}
    for at, (act, page) in enumerate(steps):
        if act == "begin":
            case = edits.begin_document(case, page, f"n{at}")
        elif act == "join":
            case = edits.join_document(case, page)
        else:
            case = edits.move_start(case, page, 1 if act == "later" else -1)
    assert [page for one in case.documents for page in one.pages] == list(range(1, 25))
    assert all(one.file == ("a" if one.last_page <= 12 else "b") for one in case.documents)
    for finding in case.findings:
        source = finding.sources[0]
        assert source.document == case.document_at(source.page).id
    assert {page for first, last in seen.shown(case) for page in range(first, last + 1)} == shown
    assert all(set(one.pages) <= shown for one in case.documents if one.opened)


@given(st.integers(1, 24))
def test_joining_what_was_split_gives_the_documents_back(page):
    case = record()
    whole = case.document_at(page)
    again = edits.join_document(edits.begin_document(case, page, "new"), page) if page != whole.first_page else case
    assert again.documents == case.documents
    assert again.findings == case.findings


def test_files_are_never_joined_and_a_new_document_says_that_it_is_not_known():
    case = record()
    assert edits.join_document(case, 14) is case
    assert edits.begin_document(case, 9, "new") is case
    new = edits.begin_document(case, 5, "new").document_at(6)
    assert (new.title, new.type, new.date, new.opened) == ("Document beginning on p. 5", "other", None, None)
    assert edits.begin_document(case, 10, "new").document_at(11).opened == NOW


def test_a_moment_without_a_zone_as_a_file_may_tell_one_is_utc():
    case, later = record(), NOW.replace(tzinfo=None, year=2030)
    first = msgspec.structs.replace(case.documents[0], opened=later)
    joined = edits.join_document(msgspec.structs.replace(case, documents=(first, *case.documents[1:])), 9)
    assert joined.document_at(9).opened == later


@given(st.integers(1, 24), st.sampled_from([-1, 1]))
def test_a_start_moves_by_a_page_and_back(page, by):
    case = record()
    moved = edits.move_start(case, page, by)
    one = case.document_at(page)
    if one.id in ("a1", "b1"):
        assert moved is case  # nothing of the same file stands before
        return
    assert next(other for other in moved.documents if other.id == one.id).first_page == one.first_page + by
    back = edits.move_start(moved, one.last_page, -by)
    assert [other.pages for other in back.documents] == [other.pages for other in case.documents]
    assert back.findings == case.findings


def test_a_guess_is_settled_by_hand_and_what_a_document_is_can_be_said():
    case = record()
    rfa = msgspec.structs.replace(case.documents[1], doubt=0.6)
    case = msgspec.structs.replace(case, documents=(case.documents[0], rfa, case.documents[2]))
    assert edits.begin_document(case, 9, "").documents[1].doubt == 0
    assert edits.move_start(case, 9, 1).documents[1].doubt == 0
    told = edits.describe_document(case, "b1", "Dispensing record", "other", "pharmacy", NOW.date(), "A. Sample, RPh")
    assert told.documents[2].pages == case.documents[2].pages
    assert (told.documents[2].title, told.documents[2].kind, told.documents[2].date) == (
        "Dispensing record",
        "pharmacy",
        NOW.date(),
    )
    assert edits.describe_document(told, "b1", "Dispensing record", "other", "pharmacy", NOW.date(), "A. Sample, RPh") is told


def test_the_reviewers_own_texts_are_no_documents():
    case = msgspec.structs.replace(record(), findings=(Finding("f", "x", sources=(SourceRef("summary", 0),)),))
    assert edits.begin_document(case, 5, "new").findings is case.findings
