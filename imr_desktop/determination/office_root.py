"""An office's root: one certificate that recipients import once, and that vouches for every reviewer of the office.

Its key signs certificates and the revocation list, and is kept offline. Beside it lie its root certificate, the register and
the list: ``<stem>-root.pem``, ``<stem>-register.json``, ``<stem>.crl``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from imr_desktop.atomic import write_atomically
from imr_desktop.determination import certificates, keys, revocation
from imr_desktop.determination import register as registers
from imr_desktop.determination.key_file import open_key_file, refuse_taken, write_all
from imr_desktop.errors import SigningError
from imr_desktop.regular_files import read_regular

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_MOST = 16 * 1024 * 1024


@dataclass(frozen=True)
class Places:
    """The files of an office."""

    key: Path

    @property
    def root(self) -> Path:
        """The certificate that recipients import."""
        return self.key.with_name(f"{self.key.stem}-root.pem")

    @property
    def register(self) -> Path:
        """What was issued."""
        return self.key.with_name(f"{self.key.stem}-register.json")

    @property
    def crl(self) -> Path:
        """What holds no longer, as DER."""
        return self.key.with_suffix(".crl")


@dataclass(frozen=True)
class OfficeRoot:
    """An office's key, opened. Each act with it writes the revocation list anew, so that the list never grows old."""

    places: Places
    certificate: x509.Certificate
    private: EllipticCurvePrivateKey = field(repr=False)

    @classmethod
    def make(cls, out: Path, passphrase: str, organization: str) -> OfficeRoot:
        """A new root at `out` with an empty register and list: four files or none, 0600. Raises SigningError."""
        from cryptography.hazmat.primitives.serialization import Encoding

        keys.refuse_weak(passphrase)
        _refuse_organization(organization)
        places, key = Places(out), certificates.office_key()
        root = certificates.office_certificate(key, organization)
        empty = registers.Register(organization, certificates.fingerprint_of(root))
        write_all(
            {
                places.key: keys.key_file(b"office", key, root, [], passphrase),
                places.root: root.public_bytes(Encoding.PEM),
                places.register: registers.encoded(empty),
                places.crl: revocation.new_list(root, key, 1, ()),
            }
        )
        return cls(places, root, key)

    @classmethod
    def open(cls, path: Path, passphrase: str) -> OfficeRoot:
        """Open an office's key file. Raises SigningError, also for a reviewer's key and for a root that is over."""
        from cryptography.hazmat.primitives.asymmetric import ec

        private, certificate, _ = open_key_file(path, passphrase, "office")
        if not _is_authority(certificate) or not isinstance(private, ec.EllipticCurvePrivateKey):
            raise SigningError(f"{path.name} is not an office's key, it vouches for nobody; choose the office's .p12 file.")
        if datetime.now(UTC) > certificate.not_valid_after_utc:
            raise SigningError("The office's root has expired; make a new one with `imr-desktop key office`.")
        return cls(Places(path), certificate, private)

    @property
    def register(self) -> registers.Register:
        """What was issued; a new register where an office's key was made without one. Raises SigningError."""
        fingerprint = certificates.fingerprint_of(self.certificate)
        if not self.places.register.exists():
            return registers.Register(certificates.organization_of(self.certificate), fingerprint)
        held = registers.load(self.places.register)
        if held.fingerprint != fingerprint:
            raise SigningError(f"{self.places.register} is another office's register; put this office's own beside its key.")
        return held

    def issue(self, out: Path, passphrase: str, renews: registers.Issued | None = None) -> registers.Issued:
        """Write a reviewer's key under this root to `out`: a new pseudonym, or the one of the certificate it `renews`.

        Raises SigningError, StoreError; then no key is left.
        """
        keys.refuse_weak(passphrase)
        held, listed = self.register, self._listed()
        name = renews.pseudonym if renews else certificates.new_pseudonym(held.pseudonyms)
        key = certificates.reviewer_key()
        made = certificates.reviewer_certificate(name, key, self.certificate, self.private)
        issued = _described(made, renews.serial if renews else None)
        refuse_taken(out)
        self._write(msgspec.structs.replace(held, issued=(*held.issued, issued)), listed)
        try:  # a key that is in nobody's register could never be revoked; one that stands there and was never written is none
            write_all({out: keys.key_file(b"reviewer", key, made, [self.certificate], passphrase)})
        except BaseException:
            self._write(held, listed)
            raise
        return issued

    def renew(self, word: str, out: Path, passphrase: str) -> registers.Issued:
        """Write the next key of the reviewer whose certificate `word` names (see `Register.find`), with the same pseudonym.

        The key is new, since one that served three years may have been copied; the pseudonym stays, since it names the
        same reviewer and recipients know it. The older certificate runs out by itself and its letters go on holding.
        Raises SigningError, StoreError.
        """
        return self.issue(out, passphrase, self.register.find(word))

    def revoke(self, word: str, reason: revocation.Reason, since: datetime | None = None) -> registers.Issued:
        """Put a certificate (its file, serial number, fingerprint or pseudonym) on the revocation list, for good.

        `since` is when its key may have been misused first. What stands there for another reason can still be called lost.
        Raises SigningError, StoreError.
        """
        if since is not None and since > datetime.now(UTC):
            raise SigningError("The day since when the key may have been misused is still to come; give a day that has been.")
        held, listed = self.register, self._listed()
        found = self._of_file(Path(word)) if Path(word).is_file() else held.find(word)
        found = next((one for one in held.issued if one.serial == found.serial), found)
        serial = int(found.serial, 16)
        before = next((one for one in listed if one.serial_number == serial), None)
        if before is not None:
            lost = revocation.is_lost(before)
            if found.revoked and (lost or reason != "lost"):
                raise SigningError(
                    f"The certificate {found.serial} of {found.pseudonym} stands on the revocation list already."
                )
            reason, first = "lost" if lost else reason, revocation.since_when(before)
            since = min(since or first, first)
            listed.remove(before)
        gone = msgspec.structs.replace(found, revoked=datetime.now(UTC).date(), reason=reason)
        others = tuple(one for one in held.issued if one.serial != found.serial)
        place = next((place for place, one in enumerate(held.issued) if one.serial == found.serial), len(others))
        kept = msgspec.structs.replace(held, issued=(*others[:place], gone, *others[place:]))
        self._write(kept, [*listed, revocation.entry(serial, reason, since)])
        return gone

    def refresh(self) -> None:
        """Write the revocation list anew with the same lines. Raises SigningError, StoreError."""
        self._write(self.register, self._listed())

    def _write(self, held: registers.Register, lines: Sequence[x509.RevokedCertificate]) -> None:
        """The list first: what is on it counts, whatever the register says."""
        write_atomically(self.places.crl, revocation.new_list(self.certificate, self.private, self._last_number() + 1, lines))
        registers.save(self.places.register, held)

    def _listed(self) -> list[x509.RevokedCertificate]:
        """The lines of the list as it stands. Raises SigningError where it is not this office's, or gone with lines on it."""
        crl = self._crl()
        if crl is None:
            if any(one.revoked for one in self.register.issued):
                raise SigningError(f"The revocation list {self.places.crl} is missing; put a copy of it back beside the key.")
            return []
        return list(crl)

    def _last_number(self) -> int:
        crl = self._crl()
        return 0 if crl is None else revocation.number(crl)

    def _crl(self) -> x509.CertificateRevocationList | None:
        place = self.places.crl
        if not place.exists():
            return None
        try:
            crl = revocation.read(read_regular(place, _MOST))
            own = crl.issuer == self.certificate.subject and crl.is_signature_valid(self.private.public_key())
        except (OSError, ValueError):
            own = False
        if not own:
            raise SigningError(f"{place} is not this office's revocation list, or is damaged; put a copy of it back.")
        return crl

    def _of_file(self, path: Path) -> registers.Issued:
        from cryptography.exceptions import InvalidSignature

        try:
            certificate = certificates.read_certificate(read_regular(path, _MOST))
            certificate.verify_directly_issued_by(self.certificate)
        except OSError as error:
            raise SigningError(f"The certificate {path} cannot be read ({error.strerror}); choose another.") from None
        except (ValueError, TypeError, InvalidSignature):
            raise SigningError(f"{path.name} is not a certificate that this office issued; choose another.") from None
        return _described(certificate, None)


def _described(certificate: x509.Certificate, renews: str | None) -> registers.Issued:
    return registers.Issued(
        f"{certificate.serial_number:x}",
        certificates.common_name(certificate),
        certificates.fingerprint_of(certificate),
        certificate.not_valid_before_utc.date(),
        certificate.not_valid_after_utc.date(),
        renews,
    )


def _is_authority(certificate: x509.Certificate) -> bool:
    from cryptography import x509

    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _refuse_organization(name: str) -> None:
    if not name.strip() or len(name) > 64 or not name.isprintable():
        raise SigningError("The organization's name in a certificate has 1 to 64 printable characters; shorten it.")
