"""What `verify` runs in a limited process of its own, which is never given a page: the signature's mathematics.

It gets the signature (CMS), the digests that the parent has computed over the file's bytes, and the root certificate.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec

from imr_desktop.determination.inspection import hush

if TYPE_CHECKING:
    from asn1crypto.cms import SignedData
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.validation.status import StandardCMSSignatureStatus

_T = TypeVar("_T")
DIGESTS = ("sha256", "sha384", "sha512")


class Sealed(msgspec.Struct, frozen=True):
    """A signature and what it is to be of; `digests` by algorithm, `root` a certificate as DER."""

    cms: bytes
    digests: dict[str, bytes]
    root: bytes | None = None


class Verdict(msgspec.Struct, frozen=True):
    """Whether the signature is the bytes' own, and whether the root vouches for the signer; times as ISO 8601."""

    state: Literal["read", "unreadable"] = "read"
    intact: bool = False
    trust: Literal["trusted", "not asked", "over", "unknown"] = "unknown"
    signer: str = ""
    signed_at: str | None = None


def prepare() -> None:
    """Load what checking takes, before the process confines itself."""
    import cryptography.hazmat.backends.openssl.backend
    import cryptography.hazmat.primitives.asymmetric.ec
    import cryptography.hazmat.primitives.asymmetric.ed448
    import cryptography.hazmat.primitives.asymmetric.ed25519
    import cryptography.hazmat.primitives.asymmetric.rsa  # noqa: F401

    validate(msgspec.msgpack.encode(Sealed(b"", {})))


def validate(payload: bytes) -> bytes:
    """The sandbox's entry: a msgpack `Sealed` in, a msgpack `Verdict` out."""
    wish = msgspec.msgpack.decode(payload, type=Sealed)
    hush()
    try:
        return msgspec.msgpack.encode(_verdict(wish))
    except Exception:  # noqa: BLE001  a hostile signature makes pyHanko raise anything
        return msgspec.msgpack.encode(Verdict("unreadable"))


def _verdict(wish: Sealed) -> Verdict:
    from asn1crypto import x509
    from asn1crypto.cms import ContentInfo
    from pyhanko.sign.validation.generic_cms import async_validate_cms_signature, extract_self_reported_ts
    from pyhanko.sign.validation.status import PdfSignatureStatus, StandardCMSSignatureStatus
    from pyhanko_certvalidator import ValidationContext

    signed: SignedData = ContentInfo.load(wish.cms)["content"]
    signer = signed["signer_infos"][0]
    roots = [] if wish.root is None else [x509.Certificate.load(wish.root)]
    status = _finished(
        async_validate_cms_signature(
            signed,
            status_cls=StandardCMSSignatureStatus,
            raw_digest=wish.digests[signer["digest_algorithm"]["algorithm"].native],
            validation_context=ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail"),
            status_kwargs={"signer_reported_dt": extract_self_reported_ts(signer)},
            key_usage_settings=PdfSignatureStatus.default_usage_constraints(None),
        )
    )
    intact = bool(status.intact and status.valid)
    stated = status.signer_reported_dt
    return Verdict(
        "read",
        intact,
        _trust(intact, status, wish.root),
        _common_name(status.signing_cert),
        stated.isoformat() if stated else None,
    )


def _finished(work: Coroutine[object, None, _T]) -> _T:
    """Run what only waits for the network elsewhere, and here waits for nothing; a loop would need sockets."""
    try:
        work.send(None)
    except StopIteration as done:
        made: _T = done.value
        return made
    raise RuntimeError("checking a signature waits for nothing")


def _trust(
    intact: bool, status: StandardCMSSignatureStatus, root: bytes | None
) -> Literal["trusted", "not asked", "over", "unknown"]:
    if root is None:
        return "not asked"
    if intact and status.trusted:
        return "trusted"
    indication = getattr(status.trust_problem_indic, "name", "") or ""
    return "over" if any(word in indication for word in ("EXPIRED", "OUT_OF_BOUNDS", "REVOKED")) else "unknown"


def _common_name(certificate: Certificate) -> str:
    subject: dict[str, str | list[str]] = certificate.subject.native
    name = subject.get("common_name") or certificate.subject.human_friendly
    text = " ".join(name) if isinstance(name, list) else str(name)
    return "".join(char for char in text if char.isprintable())[:200]
