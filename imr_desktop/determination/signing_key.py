"""The reviewer's signing key, opened and checked before anything is signed with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from imr_desktop.case import dates
from imr_desktop.determination.identity import named_in
from imr_desktop.errors import SigningError
from imr_desktop.regular_files import FileTooLarge, read_regular

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

    from imr_desktop.identity import Identity

_MAX_BYTES = 4 * 1024 * 1024
_SMALLEST_RSA = 2048
_CURVES = frozenset({"secp256r1", "secp384r1"})


@dataclass(frozen=True)
class SigningKey:
    """A usable signing key: the private key stays parsed, since reading it again costs more than a signature.

    `subject` is the certificate's common name; the validity ends at `not_after` (UTC).
    """

    subject: str
    not_before: datetime
    not_after: datetime
    certificate: x509.Certificate = field(repr=False)
    chain: tuple[x509.Certificate, ...] = field(repr=False)
    private: RSAPrivateKey | EllipticCurvePrivateKey = field(repr=False)

    @classmethod
    def load(cls, path: Path, passphrase: str, *, identity: Identity = ()) -> SigningKey:
        """Open a PKCS#12 file.

        `identity` is the reviewer's name, licence number and NPI: a certificate that carries one of them is refused. Raises
        SigningError for anything that could not make a valid, pseudonymous signature now.
        """
        private, certificate, chain = _open(path, passphrase)
        key = cls(
            _common_name(certificate),
            certificate.not_valid_before_utc,
            certificate.not_valid_after_utc,
            certificate,
            chain,
            _usable(private, path),
        )
        _refuse_usage(certificate, path)
        _refuse_person(certificate, identity)
        key.refuse_outside_validity(datetime.now(UTC))
        return key

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate (DER) in hexadecimal: what an office reads out on the telephone, and `verify` shows."""
        from cryptography.hazmat.primitives import hashes

        return self.certificate.fingerprint(hashes.SHA256()).hex()

    def refuse_outside_validity(self, at: datetime) -> None:
        """Raise SigningError unless the certificate is valid at `at`; signing libraries do not look."""
        if at < self.not_before:
            raise SigningError(
                f"The certificate of {self.subject} is not valid before {dates.written(self.not_before)}; "
                "check this computer's date, or use another key."
            )
        if at > self.not_after:
            raise SigningError(
                f"The certificate of {self.subject} expired on {dates.written(self.not_after)}; make a new key with "
                "`imr-desktop key new`."
            )


def _open(path: Path, passphrase: str) -> tuple[PrivateKeyTypes, x509.Certificate, tuple[x509.Certificate, ...]]:
    from cryptography.hazmat.primitives.serialization import pkcs12

    data = _read(path)
    _refuse_other_file(data, path)
    try:
        bundle = pkcs12.load_pkcs12(data, passphrase.encode())
    except ValueError:
        raise SigningError(f"The passphrase does not open {path.name}; type it again.") from None
    if bundle.key is None or bundle.cert is None:
        raise SigningError(f"{path.name} holds no key with its certificate; choose the reviewer's .p12 file.")
    return bundle.key, bundle.cert.certificate, tuple(extra.certificate for extra in bundle.additional_certs)


def _read(path: Path) -> bytes:
    try:
        return read_regular(path, _MAX_BYTES)
    except FileTooLarge:
        raise SigningError(f"{path.name} is too large to be a key; choose the reviewer's .p12 file.") from None
    except OSError as error:
        raise SigningError(f"The key file {path} cannot be read ({error.strerror}); choose another.") from None


def _refuse_other_file(data: bytes, path: Path) -> None:
    from asn1crypto import pkcs12

    try:
        version = pkcs12.Pfx.load(data, strict=True)["version"].native
    except (ValueError, TypeError, KeyError):
        version = None
    if version != "v3":
        raise SigningError(f"{path.name} is not a PKCS#12 key file; choose the reviewer's .p12 file.")


def _usable(private: PrivateKeyTypes, path: Path) -> RSAPrivateKey | EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    if isinstance(private, ec.EllipticCurvePrivateKey) and private.curve.name in _CURVES:
        return private
    if isinstance(private, rsa.RSAPrivateKey) and private.key_size >= _SMALLEST_RSA:
        return private
    raise SigningError(
        f"The key in {path.name} is of a kind that PDF readers cannot check; use P-256, P-384 or RSA from 2,048 bits."
    )


def _refuse_usage(certificate: x509.Certificate, path: Path) -> None:
    from cryptography import x509

    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.content_commitment or usage.digital_signature):
        raise SigningError(f"The certificate in {path.name} is not made for signing documents; choose the reviewer's key.")


def _refuse_person(certificate: x509.Certificate, identity: Identity) -> None:
    """Refuse a subject that names a person, by what it holds or by the reviewer's own words."""
    from cryptography.x509.oid import NameOID

    personal = {NameOID.GIVEN_NAME, NameOID.SURNAME, NameOID.EMAIL_ADDRESS, NameOID.INITIALS}
    texts = [str(part.value) for part in certificate.subject]
    texts += _alternative_names(certificate)
    of_a_person = any(part.oid in personal for part in certificate.subject) or any("@" in text for text in texts)
    if of_a_person or named_in(identity, texts):
        raise SigningError(
            "The certificate names a person, and it would travel inside the letter "
            "(Labor Code 4610.6(f)); use a pseudonymous one, such as `imr-desktop key new` makes."
        )


def _alternative_names(certificate: x509.Certificate) -> list[str]:
    from cryptography import x509

    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    return [str(name.value) for name in names]


def _common_name(certificate: x509.Certificate) -> str:
    from cryptography.x509.oid import NameOID

    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else "an unnamed certificate"
