"""``imr-desktop vault …``: the stored cases and their care."""

from __future__ import annotations

import argparse
from pathlib import Path

from imr_desktop.cli import vault_care, vault_cases
from imr_desktop.cli.opened import add_secret

EXAMPLE = (
    "example:\n  imr-desktop vault init --passphrase-file secret.txt\n"
    "  imr-desktop vault import review.json determination.txt\n"
    "  imr-desktop vault list --json\n  imr-desktop vault show CM26-0000123\n"
    "  imr-desktop vault diff CM26-0000123 3 5\n  imr-desktop vault diff second-review.imrcase\n"
    "  imr-desktop vault export CM26-0000123 --out review.json\n"
    "  imr-desktop vault package CM26-0000123 --to age1… --out case.imrcase\n  imr-desktop vault scrub\n"
    "  imr-desktop vault backup --to /media/usb\n"
    "  imr-desktop vault restore '/media/usb/IMR backup …' --home restored\n"
    "  imr-desktop vault audit verify\n  imr-desktop vault audit verify trail.jsonl\n"
    "  imr-desktop vault passphrase change --new-passphrase-file new.txt"
)

SUBCOMMANDS = {**vault_cases.SUBCOMMANDS, **vault_care.SUBCOMMANDS}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The subcommand, the names it takes, and the options of all of them."""
    width = max(map(len, SUBCOMMANDS))
    listing = "\n".join(f"  {name:<{width}}  {act.help}" for name, act in SUBCOMMANDS.items())
    parser.description = f"{parser.description}\n\nacts:\n{listing}"
    parser.add_argument("act", choices=SUBCOMMANDS, metavar="ACT", help="what to do, see above")
    parser.add_argument("names", nargs="*", metavar="NAME", help="a case number, files, a backup, or the word the act takes")
    parser.add_argument("--out", type=Path, metavar="FILE", help="export, package, audit export: the file to write")
    parser.add_argument(
        "--to",
        action="append",
        default=[],
        metavar="DIR|RECIPIENT",
        help="backup: the folder; package: a recipient's public key (repeatable)",
    )
    parser.add_argument("--account", action="store_true", help="init, passphrase change: protect by the system account")
    parser.add_argument("--keyring", action="store_true", help="init, passphrase change: protect by the system's keyring")
    parser.add_argument("--new-passphrase-file", type=Path, metavar="F", help="passphrase change: the new one's first line")
    parser.add_argument(
        "--package-passphrase-file",
        type=Path,
        metavar="F",
        help="package, import, diff: the passphrase a package is sealed with",
    )
    parser.add_argument("--version", type=int, metavar="N", help="show, export: a version that is kept")
    parser.add_argument("--tinydb", action="store_true", help="export: a stock TinyDB file; without a number, all cases")
    parser.add_argument("--blind", action="store_true", help="package: hide the first opinion from a second reviewer")
    parser.add_argument(
        "--theirs",
        action="append",
        default=[],
        metavar="PLACE",
        help="import of a package: take the package's value at PLACE where both differ (repeatable)",
    )
    parser.add_argument(
        "--ours",
        action="append",
        default=[],
        metavar="PLACE",
        help="import of a package: keep this vault's value at PLACE (repeatable)",
    )
    parser.add_argument("--from", dest="backup", type=Path, metavar="BACKUP", help="scrub: repair from this backup")
    add_secret(parser)
    parser.set_defaults(usage_error=parser.error)


def run(options: argparse.Namespace) -> int:
    """Run the subcommand; its exit code."""
    act = SUBCOMMANDS[options.act]
    wrong = act.wrong(options)
    if wrong:
        options.usage_error(wrong)
    return act.run(options)
