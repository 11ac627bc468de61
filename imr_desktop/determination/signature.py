"""What `verify` runs in a limited process of its own, which is never given a page: the signature's mathematics.

It gets the signature (CMS), the digests that the parent has computed over the file's bytes, and the root certificate.
"""

from __future__ import annotations

import hashlib
import importlib
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from imr_desktop.determination.certificates import SIGNS_DOCUMENTS
from imr_desktop.determination.proof import Carried, Proof, proof
from imr_desktop.determination.stamp_checks import BROKEN, Stamp, common_name, der_size, digest_of, finished, judged

if TYPE_CHECKING:
    from asn1crypto.cms import ContentInfo, SignedData, SignerInfo
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.validation.status import StandardCMSSignatureStatus

DIGESTS = ("sha256", "sha384", "sha512")
_SIGNS = frozenset({"digital_signature", "non_repudiation"})
_SIGNED_ATTRIBUTES = ["1.2.840.113549.1.9.16.2.47", "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"]
"""Signing certificate, content type, digest: what this program signs, and no more."""


_MODULES = (
    "cryptography.hazmat.backends.openssl.backend",
    "cryptography.hazmat.primitives.asymmetric.ec",
    "cryptography.hazmat.primitives.asymmetric.ed448",
    "cryptography.hazmat.primitives.asymmetric.ed25519",
    "cryptography.hazmat.primitives.asymmetric.rsa",
    "pyhanko.sign.validation.generic_cms",
    "pyhanko.sign.validation.settings",
    "pyhanko.sign.validation.status",
    "pyhanko_certvalidator.errors",
    "imr_desktop.determination.container",
    "imr_desktop.determination.time_stamps",
    "cryptography.x509",
    "cryptography.hazmat.primitives.asymmetric.padding",
    "cryptography.hazmat.primitives.serialization",
)


class Sealed(msgspec.Struct, frozen=True):
    """A signature and what it is to be of; `digests` by algorithm, `root` a certificate as DER.

    `authority` is the root of a time-stamp authority. `at` is the time that the file states for it: the certificates are
    judged as of then, `now` where it states none. `carried` is what stands behind the signature (None: nothing).
    """

    cms: bytes
    digests: dict[str, bytes]
    root: bytes | None = None
    authority: bytes | None = None
    at: datetime | None = None
    now: datetime | None = None
    carried: Carried | None = None


class Verdict(msgspec.Struct, frozen=True):
    """Whether the signature is the bytes' own, and whether the root vouches for the signer.

    `fits`: the bytes are those that were signed; `intact`: and the signature over them is right. `canonical`: the container
    holds nothing but the signature, so that no bit of it can be changed unseen. `usable`: the certificate is made for signing
    documents. `fingerprint` is the signer certificate's SHA-256 in hex; its life is from `not_before` to `not_after`.

    `stamp` is the time stamp in the signature, `proof` what stands behind it.
    """

    state: Literal["read", "unreadable"] = "read"
    fits: bool = False
    intact: bool = False
    canonical: bool = False
    trust: Literal["trusted", "not asked", "unknown"] = "unknown"
    usable: bool = False
    signer: str = ""
    serial: str = ""
    fingerprint: str = ""
    not_before: datetime | None = None
    not_after: datetime | None = None
    stamp: Stamp = Stamp()
    proof: Proof = Proof()


def prepare() -> None:
    """Load what checking takes, before the process confines itself."""
    for module in _MODULES:
        importlib.import_module(module)
    validate(msgspec.msgpack.encode(Sealed(b"", {})))


def validate(payload: bytes) -> bytes:
    """The sandbox's entry: a msgpack `Sealed` in, a msgpack `Verdict` out."""
    wish = msgspec.msgpack.decode(payload, type=Sealed)
    _hush()
    try:
        return msgspec.msgpack.encode(_verdict(wish))
    except Exception:  # noqa: BLE001  a hostile signature makes pyHanko raise anything
        return msgspec.msgpack.encode(Verdict("unreadable"))


def _hush() -> None:
    """Hush pyHanko for good: it logs tracebacks of what the report says in a sentence. The program's own log goes on."""
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _verdict(wish: Sealed) -> Verdict:
    from asn1crypto.cms import ContentInfo

    info = ContentInfo.load(wish.cms)
    signed: SignedData = info["content"]
    signer = signed["signer_infos"][0]
    status = _status(signed, signer, wish)
    certificate = status.signing_cert
    intact = bool(status.intact and status.valid)
    stamp = _stamp(signer, wish.authority)
    return Verdict(
        "read",
        bool(status.intact),
        intact,
        _canonical(wish.cms) and _attributes(signer) == _SIGNED_ATTRIBUTES,
        "not asked" if wish.root is None else "trusted" if intact and status.trusted else "unknown",
        _usable(certificate),
        common_name(certificate),
        f"{certificate.serial_number:x}",
        hashlib.sha256(certificate.dump()).hexdigest(),
        certificate.not_valid_before.astimezone(UTC),
        certificate.not_valid_after.astimezone(UTC),
        stamp,
        _proof(signer, certificate, stamp, wish),
    )


def _status(signed: SignedData, signer: SignerInfo, wish: Sealed) -> StandardCMSSignatureStatus:
    from asn1crypto import x509
    from pyhanko.sign.validation.generic_cms import async_validate_cms_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import StandardCMSSignatureStatus
    from pyhanko_certvalidator import ValidationContext

    roots = [] if wish.root is None else [x509.Certificate.load(wish.root)]
    moment = wish.at or wish.now or datetime.now(UTC)
    return finished(
        async_validate_cms_signature(
            signed,
            status_cls=StandardCMSSignatureStatus,
            raw_digest=wish.digests[signer["digest_algorithm"]["algorithm"].native],
            validation_context=ValidationContext(
                trust_roots=roots, moment=moment, allow_fetching=False, revocation_mode="soft-fail"
            ),
            key_usage_settings=KeyUsageConstraints(),
        )
    )


# ----- the container


def _canonical(hole: bytes) -> bool:
    """Whether what the signature leaves out of the file holds the signature alone, in the one spelling there is."""
    from imr_desktop.determination.container import canonical, room

    container = hole[: der_size(hole)]
    try:
        return canonical(container) == container and room(container, len(hole)) and not any(hole[len(container) :])
    except ValueError:
        return False


def _attributes(signer: SignerInfo) -> list[str]:
    return sorted(attribute["type"].dotted for attribute in signer["signed_attrs"])


# ----- time stamps


def _tokens(signer: SignerInfo) -> list[ContentInfo]:
    """The time stamps in a signature; Raises where something else stands there."""
    from asn1crypto import core

    attributes = signer["unsigned_attrs"]
    return [] if isinstance(attributes, core.Void) else [attributes[0]["values"][0]]


def _stamp(signer: SignerInfo, authority: bytes | None) -> Stamp:
    """Whether a time stamp holds, when it was made, and by whom."""
    try:
        tokens = _tokens(signer)
        return judged(tokens[0], digest_of(signer["signature"].native), authority) if tokens else Stamp()
    except Exception:  # noqa: BLE001  a hostile token makes the libraries raise anything
        return BROKEN


def _proof(signer: SignerInfo, certificate: Certificate, stamp: Stamp, wish: Sealed) -> Proof:
    if wish.carried is None:
        return Proof()
    try:
        tokens = [one.chosen.dump() for token in _tokens(signer) for one in token["content"]["certificates"]]
    except Exception:  # noqa: BLE001  likewise
        return Proof("broken")
    at = stamp.at or wish.at
    return proof(wish.carried, certificate.dump(), tokens, (wish.root or b"", wish.authority or b""), at)


# ----- the signer


def _usable(certificate: Certificate) -> bool:
    usage, purposes = certificate.key_usage_value, certificate.extended_key_usage_value
    signs = usage is None or bool(_SIGNS & usage.native)
    return signs and purposes is not None and any(purpose.dotted in SIGNS_DOCUMENTS for purpose in purposes)
