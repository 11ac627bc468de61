"""The worklist: words, order, colours of urgency, and what an empty home shows."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from imr_desktop.review.checking import Open
from imr_desktop.ui import wording
from imr_desktop.ui.home.view import HomeView
from imr_desktop.ui.home.worklist import Worklist, due_of, facts_of, status_of, title_of

TODAY = date(2026, 11, 23)


def _summary(**changes):
    values = {
        "id": "c1",
        "number": "CM26-0000001",
        "titles": ("Lumbar MRI",),
        "decided": 0,
        "age": 48,
        "injury": date(2024, 3, 5),
        "due": date(2026, 12, 2),
        "track": "standard",
        "signed_at": None,
        "decision": None,
    }
    return SimpleNamespace(**{**values, **changes})


@pytest.mark.parametrize(
    ("days", "left", "urgency"),
    [
        (9, "9 days left", ""),
        (3, "3 days left", "warn"),
        (1, "1 day left", "error"),
        (0, "Due today", "error"),
        (-1, "1 day late", "error"),
        (-3869, "3,869 days late", "error"),
    ],
)
def test_due_words(days, left, urgency):
    due = wording.due_words(TODAY + timedelta(days), TODAY)
    assert (due.left, due.urgency) == (left, urgency)


def test_due_names_the_year_only_where_it_is_another():
    assert wording.due_words(date(2026, 12, 2), TODAY).when == "Due Wed, Dec 2"
    assert wording.due_words(date(2027, 1, 4), TODAY, calculated=True).when == "Due Mon, Jan 4, 2027, calculated"


def test_row_words():
    two = _summary(titles=("Hydrocodone #120", "Urine drug test"), decided=1)
    assert title_of(two) == "Hydrocodone #120; 1 more"
    assert facts_of(two) == "CM26-0000001 · 48 y · DOI 03/05/2024 · 2 items"
    assert title_of(_summary(titles=())) == "No disputed item yet"
    assert due_of(_summary(track="expedited"), TODAY).when == "Expedited · Wed, Dec 2"
    old = due_of(_summary(due=date(2016, 12, 9), decision=date(2016, 12, 9)), TODAY)
    assert (old.left, old.when) == ("3,636 days late", "Was due Fri, Dec 9, 2016")  # whenever it says it was decided
    assert due_of(_summary(signed_at=datetime(2025, 11, 20, 3, tzinfo=UTC)), TODAY).when == "Signed Nov 19, 2025"


@pytest.mark.parametrize(
    ("changes", "blocking", "word"),
    [
        ({}, None, "Undecided"),
        ({"titles": ("a", "b"), "decided": 1}, None, "1 of 2 decided"),
        ({"decided": 1}, None, "1 of 1 decided"),
        ({"decided": 1}, Open(2, 38), "2 to fix"),
        ({"decided": 1}, Open(0, 38), "Review and sign"),
        ({"decided": 1}, Open(0), "Ready to sign"),
        ({"decided": 1, "signed_at": datetime(2026, 11, 20, tzinfo=UTC)}, None, "Signed"),
    ],
)
def test_status_says_the_next_act(changes, blocking, word):
    assert status_of(_summary(**changes), blocking).word == word


def test_model_is_sound_and_speaks(qtmodeltester):
    model = Worklist()
    model.set_cases((_summary(), _summary(id="c2", due=None)))
    qtmodeltester.check(model)
    spoken = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Lumbar MRI" in spoken
    assert "Undecided" in spoken


def test_empty_home_offers_the_sample(qtbot):
    view = HomeView()
    qtbot.addWidget(view)
    view.show()
    assert not view._frame.isVisible()
    buttons = {button.accessibleName(): button for button in view.findChildren(QPushButton)}
    with qtbot.waitSignal(view.sample_requested):
        buttons["Try the sample case"].click()


def test_a_case_opens_by_enter(qtbot):
    view = HomeView()
    qtbot.addWidget(view)
    view.set_cases((_summary(), _summary(id="c2")))
    view.show()
    view.worklist.select_row(1)
    with qtbot.waitSignal(view.case_requested) as asked:
        qtbot.keyClick(view.worklist, Qt.Key.Key_Return)
    assert asked.args == ["c2"]


def test_an_error_stands_where_the_cases_would(qtbot):
    view = HomeView()
    qtbot.addWidget(view)
    view.show()
    view.show_error("Another window holds the vault; close it.")
    assert view._error.isVisible()
