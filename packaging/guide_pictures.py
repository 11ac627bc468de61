"""The pictures of the user guide, all of them, from the window as it is today on the invented sample case and a long packet.

    python packaging/guide_pictures.py [FOLDER]

Runs offscreen in a throw-away home; without a folder they go to `resources/guide`. Each has 255 colors at most. A chapter
names a picture by its file name alone; a test asks that each picture named is made here and is there.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_SCALE_FACTOR"] = "1"
sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent)]

import packet_views  # noqa: E402

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication

    from imr_desktop.ui.main_window import MainWindow

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "guide"
SIZE = (1366, 768)
COLORS = 255
PATIENCE, SETTLE = 600.0, 0.7
NAMES = ("first", "window", "palette", "checks", "signing", *packet_views.NAMES)
"""What is made, in this order; each is a file ``NAME.png``."""


def main(folder: Path) -> int:
    """Make them all; 0 where each view could be opened."""
    from imr_desktop.paths import Home
    from imr_desktop.ui import app as application
    from imr_desktop.ui.theme import current

    app = application.make_application()
    with tempfile.TemporaryDirectory() as root:
        window = application.make_window(Home(Path(root)))
        current().apply("light", 100)
        window.resize(*SIZE)
        window.show()
        window.complete()
        _rest(app, window)
        for name, picture in zip(NAMES, _views(app, window, Path(root)), strict=True):
            _save(picture, folder / f"{name}.png")
            print(f"{name}.png")
        window.close()
    return 0


def _views(app: QApplication, window: MainWindow, root: Path) -> Iterator[QPixmap]:
    """One view after the other, in the order of `NAMES`."""
    from dataclasses import replace

    from PySide6.QtTest import QTest

    from imr_desktop.case import edits

    window.first_run.show_first_steps()
    yield _taken(app, window)
    window.view_controller.keep(
        replace(window.view_controller.settings, judge_first=False, read_by_machine=False, theme="light")
    )
    window.first_run.leave()
    window.case_controller.open_sample()
    _wait(app, lambda: window.session.case is not None)
    view, case = window.case_view, window.session.case
    if view is None or case is None:
        raise SystemExit("the sample case did not open")
    item = case.items[0].id
    window.vault_controller.protecting.strip.hide()
    view.go.go("items")
    yield _taken(app, window)
    window.palette_box.open_palette()
    _rest(app, window)
    box = window.palette_box.box
    if box is not None:
        QTest.keyClicks(box.line, "trigger")
    _rest(app, window)
    yield _taken(app, window)
    window.palette_box.put_away()
    view.go.go("checks")
    yield _taken(app, window)
    window.session.apply("Decide", edits.decide, item, "Upheld")
    view.open_sign()
    yield _taken(app, window)
    packet = packet_views.made_packet(root)
    yield from packet_views.views(window, packet, partial(_taken, app, window), partial(_wait, app))


def _rest(app: QApplication, window: MainWindow) -> None:
    _wait(app, lambda: window.case_view is not None and not window.tasks.busy)


def _wait(app: QApplication, done: Callable[[], bool]) -> None:
    """Run the event loop until `done`, then a moment more."""
    end = time.monotonic() + PATIENCE
    while not done():
        app.processEvents()
        time.sleep(0.005)
        if time.monotonic() > end:
            raise SystemExit("the window did not come to rest")
    rest = time.monotonic() + SETTLE
    while time.monotonic() < rest:
        app.processEvents()
        time.sleep(0.005)


def _is_checked(window: MainWindow) -> bool:
    """Whether what the checks say is of the case as it stands."""
    checked = window.session.last_checked
    return window.session.case is None or (checked is not None and checked.case is window.session.case)


def _taken(app: QApplication, window: MainWindow) -> QPixmap:
    _wait(app, lambda: _is_checked(window))
    _rest(app, window)
    window.status.clear_message()
    _rest(app, window)
    return window.grab()


def _save(picture: QPixmap, path: Path) -> None:
    """Write it as a small file: few colors, no shades between them."""
    from PIL import Image
    from PySide6.QtCore import QBuffer

    held = QBuffer()
    held.open(QBuffer.OpenModeFlag.ReadWrite)
    picture.save(held, "PNG")
    image = Image.open(io.BytesIO(bytes(held.data().data()))).convert("RGB")
    image.quantize(COLORS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    if "--help" in sys.argv:
        print(__doc__)
        raise SystemExit
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
