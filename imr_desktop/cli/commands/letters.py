"""``imr-desktop letters CASE --out DIR``: what a signed case's parties get, as files to print, sign and mail."""

from __future__ import annotations

import argparse
from pathlib import Path

from imr_desktop.cli.opened import add_keep_out, add_office_signs, add_secret, kept_out, opened
from imr_desktop.cli.output import say, say_json, sentence
from imr_desktop.review.sending import NotReady

EXAMPLE = (
    "example:\n  imr-desktop letters CM26-0000123 --out to-mail\n  imr-desktop letters CM26-0000123 --check\n\n"
    "It needs a signed case, its parties with the mailing (`imr-desktop parties`) and the office (`imr-desktop office`)."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The case and the folder."""
    parser.add_argument("case", metavar="CASE", help="the number of a stored, signed case")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--out", type=Path, metavar="DIR", help="the folder to write into; nothing in it is replaced")
    what.add_argument("--check", action="store_true", help="only say what is missing")
    add_keep_out(parser)
    add_office_signs(parser)
    add_secret(parser)


def run(options: argparse.Namespace) -> int:
    """Write the files; 1 where something is missing, which is said."""
    paths: tuple[Path, ...] = ()
    identity = kept_out(options)
    with opened(options) as services:
        case = services.cases.repository.find(options.case)
        missing = services.sending.missing(case, identity)
        if not missing and not options.check:
            try:
                paths = services.sending.write(case, options.out, identity)
            except NotReady as error:  # changed meanwhile
                missing = error.missing
    if options.json:
        say_json({"files": [str(path) for path in paths], "missing": list(missing)})
    else:
        for path in paths:
            say(f"{path}")
        for gap in missing:
            sentence(gap)
        if options.check and not missing:
            say("Nothing is missing: the letters can be written.")
    return 1 if missing else 0
