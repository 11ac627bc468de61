"""One writer: undo, merging, autosave, checks, a full disk, a signed case."""

from datetime import UTC, datetime
from functools import partial

import pytest

from imr_desktop.case import edits
from imr_desktop.case.model import CaseFile, Document, SignedLetter
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.tasks import Tasks


@pytest.fixture
def session(bench, qapp, small_case):
    made = CaseSession(bench, Tasks(inline=True))
    made.open(small_case)
    yield made
    made.close(discard=True)
    made.deleteLater()


def _text(text, case):
    return edits.set_summary(case, text)


def test_an_edit_is_told_and_can_be_undone_and_redone(session, qtbot):
    with qtbot.waitSignal(session.case_changed):
        session.apply("Edit summary", partial(_text, "One."))
    assert session.case.summary == "One."
    assert session.undo_stack.undoText() == "Edit summary"
    session.undo_stack.undo()
    assert session.case.summary == ""
    session.undo_stack.redo()
    assert session.case.summary == "One."


def test_the_same_merge_key_makes_one_step(session):
    for text in ("O", "On", "One"):
        session.apply("Edit summary", partial(_text, text), "summary")
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert session.case.summary == ""


def test_other_keys_and_no_key_stay_apart(session):
    session.apply("Edit summary", partial(_text, "a"), "summary")
    session.apply("Edit rationale", lambda case: edits.change_item(case, "i1", rationale="b"), "rationale")
    session.apply("Decide", lambda case: edits.decide(case, "i1", "Upheld"))
    session.apply("Decide", lambda case: edits.decide(case, "i1", "Overturned"))
    assert session.undo_stack.count() == 4


def test_what_was_read_stays_read_whatever_is_undone(session):
    session.open(edits.add_files(session.case, [CaseFile("d", "a.pdf", 2, 1)], [Document("x", "d", "RFA", "rfa", 1, 2)]))
    session.apply("Edit summary", partial(_text, "One."))
    session.note_opened("x", datetime(2026, 3, 2, tzinfo=UTC))
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert session.case.summary == ""
    assert session.case.documents[0].opened is not None


def test_an_edit_that_changes_nothing_is_no_step(session):
    assert session.apply("Nothing", lambda case: case)
    assert session.undo_stack.count() == 0


def test_an_edit_of_something_gone_leaves_all_as_it_was(session):
    assert not session.apply("Decide", lambda case: edits.decide(case, "gone", "Upheld"))
    assert session.undo_stack.count() == 0


def test_a_signed_case_refuses(session, small_case, qtbot, bench):
    from datetime import UTC, datetime

    session.replace(edits.mark_signed(small_case, SignedLetter("x.pdf", "0" * 64, datetime.now(UTC))))
    with qtbot.waitSignal(session.refused) as told:
        assert not session.apply("Edit", partial(_text, "x"))
    assert "read-only" in told.args[0]
    assert session.case.summary == ""


def test_autosave_follows_the_last_change(session, bench, qtbot):
    with qtbot.waitSignal(session.saved, timeout=3000):
        session.apply("Edit", partial(_text, "a"), "summary")
        session.apply("Edit", partial(_text, "ab"), "summary")
    assert [case.summary for case in bench.saved] == ["ab"]
    assert not session.unsaved


def test_checks_follow_and_only_the_case_as_it_stands_is_told(session, bench, qtbot):
    before = len(bench.checked)
    with qtbot.waitSignal(session.checked, timeout=3000) as told:
        session.apply("Edit", partial(_text, "a"), "summary")
        session.apply("Edit", partial(_text, "ab"), "summary")
    assert len(bench.checked) == before + 1
    assert told.args[0].case is session.case


def test_a_full_disk_is_told_and_saved_later(session, bench, qtbot):
    bench.full = True
    with qtbot.waitSignal(session.save_failed, timeout=3000) as told:
        session.apply("Edit", partial(_text, "kept"))
    assert "No space left" in told.args[0]
    assert session.unsaved
    assert session.case.summary == "kept"
    bench.full = False
    with qtbot.waitSignal(session.saved):
        session.save_now()
    assert bench.saved[-1].summary == "kept"


def test_closing_stores_first_and_stays_open_where_it_cannot(session, bench, qtbot):
    session.apply("Edit", partial(_text, "last words"))
    bench.full = True
    assert not session.close()
    assert session.case is not None
    bench.full = False
    with qtbot.waitSignal(session.closed):
        assert session.close()
    assert bench.saved[-1].summary == "last words"
    assert session.case is None


def test_a_new_case_is_stored_though_nothing_was_edited(session, bench, small_case, qtbot):
    session.close()
    with qtbot.waitSignal(session.saved, timeout=3000):
        session.open(edits.set_field(small_case, number="CM26-0000008"), stored=False)
    assert bench.saved[-1].number == "CM26-0000008"
