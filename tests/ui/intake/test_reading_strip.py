"""The row that says how far the reading is: by files, and by the pages of a long one."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QProgressBar

from imr_desktop.record import FileRead, PageText
from imr_desktop.ui.intake.reading_strip import ReadingStrip
from imr_desktop.ui.intake.stop import Stop, Stopped
from imr_desktop.ui.widgets.labels import PlainLabel


@pytest.fixture
def strip(qtbot):
    made = ReadingStrip()
    qtbot.addWidget(made)
    return made


def _said(strip):
    return [label.text() for label in strip.findChildren(PlainLabel) if label.text().startswith("Reading")]


@pytest.mark.parametrize(
    ("files", "says"), [(1, "Reading: page 658 of 3,000…"), (3, "Reading file 2 of 3: page 658 of 3,000…")]
)
def test_a_long_file_is_counted_by_its_pages(strip, files, says):
    strip.show_progress(files // 2, files)
    strip.show_pages(658, 3_000)
    assert _said(strip) == [says]
    assert strip.findChild(QProgressBar).value() == 658


def test_the_reading_of_a_long_file_can_be_stopped_between_its_pages(qtbot):
    stop = Stop()
    with qtbot.waitSignal(stop.paged):
        stop.so_far(FileRead("", "long.pdf", pages=(PageText(1, "neck pain"),)), 2)
    stop.set()
    with pytest.raises(Stopped):
        stop.so_far(FileRead("", "long.pdf", pages=(PageText(1, "neck pain"),)), 2)
