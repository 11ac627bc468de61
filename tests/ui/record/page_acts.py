"""What a hand does on the pages of a record pane."""

from __future__ import annotations

from PySide6.QtCore import Qt


def at_page(qtbot, pane, page):
    """Go to a page, and wait for its words."""
    pane.go_to_page(page)
    qtbot.waitUntil(lambda: bool(pane.view.content.words(page)))


def spot(pane, page, word):
    """Where a word of a page stands in the view."""
    return pane.view.box_rect(page, pane.view.content.words(page)[word].box).center().toPoint()


def drag(qtbot, pane, start, end):
    """Draw the mouse from a place of the view to another."""
    port = pane.view.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(port, end)
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)
