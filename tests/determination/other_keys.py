"""Keys and kinds of signature that a determination is not signed with, one function each: an unsigned letter comes in."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from imr_desktop.determination import SigningKey, pades
from imr_desktop.determination.finish import FIELD

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
CN = "IMR Reviewer 4821"
SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
YEAR = timedelta(days=365)
_BOTH = {"digital_signature", "content_commitment"}
_USES = (*_BOTH, "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only")


class Office:
    """An office's root with which certificates of any kind are made."""

    def __init__(self, name: str = "IMR Office 1") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = certificate(
            name, self.key, None, self.key, days=4000, purposes=None, uses={"key_cert_sign"}, ca=True
        )

    @property
    def root(self) -> bytes:
        """The root certificate as DER."""
        return self.certificate.public_bytes(Encoding.DER)

    def reviewer(self, name: str = CN, **how: Any) -> SigningKey:
        """A reviewer's key of this office, or a key that is none."""
        key = ec.generate_private_key(ec.SECP256R1())
        return opened(certificate(name, key, self.certificate, self.key, **how), key)


def certificate(
    name: str,
    key: Any,
    issuer: x509.Certificate | None,
    issuer_key: Any,
    *,
    start: datetime = NOW - YEAR,
    days: int = 1095,
    purposes: tuple[x509.ObjectIdentifier, ...] | None = (SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION),
    uses: set[str] = _BOTH,
    ca: bool = False,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca, 0 if ca else None), True)
        .add_extension(x509.KeyUsage(**{use: use in uses for use in _USES}, decipher_only=False), True)
    )
    if purposes is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), False)
    return builder.sign(issuer_key, hashes.SHA256())


def opened(made: x509.Certificate, key: Any) -> SigningKey:
    """A signing key without the checks that opening one makes."""
    return SigningKey(CN, made.not_valid_before_utc, made.not_valid_after_utc, made, (), key)


def certified(pdf: bytes, key: SigningKey, at: datetime = NOW) -> bytes:
    """Signed as a determination is, with whatever key."""
    return pades.certify(pdf, key, at)


def signed_otherwise(pdf: bytes, key: SigningKey, *, at: datetime = NOW, **metadata: Any) -> bytes:
    """Signed with the right key in another manner."""
    described = signers.PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha256", **metadata)
    signer = pades._TimedSigner(described, signer=pades._KeptKeySigner(key))
    signer.moment = at
    out: io.BytesIO = signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), existing_fields_only=True)
    return out.getvalue()


def self_signed(pdf: bytes, _office: Office) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return certified(pdf, opened(certificate(CN, key, None, key), key))


def with_more_certificates(pdf: bytes, office: Office) -> bytes:
    key = office.reviewer()
    signer = pades._KeptKeySigner(key)
    signer.cert_registry.register_multiple([asn1.Certificate.load(office.root)])
    described = signers.PdfSignatureMetadata(
        field_name=FIELD,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    out: io.BytesIO = signers.PdfSigner(described, signer=signer).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf)), existing_fields_only=True
    )
    return out.getvalue()


_CERTIFIED = {"certify": True, "docmdp_permissions": fields.MDPPerm.NO_CHANGES}
_NOT_ISSUED = "not issued by the root certificate given"
_NOT_MADE_FOR_IT = "not made for signing documents"
_PADES = fields.SigSeedSubFilter.PADES
Signing = Callable[[bytes, Office], bytes]
KINDS: dict[str, tuple[Signing, str]] = {
    "another key of the same name": (lambda pdf, office: certified(pdf, Office().reviewer()), _NOT_ISSUED),
    "a certificate that signed itself": (self_signed, _NOT_ISSUED),
    "expired when it signed": (
        lambda pdf, office: certified(pdf, office.reviewer(start=NOW - 3 * YEAR, days=700)),
        "after the signer's certificate expired",
    ),
    "not yet valid when it signed": (
        lambda pdf, office: certified(pdf, office.reviewer(start=NOW + YEAR)),
        "before the signer's certificate became valid",
    ),
    "a claimed time of 1999": (
        lambda pdf, office: certified(pdf, office.reviewer(), datetime(1999, 5, 5, tzinfo=UTC)),
        "before the signer's certificate became valid",
    ),
    "a claimed time of 2090": (
        lambda pdf, office: certified(pdf, office.reviewer(), datetime(2090, 5, 5, tzinfo=UTC)),
        "after the signer's certificate expired",
    ),
    "a TLS certificate of the office": (
        lambda pdf, office: certified(pdf, office.reviewer(purposes=(ExtendedKeyUsageOID.SERVER_AUTH,))),
        _NOT_MADE_FOR_IT,
    ),
    "an e-mail certificate of the office": (
        lambda pdf, office: certified(pdf, office.reviewer(purposes=(ExtendedKeyUsageOID.EMAIL_PROTECTION,))),
        _NOT_MADE_FOR_IT,
    ),
    "a certificate for no purpose": (lambda pdf, office: certified(pdf, office.reviewer(purposes=None)), _NOT_MADE_FOR_IT),
    "a key for encryption": (
        lambda pdf, office: certified(pdf, office.reviewer(uses={"key_encipherment"})),
        _NOT_MADE_FOR_IT,
    ),
    "the office's own key": (lambda pdf, office: certified(pdf, opened(office.certificate, office.key)), _NOT_MADE_FOR_IT),
    "form filling allowed (level 2)": (
        lambda pdf, office: signed_otherwise(
            pdf, office.reviewer(), certify=True, docmdp_permissions=fields.MDPPerm.FILL_FORMS, subfilter=_PADES
        ),
        "allows later changes",
    ),
    "an approval": (lambda pdf, office: signed_otherwise(pdf, office.reviewer(), subfilter=_PADES), "does not forbid"),
    "an older kind of signature": (
        lambda pdf, office: signed_otherwise(
            pdf, office.reviewer(), subfilter=fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED, **_CERTIFIED
        ),
        "older way",
    ),
    "more certificates than the signer's": (with_more_certificates, "container"),
}
