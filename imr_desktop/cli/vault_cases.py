"""``imr-desktop vault list|show|history|diff|reopen|export|import|package|forget``: the stored cases."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from imr_desktop.case import codec, dates, edits, incoming
from imr_desktop.case.model import Case
from imr_desktop.cli.cases import taken_in
from imr_desktop.cli.opened import has_vault, opened
from imr_desktop.cli.output import say, say_json, sentence
from imr_desktop.cli.passphrase import from_file
from imr_desktop.cli.subcommand import Subcommand, done
from imr_desktop.errors import UsageError
from imr_desktop.regular_files import open_regular
from imr_desktop.review import Services
from imr_desktop.review.cases import CaseSummary
from imr_desktop.review.exchanging import Choice

PACKAGE = ".imrcase"
_MANY = 100_000
_TINYDB = re.compile(rb'\s*\{\s*"[^"]{1,60}"\s*:\s*\{\s*(?:"\d+"\s*:|\})')


def _list(options: argparse.Namespace) -> int:
    rows: tuple[CaseSummary, ...] = ()
    if has_vault(options):
        with opened(options) as services:
            rows = services.cases.list()
    if options.json:
        say_json(
            [
                {
                    "case_number": row.number or None,
                    "version": row.version,
                    "saved_at": row.saved_at.isoformat(),
                    "items": len(row.titles),
                    "decided": row.decided,
                    "due": row.due,
                    "signed_at": row.signed_at.isoformat() if row.signed_at else None,
                }
                for row in rows
            ]
        )
        return 0
    for row in rows:
        state = "signed" if row.signed_at else f"{row.decided} of {len(row.titles)} decided"
        say(f"{row.number or '(no number)':<16} due {row.due or 'unknown'!s:<12} {state:<18} {'; '.join(row.titles)[:80]}")
    say(f"{len(rows)} cases" if rows else "No cases are stored in this home.")
    return 0


def _show(options: argparse.Namespace) -> int:
    with opened(options) as services:
        say(codec.encode_pretty(_chosen(services, options)).decode().rstrip())
    return 0


def _history(options: argparse.Namespace) -> int:
    with opened(options) as services:
        lines = services.cases.history(services.cases.repository.id_of(options.names[0]))
    if options.json:
        say_json([{**msgspec.structs.asdict(line), "saved_at": line.saved_at.isoformat()} for line in lines])
        return 0
    for line in lines:
        signed = ", signed" if line.signed else ""
        say(f"{line.version:>6}  {dates.written_at(line.saved_at, seconds=True)}  {line.act}{signed}")
    return 0


def _diff(options: argparse.Namespace) -> int:
    """Two versions of a case, or a package's opinions beside the case here."""
    name, *rest = options.names
    with opened(options) as services:
        if not name.lower().endswith(PACKAGE):
            found = _between(services, services.cases.repository.id_of(name), rest)
        elif rest:
            raise UsageError("A package is compared with the case here as it stands; leave the versions out.")
        else:
            found = _opinions(services, Path(name), options)
    if options.json:
        say_json(
            [{"place": place, "label": label, "before": before, "after": after} for place, label, before, after in found]
        )
        return 0
    for _place, label, before, after in found:
        say(f"{label}\n  - {before or '(nothing)'}\n  + {after or '(nothing)'}")
    say(f"{len(found)} differences" if found else "Nothing differs.")
    return 0


def _between(services: Services, case_id: str, versions: Sequence[str]) -> Sequence[tuple[str, str, str, str]]:
    """Without versions the newest and the one before it; with one, that one and the newest."""
    if not all(number.isdecimal() for number in versions):
        raise UsageError("Versions are numbers; `imr-desktop vault history` lists those that are kept.")
    kept = [line.version for line in services.cases.history(case_id)]
    if not versions and len(kept) < 2:
        raise UsageError("Only one version of this case is kept: there is nothing to compare it with.")
    before, after = [*map(int, versions), kept[0]][:2] if versions else (kept[1], kept[0])
    return services.cases.compare(case_id, before, after)


def _opinions(services: Services, path: Path, options: argparse.Namespace) -> Sequence[tuple[str, str, str, str]]:
    secret = from_file(options.package_passphrase_file) if options.package_passphrase_file else ""
    with services.exchange.open(path, secret) as package:
        here = services.exchange.here(package)
        if not here:
            raise UsageError(f"The case in {path.name} is not stored here: there is nothing to compare it with.")
        found = services.exchange.compare(here, package)
    return [(f"items.{one.item}.{one.field}", one.label, one.first, one.second) for one in found]


def _reopen(options: argparse.Namespace) -> int:
    with opened(options) as services:
        made = services.cases.reopen(services.cases.repository.id_of(options.names[0]))
    return done(
        options,
        {"case_number": made.number or None, "id": made.id, "version": 1, "saved": True},
        f"{made.number or '(no number)'}: reopened as a new version; the signed determination is kept as it was",
    )


def _export(options: argparse.Namespace) -> int:
    with opened(options) as services:
        if options.tinydb:
            return _export_tinydb(services, options)
        if not options.names:
            raise UsageError("export takes a case number; with --tinydb all cases can go into one file.")
        case = _chosen(services, options)
        services.cases.export(case, options.out)
    return done(options, {"case_number": case.number, "file": str(options.out)}, f"Exported to {options.out}")


def _export_tinydb(services: Services, options: argparse.Namespace) -> int:
    rows = services.cases.list()
    chosen = [row.id for row in rows if not options.names or row.number in options.names]
    if not chosen:
        raise UsageError(f"There is no case {options.names[0] if options.names else ''} in the vault.")
    services.exchange.write_tinydb(options.out, chosen)
    return done(options, {"cases": len(chosen), "file": str(options.out)}, f"{len(chosen)} cases exported to {options.out}")


def _import(options: argparse.Namespace) -> int:
    if not any(map(os.path.exists, options.names)):
        raise UsageError(f"There is no file {options.names[0]}; check the name.")
    with opened(options, make=True) as services:
        count = sum(_import_together(services, paths, options) for paths in _together([Path(name) for name in options.names]))
    return 0 if count else 1


def _together(paths: list[Path]) -> list[list[Path]]:
    """Files whose cases are read together: a finished case or a package is one of its own, records may belong together."""
    groups: list[list[Path]] = []
    alone = True
    for path in paths:
        before, alone = alone, path.suffix.lower() in (PACKAGE, ".json")
        if before or alone:
            groups.append([])
        groups[-1].append(path)
    return groups


def _import_together(services: Services, paths: list[Path], options: argparse.Namespace) -> int:
    if paths[0].suffix.lower() == PACKAGE and paths[0].is_file():
        return _take_package(services, paths[0], options)
    if _is_tinydb(paths[0]):
        return _take_tinydb(services, paths[0], options)
    count = 0
    for group in taken_in(services, paths, keep=True):
        for text in group.left_out:
            sentence(f"{group.case.number or paths[0].name}: {text}")
        count += _save(services, group.accepted(decisions=False), options)
    return count


def _save(services: Services, case: Case, options: argparse.Namespace) -> int:
    """Save a case that came in, as a new version where its number is stored unsigned."""
    case = services.cases.as_stored(case)
    return _say_saved(options, case, services.intake.store(case).version)


def _is_tinydb(path: Path) -> bool:
    """Whether a file begins as TinyDB's own: a table with a document under a number."""
    try:
        with open_regular(path) as file:
            return _TINYDB.match(file.read(200)) is not None
    except OSError:
        return False


def _take_tinydb(services: Services, path: Path, options: argparse.Namespace) -> int:
    count = 0
    for told in services.exchange.read_tinydb(path):
        come = incoming.admit(told)
        for text in come.left_out:
            sentence(f"{told.number or path.name}: {text}")
        count += _save(services, edits.with_id(come.case, edits.new_id()), options)
    return count


def _take_package(services: Services, path: Path, options: argparse.Namespace) -> int:
    secret = from_file(options.package_passphrase_file) if options.package_passphrase_file else ""
    with services.exchange.open(path, secret) as package:
        merged = services.exchange.merge_preview(package)
        choices: dict[str, Choice] = {**dict.fromkeys(options.ours, "ours"), **dict.fromkeys(options.theirs, "theirs")}
        open_conflicts = [conflict for conflict in merged.conflicts if conflict.place not in choices] if merged else []
        for conflict in open_conflicts:
            sentence(f"{path.name}: {conflict.label} differs; choose with --ours or --theirs {conflict.place}")
        if open_conflicts:
            return 0
        for text in () if merged else services.exchange.left_out(package):
            sentence(f"{path.name}: {text}")
        case = services.exchange.take(package, choices)
    return _say_saved(options, case, services.cases.history(case.id)[0].version)


def _say_saved(options: argparse.Namespace, case: Case, version: int) -> int:
    done(
        options,
        {"case_number": case.number or None, "version": version, "saved": True},
        f"{case.number or '(no number)'}: saved as version {version}",
    )
    return 1


def _package(options: argparse.Namespace) -> int:
    secret = from_file(options.package_passphrase_file) if options.package_passphrase_file else ""
    if not options.to and not secret:
        raise UsageError("package needs --to RECIPIENT, or --package-passphrase-file F.")
    with opened(options) as services:
        services.exchange.package(
            services.cases.repository.id_of(options.names[0]), options.out, tuple(options.to), secret, blind=options.blind
        )
    return done(
        options,
        {"case_number": options.names[0], "file": str(options.out), "blind": options.blind},
        f"Packaged in {options.out}",
    )


def _recipient(options: argparse.Namespace) -> int:
    with opened(options) as services:
        own = services.exchange.recipient
    return done(options, {"recipient": own}, own)


def _forget(options: argparse.Namespace) -> int:
    with opened(options) as services:
        gone = services.cases.forget(services.cases.repository.id_of(options.names[0]))
    kept = "; these backups still hold it: " + ", ".join(map(str, gone.backups)) if gone.backups else ""
    return done(
        options,
        {
            "case_number": options.names[0],
            "forgotten": True,
            "files": gone.files,
            "backups": [str(path) for path in gone.backups],
        },
        f"{options.names[0]} was forgotten, with {gone.files} of its files{kept}",
    )


def _chosen(services: Services, options: argparse.Namespace) -> Case:
    case_id = services.cases.repository.id_of(options.names[0])
    return services.cases.version(case_id, options.version) if options.version else services.cases.load(case_id)


_ONE = "one case number"
SUBCOMMANDS = {
    "list": Subcommand(_list, "the stored cases"),
    "show": Subcommand(_show, "one case as JSON", _ONE, 1, 1),
    "history": Subcommand(_history, "the versions of a case that are kept", _ONE, 1, 1),
    "diff": Subcommand(
        _diff, "two versions of a case, or a package beside it", "a case number with versions, or a package", 1, 3
    ),
    "reopen": Subcommand(_reopen, "a signed case as a new, unsigned one beside it", _ONE, 1, 1),
    "import": Subcommand(_import, "take case JSON, determinations, packages or a TinyDB file in", "files", 1, _MANY),
    "export": Subcommand(_export, "write a case as JSON, or cases as a TinyDB file", _ONE, 0, 1, ("out",)),
    "package": Subcommand(_package, "write a case with its record, sealed for others", _ONE, 1, 1, ("out",)),
    "recipient": Subcommand(_recipient, "this vault's public key, for packages addressed to it"),
    "forget": Subcommand(_forget, "remove a case with all its versions, for good", _ONE, 1, 1),
}
