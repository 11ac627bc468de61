"""A fresh process in place of this one: the only way to be sure that neither keys nor case text stay in memory.

Python copies strings and bytes as it likes and never overwrites them, and so does Qt; what a process held is gone for
certain when the system takes its memory back.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from PySide6.QtWidgets import QApplication

from imr_desktop.paths import Home
from imr_desktop.ui.instance import Instance, offer
from imr_desktop.ui.vault.resume import VARIABLE, Resume

_PATIENCE = 5.0


class Restart:
    """Ends this process and starts the program anew on the same home; the vault is closed before."""

    def __init__(self, home: Home, instance: Instance | None) -> None:
        self._home, self._instance = home, instance

    def __call__(self, resume: Resume, files: list[Path]) -> None:
        """Never returns where the system can replace a process. Raises OSError where it refuses: all is as before then.

        `files` wait to be taken in; their names go the way a second start hands its files over.
        """
        if files:
            offer(self._home, files)
        logging.shutdown()
        end_children()
        if os.name == "nt":
            self._start_another(resume)
        else:
            _replace(command(self._home), resume)

    def _start_another(self, resume: Resume) -> None:
        if self._instance is not None:
            self._instance.close()
        child = subprocess.Popen(command(self._home), stdin=subprocess.PIPE, env={**os.environ, VARIABLE: "0"})
        assert child.stdin is not None
        child.stdin.write(resume.encode())
        child.stdin.close()
        QApplication.quit()


def end_children() -> None:
    """End every process that this one started, and those they started: what they read must not outlive the lock."""
    import psutil

    children = psutil.Process().children(recursive=True)
    for child in children:
        with suppress(psutil.Error):
            child.kill()
    psutil.wait_procs(children, timeout=_PATIENCE)


def command(home: Home) -> list[str]:
    """The words that start this program as it was started, on `home` and without files."""
    own = sys.orig_argv[1 : len(sys.orig_argv) - len(sys.argv[1:])]
    return [sys.executable, *own, "--home", str(home.root)]


def _replace(words: list[str], resume: Resume) -> None:
    read, write = os.pipe()
    try:
        os.write(write, resume.encode())
        os.close(write)
        _close_at_exec(read)
        os.execve(words[0], words, {**os.environ, VARIABLE: str(read)})
    except OSError:
        os.close(read)
        raise


def _close_at_exec(kept: int) -> None:
    """Nothing that this process opened is open in the next: neither its files nor its screen."""
    for folder in ("/proc/self/fd", "/dev/fd"):
        if os.path.isdir(folder):
            for name in os.listdir(folder):
                with suppress(OSError, ValueError):
                    if int(name) > 2:
                        os.set_inheritable(int(name), int(name) == kept)
            return
    os.set_inheritable(kept, True)
