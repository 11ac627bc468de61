"""Pictures of the window on the sample case: every view and dialog that the tests look at, in each size and theme once.

    python packaging/screenshots.py FOLDER [--spanish] [NAME…]

Runs offscreen in a throw-away home; with names only the pictures whose file name holds one of them are made.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Collection
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.update(QT_SCALE_FACTOR="1", IMR_LOOKS="all")
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "ui")]

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

PATIENCE = 600.0
"""Seconds: reading the sample takes minutes on a computer that is busy."""


class _Loop:
    """Runs the event loop, as tests do."""

    def __init__(self, app: QApplication) -> None:
        self._app = app

    def wait(self, ms: float) -> None:
        end = time.monotonic() + ms / 1000
        while time.monotonic() < end:
            self._app.processEvents()
            time.sleep(0.005)

    def waitUntil(self, done: Callable[[], bool], timeout: int = 0) -> None:
        end = time.monotonic() + max(PATIENCE, timeout / 1000)
        while not done():
            self.wait(5)
            if time.monotonic() > end:
                raise SystemExit("the window did not come to rest; run with a name to find the view")


def main(folder: Path, words: Collection[str]) -> int:
    """Make the pictures; 0 where every view could be opened."""
    from imr_desktop import settings
    from imr_desktop.paths import Home
    from imr_desktop.ui import app as application

    folder.mkdir(parents=True, exist_ok=True)
    loop, views = _Loop(application.make_application()), import_module("views")
    names = [word for word in words if word != "--spanish"]
    with tempfile.TemporaryDirectory() as root:
        language = "es" if "--spanish" in words else "en"
        settings.save(Home(Path(root)), settings.Settings(judge_first=False, language=language))
        window = application.make_window(Home(Path(root)))
        window.show()
        window.complete()
        loop.waitUntil(lambda: window.case_view is not None and not window.tasks.busy)
        window.case_controller.open_sample()
        loop.waitUntil(lambda: window.session.case is not None and not window.tasks.busy)
        shown = views.Shown(window, loop)
        for width, height, zoom, look in views.PAIRS:
            shown.dress(width, height, zoom, look)
            for view in views.VIEWS:
                with shown.view(view) as seen:
                    _save(seen, folder / f"{width}_{look}_{view}.png", names)
            for name, dialog in shown.dialogs():
                _save(dialog, folder / f"{width}_{look}_{name}.png", names)
        window.close()
    return 0


def _save(seen: QWidget, path: Path, names: Collection[str]) -> None:
    if not names or any(name in path.name for name in names):
        seen.grab().save(str(path))
        print(path.name)


if __name__ == "__main__":
    if "--help" in sys.argv:
        print(__doc__)
        raise SystemExit
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2:]))
