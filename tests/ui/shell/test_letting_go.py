"""A closed case is let go of: no pane, cache or picture of the window reaches it any more."""

import gc
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QImage, QPixmap
from shiboken6 import isValid

from imr_desktop.case import edits
from imr_desktop.case.model import Case
from imr_desktop.errors import StoreError
from imr_desktop.record.text import RecordText
from imr_desktop.review import remembered
from imr_desktop.ui.home.treatments import Treatments
from imr_desktop.ui.pages import PagePictures
from imr_desktop.ui.record.find_flow import FindWish

_WORDS = "trapezius"


@pytest.fixture
def seen(sample, qtbot):
    """The sample with every document opened, the sign view visited, and then closed.

    It has a number of its own: what other tests keep of the sample in this process is not this window's.
    """
    view = sample.case_view
    sample.findChild(Treatments)._wait.setInterval(600_000)  # noqa: SLF001  what the list remembers of its lines is the list's
    sample.session.apply("Number", lambda case: msgspec.structs.replace(case, number="CM26-0000777"))
    for item in sample.session.case.items:
        sample.session.apply("Decide", edits.decide, item.id, "Upheld")
    qtbot.waitUntil(lambda: view.record._record is not None, timeout=20_000)  # noqa: SLF001  its text is there
    for document in sample.session.case.documents:
        view.record.go_to_page(document.first_page)
        qtbot.waitUntil(lambda: not sample.tasks.busy, timeout=20_000)
        view.record.pages_seen.emit(frozenset(document.pages))
    view.record.find_words("pain")
    view.open_sign()
    qtbot.waitUntil(lambda: view.sign.letter is not None and not sample.tasks.busy, timeout=20_000)
    return sample


def reached(root: object) -> Iterator[Any]:
    """What can be reached from an object, Qt's children included."""
    found, left = {id(root)}, [root]
    while left:
        one = left.pop()
        yield one
        near = gc.get_referents(one) + (one.children() if isinstance(one, QObject) and isValid(one) else [])
        if isinstance(one, msgspec.Struct):
            near += [getattr(one, name) for name in one.__struct_fields__]
        for other in near:
            if id(other) not in found and not isinstance(other, type(gc)) and not _of_tests(other):
                found.add(id(other))
                left.append(other)


def _of_tests(one: object) -> bool:
    """Whether it is what a module of tests keeps for itself."""
    return isinstance(one, dict) and str(one.get("__name__", "")).startswith(("tests.", "_pytest"))


def _settle(window, qtbot):
    for _round in range(3):  # one task's end begins the next
        qtbot.waitUntil(lambda: not window.tasks.busy)
        qtbot.wait(100)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()
    gc.collect()


def test_after_closing_nothing_of_the_case_can_be_reached(seen, qtbot):
    number = seen.session.case.number
    assert any(_is_case(one) for one in reached(seen)), "the walk finds cases while one is open"
    assert any(cache.cache_info().currsize for cache in remembered.caches())
    seen.case_view.reload_pages()  # what is on its way when it is closed comes too late
    seen.case_controller.close_case()
    _settle(seen, qtbot)
    left = [
        one
        for one in reached(seen)
        if (_is_case(one) and one.number == number)
        or (isinstance(one, RecordText) and _WORDS in " ".join(one.pages.values()).lower())
        or isinstance(one, PagePictures)
        or (isinstance(one, QImage) and not one.isNull())
        or (isinstance(one, QPixmap) and one.height() > 400)
    ]
    assert [type(one).__name__ for one in left] == []
    assert [cache.__name__ for cache in remembered.caches() if cache.cache_info().currsize] == []
    said = [text for widget in seen.case_view.findChildren(QObject) for text in _texts(widget)]
    assert [text for text in said if number in text or _WORDS in text.lower()] == []


def test_opened_documents_add_no_page_source(sample, qtbot):
    for document in sample.session.case.documents:
        sample.case_view.record.pages_seen.emit(frozenset(document.pages))
    _settle(sample, qtbot)
    assert len(sample.case_view.findChildren(PagePictures)) == 1


def _is_case(one: object) -> bool:
    return isinstance(one, Case) and bool(one.id)


def _texts(widget: QObject) -> list[str]:
    asked = ("text", "toPlainText", "accessibleName", "accessibleDescription", "toolTip", "placeholderText")
    calls = [getattr(widget, name) for name in asked if callable(getattr(widget, name, None))]
    return [str(call()) for call in calls]


def test_what_watches_others_bears_their_end(sample):
    """Where both are garbage, Python takes the watcher's own things first, and Qt tells it of the other's end after that."""
    watchers = [one for one in sample.findChildren(QObject) if _is_watcher(type(one))]
    assert len(watchers) > 10
    for one in watchers:
        kept = dict(vars(one))
        vars(one).clear()
        try:
            for kind in _OF_AN_END:
                assert not one.eventFilter(one, QEvent(kind)), type(one)
        finally:
            vars(one).update(kept)


_OF_AN_END = [getattr(QEvent.Type, name) for name in ("Hide", "FocusOut", "ChildRemoved", "ParentChange", "Destroy", "Leave")]


def _is_watcher(kind):
    return any("eventFilter" in vars(base) and base.__module__.startswith("imr_desktop.") for base in kind.__mro__)


def test_what_comes_of_a_closed_case_is_shown_in_no_other(sample, qtbot, monkeypatch):
    """Each answer that shows a case's data is held back until another case is open."""
    view, go_on, asked, shown = sample.case_view, threading.Event(), [], []

    def late(*what):
        asked.append(what)
        go_on.wait(20)
        raise StoreError("It came late.")

    record = sample.services.record
    monkeypatch.setattr("imr_desktop.ui.shell.case_view.answered", late)
    monkeypatch.setattr(type(record), "missing", late)
    monkeypatch.setattr(view.sign, "letter_job", lambda case: partial(late, case))
    monkeypatch.setattr(view.record, "show_not_searched", shown.append)
    sample.received.failed.connect(shown.append)
    sample.case_view.record.find_requested.emit(FindWish("pain"))
    sample.received.look_for_record()
    view.open_sign()
    qtbot.waitUntil(lambda: len(asked) == 3, timeout=20_000)
    sample.case_controller.close_case()
    sample.session.open(edits.new_case(), stored=False)
    go_on.set()
    qtbot.waitUntil(lambda: not sample.tasks.busy, timeout=20_000)
    assert shown == []
    assert view.sign._no_letter == ""
