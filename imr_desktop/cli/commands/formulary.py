"""``imr-desktop formulary import|show|diff``: the MTUS Drug List, from the state's spreadsheet, in its versions."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imr_desktop.cli.output import say_folded, say_json, sentence, told
from imr_desktop.errors import UsageError
from imr_desktop.review import Services

if TYPE_CHECKING:
    from imr_desktop.review.formulary import Changes, Import, VersionRow

EXAMPLE = """example:
  imr-desktop formulary import MTUS-Drug-List-v13.xlsx
  imr-desktop formulary import list.csv --version v13 --effective 2025-08-06
  imr-desktop formulary show "Norco 10/325" --day 2026-01-15
  imr-desktop formulary diff v12 v13"""

_ACTS = """import FILE: keep the state's spreadsheet (xlsx, xls, ods, csv) as a version of the list; show [DRUG]: the
versions, or what the list of a day says of a drug; diff [OLD NEW]: what differs between two versions, the newest two where
none is named"""
_MOST = {"import": 1, "show": 1, "diff": 2}
_TAKES = {"import": "one file", "show": "one drug, in quotes", "diff": "two versions"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The act, its names, and what the file does not say."""
    parser.add_argument("act", choices=list(_MOST), help=_ACTS)
    parser.add_argument(
        "names", nargs="*", metavar="FILE|DRUG|VERSION", help="import: a file; show: a drug; diff: two versions"
    )
    parser.add_argument(
        "--version", default="", metavar="V", help="which version the file is, where it does not say so itself"
    )
    parser.add_argument("--effective", type=_day, metavar="DATE", help="the day it is in force from, as 2025-08-06")
    parser.add_argument("--replace", action="store_true", help="take the file for a version that is kept with other content")
    parser.add_argument("--day", type=_day, metavar="DATE", help="show: the day whose list is asked (default: today)")
    parser.set_defaults(usage_error=parser.error)


def run(options: argparse.Namespace) -> int:
    """Do the act; 0 where it could be done."""
    names, act = options.names, options.act
    if len(names) > _MOST[act] or (act == "import" and not names) or (act == "diff" and len(names) == 1):
        options.usage_error(f"{act} takes {_TAKES[act]}")
    with Services(options.home) as services:
        if services.guidelines.fault:
            sentence(services.guidelines.fault)
        return {"import": _import, "show": _show, "diff": _diff}[act](services, options)


def _day(text: str) -> date:
    from imr_desktop.case.dates import read

    try:
        return read(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no date; write it as 2025-08-06") from None


def _import(services: Services, options: argparse.Namespace) -> int:
    from imr_desktop.review.formulary import VersionUnclear

    lists = services.drug_lists
    try:
        found = lists.prepare(lists.look_at(Path(options.names[0])), options.version, options.effective)
    except VersionUnclear as error:
        raise UsageError(f"{error} Use --version and --effective.") from None
    if found.replaces and not options.replace:
        assert found.against is not None
        raise UsageError(
            f"{found.list.version} is kept already and this file says something else: {found.against.words}. "
            "Nothing was imported; add --replace to take the file in its place."
        )
    lists.keep(found)
    return told(options, _import_json(found), _say_import, found)


def _import_json(found: Import) -> dict[str, Any]:
    one = found.list
    return {
        "version": one.version,
        "effective": one.effective,
        "rows": found.read.rows,
        "drugs": len(one.drugs),
        "with_drug": found.read.products,
        "repeated": found.read.repeated,
        "notes": found.read.notes,
        "unclear": list(found.odd),
        "kept_already": found.is_kept_already,
        "replaced": found.replaces,
        "changes": _changes_json(found.since) if found.since else None,
    }


def _say_import(found: Import) -> None:
    from imr_desktop.review.formulary import kept_words

    say_folded(kept_words(found))
    say_folded(f"  {found.counted}")
    for one in found.odd:
        say_folded(f"  {one}")
    if found.since and not found.is_kept_already:
        _say_changes(found.since)


def _changes_json(changes: Changes) -> dict[str, Any]:
    return {
        "before": changes.before,
        "after": changes.after,
        "added": list(changes.added),
        "removed": list(changes.removed),
        "changed": [{"drug": one.drug, "before": one.before, "after": one.after} for one in changes.changed],
    }


def _say_changes(changes: Changes) -> None:
    for mark, names in (("+", changes.added), ("-", changes.removed)):
        for name in names:
            say_folded(f"  {mark} {name}")
    for one in changes.changed:
        say_folded(f"  ~ {one.drug}: {one.before} → {one.after}")


def _show(services: Services, options: argparse.Namespace) -> int:
    from imr_desktop.case.dates import today
    from imr_desktop.review import formulary

    packs, day = services.guidelines.packs, options.day or today()
    if not options.names:
        rows = formulary.rows(packs, day)
        return told(options, [_row_json(row) for row in rows], _say_rows, rows)
    found = formulary.answer(packs, options.names[0], day)
    if options.json:
        say_json(
            {
                "asked": options.names[0], "day": day, "drug": found.drug, "status": found.status or None,
                "outside": found.outside, "version": found.version, "effective": found.effective, "imported": found.imported,
                "special_fill_days": found.special_fill, "perioperative_fill_days": found.perioperative, "words": found.words,
                "lines": [formulary.product(entry) for entry in found.entries],
            }
        )  # fmt: skip
    else:
        say_folded(f"{found.words}.")
    return 0


def _row_json(row: VersionRow) -> dict[str, Any]:
    return {
        "version": row.version,
        "effective": row.effective,
        "in_force": row.in_force,
        "imported": row.imported,
        "drugs": row.drugs,
    }


def _say_rows(rows: tuple[VersionRow, ...]) -> None:
    for row in rows:
        here = f"{row.drugs} lines, imported {row.imported}" if row.imported else "not imported"
        say_folded(f"{row.version:<10} in force from {row.effective}  {here}{'  (in force)' if row.in_force else ''}")
    if not any(row.imported for row in rows):
        say_folded("What ships knows the days of the versions and few statuses: import the state's list.")


def _diff(services: Services, options: argparse.Namespace) -> int:
    from imr_desktop.review.formulary import compared

    found = compared(services.guidelines.packs, tuple(options.names))
    return told(options, _changes_json(found), _say_diff, found)


def _say_diff(found: Changes) -> None:
    say_folded(f"{found.after}: {found.words}.")
    _say_changes(found)
