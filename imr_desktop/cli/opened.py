"""The workbench of a command that opens a vault, with the secret from the command line."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from imr_desktop.cli.output import sentence
from imr_desktop.cli.passphrase import ask, from_file
from imr_desktop.review import Workbench

MADE = ("A vault protected by the system account was made: anyone who can use this account can open the cases. "
        "`imr-desktop vault passphrase change --new-passphrase-file F` protects it by a passphrase.")
IN_KEYRING = ("A vault was made whose key is in the system's keyring: it opens by itself while you are signed in, not from a "
              "disk alone.")

NOTE = "Write the recovery words down and keep them apart from this computer; they are shown this once"


def add_secret(parser: argparse.ArgumentParser) -> None:
    """Declare ``--passphrase-file`` for the vault."""
    parser.add_argument("--passphrase-file", type=Path, metavar="F", help="the vault's passphrase is the first line of F")


def workbench_of(options: argparse.Namespace) -> Workbench:
    """The home's workbench; its vault is opened on first use. Raises UsageError where the passphrase file is unusable."""
    file = getattr(options, "passphrase_file", None)
    say_made = partial(_say_made, with_passphrase=bool(file))
    return Workbench(options.home, from_file(file) if file else None, on_created=say_made)


def opened(options: argparse.Namespace) -> Workbench:
    """The home's workbench with its vault open; the passphrase is asked for on the terminal where none was given.

    Raises PassphraseNeeded, WrongPassphrase, StoreLocked, StoreDamaged.
    """
    bench = workbench_of(options)
    if options.passphrase_file is None and bench.custody.protection == "passphrase" and sys.stdin.isatty():
        bench.custody.unlock(ask("Passphrase of the vault: "))
    bench.custody.vault  # noqa: B018  a vault that cannot be opened is said before any work
    for warning in filter(None, (bench.custody.open_folder_warning(), bench.custody.rollback_warning())):
        sentence(warning)
    return bench


def _say_made(words: str, *, with_passphrase: bool) -> None:
    sentence(f"{'A vault protected by this passphrase was made.' if with_passphrase else MADE} {NOTE}: {words}")
