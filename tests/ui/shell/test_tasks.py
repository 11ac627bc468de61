"""Workers: results come back in this thread, stale ones are dropped, failures carry a sentence."""

import sys
import threading
import time
from functools import partial

import pytest
from PySide6.QtCore import QObject, Slot

from imr_desktop.errors import StoreLocked
from imr_desktop.ui.tasks import Tasks, sentence


class Box(QObject):
    def __init__(self):
        super().__init__()
        self.values, self.errors, self.threads = [], [], []

    @Slot(object)
    def take(self, value):
        self.values.append(value)
        self.threads.append(threading.get_ident())

    def take_two(self, taken, value):
        taken.append(value)

    @Slot(object)
    def fail(self, error):
        self.errors.append(error)


@pytest.fixture
def tasks(qapp):
    made = Tasks()
    yield made
    made.close()


def _slow(value, seconds):
    time.sleep(seconds)
    return value


def test_result_comes_in_the_windows_thread(tasks, qtbot):
    box = Box()
    tasks.run(threading.get_ident, on_done=box.take)
    qtbot.waitUntil(lambda: bool(box.values))
    assert box.values[0] != threading.get_ident()
    assert box.threads == [threading.get_ident()]
    assert not tasks.busy


def test_work_gives_way_to_the_window_soon(window):
    assert sys.getswitchinterval() <= 0.001


def test_only_the_newest_of_a_key_reports(tasks, qtbot):
    box = Box()
    tasks.run(_slow, "old", 0.1, on_done=box.take, key="check")
    tasks.run(_slow, "new", 0.0, on_done=box.take, key="check")
    qtbot.waitUntil(lambda: not tasks.busy)
    assert box.values == ["new"]


def test_a_failure_reaches_its_handler(tasks, qtbot):
    box = Box()
    tasks.run(int, "no number", on_done=box.take, on_error=box.fail)
    qtbot.waitUntil(lambda: bool(box.errors))
    assert isinstance(box.errors[0], ValueError)
    assert not box.values


def test_a_handler_whose_object_is_gone_is_not_called(tasks, qtbot):
    from shiboken6 import delete

    box = Box()
    tasks.run(_slow, 1, 0.05, on_done=box.take)
    delete(box)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert box.values == []


def test_a_partial_handler_whose_object_is_gone_is_not_called(tasks, qtbot):
    from shiboken6 import delete

    box, taken = Box(), []
    tasks.run(_slow, 1, 0.05, on_done=partial(box.take_two, taken))
    delete(box)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert taken == []


@pytest.mark.parametrize(("opened", "shown"), [("A", ["hits"]), ("B", []), ("", [])])
def test_what_is_shown_of_a_case_is_dropped_where_another_or_none_is_open(tasks, qtbot, opened, shown):
    box, late = Box(), []
    tasks.came_late.connect(lambda: late.append(True))
    tasks.open_case = "A"
    tasks.run(_slow, "hits", 0.05, on_done=box.take, key="find", of="A")
    tasks.run(int, "no number", on_error=box.fail, of="A")
    tasks.run(_slow, "settings", 0.05, on_done=box.take)
    tasks.open_case = opened
    qtbot.waitUntil(lambda: not tasks.busy)
    assert sorted(box.values) == sorted([*shown, "settings"])
    assert len(box.errors) == len(shown)
    assert len(late) == 2 * (not shown)


def test_inline_runs_at_once(qapp):
    box = Box()
    Tasks(inline=True).run(int, "7", on_done=box.take)
    assert box.values == [7]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (StoreLocked("Another window holds the vault; close it."), "Another window holds the vault"),
        (OSError(28, "No space left on device"), "No space left on device"),
        (PermissionError(13, "Permission denied"), "permissions"),
        (RuntimeError("secret text of a case"), "RuntimeError"),
    ],
)
def test_every_failure_has_a_sentence(error, words):
    assert words in sentence(error)
    assert "secret" not in sentence(error)


@pytest.mark.parametrize("lane", ["save", "view"])
def test_a_lane_of_its_own_waits_for_no_work(tasks, lane, qtbot):
    box, gate = Box(), threading.Event()
    for _job in range(4):
        tasks.run(gate.wait, 30)
    tasks.run(str, "done", on_done=box.take, lane=lane)
    qtbot.waitUntil(lambda: box.values == ["done"])
    assert not gate.is_set()
    gate.set()


@pytest.mark.parametrize("lane", ["work", "view"])
def test_what_does_not_end_in_time_is_told(tasks, lane):
    begun, gate = threading.Event(), threading.Event()
    tasks.run(_until, begun, gate, lane=lane)
    begun.wait(30)
    assert not tasks.close(50)
    gate.set()
    assert tasks.close()


def _until(begun, gate):
    begun.set()
    gate.wait(30)


def test_after_closing_nothing_is_run(tasks):
    assert tasks.close()
    tasks.run(int, "7")
    assert not tasks.busy
    assert tasks.wait(50)
