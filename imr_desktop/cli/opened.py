"""The workbench of a command that opens a vault, with the secret from the command line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from imr_desktop.cli.output import sentence
from imr_desktop.cli.passphrase import ask, from_file
from imr_desktop.errors import UsageError
from imr_desktop.review import Workbench

MADE = ("A vault protected by the system account was made: anyone who can use this account can open the cases. "
        "`imr-desktop vault passphrase change --new-passphrase-file F` protects it by a passphrase.")

NOTE = "Write the recovery words down and keep them apart from this computer; they are shown this once"


def add_secret(parser: argparse.ArgumentParser) -> None:
    """Declare ``--passphrase-file`` for the vault."""
    parser.add_argument("--passphrase-file", type=Path, metavar="F", help="the vault's passphrase is the first line of F")


def workbench_of(options: argparse.Namespace) -> Workbench:
    """The home's workbench; its vault is opened on first use. Raises UsageError where the passphrase file is unusable."""
    file = getattr(options, "passphrase_file", None)
    return Workbench(options.home, from_file(file) if file else None, on_created=_say_made)


def opened(options: argparse.Namespace, *, make: bool = False) -> Workbench:
    """The home's workbench with its vault open; the passphrase is asked for on the terminal where none was given.

    Only with `make` is a vault made where there is none: what merely looks leaves no keys behind.
    Raises UsageError, PassphraseNeeded, WrongPassphrase, StoreLocked, StoreDamaged.
    """
    bench = workbench_of(options)
    if not make and not has_vault(options):
        raise UsageError(f"There is no vault in {options.home.root}; `imr-desktop vault init` makes one, or name another "
                         "home with --home.")
    if options.passphrase_file is None and bench.custody.protection == "passphrase" and sys.stdin.isatty():
        bench.custody.unlock(ask("Passphrase of the vault: "))
    bench.custody.vault  # noqa: B018  a vault that cannot be opened is said before any work
    return bench


def has_vault(options: argparse.Namespace) -> bool:
    """Whether there is a vault in the home. Raises StoreDamaged."""
    return workbench_of(options).custody.protection != "none"


def _say_made(words: str) -> None:
    sentence(f"A vault protected by this passphrase was made. {NOTE}: {words}" if words else MADE)
