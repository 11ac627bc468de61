"""The verdict of a page: its words must account for what it shows."""

from __future__ import annotations

import random
import string

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from .drawing import NOTE, STAMP, layer, write


def _moved(by):
    lower = string.ascii_lowercase
    table = str.maketrans(lower + lower.upper(), lower[by:] + lower[:by] + (lower[by:] + lower[:by]).upper())
    return [line.translate(table) for line in NOTE]


@pytest.mark.parametrize("letters", [0, 45, 60, len(STAMP)])
def test_a_stamp_on_a_scan_is_no_text_layer(page, scan, letters):
    def draw(canvas):
        canvas.drawImage(scan, 0, 0, 612, 792)
        write(canvas, [STAMP[:letters], "DEF-000123"] if letters else [], 780, 8)

    found = page(draw)
    assert found.verdict == "not read"
    assert found.reasons
    assert STAMP[:letters] in found.text


def test_stamps_all_round_a_scan_are_none_either(page, scan):
    def draw(canvas):
        canvas.drawImage(scan, 0, 0, 612, 792)
        for top in (785, 774, 30, 18):
            write(canvas, [STAMP], top, 8)

    assert page(draw).verdict == "not read"


def test_a_machines_layer_is_doubtful_and_its_words_say_so(page, scan):
    def draw(canvas):
        canvas.drawImage(scan, 0, 0, 612, 792)
        layer(canvas, NOTE * 3)

    found = page(draw)
    assert (found.verdict, found.hidden) == ("doubtful", "")
    assert "protrusion at L4-5" in found.text


def test_words_under_a_scan_are_a_machines_too(page, scan):
    def draw(canvas):
        layer(canvas, NOTE * 3, mode=0)
        canvas.drawImage(scan, 0, 0, 612, 792)

    assert page(draw).verdict == "doubtful"


def test_a_layer_over_part_of_a_scan_is_not_enough(page, scan):
    def draw(canvas):
        canvas.drawImage(scan, 0, 0, 612, 792)
        layer(canvas, (NOTE * 3)[:6])

    assert page(draw).verdict == "not read"


def test_a_layer_of_no_language_is_not_read(page, scan):
    guess = random.Random(3)

    def draw(canvas):
        canvas.drawImage(scan, 0, 0, 612, 792)
        layer(
            canvas, ["".join(guess.choice("xqzjkvwp;:|1") if sign.isalpha() else sign for sign in line) for line in NOTE * 3]
        )

    assert page(draw).verdict == "not read"


@pytest.mark.parametrize(
    "lines", [_moved(3), _moved(13), NOTE[:1] + _moved(7)[1:]], ids=["by 3", "by 13", "a true first line"]
)
def test_letters_that_are_others_are_not_read(page, lines):
    assert page(lambda canvas: write(canvas, lines)).verdict == "not read"


def test_a_scan_pasted_into_a_letter_counts(page, scan):
    def draw(canvas):
        write(canvas, NOTE, 760)
        canvas.drawImage(scan, 60, 40, 460, 595)

    assert page(draw).verdict == "not read"


def _logo(canvas):
    picture = Image.new("RGB", (300, 120), "white")
    picture.paste((20, 80, 160), (10, 10, 110, 110))
    canvas.drawImage(ImageReader(picture), 60, 730, 100, 40)
    write(canvas, NOTE)


def _photograph(canvas):
    picture = Image.effect_noise((30, 40), 90).resize((600, 800), Image.Resampling.BICUBIC)
    write(canvas, NOTE * 2)
    canvas.drawImage(ImageReader(picture), 60, 60, 240, 320)


def _form(canvas):
    for line in range(20):
        write(canvas, [f"Date of injury {line}:"], 720 - line * 30, 8)
        canvas.line(160, 718 - line * 30, 540, 718 - line * 30)
        canvas.rect(40, 714 - line * 30, 10, 10)


def _numbers(canvas):
    for line in range(30):
        canvas.setFont("Courier", 8)
        canvas.drawString(60, 720 - line * 20, "  ".join(f"{line * column * 0.37:8.2f}" for column in range(8)))


def _colors(canvas):
    canvas.setFillColorRGB(0.1, 0.1, 0.3)
    canvas.rect(50, 745, 500, 20, fill=1, stroke=0)
    canvas.setFillColorRGB(1, 1, 1)
    write(canvas, ["Report of the treating physician"], 751)
    canvas.setFillColorRGB(0.9, 0.9, 0.7)
    canvas.rect(50, 640, 500, 60, fill=1, stroke=0)
    canvas.setFillColorRGB(0, 0, 0)
    write(canvas, NOTE, 690)
    canvas.setFillColorRGB(1, 1, 0, alpha=0.4)
    canvas.rect(50, 650, 300, 20, fill=1, stroke=0)


@pytest.mark.parametrize("draw", [_logo, _photograph, _form, _numbers, _colors, lambda canvas: None])
def test_what_is_read_is_read_whole(page, draw):
    found = page(draw)
    assert (found.verdict, found.reasons, found.hidden) == ("read", (), "")


def test_white_words_on_a_dark_bar_and_marked_words_are_seen(page):
    found = page(_colors)
    assert "Report of the treating physician" in found.text
    assert all(line in found.text for line in NOTE)
