"""Trials of the real window: typed into with real keys, killed between two of them, and its vault read afterwards."""

from __future__ import annotations

import os
import random
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from real_window import ROOT, RealWindow, until

SCREEN = "1920x1080"
NUMBER = "CM26-0000031"
FIELDS = ("summary", "rationale", "finding", "fact", "comment")
"""Where keys are typed: two texts, a line that is added with Enter, a dialog, and a window beside."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_FIRST_ROW = (900, 185)
"""Where the first case of the worklist stands in a window that has the whole display."""


def _open_case(window: RealWindow) -> None:
    """Open the only case of the worklist by a double click; that its facts can be looked at shows that it is open."""

    def opened() -> object:
        window.click(*_FIRST_ROW, times=2)
        time.sleep(0.7)
        window.keys("ctrl+i", pause=0.5)
        return window.windows("Case facts")

    window.focus()
    until(opened, "the case to open")
    window.focus("Case facts")
    window.keys("Escape", pause=0.3)
    until(lambda: not window.windows("Case facts"), "the facts to close")
    window.focus()


def _go(window: RealWindow, field: str) -> None:
    """Put the keyboard into a field."""
    window.keys(
        *{
            "summary": ("ctrl+3",),
            "rationale": ("ctrl+4", "ctrl+shift+i", "Escape"),
            "finding": ("ctrl+n",),
            "fact": ("ctrl+i",),
            "comment": ("ctrl+shift+m",),
        }[field],
        pause=0.5,
    )
    if field in ("fact", "comment"):
        window.focus({"fact": "Case facts", "comment": "Comments"}[field])
        time.sleep(0.3)


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
    from imr_desktop.review import Services

    home = Home(folder)
    settings.save(home, settings.Settings(theme="light", judge_first=False))
    with Services(home) as services:
        services.cases.save(Case("c1", number=NUMBER, items=(DisputedItem("i1", "An invented service"),)))
    return folder


def trial(display: str, template: Path, home: Path, field: str, seed: int, root: Path = ROOT, seconds: float = 0.0) -> Trial:
    """Type into a field for so many seconds (1 to 5 unless told), kill the program between two keys, look into the vault."""
    shutil.copytree(template, home)
    chance = random.Random(seed)
    window = RealWindow(display, home, home.parent, root=root)
    try:
        _open_case(window)
        _go(window, field)
        typed, times = _type(window, chance, seconds or chance.uniform(1.0, 5.0))
        killed = time.monotonic()
    finally:
        window.end()
    return _judge(field, typed, times, killed, stored(home, field))


def _type(window: RealWindow, chance: random.Random, seconds: float) -> tuple[str, list[float]]:
    typed, times = "", list[float]()
    pace, end = chance.uniform(0.05, 0.2), time.monotonic() + seconds
    while time.monotonic() < end:
        letter = " " if typed and typed[-1] != " " and chance.random() < 0.15 else chance.choice(_LETTERS)
        window.keyboard.press(letter)
        times.append(time.monotonic())
        typed += letter
        time.sleep(chance.uniform(0.5, 1.5) * pace)
    return typed, times


def stored(home: Path, field: str) -> str:
    """What the vault of a home holds of a field, half-typed words included."""
    import json

    from imr_desktop.paths import Home
    from imr_desktop.review import Services

    with Services(Home(home)) as services:
        case = services.cases.load("c1")
        drafts = services.cases.opened("c1").drafts
    if field == "fact":
        return str(json.loads(drafts.get("facts", "{}")).get("Case number", "")).removeprefix(NUMBER)
    texts = {"summary": case.summary, "rationale": case.items[0].rationale}
    return texts.get(field, drafts.get(field, ""))


def _judge(field: str, typed: str, times: list[float], killed: float, held: str) -> Trial:
    kept = len(os.path.commonprefix([typed, held]))
    lost = len(typed) - kept
    return Trial(field, len(typed), lost, killed - times[kept] if lost else 0.0)
