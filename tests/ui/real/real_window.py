"""The program in a process of its own on a screen of its own, driven by real keys, its memory read from outside.

Needs an X server without a screen (Xvfb), xdotool, and libXtst, which sends keys as a keyboard would.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60.0
_HELD = {"ctrl": "Control_L", "shift": "Shift_L", "alt": "Alt_L"}


def missing(*more: str) -> str:
    """What a real window needs, with `more` programs, and this computer lacks, as a sentence; empty where nothing."""
    lacks = [name for name in ("Xvfb", "xdotool", *more) if shutil.which(name) is None]
    lacks += [] if ctypes.util.find_library("Xtst") else ["libXtst"]
    return f"A real window needs {', '.join(lacks)}; apt-get install xvfb xdotool xclip." if lacks else ""


@contextmanager
def screen(size: str = "1366x768") -> Iterator[str]:
    """An empty screen; its name for DISPLAY."""
    read, write = os.pipe()
    server = subprocess.Popen(
        [
            "Xvfb",
            "-displayfd",
            str(write),
            "-screen",
            "0",
            f"{size}x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ],  # programs that come and go must not end the screen
        pass_fds=(write,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with open(read) as number:
            yield f":{number.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)


def until(true: Callable[[], object], what: str) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain: {what}")
        time.sleep(0.1)


class Keyboard:
    """Keys pressed on a display as on a real keyboard."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL(ctypes.util.find_library("X11") or "")
        self._test = ctypes.CDLL(ctypes.util.find_library("Xtst") or "")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XStringToKeysym.restype = ctypes.c_ulong
        self._x.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
        self._test.XTestFakeKeyEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
        for flush in (self._x.XFlush, self._x.XCloseDisplay):
            flush.argtypes = [ctypes.c_void_p]
        self._display = self._x.XOpenDisplay(display.encode())

    def press(self, keys: str) -> None:
        """Press a key with what is held: ``a``, ``Return``, ``ctrl+shift+m``."""
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
        return int(self._x.XKeysymToKeycode(self._display, self._x.XStringToKeysym(name.encode())))

    def _send(self, code: int, *, down: bool) -> None:
        self._test.XTestFakeKeyEvent(self._display, code, int(down), 0)
        self._x.XFlush(self._display)


class RealWindow:
    """The program on `display` with `home`; `config` is where the account's settings would lie, `root` the checkout."""

    def __init__(self, display: str, home: Path, config: Path, *words: str, root: Path = ROOT) -> None:
        self.home, self.config = home, config
        self.keyboard = Keyboard(display)
        self._environment = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "QT_SCALE_FACTOR": "1",
            "PYTHONPATH": str(root),
            "XDG_CONFIG_HOME": str(config),
            "XDG_DATA_HOME": str(config),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "imr_desktop", "--home", str(home), *words],
            cwd=config,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.pid = self.process.pid

    def call(self, *words: str) -> bytes:
        """A program on the same screen; what it says."""
        return subprocess.run(words, env=self._environment, capture_output=True, timeout=20, check=False).stdout

    def windows(self, title: str = "IMR Desktop") -> list[str]:
        """The program's visible windows with such a title."""
        return self.call("xdotool", "search", "--onlyvisible", "--name", title).decode().split()

    def focus(self, title: str = "IMR Desktop") -> None:
        """Give the window the keyboard; no window manager does it here."""
        until(lambda: self.windows(title), f"a window {title}")
        self.call("xdotool", "windowfocus", "--sync", self.windows(title)[-1])

    def keys(self, *names: str, pause: float = 0.04) -> None:
        """Press keys one after the other in the window that has the keyboard."""
        for name in names:
            self.keyboard.press(name)
            time.sleep(pause)

    def type(self, text: str) -> None:
        """Type words."""
        self.call("xdotool", "type", "--delay", "30", text)

    def click(self, x: int, y: int, times: int = 1) -> None:
        """Click at a place of the screen."""
        self.call("xdotool", "mousemove", str(x), str(y), "click", "--repeat", str(times), "--delay", "80", "1")

    def copied(self, selection: str) -> str:
        """What another program would paste."""
        return self.call("timeout", "5", "xclip", "-o", "-selection", selection).decode()

    @property
    def is_open(self) -> bool:
        """Whether the vault's database is open in the process."""
        return any("cases.db" in name for name in self.open_files())

    def wait_for_new(self) -> None:
        """Wait until the program was started anew in its process and its window stands."""
        until(lambda: b"IMR_DESKTOP_RESUME=" in Path(f"/proc/{self.pid}/environ").read_bytes(), "the program to start anew")
        until(lambda: any("window.lock" in name for name in self.open_files()), "the new program to be the home's window")
        until(self.windows, "the new window")

    def open_files(self) -> list[str]:
        """What the process has open."""
        names = []
        for link in Path(f"/proc/{self.pid}/fd").iterdir():
            with suppress(OSError):
                names.append(os.readlink(link))
        return names

    def children(self) -> list[int]:
        """Processes that the program started and that live."""
        return [int(pid) for pid in self.call("pgrep", "-P", str(self.pid)).split()]

    def unlock(self, passphrase: str) -> None:
        """Type the passphrase until the vault is open."""
        self.focus()

        def tried() -> bool:
            if not self.is_open:
                self.keys("ctrl+a")
                self.type(passphrase)
                self.keys("Return")
                time.sleep(1)
            return self.is_open

        until(tried, "the vault to open")

    def found(self, words: Mapping[str, bytes]) -> dict[str, int]:
        """How often each of some words lies in the process's memory. Raises PermissionError where it may not be read."""
        counts: dict[str, int] = {}
        with open(f"/proc/{self.pid}/maps") as maps, open(f"/proc/{self.pid}/mem", "rb", 0) as memory:
            for line in maps:
                place, rights, *_ = line.split()
                start, end = (int(number, 16) for number in place.split("-"))
                if rights[0] == "r" and end < 1 << 63:
                    with suppress(OSError):
                        memory.seek(start)
                        data = memory.read(end - start)
                        for name, word in words.items():
                            counts[name] = counts.get(name, 0) + data.count(word)
        return {name: count for name, count in counts.items() if count}

    def end(self) -> None:
        """End it, whatever it does."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
