"""Making signing keys: an office's root by itself, or a root and a reviewer's key in one; and passphrases for them."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from imr_desktop import passphrases
from imr_desktop.determination import certificates
from imr_desktop.determination.key_file import write_all
from imr_desktop.determination.pkcs12_mac import with_slow_mac
from imr_desktop.errors import SigningError

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_WORDS = 6
_ROUNDS, _MAC_ROUNDS = 600_000, 2_200_000
"""Rounds of the encryption and of the MAC: a fifth of a second or more a try on one core, as for the vault."""


class NewKey(msgspec.Struct, frozen=True):
    """What `new_key` wrote: the reviewer's key, the root recipients import, the office's own key, and the pseudonym.

    `office_passphrase` opens the office's key; it is shown once and kept nowhere.
    """

    key: Path
    root: Path
    office_key: Path
    subject: str
    office_passphrase: str


def new_passphrase() -> str:
    """Six random words of the 2,048-word English list of BIP 39: 66 bits, from the system's random source."""
    from mnemonic import Mnemonic

    words = Mnemonic("english").wordlist
    return " ".join(secrets.choice(words) for _ in range(_WORDS))


def new_key(
    out: Path, passphrase: str, office_out: Path | None = None, organization: str = certificates.ORGANIZATION
) -> NewKey:
    """Make an office's root and a pseudonymous reviewer's key under it.

    Writes three files or none, all 0600 and none over an existing one: `out` (PKCS#12 with the reviewer's key), beside it
    ``<stem>-root.pem`` (the certificate recipients trust) and the office's key (`office_out`, else ``<stem>-office.p12``),
    under six words of its own: signing never needs it, and whoever signs need not be able to make certificates. Raises
    SigningError.
    """
    refuse_weak(passphrase)
    new = NewKey(
        out,
        out.with_name(f"{out.stem}-root.pem"),
        office_out or out.with_name(f"{out.stem}-office.p12"),
        certificates.new_pseudonym(),
        new_passphrase(),
    )
    write_all(_contents(new, passphrase, organization))
    return new


def refuse_weak(passphrase: str) -> None:
    """Raise SigningError for a passphrase no key should have."""
    if not passphrase.strip():
        raise SigningError("A signing key needs a passphrase; give one, or let the program make six words.")
    if wrong := passphrases.fault(passphrase):
        raise SigningError(wrong)


def _contents(new: NewKey, passphrase: str, organization: str) -> dict[Path, bytes]:
    from cryptography.hazmat.primitives.serialization import Encoding

    office_key, reviewer_key = certificates.office_key(), certificates.reviewer_key()
    office = certificates.office_certificate(office_key, organization)
    reviewer = certificates.reviewer_certificate(new.subject, reviewer_key, office, office_key)
    return {
        new.office_key: key_file(b"office", office_key, office, [], new.office_passphrase),
        new.root: office.public_bytes(Encoding.PEM),
        new.key: key_file(b"reviewer", reviewer_key, reviewer, [office], passphrase),
    }


def key_file(
    name: bytes, key: EllipticCurvePrivateKey, certificate: x509.Certificate, chain: list[x509.Certificate], passphrase: str
) -> bytes:
    """A PKCS#12 file: every way into it takes as many rounds as are due."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12

    encryption = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase.encode())
    )
    made = pkcs12.serialize_key_and_certificates(name, key, certificate, chain or None, encryption)
    return with_slow_mac(made, passphrase, _MAC_ROUNDS)
