"""``imr-desktop guide``: the user guide, as the window's Help shows it."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from imr_desktop.cli.output import say, say_json
from imr_desktop.guide import chapters

EXAMPLE = "example:\n  imr-desktop guide\n  imr-desktop guide signing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One chapter, where its name is given."""
    names = [chapter.name for chapter in chapters()]
    parser.add_argument("chapter", nargs="?", choices=names, metavar="CHAPTER", help=f"print this one: {', '.join(names)}")


def run(options: argparse.Namespace) -> int:
    """Print a chapter as markdown, or the list of chapters; as JSON the chapters whole."""
    chosen = [chapter for chapter in chapters() if options.chapter in (None, chapter.name)]
    if options.json:
        say_json([asdict(chapter) for chapter in chosen])
    elif options.chapter:
        say(chosen[0].text.rstrip())
    else:
        width = max(len(chapter.name) for chapter in chosen)
        say("\n".join(f"{chapter.name:<{width}}  {chapter.title}" for chapter in chosen))
    return 0
