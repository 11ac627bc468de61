"""What comes back later than it was asked for: saves one at a time, checks of older cases, in the order that a test tells."""

import threading
from functools import partial

import pytest

from imr_desktop.case import edits
from imr_desktop.ui import exclusive
from imr_desktop.ui.exclusive import StoredVersion
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.tasks import Tasks


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


def _written(case, version, summary):
    return StoredVersion(edits.set_summary(case, summary), (version or 0) + 1)


def test_while_something_writes_the_case_edits_are_refused_with_a_sentence(slow, services):
    session, tasks = slow
    tasks.held.clear()
    refused, busy = [], []
    session.refused.connect(refused.append)
    session.busy_changed.connect(busy.append)
    session.flush_requested.connect(
        partial(session.apply, "Type in summary", edits.set_summary, "on the screen", merge="summary")
    )
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
