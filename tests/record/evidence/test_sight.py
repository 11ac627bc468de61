"""What no eye sees is set apart, and nothing else is."""

from __future__ import annotations

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from .drawing import NOTE, write

SECRET = "a secret of the other claim"


def _bar(canvas):
    write(canvas, [SECRET], 400)
    canvas.rect(50, 390, 300, 24, fill=1, stroke=0)


def _picture_bar(canvas):
    write(canvas, [SECRET], 400)
    canvas.drawImage(ImageReader(Image.new("L", (20, 20), 30)), 50, 390, 300, 24)


def _white(canvas):
    canvas.setFillColorRGB(1, 1, 1)
    write(canvas, [SECRET], 400)


def _nearly_white(canvas):
    canvas.setFillColorRGB(0.99, 0.99, 0.99)
    write(canvas, [SECRET], 400)


def _black_on_black(canvas):
    canvas.rect(50, 390, 300, 24, fill=1, stroke=0)
    write(canvas, [SECRET], 400)


def _tiny(canvas):
    write(canvas, [SECRET], 400, size=0.5)


def _beside_the_page(canvas):
    write(canvas, [SECRET], 850)


def _unseen(canvas):
    write(canvas, [SECRET], 400, mode=3)


def _clipped(canvas):
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(400, 20, 50, 50)
    canvas.clipPath(path, stroke=0)
    write(canvas, [SECRET], 400)
    canvas.restoreState()


def _over(canvas):
    write(canvas, [SECRET], 400)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(50, 390, 300, 24, fill=1, stroke=0)
    canvas.setFillColorRGB(0, 0, 0)
    write(canvas, ["another line of the note"], 400)


HIDDEN = [_bar, _picture_bar, _white, _nearly_white, _black_on_black, _tiny, _beside_the_page, _unseen, _clipped, _over]


@pytest.mark.parametrize("hide", HIDDEN, ids=lambda one: one.__name__.strip("_"))
def test_what_no_eye_sees_is_set_apart(page, hide):
    def draw(canvas):
        write(canvas, NOTE)
        hide(canvas)

    found = page(draw)
    assert found.hidden.split() == SECRET.split()
    assert SECRET not in found.text
    assert all(line in found.text for line in NOTE)
    assert found.verdict == "read"


def _drawn_before(canvas):
    canvas.setFillColorRGB(0.8, 0.8, 0.8)
    canvas.rect(50, 390, 300, 24, fill=1, stroke=0)
    canvas.setFillColorRGB(0, 0, 0)
    write(canvas, [SECRET], 400)


def _marked(canvas):
    write(canvas, [SECRET], 400)
    canvas.setFillColorRGB(1, 1, 0, alpha=0.5)
    canvas.rect(50, 390, 300, 24, fill=1, stroke=0)


def _framed(canvas):
    write(canvas, [SECRET], 400)
    canvas.rect(50, 390, 300, 24, fill=0, stroke=1)


def _pale(canvas):
    canvas.setFillColorRGB(0.75, 0.75, 0.75)
    write(canvas, [SECRET], 400)


def _colored(canvas):
    canvas.setFillColorRGB(0.8, 0.1, 0.1)
    write(canvas, [SECRET], 400, size=5)


@pytest.mark.parametrize("show", [_drawn_before, _marked, _framed, _pale, _colored], ids=lambda one: one.__name__.strip("_"))
def test_what_can_be_seen_stays(page, show):
    found = page(show)
    assert (found.hidden, found.text) == ("", SECRET)


def test_words_drawn_twice_are_read_once_and_repeated_ones_twice(page):
    def draw(canvas):
        for off in (0, 0.3):
            canvas.drawString(60 + off, 700, "ASSESSMENT AND PLAN")
        for top in (600, 580):
            canvas.drawString(60, top, "Lumbar spine: tender")

    text = page(draw).text
    assert text.count("ASSESSMENT AND PLAN") == 1
    assert text.count("Lumbar spine: tender") == 2


@pytest.mark.parametrize("white", [False, True], ids=["unseen", "white"])
def test_the_true_words_stand_where_a_bad_layer_lies_under_them(page, white):
    def draw(canvas):
        canvas.setFillGray(1 if white else 0)
        write(canvas, [line.replace("l", "1") for line in NOTE], mode=0 if white else 3)
        canvas.setFillGray(0)
        write(canvas, NOTE)

    text = page(draw).text
    assert all(line in text for line in NOTE)
    assert "1umbar" not in text
    assert "1ow" not in text
