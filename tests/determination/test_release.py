"""A letter drawn otherwise says so: else those signed before would be taken for changed ones."""

from __future__ import annotations

import hashlib
import io

import msgspec
import pikepdf
import reportlab
from determination_support import make_case

from imr_desktop.case.model import Issue, IssuingOffice
from imr_desktop.determination import render
from imr_desktop.determination.release import LAYOUT, release

DRAWN = (1, "5.1.0", "9ed4866b93e209b889f0e3d2e3bd5437232525501da3c3219c3b8798ce2f5b19")
"""The layout, the release of ReportLab, and the SHA-256 of what the pages of `letters` draw."""


def letters():
    case = msgspec.structs.replace(make_case(3), issue=Issue("2026-12"))
    issue = Issue("2026-12", 2, office=IssuingOffice("Example Review", ("PO Box 12",)))
    shaped = "One [p. 1].\n\n- two\n- three ●\n\nA    1\nB    2"
    for one in (
        case,
        msgspec.structs.replace(case, summary=shaped, issue=issue),
        msgspec.structs.replace(case, documents=()),
    ):
        yield render(one)


def drawn(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return b"".join(page.Contents.read_bytes() for page in opened.pages)


def test_a_change_of_the_pages_is_counted():
    seen = hashlib.sha256(b"".join(map(drawn, letters()))).hexdigest()
    assert (LAYOUT, reportlab.Version, seen) == DRAWN, (
        "The same data makes other pages now: raise LAYOUT in imr_desktop/determination/release.py, so that letters signed "
        "before are compared by words and picture, and note the new values here."
    )


def test_a_letter_names_what_made_it():
    with pikepdf.open(io.BytesIO(render(make_case()))) as opened:
        assert str(opened.docinfo["/IMRMadeWith"]) == release()
    assert f"layout {LAYOUT}" in release()
