"""What a screen reader is told while a determination's text becomes a signed letter, by keys alone.

    python packaging/listen.py [OUT]

Starts the window on a screen of its own, with a message bus and the accessibility service of a Linux desktop, presses the
keys below one after the other, and writes after each what the service was told: the new focus with its role, name and
description, and announcements. Needs xvfb, xdotool, openbox, dbus, at-spi2-core, python3-gi and gir1.2-atspi-2.0 of the
system.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from real_window import RealWindow

ROOT = Path(__file__).resolve().parents[1]
SYSTEM_PYTHON = "/usr/bin/python3"
QUIET = 1.2
"""Seconds without a word after which a step has been told."""
SLOW, PATIENCE = 6.0, 25.0
REASON, PASSPHRASE = "It was looked at.", "correct horse battery staple"
STEPS = (
    ("What was read", "until Read from the files"),
    ("Down: the next line", "Down"),
    ("Space: leave the line out", "space"),
    ("Space: take it again", "space"),
    ("Enter: accept", "Return"),
    ("The case is open", "until Guideline criteria"),
    ("Ctrl+4: the items", "ctrl+4"),
    ("Down: the next criterion", "Down"),
    ("M: met", "m"),
    ("N: not met", "n"),
    ("Ctrl+Z: undo", "ctrl+z"),
    ("Menu: what can be done with the criterion", "Menu"),
    ("Down", "Down"),
    ("Esc", "Escape"),
    ("Alt+U: upheld", "alt+u"),
    ("Alt+Down: the next item", "alt+Down"),
    ("Alt+U: upheld", "alt+u"),
    ("Ctrl+3: the summary", "ctrl+3"),
    ("A misspelled word is typed", "x q z space"),
    ("Alt+F7: spelling", "alt+F7"),
    ("Esc", "Escape"),
    ("Ctrl+Z: undo", "ctrl+z"),
    ("Shift+F10: what can be done with the text", "shift+F10"),
    ("Esc", "Escape"),
    ("Ctrl+1: the record", "ctrl+1"),
    ("F7: the caret", "F7"),
    ("Down: a line", "Down"),
    ("Shift+Right: select", "shift+Right"),
    ("Shift+Right: select", "shift+Right"),
    ("Shift+Left: select less", "shift+Left"),
    ("F: a finding of the words", "f"),
    ("Shift+Right: select", "shift+Right"),
    ("C: cite the page", "c"),
    ("Q: quote, with nothing selected", "q"),
    ("F7: the caret off", "F7"),
    ("Ctrl+2: the findings", "ctrl+2"),
    ("Down: the list", "Down"),
    ("Menu: what can be done with the finding", "Menu"),
    ("Esc", "Escape"),
    ("Ctrl+K: the box", "ctrl+k"),
    ("Typed: check", "c h e c k"),
    ("Down", "Down"),
    ("Esc", "Escape"),
    ("Ctrl+5: the checks", "ctrl+5"),
    ("F8: the next check", "F8"),
    ("F12: private screen", "F12"),
    ("Typed while hidden", "a b"),
    ("F12: back", "F12"),
    ("Ctrl+Enter: review and sign", "ctrl+Return"),
    ("The first reason is asked for", "until Reason to sign"),
    ("Each problem to consider: a reason, Enter", "reasons"),
    ("Space: the first statement", "space"),
    ("Space: the second", "space"),
    ("Space: the third", "space"),
    ("Tab to who signs", "tab to Say who signs"),
    ("Space: the dialog", "space"),
    ("The given name is typed", "type Ada"),
    ("Tab to the surname", "tab to Surname"),
    ("The surname is typed", "type Example"),
    ("Enter: kept", "Return"),
    ("Tab to a new key", "tab to Make a key"),
    ("Space: where it goes", "space"),
    ("Enter: there", "Return"),
    ("Tab to its passphrase", "tab to Passphrase of the new key"),
    ("All of it", "ctrl+a"),
    ("A passphrase is typed", f"type {PASSPHRASE}"),
    ("Tab to its check", "tab to The first word"),
    ("All of it", "ctrl+a"),
    ("Its first word is typed", "type correct"),
    ("Enter: the key is made", "Return"),
    ("The office's key was made too", "until OK"),
    ("Enter: read", "Return"),
    ("Tab to the passphrase", "tab to Passphrase of the key"),
    ("The passphrase is typed", f"type {PASSPHRASE}"),
    ("Enter: sign and save", "Return"),
    ("Signed", "until Save a copy"),
    ("Tab", "Tab"),
    ("Tab", "Tab"),
    ("Esc: back to the case", "Escape"),
    ("Ctrl+W: the cases", "ctrl+w"),
    ("Typed: knee", "k n e e"),
)
"""What is done, and its keys. ``type``: words; ``tab to``: until that has the keyboard; ``until``: wait until it has;
``reasons``: one for each problem."""


def hear() -> None:
    """The listener, run by the system's Python: a line for each thing told."""
    import gi

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi, GLib

    def said(event: Atspi.Event) -> None:
        with suppress(GLib.Error):  # a window that is busy, or one that is gone
            tell(event)

    def tell(event: Atspi.Event) -> None:
        kind, source = event.type, event.source
        if kind.startswith("object:announcement"):
            print(f"says: {event.any_data}", flush=True)
        elif kind.startswith("object:state-changed:checked"):
            print(f"ticked: {source.get_name()}: {bool(event.detail1)}", flush=True)
        elif event.detail1 or kind.startswith("object:active"):
            about = source.get_description()
            states = source.get_state_set()
            ticks = [
                name
                for name, state in (("ticked", Atspi.StateType.CHECKED), ("not enabled", Atspi.StateType.SENSITIVE))
                if states.contains(state) is (name == "ticked")
            ]
            parts = [source.get_role_name(), source.get_name(), *ticks, about[:300]]
            print("focus: " + " | ".join(" / ".join(part.split("\n")) for part in parts if part), flush=True)

    def heard(event: Atspi.Event) -> None:
        """That somebody listens renews what is kept of a name."""

    def opened(event: Atspi.Event) -> None:
        print(f"window: {event.source.get_role_name()} | {event.source.get_name()} | {words_of(event.source)}", flush=True)

    def words_of(window: Atspi.Accessible) -> str:
        """The sentences of a small window, as a screen reader reads a dialog that opens."""
        children = [window.get_child_at_index(at) for at in range(min(window.get_child_count(), 12))]
        return " ".join(child.get_name() for child in children if child and child.get_role() == Atspi.Role.LABEL)

    Atspi.EventListener.new(opened).register("window:activate")
    listener = Atspi.EventListener.new(said)
    for kind in ("object:state-changed:focused", "object:state-changed:checked", "object:announcement"):
        listener.register(kind)
    renamed = Atspi.EventListener.new(heard)  # what is not listened to is not told, and a name of before would be read
    for kind in ("object:property-change:accessible-name", "object:property-change:accessible-description"):
        renamed.register(kind)
    print("listening", flush=True)
    Atspi.event_main()


sys.path.insert(0, str(ROOT / "tests" / "ui" / "real"))


def begin(out: Path) -> None:
    """A screen, and on it a message bus of its own: its accessibility service is one of that screen."""
    from real_window import missing, screen

    if lacking := missing("openbox", "dbus-run-session", SYSTEM_PYTHON):
        sys.exit(lacking)
    with screen() as display:
        command = ["dbus-run-session", "--", sys.executable, __file__, str(out), "--on", display]
        subprocess.run(command, env={**os.environ, "DISPLAY": display}, check=True)


def drive(out: Path, display: str) -> None:
    """Start the window, press the keys, write what is heard."""
    from real_window import RealWindow

    os.environ |= {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_ACCESSIBILITY": "1"}
    with tempfile.TemporaryDirectory() as folder:
        heard = Path(folder) / "heard.txt"
        with heard.open("w") as sink:
            listener = subprocess.Popen([SYSTEM_PYTHON, __file__, "--hear"], stdout=sink)
        manager = subprocess.Popen(
            [shutil.which("openbox") or ""], stderr=subprocess.DEVNULL
        )  # who gives a dialog the keyboard
        config = Path(folder) / "config"
        config.mkdir()
        sample = ROOT / "resources" / "samples"
        window = RealWindow(display, Path(folder) / "home", config, str(sample / "determination.txt"))
        lines: list[str] = []
        try:
            _wait(lambda: bool(window.windows()))
            window.focus()
            for title, keys in STEPS:
                before = len(heard.read_text().splitlines())
                _press(window, heard, keys)
                _settled(heard, SLOW if keys in ("", "Return", "ctrl+Return") else QUIET)
                lines += [f"\n{title}", *(f"    {line}" for line in heard.read_text().splitlines()[before:])]
                out.write_text("\n".join(lines) + "\n")
        finally:
            window.end()
            for crash in (Path(folder) / "home").rglob("crash-*"):
                lines += ["\nA fault", crash.read_text()]
            for other in (listener, manager):
                other.kill()
                other.wait()
    out.write_text("\n".join(lines) + "\n")


def _press(window: RealWindow, heard: Path, keys: str) -> None:
    """Press keys one after the other, or what a word says of them."""
    what, _, words = keys.partition(" ")
    if what == "type":
        window.type(words)
    elif what == "until":
        _wait(lambda: words in _focused(heard))
    elif keys.startswith("tab to "):
        for _step in range(30):
            if keys.removeprefix("tab to ") in _focused(heard):
                return
            window.keys("Tab")
            _settled(heard, QUIET)
    elif what == "reasons":
        for _step in range(20):
            if "Reason to sign" not in _focused(heard):
                return
            window.type(REASON)
            window.keys("Return")
            _settled(heard, SLOW)
    else:
        window.keys(*keys.split(), pause=0.12)


def _focused(heard: Path) -> str:
    """What was last said to have the keyboard."""
    return next((line for line in reversed(heard.read_text().splitlines()) if line.startswith("focus:")), "")


def _wait(true: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not true() and time.monotonic() < end:
        time.sleep(0.1)


def _settled(heard: Path, quiet: float) -> None:
    """Wait until nothing more is told."""
    size, since, end = heard.stat().st_size, time.monotonic(), time.monotonic() + max(PATIENCE, quiet + 1)
    while time.monotonic() - since < quiet and time.monotonic() < end:
        time.sleep(0.1)
        if heard.stat().st_size != size:
            size, since = heard.stat().st_size, time.monotonic()


def main() -> None:
    """Hear, begin a message bus, or drive, as the words of the command say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", nargs="?", type=Path, default=Path("transcript.txt"), help="where the transcript is written")
    parser.add_argument("--hear", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--on", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.hear:
        hear()
    elif given.on:
        drive(given.out, given.on)
    else:
        begin(given.out)


if __name__ == "__main__":
    main()
