"""``imr-desktop vault list|show|export|import``: the stored cases."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from imr_desktop.case import codec
from imr_desktop.cli.cases import taken_in
from imr_desktop.cli.output import say, say_json, say_json_line
from imr_desktop.review import Workbench
from imr_desktop.store.atomic import write_atomically

EXAMPLE = ("example:\n  imr-desktop vault import review.json determination.txt\n  imr-desktop vault list --json\n"
           "  imr-desktop vault show CM26-0000123\n  imr-desktop vault export CM26-0000123 --out review.json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The act and what it acts on."""
    parser.add_argument("act", choices=["list", "show", "export", "import"], help="what to do")
    parser.add_argument("names", nargs="*", metavar="CASE|FILES", help="a case number (show, export) or files (import)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="export: the JSON file to write")
    parser.set_defaults(usage_error=parser.error)


def run(options: argparse.Namespace) -> int:
    """Do the act."""
    _refuse_wrong_usage(options)
    acts = {"list": _list, "show": _show, "export": _export, "import": _import}
    with Workbench(options.home) as workbench:
        return acts[options.act](workbench, options)


def _refuse_wrong_usage(options: argparse.Namespace) -> None:
    if options.act in ("show", "export") and len(options.names) != 1:
        options.usage_error(f"{options.act} takes one case number")
    if options.act == "import" and not options.names:
        options.usage_error("import takes files")
    if options.act == "export" and options.out is None:
        options.usage_error("export needs --out FILE")


def _list(workbench: Workbench, options: argparse.Namespace) -> int:
    rows = workbench.list()
    if options.json:
        say_json([{"case_number": row.number or None, "version": row.version, "saved_at": row.saved_at.isoformat(),
                   "items": len(row.titles), "decided": row.decided, "due": row.due,
                   "signed_at": row.signed_at.isoformat() if row.signed_at else None} for row in rows])
        return 0
    for row in rows:
        state = "signed" if row.signed_at else f"{row.decided} of {len(row.titles)} decided"
        say(f"{row.number or '(no number)':<16} due {row.due or 'unknown':<12} {state:<18} {'; '.join(row.titles)[:80]}")
    say(f"{len(rows)} cases" if rows else "No cases are stored in this home.")
    return 0


def _show(workbench: Workbench, options: argparse.Namespace) -> int:
    say(codec.encode_pretty(workbench.repository.find(options.names[0])).decode().rstrip())
    return 0


def _export(workbench: Workbench, options: argparse.Namespace) -> int:
    case = workbench.repository.find(options.names[0])
    write_atomically(options.out, codec.encode_pretty(case))
    return _done(options, {"case_number": case.number, "file": str(options.out)}, f"Exported to {options.out}")


def _import(workbench: Workbench, options: argparse.Namespace) -> int:
    taken = taken_in(workbench, [Path(name) for name in options.names], keep=True)
    for group in taken:
        case = workbench.as_stored(group.accepted(decisions=True))
        saved = workbench.save(case)
        _done(options, {"case_number": case.number or None, "version": saved.version, "saved": True},
              f"{case.number or '(no number)'}: saved as version {saved.version}")
    return 0 if taken else 1


def _done(options: argparse.Namespace, value: dict[str, Any], text: str) -> int:
    if options.json:
        say_json_line(value)
    else:
        say(text)
        sys.stdout.flush()
    return 0
