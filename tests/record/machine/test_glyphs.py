"""Printed squares and crosses of choices are found where two stand together; letters are none."""

import numpy
import pytest

pytest.importorskip("tesserocr", reason="no reading machine is installed (pip install 'imr-desktop[ocr]')")

from PIL import Image, ImageDraw, ImageFont

from imr_desktop.record.machine import glyphs, missed, picture, second
from imr_desktop.record.machine.tesseract import Seen


def page(*choices: tuple[str, int]) -> numpy.ndarray:
    """A row of choices, each with the words behind it; of a square two edges are left, as on a fax."""
    picture = Image.new("L", (1200, 300), 255)
    pen = ImageDraw.Draw(picture)
    for sign, left in choices:
        if sign == "square":
            pen.rectangle((left, 116, left + 17, 118), fill=0)
            pen.rectangle((left + 15, 101, left + 17, 118), fill=0)
        elif sign == "cross":
            pen.line((left, 102, left + 16, 118), fill=0, width=4)
            pen.line((left, 118, left + 16, 102), fill=0, width=4)
        else:
            pen.text((left, 96), sign, fill=0, font=ImageFont.load_default(24))
        pen.text((left + 40, 96), "Denied", fill=0, font=ImageFont.load_default(24))
    return numpy.array(picture)


def test_a_square_and_a_cross_in_a_row_are_signs():
    found = glyphs.printed(page(("square", 100), ("cross", 500)))
    assert sorted((round(one.pixels[0], -1), one.sign) for one in found) == [(100, "\u2610"), (500, "\u2612")]


@pytest.mark.parametrize("choices", [(("cross", 100),), (("J", 100), ("D", 500)), (("O", 100), ("4", 500))])
def test_letters_and_a_sign_alone_are_none(choices):
    assert glyphs.printed(page(*choices)) == []


def test_a_figure_that_the_machine_passed_over_is_read_by_itself(monkeypatch):
    words = [Seen("Units", (100 + 150 * at, 200, 180 + 150 * at, 224), 0.96, 0, 0) for at in range(7)]
    picture = page(("9", 900))[:, :938]  # nothing is behind it
    monkeypatch.setattr(second.tesseract, "line", lambda *_: ("9", 0.95))
    known = [*words, Seen("Amount", (100, 100, 180, 124), 0.96, 0, 1)]
    found = missed.with_missed(known, picture, 200)[len(known) :]
    assert [(one.text, one.confidence) for one in found] == [("9", 0.5)]
    answers = iter([("9", 0.95), ("4", 0.9)])
    monkeypatch.setattr(second.tesseract, "line", lambda *_: next(answers))
    assert missed.with_missed(known, picture, 200) == known, "sizes that do not agree tell nothing"


def test_a_ruled_line_that_sinks_is_one_from_end_to_end():
    page = numpy.full((300, 1700), 255, dtype=numpy.uint8)
    for at in range(150, 1550):
        page[100 + at // 250 : 102 + at // 250, at] = 0
    ((down, left, right),) = picture.rules(page)
    assert 100 <= down <= 110
    assert left <= 160
    assert right >= 1540
