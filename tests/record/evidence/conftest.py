"""Pages of many kinds, drawn here."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from imr_desktop.paths import resource
from imr_desktop.record.model import PageText
from imr_desktop.record.pdf import read

from .drawing import NOTE


@pytest.fixture(scope="session")
def scan() -> ImageReader:
    """A note as a scanner gives it: black on white, 1 bit a dot, two thirds of a page long."""
    picture = Image.new("L", (1275, 1650), 255)
    font = ImageFont.truetype(str(resource("fonts", "LiberationSerif-Regular.ttf")), 24)
    for line, words in enumerate(NOTE * 3):
        ImageDraw.Draw(picture).text((120, 150 + line * 40), words, 0, font=font)
    return ImageReader(picture.convert("1"))


@pytest.fixture(scope="session")
def page() -> Callable[[Callable[[Canvas], None]], PageText]:
    """Draws a page of a letter's size and reads it."""

    def drawn(draw: Callable[[Canvas], None]) -> PageText:
        file = io.BytesIO()
        canvas = Canvas(file, pagesize=(612, 792))
        draw(canvas)
        canvas.showPage()
        canvas.save()
        file.seek(0)
        return read(file).pages[0]

    return drawn
