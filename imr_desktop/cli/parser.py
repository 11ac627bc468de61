"""From words to a command and its options.

Only the module of the command that was asked for is loaded, so that ``--help`` is quick. The first word that names a command
is the command; without one, all words are files for the window.
"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path
from typing import Protocol, cast

from imr_desktop import __version__
from imr_desktop.paths import Home

COMMANDS = {
    "read": "read case files and print documents, pages and proposals",
    "check": "run the guideline rules and the preflight checks over cases",
    "determine": "read, check, render and sign determinations",
    "verify": "say whether a signed determination is intact, and whose it is",
    "key": "make a signing key",
    "vault": "list, show, export and import the stored cases",
    "rules": "list, show, test, explain and compare the guideline rules",
    "calc": "compute opioid doses, visits, supplies, periods and ages, with steps and sources",
    "schema": "print the JSON schema of a case",
    "demo": "open the sample case in a throw-away home",
}


class CommandModule(Protocol):
    """What each module in `imr_desktop.cli.commands` offers."""

    EXAMPLE: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own options."""

    def run(self, options: argparse.Namespace) -> int:
        """Do the work; return the exit code."""


def parse(words: list[str]) -> tuple[CommandModule, argparse.Namespace]:
    """The command and its options. Exits with 2 and a usage line where the words are off (argparse's own way)."""
    position = _command_position(words)
    if position is None:
        return _module("window"), _options(_window_parser(), words)
    name = words[position]
    module = _module(name)
    parser = argparse.ArgumentParser(
        prog=f"imr-desktop {name}", description=_capital(COMMANDS[name]), epilog=module.EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False)
    _add_common(parser)
    module.add_arguments(parser)
    return module, _options(parser, words[:position] + words[position + 1:])


def _module(name: str) -> CommandModule:
    return cast(CommandModule, importlib.import_module(f"imr_desktop.cli.commands.{name}"))


def _options(parser: argparse.ArgumentParser, words: list[str]) -> argparse.Namespace:
    options = parser.parse_intermixed_args(words)
    options.home = Home(options.home.absolute()) if options.home else Home.default()
    return options


def _command_position(words: list[str]) -> int | None:
    index = 0
    while index < len(words):
        word = words[index]
        if word == "--home":
            index += 2
            continue
        if not word.startswith("-"):
            return index if word in COMMANDS else None
        if word == "--":
            return None
        index += 1
    return None


def _window_parser() -> argparse.ArgumentParser:
    width = max(map(len, COMMANDS))
    listing = "\n".join(f"  {name:<{width}}  {purpose}" for name, purpose in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="imr-desktop", allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Open the window, with FILES dropped on it. Nothing leaves this computer.",
        epilog=f"commands:\n{listing}\n\n`imr-desktop COMMAND --help` shows a command's options.\n\n"
               "example:\n  imr-desktop packet.pdf ~/cases/records/")
    _add_common(parser)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILES", help="case files or folders to drop on the window")
    parser.add_argument("--exit-after-first-paint", action="store_true", help="end right after the first painted frame")
    parser.add_argument("--version", action="version", version=f"IMR Desktop {__version__}")
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", type=Path, metavar="DIR", help="keep everything that is written below DIR")
    parser.add_argument("--json", action="store_true", help="print JSON for other programs")


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
