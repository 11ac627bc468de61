"""Closing while files are read, and starting again: no unseen process, no lost start, no dead end. With real processes."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from real_window import RealWindow, missing, screen, until
from reportlab.pdfgen.canvas import Canvas

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())
PAGES = 600


def long_record(path: Path) -> Path:
    """Invented pages that take a while to read."""
    canvas = Canvas(str(path))
    for page in range(PAGES):
        for line in range(50):
            canvas.drawString(
                40, 780 - 15 * line, f"Progress note {page}: the knee is stiff in the morning and better by noon, {line}."
            )
        canvas.showPage()
    canvas.save()
    return path


def test_closing_and_starting_again_never_ends_in_nothing(tmp_path):
    home, record = tmp_path / "home", long_record(tmp_path / "record.pdf")
    started = []

    def start(*words):
        started.append(RealWindow(display, home, tmp_path, *words))
        return started[-1]

    with screen() as display:
        try:
            first = start(str(record))
            until(first.children, "the reading to begin")
            readers = first.children()
            first.focus()
            first.keys("ctrl+q")
            second = start()
            until(lambda: first.process.poll() is not None, "the first to end")
            until(second.windows, "the second to open its window")
            until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in readers), "the readers to end")
            assert second.process.poll() is None

            os.kill(second.pid, signal.SIGSTOP)
            third = start()
            until(lambda: third.windows("is open already"), "the third to say that it waits")
            third.focus("is open already")
            third.keys("Return")
            assert third.process.poll() is None
            second.end()
            until(lambda: not third.windows("is open already") and third.windows(), "the third to go on by itself")
            until(lambda: any("window.lock" in name for name in third.open_files()), "the third to be the home's window")
        finally:
            for one in started:
                one.end()
