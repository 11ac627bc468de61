"""The items pane on an item that has no answers yet."""

from __future__ import annotations

import msgspec
import pytest

from imr_desktop.ui.items.pane import ItemsPane


@pytest.fixture
def fresh(stand):
    """A case whose first item has no answers yet."""
    bare = msgspec.structs.replace(stand.items()[0], answers=(), rationale="")
    return stand.full_case(items=(bare, stand.items()[1]))


@pytest.fixture
def pane(qtbot, session, stand, fresh):
    session.case = fresh
    pane = session.attach(ItemsPane())
    pane.set_checked(stand.Checked((stand.report(),)))
    qtbot.addWidget(pane)
    pane.resize(640, 800)
    pane.show()
    qtbot.waitExposed(pane)
    return pane
