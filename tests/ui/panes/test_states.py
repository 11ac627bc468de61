"""What panes say while there is nothing, and of an item whose quantities differ."""

import pytest

from imr_desktop.case.model import Case
from imr_desktop.ui.checks.pane import ChecksPane
from imr_desktop.ui.findings.pane import FindingsPane
from imr_desktop.ui.items.pane import ItemsPane
from imr_desktop.ui.record.pane import RecordPane
from imr_desktop.ui.summary.pane import SummaryPane


@pytest.fixture
def shown(qtbot, stand):
    """Shows a case in a pane of a class."""

    def show(kind, case, checked=None):
        pane = kind()
        qtbot.addWidget(pane)
        stand.Session(case).attach(pane)
        if checked:
            pane.set_checked(checked)
        pane.show()
        return pane

    return show


def test_the_quantities_of_the_item_that_is_shown_are_edited(shown, stand):
    case = stand.full_case(items=stand.items())
    pane = shown(ItemsPane, case, stand.Checked((stand.report(),), stand.problems()))
    pane.content.decide("Upheld")
    pane.next_item()
    assert pane.item().id == "i2"
    pane.content.head.quantities.edit()
    assert "18 visits" in pane.content.head.quantities.words.text()


@pytest.mark.parametrize("kind", [RecordPane, FindingsPane, SummaryPane, ItemsPane, ChecksPane])
def test_a_pane_without_a_case_says_so_in_a_line(shown, stand, kind):
    pane = shown(kind, Case(id="none"), stand.Checked() if kind in (ItemsPane, ChecksPane) else None)
    assert pane.digest()[1]
