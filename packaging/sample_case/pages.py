"""Draws the sample packet: forms, letters and notes as text, the scanned papers as pictures without any text."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont
from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, Paragraph, Spacer, Table, TableStyle
from sample_case.story import Block, Source

WIDTH, HEIGHT = LETTER
MARGIN = 58
SCAN_DPI = 110
NOTICE = "Invented sample. No person, clinic, claim or case in it is real."

# look: regular font, bold font, size, whether form boxes are drawn
LOOKS = {
    "form": ("Helvetica", "Helvetica-Bold", 10.5, True),
    "report": ("Times-Roman", "Times-Bold", 12.5, True),
    "letter": ("SampleSerif", "SampleSerif-Bold", 12, False),
    "typed": ("Courier", "Courier-Bold", 11, False),
}


def draw(documents: tuple[Source, ...], fonts: Path, out: Path) -> None:
    """Write the packet to `out`, one sheet for each page of each document. Raises ValueError where a page is too full."""
    rl_config.invariant = 1
    pdfmetrics.registerFont(TTFont("SampleSerif", fonts / "SourceSerif4-Regular.ttf"))
    pdfmetrics.registerFont(TTFont("SampleSerif-Bold", fonts / "SourceSerif4-Bold.ttf"))
    canvas = Canvas(str(out), pagesize=LETTER, invariant=1)
    canvas.setTitle("Sample packet (invented)")
    for document in documents:
        for number, blocks in enumerate(document.pages, start=1):
            if document.look == "scan":
                _draw_scan(canvas, blocks, fonts / "SourceSerif4-Regular.ttf", seed=document.key)
            else:
                _draw_text(canvas, document, blocks, number)
            canvas.showPage()
    canvas.save()


def _draw_text(canvas: Canvas, document: Source, blocks: tuple[Block, ...], number: int) -> None:
    frame = Frame(MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN, 0, 0, 0, 0)
    left = list(_flowables(blocks, document.look))
    frame.addFromList(left, canvas)
    if left:
        raise ValueError(f"Page {number} of {document.key} does not fit on one sheet; shorten it.")
    canvas.setFont(LOOKS[document.look][0], 8)
    canvas.setFillGray(0.35)
    canvas.drawString(MARGIN, 34, NOTICE)
    canvas.drawRightString(WIDTH - MARGIN, 34, f"Page {number} of {len(document.pages)}")


def _flowables(blocks: tuple[Block, ...], look: str) -> Iterator[Flowable]:
    regular, bold, size, boxed = LOOKS[look]
    body = ParagraphStyle("body", fontName=regular, fontSize=size, leading=size * 1.38)
    strong = ParagraphStyle("strong", parent=body, fontName=bold)
    title = ParagraphStyle("title", parent=strong, fontSize=size + 3, leading=size + 8, alignment=1 if boxed else 0)
    bullet = ParagraphStyle("bullet", parent=body, leftIndent=14, bulletIndent=2)
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        if kind == "row":
            yield _table([block.cells for block in group], body, strong, boxed)
            yield Spacer(0, 7)
            continue
        for block in group:
            text = escape(block.cells[0]).replace("\n", "<br/>")
            if kind == "bullet":
                yield Paragraph(text, bullet, bulletText="-")
            elif kind == "text":
                yield Paragraph(text, body)
                yield Spacer(0, size * 0.7)
            else:
                yield Spacer(0, 6)
                yield Paragraph(text, title if kind == "title" else strong)
                yield Spacer(0, 5)
        if kind == "bullet":
            yield Spacer(0, size * 0.6)


def _table(rows: list[tuple[str, ...]], body: ParagraphStyle, strong: ParagraphStyle, boxed: bool) -> Table:
    columns = max(len(row) for row in rows)
    space = WIDTH - 2 * MARGIN
    widths = [space * 0.4, space * 0.6] if columns == 2 else [space / columns] * columns
    heads = columns > 2 or not boxed
    cells: list[list[Paragraph | str]] = [
        [Paragraph(escape(cell), strong if heads and index == 0 else body) for cell in row] for index, row in enumerate(rows)
    ]
    cells = [row + [""] * (columns - len(row)) for row in cells]
    grid = ("GRID", (0, 0), (-1, -1), 0.5, colors.Color(0.55, 0.55, 0.55))
    return Table(
        cells,
        colWidths=widths,
        style=TableStyle(
            [
                grid,
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ]
        ),
    )


def _draw_scan(canvas: Canvas, blocks: tuple[Block, ...], font: Path, seed: str) -> None:
    """A sheet as an office scanner leaves it: black and white, a little askew, with specks; no text in the PDF."""
    size = (int(WIDTH / 72 * SCAN_DPI), int(HEIGHT / 72 * SCAN_DPI))
    image = Image.new("L", size, 255)
    pen = ImageDraw.Draw(image)
    y = SCAN_DPI
    for block in blocks:
        face = ImageFont.truetype(str(font), 34 if block.kind == "title" else 21)
        for line in (part for text in block.cells[0].split("\n") for part in textwrap.wrap(text, 68)):
            pen.text((SCAN_DPI * 0.8, y), line, font=face, fill=0)
            y += int(face.size * 1.5)
        y += 16
    pen.text((SCAN_DPI * 0.8, size[1] - SCAN_DPI * 0.5), NOTICE, font=ImageFont.truetype(str(font), 12), fill=0)
    chance = random.Random(seed)
    image = image.rotate(chance.uniform(-1.4, 1.4), resample=Image.Resampling.BICUBIC, fillcolor=255)
    image = image.point([0 if shade < 150 else 255 for shade in range(256)])
    for _ in range(140):
        image.putpixel((chance.randrange(size[0]), chance.randrange(size[1])), 0)
    canvas.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)
