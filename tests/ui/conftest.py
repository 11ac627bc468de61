"""What every test of the window begins and ends with."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

import gc
import sys
from contextlib import nullcontext
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from imr_desktop.review import guidelines
from imr_desktop.rules import load_packs
from imr_desktop.ui import theme
from imr_desktop.ui.app import make_application
from imr_desktop.ui.machine.controller import MachineController
from imr_desktop.ui.theme import fonts

sys.path.insert(0, str(Path(__file__).parent))

from measured import measuring, workers_seen  # noqa: E402
from pane_stand import session, stand  # noqa: E402, F401
from window_fixtures import case, edit, front, opened, sample, sample_home, settle, several, small_case, stored_sample, window  # noqa: E402, F401

PATIENCE = 120_000


class PatientBot(QtBot):
    """Waits for two minutes at least before it gives up: a busy computer is no failure of the program."""

    def waitUntil(self, callback, *, timeout=0):
        return super().waitUntil(callback, timeout=max(timeout, PATIENCE))

    def waitSignal(self, signal, *, timeout=0, raising=None, **more):
        """One that need not come is waited for as long as the test says."""
        patience = timeout if raising is False else max(timeout, PATIENCE)
        return super().waitSignal(signal, timeout=patience, raising=raising, **more)

    def waitExposed(self, widget, *, timeout=0):
        return super().waitExposed(widget, timeout=max(timeout, PATIENCE))


_shipped_packs = cache(load_packs)


def _packs(folder=None, user=None, cache=None, own=None):
    """The shipped packs are parsed and tried once for all windows that have none of their own over them."""
    return load_packs(folder, user, cache, own) if folder or (user and user.exists()) else _shipped_packs()


@pytest.fixture(autouse=True)
def packs_once(monkeypatch):
    monkeypatch.setattr(guidelines, "load_packs", _packs)


@pytest.fixture(autouse=True)
def no_machine_by_itself(request, monkeypatch):
    """Pages are read by machine where that is what is tested (mark `by_machine`), not in every window."""
    if "by_machine" not in request.keywords:
        monkeypatch.setattr(MachineController, "look", lambda controller: None)


@pytest.fixture(scope="session", autouse=True)
def workers():
    """Under coverage the window's workers are measured too."""
    with workers_seen() if measuring() else nullcontext():
        yield


@pytest.fixture
def qtbot(qapp, request):
    return PatientBot(request)


@pytest.fixture(autouse=True)
def clean(qapp):
    """The program's fonts, the light theme, and nothing left over afterwards.

    What outlives a test is frozen: the next collection looks at that test's own objects alone.
    """
    make_application()
    fonts.load_serif_font()
    if theme.current().name != "light" or theme.current().zoom != 100 or not qapp.styleSheet():
        theme.current().apply("light")
    gc.freeze()
    yield
    for widget in QApplication.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    for _round in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()
    gc.collect()
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == []
