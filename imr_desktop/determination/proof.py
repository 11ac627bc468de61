"""What the revisions behind a signature are worth: certificates, revocation lists, a time stamp. In the limited process.

Nothing signs the first of these revisions, so each part of it has to stand for itself: a certificate by its issuer's
signature, and by belonging to the signer or to a time stamp; a list by the signature of such an issuer. What does neither was
put there by somebody else.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from imr_desktop.determination import revocation
from imr_desktop.determination.stamp_checks import Stamp, judged_in_room
from imr_desktop.determination.withdrawn import Withdrawn, looked_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cryptography import x509

State = Literal["none", "holds", "unknown", "broken"]
_MOST = 20
"""Certificates and lists that a file may carry of each."""


class Carried(msgspec.Struct, frozen=True):
    """What stands behind a signature: certificates and lists as DER, and a time stamp's token with the digest it is to be of
    (both empty: none).
    """

    certificates: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()
    token: bytes = b""
    digest: bytes = b""


class Proof(msgspec.Struct, frozen=True):
    """`state`: whether all of it holds; *unknown*: a list is of an authority whose root was not given.

    `stamp` is the time stamp over the whole; `withdrawn` what the office's own list, of those carried, says of the signer.
    """

    state: State = "none"
    stamp: Stamp = Stamp()
    withdrawn: Withdrawn | None = None


def proof(carried: Carried, signer: bytes, tokens: Iterable[bytes], roots: Sequence[bytes], at: datetime | None) -> Proof:
    """What is carried for a signer's certificate and its time stamps' certificates (`tokens`), all DER.

    `roots` are those given, the office's first (empty where none was); `at` is when the letter was signed.
    """
    stamp = judged_in_room(carried.token, carried.digest, roots[1] or None) if carried.token else Stamp()
    try:
        state = _state(carried, signer, [*tokens, *_in_token(carried.token)], [one for one in roots if one])
        said = _said(carried.lists, roots[0], signer, at) if roots[0] and state in ("holds", "unknown") else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return Proof("broken", stamp)
    return Proof(state, stamp, said)


def _state(carried: Carried, signer: bytes, tokens: Sequence[bytes], roots: Sequence[bytes]) -> State:
    if len(carried.certificates) > _MOST or len(carried.lists) > _MOST:
        return "broken"
    if len({*carried.certificates, *carried.lists}) != len(carried.certificates) + len(carried.lists):
        return "broken"
    own = [_certificate(data) for data in carried.certificates]
    needed = [_certificate(data) for data in (signer, *tokens)]
    given = [_certificate(data) for data in roots]
    if not _all_belong(own, needed, given):
        return "broken"
    return _lists_state(carried.lists, [*own, *given], [*own, *needed])


def _all_belong(own: list[x509.Certificate], needed: list[x509.Certificate], given: list[x509.Certificate]) -> bool:
    """Whether each of one's own is of the chain of what is needed, with a signature that holds."""
    belonging = list(needed)
    rest = [one for one in own if one not in needed]
    while found := [one for one in rest if any(_issued(one, other) for other in belonging)]:
        belonging += found
        rest = [one for one in rest if one not in found]
    issuers = [*own, *given]
    return not rest and all(one in needed or any(_issued(other, one) for other in issuers) for one in own)


def _lists_state(lists: Sequence[bytes], issuers: list[x509.Certificate], known: list[x509.Certificate]) -> State:
    state: State = "holds"
    for data in lists:
        made = _list(data)
        if any(_wrote(issuer, made) for issuer in issuers):
            continue
        if any(made.issuer == issuer.subject for issuer in issuers) or not any(made.issuer == one.issuer for one in known):
            return "broken"
        state = "unknown"
    return state


def _said(lists: Sequence[bytes], root: bytes, signer: bytes, at: datetime | None) -> Withdrawn | None:
    serial = f"{_certificate(signer).serial_number:x}"
    own = [looked_up(data, serial, at or datetime.now(UTC)) for data in lists if revocation.issued_by(data, root)]
    found = min(own, key=_since, default=None)
    return None if found is None else msgspec.structs.replace(found, carried=True)


def _since(one: Withdrawn) -> tuple[bool, bool]:
    return one.since is None, not one.current


def _certificate(data: bytes) -> x509.Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    made = x509.load_der_x509_certificate(data)
    if made.public_bytes(Encoding.DER) != data:
        raise ValueError("another spelling of a certificate")
    return made


def _list(data: bytes) -> x509.CertificateRevocationList:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    made = x509.load_der_x509_crl(data)
    if made.public_bytes(Encoding.DER) != data:
        raise ValueError("another spelling of a list")
    return made


def _issued(issuer: x509.Certificate, one: x509.Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        one.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _wrote(issuer: x509.Certificate, made: x509.CertificateRevocationList) -> bool:
    try:
        return made.issuer == issuer.subject and made.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
    except (ValueError, TypeError):
        return False


def _in_token(token: bytes) -> list[bytes]:
    from asn1crypto.cms import ContentInfo

    if not token:
        return []
    return [one.chosen.dump() for one in ContentInfo.load(token)["content"]["certificates"]]
