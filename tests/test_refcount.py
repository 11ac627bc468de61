"""PySide6 6.12 on Python 3.10 and 3.11 gives away a reference to None in each void call, until the process dies."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject


def test_void_qt_calls_do_not_lose_references_to_none() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(300):
        thing.setObjectName("x")
    assert sys.getrefcount(None) > before - 100  # the fault takes 300; a few come and go on their own
