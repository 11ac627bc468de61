"""A reviewer's day in the real window, by key: how long the window's thread was busy at a stretch, and with what.

    python packaging/stalls.py [--items 140] [--pages 46] [--file PACKET.pdf] [--over 60] [--profile WORD]

Runs offscreen in a throw-away home: a start, opening from the worklist, page turns, typing, decisions, other items, checks,
the sign view, zoom, themes, closing, a file that is dropped (`--file`, else one of 60 pages) and taken. Time is the processor
time of the window's thread, so a busy computer counts for little; a busy one still costs caches, so the machine's load stands
beside. For each step: the longest turn of the event loop, and the line of the program it was seen at most; for turns over the
limit, more such lines with their callers.
With ``--profile`` the step whose name holds the word is profiled.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import resource
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_SCALE_FACTOR"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from imr_desktop.case import edits
from imr_desktop.case.model import Case, Decision, DisputedItem, Finding, SourceRef
from imr_desktop.paths import Home
from imr_desktop.settings import Settings

if TYPE_CHECKING:
    from imr_desktop.ui.main_window import MainWindow
    from imr_desktop.ui.shell.case_view import CaseView

SETTLE = 900
"""Seconds that work off the window's thread may take until the next step."""
REST = 0.5
"""Seconds without work until a step is over: what waits a moment after the last key comes within it."""
SAMPLED = 0.004
OPEN = 14
"""Items that the day decides; with the others decided, the sign view lays the whole letter out."""
KEY = Qt.Key
CTRL, ALT, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
TITLES = (
    "Lumbar MRI without contrast",
    "Physical therapy, 12 visits",
    "Trigger point injections x 6, bilateral upper trapezius and cervical paraspinal muscles",
    "Norco 10/325 mg #90",
    "EMG/NCV of the bilateral upper extremities",
    "Acupuncture, 6 visits",
    "Lumbar epidural steroid injection at L4-L5",
    "TENS unit, 30 day rental",
    "Gym membership, 6 months",
    "Chiropractic care, 8 visits",
)
_main = threading.get_ident()


@dataclass
class Step:
    """What a step of the day cost the window's thread, in milliseconds of its processor time."""

    name: str
    turns: list[float] = field(default_factory=list)
    longest: str = ""
    seen: Counter[str] = field(default_factory=Counter)


class Sampler(threading.Thread):
    """Notes where the window's thread stands while a turn is on."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.on = False
        self.seen: Counter[str] = Counter()

    def run(self) -> None:
        while True:
            time.sleep(SAMPLED)
            if self.on:
                self.seen[_lines()] += 1


def _lines() -> str:
    """The innermost lines of the program, outer one first; no frame is held longer, as it would keep painters alive."""
    frame: FrameType | None = sys._current_frames().get(_main)  # noqa: SLF001
    found: list[str] = []
    while frame is not None and len(found) < 7:
        path = frame.f_code.co_filename
        if "imr_desktop/" in path:
            found.append(f"{path.partition('imr_desktop/')[2]}:{frame.f_lineno} {frame.f_code.co_name}")
        frame = frame.f_back
    return " > ".join(reversed(found)) or "Qt alone"


class Day:
    """Presses keys in a window and measures what each step costs its thread."""

    def __init__(self, app: QApplication, over: float, profile: str) -> None:
        self.app, self.over, self.profile = app, over, profile
        self.steps: list[Step] = []
        self.sampler = Sampler()
        self.sampler.start()
        self.held: MainWindow | None = None

    @property
    def window(self) -> MainWindow:
        """The window that is measured. Raises ValueError before there is one."""
        if self.held is None:
            raise ValueError("the day has no window yet")
        return self.held

    @property
    def view(self) -> CaseView:
        """Its case view. Raises ValueError before it is built."""
        if self.window.case_view is None:
            raise ValueError("the case view is not built yet")
        return self.window.case_view

    def turn(self, step: Step, act: Callable[[], object]) -> None:
        """One turn of the window's thread."""
        self.sampler.seen.clear()
        self.sampler.on, began = True, time.thread_time()
        act()
        took = 1000 * (time.thread_time() - began)
        self.sampler.on = False
        if took > max(step.turns, default=0.0):
            step.longest = max(self.sampler.seen, key=self.sampler.seen.__getitem__, default="").rpartition("> ")[2]
        if took > self.over:
            step.seen.update(self.sampler.seen)
        step.turns.append(took)

    @contextmanager
    def step(self, name: str) -> Iterator[Callable[..., None]]:
        """A step of the day: what is called is a turn each; then what follows from it, until nothing works any more."""
        step, profiler = Step(name), cProfile.Profile() if self.profile and self.profile in name else None
        if profiler:
            profiler.enable()
        yield lambda act, *args, **more: self._press(step, lambda: act(*args, **more))
        self._settle(step)
        if profiler:
            profiler.disable()
            pstats.Stats(profiler).sort_stats("cumulative").print_stats(70)
        self.steps.append(step)
        print(row(step), file=sys.stderr, flush=True)
        for lines, many in step.seen.most_common(4):
            print(f"    {many:3d} × {lines}", file=sys.stderr, flush=True)

    def _press(self, step: Step, act: Callable[[], object]) -> None:
        self.turn(step, act)
        self._run(step, 0.03)

    def _run(self, step: Step, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.turn(step, self.app.processEvents)
            time.sleep(0.004)

    def _settle(self, step: Step) -> None:
        until, quiet = time.monotonic() + SETTLE, time.monotonic()
        while time.monotonic() < until and time.monotonic() - quiet < REST:
            self._run(step, 0.02)
            if self.held is not None and (self.held.tasks.busy or self.held.case_view is None):
                quiet = time.monotonic()


def row(step: Step) -> str:
    """A line of the table."""
    turns = sorted(step.turns)
    return f"| {step.name} | {turns[-1]:.0f} | {turns[int(0.99 * (len(turns) - 1))]:.0f} | {step.longest} |"


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key pressed where the keyboard is."""
    target = QApplication.focusWidget() or QApplication.activeWindow()
    if target is not None:
        QTest.keyClick(target, key, modifier)


def packet(path: Path, pages: int) -> Path:
    """A record of so many pages, a document of seven pages each."""
    canvas = Canvas(str(path), pagesize=(612, 792))
    for page in range(pages):
        canvas.drawString(60, 740, f"PROGRESS REPORT {page // 7 + 1}, page {page % 7 + 1}, date 03/{page % 28 + 1:02d}/2024")
        for line in range(1, 30):
            canvas.drawString(
                60, 740 - 20 * line, f"Line {line}: neck pain rated three of ten on most days; therapy was given"
            )
        canvas.showPage()
    canvas.save()
    return path


def filled(case: Case, items: int, pages: int) -> Case:
    """A case with so many items, a hundred findings and a long summary."""
    file = case.files[0].digest
    case = edits.set_field(case, number="CM26-7770009", age=48, summary="Neck pain on most days [p. 3]. " * 120)
    for at in range(100):
        source = SourceRef(file, page=at % pages + 1, quote="neck pain rated three of ten")
        case = edits.add_finding(case, Finding(f"f{at}", f"Neck pain rated {at} of 100", "symptoms", sources=(source,)))
    for at in range(items):
        words = "The record shows neck pain on most days [p. 3]. Therapy was given. " * 5
        decision: Decision | None = "Upheld" if at >= OPEN else None
        item = DisputedItem(f"i{at}", f"{TITLES[at % len(TITLES)]}", decision=decision, rationale=words)
        case = edits.add_item(case, item)
    return case


def make_home(root: Path, items: int, pages: int) -> Home:
    """A home with the case in it, and thirty smaller ones."""
    from imr_desktop.review import Services

    home = Home(root / "home")
    services = Services(home)
    taken = services.intake.take_in(None, [packet(root / "packet.pdf", pages)])
    case = filled(taken.case, items, pages)
    services.cases.save(case)
    for at in range(30):
        small = edits.set_field(edits.new_case(), number=f"CM26-{at:07d}")
        services.cases.save(edits.add_item(small, DisputedItem("i", TITLES[at % len(TITLES)])))
    services.close()
    return home


def spend(day: Day, home: Home, dropped: Path) -> None:
    """The day, from the start to the end of the program."""
    from imr_desktop.ui.app import make_application
    from imr_desktop.ui.main_window import MainWindow
    from imr_desktop.ui.theme import current

    make_application()
    with day.step("start to first paint") as do:
        do(current().apply, "light", 100)
        made: list[MainWindow] = []
        do(lambda: made.append(MainWindow(home, Settings(theme="light", judge_first=False, read_by_machine=False))))
        window = made[0]
        window.resize(1920, 1080)
        do(window.show)
    day.held = window
    with day.step("menus, worklist, case view") as do:
        window.activateWindow()
        do(window.complete)
    with day.step("search in the worklist") as do:
        for letter in "7770009":
            do(QTest.keyClicks, QApplication.focusWidget(), letter)
    with day.step("open the case") as do:
        do(press, KEY.Key_Return)
    case_work(day)
    sign_work(day)
    with day.step("close the case") as do:
        do(press, KEY.Key_W, CTRL)
    with day.step("open it again") as do:
        do(press, KEY.Key_Return)
    with day.step("close it again") as do:
        do(press, KEY.Key_W, CTRL)
    with day.step("drop a file on the window") as do:
        do(window.take_in, [dropped])
    with day.step("to the count of documents") as do:
        do(press, KEY.Key_End)
    with day.step("open the count of documents") as do:
        do(press, KEY.Key_Space)
    with day.step("down the documents, to the last") as do:
        do(press, KEY.Key_Down)
        do(press, KEY.Key_End)
    with day.step("take what was read") as do:
        do(press, KEY.Key_Return)
    with day.step("close the window") as do:
        do(window.close)


def case_work(day: Day) -> None:
    """Reading, writing and deciding."""
    with day.step("to the record") as do:
        do(press, KEY.Key_1, CTRL)
    with day.step("turn pages") as do:
        for _page in range(30):
            do(press, KEY.Key_Period)
    with day.step("to the findings, down") as do:
        do(press, KEY.Key_2, CTRL)
        for _row in range(15):
            do(press, KEY.Key_Down)
    with day.step("to the summary") as do:
        do(press, KEY.Key_3, CTRL)
        do(press, KEY.Key_End, CTRL)
    with day.step("type in the summary") as do:
        for letter in " The patiant reports neck pain on most days and was givven therapy.":
            do(QTest.keyClicks, QApplication.focusWidget(), letter)
    with day.step("undo twice, redo") as do:
        for key in (KEY.Key_Z, KEY.Key_Z, KEY.Key_Y):
            do(press, key, CTRL)
    with day.step("to the items") as do:
        do(press, KEY.Key_4, CTRL)
    with day.step("other items") as do:
        for _item in range(12):
            do(press, KEY.Key_Down, ALT)
    with day.step("answer criteria and decide") as do:
        do(press, KEY.Key_4, CTRL)
        for answer in (KEY.Key_N, KEY.Key_Down, KEY.Key_M):
            do(press, answer)
        do(press, KEY.Key_U, ALT)
    with day.step("type in the rationale") as do:
        do(day.view.items.content.rationale.setFocus)
        for letter in "The record does not show a trial of therapy that failed [p. 3]. ":
            do(QTest.keyClicks, QApplication.focusWidget(), letter)
    with day.step("decide 20 items") as do:
        for _item in range(20):
            do(press, KEY.Key_Down, ALT)
            do(press, KEY.Key_U, ALT)
    with day.step("next check, six times") as do:
        for _check in range(6):
            do(press, KEY.Key_F8)
    with day.step("find in record") as do:
        do(press, KEY.Key_F, CTRL)
        for letter in "neck pain":
            do(QTest.keyClicks, QApplication.focusWidget(), letter)
        do(press, KEY.Key_Return)
    with day.step("leave the search") as do:
        do(press, KEY.Key_Escape)
    with day.step("search box") as do:
        do(press, KEY.Key_K, CTRL)
        for letter in "neck":
            do(QTest.keyClicks, QApplication.focusWidget(), letter)
        do(press, KEY.Key_Escape)
    with day.step("add an item, decide it") as do:
        do(press, KEY.Key_N, CTRL | SHIFT)
        do(QTest.keyClicks, QApplication.focusWidget(), "Knee brace")
        do(press, KEY.Key_Return)
        do(press, KEY.Key_U, ALT)
    with day.step("zoom in, out") as do:
        do(press, KEY.Key_Equal, CTRL)
        do(press, KEY.Key_Minus, CTRL)
    with day.step("dark and light") as do:
        for name in ("theme_dark", "theme_light"):
            do(day.window.menus.actions[name].trigger)


def sign_work(day: Day) -> None:
    """The sign view and back."""
    with day.step("review and sign") as do:
        do(day.window.menus.actions["review_and_sign"].trigger)
    with day.step("sign view (Ctrl+Enter again)") as do:
        do(day.view.open_sign)
    with day.step("down the sign view") as do:
        for _key in range(8):
            do(press, KEY.Key_Tab)
    with day.step("zoom in the sign view") as do:
        do(press, KEY.Key_Equal, CTRL)
        do(press, KEY.Key_Minus, CTRL)
    with day.step("back to work") as do:
        do(press, KEY.Key_Escape)


def main() -> int:
    """Print the table; 0 always: a figure is no verdict on a shared machine."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--items", type=int, default=140)
    asked.add_argument("--pages", type=int, default=46)
    asked.add_argument("--file", type=Path)
    asked.add_argument("--over", type=float, default=60.0)
    asked.add_argument("--profile", default="")
    given = asked.parse_args()
    app = QApplication(["stalls"])
    with tempfile.TemporaryDirectory() as root:
        day = Day(app, given.over, given.profile)
        home = make_home(Path(root), given.items, given.pages)
        spend(day, home, given.file or packet(Path(root) / "more.pdf", 60))
    print(f"\nload {os.getloadavg()[0]:.1f}, {given.items} items, {given.pages} pages\n")
    print("| step | longest turn, ms | p99 | seen at |\n|---|--:|--:|---|")
    for step in sorted(day.steps, key=lambda one: -max(one.turns)):
        print(row(step))
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)
