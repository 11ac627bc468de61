"""``imr-desktop determine FILES…``: from case files to signed determinations."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from imr_desktop.case import edits
from imr_desktop.case.model import Acknowledgement, Case
from imr_desktop.cli import passphrase
from imr_desktop.cli.cases import attested, taken_in
from imr_desktop.cli.opened import add_keep_out, add_office_signs, add_password_file, kept_out, know_identity, know_passwords
from imr_desktop.cli.output import say, say_json, sentence
from imr_desktop.cli.report import problem_json, say_problems
from imr_desktop.review import Services, keys
from imr_desktop.review.checking import left_words
from imr_desktop.review.fields import set_named
from imr_desktop.review.letters import SigningKey
from imr_desktop.review.record import RecordText
from imr_desktop.review.taken import TakenIn

EXAMPLE = (
    "example:\n  imr-desktop determine determination.txt --out signed --key reviewer.p12 \\\n"
    "      --attest --set number=CM26-0000123 --set dates.decision=2026-11-23 \\\n"
    "      --acknowledge 'absence=old letter, no record in hand'\n"
    "  imr-desktop determine review.json --out drafts --draft"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Files, key, and the reviewer's own acts."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILES", help="case files, folders or case JSON")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder for the PDFs")
    parser.add_argument(
        "--key",
        type=Path,
        metavar="reviewer.p12",
        help="the reviewer's signing key, or pkcs11:token=LABEL;object=LABEL?module-path=LIBRARY for one on a token",
    )
    parser.add_argument("--passphrase-file", type=Path, metavar="F", help="the key's passphrase is the first line of F")
    parser.add_argument(
        "--vault-passphrase-file",
        type=Path,
        metavar="F",
        help="the passphrase of the vault, which keeps the names that must stay out of the letter",
    )
    parser.add_argument(
        "--acknowledge",
        action="append",
        default=[],
        type=_pair,
        metavar="ID=REASON",
        help="pass a problem to consider, or all whose ids start so, with a reason kept in the case",
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        type=_pair,
        metavar="FIELD=VALUE",
        help="set a field of the case, e.g. number=…, dates.decision=YYYY-MM-DD",
    )
    parser.add_argument(
        "--attest",
        action="store_true",
        help="I have no affiliation, read every document, and the decisions and reasons in these files are "
        "my own judgment; without it a file's decisions stay what the source says",
    )
    parser.add_argument("--tsa", default="", metavar="URL", help="ask this time-stamp authority; it gets a digest alone")
    parser.add_argument(
        "--level", default="", choices=keys.LEVELS, help="what a signature carries; B-B: nothing beside itself"
    )
    parser.add_argument(
        "--crl",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a revocation list for B-LT and B-LTA (repeatable)",
    )
    add_keep_out(parser)
    add_office_signs(parser)
    add_password_file(parser)
    parser.add_argument("--draft", action="store_true", help="write unsigned PDFs marked DRAFT, whatever is open")
    parser.set_defaults(usage_error=parser.error)


def run(options: argparse.Namespace) -> int:
    """Write one PDF a case; 1 where a case is blocked, with the problems that block it."""
    if not options.draft and options.key is None:
        options.usage_error("--key is needed to sign; or write a draft with --draft")
    if options.out.exists() and not options.out.is_dir():
        options.usage_error(f"--out {options.out} is no folder; name one for the PDFs")
    with know_passwords(Services(options.home), options) as services:
        know_identity(services, options.vault_passphrase_file, kept_out(options))
        key = None if options.draft else _key(services, options)
        groups = taken_in(services, options.files, keep=False)
        results = [_one(services, group, options, key) for group in groups]
    if options.json:
        say_json({"results": results})
    blocked = [result for result in results if not result["pdf"]]
    return 1 if blocked or not results else 0


def _one(services: Services, group: TakenIn, options: argparse.Namespace, key: SigningKey | None) -> dict[str, Any]:
    case = _reviewed(group.accepted(decisions=options.attest or options.draft), options)
    if key is None:
        path = services.signing.write_draft(case, options.out, kept_out(options))
        return _result(case, path, [], options)
    record = RecordText.from_reads(case, group.reads) if group.reads else None
    checked = services.checking.check(case, record, kept_out(options))
    if checked.blocking:
        _say_unstated(case, options)
        if not options.json:
            say(f"{case.number or '(no number)'}: not signed: {left_words(checked.blocking)}")
            say_problems(checked.blocking)
        return _result(case, None, checked.blocking, options)
    signed = services.signing.sign_with(checked, key, options.out, kept_out(options))
    return _result(signed.case, signed.path, [], options)


def _reviewed(case: Case, options: argparse.Namespace) -> Case:
    now = datetime.now(UTC)
    for field, value in options.set:
        case = set_named(case, field, value)
    if options.attest:
        case = attested(case, now)
    for problem, reason in options.acknowledge:
        case = edits.acknowledge(case, Acknowledgement(problem, reason, now))
    return case


def _say_unstated(case: Case, options: argparse.Namespace) -> None:
    if not options.attest and any(item.source_decision and not item.decision for item in case.items):
        sentence(
            f"{case.number or 'The case'}: its decisions are what the file says, and a file cannot decide. Read them; "
            "--attest states that they are your own judgment."
        )


def _result(case: Case, path: Path | None, blocking: Any, options: argparse.Namespace) -> dict[str, Any]:
    if path and not options.json:
        say(f"{case.number or '(no number)'}: {path}")
    return {
        "case_number": case.number or None,
        "pdf": str(path) if path else None,
        "blocked_by": [problem.id for problem in blocking],
        "problems": [problem_json(one) for one in blocking],
    }


def _key(services: Services, options: argparse.Namespace) -> SigningKey:
    long_term = keys.long_term(services.reviewer.settings, options.tsa, options.level, options.crl)
    return services.signing.load_key(options.key, _passphrase(options), kept_out(options), long_term)


def _passphrase(options: argparse.Namespace) -> str:
    if options.passphrase_file:
        return passphrase.from_file(options.passphrase_file)
    return passphrase.ask("PIN of the token: " if keys.is_token(str(options.key)) else f"Passphrase of {options.key.name}: ")


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form NAME=VALUE")
    return name.strip(), value.strip()
