"""B-LT and B-LTA: what stands behind the signed revision, and what programs of others say to each kind of file."""

from __future__ import annotations

import dataclasses
import io
import shutil
import subprocess
from datetime import UTC, datetime

import pikepdf
import pytest
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.serialization import Encoding
from determination_support import PASSPHRASE
from time_stamp_authority import served

from imr_desktop.determination import SigningKey, container, sign
from imr_desktop.determination.long_term import LongTerm
from imr_desktop.determination.office_root import OfficeRoot
from imr_desktop.errors import SigningError

LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")


@pytest.fixture(scope="module")
def files(office, authority, unsigned):
    """A letter of each level, by its name."""
    key = SigningKey.load(office.places.key.with_name("r.p12"), PASSPHRASE)
    with served(authority) as url:
        wishes = {level: LongTerm.of(level, url, [office.places.crl]) for level in LEVELS}
        return {level: sign(unsigned, dataclasses.replace(key, long_term=wish)) for level, wish in wishes.items()}


def test_revisions_stand_behind_the_signed_one(files):
    assert [files[level].count(b"%%EOF") for level in LEVELS] == [2, 2, 3, 4]


def test_the_store_holds_root_authority_and_list_and_nothing_else(files, office, authority):
    with pikepdf.open(io.BytesIO(files["B-LT"])) as document:
        store = document.Root.DSS
        assert set(store.keys()) <= {"/Type", "/Certs", "/CRLs"}
        certificates = {one.read_bytes() for one in store.Certs}
        assert certificates == {office.certificate.public_bytes(Encoding.DER), authority.certificate.dump()}
        assert [one.read_bytes() for one in store.CRLs] == [office.places.crl.read_bytes()]
        assert len(document.Root.AcroForm.Fields) == 1


def test_the_document_time_stamp_covers_all_before_it_in_one_spelling(files):
    file = files["B-LTA"]
    with pikepdf.open(io.BytesIO(file)) as document:
        value = document.Root.AcroForm.Fields[1].V
        assert value.Type == "/DocTimeStamp"
        span = [int(number) for number in value.ByteRange]
        assert span[2] + span[3] == len(file)
        held = bytes(value.Contents)
    from asn1crypto import cms

    size = 4 + int.from_bytes(held[2:4], "big")
    token = held[:size]
    assert container.canonical_token(cms.ContentInfo.load(token)).dump() == token
    assert len(held) - size <= container.MOST_ROOM
    assert not any(held[size:])


@pytest.mark.parametrize("level", LEVELS)
def test_pyhanko_holds_each_level_valid_and_trusted(files, office, authority, level):
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    roots = [asn1.Certificate.load(one.public_bytes(Encoding.DER)) for one in (office.certificate, authority.root)]
    (signature, *_) = PdfFileReader(io.BytesIO(files[level])).embedded_signatures
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=roots, allow_fetching=False))
    assert status.bottom_line
    assert status.docmdp_ok
    if level != "B-B":
        assert abs((status.timestamp_validity.timestamp - datetime.now(UTC)).total_seconds()) < 300
        assert status.timestamp_validity.trusted


@pytest.mark.skipif(not all(map(shutil.which, ("pdfsig", "certutil", "qpdf"))), reason="pdfsig, certutil or qpdf is missing")
def test_pdfsig_trusts_each_level_by_the_offices_root_and_qpdf_finds_no_fault(files, office, tmp_path):
    data = f"sql:{tmp_path}"
    subprocess.run(["certutil", "-N", "-d", data, "--empty-password"], check=True)
    root = ["-n", "office", "-t", "CT,CT,CT", "-i", office.places.root]
    subprocess.run(["certutil", "-A", "-d", data, *root], check=True)
    for level, file in files.items():
        path = tmp_path / f"{level}.pdf"
        path.write_bytes(file)
        said = subprocess.run(["pdfsig", "-nssdir", data, path], capture_output=True, text=True, check=False).stdout
        first = said.partition("Signature #2")[0]
        assert "Signature is Valid" in first, level
        assert "Certificate is Trusted" in first, level
        checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr


def test_a_revoked_key_and_anothers_list_sign_nothing(tmp_path, unsigned):
    office = OfficeRoot.make(tmp_path / "office.p12", PASSPHRASE, "Example Review Organization")
    made = office.issue(tmp_path / "gone.p12", PASSPHRASE)
    key = SigningKey.load(tmp_path / "gone.p12", PASSPHRASE)
    stranger = OfficeRoot.make(tmp_path / "stranger.p12", PASSPHRASE, "Other")
    wish = LongTerm.of("B-LT", "http://127.0.0.1:1/", [stranger.places.crl])
    with pytest.raises(SigningError, match="of the office that issued this key"):
        sign(unsigned, dataclasses.replace(key, long_term=wish))
    office.revoke(made.serial, "lost")
    wish = LongTerm.of("B-LT", "http://127.0.0.1:1/", [office.places.crl])
    with pytest.raises(SigningError, match="revoked this key"):
        sign(unsigned, dataclasses.replace(key, long_term=wish))
