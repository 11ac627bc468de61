"""Keys: made private, never over another, pseudonymous, and refused when they could not make a good signature."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import os
import shutil
import stat
import subprocess

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from determination_support import PASSPHRASE, examine, write_p12
from other_keys import Office, certificate

from imr_desktop.determination import SigningKey, agreement, keys, new_key, new_passphrase, sign
from imr_desktop.determination.certificates import SIGNS_DOCUMENTS
from imr_desktop.errors import SigningError


def test_three_private_files(new):
    for path in (new.key, new.root, new.office_key):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert new.key.name == "reviewer.p12"
    assert b"BEGIN CERTIFICATE" in new.root.read_bytes()
    assert b"PRIVATE KEY" not in new.root.read_bytes()


def test_the_certificate_is_pseudonymous_and_made_for_documents(new, key):
    certificate = key.certificate
    assert key.subject == new.subject
    assert new.subject.startswith("IMR Reviewer ")
    assert certificate.public_key().curve.name == "secp256r1"
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    purposes = {
        purpose.dotted_string for purpose in certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    }
    assert purposes == {"1.3.6.1.5.5.7.3.36", ExtendedKeyUsageOID.EMAIL_PROTECTION.dotted_string}
    root = x509.load_pem_x509_certificate(new.root.read_bytes())
    certificate.verify_directly_issued_by(root)
    assert root.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_the_office_key_opens_with_words_of_its_own(new):
    with pytest.raises(ValueError, match="Invalid password"):
        pkcs12.load_key_and_certificates(new.office_key.read_bytes(), PASSPHRASE.encode())
    key, certificate, _ = pkcs12.load_key_and_certificates(new.office_key.read_bytes(), new.office_passphrase.encode())
    assert key is not None
    assert certificate == x509.load_pem_x509_certificate(new.root.read_bytes())


def test_the_key_in_memory_does_not_print_its_secret(key):
    assert "private" not in repr(key)


@pytest.mark.parametrize("name", ["reviewer.p12", "reviewer-root.pem", "reviewer-office.p12"])
def test_no_existing_file_is_overwritten(tmp_path, name):
    (tmp_path / name).write_text("mine")
    with pytest.raises(SigningError, match="never overwritten"):
        new_key(tmp_path / "reviewer.p12", PASSPHRASE)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "mine"


def test_a_missing_folder_and_an_empty_passphrase_are_said(tmp_path):
    with pytest.raises(SigningError, match="choose another folder"):
        new_key(tmp_path / "none" / "r.p12", PASSPHRASE)
    with pytest.raises(SigningError, match="needs a passphrase"):
        new_key(tmp_path / "r.p12", "  ")
    with pytest.raises(SigningError, match="at least 12 characters"):
        new_key(tmp_path / "r.p12", "eleven chrs")
    assert list(tmp_path.iterdir()) == []


def test_the_office_key_goes_where_it_is_kept(tmp_path):
    (tmp_path / "stick").mkdir()
    made = new_key(tmp_path / "r.p12", PASSPHRASE, tmp_path / "stick" / "office.p12")
    assert made.office_key.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"r.p12", "r-root.pem", "stick"}


@pytest.mark.parametrize("step", range(3))
def test_a_full_disk_leaves_no_half_pair(tmp_path, monkeypatch, step):
    calls, real = itertools.count(), os.fsync

    def full(handle):
        if next(calls) == step:
            raise OSError(28, "No space left on device")
        return real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SigningError, match="No space left"):
        new_key(tmp_path / "r.p12", PASSPHRASE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "passphrase", [PASSPHRASE, "schöne Grüße über Äcker", "鍵を開ける言葉です、とても長い", "a 🔑 opens every door"]
)
def test_other_programs_open_the_key_by_its_slow_mac(tmp_path, passphrase):
    from pyhanko.sign.signers import SimpleSigner

    made = new_key(tmp_path / "r.p12", passphrase)
    assert SigningKey.load(made.key, passphrase).subject == made.subject
    assert SimpleSigner.load_pkcs12(str(made.key), passphrase=passphrase.encode()).signing_cert is not None
    if shutil.which("openssl"):
        (tmp_path / "word").write_text(passphrase)
        told = subprocess.run(
            ["openssl", "pkcs12", "-in", made.key, "-passin", f"file:{tmp_path / 'word'}", "-nokeys"],
            capture_output=True,
            check=True,
            text=True,
        )
        assert "BEGIN CERTIFICATE" in told.stdout


def test_every_way_into_a_key_file_takes_as_many_rounds_as_are_due(tmp_path, monkeypatch, quick_key_files):
    from asn1crypto import pkcs12 as asn1

    for name, due in zip(("_ROUNDS", "_MAC_ROUNDS"), quick_key_files, strict=True):
        monkeypatch.setattr(keys, name, due)
    made = SigningKey.load(write_p12(tmp_path / "k.p12"), PASSPHRASE)
    pfx = asn1.Pfx.load(keys.key_file(b"reviewer", made.private, made.certificate, [], PASSPHRASE))
    assert pfx["mac_data"]["iterations"].native >= 2_000_000
    schemes = []
    for part in (one["content"] for one in pfx.authenticated_safe):
        if isinstance(part.native, dict):
            schemes.append(part["encrypted_content_info"]["content_encryption_algorithm"])
        else:
            schemes += [bag["bag_value"]["encryption_algorithm"] for bag in asn1.SafeContents.load(part.native)]
    assert len(schemes) == 2
    assert all(
        scheme["parameters"]["key_derivation_func"]["parameters"]["iteration_count"].native >= 600_000 for scheme in schemes
    )


def test_a_key_file_made_before_still_opens(tmp_path, key):
    path = tmp_path / "old.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"reviewer", key.private, key.certificate, list(key.chain), BestAvailableEncryption(b"short")
        )
    )
    assert SigningKey.load(path, "short").subject == key.subject


def test_a_passphrase_is_six_words_and_never_the_same():
    phrases = {new_passphrase() for _ in range(20)}
    assert len(phrases) == 20
    assert all(len(phrase.split(" ")) == 6 for phrase in phrases)


def test_a_wrong_passphrase(new):
    with pytest.raises(SigningError, match="passphrase does not open reviewer.p12"):
        SigningKey.load(new.key, "wrong")


@pytest.mark.parametrize("content", [b"", b"not a key", b"0" * 200, b"\x30\x82\xff\xff", b"-----BEGIN CERTIFICATE-----\n"])
def test_a_file_that_is_no_key(tmp_path, content):
    path = tmp_path / "k.p12"
    path.write_bytes(content)
    with pytest.raises(SigningError, match="is not a PKCS#12 key file"):
        SigningKey.load(path, PASSPHRASE)


def test_a_truncated_key_a_missing_one_and_a_folder(new, tmp_path):
    path = tmp_path / "k.p12"
    path.write_bytes(new.key.read_bytes()[:-40])
    with pytest.raises(SigningError, match="not a PKCS#12"):
        SigningKey.load(path, PASSPHRASE)
    with pytest.raises(SigningError, match="cannot be read"):
        SigningKey.load(tmp_path / "none.p12", PASSPHRASE)
    with pytest.raises(SigningError, match="cannot be read"):
        SigningKey.load(tmp_path, PASSPHRASE)


def test_a_bundle_without_a_key(tmp_path, key):
    path = tmp_path / "k.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"k", None, None, [key.certificate], BestAvailableEncryption(PASSPHRASE.encode())
        )
    )
    with pytest.raises(SigningError, match="holds no key"):
        SigningKey.load(path, PASSPHRASE)


def test_an_expired_and_a_future_certificate(tmp_path):
    with pytest.raises(SigningError, match="expired on"):
        SigningKey.load(write_p12(tmp_path / "old.p12", start=-20, days=10), PASSPHRASE)
    with pytest.raises(SigningError, match="not valid before"):
        SigningKey.load(write_p12(tmp_path / "new.p12", start=5), PASSPHRASE)


@pytest.mark.parametrize(
    "names",
    [
        ((NameOID.COMMON_NAME, "Jordan Rivera MD"),),
        ((NameOID.COMMON_NAME, "RIVERA, J."),),
        ((NameOID.COMMON_NAME, "IMR Reviewer 1"), (NameOID.SERIAL_NUMBER, "A-123456")),
        ((NameOID.COMMON_NAME, "IMR Reviewer 1"), (NameOID.EMAIL_ADDRESS, "x@example.org")),
        ((NameOID.COMMON_NAME, "IMR Reviewer 1"), (NameOID.SURNAME, "Q")),
        ((NameOID.COMMON_NAME, "jr@example.org"),),
        ((NameOID.COMMON_NAME, "IMR Reviewer 1"), (NameOID.USER_ID, "q")),
        ((NameOID.COMMON_NAME, "IMR Reviewer 1"), (NameOID.SERIAL_NUMBER, "77")),
        ((NameOID.COMMON_NAME, "IMR Reviewer 1"), (NameOID.TITLE, "Physician")),
        ((NameOID.COMMON_NAME, "IMR Reviewer 1"), (NameOID.ORGANIZATION_NAME, "Jordan Rivera MD Inc")),
    ],
)
def test_a_certificate_that_names_a_person(tmp_path, names):
    with pytest.raises(SigningError, match="names a person"):
        SigningKey.load(write_p12(tmp_path / "k.p12", names=names), PASSPHRASE, identity=("Jordan Rivera, MD", "A123456"))


def test_the_fingerprint_is_that_of_the_certificate(new, key):
    assert key.fingerprint == hashlib.sha256(key.certificate.public_bytes(Encoding.DER)).hexdigest()
    assert SigningKey.load(new.key, PASSPHRASE).fingerprint == key.fingerprint


def test_a_kind_of_key_that_readers_cannot_check(tmp_path):
    path = write_p12(tmp_path / "k.p12", key=ed25519.Ed25519PrivateKey.generate())
    with pytest.raises(SigningError, match="use P-256"):
        SigningKey.load(path, PASSPHRASE)


def test_a_certificate_not_made_for_signing(tmp_path):
    usage = x509.KeyUsage(False, False, True, False, False, False, False, False, False)
    with pytest.raises(SigningError, match="not made for signing"):
        SigningKey.load(write_p12(tmp_path / "k.p12", usage=usage), PASSPHRASE)


@pytest.mark.parametrize("purposes", [(), ("1.3.6.1.5.5.7.3.4",), ("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2")])
def test_a_certificate_that_verify_would_not_accept_is_refused(tmp_path, purposes):
    with pytest.raises(SigningError, match="not made for signing documents"):
        SigningKey.load(write_p12(tmp_path / "k.p12", purposes=purposes), PASSPHRASE)


def test_a_token_that_holds_anothers_certificate_signs_nothing(key, unsigned):
    other = dataclasses.replace(key, private=ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(SigningError, match="not that of the key that signed"):
        sign(unsigned, other)


def test_a_certificate_under_another_under_the_root(tmp_path):
    office = Office()
    middle = ec.generate_private_key(ec.SECP256R1())
    between = certificate("Between", middle, office.certificate, office.key, purposes=None, uses={"key_cert_sign"}, ca=True)
    own = ec.generate_private_key(ec.SECP256R1())
    made = certificate("IMR Reviewer 1", own, between, middle)
    path = tmp_path / "k.p12"
    chain = [between, office.certificate]
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"k", own, made, chain, BestAvailableEncryption(PASSPHRASE.encode()))
    )
    with pytest.raises(SigningError, match="not issued by a root"):
        SigningKey.load(path, PASSPHRASE)


KINDS = {
    "P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "P-384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "RSA 2,048": lambda: rsa.generate_private_key(65537, 2048),
    "RSA 3,072": lambda: rsa.generate_private_key(65537, 3072),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("purpose", sorted(SIGNS_DOCUMENTS))
def test_what_is_signed_without_complaint_is_valid_with_its_root(tmp_path, unsigned, kind, purpose, monkeypatch):
    monkeypatch.setattr(agreement, "compare", lambda asked: agreement.Compared(True))
    opened = SigningKey.load(write_p12(tmp_path / "k.p12", key=KINDS[kind](), purposes=(purpose,)), PASSPHRASE)
    root = opened.certificate.public_bytes(Encoding.DER)
    report = examine(sign(unsigned, opened), root)
    assert report.verdict == "valid", report.reasons


def test_a_key_of_an_office_signs_what_is_valid_with_its_root(key, new, signed, monkeypatch):
    root = x509.load_pem_x509_certificate(new.root.read_bytes()).public_bytes(Encoding.DER)
    assert examine(signed, root).verdict == "valid"
