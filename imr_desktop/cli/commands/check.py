"""``imr-desktop check CASE…``: the problems and the criteria table."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from imr_desktop.cli.cases import attested, reads_of, resolve
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
from imr_desktop.cli.output import say, say_json, sentence
from imr_desktop.cli.report import check_json, say_check
from imr_desktop.review.given_record import fitted
from imr_desktop.review.record import FileRead, RecordText

if TYPE_CHECKING:
    from imr_desktop.case.model import Case
    from imr_desktop.review import Services
    from imr_desktop.review.checking import Checked
    from imr_desktop.review.taken import TakenIn

EXAMPLE = """example:
  imr-desktop check CM26-0000123
  imr-desktop check review.json determination.txt --json
  imr-desktop check review.json --record packet.pdf"""
_NONE_GIVEN = "No record was given: name its files with --record."
_NONE_FITS = "None of the files given with --record is a file of this case."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The cases, and names to keep out of letters."""
    parser.add_argument("cases", nargs="+", metavar="CASE", help="a stored case's number, a case JSON file, or case files")
    add_secret(parser)
    add_password_file(parser)
    add_ocr(parser)
    parser.add_argument(
        "--record",
        nargs="+",
        type=Path,
        default=[],
        metavar="FILE",
        help="check the cases against these files of the record, or folders of them, in the order of the case's pages; "
        "nothing is stored",
    )
    parser.add_argument(
        "--attest",
        action="store_true",
        help="look at files as they stand with the statements of `determine --attest`; a file makes none",
    )
    add_keep_out(parser)
    add_office_signs(parser)


def _checked(
    services: Services, options: argparse.Namespace, case: Case, taken: TakenIn | None, record: tuple[FileRead, ...]
) -> Checked:
    """The check of one case, over its own files, those of ``--record``, or what the vault keeps of it."""
    if not options.record:
        text = RecordText.from_reads(case, taken.reads) if taken and taken.reads else None
        return services.checking.check(
            case, text, kept_out(options), signing=False, away=_NONE_GIVEN if taken and text is None else None
        )
    given = fitted(case, record)
    for words in given.sentences:
        sentence(f"{case.number or 'The case'}: {words}")
    away = given.away if given.text.pages else _NONE_FITS
    return services.checking.check(case, given.text, kept_out(options), signing=False, away=away)


def run(options: argparse.Namespace) -> int:
    """Print each case's check; 1 where something must be fixed or acknowledged before signing."""
    checked = []
    with by_machine(services_of(options), options) as services:
        record = reads_of(services, options.record)
        for case, taken in resolve(services, options.cases, opened=True):
            own = attested(case, datetime.now(UTC)) if taken and options.attest else case
            checked.append(_checked(services, options, own, taken, record))
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
