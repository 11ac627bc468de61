"""``imr-desktop public CASE --out DIR``: a determination without what names people, and what was left out."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import msgspec

from imr_desktop.cli.cases import resolve
from imr_desktop.cli.opened import add_keep_out, add_office_signs, kept_out, know_identity, services_of
from imr_desktop.cli.output import say, say_json, sentence
from imr_desktop.errors import UsageError
from imr_desktop.review.publishing import Made

EXAMPLE = (
    "example:\n  imr-desktop public CM26-0000123 --out to-publish\n"
    "  imr-desktop public CM26-0000123 --out to-publish --confirm\n"
    '  imr-desktop public review.json --out to-publish --keep-out "Lee Example" --json\n\n'
    "The copy is set anew from what may be published, and read again for everything known of the people concerned. It is\n"
    "clean where all of them are known (`imr-desktop parties`) and no question is left, or where a person has read it."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The case, the folder, and the person's confirmation."""
    parser.add_argument("case", metavar="CASE", help="a stored case's number, or a case JSON file")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder for the copy; nothing is replaced")
    parser.add_argument("--keep-number", action="store_true", help="keep the case number, as the published index has it")
    parser.add_argument("--confirm", action="store_true", help="I have read the copy, and it leads to nobody")
    parser.add_argument("--parties", type=Path, metavar="F", help="a case JSON's parties, as `parties … show --json`")
    add_keep_out(parser)
    add_office_signs(parser)
    parser.add_argument("--passphrase-file", type=Path, metavar="F", help="the vault's passphrase is the first line of F")


def run(options: argparse.Namespace) -> int:
    """Write the copy; 1 where it is not clean, which is said."""
    if options.out.exists() and not options.out.is_dir():
        raise UsageError(f"--out {options.out} is no folder; name one for the copy.")
    with services_of(options) as services:
        know_identity(services, options.passphrase_file, kept_out(options))
        cases = resolve(services, [options.case])
        if not cases:
            raise UsageError(f"{options.case} holds no case; name a stored case or a case JSON file.")
        parties = services.parties.read(options.parties) if options.parties else None
        made = services.publishing.make(cases[0][0], kept_out(options), parties, keep_number=options.keep_number)
        path = services.publishing.write(made, options.out)
    clean = made.clean(confirmed=options.confirm)
    if options.json:
        say_json(_plain(made, path, clean=clean))
    else:
        _say(made, path, clean=clean)
    return 0 if clean else 1


def _plain(made: Made, path: Path | None, *, clean: bool) -> dict[str, Any]:
    return {
        "pdf": str(path) if path else None,
        "removed": [msgspec.structs.asdict(one) for one in made.copy.removed],
        "clean": clean,
        "found": list(made.copy.found),
        "questions": [msgspec.structs.asdict(one) for one in made.questions],
        "unknown": list(made.unknown),
    }


def _say(made: Made, path: Path | None, *, clean: bool) -> None:
    say(f"{path}" if path else "Nothing was written: the copy still holds what is known of somebody.")
    for left in made.copy.removed:
        say(f"  left out: {left.what}, {left.count}")
    for found in made.copy.found:
        sentence(f"The copy still holds “{found}”; change the text of the case.")
    for question in made.questions:
        sentence(f"{question.place}: “{question.words}” is {question.what}; see whether it leads to somebody.")
    for gap in made.unknown:
        sentence(gap)
    if not clean and path:
        sentence("Not clean as long as nobody has read it: read it, then run this again with --confirm.")
