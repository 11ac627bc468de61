"""``--ocr``: whether a command reads pages by machine that nobody could read otherwise."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from imr_desktop.cli.output import printable, sentence
from imr_desktop.errors import UsageError
from imr_desktop.review import Services


def add_ocr(parser: argparse.ArgumentParser) -> None:
    """Declare ``--ocr``."""
    words = (
        "read pages without usable text by machine: yes (all of them), no, or auto (default: the first 20, where a reading "
        "machine is installed); what a machine reads stays doubtful"
    )
    parser.add_argument("--ocr", choices=("yes", "no", "auto"), default="auto", help=words)


@contextmanager
def by_machine(services: Services, options: argparse.Namespace) -> Iterator[Services]:
    """The services, which read files by machine as far as ``--ocr`` says; at the end it is said where none is installed.

    Raises UsageError for ``--ocr yes`` without a reading machine.
    """
    with services:
        call = services.machine.call(options.ocr, _say_progress)
        if options.ocr == "yes" and services.machine.missing:
            raise UsageError(services.machine.missing)
        yield services
        if call.missed:
            sentence(call.missed)


def _say_progress(done: int, of: int, name: str) -> None:
    """Which page is being read: one line that changes on a terminal, else one for each file."""
    if sys.stderr.isatty():
        end = "\n" if done == of else ""
        print(f"\r{printable(name)[:60]}: {done} of {of} pages read by machine", end=end, file=sys.stderr, flush=True)
    elif done == 0:
        sentence(f"{name}: reading {of} {'page' if of == 1 else 'pages'} by machine.")
