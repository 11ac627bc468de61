"""``imr-desktop notices``: third-party software and its licenses."""

from __future__ import annotations

import argparse

from imr_desktop.cli.output import say
from imr_desktop.paths import resource

EXAMPLE = (
    "example:\n  imr-desktop notices\n  imr-desktop notices PDFium\n  imr-desktop notices --json > bill-of-materials.cdx.json"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One license text, where its name is given."""
    names = [path.stem for path in sorted(resource("notices", "licences").glob("*.txt"))]
    parser.add_argument(
        "license", nargs="?", choices=names, metavar="LICENSE", help=f"print this license text instead: {', '.join(names)}"
    )


def run(options: argparse.Namespace) -> int:
    """Print the notices, a license text, or the bill of materials (CycloneDX) as JSON."""
    if options.json:
        path = resource("notices", "bill-of-materials.cdx.json")
    elif options.license:
        path = resource("notices", "licences", f"{options.license}.txt")
    else:
        path = resource("notices", "THIRD_PARTY_NOTICES.txt")
    say(path.read_text(encoding="utf-8").rstrip())
    return 0
