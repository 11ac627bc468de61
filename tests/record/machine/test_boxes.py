"""Boxes to be checked: found by their edges in a picture, empty or marked; neither letters nor cells of tables are boxes."""

import numpy
import pytest

pytest.importorskip("tesserocr", reason="no reading machine is installed (pip install 'imr-desktop[ocr]')")

from PIL import Image, ImageDraw, ImageFont

from imr_desktop.record.machine import boxes, layout, second
from imr_desktop.record.machine.tesseract import Seen

SIDE = 26


def box(pen: ImageDraw.ImageDraw, left: int, top: int) -> None:
    pen.rectangle((left, top, left + SIDE, top + SIDE), outline=0, width=2)


def page() -> numpy.ndarray:
    picture = Image.new("L", (1200, 700), 255)
    pen = ImageDraw.Draw(picture)
    for at in range(4):
        box(pen, 100 + 250 * at, 100)
        pen.text((140 + 250 * at, 98), "Denied", fill=0, font=ImageFont.load_default(28))
    pen.line((352, 102, 374, 124), fill=0, width=3)  # a cross
    pen.line((352, 124, 374, 102), fill=0, width=3)
    pen.line((604, 114, 611, 122), fill=0, width=3)  # a tick that reaches out of its box
    pen.line((611, 122, 632, 92), fill=0, width=3)
    pen.rectangle((852, 102, 874, 124), fill=0)
    pen.text((100, 200), "BOARD OF DOODLED BEDS 8080", fill=0, font=ImageFont.load_default(40))
    for column in range(8):  # a number in cells
        pen.rectangle((100 + 30 * column, 400, 130 + 30 * column, 430), outline=0, width=2)
    noise = numpy.random.default_rng(7)
    made = numpy.array(picture)
    made[noise.random(made.shape) < 0.01] = 255  # what a fax loses
    return made


def test_boxes_are_found_with_what_is_in_them():
    found = boxes.drawn(page())
    assert [(one.pixels[0] // 250, one.sign) for one in found] == [(0, "\u2610"), (1, "\u2612"), (2, "\u2612"), (3, "\u2612")]
    assert all(one.sure > 0.9 for one in found)
    words = [Seen("Denied", (140 + 250 * at, 100, 230 + 250 * at, 126), 0.9, 0, 0) for at in range(4)]
    placed = boxes.put_in([*words, Seen("BOARD", (100, 205, 300, 240), 0.9, 0, 1)], found)
    assert " ".join(word.text for word in placed) == "\u2610 Denied \u2612 Denied \u2612 Denied \u2612 Denied BOARD"


def test_a_box_with_little_in_it_is_in_doubt():
    picture = Image.new("L", (400, 300), 255)
    pen = ImageDraw.Draw(picture)
    box(pen, 100, 100)
    pen.rectangle((110, 110, 113, 113), fill=0)
    (found,) = boxes.drawn(numpy.array(picture))
    assert found.sure == 0.5, "between empty and marked it is looked at by eye"


def test_what_a_machine_made_of_printed_boxes_becomes_signs_only_where_choices_stand_in_a_row():
    picture = numpy.full((300, 900), 255, dtype=numpy.uint8)
    picture[104:126, 104:126] = 0
    row = [
        Seen("X%", (100, 100, 130, 130), 0.6, 0, 0),
        Seen("New", (140, 100, 200, 130), 0.9, 0, 0),
        Seen("(4", (400, 100, 430, 130), 0.6, 0, 0),
        Seen("Again", (440, 100, 520, 130), 0.9, 0, 0),
        Seen("O", (100, 200, 130, 230), 0.6, 0, 1),
        Seen("First", (140, 200, 220, 230), 0.9, 0, 1),
    ]
    assert [word.text for word in boxes.signs(row, picture)] == ["\u2612", "New", "\u2610", "Again", "O", "First"]


def test_a_lone_stroke_between_close_words_is_a_one_and_else_what_is_left_of_a_ruled_line():
    def stroke(left: int) -> Seen:
        return Seen("|", (left, 100, left + 3, 120), 0.9, 0, 0)

    x, unit = Seen("x", (100, 106, 112, 120), 0.9, 0, 0), Seen("unit", (150, 100, 190, 120), 0.9, 0, 0)
    assert [(word.text, word.confidence) for word in layout.without_rules([x, stroke(130), unit])][1] == ("1", 0.5)
    assert layout.without_rules([stroke(80), x, unit, stroke(230)]) == [x, unit]


def test_a_stroke_that_hangs_below_its_line_parts_words_and_is_no_number():
    def line(bottom: int) -> list[Seen]:
        words = (("Avenue", 100, 190, 118), ("|", 200, 203, bottom), ("Port", 213, 260, 118))
        return [Seen(text, (left, 100, right, low), 0.95, 0, 0) for text, left, right, low in words]

    assert [word.text for word in layout.without_rules(line(122))] == ["Avenue", "|", "Port"]
    assert [word.text for word in layout.without_rules(line(118))] == ["Avenue", "1", "Port"]


@pytest.mark.parametrize(
    ("first", "sure", "larger", "text", "in_doubt"),
    [
        ("U2", 0.4, (("V/2", 0.4), ("1/2", 0.7)), "1/2", False),
        ("4", 0.78, (("1", 0.96), ("1", 0.95)), "1", True),
        ("4", 0.78, (("1", 0.96), ("7", 0.95)), "4", True),
        ("W/", 0.1, (("WI", 0.9), ("Vi", 0.9)), "W/", False),
        ("teach", 0.1, (("1each", 0.9), ("1each", 0.9)), "1each", True),
        ("teach", 0.9, (("1each", 0.9), ("1each", 0.9)), "teach", False),
    ],
)
def test_a_lone_figure_is_read_larger_and_what_sizes_read_otherwise_stays(monkeypatch, first, sure, larger, text, in_doubt):
    answers = iter(larger)
    monkeypatch.setattr(second.tesseract, "line", lambda *_: next(answers))
    words = [Seen("Units", (100, 100, 160, 118), 0.96, 0, 0), Seen(first, (400, 100, 420, 118), sure, 0, 0)]
    units, lone = second.looked_at(words, numpy.full((300, 900), 255, dtype=numpy.uint8), 200)
    assert (units, lone.text, lone.confidence == 0.5) == (words[0], text, in_doubt)


@pytest.mark.parametrize(("wide", "text"), [(7, "1"), (12, "4")])
def test_a_lone_4_as_narrow_as_a_1_is_one(monkeypatch, wide, text):
    monkeypatch.setattr(second.tesseract, "line", lambda *_: ("4", 0.6))
    words = [Seen("Units", (100, 100, 160, 118), 0.96, 0, 0), Seen("4", (400, 100, 400 + wide, 118), 0.82, 0, 0)]
    beside = [*words, Seen("unit", (404 + wide, 100, 450, 118), 0.96, 0, 0)]
    for seen in (words, beside):
        assert second.looked_at(seen, numpy.full((300, 900), 255, dtype=numpy.uint8), 200)[1].text == text
