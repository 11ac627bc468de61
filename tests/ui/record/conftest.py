"""The record pane on an invented case."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest

from imr_desktop.ui.record.pane import RecordPane

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def make(qtbot, stand):
    """Makes a pane of a case, with what its pages, record and tasks are where the stand's will not do."""
    kept = []

    def made(case=None, pages=None, record=None, tasks=None, height=800):
        case = case or stand.full_case()
        session = stand.Session(case)
        kept.append(session)
        pane = session.attach(RecordPane())
        pane.set_pages(stand.pictures(case, pages, tasks))
        record = record or stand.Record(case.page_count)
        pane.set_record(record)
        pane.find_requested.connect(partial(record.answer, pane))
        qtbot.addWidget(pane)
        pane.resize(800, height)
        pane.show()
        qtbot.waitExposed(pane)
        qtbot.wait(60)
        return pane

    return made


@pytest.fixture
def pane(make):
    return make()
