"""Signatures, as an independent reader (poppler's pdfsig) sees them."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import UTC, datetime, timedelta, timezone

import pikepdf
import pytest

from imr_desktop.determination import page_images, render, sign
from imr_desktop.errors import SigningError


def test_pdfsig_sees_a_valid_signature_over_the_total_document(signed_file, key):
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig is not installed (Debian package poppler-utils).")
    said = subprocess.run(["pdfsig", "-nocert", str(signed_file)], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert f"Signer Certificate Common Name: {key.subject}" in said


def test_the_signature_is_a_certification_that_allows_no_change(signed):
    with pikepdf.open(io.BytesIO(signed)) as document:
        value = document.Root.AcroForm.Fields[0].V
        assert document.Root.Perms.DocMDP.objgen == value.objgen
        assert int(value.Reference[0].TransformParams.P) == 1
        assert "/Name" not in value
        assert "/Location" not in value


def test_the_letter_itself_is_untouched(unsigned, signed):
    assert signed.startswith(unsigned)
    assert len(signed) - len(unsigned) < 60_000


def test_the_signed_file_is_well_formed(signed):
    with pikepdf.open(io.BytesIO(signed)) as document:
        assert document.check_pdf_syntax() == []


def test_the_time_is_stated_in_utc(unsigned, key):
    pacific = timezone(timedelta(hours=-8))
    at = datetime.now(UTC).replace(microsecond=0)
    with pikepdf.open(io.BytesIO(sign(unsigned, key, at.astimezone(pacific)))) as document:
        assert str(document.Root.AcroForm.Fields[0].V.M).startswith(f"D:{at:%Y%m%d%H%M%S}")


def test_the_stamp_is_seen_and_its_typeface_embedded(unsigned, signed):
    last = len(page_images(unsigned, 0.5))
    before, after = (page_images(pdf, 1.0, [last])[0] for pdf in (unsigned, signed))
    assert before.rgba != after.rgba
    with pikepdf.open(io.BytesIO(signed)) as document:
        names = {
            str(thing.BaseFont)
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font"
        }
    assert all("LiberationSerif" in name or "SourceSerif4" in name for name in names)


def test_what_cannot_be_signed(case, signed, key):
    for pdf, words in (
        (render(case, draft=True), "no place"),
        (signed, "signed already"),
        (b"", "could not be signed"),
        (b"%PDF-1.7\nrubbish", "could not be signed"),
    ):
        with pytest.raises(SigningError, match=words):
            sign(pdf, key)


@pytest.mark.parametrize("days", [-2, 365 * 4])
def test_nothing_is_signed_outside_the_certificates_validity(unsigned, key, days):
    with pytest.raises(SigningError, match=r"not valid before|expired"):
        sign(unsigned, key, datetime.now(UTC) + timedelta(days=days))
