"""Closing while files are read, and starting again: no unseen process, no lost start, no dead end. With real processes."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from real_window import RealWindow, missing, screen, until
from reportlab.pdfgen.canvas import Canvas

from imr_desktop import settings
from imr_desktop.case import edits
from imr_desktop.paths import Home
from imr_desktop.review import Services
from imr_desktop.settings import Settings

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


def test_after_a_fault_the_words_are_back_and_the_place_is_offered(tmp_path):
    home = Home(tmp_path / "home")
    settings.save(home, Settings(judge_first=False, specialty="Pain Medicine", licensure="California"))
    with Services(home) as services:
        case = edits.set_field(edits.new_case(), number="CM26-0000071")
        services.cases.save(case)
    note = home.root / "running"
    with screen() as display:
        first = RealWindow(display, home.root, tmp_path)
        try:
            until(lambda: first.windows() and first.is_open, "the list of cases")
            first.focus()

            def opened():
                first.keys("Return")
                return note.exists() and case.id in note.read_text()

            until(opened, "the case to open")
            first.keys("ctrl+3")
            until(lambda: "summary" in note.read_text(), "the pane to be noted")
            saves = (home.vault / "head").read_bytes()
            first.type("limps after the fall")
            until(lambda: (home.vault / "head").read_bytes() != saves, "the words to be saved")
            os.kill(first.pid, signal.SIGSEGV)
            first.process.wait(60)
            second = RealWindow(display, home.root, tmp_path)
            try:
                until(lambda: second.windows("Go on where you were"), "the question")
                reports = list((home.root / "crashes").glob("crash-*.txt"))
                second.focus("Go on where you were")
                second.keys("Return")
                until(lambda: note.exists() and "summary" in note.read_text(), "the case and pane of before")
                second.focus()
                second.keys("ctrl+q")
                second.process.wait(60)
            finally:
                second.end()
        finally:
            first.end()
    assert not note.exists()
    with Services(home) as services:
        assert "limps" in services.cases.load(case.id).summary
    words = reports[0].read_text()
    assert "Segmentation fault" in words
    assert "imr_desktop.ui.app:" in words
    assert not any(said in words for said in ("CM26", "limps", case.id, str(tmp_path)))
