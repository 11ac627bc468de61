"""``imr-desktop demo``: the sample case in a home that is thrown away or was named; without a screen, the job in files."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from imr_desktop.cli.commands.window import open_window
from imr_desktop.cli.output import say, say_json
from imr_desktop.paths import Home

EXAMPLE = "example:\n  imr-desktop demo\n  imr-desktop demo --headless"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """With or without the window."""
    parser.add_argument("--headless", action="store_true", help="no window: sign the sample's determination into a folder")
    parser.add_argument("--exit-after-first-paint", action="store_true", help="end right after the first painted frame")


def run(options: argparse.Namespace) -> int:
    """Open the window on the sample, or do the main job without one where there is no display."""
    with _home(options) as home:
        if options.headless or not (options.exit_after_first_paint or _has_display()):
            return _headless(home, options)
        return open_window(home, demo=True, exit_after_first_paint=options.exit_after_first_paint)


@contextmanager
def _home(options: argparse.Namespace) -> Iterator[Home]:
    """The home that was named, or one that is gone afterwards."""
    if options.home_named:
        yield options.home
        return
    with TemporaryDirectory(prefix="imr-desktop-demo-", ignore_cleanup_errors=True) as folder:
        yield Home(Path(folder))


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _headless(home: Home, options: argparse.Namespace) -> int:
    from imr_desktop.review import Services
    from imr_desktop.review.demo import run_main_job

    out = options.home.root / "demo"  # the throw-away home is gone when somebody wants to look
    if out.is_dir():
        shutil.rmtree(out)
    with Services(home) as services:
        done = run_main_job(services, out)
    report = {"pdf": str(done.pdf), "checks": str(done.checks), "first_page": str(done.first_page), "root": str(done.root)}
    if options.json:
        say_json(report)
    else:
        say(
            f"Signed determination: {done.pdf}\nResult of the checks: {done.checks}\n"
            f"First page as a picture: {done.first_page}\nRoot certificate, to verify with --trust: {done.root}"
        )
    return 0
