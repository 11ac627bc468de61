"""A program that ends with copied words in the clipboard ends quietly."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROGRAM = """
from PySide6.QtCore import QTimer
from imr_desktop.ui.app import make_application
from imr_desktop.ui.widgets.citation_edit import CitationEdit

app = make_application()
editor = CitationEdit("Text", "")
editor.set_text("Neck pain since March [p.\\u00a037].\\n\\nNo red flags.")
editor.show()
editor.selectAll()
editor.copy()
copied = app.clipboard().mimeData()
print(copied.formats(), ascii(copied.text()))
QTimer.singleShot(0, app.quit)
app.exec()
"""


@pytest.fixture(params=["offscreen", "xcb"])
def platform(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The environment of a program without a screen, or on an X server of its own."""
    if request.param == "offscreen":
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed (Debian package xvfb).")
    with subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-nolisten", "tcp"], stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL
    ) as server:
        yield {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{server.stdout.readline().strip()}"}
        server.terminate()


def test_copied_words_do_not_outlive_the_program(root: Path, platform: dict[str, str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "PYTHONPATH": str(root), **platform},
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    if "Could not load the Qt platform plugin" in ran.stderr:
        pytest.skip("Qt's libraries for X11 are not installed; packaging/test.sh names them.")
    assert (ran.returncode, ran.stderr.replace("This plugin does not support propagateSizeHints()\n", "")) == (0, "")
    assert ran.stdout == "['text/plain'] 'Neck pain since March [p.\\xa037].\\n\\nNo red flags.'\n"
