"""Signed checkpoints of the audit trail, as text after C2SP tlog-checkpoint: origin, size, head, signature (Ed25519)."""

from __future__ import annotations

import base64
import binascii
import json

from imr_desktop.case.model import AuditHead

_ORIGIN = "imr-desktop/audit/"
_DASH = "— "


def sign(vault: str, head: AuditHead, seed: bytes) -> str:
    """The checkpoint of a vault's trail; `seed` is the Ed25519 key's 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    body = _body(vault, head)
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(body.encode())
    return f"{body}\n{_DASH}{_ORIGIN}{vault} {base64.b64encode(signature).decode()}\n"


def public_key(seed: bytes) -> bytes:
    """The public key (32 bytes) of a seed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def open_signed(note: str, vault: str, public: bytes) -> AuditHead | None:
    """The head that a checkpoint signs, None where it is not signed by this key for this vault."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    body, _, last = note.partition(f"\n{_DASH}{_ORIGIN}{vault} ")
    try:
        origin, size, digest, *rest = body.split("\n")
        Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(last.strip(), validate=True), body.encode())
        head = AuditHead(int(size), base64.b64decode(digest, validate=True).hex())
    except (InvalidSignature, ValueError, binascii.Error):
        return None
    return head if origin == f"{_ORIGIN}{vault}" and rest == [""] else None


def handover(vault: str, before: bytes, after: bytes) -> dict[str, str]:
    """That the key of one seed takes over from that of another, signed by both: neither can be put in by whoever has one."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    told = {"from": public_key(before).hex(), "to": public_key(after).hex()}
    for name, seed in (("signed", before), ("countersigned", after)):
        signature = Ed25519PrivateKey.from_private_bytes(seed).sign(_handed(vault, told["from"], told["to"]))
        told[name] = base64.b64encode(signature).decode()
    return told


def handed_over(vault: str, detail: str, public: bytes) -> bytes | None:
    """The public key that handed over to `public`, None where the entry does not say so or is not signed by both."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        told = json.loads(detail)
        before = bytes.fromhex(told["from"])
        for key, name in ((before, "signed"), (public, "countersigned")):
            signature = base64.b64decode(told[name], validate=True)
            Ed25519PublicKey.from_public_bytes(key).verify(signature, _handed(vault, told["from"], public.hex()))
    except (InvalidSignature, KeyError, TypeError, ValueError):
        return None
    return before


def _handed(vault: str, before: str, after: str) -> bytes:
    return f"imr-desktop/audit-handover/{vault}\n{before}\n{after}\n".encode()


def _body(vault: str, head: AuditHead) -> str:
    return f"{_ORIGIN}{vault}\n{head.entries}\n{base64.b64encode(bytes.fromhex(head.digest)).decode()}\n"
