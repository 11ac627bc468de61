"""The acts of ``imr-desktop key``. A passphrase that was made is printed once."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from imr_desktop.case import dates
from imr_desktop.cli import passphrase
from imr_desktop.cli.opened import know_identity
from imr_desktop.cli.output import say, say_json
from imr_desktop.review import Services, keys
from imr_desktop.review.office import OfficeService

_STATES = {"lost": "the key may be in other hands", "superseded": "another key took its place", "ended": "the reviewer left"}


def new(options: argparse.Namespace) -> int:
    """Make a reviewer's key, with a root of its own where no office is named."""
    if options.office is not None:
        office, (words, generated) = _opened(options), _passphrase(options)
        return _say_issued(options, office.issue(options.out, words), words if generated else None)
    words, generated = _passphrase(options)
    made = keys.new_key(options.out, words, options.office_out, _organization(options))
    if options.json:
        say_json(
            {
                "key": str(made.key),
                "root": str(made.root),
                "subject": made.subject,
                "passphrase": words if generated else None,
                "office_key": str(made.office_key),
                "office_passphrase": made.office_passphrase,
            }
        )
        return 0
    say(
        f"Key: {made.key}\nRoot certificate, for those who verify: {made.root}\nCertificate of: {made.subject}\n"
        f"Office key: {made.office_key}. It vouches for the reviewers' keys; signing never needs it. Keep it offline.\n"
        f"Passphrase of the office key (shown once, write it down): {made.office_passphrase}"
    )
    _say_words(words if generated else None)
    return 0


def office(options: argparse.Namespace) -> int:
    """Make an office's root, its register and its first revocation list."""
    words, generated = _passphrase(options)
    made = keys.OfficeRoot.make(options.out, words, _organization(options))
    fingerprint, places = keys.fingerprint_of(made.certificate), made.places
    if options.json:
        say_json(
            {
                "office_key": str(places.key),
                "root": str(places.root),
                "crl": str(places.crl),
                "register": str(places.register),
                "fingerprint": fingerprint,
                "office_passphrase": words if generated else None,
            }
        )
        return 0
    say(
        f"Office key: {places.key}. It vouches for the reviewers' keys; signing never needs it. Keep it offline.\n"
        f"Root certificate, for those who verify: {places.root}\nFingerprint (SHA-256): {keys.grouped(fingerprint)}\n"
        f"Register of what is issued: {places.register}\nRevocation list: {places.crl}"
    )
    _say_words(words if generated else None)
    return 0


def renew(options: argparse.Namespace) -> int:
    """Make the next key of a reviewer."""
    office, (words, generated) = _opened(options), _passphrase(options)
    return _say_issued(options, office.renew(options.name, options.out, words), words if generated else None)


def revoke(options: argparse.Namespace) -> int:
    """Put a certificate on the revocation list."""
    office = _opened(options)
    gone = office.revoke(options.name, options.reason, options.since)
    if options.json:
        say_json({"revoked": _json(gone), "crl": str(office.places.crl)})
    else:
        say(
            f"Revoked: {gone.pseudonym}, certificate {gone.serial} ({_STATES[options.reason]}).\n"
            f"Revocation list: {office.places.crl}. Hand it to those who verify."
        )
    return 0


def crl(options: argparse.Namespace) -> int:
    """Write the revocation list anew."""
    office = _opened(options)
    office.refresh()
    if options.json:
        say_json({"crl": str(office.places.crl)})
    else:
        say(f"Revocation list: {office.places.crl}")
    return 0


def listing(options: argparse.Namespace) -> int:
    """Show the register, without the office's key."""
    held = keys.register_of(options.office)
    if options.json:
        say_json(
            {
                "organization": held.organization,
                "fingerprint": held.fingerprint,
                "issued": [_json(one) for one in held.issued],
            }
        )
        return 0
    say(f"{held.organization}, root {keys.grouped(held.fingerprint)}")
    for one in held.issued:
        say(_line(one))
    if not held.issued:
        say("Nothing was issued yet; `imr-desktop key new --office` makes a reviewer's key.")
    return 0


def export_root(options: argparse.Namespace) -> int:
    """Write what recipients need; the office's key is not opened for it."""
    with Services(options.home) as services:
        know_identity(services, options.vault_passphrase_file, options.keep_out)
        identity = (*services.reviewer.identity, *options.keep_out)
        paths = keys.export_root(options.office, options.out, identity)
    if options.json:
        say_json({"files": [str(path) for path in paths]})
    else:
        say("\n".join(map(str, paths)))
    return 0


def _say_issued(options: argparse.Namespace, issued: keys.Issued, words: str | None) -> int:
    root = keys.Places(options.office).root
    if options.json:
        say_json(
            {
                "key": str(options.out),
                "root": str(root),
                "subject": issued.pseudonym,
                "passphrase": words,
                "office_key": str(options.office),
                "office_passphrase": None,
                **_json(issued),
            }
        )
        return 0
    say(
        f"Key: {options.out}\nRoot certificate, for those who verify: {root}\nCertificate of: {issued.pseudonym}, until "
        f"{dates.written(issued.valid_until)}\nFingerprint (SHA-256): {keys.grouped(issued.fingerprint)}"
    )
    if issued.renews:
        say(
            "The key is new, since one that served for years may have been copied; the pseudonym stays, since recipients "
            "know it. Letters signed with the older key go on holding; it runs out by itself."
        )
    _say_words(words)
    return 0


def _line(one: keys.Issued) -> str:
    state = f"  revoked {dates.written(one.revoked)} ({one.reason})" if one.revoked else ""
    return f"{one.pseudonym}  {dates.written(one.valid_from)} to {dates.written(one.valid_until)}  {one.serial}{state}"


def _json(issued: keys.Issued) -> dict[str, str | None]:
    return {
        "serial": issued.serial,
        "pseudonym": issued.pseudonym,
        "fingerprint": issued.fingerprint,
        "from": issued.valid_from.isoformat(),
        "until": issued.valid_until.isoformat(),
        "renews": issued.renews,
        "revoked": issued.revoked.isoformat() if issued.revoked else None,
        "reason": issued.reason,
    }


def _opened(options: argparse.Namespace) -> keys.OfficeRoot:
    return keys.OfficeRoot.open(options.office, _of_office(options.office_passphrase_file, options.office))


def _organization(options: argparse.Namespace) -> str:
    """What was named, else the name in the office's profile."""
    return options.organization or OfficeService(options.home).profile.name or keys.ORGANIZATION


def _of_office(file: Path | None, office: Path) -> str:
    return passphrase.from_file(file) if file else passphrase.ask(f"Passphrase of the office's key {office.name}: ")


def _passphrase(options: argparse.Namespace) -> tuple[str, bool]:
    if options.passphrase_file:
        return passphrase.from_file(options.passphrase_file), False
    typed = passphrase.ask("Passphrase (leave empty for six generated words): ") if sys.stdin.isatty() else ""
    return (typed, False) if typed else (keys.new_passphrase(), True)


def _say_words(words: str | None) -> None:
    if words:
        say(f"Passphrase (shown once, write it down): {words}")
