"""The services of a command that opens a vault, with the secret from the command line."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from imr_desktop.cli.output import sentence
from imr_desktop.cli.passphrase import ask, from_file, passwords_from_file
from imr_desktop.errors import PassphraseNeeded, UsageError
from imr_desktop.identity import OFFICE_SIGNS, Identity
from imr_desktop.review import Services

MADE = (
    "A vault protected by the system account was made: anyone who can use this account can open the cases. "
    "`imr-desktop vault passphrase change --new-passphrase-file F` protects it by a passphrase."
)
IN_KEYRING = (
    "A vault was made whose key is in the system's keyring: it opens by itself while you are signed in, not from a "
    "disk alone."
)

NOTE = "Write the recovery words down and keep them apart from this computer; they are shown this once"


def add_secret(parser: argparse.ArgumentParser) -> None:
    """Declare ``--passphrase-file`` for the vault."""
    parser.add_argument("--passphrase-file", type=Path, metavar="F", help="the vault's passphrase is the first line of F")


def add_password_file(parser: argparse.ArgumentParser) -> None:
    """Declare ``--password-file`` for locked case files."""
    words = "passwords of locked case files, one a line, tried in turn; kept in memory alone"
    parser.add_argument("--password-file", type=Path, metavar="F", help=words)


def know_passwords(services: Services, options: argparse.Namespace) -> Services:
    """The services, with the passwords of ``--password-file``. Raises UsageError where it cannot be read."""
    if file := getattr(options, "password_file", None):
        services.passwords.add(passwords_from_file(file))
    return services


def add_keep_out(parser: argparse.ArgumentParser) -> None:
    """Declare ``--keep-out`` for words that must stay out of the letter."""
    words = "words that must not appear in the letter, beside those in the settings (repeatable)"
    parser.add_argument("--keep-out", action="append", default=[], metavar="WORDS", help=words)


def add_office_signs(parser: argparse.ArgumentParser) -> None:
    """Declare ``--office-signs`` for determinations that no reviewer's identity has to be kept out of."""
    words = "I declare that the office signs, and that no reviewer's identity has to be kept out of these files"
    parser.add_argument("--office-signs", action="store_true", help=words)


def kept_out(options: argparse.Namespace) -> Identity:
    """What the command line says of who signs: names to keep out, or that the office signs."""
    return (*options.keep_out, *((OFFICE_SIGNS,) if getattr(options, "office_signs", False) else ()))


def services_of(options: argparse.Namespace) -> Services:
    """The home's services; its vault is opened on first use. Raises UsageError where the passphrase file is unusable."""
    file = getattr(options, "passphrase_file", None)
    say_made = partial(_say_made, with_passphrase=bool(file))
    return know_passwords(Services(options.home, from_file(file) if file else None, on_created=say_made), options)


def opened(options: argparse.Namespace, *, make: bool = False) -> Services:
    """The home's services with its vault open; the passphrase is asked for on the terminal where none was given.

    Only with `make` is a vault made where there is none: what merely looks leaves no keys behind.
    Raises UsageError, PassphraseNeeded, WrongPassphrase, StoreLocked, StoreDamaged.
    """
    services = services_of(options)
    if not make and not has_vault(options):
        raise UsageError(
            f"There is no vault in {options.home.root}; `imr-desktop vault init` makes one, or name another home with --home."
        )
    if options.passphrase_file is None and services.vault.protection == "passphrase" and sys.stdin.isatty():
        services.vault.unlock(ask("Passphrase of the vault: "))
    services.vault.store  # noqa: B018  a vault that cannot be opened is said before any work
    vault = services.vault
    for warning in filter(None, (vault.open_folder_warning(), vault.mend_backups(), vault.rollback_warning())):
        sentence(warning)
    return services


def know_identity(services: Services, passphrase_file: Path | None, kept: Identity) -> None:
    """Open the vault for the words that must stay out of a letter, or say that there are none.

    Raises PassphraseNeeded, WrongPassphrase, StoreLocked: what is not known could go out.
    """
    if services.vault.protection == "none":
        if not (*services.reviewer.identity, *kept):
            sentence(
                f"There is no vault in {services.home.root}, so no name is known that must stay out of the letter; "
                "--keep-out names one, --office-signs declares that the office signs."
            )
        return
    if passphrase_file:
        services.vault.unlock(from_file(passphrase_file))
    elif services.vault.protection == "passphrase":
        if not sys.stdin.isatty():
            raise PassphraseNeeded(
                "The vault is locked, and it may hold the name that must stay out of the letter; give its "
                "passphrase with --vault-passphrase-file F."
            )
        services.vault.unlock(ask("Passphrase of the vault: "))
    services.reviewer.identity  # noqa: B018  what keeps it from being read is said before any work


def say_unknown_identity(services: Services, kept: Identity) -> None:
    """Say on standard error that the letter was not checked for the reviewer's name, where it is not known."""
    if services.vault.protection != "none" and not services.vault.is_open:
        sentence(
            "The vault was not opened, so the name it keeps was not looked for in the letter; --keep-out names words to "
            "look for."
        )
    elif not kept and not services.reviewer.identity_at_hand:
        sentence(
            "Nobody has said whose name must stay out, so none was looked for; before anything is signed, give the "
            "reviewer's identity in the settings or with --keep-out, or declare --office-signs."
        )


def has_vault(options: argparse.Namespace) -> bool:
    """Whether there is a vault in the home. Raises StoreDamaged."""
    return services_of(options).vault.protection != "none"


def _say_made(words: str, *, with_passphrase: bool) -> None:
    sentence(f"{'A vault protected by this passphrase was made.' if with_passphrase else MADE} {NOTE}: {words}")
