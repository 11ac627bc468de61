"""Views of a long invented packet for the guide: what was read, a beginning in doubt, the record at a glance."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from imr_desktop.ui.main_window import MainWindow

PAGES, SEED = 600, 6
NAMES = ("packet", "doubt", "conflict", "missing", "timeline")
"""The pictures, in the order in which `views` makes them."""


def made_packet(folder: Path) -> Path:
    """A packet of `PAGES` pages as the measuring ground makes them; nobody in it lives."""
    from tests.ground.packet import packet

    path = folder / "packet.pdf"
    path.write_bytes(packet(SEED, pages=PAGES).pdf())
    return path


def views(
    window: MainWindow, packet: Path, taken: Callable[[], QPixmap], wait: Callable[[Callable[[], bool]], None]
) -> Iterator[QPixmap]:
    """One view after the other: `taken` makes a picture of the window at rest, `wait` lets it work until something is so."""
    window.case_controller.close_case()
    window.drop.files_dropped.emit([packet])
    wait(lambda: window.views.currentWidget() is window.proposals)
    window.vault_controller.protecting.strip.hide()
    yield taken()
    window.proposals.accept.click()
    wait(lambda: window.session.case is not None and window.case_view is not None and not window.tasks.busy)
    assert window.case_view is not None
    window.vault_controller.protecting.strip.hide()
    window.menus.actions["next_doubtful_start"].trigger()
    if not window.case_view.record.side.isVisible():
        window.menus.actions["toggle_documents"].trigger()
    yield taken()
    window.overview.show_overview()
    wait(lambda: _is_looked_over(window))
    for section in (0, 1, 2):
        dialog = window.overview.dialog
        if dialog is None:
            raise SystemExit("the record at a glance went away")
        dialog.resize(window.size())
        dialog.tabs[section].click()
        taken()
        yield dialog.grab()
    window.overview.put_away()


def _is_looked_over(window: MainWindow) -> bool:
    return window.overview.dialog is not None and window.overview.dialog.timeline.list.rows() > 0
