"""``imr-desktop verify FILE.pdf``: is it intact, whole, certified, trusted, and do data and words agree."""

from __future__ import annotations

import argparse
from pathlib import Path

from imr_desktop.cli.output import say, say_json
from imr_desktop.review.letters import VerifyReport, verify

EXAMPLE = "example:\n  imr-desktop verify 'CM26-0000123 Final determination.pdf' --trust root.pem"

_ANSWERS = {True: "yes", False: "no", None: "cannot tell"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and whom to trust."""
    parser.add_argument("file", type=Path, metavar="FILE.pdf", help="the signed determination")
    parser.add_argument("--trust", type=Path, metavar="ROOT.pem", help="the office's root certificate")


def run(options: argparse.Namespace) -> int:
    """Print the verdict; 1 where anything is wrong. An unknown root is said, and only wrong where --trust was given."""
    report = verify(options.file, options.trust)
    if options.json:
        say_json(report)
    else:
        for label, value in (
            ("Intact", report.intact),
            ("Covers the whole file", report.covers_whole_file),
            ("Certified, no changes allowed", report.certified),
            ("Trusted", _trusted(report, options)),
            ("Words match the embedded data", report.data_matches_text),
        ):
            say(f"{label + ':':<32}{_ANSWERS[value]}")
        say(f"{'Signed by:':<32}{report.signer or 'nobody'}{f', {report.signed_at}' if report.signed_at else ''}")
        for problem in report.problems:
            say(f"  {problem}")
    sound = report.intact and report.covers_whole_file and report.certified and report.data_matches_text
    return 0 if sound and (report.trusted or options.trust is None) else 1


def _trusted(report: VerifyReport, options: argparse.Namespace) -> bool | None:
    """Whether the root vouches for the signer; None where none was given to ask."""
    return report.trusted if options.trust else None
