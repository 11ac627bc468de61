"""``imr-desktop verify FILE.pdf``: VALID, NOT VALID or CANNOT TELL, with the reasons."""

from __future__ import annotations

import argparse
from pathlib import Path

from imr_desktop.cli.output import say, say_json
from imr_desktop.review.letters import VerifyReport, spaced, verify

EXAMPLE = "example:\n  imr-desktop verify 'CM26-0000123 Final determination.pdf' --trust root.pem"

EXIT_CODES = {"valid": 0, "not valid": 1, "cannot tell": 4}
_ANSWERS = {True: "yes", False: "no", None: "cannot tell"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and whom to trust."""
    parser.add_argument("file", type=Path, metavar="FILE.pdf", help="the signed determination")
    parser.add_argument("--trust", type=Path, metavar="ROOT.pem", help="the office's root certificate")
    parser.add_argument("--crl", type=Path, metavar="LIST.crl", help="the office's list of withdrawn certificates")
    parser.add_argument("--tsa", type=Path, metavar="ROOT.pem", help="the root certificate of a time-stamp authority")


def run(options: argparse.Namespace) -> int:
    """Print the verdict; the exit code is 0 for VALID, 1 for NOT VALID, 4 for CANNOT TELL."""
    report = verify(options.file, options.trust, options.crl, options.tsa)
    if options.json:
        say_json(report)
    else:
        say(report.verdict.upper())
        for reason in report.reasons:
            say(f"  {reason}")
        for label, value in _answers(report, options):
            say(f"{label + ':':<32}{_ANSWERS[value]}")
        say(f"{'Signed by:':<32}{report.signer or 'nobody'}{f', {report.signed_at}' if report.signed_at else ''}")
        if report.fingerprint:
            say(f"{'Fingerprint (SHA-256):':<32}{spaced(report.fingerprint)}")
    return EXIT_CODES[report.verdict]


def _answers(report: VerifyReport, options: argparse.Namespace) -> list[tuple[str, bool | None]]:
    """The single answers; trust is not known where no root was given to ask."""
    examined = report.intact is not None
    return [
        ("Intact", report.intact),
        ("Covers the whole file", report.covers_whole_file if examined else None),
        ("Certified, no changes allowed", report.certified if examined else None),
        ("Trusted", report.trusted if options.trust and examined else None),
        ("Words match the embedded data", report.data_matches_text),
    ]
