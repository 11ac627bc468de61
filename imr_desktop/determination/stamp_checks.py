"""Whether a time stamp holds, when it was made, and whether a root vouches for its authority. In the limited process."""

from __future__ import annotations

import hashlib
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec

if TYPE_CHECKING:
    from asn1crypto.cms import ContentInfo
    from asn1crypto.x509 import Certificate

_T = TypeVar("_T")
State = Literal["none", "broken", "unknown", "trusted"]


class Stamp(msgspec.Struct, frozen=True):
    """A time stamp: whether there is one, it holds, and comes from the authority whose root was given; `authority` is the
    name on its certificate, `at` when it was made (UTC).
    """

    state: State = "none"
    at: datetime | None = None
    authority: str = ""


BROKEN = Stamp("broken")


def judged(token: ContentInfo, digest: bytes, authority: bytes | None) -> Stamp:
    """What a token over this SHA-256 digest is worth; `authority` is a root certificate as DER."""
    from imr_desktop.determination.container import stamp_signer
    from imr_desktop.determination.time_stamps import holds

    try:
        at: datetime = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
        certificate = stamp_signer(token)
        if not holds(token, digest, "sha256"):
            return BROKEN
        known = authority is not None and _leads_to(token, certificate, authority, at)
    except Exception:  # noqa: BLE001  a hostile token makes the libraries raise anything
        return BROKEN
    return Stamp("trusted" if known else "unknown", at.astimezone(UTC), common_name(certificate))


def judged_in_room(held: bytes, digest: bytes, authority: bytes | None) -> Stamp:
    """The same of a token that stands in a file, with zero bytes behind it up to the end of its room."""
    from asn1crypto.cms import ContentInfo

    from imr_desktop.determination.container import MOST_ROOM, canonical_token

    size = der_size(held)
    try:
        token = ContentInfo.load(held[:size], strict=True)
        spelled = canonical_token(token).dump() == held[:size]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return BROKEN
    if not spelled or any(held[size:]) or len(held) - size > MOST_ROOM:
        return BROKEN
    return judged(token, digest, authority)


def digest_of(data: bytes) -> bytes:
    """SHA-256, which every time stamp here is over."""
    return hashlib.sha256(data).digest()


def finished(work: Coroutine[object, None, _T]) -> _T:
    """Run what only waits for the network elsewhere, and here waits for nothing; a loop would need sockets."""
    try:
        work.send(None)
    except StopIteration as done:
        made: _T = done.value
        return made
    raise RuntimeError("checking a signature waits for nothing")


def der_size(data: bytes) -> int:
    """How long the DER value at the start says it is, its head included."""
    length = data[1] if len(data) > 1 else 0
    if length < 0x80:
        return 2 + length
    head = 2 + (length & 0x7F)
    return head + int.from_bytes(data[2:head], "big")


def common_name(certificate: Certificate) -> str:
    """A certificate's common name, else all of its subject; printable signs alone."""
    subject: dict[str, str | list[str]] = certificate.subject.native
    name = subject.get("common_name") or certificate.subject.human_friendly
    text = " ".join(name) if isinstance(name, list) else str(name)
    return "".join(char for char in text if char.isprintable())[:200]


def _leads_to(token: ContentInfo, certificate: Certificate, authority: bytes, at: datetime) -> bool:
    from asn1crypto import x509
    from pyhanko_certvalidator import CertificateValidator, ValidationContext
    from pyhanko_certvalidator.errors import PathBuildingError, ValidationError

    others = [one.chosen for one in token["content"]["certificates"]]
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(authority)], other_certs=others, moment=at, allow_fetching=False
    )
    try:
        validator = CertificateValidator(certificate, intermediate_certs=others, validation_context=context)
        finished(validator.async_validate_usage(set(), {"time_stamping"}))  # type: ignore[no-untyped-call]
    except (PathBuildingError, ValidationError):
        return False
    return True
