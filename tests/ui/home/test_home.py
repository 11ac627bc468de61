"""The worklist: what it says of a case, how it is searched, sorted and folded, and that it keeps its place."""

from datetime import UTC, date, datetime, timedelta

import pytest
from invented_worklist import lines
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from imr_desktop.case import dates
from imr_desktop.review.checking import Open
from imr_desktop.settings import Settings
from imr_desktop.store.summaries import CaseSummary
from imr_desktop.ui import wording
from imr_desktop.ui.home.arranging import GroupRow, Order
from imr_desktop.ui.home.view import HomeView
from imr_desktop.ui.home.worklist import due_of, facts_of, status_of, title_of

TODAY = date(2026, 11, 23)
SAVED = datetime(2026, 11, 20, tzinfo=UTC)


def _line(**changes):
    made = CaseSummary(
        id="c1",
        number="CM26-0000001",
        version=1,
        saved_at=SAVED,
        titles=("Lumbar MRI",),
        decided=0,
        age=48,
        injury=date(2024, 3, 5),
        due=date(2026, 12, 2),
        decision=None,
        track="standard",
        signed_at=None,
    )
    return replace(made, **changes)


@pytest.fixture
def home_view(qtbot):
    view = HomeView()
    view.resize(1366, 700)
    qtbot.addWidget(view)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    return view


@pytest.fixture
def listed(home_view):
    """Two hundred invented cases, the keyboard on the first."""
    home_view.set_cases(lines(200, dates.today()))
    home_view.focus_first()
    return home_view


def _shown(view):
    return [row for row in view.worklist.cases.shown if not isinstance(row, GroupRow)]


def _groups(view):
    return {row.name: row for row in view.worklist.cases.shown if isinstance(row, GroupRow)}


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
    two = _line(titles=("Hydrocodone #120", "Urine drug test"), decided=1)
    assert title_of(two) == "Hydrocodone #120; 1 more"
    assert facts_of(two) == "48 y · DOI 03/05/2024"
    assert facts_of(_line(injury_until=date(2024, 6, 1))) == "48 y · DOI 03/05/2024 – 06/01/2024"
    assert title_of(_line(titles=())) == "No disputed item yet"
    assert due_of(_line(track="expedited"), TODAY).when == "Expedited · Wed, Dec 2"
    old = due_of(_line(due=date(2016, 12, 9), decision=date(2016, 12, 9)), TODAY)
    assert (old.left, old.when) == ("3,636 days late", "Was due Fri, Dec 9, 2016")  # whenever it says it was decided
    assert due_of(_line(signed_at=datetime(2025, 11, 20, 3, tzinfo=UTC)), TODAY).when == "Signed Nov 19, 2025"


@pytest.mark.parametrize(
    ("changes", "blocking", "word"),
    [
        ({}, None, "Undecided"),
        ({}, Open(0), "Undecided"),
        ({"titles": ("a", "b"), "decided": 1}, None, "1 of 2 decided"),
        ({"decided": 1}, None, "1 of 1 decided"),
        ({"decided": 1}, Open(2, 38), "2 to fix"),
        ({"decided": 1}, Open(0, 38), "Review and sign"),
        ({"decided": 1}, Open(0), "Ready to sign"),
        ({"decided": 1, "signed_at": SAVED}, None, "Signed"),
    ],
)
def test_status_says_the_next_act(changes, blocking, word):
    assert status_of(_line(**changes), blocking).word == word


def test_model_is_sound_and_its_rows_and_groups_are_spoken_as_sentences(listed, qtmodeltester):
    model = listed.worklist.cases
    qtmodeltester.check(model)
    spoken = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert spoken[0].startswith("Group: Late. ")
    case = next(row for row in _shown(listed) if len(row.summary.titles) == 2 and row.summary.number)
    words = spoken[model.row_of(case.key)]
    assert words.startswith(f"Case {case.summary.number}: {'; '.join(case.summary.titles)}. ")
    assert case.status.word in words


def test_empty_home_offers_the_sample(home_view, qtbot):
    assert not home_view.head.isVisible()
    assert home_view.drop_zone.isVisible()
    home_view.setFocus()
    home_view.set_cases(())
    assert home_view.drop_zone.hasFocus()
    buttons = {button.accessibleName(): button for button in home_view.findChildren(QPushButton)}
    with qtbot.waitSignal(home_view.sample_requested):
        buttons["Try the sample case"].click()


def test_an_error_stands_where_the_cases_would(home_view):
    home_view.show_error("Another window holds the vault; close it.")
    assert home_view.retry.isVisible()


def test_some_twenty_cases_are_in_view_on_a_large_screen(listed):
    listed.resize(1920, 1018)
    QTest.qWait(1)
    assert 20 <= len(listed.worklist.in_view()) <= 32
    assert not listed.drop_zone.isVisible()


# --- searching


def test_what_is_typed_on_the_list_searches_and_escape_brings_all_back(listed, qtbot):
    QTest.keyClick(listed.worklist, Qt.Key.Key_L)
    field = listed.head.search
    assert field.hasFocus()
    QTest.keyClicks(field, "umbar MRI")
    found = _shown(listed)
    assert 0 < len(found) < 200
    assert all("Lumbar MRI" in " ".join(row.summary.titles) for row in found)
    assert listed.head.count.text() == f"{len(found)} of 200 cases"
    first = listed.worklist.chosen[0]
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert listed.worklist.chosen[0] != first
    with qtbot.waitSignal(listed.case_requested) as asked:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert asked.args == [listed.worklist.chosen[0].key]
    QTest.keyClicks(field, " zzz")
    assert listed._no_match.isVisible()
    assert "zzz" in listed._no_match.text()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert listed.head.count.text() == "160 open · 40 signed"
    assert listed.worklist.isVisible()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert listed.worklist.hasFocus()


def test_cases_are_found_by_words_of_every_kind(listed):
    field, month = listed.head.search, f"{dates.today():%B}"
    field.setFocus()
    for words in ("medico", "MÉDICO", "acupuncture signed", "no due date", "overdue undecided", "expedited", month):
        field.selectAll()
        QTest.keyClicks(field, words)
        assert 0 < len(_shown(listed)) < 200, words


def test_a_case_is_found_by_its_number_however_it_is_typed_and_by_its_due_date(listed):
    case = next(row.summary for row in _shown(listed) if row.summary.number and row.summary.due)
    field, due = listed.head.search, case.due
    for words in (case.number, case.number.lower().replace("-", ""), f"{due:%m/%d/%Y}", f"{due:%B} {due.day}"):
        field.setText(words)
        assert case.id in {row.key for row in _shown(listed)}, words


# --- sorting, folding


def test_titles_sort_by_click_and_by_key_and_the_choice_is_told(listed, qtbot):
    titles = {title.text(): title for title in listed.findChildren(QPushButton.__base__) if title.text() in ("Number", "Due")}
    with qtbot.waitSignal(listed.arranged) as told:
        QTest.mouseClick(titles["Number"], Qt.MouseButton.LeftButton)
    assert told.args[0].kept_column == "number"
    assert "sorted, lowest first" in titles["Number"].accessibleName()
    numbers = [row.summary.number for row in _shown(listed) if row.summary.signed_at is None and row.summary.number]
    assert numbers == sorted(numbers)
    titles["Number"].setFocus()
    QTest.keyClick(titles["Number"], Qt.Key.Key_Return)
    assert [row.summary.number for row in _shown(listed) if row.summary.signed_at is None][0] == max(numbers)
    assert list(_groups(listed)) == ["open", "signed"]


def test_the_order_and_the_folds_come_back_from_the_settings(qtbot):
    order = Order.read("-number", "late -signed nonsense")
    assert (order.kept_column, order.kept_folds) == ("-number", "late -signed")
    assert Order.read("-nonsense", "").kept_column == "due"
    view = HomeView()
    qtbot.addWidget(view)
    view.take_settings(Settings(worklist_folds="late -signed"))
    view.set_cases(lines(200, dates.today()))
    groups = _groups(view)
    assert (groups["late"].folded, groups["signed"].folded) == (True, False)


def test_groups_stand_in_order_with_their_counts_and_fold_by_key_and_mouse(listed):
    groups = _groups(listed)
    assert list(groups) == ["late", "week", "later", "waiting", "signed"]
    assert sum(group.count for group in groups.values()) == 200
    assert groups["signed"].folded, "many signed cases are apart"
    work, before = listed.worklist, len(_shown(listed))
    QTest.keyClick(work, Qt.Key.Key_Left)
    assert isinstance(work.current(), GroupRow)
    QTest.keyClick(work, Qt.Key.Key_Left)
    assert len(_shown(listed)) == before - groups["late"].count
    QTest.keyClick(work, Qt.Key.Key_Right)
    assert len(_shown(listed)) == before
    work.scrollToBottom()
    at = work.cases.row_of("group signed")
    QTest.mouseClick(work.viewport(), Qt.MouseButton.LeftButton, pos=work.visualRect(work.cases.index(at)).center())
    assert len(_shown(listed)) == 200


# --- keeping its place


def test_it_keeps_its_place_when_cases_change_or_go(listed):
    work = listed.worklist
    for _ in range(40):
        QTest.keyClick(work, Qt.Key.Key_Down)
    key, height = work.current().key, work.visualRect(work.currentIndex()).y()
    rows = lines(200, dates.today())
    listed.set_cases(tuple(replace(row, version=99) if row.id == key else row for row in rows))
    assert (work.current().key, work.visualRect(work.currentIndex()).y()) == (key, height)
    following = work.cases.case_at(work.row() + 1)
    listed.set_cases(tuple(row for row in rows if row.id != key))
    assert following is None or work.current().key == following.key
    opened = work.cases.case_at(3).key
    listed.come_from(opened)
    listed.set_cases(rows)
    assert work.current().key == opened
    assert work.visualRect(work.currentIndex()).y() >= 0


def test_counts_that_come_in_move_nothing(listed):
    work = listed.worklist
    decided = next(row for row in _shown(listed) if row.status.short == "Decided")
    top, order = work.verticalScrollBar().value(), [row.key for row in work.cases.shown]
    listed.set_blocking({decided.key: Open(7, 0)})
    assert work.cases.case_at(work.cases.row_of(decided.key)).status.word == "7 to fix"
    assert (work.verticalScrollBar().value(), [row.key for row in work.cases.shown]) == (top, order)


# --- several at once


def test_several_are_chosen_by_key_and_groups_never(listed):
    work = listed.worklist
    for _ in range(3):
        QTest.keyClick(work, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(listed.chosen) == 4
    assert listed.head.chosen.accessibleName() == "4 cases are chosen: what to do with them"
    QTest.keyClick(work, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(listed.chosen) == len(_shown(listed))
    QTest.keyClick(work, Qt.Key.Key_Escape)
    assert len(listed.chosen) == 1


def test_enter_opens_the_highlighted_case_and_never_the_file_dialog(listed, qtbot):
    asked = []
    listed.open_requested.connect(lambda: asked.append("files"))
    for part in (listed.worklist, listed.head.search, listed.head.open, listed.head.paste):
        part.setFocus()
        with qtbot.waitSignal(listed.case_requested) as opened:
            QTest.keyClick(part, Qt.Key.Key_Return)
        assert opened.args == [listed.worklist.current().key]
    assert asked == []


def test_what_is_typed_before_the_cases_are_listed_is_searched_for_in_them(qtbot):
    view = HomeView(expects_cases=True)
    qtbot.addWidget(view)
    view.show()
    view.focus_first()
    QTest.keyClicks(view.focusWidget() or view, "mri")
    view.set_cases(lines(200, dates.today()))
    assert view.head.search.text() == "mri"
    assert 0 < len(_shown(view)) < 200
    assert view.head.search.hasFocus() or view.focusWidget() is view.head.search


def test_days_and_dates_are_found_as_they_are_shown(home_view):
    old = _line(due=date(2016, 12, 9))
    home_view.set_cases((old, _line(id="c2", due=date(2016, 12, 8))))
    shown = due_of(old, dates.today())
    for words in (shown.left, shown.when.removeprefix("Was due ")):
        home_view.head.search.setText(words)
        assert [row.key for row in _shown(home_view)] == ["c1"], words


def test_all_cases_chosen_from_the_empty_search_take_the_keyboard_with_them(listed):
    listed.head.search.setFocus()
    QTest.keyClick(listed.head.search, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert listed.worklist.hasFocus()
    assert listed.worklist.chosen_count == len(_shown(listed))
