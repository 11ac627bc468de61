"""Making a reviewer's signing key: an office certificate authority and a certificate that names no person.

A certificate travels inside the signed letter, so its subject is a pseudonym; who stands behind the number is known in the
office alone (Labor Code 4610.6(f)). P-256 because every reader accepts it; both usages because some readers trust only
e-mail certificates and others look for document signing (RFC 9336).
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from imr_desktop import passphrases
from imr_desktop.atomic import written
from imr_desktop.determination.pkcs12_mac import with_slow_mac
from imr_desktop.errors import SigningError

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_WORDS = 6
_REVIEWER_DAYS = 3 * 365
_OFFICE_DAYS = 12 * 365
_ROUNDS, _MAC_ROUNDS = 600_000, 2_200_000
"""Rounds of the encryption and of the MAC: a fifth of a second or more a try on one core, as for the vault."""
_DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36"
_ORGANIZATION = "Independent Medical Review"


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


def new_key(out: Path, passphrase: str, office_out: Path | None = None) -> NewKey:
    """Make an office certificate authority and a pseudonymous reviewer key.

    Writes three files or none, all 0600 and none over an existing one: `out` (PKCS#12 with the reviewer's key), beside it
    ``<stem>-root.pem`` (the certificate recipients trust) and the authority's key (`office_out`, else ``<stem>-office.p12``),
    under six words of its own: signing never needs it, and whoever signs need not be able to make certificates. Raises
    SigningError.
    """
    if not passphrase.strip():
        raise SigningError("A signing key needs a passphrase; give one, or let the program make six words.")
    if wrong := passphrases.fault(passphrase):
        raise SigningError(wrong)
    new = NewKey(
        out,
        out.with_name(f"{out.stem}-root.pem"),
        office_out or out.with_name(f"{out.stem}-office.p12"),
        f"IMR Reviewer {secrets.randbelow(9000) + 1000}",
        new_passphrase(),
    )
    _refuse_existing(new)
    _write_all(_contents(new, passphrase))
    return new


def _write_all(contents: dict[Path, bytes]) -> None:
    """Write every file, or leave none: half a pair is of no use."""
    written: list[Path] = []
    try:
        for path, content in contents.items():
            _write_private(path, content)
            written.append(path)
    except SigningError:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def _contents(new: NewKey, passphrase: str) -> dict[Path, bytes]:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding

    office_key, reviewer_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    office = _certificate(f"IMR Office {secrets.token_hex(4)}", office_key, None, office_key)
    reviewer = _certificate(new.subject, reviewer_key, office, office_key)
    return {
        new.office_key: _pkcs12(b"office", office_key, office, [], new.office_passphrase),
        new.root: office.public_bytes(Encoding.PEM),
        new.key: _pkcs12(b"reviewer", reviewer_key, reviewer, [office], passphrase),
    }


def _certificate(
    common_name: str, key: EllipticCurvePrivateKey, issuer: x509.Certificate | None, signing_key: EllipticCurvePrivateKey
) -> x509.Certificate:
    """A certificate for `key`: the authority's own where `issuer` is None, else a reviewer's."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    subject = _name(common_name, pseudonym=issuer is not None)
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    end = start + timedelta(days=_REVIEWER_DAYS if issuer else _OFFICE_DAYS)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )
    for extension, critical in _extensions(key, signing_key, authority=issuer is None):
        builder = builder.add_extension(extension, critical)
    return builder.sign(signing_key, hashes.SHA256())


def _name(common_name: str, *, pseudonym: bool) -> x509.Name:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    parts = [(NameOID.COUNTRY_NAME, "US"), (NameOID.ORGANIZATION_NAME, _ORGANIZATION), (NameOID.COMMON_NAME, common_name)]
    if pseudonym:
        parts.append((NameOID.PSEUDONYM, common_name))
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


def _extensions(
    key: EllipticCurvePrivateKey, signing_key: EllipticCurvePrivateKey, *, authority: bool
) -> list[tuple[x509.ExtensionType, bool]]:
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    usage = x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    extensions: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(ca=authority, path_length=0 if authority else None), True),
        (usage, True),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), False),
    ]
    if not authority:
        purposes = [x509.ObjectIdentifier(_DOCUMENT_SIGNING), ExtendedKeyUsageOID.EMAIL_PROTECTION]
        extensions.append((x509.ExtendedKeyUsage(purposes), False))
    return extensions


def _pkcs12(
    name: bytes, key: EllipticCurvePrivateKey, certificate: x509.Certificate, chain: list[x509.Certificate], passphrase: str
) -> bytes:
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


def _refuse_existing(new: NewKey) -> None:
    for path in (new.key, new.root, new.office_key):
        if path.exists() or path.is_symlink():
            raise _taken(path)


def _write_private(path: Path, content: bytes) -> None:
    try:
        with written(path) as file:
            file.write(content)
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        path.unlink(missing_ok=True)
        raise SigningError(f"The key file {path} cannot be written ({error.strerror}); choose another folder.") from None


def _taken(path: Path) -> SigningError:
    return SigningError(f"{path} exists already and a key is never overwritten; choose another name.")
