"""Files of every kind, made here."""

import io
import sys
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from imr_desktop.record import Reader

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="module")
def reader():
    with Reader() as made:
        yield made


@pytest.fixture
def pdf(tmp_path):
    """Make a PDF with one page per text (a text's lines are drawn 14 points apart; an empty line doubles the step)."""

    def make(*pages: str, name: str = "made.pdf", size=letter) -> Path:
        path = tmp_path / name
        canvas = Canvas(str(path), pagesize=size, invariant=1)
        for text in pages:
            y = 700
            for line in text.split("\n"):
                canvas.drawString(72, y, line)
                y -= 14
            canvas.showPage()
        canvas.save()
        return path

    return make


@pytest.fixture
def scan():
    """A page-sized picture as PNG bytes, as a scanner would make."""
    from PIL import Image, ImageDraw

    picture = Image.new("L", (850, 1100), 255)
    ImageDraw.Draw(picture).text((100, 100), "scanned words", fill=0)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    buffer.seek(0)
    return buffer
