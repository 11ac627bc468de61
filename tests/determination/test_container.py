"""The signature's container: one spelling, nothing beside it, and no bit of it that could change unseen."""

from __future__ import annotations

import hashlib
import io

import msgspec
import pikepdf
import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from determination_support import PASSPHRASE, write_p12

from imr_desktop.determination import SigningKey, container, sign, signature

EVERY = 29
"""Bits between those that are turned: all 8,800 take 20 seconds, and none of them went unseen."""


def parts(pdf: bytes) -> tuple[bytes, bytes, list[int]]:
    """The container, the hexadecimal digits that hold it, and the byte range."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        value = document.Root.AcroForm.Fields[0].V
        span = [int(number) for number in value.ByteRange]
        return bytes(value.Contents), pdf[span[1] + 1 : span[2] - 1], span


def holds(changed: bytes, digests: dict[str, bytes]) -> bool:
    try:
        if container.canonical(changed) != changed:
            return False
    except ValueError:
        return False
    sealed = signature.Sealed(changed, digests)
    verdict = msgspec.msgpack.decode(signature.validate(msgspec.msgpack.encode(sealed)), type=signature.Verdict)
    return verdict.state == "read" and verdict.intact


def test_the_container_is_canonical_and_fills_its_room(signed):
    made, digits, _ = parts(signed)
    assert container.canonical(made) == made
    assert digits == made.hex().upper().encode()
    assert container.room(made, len(digits) // 2)
    assert not container.room(made, len(digits) // 2 + 1)


def test_only_the_signers_certificate_travels(signed, key):
    held = cms.ContentInfo.load(parts(signed)[0])["content"]["certificates"]
    assert [one.chosen.sha256_fingerprint.replace(" ", "").lower() for one in held] == [key.fingerprint]


@pytest.mark.parametrize(
    "make",
    [
        lambda: ec.generate_private_key(ec.SECP384R1()),
        lambda: rsa.generate_private_key(65537, 2048),
        lambda: ec.generate_private_key(ec.SECP256R1()),
    ],
    ids=["P-384", "RSA", "P-256"],
)
def test_every_kind_of_key_fills_its_room_each_time(tmp_path, unsigned, make):
    key = SigningKey.load(write_p12(tmp_path / "k.p12", key=make()), PASSPHRASE)
    for _ in range(4):
        made, digits, _ = parts(sign(unsigned, key))
        assert container.canonical(made) == made
        assert len(digits) == 2 * len(made)


def test_no_bit_of_the_container_changes_unseen(signed):
    made, _, span = parts(signed)
    digests = {"sha256": hashlib.sha256(signed[: span[1]] + signed[span[2] :]).digest()}
    assert holds(made, digests)
    for bit in range(0, len(made) * 8, EVERY):
        changed = bytearray(made)
        changed[bit // 8] ^= 1 << bit % 8
        assert not holds(bytes(changed), digests), f"bit {bit % 8} of byte {bit // 8}"


@pytest.mark.parametrize("rubbish", [b"", b"\x30", b"\x30\x00", b"\x00" * 40, b"no container"])
def test_what_is_no_container(rubbish):
    with pytest.raises(ValueError, match=r"."):
        container.canonical(rubbish)


def test_a_certificate_more_is_not_canonical(signed, new):
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    made = cms.ContentInfo.load(parts(signed)[0])
    root = x509.load_pem_x509_certificate(new.root.read_bytes()).public_bytes(Encoding.DER)
    made["content"]["certificates"].append(cms.CertificateChoices("certificate", cms.Certificate.load(root)))
    with pytest.raises(ValueError, match="not exactly one"):
        container.canonical(made.dump(force=True))
