"""``imr-desktop key new``: an office CA and a pseudonymous reviewer key."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from imr_desktop.cli import passphrase
from imr_desktop.cli.output import say, say_json
from imr_desktop.review.letters import new_key, new_passphrase

EXAMPLE = (
    "example:\n  imr-desktop key new --out reviewer.p12\n"
    "  imr-desktop key new --out reviewer.p12 --passphrase-file secret.txt --json"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to write, and the passphrase."""
    parser.add_argument("act", choices=["new"], help="new: make a key")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.p12", help="the key file to write")
    parser.add_argument(
        "--office-out",
        type=Path,
        metavar="FILE.p12",
        help="where the office's own key goes, such as a stick that is kept offline (else beside the other)",
    )
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="F",
        help="take the passphrase from the first line of F (else it is asked for, or six words are made)",
    )


def run(options: argparse.Namespace) -> int:
    """Make the key; a generated passphrase is printed once."""
    words, generated = _passphrase(options)
    key = new_key(options.out, words, options.office_out)
    if options.json:
        say_json(
            {
                "key": str(key.key),
                "root": str(key.root),
                "subject": key.subject,
                "passphrase": words if generated else None,
                "office_key": str(key.office_key),
                "office_passphrase": key.office_passphrase,
            }
        )
        return 0
    say(
        f"Key: {key.key}\nRoot certificate, for those who verify: {key.root}\nCertificate of: {key.subject}\n"
        f"Office key: {key.office_key}. It vouches for the reviewers' keys; signing never needs it. Keep it offline.\n"
        f"Passphrase of the office key (shown once, write it down): {key.office_passphrase}"
    )
    if generated:
        say(f"Passphrase (shown once, write it down): {words}")
    return 0


def _passphrase(options: argparse.Namespace) -> tuple[str, bool]:
    if options.passphrase_file:
        return passphrase.from_file(options.passphrase_file), False
    typed = passphrase.ask("Passphrase (leave empty for six generated words): ") if sys.stdin.isatty() else ""
    return (typed, False) if typed else (new_passphrase(), True)
