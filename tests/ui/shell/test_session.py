"""One writer: undo, merging, autosave, checks, a full disk, a signed case."""

import threading
from datetime import UTC, datetime
from functools import partial

import pytest

from imr_desktop.case import edits
from imr_desktop.case.model import CaseFile, Document, SignedLetter
from imr_desktop.ui import exclusive
from imr_desktop.ui.exclusive import StoredVersion
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


class SlowTasks(Tasks):
    """Runs nothing until it is told to: what comes back, and when, is the test's."""

    def __init__(self):
        super().__init__(inline=True)
        self.held = []

    def run(self, function, *args, **more):
        self.held.append((function, args, more))

    def go(self, at=0):
        function, args, more = self.held.pop(at)
        super().run(function, *args, **more)


@pytest.fixture
def slow(services, qapp, small_case):
    tasks = SlowTasks()
    made = CaseSession(services, tasks)
    made.open(small_case)
    yield made, tasks
    made.close(discard=True)
    made.deleteLater()


def test_one_save_at_a_time_so_that_no_older_one_overtakes(slow, services):
    session, tasks = slow
    tasks.held.clear()
    session.apply("Edit", edits.set_summary, "older")
    session.save_now()
    session.apply("Edit", edits.set_summary, "newer")
    session.save_now()
    assert len(tasks.held) == 1, "the newer waits for the older"
    tasks.go()
    assert [case.summary for case in services.saved] == ["older"]
    assert session.unsaved
    session.save_now()
    tasks.go()
    assert [case.summary for case in services.saved] == ["older", "newer"]
    assert not session.unsaved


def test_a_case_that_parts_from_the_stored_one_waits_for_no_save_of_that(slow, services):
    session, tasks = slow
    tasks.held.clear()
    session.apply("Edit", edits.set_summary, "on its way")
    session.save_now()
    session.part()
    assert session.flush()
    tasks.go()  # the save that was on its way lands late
    assert not session.unsaved
    session.apply("Edit", edits.set_summary, "of the parted one")
    assert session.flush()
    assert services.saved[-1].id == session.case.id != services.saved[1].id
    assert services.based_on == [0, None, 1]


def test_waiting_for_what_is_stored_takes_the_save_under_way_first(slow, services, qapp):
    session, tasks = slow
    tasks.held.clear()
    session.apply("Edit", edits.set_summary, "older")
    session.save_now()
    session.apply("Edit", edits.set_summary, "newer")
    thread = threading.Thread(target=tasks.held[0][0], args=tasks.held[0][1])
    thread.start()
    assert session.flush()
    thread.join()
    assert [case.summary for case in services.saved] == ["older", "newer"]
    assert services.based_on == [None, 1]


def test_a_check_of_an_older_case_is_dropped_unless_only_words_were_typed_since(slow):
    session, tasks = slow
    told = []
    session.checked.connect(told.append)
    tasks.go()
    assert [one.case.summary for one in told] == [""]
    session.apply("Type in summary", edits.set_summary, "a", merge="summary")
    session.check_now()
    session.apply("Type in summary", edits.set_summary, "ab", merge="summary")
    tasks.go()
    assert [one.case.summary for one in told] == ["", "a"], "typing goes on, the checks are told"
    session.check_now()
    session.apply("Decide", edits.decide, "i1", "Upheld")
    tasks.go()
    assert len(told) == 2, "it says nothing of the decision"
    session.check_now()
    tasks.go()
    assert told[-1].case is session.case


def test_a_check_of_a_case_that_was_closed_is_dropped(slow, small_case):
    session, tasks = slow
    told = []
    session.checked.connect(told.append)
    session.close()
    session.open(edits.with_id(small_case, "other"))
    tasks.go()
    assert told == []
    tasks.go()
    assert [one.case.id for one in told] == ["other"]


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


def _written(case, version, summary):
    return StoredVersion(edits.set_summary(case, summary), (version or 0) + 1)


def test_while_something_writes_the_case_edits_are_refused_with_a_sentence(slow, services):
    session, tasks = slow
    tasks.held.clear()
    refused, busy = [], []
    session.refused.connect(refused.append)
    session.busy_changed.connect(busy.append)
    session.flush_requested.connect(partial(_told, session, ["on the screen"]))
    session.note_typing()
    assert session.run_exclusive(
        "Being signed.", _written, "signed", on_done=lambda done: session.replace(*done), on_error=refused.append
    )
    assert services.saved[-1].summary == "on the screen", "what stands on the screen is stored, and given to the act"
    assert not session.apply("Edit", edits.set_summary, "vanishes")
    assert not session.undo()
    assert not session.run_exclusive("Again.", _written, "x", on_done=print, on_error=print)
    session.save_now()
    assert len(services.saved) == 1
    assert set(refused) == {"Being signed."}
    tasks.go()
    assert busy == ["Being signed.", ""]
    assert session.case.summary == "signed"
    assert not session.unsaved
    assert session.apply("Edit", edits.set_summary, "taken")


def test_half_typed_words_are_kept_once_nothing_else_writes_the_case(slow, services):
    session, tasks = slow
    tasks.held.clear()
    session.run_exclusive("Being signed.", _written, "signed", on_done=lambda done: session.replace(*done), on_error=print)
    session.draft("finding", "Taut ba")
    session.save_now()
    assert len(tasks.held) == 1, "they wait for its end"
    tasks.go()
    session.save_now()
    tasks.go()
    assert services.drafts == {"finding": "Taut ba"}
    assert not session.unsaved


def test_an_act_that_fails_leaves_the_case_as_it_stands(slow):
    session, tasks = slow
    tasks.held.clear()
    errors = []
    session.run_exclusive("Being signed.", lambda case, version: 1 / 0, on_done=print, on_error=errors.append)
    tasks.go()
    assert isinstance(errors[0], ZeroDivisionError)
    assert session.busy == ""
    assert session.apply("Edit", edits.set_summary, "goes on")


def test_closing_waits_for_what_writes_the_case(slow):
    session, tasks = slow
    tasks.held.clear()
    done = []
    session.run_exclusive("Being signed.", _written, "signed", on_done=done.append, on_error=print)
    thread = threading.Thread(target=tasks.held[0][0], args=tasks.held[0][1])
    thread.start()
    assert session.close()
    thread.join()
    assert [one.case.summary for one in done] == ["signed"]
    assert session.case is None


def test_what_ends_too_late_is_not_shown_in_another_case(slow, small_case, monkeypatch):
    session, tasks = slow
    tasks.held.clear()
    monkeypatch.setattr(exclusive, "_LONGEST", 0.01)
    session.run_exclusive("Being signed.", _written, "signed", on_done=lambda done: session.replace(*done), on_error=print)
    assert session.close()
    session.open(edits.with_id(small_case, "other"))
    tasks.go()
    assert (session.case.id, session.case.summary, session.busy) == ("other", "", "")


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
