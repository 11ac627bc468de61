"""What stands on dotted lines is read: their dots are taken out of the picture, what is left of them is no word."""

import sys
from pathlib import Path

import numpy
import pytest

pytest.importorskip("tesserocr", reason="no reading machine is installed (pip install 'imr-desktop[ocr]')")

from PIL import Image, ImageDraw, ImageFont

from imr_desktop.record.machine import MachineReader, dotted, machine_sandbox
from imr_desktop.record.machine.tesseract import Seen
from imr_desktop.record.sources import in_memory

PACKAGING = str(Path(__file__).resolve().parents[3] / "packaging")
sys.path.insert(0, PACKAGING)
from fax import degraded  # noqa: E402
from machine_figures import as_pdf  # noqa: E402

sys.path.remove(PACKAGING)

LINES = ("1. Naproxen 500 mg #60", "2. Physical therapy, 8 visits", "3. Hinged brace for the left knee")


def form(*, dots: bool) -> Image.Image:
    """Entries of a list, each on a dotted line that goes over the page."""
    page = Image.new("L", (1700, 1100), 255)
    pen = ImageDraw.Draw(page)
    for at, line in enumerate(("List what was denied in the space below.", *LINES)):
        down = 200 + 60 * at
        pen.text((160, down), line, fill=0, font=ImageFont.load_default(30))
        for across in range(150, 1550, 11) if dots and at else ():
            pen.rectangle((across, down + 38, across + 2, down + 40), fill=0)
    return page


def test_dots_are_taken_out_and_print_stays():
    plain, with_dots = (numpy.array(form(dots=dots)) for dots in (False, True))
    assert dotted.undotted(plain) is plain
    made = dotted.undotted(with_dots)
    assert (made[plain < 128] < 128).all()
    added = (with_dots < 128) & (plain >= 128)
    assert numpy.count_nonzero((made < 128) & added) < 0.1 * numpy.count_nonzero(added)


def test_feet_of_letters_before_a_row_of_dots_stay():
    page = Image.new("L", (1700, 300), 255)
    pen = ImageDraw.Draw(page)
    pen.text((150, 100), "HINGED KNEE BRACE LEFT LEG", fill=0, font=ImageFont.load_default(30))
    plain, foot = numpy.array(page), int(max(numpy.nonzero(numpy.array(page) < 128)[0]))
    for across in range(700, 1500, 12):
        pen.rectangle((across, foot - 2, across + 2, foot), fill=0)
    made = dotted.undotted(numpy.array(page))
    assert (made[plain < 128] < 128).all()
    assert (made[:, 800:1400] >= 128).all()


def test_a_list_on_dotted_lines_is_read_from_a_fax():
    with machine_sandbox() as sandbox:
        page = MachineReader(sandbox).read(in_memory(as_pdf(degraded(form(dots=True), "coarse fax", 3))), 1)
    read = page.text.split("\n")
    assert [line for line in read if line.strip() in LINES] == list(LINES)


def test_what_is_left_of_a_line_is_no_word():
    said = ("Knee", "brace", "for", "the", "left", "knee", "x1")
    words = [Seen(text, (100 + 90 * at, 200, 170 + 90 * at, 224), 0.96, 0, 0) for at, text in enumerate(said)]
    left = [Seen("7", (900, 240, 918, 243), 0.54, 0, 1), Seen("-", (1100, 241, 1112, 243), 0.1, 0, 1)]
    bullet = Seen("-", (60, 210, 72, 213), 0.1, 0, 0)
    assert dotted.undashed([bullet, *words, *left]) == [bullet, *words]
    assert dotted.undashed([]) == []
