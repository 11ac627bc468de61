"""``imr-desktop check CASE…``: the problems and the criteria table."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from imr_desktop.cli.cases import attested, resolve
from imr_desktop.cli.machine import add_ocr, by_machine
from imr_desktop.cli.opened import (
    add_keep_out,
    add_office_signs,
    add_password_file,
    add_secret,
    kept_out,
    say_unknown_identity,
    services_of,
)
from imr_desktop.cli.output import say, say_json
from imr_desktop.cli.report import check_json, say_check
from imr_desktop.review.record import RecordText

EXAMPLE = "example:\n  imr-desktop check CM26-0000123\n  imr-desktop check review.json determination.txt --json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The cases, and names to keep out of letters."""
    parser.add_argument("cases", nargs="+", metavar="CASE", help="a stored case's number, a case JSON file, or case files")
    add_secret(parser)
    add_password_file(parser)
    add_ocr(parser)
    parser.add_argument(
        "--attest",
        action="store_true",
        help="look at files as they stand with the statements of `determine --attest`; a file makes none",
    )
    add_keep_out(parser)
    add_office_signs(parser)


def run(options: argparse.Namespace) -> int:
    """Print each case's check; 1 where something must be fixed or acknowledged before signing."""
    checked = []
    with by_machine(services_of(options), options) as services:
        for case, taken in resolve(services, options.cases):
            own = attested(case, datetime.now(UTC)) if taken and options.attest else case
            record = RecordText.from_reads(own, taken.reads) if taken and taken.reads else None
            checked.append(services.checking.check(own, record, kept_out(options), signing=False))
        say_unknown_identity(services, kept_out(options))
    if options.json:
        reports = [check_json(one) for one in checked]
        say_json(reports[0] if len(reports) == 1 else {"cases": reports})
    else:
        for index, one in enumerate(checked):
            if index:
                say()
            say_check(one)
    return 1 if not checked or any(one.blocking for one in checked) else 0
