"""Cover letters and the proof of service as pages, with the letter's own styles. Imported only when something is rendered."""

from __future__ import annotations

import io
from functools import partial
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageTemplate, Spacer, Table
from reportlab.platypus.doctemplate import LayoutError

from imr_desktop.case.model import IssuingOffice
from imr_desktop.determination import logo
from imr_desktop.determination import styles as look
from imr_desktop.determination.canvas import LetterCanvas
from imr_desktop.determination.cover import CoverLetter, ProofOfService, Row
from imr_desktop.determination.cover_words import CoverWords
from imr_desktop.determination.finish import finish
from imr_desktop.determination.flowables import Furniture, RuleLine
from imr_desktop.determination.fonts import DRAWING, REGULAR
from imr_desktop.determination.paragraphs import paragraph
from imr_desktop.determination.pieces import LetterParagraph, LetterTable
from imr_desktop.determination.printed import refuse_unprintable_words
from imr_desktop.determination.signs import printable
from imr_desktop.determination.structure import Structure
from imr_desktop.errors import RenderError

_ROOM_TO_SIGN = 34
_GAP = 8.0
_LABELS = 225.0
_BULLET = "•"
_HANGING = 13.0


def render_cover(letter: CoverLetter) -> bytes:
    """A cover letter as PDF; nothing is attached to it. Raises RenderError."""
    refuse_unprintable_words(letter)
    return _rendered(letter.words, letter.number, letter.words.title, _letter(letter))


def render_proof(proof: ProofOfService) -> bytes:
    """The proof of service as PDF. Raises RenderError."""
    assert proof.words.proof is not None, "the words of a proof have it"
    refuse_unprintable_words(proof)
    return _rendered(proof.words, proof.number, proof.words.proof.title, _proof(proof))


def _rendered(words: CoverWords, number: str, title: str, story: list[Flowable]) -> bytes:
    number = number or words.not_stated
    buffer = io.BytesIO()
    furniture = Furniture(printable(words.running.format(number=number)), words.page)
    heading = printable(f"{title} {number}")
    with DRAWING:
        document = BaseDocTemplate(
            buffer,
            pagesize=look.PAGE,
            initialFontName=REGULAR,
            invariant=1,
            lang=words.language,
            title=heading,
            pageCompression=1,
        )
        frame = Frame(look.MARGIN, look.BOTTOM, look.WIDTH, look.PAGE[1] - look.TOP - look.BOTTOM, 0, 0, 0, 0)
        document.addPageTemplates([PageTemplate("letter", [frame])])
        try:
            document.build(story, canvasmaker=partial(LetterCanvas, furniture=furniture, structure=Structure(story)))
        except LayoutError as error:
            raise RenderError(f"A part of the letter does not fit on a page ({str(error)[:120]}); shorten it.") from None
    return finish(buffer.getvalue(), title=heading, edition=words.edition, data=None, signature=None)


def _letter(letter: CoverLetter) -> list[Flowable]:
    words = letter.words
    story = [*letterhead(letter.office), _line(letter.mailed), Spacer(0, 10)]
    story += [*map(_line, letter.addressee), Spacer(0, 10), _subject(words.title), _about(letter.about), Spacer(0, 10)]
    story += [_body(letter.greeting), _body(letter.opening), _body(letter.outcome), _decisions(letter), Spacer(0, 4)]
    story += [_heading(words.effect.heading), *map(_body, letter.effect)]
    story += [_heading(words.appeal.heading), _body(words.appeal.who), *_bullets(words.appeal.must)]
    story += [_body(letter.until), _body(words.appeal.grounds), *_bullets(words.appeal.ground)]
    *helps, last = letter.help
    story += [_body(words.appeal.after), _heading(words.help.heading), *map(_body, helps)]
    signed = [_body(last), *_signed(letter), Spacer(0, 8), _line(letter.enclosure), Spacer(0, 8)]
    return [*story, KeepTogether([*signed, *_copies(letter)])]  # never a signature alone on a page


def letterhead(office: IssuingOffice) -> list[Flowable]:
    """The office at the head of a page: its picture or its name, then address and contact."""
    head: list[Flowable] = (
        [logo.flowable(office.logo, look.WIDTH, 60, office.name)] if office.logo else [_office_name(office.name)]
    )
    lines = [line for line in (" · ".join(office.address), " · ".join(office.contact)) if line]
    return [*head, Spacer(0, 4), *(paragraph(line, "small") for line in lines), RuleLine(7)]


def _office_name(name: str) -> LetterParagraph:
    """The name in large type; it is no heading of the letter."""
    made = paragraph(name, "title")
    made.style = ParagraphStyle("office", made.style)
    return made


def _subject(text: str) -> LetterParagraph:
    """What the letter is, its first heading, in the size of the sections'."""
    made = paragraph(text, "heading")
    made.style = ParagraphStyle("title", made.style, spaceBefore=0)
    return made


def _line(text: str) -> Flowable:
    return paragraph(text, "line")


def _body(text: str) -> LetterParagraph:
    """A paragraph with more room behind it than in the determination: laypersons read this one."""
    made = paragraph(text)
    leads_on = text.rstrip().endswith(":")  # what leads to a list stands on its page
    made.style = ParagraphStyle("body", made.style, spaceAfter=_GAP, keepWithNext=int(leads_on))
    return made


def _heading(text: str) -> LetterParagraph:
    made = paragraph(text, "heading")
    made.style = ParagraphStyle("heading", made.style, spaceBefore=_GAP, spaceAfter=_GAP / 2)
    return made


def _about(rows: tuple[Row, ...]) -> Table:
    cells = [[paragraph(f"{row.label}:", "label"), paragraph(row.value, "value")] for row in rows]
    return _table(cells, [_LABELS, look.WIDTH - _LABELS], [])


def _decisions(letter: CoverLetter) -> Table:
    rows = [[paragraph(text, "column") for text in letter.words.table.columns]]
    rows += [
        [paragraph(text, style) for text, style in ((row.number, "small"), (row.title, "small"), (row.decision, "small"))]
        for row in letter.items
    ]
    return _ruled(rows, [28.0, look.WIDTH - 198, 170.0])


def _ruled(rows: list[list[Any]], widths: list[float]) -> Table:
    lines = [
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, HexColor(look.RULE)),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, HexColor(look.HAIRLINE)),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
        ("RIGHTPADDING", (0, 0), (-2, -1), 8),
    ]
    return _table(rows, widths, lines, repeatRows=1)


def _table(rows: list[list[Any]], widths: list[float], style: list[Any], **options: Any) -> Table:
    bare = [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT")),
        *((f"{side}PADDING", (0, 0), (-1, -1), 1) for side in ("TOP", "BOTTOM")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    return LetterTable(rows, colWidths=widths, style=[*bare, *style], splitByRow=1, splitInRow=1, hAlign="LEFT", **options)


def _bullets(texts: tuple[str, ...]) -> list[Flowable]:
    return [*(_bullet(text) for text in texts), Spacer(0, _GAP)]


def _bullet(text: str) -> LetterParagraph:
    """An item of a list: its style's name says so to `structure`."""
    made = paragraph(text, "line")
    made.style = ParagraphStyle("list", made.style, leftIndent=_HANGING, bulletIndent=0, bulletFontName=REGULAR)
    made.bulletText = _BULLET
    return made


def _signed(letter: CoverLetter) -> list[Flowable]:
    words, office = letter.words, letter.office
    who = [office.director, words.director] if office.director else []
    return [Spacer(0, 6), _line(words.closing), Spacer(0, _ROOM_TO_SIGN), *map(_line, (*who, office.name))]


def _copies(letter: CoverLetter) -> list[Flowable]:
    return [_line(letter.words.copies), *map(_line, letter.copies), paragraph(letter.words.note, "note")]


def _proof(proof: ProofOfService) -> list[Flowable]:
    words = proof.words.proof
    assert words is not None, "the words of a proof have it"
    rows: list[list[Any]] = [[paragraph(text, "column") for text in words.columns]]
    rows += [
        [paragraph(row.number, "small"), [paragraph(line, "small") for line in row.lines], paragraph(row.how, "small")]
        for row in proof.rows
    ]
    sign: list[Flowable] = [_body(words.perjury), _body(proof.executed), Spacer(0, _ROOM_TO_SIGN)]
    sign += [RuleLine(2), _line(proof.declarant)]
    story = [*letterhead(proof.office), paragraph(words.title, "title"), _about(proof.about), Spacer(0, 10)]
    story += [_body(proof.declare), _body(proof.served), _ruled(rows, [28.0, look.WIDTH - 168, 140.0])]
    return [*story, Spacer(0, 12), KeepTogether([*map(_body, proof.how), *sign])]  # never a signature alone on a page
