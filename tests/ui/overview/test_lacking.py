"""What the record lacks where it is much: by kind, folded, looked for by words, and asked for as ticked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from imr_desktop.case import edits
from imr_desktop.review.lacking import Missing
from imr_desktop.ui.overview.lacking import Lacking

KEY = Qt.Key


def record(name, day, *pages):
    when = f"{day:%m/%d/%Y}"
    return Missing(kind="record", what=f"{name} of {when}", named_on=pages[0], pages=pages, name=name, day=day, when=when)


MUCH = (
    *(record("progress report", date(2023, 1, 1) + timedelta(at), at + 1) for at in range(30)),
    record("MRI", date(2022, 5, 6), 4),
    record("MRI", date(2021, 5, 6), 5, 9),
    Missing(kind="pages", what="page 2 of 3 of Re-evaluation", named_on=7, pages=(7,), document="d"),
    Missing(kind="document", what="the request for authorization (DWC Form RFA)", source="8 CCR 9792.10.5(a)(1)"),
)


@pytest.fixture
def lacking(qtbot):
    shown = Lacking()
    qtbot.addWidget(shown)
    shown.resize(500, 600)
    shown.show()
    shown.show_missing(edits.new_case(), MUCH)
    shown.list.setFocus()
    return shown


def seen(lacking):
    return [(row.title, row.text) for row in lacking.list.row_model.shown]


def test_what_weighs_most_stands_first_and_many_records_are_folded_into_their_count(lacking):
    titles = [title for title, _text in seen(lacking)]
    assert titles[:5] == [
        "Owed by law",
        "The request for authorization (DWC Form RFA)",
        "Pages absent inside a document",
        "Page 2 of 3 of Re-evaluation",
        "MRI",
    ]
    assert seen(lacking)[5:] == [("Progress report", "30")], "folded"
    lacking.list.select_row(4)
    QTest.keyClick(lacking.list, KEY.Key_Return)
    assert [title for title, _text in seen(lacking)][5:7] == ["MRI of 05/06/2021", "MRI of 05/06/2022"], "named most first"
    QTest.keyClick(lacking.list, KEY.Key_Left)
    assert len(seen(lacking)) == 6


def test_pages_absent_in_two_documents_of_one_title_are_two(lacking):
    two = [Missing(kind="pages", what="page 2 of 3 of PR-2", named_on=at, pages=(at,), document=str(at)) for at in (7, 40)]
    lacking.show_missing(edits.new_case(), two)
    QTest.keyClick(lacking.list, KEY.Key_Down)
    QTest.keyClick(lacking.list, KEY.Key_Space)
    lacking.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert ("page 7 of" in copied, "page 40 of" in copied) == (False, True)


def test_what_is_ticked_is_asked_for_and_words_find_a_row(lacking):
    assert lacking.copy_button.text().strip() == "&Copy a request for all 34"
    QTest.keyClicks(lacking.filter, "mri 2022")
    assert [title for title, _text in seen(lacking)] == ["MRI", "MRI of 05/06/2022"]
    lacking.list.select_row(1)
    QTest.keyClick(lacking.list, KEY.Key_Space)
    lacking.filter.clear()
    assert ("MRI", "1 of 2 ticked") in seen(lacking)
    assert lacking.copy_button.text().strip() == "&Copy a request for the 1 ticked"
    lacking.list.select_row(lacking.list.row_model.row_of("group:MRI"))
    QTest.keyClick(lacking.list, KEY.Key_Space)
    QTest.mouseClick(lacking.copy_button, Qt.MouseButton.LeftButton)
    asked = QGuiApplication.clipboard().text()
    assert "1. MRI of 05/06/2021 (pages 5, 9); 05/06/2022 (page 4), which the record names" in asked
    assert "progress report" not in asked.lower()
    QTest.keyClicks(lacking.filter, "nowhere")
    assert seen(lacking) == []
    assert lacking.copy_button.isEnabled(), "what is ticked is asked for, in view or not"
