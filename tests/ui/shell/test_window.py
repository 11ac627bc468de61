"""The whole window with the real core: reading, accepting, deciding, signing, reopening; nothing blocks for long."""

import threading
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.exceptions import capture_exceptions

from imr_desktop.case import edits
from imr_desktop.paths import resource
from imr_desktop.review import Services
from imr_desktop.settings import Settings
from imr_desktop.ui.main_window import MainWindow


def _read(qtbot, window, *paths):
    window.case_controller.take_in(list(paths))
    qtbot.waitUntil(lambda: window.views.currentWidget() is window.proposals, timeout=60_000)


def test_a_window_closed_while_it_loads_ends_quietly(qtbot, home):
    window = MainWindow(home, Settings(theme="light"))
    window.show()
    window.complete()
    window.close()
    assert window.ended or window.tasks.close(120_000)  # it may load what signs for longer than a window waits
    window.deleteLater()
    with capture_exceptions() as raised:
        qtbot.wait(300)
    assert raised == []


def test_a_case_wished_for_while_the_window_is_built_is_shown(qtbot, home, stored_sample):
    made = MainWindow(home, Settings(theme="light", judge_first=False, read_by_machine=False))
    qtbot.addWidget(made)
    made.show()
    made.complete()
    assert made.case_view is None
    made.home_view.set_cases(())
    button = next(one for one in made.findChildren(QPushButton) if "sample" in one.text())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: made.session.case is not None and not made.tasks.busy)
    assert made.views.currentWidget() is made.case_view
    assert made.case_view.record.case == made.session.case


def test_dropped_determination_is_proposed_accepted_and_stays_undecided(window, qtbot, settle):
    _read(qtbot, window, resource("samples", "determination.txt"))
    model = window.proposals._model
    spoken = " ".join(str(model.index(row).data()) for row in range(model.rowCount()))
    assert "Disputed items" in spoken
    notes = [row.note for row in model._rows if "stays undecided" in row.note]
    assert notes
    qtbot.keyClick(window.proposals.list, "\r")
    qtbot.waitUntil(lambda: window.views.currentWidget() is window.case_view)
    case = window.session.case
    assert case.items
    assert all(item.decision is None and item.source_decision for item in case.items)
    assert case.attestations == ()
    settle(window)


def test_what_is_unticked_is_left_out(window, qtbot):
    _read(qtbot, window, resource("samples", "determination.txt"))
    model = window.proposals._model
    age = next(row for row in range(model.rowCount()) if model.index(row).data() == "Age")
    window.proposals.list.setCurrentIndex(model.index(age))
    qtbot.keyClick(window.proposals.list, " ")
    window.proposals.accept.click()
    assert window.session.case.age is None
    assert window.session.case.number


def test_escape_takes_nothing_in(window, qtbot):
    _read(qtbot, window, resource("samples", "determination.txt"))
    qtbot.keyClick(window.proposals.list, "\x1b")
    assert window.views.currentWidget() is window.home_view
    assert window.session.case is None


def test_a_file_that_cannot_be_read_is_explained(window, qtbot, tmp_path):
    bad = tmp_path / "broken.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing more")
    _read(qtbot, window, bad)
    assert window.proposals._title.text() == "Nothing could be read"
    assert not window.proposals.accept.isVisible()
    assert any(row.kind == "sentence" and "broken.pdf" in row.title for row in window.proposals._model._rows)


def test_the_case_is_in_the_worklist_after_closing(sample, qtbot, settle):
    number = sample.session.case.number
    sample.case_controller.close_case()
    qtbot.waitUntil(lambda: sample.home_view._rows == 1)
    sample.case_controller.open_case(sample.home_view._model.row_at(0).key)
    qtbot.waitUntil(lambda: sample.session.case is not None)
    assert sample.session.case.number == number
    settle(sample)


def test_the_layout_follows_the_width_and_panes_keep_their_case(sample, qtbot):
    work = sample.case_view.workspace
    assert work.compact
    sample.resize(1920, 1080)
    assert not work.compact
    qtbot.waitUntil(lambda: all(pane.isVisible() for pane in work.panes.values()))
    sample.resize(1280, 680)
    assert work.compact
    for name in ("findings", "summary", "items", "record", "checks"):
        sample.case_view.go.go(name)
        qtbot.waitUntil(work.panes[name].isVisible)
        assert work.active == name
    assert _between(work.record, work.tabs, work.checks)


def _between(first, tabs, last):
    """Whether Tab comes to the tabs behind one pane and before another."""
    at = first
    while at is not last and at is not tabs:
        at = at.nextInFocusChain()
    return at is tabs


def test_the_core_works_beside_the_window_which_goes_on(sample, qtbot, monkeypatch):
    threads, ticks = {}, []
    for service, name in ((sample.services.checking, "check"), (sample.services.intake, "take_in")):
        monkeypatch.setattr(service, name, _noting(threads, name, getattr(service, name)))
    timer = QTimer()
    timer.timeout.connect(partial(ticks.append, None))
    timer.start(0)
    sample.session.check_now()
    sample.case_controller.take_in([resource("samples", "packet.pdf")])
    qtbot.waitUntil(lambda: not sample.tasks.busy, timeout=60_000)
    timer.stop()
    assert set(threads) == {"check", "take_in"}
    assert threading.main_thread() not in threads.values()
    assert ticks


def _noting(threads, name, function):
    """The function, with the thread it runs in noted under a name."""

    def called(*args, **more):
        threads[name] = threading.current_thread()
        return function(*args, **more)

    return called


def test_words_just_typed_are_stored_on_leaving(window, small_case, qtbot):
    window.case_controller._open(small_case, stored=False)
    window.case_view.go.go("summary")
    qtbot.keyClicks(window.case_view.summary.editor, "Typed a moment ago")
    window.case_controller.close_case()
    assert window.services.cases.load(small_case.id).summary == "Typed a moment ago"


def test_closing_the_window_stores_the_case(window, small_case, qtbot, home):

    window.case_controller._open(small_case, stored=False)
    window.case_view.go.go("summary")
    qtbot.keyClicks(window.case_view.summary.editor, "Last words")
    assert window.close()
    with Services(home) as again:
        assert again.cases.load(small_case.id).summary == "Last words"


def test_a_second_window_on_the_same_home_says_who_holds_it(window, qtbot, home):
    from imr_desktop.settings import Settings
    from imr_desktop.ui.main_window import MainWindow

    window.services.vault.create(None)
    second = MainWindow(home, Settings(theme="light"))
    second.show()
    second.complete()
    qtbot.waitUntil(lambda: second.home_view._error.isVisible(), timeout=20_000)
    assert second.home_view._error.text()
    second.close()


def test_an_unexpected_error_is_told_without_its_words(window, qtbot):
    from PySide6.QtWidgets import QMessageBox

    from imr_desktop.ui.app import Excepthook

    hook = Excepthook(window)
    for _twice in range(2):
        hook(ValueError, ValueError("Jane Roe, 03/05/1970"), None)
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)))
    boxes = window.findChildren(QMessageBox)
    assert len(boxes) == 1
    assert "Jane Roe" not in boxes[0].text()
    boxes[0].reject()


def test_a_full_disk_keeps_the_case_and_offers_to_try_again(window, small_case, qtbot, monkeypatch):
    window.case_controller._open(small_case, stored=False)
    qtbot.waitUntil(lambda: not window.session.unsaved, timeout=5000)

    def full(case):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(window.services.cases, "save", full)
    window.session.apply("Edit", edits.set_summary, "kept")
    qtbot.waitUntil(lambda: window.top._retry.isVisible(), timeout=5000)
    assert window.top._saved.text() == "Not saved"
    assert window.session.case.summary == "kept"
    monkeypatch.undo()
    window.top._retry.click()
    qtbot.waitUntil(lambda: window.top._saved.text().startswith("Saved"), timeout=5000)
    assert not window.session.unsaved
