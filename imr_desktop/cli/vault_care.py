"""``imr-desktop vault init|scrub|audit|backup|restore|passphrase``: the vault itself."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from imr_desktop.cli.opened import IN_KEYRING, MADE, NOTE, opened, services_of
from imr_desktop.cli.output import say, say_json, sentence
from imr_desktop.cli.passphrase import ask, from_file
from imr_desktop.cli.subcommand import Subcommand, done
from imr_desktop.errors import UsageError
from imr_desktop.passphrases import require_long_enough
from imr_desktop.review import trail
from imr_desktop.review.protections import BY_ACCOUNT, BY_KEYRING, BY_PASSPHRASE, keyring_name

if TYPE_CHECKING:
    from imr_desktop.review.vault import AuditReport, VaultService


def _init(options: argparse.Namespace) -> int:
    guard = _guard(options, options.passphrase_file, "init", "--passphrase-file")
    with services_of(options) as services:
        words = services.vault.create(guard.passphrase, in_keyring=guard.in_keyring)
        protection = services.vault.protection
    if guard.passphrase is None:
        sentence(IN_KEYRING if guard.in_keyring else MADE)
    return done(
        options,
        {"home": str(options.home.root), "protection": protection, "recovery_words": words},
        f"A vault was made in {options.home.root}.\n{NOTE}:\n{words}",
    )


@dataclass(frozen=True)
class _Guard:
    """What protects a vault: a passphrase, or with None the account, its key in the system's keyring or in a file."""

    passphrase: str | None
    in_keyring: bool = False


def _guard(options: argparse.Namespace, file: Path | None, act: str, option: str) -> _Guard:
    """The choice, asked for on the terminal where the command line names none. Raises UsageError."""
    if sum(map(bool, (options.account, options.keyring, file))) > 1:
        raise UsageError(f"{act} needs one of {option} F, --keyring and --account.")
    if file or options.account or options.keyring:
        return _Guard(from_file(file) if file else None, options.keyring)
    if not sys.stdin.isatty():
        raise UsageError(f"{act} needs {option} F, --keyring or --account.")
    return _asked()


def _asked() -> _Guard:
    """Ask how the cases are to be protected; nothing is taken for granted."""
    name = keyring_name()
    choices = {"passphrase": BY_PASSPHRASE, **({"keyring": BY_KEYRING} if name else {}), "account": BY_ACCOUNT}
    for word, meaning in choices.items():
        sentence(f"{word}: {meaning}")
    typed = input(f"Protect the cases by ({', '.join(choices)}): ").strip().lower()
    if typed not in choices:
        raise UsageError(f"“{typed}” is none of {', '.join(choices)}; nothing was made.")
    if typed != "passphrase":
        return _Guard(None, typed == "keyring")
    chosen = ask("New passphrase: ")
    require_long_enough(chosen)
    if ask("The same again: ") != chosen:
        raise UsageError("The two differ; nothing was made.")
    return _Guard(chosen)


def _scrub(options: argparse.Namespace) -> int:
    vault = services_of(options).vault
    secret = from_file(options.passphrase_file) if options.passphrase_file else None
    if options.backup:
        lines = vault.repair(secret, options.backup)
        return done(options, {"repaired": True, "report": lines}, "\n".join(lines))
    found = vault.scrub_home(secret)
    if options.json:
        say_json(
            {
                "ok": found.ok,
                "findings": [{"what": one.what, "where": one.where, "repair": one.repair} for one in found.findings],
            }
        )
    else:
        say("Every page, row, file and entry is as it was written." if found.ok else f"{len(found.findings)} found:")
        for one in found.findings:
            say(f"{one.where}: {one.what} {one.repair}")
    _say_confinement(options)
    return 0 if found.ok else 1


def _say_confinement(options: argparse.Namespace) -> None:
    """How the process that reads files is confined here; beside JSON only what is missing, on standard error."""
    with services_of(options) as services:
        status = services.processes.status()
    if not options.json:
        say(status.text)
    elif status.warning:
        sentence(status.warning)


def _audit(options: argparse.Namespace) -> int:
    if options.names == ["export"]:
        if not options.out:
            raise UsageError("audit export needs --out FILE.")
        with opened(options) as services:
            trail.export(services, options.out)
        return done(options, {"file": str(options.out)}, f"Exported to {options.out}")
    word, *file = options.names
    if word != "verify":
        raise UsageError("audit takes the word verify, with or without an exported file, or export.")
    found = _exported(Path(file[0])) if file else _own(options)
    if options.json:
        say_json(
            {
                "ok": found.ok,
                "entries": found.entries,
                "checkpoints": found.checkpoints,
                "findings": [*found.findings, *found.notes],
                "public_key": found.public_key,
            }
        )
    else:
        say(f"{found.entries} entries, {found.checkpoints} checkpoints: {'whole' if found.ok else 'not whole'}")
        for line in (*found.findings, *(found.notes if file else ())):
            say(line)
        if file:
            say(
                f"Signed by the key {found.public_key}; `vault audit verify --json` in the vault it comes from names its key."
            )
    return 0 if found.ok else 1


def _own(options: argparse.Namespace) -> AuditReport:
    with opened(options) as services:
        return services.vault.verify_trail()


def _exported(file: Path) -> AuditReport:
    from imr_desktop.review.vault import verify_export

    return verify_export(file)


def _backup(options: argparse.Namespace) -> int:
    folder = Path(options.to[0]) if options.to else None
    with opened(options) as services:
        made = services.vault.backup(folder)
    return done(
        options,
        {"backup": str(made.path), "made_at": made.made_at.isoformat(), "size": made.size},
        f"Backup in {made.path} ({made.size / 1e6:.1f} MB)",
    )


def _restore(options: argparse.Namespace) -> int:
    vault = services_of(options).vault
    files, opens = vault.put_back(Path(options.names[0])), _opens(vault)
    return done(
        options,
        {"home": str(options.home.root), "files": files, "opens": opens},
        f"Restored into {options.home.root}; {opens}.",
    )


def _opens(vault: VaultService) -> str:
    """What a vault just restored opens with."""
    if vault.protection == "passphrase":
        return "it opens with the passphrase that the backup had"
    if vault.protection == "account" and not vault.key_is_here:
        return "the account's key is not at hand, so it opens with the recovery words alone: name a file with them"
    return "it opens by itself in the account it was made in, elsewhere with the recovery words"


def _passphrase(options: argparse.Namespace) -> int:
    if options.names != ["change"]:
        raise UsageError("passphrase takes the word change.")
    guard = _guard(options, options.new_passphrase_file, "passphrase change", "--new-passphrase-file")
    with opened(options) as services:
        made = services.vault.protect(guard.passphrase, in_keyring=guard.in_keyring)
        services.vault.note_words()
        protection = services.vault.protection
    if guard.passphrase is None:
        sentence(f"The vault opens by itself now. {BY_KEYRING if guard.in_keyring else BY_ACCOUNT}")
    if made.sentence:
        sentence(made.sentence)
    told = {"changed": True, "protection": protection, "recovery_words": made.words, "note": made.sentence}
    return done(
        options,
        told,
        f"Changed; earlier passphrases, recovery words and key files no longer open the cases.\n{NOTE}:\n{made.words}",
    )


SUBCOMMANDS = {
    "init": Subcommand(_init, "make a vault, protected by a passphrase, the system's keyring or the account"),
    "scrub": Subcommand(_scrub, "check every page, row, file and entry; with --from BACKUP repair"),
    "audit": Subcommand(
        _audit, "verify: whether the audit trail, or an exported FILE, is whole; export: write it", "verify or export", 1, 2
    ),
    "backup": Subcommand(_backup, "make a backup, while the vault is in use"),
    "restore": Subcommand(_restore, "bring a backup back into a home without a vault", "one backup", 1, 1),
    "passphrase": Subcommand(_passphrase, "change: set another passphrase, or none", "the word change", 1, 1),
}
