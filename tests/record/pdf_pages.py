"""PDF pages of many kinds, made here: forms, notes, turned and cropped sheets, columns."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
from reportlab.pdfgen.canvas import Canvas

LETTER = (612, 792)
REPORT = ("Sheet of a report", "Straight leg raise is negative.", "Gait: steady, no limp", "Plan: home exercise")


def sheet(draw: Callable[[Canvas], None], size: tuple[float, float] = LETTER) -> bytes:
    """One page that `draw` draws."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=size, invariant=1)
    canvas.setFont("Helvetica", 11)
    draw(canvas)
    canvas.save()
    return made.getvalue()


def report(canvas: Canvas) -> None:
    """Four lines, from the top."""
    for at, line in enumerate(REPORT):
        canvas.drawString(150, 700 - 20 * at, line)


def form(canvas: Canvas) -> None:
    """A form with every kind of field, filled."""
    fields = canvas.acroForm
    for at, label in enumerate(("Worker:", "Injured on:", "Body part:", "Urgent:", "Routine:", "Side:")):
        canvas.drawString(72, 700 - 30 * at, label)
    fields.textfield(name="worker", value="Testcase, Alma", x=150, y=692, width=200, height=20, fontSize=10)
    fields.textfield(name="injured", value="03/04/2031", x=150, y=662, width=200, height=20, fontSize=10)
    fields.choice(
        name="part", value="knee", options=["back", "knee", "wrist"], x=150, y=632, width=200, height=20, fontSize=10
    )
    fields.checkbox(name="urgent", checked=False, x=150, y=605, size=14)
    fields.checkbox(name="routine", checked=True, x=150, y=575, size=14)
    fields.listbox(name="side", value="left", options=["left", "right"], x=150, y=520, width=100, height=34, fontSize=10)


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A document after a change."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        change(document)
        document.save(made)
    return made.getvalue()


def without_appearances(document: pikepdf.Pdf) -> None:
    """Leave it to the viewer to draw the fields."""
    document.Root.AcroForm.NeedAppearances = True
    for annotation in document.pages[0].Annots:
        if annotation.get("/FT") in ("/Tx", "/Ch") and "/AP" in annotation:
            del annotation.AP


def note(
    document: pikepdf.Pdf, subtype: str, rect: list[float], contents: str = "", *, drawn: str = "", **more: object
) -> None:
    """Put an annotation on the first page, with letters drawn in it where some are given."""
    name = pikepdf.Name
    made = pikepdf.Dictionary(Type=name.Annot, Subtype=name("/" + subtype), Rect=rect, Contents=contents, **more)
    if drawn:
        stream = document.make_stream(f"BT /F1 10 Tf 2 4 Td ({drawn}) Tj ET".encode())
        font = pikepdf.Dictionary(Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica)
        stream.Type, stream.Subtype = name.XObject, name.Form
        stream.BBox = [0, 0, rect[2] - rect[0], rect[3] - rect[1]]
        stream.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        made.AP = pikepdf.Dictionary(N=stream)
    page = document.pages[0]
    page.Annots = pikepdf.Array([*page.get("/Annots", []), document.make_indirect(made)])


def xfa(data: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Make a document an XFA form with a data set."""

    def change(document: pikepdf.Pdf) -> None:
        packets = ["template", document.make_stream(b"<template/>"), "datasets", document.make_stream(data)]
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=pikepdf.Array(packets))
        document.Root.NeedsRendering = True

    return change
