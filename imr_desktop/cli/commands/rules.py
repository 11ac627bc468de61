"""``imr-desktop rules list``: the guideline rules that are loaded."""

from __future__ import annotations

import argparse

from imr_desktop.cli.output import say, say_json
from imr_desktop.review import Workbench
from imr_desktop.rules import list_rules

EXAMPLE = "example:\n  imr-desktop rules list --json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with the rules."""
    parser.add_argument("act", choices=["list"], help="list: one line a rule")


def run(options: argparse.Namespace) -> int:
    """Print one row a rule."""
    with Workbench(options.home) as workbench:
        rows = list_rules(workbench.packs)
    if options.json:
        say_json(rows)
        return 0
    for row in rows:
        say(f"{row.id:<28} {row.service}  {row.edition}, in force {row.in_force_from or '…'} to "
            f"{row.in_force_to or 'today'}  ({row.confidence})")
    return 0
