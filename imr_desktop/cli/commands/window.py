"""``imr-desktop [FILES…]``: open the window."""

from __future__ import annotations

import argparse

EXAMPLE = "example:\n  imr-desktop packet.pdf"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options stand with the top of the command line."""


def run(options: argparse.Namespace) -> int:
    """Open the window with the files dropped on it."""
    from imr_desktop.ui.app import run as run_window

    return run_window(options.home, files=tuple(options.files), exit_after_first_paint=options.exit_after_first_paint)
