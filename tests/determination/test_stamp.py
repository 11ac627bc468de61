"""The visible signature: what stands in it, on whose clock, and how little it adds to the file."""

import io
from datetime import UTC, datetime

import pikepdf
import pytest

from imr_desktop.determination.pdfium import page_texts
from imr_desktop.determination.stamp import grouped, signed_on, stamp_page

FINGERPRINT = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("utc", "shown"),
    [
        (datetime(2026, 12, 2, 5, 30, tzinfo=UTC), "12/01/2026 21:30 Pacific time (PST)"),
        (datetime(2026, 7, 1, 6, 59, tzinfo=UTC), "06/30/2026 23:59 Pacific time (PDT)"),
        (datetime(2026, 11, 1, 9, 30, tzinfo=UTC), "11/01/2026 01:30 Pacific time (PST)"),
        (datetime(2026, 11, 1, 8, 30), "11/01/2026 01:30 Pacific time (PDT)"),  # noqa: DTZ001  without a zone it is UTC
    ],
)
def test_the_day_is_the_day_in_california(utc, shown):
    assert signed_on(utc) == shown


def test_a_fingerprint_begins_in_groups_of_four():
    assert grouped(FINGERPRINT) == "0123 4567 89AB CDEF"


def test_it_names_pseudonym_time_and_certificate_and_nothing_else():
    (text,) = page_texts(stamp_page("IMR Reviewer 4821", datetime(2026, 12, 2, 5, 30, tzinfo=UTC), FINGERPRINT))
    assert " ".join(text.split()) == (
        "Signed electronically by IMR Reviewer 4821 12/01/2026 21:30 Pacific time (PST) Certificate 0123 4567 89AB CDEF"
    )


def test_its_typeface_holds_few_letters():
    made = stamp_page("IMR Reviewer 4821", datetime(2026, 12, 2, tzinfo=UTC), FINGERPRINT)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/Length1" in one]
        assert len(fonts) == 1
        assert len(fonts[0].read_raw_bytes()) < 13_000, "with every letter of ASCII it takes 18 KB"


def test_a_name_in_other_letters_is_drawn_in_them():
    (text,) = page_texts(stamp_page("IMR Prüfer 李", datetime(2026, 12, 2, tzinfo=UTC), FINGERPRINT))
    assert "IMR Prüfer 李" in text
