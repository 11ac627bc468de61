"""Pictures and words of single pages."""

import pytest
from pdf_pages import changed, form, sheet
from reportlab.pdfgen.canvas import Canvas

from imr_desktop.errors import FileUnreadable
from imr_desktop.record import page_words, render_page


@pytest.fixture
def drawn(tmp_path):
    path = tmp_path / "drawn.pdf"
    canvas = Canvas(str(path), pagesize=(300, 200))
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(100, 50, 50, 50, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(20, 150, "positive twitch")
    canvas.drawString(20, 136, "response")
    canvas.save()
    return path


def test_a_page_is_drawn_at_the_scale_asked_for(reader, drawn):
    image = render_page(reader.sandbox, drawn, 1, 2.0)
    assert (image.width, image.height) == (600, 400)
    y, x = 400 - 2 * 75, 2 * 125
    assert image.bgra[y * image.stride + 4 * x : y * image.stride + 4 * x + 4] == b"\x00\x00\xff\xff"


def test_words_stand_where_they_were_drawn(reader, drawn):
    words = page_words(reader.sandbox, drawn, 1)
    assert [word.text for word in words] == ["positive", "twitch", "response"]
    left, top, right, bottom = (edge * side for edge, side in zip(words[0].box, (300, 200, 300, 200), strict=True))
    assert (left, 200 - bottom) == pytest.approx((20, 148), abs=3)
    assert right - left == pytest.approx(42, abs=3)
    assert 150 < 200 - top < 166


def test_a_page_that_is_not_there_is_said(reader, drawn):
    with pytest.raises(FileUnreadable, match="Page 9 cannot be shown. The file has 1 pages"):
        render_page(reader.sandbox, drawn, 9, 1.0)


def test_a_page_too_large_to_draw_is_said(reader, tmp_path):
    canvas = Canvas(str(tmp_path / "wide.pdf"), pagesize=(200_000, 200_000))
    canvas.drawString(10, 10, "x")
    canvas.save()
    with pytest.raises(FileUnreadable, match="more than can be drawn"):
        render_page(reader.sandbox, tmp_path / "wide.pdf", 1, 1.0)


def test_a_large_sheet_is_drawn_smaller(reader, tmp_path):
    canvas = Canvas(str(tmp_path / "large.pdf"), pagesize=(5_000, 5_000))
    canvas.drawString(10, 10, "x")
    canvas.save()
    image = render_page(reader.sandbox, tmp_path / "large.pdf", 1, 4.0)
    assert image.width * image.height <= 40_100_000


@pytest.mark.filterwarnings("ignore:This document has 6 form widget")
def test_fields_that_a_merge_left_without_a_form_are_drawn(reader, tmp_path):
    def torn(document):
        del document.Root.AcroForm

    def bare(document):
        torn(document)
        del document.pages[0].Annots

    pictures = []
    for change in (torn, bare):
        path = tmp_path / f"{change.__name__}.pdf"
        path.write_bytes(changed(sheet(form), change))
        pictures.append(render_page(reader.sandbox, path, 1, 1.0))
        assert "Testcase" in [word.text.strip(",") for word in page_words(reader.sandbox, path, 1)] or change is bare
    assert pictures[0].bgra != pictures[1].bgra
