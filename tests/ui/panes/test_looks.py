"""Every pane paints in both themes and both layouts; with IMR_SHOTS=<folder> the pictures are kept for looking."""

import pytest

from imr_desktop.ui import theme
from imr_desktop.ui.checks.pane import ChecksPane
from imr_desktop.ui.findings.pane import FindingsPane
from imr_desktop.ui.items.pane import ItemsPane
from imr_desktop.ui.record.pane import RecordPane
from imr_desktop.ui.summary.pane import SummaryPane

SIZES = {"record": (756, 950), "findings": (494, 420), "summary": (494, 360), "items": (632, 780), "checks": (1136, 160)}
COMPACT = {"record": (556, 640), "findings": (786, 540), "summary": (786, 540), "items": (786, 540), "checks": (786, 160)}


def build(name, stand, case, compact):
    session = stand.Session(case)
    pane = {"record": RecordPane, "findings": FindingsPane, "summary": SummaryPane, "items": ItemsPane, "checks": ChecksPane}[
        name
    ]()
    pane.set_compact(compact)
    session.attach(pane)
    if name == "record":
        pane.set_pages(stand.pictures(case, stand.Drawer(frozenset({41}))))
        pane.set_record(stand.Record(case.page_count))
    if name in ("items", "checks"):
        pane.set_checked(stand.Checked((stand.report(),), stand.problems()))
    return pane, session


def settle(qtbot, pane, size):
    qtbot.addWidget(pane)
    pane.resize(*size)
    pane.show()
    qtbot.waitExposed(pane)
    qtbot.wait(60)


def act(name, pane, qtbot):
    """Bring the pane into the state the design shows."""
    if name == "record":
        pane.go_to_page(37)
        qtbot.wait(80)
        pane.view.set_active_finding("f4")
        pane.view.selection.take((37, 25), (37, 30))
        pane.view.show_selection()
    elif name == "findings":
        pane.set_current_page(37)
        pane.select("f4")
    elif name == "items":
        pane.content.criteria.list.select_row(4)
    pane.set_active(True)
    qtbot.wait(60)


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("compact", [False, True], ids=["wide", "compact"])
@pytest.mark.parametrize("name", list(SIZES))
def test_pane_paints(qtbot, stand, shots, name, compact, look):
    theme.current().apply(look)
    pane, _ = build(name, stand, stand.full_case(), compact)
    settle(qtbot, pane, (COMPACT if compact else SIZES)[name])
    act(name, pane, qtbot)
    picture = pane.grab().toImage()
    if shots:
        picture.save(str(shots / f"{name}_{'compact' if compact else 'wide'}_{look}.png"))
    shades = {picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)}
    assert len(shades) > 3


def test_many_items_and_states(qtbot, stand, shots):
    case = stand.full_case(items=stand.items())
    pane, _ = build("items", stand, case, compact=False)
    settle(qtbot, pane, SIZES["items"])
    pane.content.decide("Upheld")
    qtbot.wait(30)
    if shots:
        pane.grab().save(str(shots / "items_multi_1.png"))
    pane.next_item()
    qtbot.wait(30)
    if shots:
        pane.grab().save(str(shots / "items_multi_2.png"))
    assert pane.item().id == "i2"
    pane.content.head.quantities.edit()
    qtbot.wait(30)
    if shots:
        pane.grab().save(str(shots / "items_quantities.png"))
    assert "18 visits" in pane.content.head.quantities.words.text()


@pytest.mark.parametrize("name", list(SIZES))
def test_empty_states(qtbot, stand, shots, name):
    from imr_desktop.case.model import Case

    pane, _ = build(name, stand, Case(id="none"), compact=False)
    if name in ("items", "checks"):
        pane.set_checked(stand.Checked())
    settle(qtbot, pane, SIZES[name])
    if shots:
        pane.grab().save(str(shots / f"{name}_empty.png"))
    assert pane.digest()[1]
