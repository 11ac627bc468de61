"""What a subcommand of ``imr-desktop vault`` is: its work, how many names it takes, and the options it needs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from imr_desktop.cli.output import say, say_json_line


@dataclass(frozen=True)
class Subcommand:
    """A subcommand: `names` says what it takes ("", "a case number", "files", …), `least` and `most` how many."""

    run: Callable[[argparse.Namespace], int]
    help: str
    names: str = ""
    least: int = 0
    most: int = 0
    needs: tuple[str, ...] = ()

    def wrong(self, options: argparse.Namespace) -> str:
        """What is wrong with the words of a call, empty where nothing is."""
        if not self.least <= len(options.names) <= self.most:
            return f"{options.act} takes {self.names or 'no name'}"
        missing = [name for name in self.needs if not getattr(options, name)]
        return f"{options.act} needs --{missing[0].replace('_', '-')}" if missing else ""


def done(options: argparse.Namespace, value: dict[str, Any], text: str) -> int:
    """Say one thing that was done, at once, for people or programs; exit code 0."""
    if options.json:
        say_json_line(value)
    else:
        say(text)
        sys.stdout.flush()
    return 0
