"""The reviewer's signing key, opened and checked before anything is signed with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from imr_desktop.case import dates
from imr_desktop.determination.certificates import SIGNS_DOCUMENTS, common_name, fingerprint_of
from imr_desktop.determination.identity import named_in
from imr_desktop.determination.key_file import open_key_file
from imr_desktop.determination.long_term import LongTerm
from imr_desktop.determination.tokens import TokenKey, is_token
from imr_desktop.errors import SigningError

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

    from imr_desktop.identity import Identity

_SMALLEST_RSA = 2048
_CURVES = frozenset({"secp256r1", "secp384r1"})


@dataclass(frozen=True)
class SigningKey:
    """A usable signing key: the private key stays parsed, since reading it again costs more than a signature.

    `subject` is the certificate's common name; the validity ends at `not_after` (UTC); `long_term` is what its signatures
    carry beside themselves.
    """

    subject: str
    not_before: datetime
    not_after: datetime
    certificate: x509.Certificate = field(repr=False)
    chain: tuple[x509.Certificate, ...] = field(repr=False)
    private: RSAPrivateKey | EllipticCurvePrivateKey | TokenKey = field(repr=False)
    long_term: LongTerm = field(default_factory=LongTerm)

    @classmethod
    def load(cls, path: Path, passphrase: str, *, identity: Identity = ()) -> SigningKey:
        """Open a PKCS#12 file, or a key on a token whose address (see `tokens`) stands in the path's place, with its PIN.

        `identity` is the reviewer's name, licence number and NPI: a certificate that carries one of them is refused. Raises
        SigningError for anything that could not make a valid, pseudonymous signature now.
        """
        private, certificate, chain = _opened(path, passphrase)
        key = cls(
            common_name(certificate),
            certificate.not_valid_before_utc,
            certificate.not_valid_after_utc,
            certificate,
            chain,
            _usable(private, certificate, path),
        )
        _refuse_chain(certificate, chain, path)
        _refuse_usage(certificate, path)
        _refuse_person(certificate, identity)
        key.refuse_outside_validity(datetime.now(UTC))
        return key

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate (DER) in hexadecimal: what an office reads out on the telephone, and `verify` shows."""
        return fingerprint_of(self.certificate)

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


def _opened(path: Path, passphrase: str) -> tuple[PrivateKeyTypes | TokenKey, x509.Certificate, tuple[x509.Certificate, ...]]:
    if not is_token(str(path)):
        return open_key_file(path, passphrase)
    key = TokenKey.of(str(path), passphrase)
    return key, key.certificate(), ()


def _usable(
    private: PrivateKeyTypes | TokenKey, certificate: x509.Certificate, path: Path
) -> RSAPrivateKey | EllipticCurvePrivateKey | TokenKey:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    public = certificate.public_key()
    if isinstance(public, ec.EllipticCurvePublicKey):
        usable = public.curve.name in _CURVES
    else:
        usable = isinstance(public, rsa.RSAPublicKey) and public.key_size >= _SMALLEST_RSA
    if usable and isinstance(private, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | TokenKey):
        return private
    raise SigningError(
        f"The key in {path.name} is of a kind that PDF readers cannot check; use P-256, P-384 or RSA from 2,048 bits."
    )


def _refuse_usage(certificate: x509.Certificate, path: Path) -> None:
    """Refuse what `verify` would not take for a reviewer's certificate, whoever vouches for it."""
    if not (_may_sign(certificate) and _for_documents(certificate)):
        raise SigningError(
            f"The certificate in {path.name} is not made for signing documents (extended key usage), so `verify` would not "
            "take the letter for a determination; choose the reviewer's key, or have one made for it."
        )


def _may_sign(certificate: x509.Certificate) -> bool:
    from cryptography import x509

    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.content_commitment or usage.digital_signature


def _for_documents(certificate: x509.Certificate) -> bool:
    from cryptography import x509

    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return any(purpose.dotted_string in SIGNS_DOCUMENTS for purpose in purposes)


def _refuse_chain(certificate: x509.Certificate, chain: tuple[x509.Certificate, ...], path: Path) -> None:
    """Refuse a certificate between the signer's and the root: it does not travel, and who has the root lacks it."""
    if any(one.subject == certificate.issuer and one.subject != one.issuer for one in chain):
        raise SigningError(
            f"The certificate in {path.name} was not issued by a root, but by another certificate under it, which recipients "
            "do not have; have the office's root issue one."
        )


def _refuse_person(certificate: x509.Certificate, identity: Identity) -> None:
    """Refuse a certificate that names a person, by the kind of what it holds or by the reviewer's own words."""
    texts = list(_texts(certificate))
    if _is_personal(certificate) or any("@" in text for text in texts) or named_in(identity, texts):
        raise SigningError(
            "The certificate names a person, and it would travel inside the letter "
            "(Labor Code 4610.6(f)); use a pseudonymous one, such as `imr-desktop key new` makes."
        )


def _is_personal(certificate: x509.Certificate) -> bool:
    """Whether the subject has a part that is made for one person, whatever stands in it, or a name of another kind does."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    parts = {
        *(NameOID.GIVEN_NAME, NameOID.SURNAME, NameOID.EMAIL_ADDRESS, NameOID.INITIALS, NameOID.USER_ID),
        *(NameOID.SERIAL_NUMBER, NameOID.UNSTRUCTURED_NAME, NameOID.TITLE, NameOID.GENERATION_QUALIFIER),
    }
    of_a_person = (x509.RFC822Name, x509.OtherName, x509.DirectoryName, x509.RegisteredID)
    return any(part.oid in parts for part in certificate.subject) or any(
        isinstance(name, of_a_person) for name in _alternative_names(certificate)
    )


def _texts(certificate: x509.Certificate) -> Iterator[str]:
    """Every name in the certificate, its issuer's too: all of it travels."""
    for name in (certificate.subject, certificate.issuer):
        yield from (str(part.value) for part in name)
    yield from (str(name.value) for name in _alternative_names(certificate))


def _alternative_names(certificate: x509.Certificate) -> list[x509.GeneralName]:
    from cryptography import x509

    found: list[x509.GeneralName] = []
    with suppress(x509.ExtensionNotFound):
        found += certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    with suppress(x509.ExtensionNotFound):
        found += certificate.extensions.get_extension_for_class(x509.IssuerAlternativeName).value
    return found
