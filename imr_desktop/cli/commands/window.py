"""``imr-desktop [FILES…]``: open the window."""

from __future__ import annotations

import argparse
from pathlib import Path

from imr_desktop.paths import Home

EXAMPLE = "example:\n  imr-desktop packet.pdf"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options stand with the top of the command line."""


def run(options: argparse.Namespace) -> int:
    """Open the window with the files dropped on it."""
    return open_window(options.home, tuple(options.files), exit_after_first_paint=options.exit_after_first_paint)


def open_window(home: Home, files: tuple[Path, ...] = (), *, demo: bool = False, exit_after_first_paint: bool = False) -> int:
    """Start the window, the one place where the command line loads Qt; returns when it is closed."""
    from imr_desktop.ui.app import run as run_window

    return run_window(home, files=files, demo=demo, exit_after_first_paint=exit_after_first_paint)
