"""One root for all keys of an office: made, renewed, revoked, listed and handed out, and seen by programs of others."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from imr_desktop.cli import passphrase
from imr_desktop.determination import SigningKey, revocation

WORDS = "harbor lemon violin pepper anchor stone"


@pytest.fixture
def office(imr, tmp_path):
    (tmp_path / "words.txt").write_text(f"{WORDS}\n")
    made = imr(
        "key", "office", "--out", tmp_path / "office.p12", "--organization", "Example Review Organization",
        "--passphrase-file", tmp_path / "words.txt", "--json",
    )  # fmt: skip
    assert made.code == 0
    return tmp_path / "office.p12"


@pytest.fixture
def key(imr, office, tmp_path):
    """Run an act with the office's key."""

    def run(*words):
        return imr("key", *words, "--office", office, "--office-passphrase-file", tmp_path / "words.txt", "--json")

    return run


def issue(key, path):
    return key("new", "--out", path).json


def root_of(office):
    return x509.load_pem_x509_certificate((office.parent / "office-root.pem").read_bytes())


def revoked(office, made):
    return revocation.revoked((office.parent / "office.crl").read_bytes(), int(made["serial"], 16))


def test_one_root_vouches_for_all_reviewers(key, office, tmp_path):
    made = [issue(key, tmp_path / f"r{number}.p12") for number in range(2)]
    root = root_of(office)
    constraints = root.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (constraints.value.path_length, constraints.critical) == (0, True)
    assert root.public_key().curve.name == "secp384r1"
    for number, one in enumerate(made):
        opened = SigningKey.load(tmp_path / f"r{number}.p12", one["passphrase"])
        opened.certificate.verify_directly_issued_by(root)
        assert opened.certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value == (
            "Example Review Organization"
        )
        assert opened.fingerprint == one["fingerprint"]
        assert opened.subject == one["subject"] == one["pseudonym"]
    assert made[0]["subject"] != made[1]["subject"]
    assert all(one["root"] == str(tmp_path / "office-root.pem") and one["office_passphrase"] is None for one in made)


def test_the_register_holds_numbers_and_days_and_no_person(imr, key, office, tmp_path):
    made = issue(key, tmp_path / "r.p12")
    listed = imr("key", "list", "--office", office, "--json").json
    assert [one["serial"] for one in listed["issued"]] == [made["serial"]]
    assert set(listed["issued"][0]) == {
        "serial", "pseudonym", "fingerprint", "from", "until", "renews", "revoked", "reason",
    }  # fmt: skip
    said = imr("key", "list", "--office", office).out
    assert made["pseudonym"] in said
    assert made["serial"] in said


def test_a_renewed_key_is_new_and_keeps_its_pseudonym(imr, key, office, tmp_path):
    first = issue(key, tmp_path / "r.p12")
    second = key("renew", first["pseudonym"], "--out", tmp_path / "r2.p12").json
    assert second["pseudonym"] == first["pseudonym"]
    assert second["renews"] == first["serial"]
    assert second["fingerprint"] != first["fingerprint"]
    old, new = (SigningKey.load(tmp_path / f"{n}.p12", made["passphrase"]) for n, made in (("r", first), ("r2", second)))
    assert old.certificate.public_key() != new.certificate.public_key()
    assert revoked(office, first) is None
    both = key("renew", first["pseudonym"], "--out", tmp_path / "r3.p12")
    assert both.code == 3
    assert "name one by its serial number" in both.err
    assert key("renew", second["fingerprint"], "--out", tmp_path / "r3.p12").json["renews"] == second["serial"]


@pytest.mark.parametrize("by", ["serial", "fingerprint", "pseudonym", "file"])
def test_a_revoked_certificate_stands_on_the_signed_list_for_good(key, office, tmp_path, by):
    from cryptography.hazmat.primitives.serialization import Encoding

    made, other = issue(key, tmp_path / "r.p12"), issue(key, tmp_path / "other.p12")
    certificate = SigningKey.load(tmp_path / "r.p12", made["passphrase"]).certificate
    (tmp_path / "r.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    word = tmp_path / "r.pem" if by == "file" else made[by]
    assert key("revoke", word, "--reason", "lost", "--since", "2026-11-02").json["revoked"]["serial"] == made["serial"]
    assert f"{revoked(office, made):%Y-%m-%d}" == "2026-11-02"
    assert revoked(office, other) is None
    again = key("revoke", made["serial"], "--reason", "ended")
    assert "already" in again.err
    number = revocation.number(revocation.read((tmp_path / "office.crl").read_bytes()))
    issue(key, tmp_path / "later.p12")
    assert key("crl").code == 0
    crl = (tmp_path / "office.crl").read_bytes()
    assert revocation.number(revocation.read(crl)) == number + 2
    assert revoked(office, made) is not None
    assert revocation.issued_by(crl, root_of(office).public_bytes(Encoding.DER))
    assert revocation.lost(crl, int(made["serial"], 16))


def test_a_lost_or_foreign_list_is_never_written_over(imr, key, office, tmp_path):
    made = issue(key, tmp_path / "r.p12")
    key("revoke", made["serial"], "--reason", "ended")
    kept = (tmp_path / "office.crl").read_bytes()
    (tmp_path / "office.crl").unlink()
    assert "is missing" in key("crl").err
    (tmp_path / "stranger").mkdir()
    imr("key", "office", "--out", tmp_path / "stranger" / "office.p12")
    (tmp_path / "office.crl").write_bytes((tmp_path / "stranger" / "office.crl").read_bytes())
    failed = key("new", "--out", tmp_path / "late.p12")
    assert "not this office's revocation list" in failed.err
    assert not (tmp_path / "late.p12").exists()
    (tmp_path / "office.crl").write_bytes(kept)
    (tmp_path / "office-register.json").write_bytes((tmp_path / "stranger" / "office-register.json").read_bytes())
    assert "another office's register" in key("crl").err


def test_what_cannot_be_done_is_said(imr, key, office, tmp_path):
    reviewer = issue(key, tmp_path / "r.p12")
    (tmp_path / "r.txt").write_text(reviewer["passphrase"])
    wrong = imr("key", "crl", "--office", tmp_path / "r.p12", "--office-passphrase-file", tmp_path / "r.txt")
    assert "not an office's key" in wrong.err
    closed = imr("key", "crl", "--office", office, "--office-passphrase-file", tmp_path / "r.txt")
    assert "passphrase does not open" in closed.err
    assert "holds no certificate abc" in key("revoke", "abc", "--reason", "ended").err
    assert "not a certificate that this office issued" in key("revoke", office, "--reason", "ended").err
    assert "exists already" in key("new", "--out", tmp_path / "r.p12").err
    assert "1 to 64" in imr("key", "office", "--out", tmp_path / "o.p12", "--organization", "x" * 65).err
    assert len(imr("key", "list", "--office", office, "--json").json["issued"]) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new",), "new needs --out"),
        (("revoke", "--office", "o.p12"), "revoke needs a CERTIFICATE"),
        (("revoke", "x", "--office", "o.p12"), "revoke needs --reason"),
        (("list", "x", "--office", "o.p12"), "takes no CERTIFICATE"),
        (("new", "--out", "r.p12", "--office", "o.p12", "--office-out", "p.p12"), "leave --organization"),
        (("revoke", "x", "--office", "o", "--reason", "lost", "--since", "yesterday"), "is no day"),
    ],
)
def test_wrong_usage(imr, capsys, words, said):
    with pytest.raises(SystemExit) as end:
        imr("key", *words)
    assert end.value.code == 2
    assert said in capsys.readouterr().err


def test_what_is_handed_out_names_no_person_and_holds_no_secret(imr, key, office, tmp_path):
    issue(key, tmp_path / "r.p12")
    out = tmp_path / "out"
    files = imr("key", "export-root", "--office", office, "--out", out, "--json").json["files"]
    names = ["how-to-trust.txt", "office-root.cer", "office-root.pem", "office.crl"]
    assert sorted(path.name for path in out.iterdir()) == names
    assert len(files) == 4
    text = (out / "how-to-trust.txt").read_text()
    fingerprint = imr("key", "list", "--office", office, "--json").json["fingerprint"]
    assert fingerprint.upper() in text.replace(" ", "").replace("\n", "")
    assert "Example Review Organization" in text
    assert "{" not in text
    assert max(map(len, text.splitlines())) < 100
    root = x509.load_der_x509_certificate((out / "office-root.cer").read_bytes())
    assert root == root_of(office)
    assert not any(b"PRIVATE" in path.read_bytes() for path in out.iterdir())
    name = "Example Review Organization"
    refused = imr("key", "export-root", "--office", office, "--out", tmp_path / "no", "--keep-out", name)
    assert "would name the reviewer" in refused.err
    assert not (tmp_path / "no").exists()


def test_a_typed_office_passphrase_opens_it(imr, office, tmp_path, monkeypatch):
    import sys

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(passphrase.getpass, "getpass", lambda prompt: WORDS if "office" in prompt else "")
    assert imr("key", "new", "--office", office, "--out", tmp_path / "r.p12").code == 0


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_reads_root_list_and_chain(key, office, tmp_path):
    from cryptography.hazmat.primitives.serialization import Encoding

    made = issue(key, tmp_path / "r.p12")
    certificate = SigningKey.load(tmp_path / "r.p12", made["passphrase"]).certificate
    (tmp_path / "r.pem").write_bytes(certificate.public_bytes(Encoding.PEM))

    def check():
        crl = ["-crl_check", "-CRLfile", tmp_path / "office.crl"]
        told = ["openssl", "verify", *crl, "-CAfile", tmp_path / "office-root.pem", tmp_path / "r.pem"]
        return subprocess.run(told, capture_output=True, text=True, check=False)

    assert check().stdout.endswith("OK\n")
    key("revoke", made["serial"], "--reason", "superseded")
    assert "certificate revoked" in check().stderr


def test_a_root_names_the_office_of_the_profile(imr, home, tmp_path):
    from imr_desktop.case.office import OfficeProfile
    from imr_desktop.review.office import OfficeService

    OfficeService(home).save(OfficeProfile(name="Harborview Review"))
    imr("key", "office", "--out", tmp_path / "office.p12")
    assert root_of(tmp_path / "office.p12").subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value == (
        "Harborview Review"
    )
