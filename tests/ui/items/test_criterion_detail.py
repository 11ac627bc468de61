"""Details of a criterion: labels and units for people, pages to click, what is missing to search for, how sure it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from imr_desktop import language
from imr_desktop.case.model import CriterionAnswer
from imr_desktop.rules.explained import Explained, ExplainedCriterion, ExplainedInput
from imr_desktop.rules.model import InputSpec, Request
from imr_desktop.ui.items.criteria_model import CriterionRow
from imr_desktop.ui.items.criterion_detail import CriterionDetail, SearchButton
from imr_desktop.ui.widgets.buttons import PageChip

INPUTS = {
    "request.count": InputSpec("request.count", "number", "injections in one session", "How many?", unit="injections"),
    "history.conservative_care_failed": InputSpec(
        "history.conservative_care_failed", "boolean", "conservative care without success", "Did it fail?"
    ),
}


@pytest.fixture
def detail(qtbot):
    made = CriterionDetail()
    made.set_inputs(INPUTS)
    qtbot.addWidget(made)
    made.resize(420, 600)
    made.show()
    return made


def row(stand, at, answer=None):
    return CriterionRow(stand.report().criteria[at], at + 1, answer, ())


def texts(detail):
    return [label.text() for label in detail.widget().findChildren(QLabel) if label.text()]


def test_values_have_labels_and_units_never_keys(detail, stand):
    detail.show_criterion(row(stand, 4))
    assert "injections in one session: 6 injections" in texts(detail)
    assert not any("request.count" in words or "pt failed" in words for words in texts(detail))


def test_values_stand_there_whatever_the_window_speaks(detail, stand):
    language.use("es")
    try:
        detail.show_criterion(row(stand, 4))
        assert "injections in one session: 6 injections" in texts(detail)
    finally:
        language.use("en")


def test_each_value_has_its_pages(detail, stand, qtbot):
    one = stand.report().criteria[4]
    value = ExplainedInput("request.count", "injections in one session", "6", "the record", (stand.source(10, "x 6"),))
    why = ExplainedCriterion("tpi", one, "", "", (value,), (), "What was found does not meet the test.", "high: seen in 2014")
    detail.show_criterion(row(stand, 4))
    detail.set_explained((Explained("i1", "", "", Request(), (), None, None, None, "", None, "", None, "", (), (why,), ()),))
    assert "What was found does not meet the test." in texts(detail)
    assert "High: seen in 2014." in texts(detail)
    chip = detail.widget().findChildren(PageChip)[0]
    with qtbot.waitSignal(detail.page_requested) as asked:
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert asked.args == [10, "x 6"]


def test_what_is_missing_can_be_searched_for(detail, stand, qtbot):
    detail.show_criterion(row(stand, 2))
    assert "conservative care without success" in texts(detail)
    button = detail.widget().findChild(SearchButton)
    assert button.accessibleName() == "Search the record for: conservative care without success"
    with qtbot.waitSignal(detail.search_requested) as asked:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == [("history.conservative_care_failed",)]


def test_from_memory_says_why_it_only_asks(detail, stand):
    import msgspec

    memory = msgspec.structs.replace(stand.report().criteria[0], confidence="from-memory")
    detail.show_criterion(CriterionRow(memory, 1, None, ()))
    (said,) = [words for words in texts(detail) if words.startswith("From memory")]
    assert "never say not met" in said
    assert CriterionRow(memory, 1, None, ()).computed == "Record suggests: met · rule not compared with the guideline"


def test_proposal_and_answer_stand_apart(detail, stand):
    detail.show_criterion(row(stand, 0, CriterionAnswer("tpi.1", "conflicting")))
    assert "Met, from p. 37" in texts(detail)
    assert "Conflicting; say why (R)" in texts(detail)
    detail.show_criterion(row(stand, 0, CriterionAnswer("tpi.1", "conflicting", "Two notes differ.")))
    assert "Conflicting: Two notes differ." in texts(detail)
