"""From the letter as data to laid-out pages (ReportLab Platypus). Imported only when something is rendered."""

from __future__ import annotations

import io
from functools import partial
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, KeepTogether, PageTemplate, Spacer
from reportlab.platypus.doctemplate import LayoutError

from imr_desktop.determination import styles as look
from imr_desktop.determination.canvas import LetterCanvas
from imr_desktop.determination.flowables import Furniture, RuleLine, SignatureBox
from imr_desktop.determination.fonts import DRAWING, REGULAR
from imr_desktop.determination.letter import Letter, LetterItem
from imr_desktop.determination.paragraphs import paragraph, paragraphs
from imr_desktop.determination.pieces import LetterTable
from imr_desktop.determination.signs import printable
from imr_desktop.determination.structure import Structure
from imr_desktop.determination.wording import Wording
from imr_desktop.errors import RenderError

_BARE = [
    ("FONTNAME", (0, 0), (-1, -1), REGULAR),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 1),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]
_LINES_WITH_HEADING = 5


def lay_out(letter: Letter, words: Wording, *, digest: str, draft: bool) -> tuple[bytes, SignatureBox]:
    """The letter's pages as ReportLab writes them, and where the signature goes. Raises RenderError."""
    with DRAWING:
        return _laid_out(letter, words, digest=digest, draft=draft)


def _laid_out(letter: Letter, words: Wording, *, digest: str, draft: bool) -> tuple[bytes, SignatureBox]:
    signature = SignatureBox()
    buffer = io.BytesIO()
    running = printable(words.running.replace("{number}", letter.number or words.not_stated).replace("{digest}", digest))
    furniture = Furniture(running, words.page, words.draft if draft else "")
    document = BaseDocTemplate(
        buffer, pagesize=look.PAGE, initialFontName=REGULAR, invariant=1, lang="en-US", title=letter.title, pageCompression=1
    )
    frame = Frame(look.MARGIN, look.BOTTOM, look.WIDTH, look.PAGE[1] - look.TOP - look.BOTTOM, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate("letter", [frame])])
    story = _story(letter, words, signature, draft=draft)
    canvas = partial(LetterCanvas, furniture=furniture, structure=Structure(story))
    try:
        document.build(story, canvasmaker=canvas)
    except LayoutError as error:
        raise RenderError(f"A part of the letter does not fit on a page ({str(error)[:120]}); shorten it.") from None
    return buffer.getvalue(), signature


def _story(letter: Letter, words: Wording, signature: SignatureBox, *, draft: bool) -> list[Flowable]:
    story: list[Flowable] = [paragraph(letter.title, "title"), _rows(letter), RuleLine(7), *_outcome(letter), RuleLine(7)]
    story += [paragraph(words.headings.how, "heading"), *_how(letter)]
    story += _documents(letter, words)
    story += [paragraph(words.headings.summary, "heading"), paragraph(letter.summary_opening), *paragraphs(letter.summary)]
    story += [paragraph(words.headings.items, "heading"), paragraph(words.items.opening)]
    for item in letter.items:
        story += _item(item, words)
    if not letter.items:
        story.append(paragraph(words.items.none))
    return story + _closing(words, signature, draft=draft)


def _table(rows: list[list[Any]], widths: list[float], style: list[Any], **options: Any) -> LetterTable:
    """A table whose rows may break over pages, so that no cell is ever too tall."""
    return LetterTable(rows, colWidths=widths, style=[*_BARE, *style], splitByRow=1, splitInRow=1, hAlign="LEFT", **options)


def _rows(letter: Letter) -> LetterTable:
    rows = [[paragraph(f"{row.label}:", "label"), paragraph(row.value, "value")] for row in letter.rows]
    return _table(rows, [130, look.WIDTH - 130], [])


def _outcome(letter: Letter) -> list[Flowable]:
    return [paragraph(letter.outcome.value, "outcome", f"{letter.outcome.label}:")]


def _how(letter: Letter) -> list[Flowable]:
    *others, last = [(row.value, f"{row.label}:") for row in letter.credentials]
    credentials = [*(paragraph(value, "line", label) for value, label in others), paragraph(last[0], label=last[1])]
    return [*(paragraph(part) for part in letter.how), *credentials, paragraph(letter.effect)]


def _documents(letter: Letter, words: Wording) -> list[Flowable]:
    heading = paragraph(words.headings.documents, "heading")
    if not letter.documents:
        return [heading, paragraph(words.documents.none)]
    columns = ("column right", "column", "column", "column", "column right")
    cells = ("right", "small", "small", "small", "right")
    rows = [[paragraph(text, style) for text, style in zip(words.documents.columns, columns, strict=True)]]
    for row in letter.documents:
        fields = (row.number, row.title, row.author, row.date, row.pages)
        rows.append([paragraph(text, style) for text, style in zip(fields, cells, strict=True)])
        rows[-1][0].shows = row.pages
    widths = [22.0, 206.0, 122.0, 60.0, look.WIDTH - 410]
    lines = [
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, HexColor(look.RULE)),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, HexColor(look.HAIRLINE)),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
        ("LEFTPADDING", (1, 0), (-1, -1), 9),
    ]
    if len(rows) > 3:
        lines += [("NOSPLIT", (0, 0), (-1, 1)), ("NOSPLIT", (0, -2), (-1, -1))]
    table = _table(rows, widths, lines, repeatRows=1)
    return [CondPageBreak(110), heading, paragraph(words.documents.opening), table, Spacer(0, 4)]


def _item(item: LetterItem, words: Wording) -> list[Flowable]:
    box = _table(
        [[paragraph(f"{item.number}. {item.heading.rstrip(':')}:", "item"), paragraph(item.decision, "decision")]],
        [look.WIDTH - 84 - look.BOX_INSET, 84 + look.BOX_INSET],
        [
            ("BOX", (0, 0), (-1, -1), 0.9, HexColor(look.INK)),
            ("VALIGN", (1, 0), (1, 0), "BOTTOM"),
            ("LEFTPADDING", (0, 0), (0, 0), look.BOX_INSET),
            ("RIGHTPADDING", (-1, 0), (-1, 0), look.BOX_INSET),
            ("TOPPADDING", (0, 0), (-1, -1), 7),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
        ],
    )
    rest: list[Flowable] = [paragraph(item.meaning)] if item.meaning else []
    for label, text in (
        *((row.label, row.value) for row in item.details),
        (words.items.claims_administrator_guideline, item.claims_administrator_guideline),
        (words.items.reviewer_guideline, item.reviewer_guideline),
        (words.items.rationale, item.rationale),
    ):
        rest += paragraphs(text, label)
    page = look.PAGE[1] - look.TOP - look.BOTTOM
    room = min(box.wrap(look.WIDTH, page)[1] + _LINES_WITH_HEADING * look.styles()["body"].leading, page / 2)
    return [CondPageBreak(room), Spacer(0, 5), box, Spacer(0, 8), *rest]


def _closing(words: Wording, signature: SignatureBox, *, draft: bool) -> list[Flowable]:
    note = paragraph(words.draft_note if draft else words.signed_note, "note")
    place = [] if draft else [Spacer(0, 2), signature]
    return [KeepTogether([RuleLine(8), note, *place])]
