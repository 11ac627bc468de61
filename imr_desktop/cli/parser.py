"""From words to a command and its options.

Only the module of the command that was asked for is loaded, so that ``--help`` is quick. The first word that names a command
is the command; without one, all words are files for the window, and one that is neither is refused.
"""

from __future__ import annotations

import argparse
import importlib
import os
from pathlib import Path
from typing import NoReturn, Protocol, cast

from imr_desktop import __version__
from imr_desktop.paths import Home

COMMANDS = {
    "read": "read case files and print documents, pages and proposals",
    "find": "find words in case files or a stored case, and list the pages that could not be searched",
    "check": "run the guideline rules and the preflight checks over cases",
    "draft": "draft the summary and the rationales from findings and answers",
    "determine": "read, check, render and sign determinations",
    "verify": "say whether a signed determination is intact, and whose it is",
    "key": "make signing keys, an office's root for them, and list what holds no longer",
    "office": "show and set the review organization that letters name, its wording, and what travels with a letter",
    "parties": "list and set whom a stored case's determination is sent to, and when it was",
    "letters": "write cover letters, proof of service and the signed determination of a stored case into a folder",
    "public": "write a copy of a determination that may be published, and say what was left out",
    "vault": "list, show, export and import the stored cases",
    "rules": "list, show, test, explain and compare the guideline rules",
    "guidelines": "list, add, retire, export and import your own readings of guidelines",
    "formulary": "import the state's MTUS Drug List, show what it says of a drug, compare its versions",
    "calc": "compute opioid doses, visits, supplies, periods and ages, with steps and sources",
    "schema": "print the JSON schema of a case",
    "guide": "print the user guide, or one of its chapters",
    "notices": "print the licenses of third-party software, or the bill of materials",
    "demo": "open the sample case in a throw-away home, or in the one named",
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
    position = _first_word(words)
    if position is None or words[position] not in COMMANDS:
        return _module("window"), _window_options(words, position)
    name = words[position]
    module = _module(name)
    parser = argparse.ArgumentParser(
        prog=f"imr-desktop {name}",
        description=_capital(COMMANDS[name]),
        epilog=module.EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_common(parser)
    module.add_arguments(parser)
    return module, _options(parser, words[:position] + words[position + 1 :])


def _module(name: str) -> CommandModule:
    return cast(CommandModule, importlib.import_module(f"imr_desktop.cli.commands.{name}"))


def _options(parser: argparse.ArgumentParser, words: list[str]) -> argparse.Namespace:
    options = parser.parse_intermixed_args(words)
    options.home_named = options.home is not None
    options.home = Home(options.home.absolute()) if options.home else Home.default()
    if os.path.exists(options.home.root) and not os.path.isdir(options.home.root):
        parser.error(f"the home {options.home.root} is no folder; name one with --home")
    return options


def _window_options(words: list[str], position: int | None) -> argparse.Namespace:
    """The window's options. What is no file ends the program here: opened as a file it would be told too late."""
    parser = _window_parser()
    if position is not None and not os.path.exists(words[position]):
        _refuse(parser, words[position])
    options = _options(parser, words)
    for file in options.files:
        if not os.path.exists(file):
            parser.error(f"{file} does not exist; check the name")
    return options


def _refuse(parser: argparse.ArgumentParser, word: str) -> NoReturn:
    from difflib import get_close_matches

    if Path(word).name != word or "." in word:
        parser.error(f"{word} does not exist; check the name")
    near = get_close_matches(word.lower(), COMMANDS, 1, 0.5)
    advice = f"did you mean `{near[0]}`?" if near else "`imr-desktop --help` lists the commands"
    parser.error(f"{word} is neither a command nor a file here; {advice}")


def _first_word(words: list[str]) -> int | None:
    """Where the first word stands that is no option."""
    index = 0
    while index < len(words):
        word = words[index]
        if word == "--home":
            index += 2
            continue
        if not word.startswith("-"):
            return index
        if word == "--":
            return None
        index += 1
    return None


def _window_parser() -> argparse.ArgumentParser:
    width = max(map(len, COMMANDS))
    listing = "\n".join(f"  {name:<{width}}  {purpose}" for name, purpose in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="imr-desktop",
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Open the window, with FILES dropped on it. Nothing leaves this computer.",
        epilog=f"commands:\n{listing}\n\n`imr-desktop COMMAND --help` shows a command's options.\n\n"
        "example:\n  imr-desktop packet.pdf ~/cases/records/",
    )
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
