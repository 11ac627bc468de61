"""``imr-desktop vault init|scrub|audit|backup|restore|passphrase``: the vault itself."""

from __future__ import annotations

import argparse
from pathlib import Path

from imr_desktop.cli.opened import MADE, NOTE, opened, workbench_of
from imr_desktop.cli.output import say, say_json, sentence
from imr_desktop.cli.passphrase import from_file
from imr_desktop.cli.vault_act import Act, done
from imr_desktop.errors import UsageError


def _init(options: argparse.Namespace) -> int:
    if options.account == bool(options.passphrase_file):
        raise UsageError("init needs either --passphrase-file F or --account.")
    with workbench_of(options) as bench:
        words = bench.custody.create(None if options.account else from_file(options.passphrase_file))
        protection = bench.custody.protection
    if options.account:
        sentence(MADE)
    return done(options, {"home": str(options.home.root), "protection": protection, "recovery_words": words},
                f"A vault was made in {options.home.root}.\n{NOTE}:\n{words}")


def _scrub(options: argparse.Namespace) -> int:
    from imr_desktop.store import repair, scrub

    secret = from_file(options.passphrase_file) if options.passphrase_file else None
    if options.backup:
        report = repair.repair(options.home, secret, options.backup)
        return done(options, {"repaired": True, "report": report.lines}, "\n".join(report.lines))
    found = scrub.scrub_home(options.home, secret)
    if options.json:
        say_json({"ok": found.ok, "findings": [{"what": one.what, "where": one.where, "repair": one.repair}
                                               for one in found.findings]})
    else:
        say("Every page, row, file and entry is as it was written." if found.ok else f"{len(found.findings)} found:")
        for one in found.findings:
            say(f"{one.where}: {one.what} {one.repair}")
    _say_confinement(options)
    return 0 if found.ok else 1


def _say_confinement(options: argparse.Namespace) -> None:
    """How the process that reads files is confined here; beside JSON only what is missing, on standard error."""
    with workbench_of(options) as bench:
        status = bench.confinement()
    if not options.json:
        say(status.text)
    elif status.warning:
        sentence(status.warning)


def _audit(options: argparse.Namespace) -> int:
    if options.names == ["export"]:
        if not options.out:
            raise UsageError("audit export needs --out FILE.")
        with opened(options) as bench:
            bench.custody.export_trail(options.out)
        return done(options, {"file": str(options.out)}, f"Exported to {options.out}")
    if options.names != ["verify"]:
        raise UsageError("audit takes the word verify or export.")
    with opened(options) as bench:
        found = bench.custody.verify_trail()
    if options.json:
        say_json({"ok": found.ok, "entries": found.entries, "checkpoints": found.checkpoints,
                  "findings": [*found.findings, *found.notes]})
    else:
        say(f"{found.entries} entries, {found.checkpoints} checkpoints: {'whole' if found.ok else 'not whole'}")
        for line in found.findings:
            say(line)
    return 0 if found.ok else 1


def _backup(options: argparse.Namespace) -> int:
    folder = Path(options.to[0]) if options.to else None
    with opened(options) as bench:
        made = bench.custody.backup(folder)
    return done(options, {"backup": str(made.path), "made_at": made.made_at.isoformat(), "size": made.size},
                f"Backup in {made.path} ({made.size / 1e6:.1f} MB)")


def _restore(options: argparse.Namespace) -> int:
    from imr_desktop.store import backup

    restored = backup.restore(Path(options.names[0]), options.home)
    return done(options, {"home": str(options.home.root), "files": restored.files},
                f"Restored into {options.home.root}; it opens with the same passphrase as before.")


def _passphrase(options: argparse.Namespace) -> int:
    if options.names != ["change"]:
        raise UsageError("passphrase takes the word change.")
    if options.account == bool(options.new_passphrase_file):
        raise UsageError("passphrase change needs either --new-passphrase-file F or --account.")
    new = None if options.account else from_file(options.new_passphrase_file)
    with opened(options) as bench:
        bench.custody.change_passphrase(new)
    if options.account:
        sentence("The vault is protected by the system account alone: anyone who can use this account can open the cases.")
    return done(options, {"changed": True, "protection": "account" if new is None else "passphrase"},
                "Changed. The recovery words go on working.")


ACTS = {
    "init": Act(_init, "make a vault, protected by a passphrase or by the system account"),
    "scrub": Act(_scrub, "check every page, row, file and entry; with --from BACKUP repair"),
    "audit": Act(_audit, "verify: whether the audit trail is whole; export: write it to a file", "verify or export", 1, 1),
    "backup": Act(_backup, "make a backup, while the vault is in use"),
    "restore": Act(_restore, "bring a backup back into a home without a vault", "one backup", 1, 1),
    "passphrase": Act(_passphrase, "change: set another passphrase", "the word change", 1, 1),
}
