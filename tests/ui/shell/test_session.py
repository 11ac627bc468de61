"""One writer: undo, merging, autosave, checks, a full disk, a signed case."""

from datetime import UTC, datetime
from functools import partial

import pytest

from imr_desktop.case import edits
from imr_desktop.case.model import CaseFile, Document, SignedLetter
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.tasks import Tasks


@pytest.fixture
def session(services, qapp, small_case):
    made = CaseSession(services, Tasks(inline=True))
    made.open(small_case)
    yield made
    made.close(discard=True)
    made.deleteLater()


def test_an_edit_is_told_and_can_be_undone_and_redone(session, qtbot):
    with qtbot.waitSignal(session.case_changed):
        session.apply("Edit summary", edits.set_summary, "One.")
    assert session.case.summary == "One."
    assert session.undo_stack.undoText() == "Edit summary"
    session.undo_stack.undo()
    assert session.case.summary == ""
    session.undo_stack.redo()
    assert session.case.summary == "One."


def test_the_same_merge_key_makes_one_step(session):
    for text in ("O", "On", "One"):
        session.apply("Edit summary", edits.set_summary, text, merge="summary")
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert session.case.summary == ""


def test_other_keys_and_no_key_stay_apart(session):
    session.apply("Edit summary", edits.set_summary, "a", merge="summary")
    session.apply("Edit rationale", edits.change_item, "i1", rationale="b", merge="rationale")
    session.apply("Decide", edits.decide, "i1", "Upheld")
    session.apply("Decide", edits.decide, "i1", "Overturned")
    assert session.undo_stack.count() == 4


def test_what_was_read_stays_read_whatever_is_undone(session):
    session.open(edits.add_files(session.case, [CaseFile("d", "a.pdf", 2, 1)], [Document("x", "d", "RFA", "rfa", 1, 2)]))
    session.apply("Edit summary", edits.set_summary, "One.")
    session.note_seen((1, 2), datetime(2026, 3, 2, tzinfo=UTC))
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert session.case.summary == ""
    assert session.case.documents[0].opened is not None


def test_an_edit_that_changes_nothing_is_no_step(session):
    assert session.apply("Nothing", lambda case: case)
    assert session.undo_stack.count() == 0


def test_an_edit_of_something_gone_leaves_all_as_it_was(session):
    assert not session.apply("Decide", edits.decide, "gone", "Upheld")
    assert session.undo_stack.count() == 0


def test_a_signed_case_refuses(session, small_case, qtbot, services):
    from datetime import UTC, datetime

    session.replace(edits.mark_signed(small_case, SignedLetter("x.pdf", "0" * 64, datetime.now(UTC))))
    with qtbot.waitSignal(session.refused) as told:
        assert not session.apply("Edit", edits.set_summary, "x")
    assert "read-only" in told.args[0]
    assert session.case.summary == ""


def test_autosave_follows_the_last_change(session, services, qtbot):
    with qtbot.waitSignal(session.saved, timeout=3000):
        session.apply("Edit", edits.set_summary, "a", merge="summary")
        session.apply("Edit", edits.set_summary, "ab", merge="summary")
    assert [case.summary for case in services.saved] == ["ab"]
    assert not session.unsaved


def test_checks_follow_and_only_the_case_as_it_stands_is_told(session, services, qtbot):
    before = len(services.checked)
    with qtbot.waitSignal(session.checked, timeout=3000) as told:
        session.apply("Edit", edits.set_summary, "a", merge="summary")
        session.apply("Edit", edits.set_summary, "ab", merge="summary")
    assert len(services.checked) == before + 1
    assert told.args[0].case is session.case


def test_a_full_disk_is_told_and_saved_later(session, services, qtbot):
    services.full = True
    with qtbot.waitSignal(session.save_failed, timeout=3000) as told:
        session.apply("Edit", edits.set_summary, "kept")
    assert "No space left" in told.args[0]
    assert session.unsaved
    assert session.case.summary == "kept"
    services.full = False
    with qtbot.waitSignal(session.saved):
        session.save_now()
    assert services.saved[-1].summary == "kept"


def test_closing_stores_first_and_stays_open_where_it_cannot(session, services, qtbot):
    session.apply("Edit", edits.set_summary, "last words")
    services.full = True
    assert not session.close()
    assert session.case is not None
    services.full = False
    with qtbot.waitSignal(session.closed):
        assert session.close()
    assert services.saved[-1].summary == "last words"
    assert session.case is None


def test_a_new_case_is_stored_though_nothing_was_edited(session, services, small_case, qtbot):
    session.close()
    with qtbot.waitSignal(session.saved, timeout=3000):
        session.open(edits.set_field(small_case, number="CM26-0000008"), stored=False)
    assert services.saved[-1].number == "CM26-0000008"


# --- a throttle, no debounce


def _keep_typing(session, qtbot, rounds=12, every=120):
    """Changes that follow one another faster than any pause, for longer than a save may wait."""
    for count in range(rounds):
        session.apply("Type in summary", edits.set_summary, "x" * (count + 1), merge="summary")
        qtbot.wait(every)


def test_typing_on_puts_no_save_off(session, services, qtbot):
    _keep_typing(session, qtbot)
    assert len(services.saved) >= 2, "stored while typing went on"


def test_typing_on_puts_no_check_off(session, services, qtbot):
    before, told = len(services.checked), []
    session.checked.connect(told.append)
    _keep_typing(session, qtbot)
    assert len(services.checked) >= before + 2
    assert told, "and what they found is told"


def test_saving_is_said_with_the_first_key_and_saved_only_when_nothing_differs(session, services, qtbot):
    said = []
    session.saving.connect(partial(said.append, "saving"))
    session.saved.connect(lambda _at: said.append("saved"))
    session.flush_requested.connect(partial(_told, session, ["Words."]))
    session.note_typing()
    assert said == ["saving"], "while the text is in the editor alone"
    qtbot.waitUntil(lambda: said[-1] == "saved", timeout=3000)
    assert services.saved[-1].summary == "Words."
    assert said == ["saving", "saved"]


def _told(session, left):
    """An editor that tells what it holds when it is asked."""
    if left:
        session.apply("Type in summary", edits.set_summary, left.pop(), merge="summary")


def test_a_step_of_typing_is_one_version_while_it_goes_on(session, services, qtbot):
    for text in ("a", "ab", "abc"):
        session.apply("Type in summary", edits.set_summary, text, merge="summary")
        session.save_now()
    session.apply("Decide", edits.decide, "i1", "Upheld")
    session.save_now()
    assert services.unfinished == [False, True, True, False]
    assert services.based_on == [None, 1, 2, 3]


# --- one undo


def test_typing_is_cut_into_steps_by_a_pause(session, qtbot, monkeypatch):
    session.note_typing()
    session.apply("Type in summary", edits.set_summary, "One.", merge="summary")
    qtbot.wait(1200)
    session.apply("Type in summary", edits.set_summary, "One. Two.", merge="summary")
    assert session.undo_stack.count() == 2
    session.undo()
    assert session.case.summary == "One."


def test_words_typed_and_deleted_again_are_no_step(session):
    for text in ("a", "ab", "a", ""):
        session.apply("Type in summary", edits.set_summary, text, merge="summary")
    assert session.undo_stack.count() == 0


def test_undo_goes_back_to_the_start_of_the_sitting(session):
    for count in range(600):
        session.apply("Edit", edits.set_summary, f"step {count}")
    while session.undo():
        pass
    assert session.case.summary == ""


def test_undo_takes_what_is_typed_and_not_told_as_its_step(session):
    session.apply("Decide", edits.decide, "i1", "Upheld")
    session.flush_requested.connect(partial(_told, session, ["typed"]))
    session.note_typing()
    assert session.undoable
    session.undo()
    assert (session.case.summary, session.case.items[0].decision) == ("", "Upheld")


# --- nothing else writes meanwhile


def test_a_refused_save_offers_a_case_of_its_own(session, services, qtbot):
    from imr_desktop.errors import StoreSigned

    before = session.case.id
    services.refuses = StoreSigned("Not saved: the case is signed in the vault.")
    with qtbot.waitSignals([session.save_failed, session.conflicted], timeout=3000):
        session.apply("Edit", edits.set_summary, "not lost")
    assert session.case.summary == "not lost"
    services.refuses = None
    session.part()
    assert session.flush()
    assert services.saved[-1].summary == "not lost"
    assert services.saved[-1].id not in ("", before)
    assert services.based_on[-1] == 0


def test_half_typed_words_are_kept_and_given_back(session, services, small_case, qtbot):
    session.draft("finding", "Taut ba")
    assert session.unsaved
    qtbot.waitUntil(lambda: services.drafts == {"finding": "Taut ba"}, timeout=3000)
    session.draft("finding", "")
    assert session.close()
    assert services.drafts == {}
    with qtbot.waitSignal(session.drafts_found) as told:
        session.open(small_case, drafts={"comment": "Ask for"})
    assert told.args[0] == {"comment": "Ask for"}
