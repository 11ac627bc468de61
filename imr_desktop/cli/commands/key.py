"""``imr-desktop key …``: an office's root, reviewers' keys under it, and what holds no longer."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from imr_desktop.cli import office_keys
from imr_desktop.cli.opened import add_keep_out

EXAMPLE = (
    "example:\n  imr-desktop key new --out reviewer.p12\n"
    "  imr-desktop key new --out reviewer.p12 --passphrase-file secret.txt --json\n"
    "  imr-desktop key office --out office.p12 --organization 'Example Review Organization'\n"
    "  imr-desktop key new --office office.p12 --out reviewer.p12\n"
    "  imr-desktop key renew 'IMR Reviewer 4821' --office office.p12 --out reviewer-2.p12\n"
    "  imr-desktop key revoke 'IMR Reviewer 4821' --office office.p12 --reason lost --since 2026-11-02\n"
    "  imr-desktop key list --office office.p12\n"
    "  imr-desktop key export-root --office office.p12 --out for-recipients"
)
ACTS: dict[str, tuple[str, tuple[str, ...], Callable[[argparse.Namespace], int]]] = {
    "new": ("make a reviewer's key: under the office's root, or with a root of its own", ("out",), office_keys.new),
    "office": ("make an office's root", ("out",), office_keys.office),
    "renew": ("make a reviewer's next key, for the same pseudonym", ("name", "office", "out"), office_keys.renew),
    "revoke": ("put a certificate on the revocation list", ("name", "office", "reason"), office_keys.revoke),
    "crl": ("write the revocation list anew, before it is handed out or once a year", ("office",), office_keys.crl),
    "list": ("show what the office issued and revoked", ("office",), office_keys.listing),
    "export-root": ("write root, list and steps for recipients into a folder", ("office", "out"), office_keys.export_root),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The act, the certificate it is about, files and passphrases."""
    listing = "\n".join(f"  {name:<12}{words}" for name, (words, _, _) in ACTS.items())
    parser.description = f"{parser.description}\n\nacts:\n{listing}"
    parser.add_argument("act", choices=ACTS, metavar="ACT", help="what to do, see above")
    parser.add_argument("name", nargs="?", metavar="CERTIFICATE", help="a file, fingerprint, serial number or pseudonym")
    parser.add_argument("--out", type=Path, metavar="FILE.p12", help="the key file to write; export-root: the folder")
    parser.add_argument("--office", type=Path, metavar="OFFICE.p12", help="the office's key; its other files lie beside it")
    parser.add_argument("--organization", metavar="NAME", help="the name in the certificates (else the office profile's)")
    parser.add_argument("--reason", choices=("lost", "superseded", "ended"), help="revoke: why")
    parser.add_argument("--since", type=_day, metavar="YYYY-MM-DD", help="revoke: from when the key may have been misused")
    parser.add_argument(
        "--office-out",
        type=Path,
        metavar="FILE.p12",
        help="new: where the office's own key goes, such as a stick that is kept offline (else beside the other)",
    )
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="F",
        help="take the new key's passphrase from the first line of F (else it is asked for, or six words are made)",
    )
    parser.add_argument("--office-passphrase-file", type=Path, metavar="F", help="the passphrase of the office's key")
    parser.add_argument(
        "--vault-passphrase-file", type=Path, metavar="F", help="export-root: of the vault, which knows who must not be named"
    )
    add_keep_out(parser)
    parser.set_defaults(usage_error=parser.error)


def run(options: argparse.Namespace) -> int:
    """Run the act; its exit code."""
    _, needed, act = ACTS[options.act]
    for name in needed:
        if getattr(options, name) is None:
            options.usage_error(f"{options.act} needs {'a CERTIFICATE' if name == 'name' else f'--{name}'}")
    if options.name is not None and "name" not in needed:
        options.usage_error(f"{options.act} takes no CERTIFICATE")
    if options.office is not None and (options.organization or options.office_out):
        options.usage_error("--office gives the organization and the root; leave --organization and --office-out out")
    return act(options)


def _day(text: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as YYYY-MM-DD") from None
