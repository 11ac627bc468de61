"""The office's revocation list (CRL): which reviewers' certificates hold no longer, and since when.

The list is signed by the office's root; it is a file that is handed on beside the root, nothing is fetched. Whoever reads one
asks `issued_by` first, and `current` for whether it is of the moment asked about.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

Reason = Literal["lost", "superseded", "ended"]
"""Why a certificate is revoked: its key may be in other hands, another key took its place, or its reviewer has left."""
_LASTS = timedelta(days=400)
"""How long a list serves: an office that writes one a year never has a gap."""


def read(data: bytes) -> x509.CertificateRevocationList:
    """A list of DER or PEM. Raises ValueError."""
    from cryptography import x509

    return (x509.load_pem_x509_crl if b"-----BEGIN" in data else x509.load_der_x509_crl)(data)


def revoked(crl_der: bytes, serial: int) -> datetime | None:
    """Since when (UTC) the certificate of this serial number holds no longer; None where the list does not name it.

    Where a key was lost and the list says from which day it may have been misused, that day counts. Raises ValueError.
    """
    entry = read(crl_der).get_revoked_certificate_by_serial_number(serial)
    return None if entry is None else since_when(entry)


def since_when(entry: x509.RevokedCertificate) -> datetime:
    """Since when (UTC) the certificate of a line holds no longer."""
    from cryptography import x509

    try:
        since = entry.extensions.get_extension_for_class(x509.InvalidityDate).value.invalidity_date_utc
    except x509.ExtensionNotFound:
        return entry.revocation_date_utc
    return min(since, entry.revocation_date_utc)


def lost(crl_der: bytes, serial: int) -> bool:
    """Whether the list says that the certificate's key may be in other hands, so that no claimed time counts.

    Raises ValueError.
    """
    entry = read(crl_der).get_revoked_certificate_by_serial_number(serial)
    return entry is None or is_lost(entry)


def is_lost(entry: x509.RevokedCertificate) -> bool:
    """Whether a line of the list says that the key may be in other hands."""
    from cryptography import x509

    try:
        reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        return True  # a list that gives no reason does not say that the key is safe
    return reason in {x509.ReasonFlags.key_compromise, x509.ReasonFlags.ca_compromise, x509.ReasonFlags.unspecified}


def issued_by(crl_der: bytes, root_der: bytes) -> bool:
    """Whether the office of this root wrote the list. Raises ValueError where one of the two cannot be read."""
    from cryptography import x509

    crl, root = read(crl_der), x509.load_der_x509_certificate(root_der)
    try:
        return crl.issuer == root.subject and crl.is_signature_valid(root.public_key())  # type: ignore[arg-type]
    except TypeError:  # a kind of key that signs no list
        return False


def current(crl_der: bytes, at: datetime) -> bool:
    """Whether the list is of that moment: written before, and its next not due yet. Raises ValueError."""
    crl = read(crl_der)
    return crl.last_update_utc <= at and (crl.next_update_utc is None or at <= crl.next_update_utc)


def number(crl: x509.CertificateRevocationList) -> int:
    """The list's number; each list of an office has a higher one."""
    from cryptography import x509

    try:
        return crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    except x509.ExtensionNotFound:
        return 0


def entry(serial: int, reason: Reason, since: datetime | None = None) -> x509.RevokedCertificate:
    """A line of the list, of this moment; `since` is when the key may have been misused first."""
    from cryptography import x509

    flags = {
        "lost": x509.ReasonFlags.key_compromise,
        "superseded": x509.ReasonFlags.superseded,
        "ended": x509.ReasonFlags.cessation_of_operation,
    }
    made = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(_now())
    made = made.add_extension(x509.CRLReason(flags[reason]), False)
    if since is not None:
        made = made.add_extension(x509.InvalidityDate(since), False)
    return made.build()


def new_list(
    root: x509.Certificate, key: EllipticCurvePrivateKey, number: int, entries: Iterable[x509.RevokedCertificate]
) -> bytes:
    """A signed list as DER, of this moment."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding

    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(_now())
        .next_update(_now() + _LASTS)
        .add_extension(x509.CRLNumber(number), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), False)
    )
    for one in entries:
        builder = builder.add_revoked_certificate(one)
    return builder.sign(key, hashes.SHA384()).public_bytes(Encoding.DER)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
