"""The real program on a display of its own, with real keys: started, typed into, killed, and its vault read afterwards.

Needs an X server without a screen (Xvfb) and libXtst, which sends keys as a keyboard would.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
NUMBER = "CM26-0000031"
FIELDS = ("summary", "rationale", "finding", "fact", "comment")
"""Where keys are typed: two texts, a line that is added with Enter, a dialog, and a window beside."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PATIENCE = 60.0
_FIRST_ROW = (900, 121)
"""Where the first case of the worklist stands in a window that has the whole display."""
_HELD = {"Control": "Control_L", "Shift": "Shift_L", "Alt": "Alt_L"}


def missing() -> str:
    """What a real window needs and this computer lacks, as a sentence; empty where nothing."""
    lacks = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
    lacks += [] if ctypes.util.find_library("Xtst") else ["libXtst"]
    return f"A real window needs {', '.join(lacks)}; apt-get install xvfb xdotool." if lacks else ""


@contextmanager
def display() -> Iterator[str]:
    """A display of its own, as long as it is needed."""
    reading, writing = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"],
                              pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


class Keyboard:
    """Keys pressed on a display as on a real keyboard."""

    def __init__(self, name: str) -> None:
        self._x = ctypes.CDLL(ctypes.util.find_library("X11") or "")
        self._test = ctypes.CDLL(ctypes.util.find_library("Xtst") or "")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XStringToKeysym.restype = ctypes.c_ulong
        self._x.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
        self._test.XTestFakeKeyEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
        for flush in (self._x.XFlush, self._x.XCloseDisplay):
            flush.argtypes = [ctypes.c_void_p]
        self._display = self._x.XOpenDisplay(name.encode())

    def press(self, keys: str) -> None:
        """Press a key with what is held: ``a``, ``Return``, ``Control+Shift+m``."""
        *held, key = keys.split("+")
        codes = [self._code(_HELD[one]) for one in held] + [self._code("space" if key == " " else key)]
        for code in codes:
            self._send(code, down=True)
        for code in reversed(codes):
            self._send(code, down=False)

    def close(self) -> None:
        """Let the display go."""
        self._x.XCloseDisplay(self._display)

    def _code(self, name: str) -> int:
        return self._x.XKeysymToKeycode(self._display, self._x.XStringToKeysym(name.encode()))

    def _send(self, code: int, *, down: bool) -> None:
        self._test.XTestFakeKeyEvent(self._display, code, int(down), 0)
        self._x.XFlush(self._display)


class Program:
    """The program with its window on a display; `root` is the checkout it runs from."""

    def __init__(self, display_name: str, home: Path, root: Path = ROOT) -> None:
        self._env = {**os.environ, "DISPLAY": display_name, "QT_QPA_PLATFORM": "xcb", "QT_SCALE_FACTOR": "1",
                     "PYTHONPATH": str(root)}
        self.keys = Keyboard(display_name)
        self.process = subprocess.Popen([sys.executable, "-m", "imr_desktop", "--home", str(home)], env=self._env, cwd=root,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def focus(self, title: str) -> None:
        """Give the keyboard to the window with such a title, once it is there. Raises TimeoutError."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            found = self._tool("search", "--onlyvisible", "--name", title).split()
            if found:
                self._tool("windowfocus", "--sync", found[-1])
                return
            time.sleep(0.1)
        raise TimeoutError(f"No window {title} came.")

    def _tool(self, *words: str) -> str:
        return subprocess.run(["xdotool", *words], env=self._env, capture_output=True, text=True, check=False,
                              timeout=_PATIENCE).stdout

    def press(self, *keys: str, pause: float = 0.15) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.keys.press(key)
            time.sleep(pause)

    def open_case(self) -> None:
        """Open the only case of the worklist by a double click."""
        self.focus("IMR Desktop")
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            self._tool("mousemove", *map(str, _FIRST_ROW), "click", "--repeat", "2", "--delay", "40", "1")
            time.sleep(0.7)
            if self._tool("search", "--onlyvisible", "--name", NUMBER):
                time.sleep(0.7)
                return
        raise TimeoutError("The case did not open.")

    def go(self, field: str) -> None:
        """Put the keyboard into a field."""
        self.press(*{"summary": ("Control+3",), "rationale": ("Control+4", "Control+Shift+i", "Escape"),
                     "finding": ("Control+n",), "fact": ("Control+i",), "comment": ("Control+Shift+m",)}[field], pause=0.5)
        if field in ("fact", "comment"):
            self.focus({"fact": "Case facts", "comment": "Comments"}[field])
            time.sleep(0.3)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        """Let everything go."""
        if self.process.poll() is None:
            self.kill()
        self.keys.close()


@dataclass(frozen=True)
class Trial:
    """What one trial came to: keys typed, characters that were lost, and the age of the oldest lost one in seconds."""

    field: str
    typed: int
    lost: int
    oldest: float


def make_home(folder: Path) -> Path:
    """A home with one invented case, to be copied for each trial."""
    from imr_desktop import settings
    from imr_desktop.case.model import Case, DisputedItem
    from imr_desktop.paths import Home
    from imr_desktop.review import Workbench

    home = Home(folder)
    settings.save(home, settings.Settings(theme="light", judge_first=False))
    with Workbench(home) as bench:
        bench.save(Case("c1", number=NUMBER, items=(DisputedItem("i1", "An invented service"),)))
    return folder


def trial(display_name: str, template: Path, home: Path, field: str, seed: int, root: Path = ROOT,
          seconds: float = 0.0) -> Trial:
    """Type into a field for so many seconds (1 to 5 unless told), kill the program between two keys, look into the vault."""
    shutil.copytree(template, home)
    chance = random.Random(seed)
    program = Program(display_name, home, root)
    try:
        program.open_case()
        program.go(field)
        typed, times = _type(program, chance, seconds or chance.uniform(1.0, 5.0))
        killed = time.monotonic()
        program.kill()
    finally:
        program.close()
    return _judge(field, typed, times, killed, stored(home, field))


def _type(program: Program, chance: random.Random, seconds: float) -> tuple[str, list[float]]:
    typed, times = "", list[float]()
    pace, end = chance.uniform(0.05, 0.2), time.monotonic() + seconds
    while time.monotonic() < end:
        letter = " " if typed and typed[-1] != " " and chance.random() < 0.15 else chance.choice(_LETTERS)
        program.keys.press(letter)
        times.append(time.monotonic())
        typed += letter
        time.sleep(chance.uniform(0.5, 1.5) * pace)
    return typed, times


def stored(home: Path, field: str) -> str:
    """What the vault of a home holds of a field, half-typed words included."""
    import json

    from imr_desktop.paths import Home
    from imr_desktop.review import Workbench

    with Workbench(Home(home)) as bench:
        case = bench.load("c1")
        drafts = bench.opened("c1").drafts
    if field == "fact":
        return json.loads(drafts.get("facts", "{}")).get("Case number", "").removeprefix(NUMBER)
    texts = {"summary": case.summary, "rationale": case.items[0].rationale}
    return texts.get(field, drafts.get(field, ""))


def _judge(field: str, typed: str, times: list[float], killed: float, held: str) -> Trial:
    kept = len(os.path.commonprefix([typed, held]))
    lost = len(typed) - kept
    return Trial(field, len(typed), lost, killed - times[kept] if lost else 0.0)
