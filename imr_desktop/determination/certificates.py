"""Certificates of an office and of its reviewers: who may vouch for whom, how long, and no person's name.

A certificate travels inside the signed letter, so its subject is a pseudonym; who stands behind the number is known in the
office alone (Labor Code 4610.6(f)). Reviewers' keys are P-256 because every reader accepts it; both usages because some
readers trust only e-mail certificates and others look for document signing (RFC 9336). The office's key is P-384: it vouches
for twelve years of letters, every reader that checks a P-256 signature checks this one too, and its signatures are a fifth
of RSA-4096's size in each letter and list. It can make reviewers' certificates and no further authority (path length 0).
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

ORGANIZATION = "Independent Medical Review"
"""What a certificate names as its organization where the office gave no name of its own."""
_REVIEWER_DAYS = 3 * 365
_OFFICE_DAYS = 12 * 365
_DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36"
SIGNS_DOCUMENTS = frozenset({_DOCUMENT_SIGNING, "1.3.6.1.4.1.311.10.3.12", "1.2.840.113583.1.1.5"})
"""Extended key usages for documents, one of which a signer needs: RFC 9336, Microsoft's and Adobe's older ones."""


def new_pseudonym(taken: Collection[str] = ()) -> str:
    """A name of no person, none of those that are taken."""
    free = [number for number in range(1000, 10_000) if f"IMR Reviewer {number}" not in taken]
    return f"IMR Reviewer {secrets.choice(free)}"


def office_key() -> EllipticCurvePrivateKey:
    """A new key for an office's root."""
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.generate_private_key(ec.SECP384R1())


def reviewer_key() -> EllipticCurvePrivateKey:
    """A new key for a reviewer."""
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.generate_private_key(ec.SECP256R1())


def office_certificate(key: EllipticCurvePrivateKey, organization: str) -> x509.Certificate:
    """The root of an office: what recipients import, and what alone vouches for its reviewers' certificates."""
    subject = _name(organization, f"IMR Office {secrets.token_hex(4)}")
    return _signed(subject, key, subject, key, _now() + timedelta(days=_OFFICE_DAYS), authority=True)


def reviewer_certificate(
    pseudonym: str, key: EllipticCurvePrivateKey, office: x509.Certificate, office_key: EllipticCurvePrivateKey
) -> x509.Certificate:
    """A reviewer's certificate, under the organization of the office and never longer than the office's own."""
    subject = _name(organization_of(office), pseudonym, pseudonym=True)
    end = min(_now() + timedelta(days=_REVIEWER_DAYS), office.not_valid_after_utc)
    return _signed(subject, key, office.subject, office_key, end, authority=False)


def organization_of(certificate: x509.Certificate) -> str:
    """The organization a certificate names."""
    from cryptography.x509.oid import NameOID

    names = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(names[0].value) if names else ORGANIZATION


def common_name(certificate: x509.Certificate) -> str:
    """The common name of a certificate's subject."""
    from cryptography.x509.oid import NameOID

    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else "an unnamed certificate"


def fingerprint_of(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate (DER) in hexadecimal: what an office reads out on the telephone."""
    from cryptography.hazmat.primitives import hashes

    return certificate.fingerprint(hashes.SHA256()).hex()


def read_certificate(data: bytes) -> x509.Certificate:
    """A certificate of PEM or DER. Raises ValueError."""
    from cryptography import x509

    return (x509.load_pem_x509_certificate if b"-----BEGIN" in data else x509.load_der_x509_certificate)(data)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _signed(
    subject: x509.Name,
    key: EllipticCurvePrivateKey,
    issuer: x509.Name,
    signing_key: EllipticCurvePrivateKey,
    end: datetime,
    *,
    authority: bool,
) -> x509.Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_now() - timedelta(hours=1))
        .not_valid_after(end)
    )
    for extension, critical in _extensions(key, signing_key, authority=authority):
        builder = builder.add_extension(extension, critical)
    return builder.sign(signing_key, hashes.SHA384())


def _name(organization: str, common_name: str, *, pseudonym: bool = False) -> x509.Name:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    parts = [(NameOID.COUNTRY_NAME, "US"), (NameOID.ORGANIZATION_NAME, organization), (NameOID.COMMON_NAME, common_name)]
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
