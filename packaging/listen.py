"""What a screen reader is told while a determination's text becomes a case that is ready to sign, by keys alone.

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
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SYSTEM_PYTHON = "/usr/bin/python3"
QUIET = 1.2
"""Seconds without a word after which a step has been told."""
SLOW, PATIENCE = 10.0, 25.0
STEPS = (
    ("What was read", ""),
    ("Down: the next line", "Down"),
    ("Space: leave the line out", "space"),
    ("Space: take it again", "space"),
    ("Enter: accept", "Return"),
    ("Ctrl+4: the items", "ctrl+4"),
    ("A preliminary view is typed", "T e n d e r"),
    ("Enter: the criteria open", "Return"),
    ("Down: the next criterion", "Down"),
    ("M: met", "m"),
    ("N: not met", "n"),
    ("Ctrl+Z: undo", "ctrl+z"),
    ("Alt+U: upheld", "alt+u"),
    ("Alt+Down: the next item", "alt+Down"),
    ("Ctrl+3: the summary", "ctrl+3"),
    ("A misspelled word is typed", "x q z space"),
    ("Alt+F7: spelling", "alt+F7"),
    ("Esc", "Escape"),
    ("Ctrl+1: the record", "ctrl+1"),
    (".: the next page", "period"),
    ("F7: the caret", "F7"),
    ("Down: a line", "Down"),
    ("Shift+Right: select", "shift+Right"),
    ("F7: the caret off", "F7"),
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
    ("Tab", "Tab"),
    ("Tab", "Tab"),
    ("Tab", "Tab"),
    ("Tab", "Tab"),
    ("Esc: back to the work", "Escape"),
    ("Ctrl+W: the cases", "ctrl+w"),
    ("Typed: knee", "k n e e"),
)


def hear() -> None:
    """The listener, run by the system's Python: a line for each thing told."""
    import gi

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi

    def said(event: Atspi.Event) -> None:
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


def drive(out: Path) -> None:
    """Start it all, press the keys, write what is heard."""
    sys.path.insert(0, str(ROOT / "tests" / "ui" / "real"))
    from real_window import RealWindow, missing, screen

    if lacking := missing("openbox", SYSTEM_PYTHON):
        sys.exit(lacking)
    os.environ |= {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_ACCESSIBILITY": "1"}
    with screen() as display, tempfile.TemporaryDirectory() as folder:
        os.environ["DISPLAY"] = display
        heard = Path(folder) / "heard.txt"
        with heard.open("w") as sink:
            listener = subprocess.Popen([SYSTEM_PYTHON, __file__, "--hear"], stdout=sink)
        manager = subprocess.Popen(
            [shutil.which("openbox") or ""], stderr=subprocess.DEVNULL
        )  # who gives a dialog the keyboard
        config = Path(folder) / "config"
        config.mkdir()
        sample = ROOT / "resources" / "samples"
        files = [str(sample / name) for name in ("determination.txt", "packet.pdf")]
        window = RealWindow(display, Path(folder) / "home", config, *files)
        lines: list[str] = []
        try:
            _wait(lambda: bool(window.windows()))
            window.focus()
            for title, keys in STEPS:
                before = len(heard.read_text().splitlines())
                window.keys(*keys.split(), pause=0.12)
                _settled(heard, SLOW if keys in ("", "Return", "ctrl+Return") else QUIET)
                lines += [f"\n{title}", *(f"    {line}" for line in heard.read_text().splitlines()[before:])]
        finally:
            window.end()
            for crash in (Path(folder) / "home").rglob("crash-*"):
                lines += ["\nA fault", crash.read_text()]
            for other in (listener, manager):
                other.kill()
                other.wait()
    out.write_text("\n".join(lines) + "\n")


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
    given = parser.parse_args()
    if given.hear:
        hear()
    elif "DBUS_SESSION_BUS_ADDRESS" not in os.environ:
        os.execv(shutil.which("dbus-run-session") or "", ["dbus-run-session", "--", sys.executable, *sys.argv])
    else:
        drive(given.out)


if __name__ == "__main__":
    main()
