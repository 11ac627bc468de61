"""Words for pages, and how they come onto them."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

NOTE = [
    "The patient is a 48 year old warehouse worker who fell from a ladder.",
    "He reports low back pain that goes down the right leg, with numbness of the foot.",
    "Straight leg raise is positive on the right, strength is 4/5 in the great toe.",
    "The MRI shows a disc protrusion at L4-5 that touches the right nerve root.",
    "He completed twelve visits of physical therapy with some relief of pain.",
    "The plan is an epidural steroid injection and a home exercise program.",
    "Work status: modified duty, no lifting over fifteen pounds, follow up in four weeks.",
]
STAMP = "Received by fax server 10/02/2024 14:22, page 3 of 45, to the attention of the medical unit of the administrator"


def write(canvas: Canvas, lines: list[str], top: float = 700, size: float = 11, mode: int = 0) -> None:
    """Lines of text from the top down."""
    canvas.saveState()
    text = canvas.beginText(60, top)
    text.setFont("Helvetica", size)
    text.setTextRenderMode(mode)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)
    canvas.restoreState()


def layer(canvas: Canvas, lines: list[str], mode: int = 3) -> None:
    """A machine's words where those of `scan` stand."""
    canvas.saveState()
    canvas.setFont("Times-Roman", 11.5)
    for line, words in enumerate(lines):
        text = canvas.beginText(57.6, 792 - 72 - 11 - line * 19.2)
        text.setTextRenderMode(mode)
        text.textOut(words)
        canvas.drawText(text)
    canvas.restoreState()
