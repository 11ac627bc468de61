"""A document of every kind of piece that a letter may hold, made as letters are."""

from __future__ import annotations

import io
from functools import partial


def png(width: int = 8, height: int = 4) -> bytes:
    from imr_desktop.determination.logo import Pixels, _png

    return _png(Pixels(width, height, bytes(range(3 * width)) * height))


def document_of(make_story) -> bytes:
    """A document of any pieces, made as letters are."""
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    from imr_desktop.determination.canvas import LetterCanvas
    from imr_desktop.determination.finish import finish
    from imr_desktop.determination.flowables import Furniture
    from imr_desktop.determination.fonts import DRAWING, REGULAR
    from imr_desktop.determination.structure import Structure

    buffer = io.BytesIO()
    with DRAWING:
        story = make_story()
        made = BaseDocTemplate(
            buffer, pagesize=(612, 792), initialFontName=REGULAR, invariant=1, lang="en-US", pageCompression=1
        )
        made.addPageTemplates([PageTemplate("page", [Frame(72, 72, 468, 648, 0, 0, 0, 0)])])
        furniture = Furniture("Case", "Page {page} of {pages}")
        made.build(story, canvasmaker=partial(LetterCanvas, furniture=furniture, structure=Structure(story)))
    return finish(buffer.getvalue(), title="Pieces", edition="1", data=b"{}", signature=None)


def listed(text: str, bullet: str | None, depth: int):
    """An item of a list."""
    from imr_desktop.determination import styles as look
    from imr_desktop.determination.pieces import LetterParagraph

    style = look.styles()["list" if depth == 1 else f"list {depth}"]
    return LetterParagraph(text, style, bulletText=bullet)


def pieces():
    """A heading, a picture, a list in a list, tables of every kind and a link to a heading."""
    from imr_desktop.determination.logo import flowable
    from imr_desktop.determination.paragraphs import paragraph
    from imr_desktop.determination.pieces import LetterTable

    target = paragraph("1. Injections", "item")
    target.named = "item 1"
    jump = paragraph("Injections " * 20)
    jump.leads = "item 1"
    beside = LetterTable([[[paragraph("Office"), paragraph("of review")], [paragraph("1 Main Street")]]])
    data = LetterTable(
        [[paragraph("a"), ""], [paragraph("c"), paragraph("d")]], style=[("GRID", (0, 0), (-1, -1), 1, "black")]
    )
    data.holds_data = True
    return [
        flowable(png(), 100, 50, "Letterhead of the office"),
        paragraph("Title", "title"),
        beside,
        paragraph("Section", "heading"),
        jump,
        listed("First", "1.", 1),
        listed("Inside", "\u2022", 2),
        listed("Second", "2.", 1),
        data,
        target,
        paragraph("After."),
    ]
