"""From the letter as data to laid-out pages (ReportLab Platypus). Imported only when something is rendered."""

from __future__ import annotations

import io
from functools import partial
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, KeepTogether, PageTemplate, Spacer
from reportlab.platypus.doctemplate import LayoutError

from imr_desktop.case.model import IssuingOffice
from imr_desktop.determination import logo
from imr_desktop.determination import styles as look
from imr_desktop.determination.canvas import LetterCanvas
from imr_desktop.determination.flowables import Furniture, RuleLine, SignatureBox
from imr_desktop.determination.fonts import DRAWING, REGULAR
from imr_desktop.determination.letter import DocumentRow, Letter, LetterItem
from imr_desktop.determination.paragraphs import paragraph, paragraphs, run_in
from imr_desktop.determination.pieces import LetterParagraph, LetterTable
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
_RULED = [
    ("LINEBELOW", (0, 0), (-1, 0), 0.8, HexColor(look.RULE)),
    ("LINEBELOW", (0, 1), (-1, -1), 0.4, HexColor(look.HAIRLINE)),
    ("TOPPADDING", (0, 0), (-1, -1), 0.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
]
_LINES_WITH_HEADING = 2
_FEW_DOCUMENTS = 12
_HIGHEST_LOGO = 54.0
_PAGE = look.PAGE[1] - look.TOP - look.BOTTOM


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
    story = [
        *_letterhead(letter),
        paragraph(letter.title, "title"),
        *_version(letter),
        _rows(letter),
        *_outcome(letter, words),
    ]
    story += [*_heading(words.headings.how), *_how(letter)]
    listed, appendix = _documents(letter, words)
    story += listed
    story += [*_heading(words.headings.summary), *_opened(letter.summary_opening, paragraphs(letter.summary))]
    items = [_item(item, words) for item in letter.items]
    first = items[0][0].height if items else 0
    story += [*_heading(words.headings.items, first), paragraph(words.items.opening if items else words.items.none)]
    story += [part for item in items for part in item]
    closing = _closing(letter, words, signature, draft=draft)
    after = [paragraph(words.headings.after, "heading"), *map(paragraph, letter.after)] if letter.after else [story.pop()]
    return [*story, KeepTogether([*after, *closing]), *appendix]


def _heading(text: str, first: float = 0) -> list[Flowable]:
    """A section's heading, with room for some lines of what it heads, or for a line and a `first` part of so many points."""
    style, body = look.styles()["heading"], look.styles()["body"]
    room = (
        style.spaceBefore + style.leading + style.spaceAfter + max(3 * body.leading, body.leading + body.spaceAfter + first)
    )
    return [CondPageBreak(min(room, _PAGE)), paragraph(text, "heading")]


def _opened(opening: str, texts: list[Flowable]) -> list[Flowable]:
    return [*([paragraph(opening)] if opening else []), *texts]


def _table(rows: list[list[Any]], widths: list[float], style: list[Any], **options: Any) -> LetterTable:
    """A table whose rows may break over pages, so that no cell is ever too tall."""
    return LetterTable(rows, colWidths=widths, style=[*_BARE, *style], splitByRow=1, splitInRow=1, hAlign="LEFT", **options)


def _letterhead(letter: Letter) -> list[Flowable]:
    """Who issues the determination: name or picture, address, contact, and where help in other languages is had."""
    office = letter.office
    if office is None:
        return []
    left = [*_logo(office), paragraph(office.name, "office")]
    right = [paragraph(line, "office line") for line in (*office.address, *office.contact)]
    head = _table([[left, right]], [look.WIDTH / 2, look.WIDTH / 2], [("VALIGN", (0, 0), (-1, -1), "BOTTOM")])
    help_ = [paragraph(office.language_help, "note")] if office.language_help.strip() else []
    return [head, RuleLine(3), *help_, Spacer(0, 4)]


def _logo(office: IssuingOffice) -> list[Flowable]:
    return [logo.flowable(office.logo, look.WIDTH / 2 - 12, _HIGHEST_LOGO, office.name)] if office.logo else []


def _version(letter: Letter) -> list[Flowable]:
    return [paragraph(letter.version)] if letter.version else []


def _rows(letter: Letter) -> LetterTable:
    """Labels and values in two columns, read row by row."""
    cells = [(paragraph(f"{row.label}:", "label"), paragraph(row.value, "value")) for row in letter.rows]
    first, rest = cells[:1], cells[1:]
    last = rest.pop() if len(rest) % 2 else None
    pairs = [[*first[0], *(last or ("", ""))], *([*rest[at], *rest[at + 1]] for at in range(0, len(rest), 2))]
    half = look.WIDTH / 2
    return _table(pairs, [92, half - 92, 128, half - 128], [("TOPPADDING", (0, 0), (-1, -1), 0)])


def _outcome(letter: Letter, words: Wording) -> list[Flowable]:
    """The result in one sentence, and from two items on the decision on each."""
    said = paragraph(letter.outcome.value, "outcome", f"{letter.outcome.label}:")
    if not letter.decisions:
        return [RuleLine(3), said, RuleLine(3)]
    rows: list[list[Any]] = [[paragraph(text, "column") for text in words.decisions]]
    rows += [
        [
            paragraph(f"{row.number}", "cell"),
            _leading(row.item, "cell", row.number),
            _leading(row.decision, "decision", row.number),
        ]
        for row in letter.decisions
    ]
    table = _table(rows, [28, look.WIDTH - 28 - 80, 80], [*_RULED, ("LEFTPADDING", (1, 0), (-1, -1), 4)], repeatRows=1)
    return [RuleLine(3), said, Spacer(0, 3), table, Spacer(0, 4)]


def _leading(text: str, style: str, number: int) -> LetterParagraph:
    """Words that lead to an item."""
    made = paragraph(text, style)
    made.leads = f"item {number}"
    return made


def _how(letter: Letter) -> list[Flowable]:
    effect = [paragraph(letter.effect)] if letter.effect else []
    return [*map(paragraph, letter.how), run_in([(f"{row.label}:", row.value) for row in letter.credentials]), *effect]


def _documents(letter: Letter, words: Wording) -> tuple[list[Flowable], list[Flowable]]:
    """The documents where they are few, else where they are found; and the appendix that then holds them."""
    said = words.documents
    after = [*map(paragraph, letter.notes), *_missing(letter, words)]
    many = len(letter.documents) + len(letter.unopened)
    if not many:
        return after, []
    listed = _listed(letter, words)
    if many <= _FEW_DOCUMENTS or not said.appendix:
        return [*_heading(words.headings.documents), *listed, *after], []
    where = paragraph(said.appendix.replace("{count}", f"{len(letter.documents)}"))
    return [*_heading(words.headings.documents), where, *after], [*_heading(said.appendix_heading), *listed]


def _listed(letter: Letter, words: Wording) -> list[Flowable]:
    said = words.documents
    considered = [paragraph(said.opening), _document_table(letter.documents, words)] if letter.documents else []
    unopened = [paragraph(said.unopened), _document_table(letter.unopened, words)] if letter.unopened else []
    return [*(considered or [paragraph(said.none_opened)]), *unopened]


def _missing(letter: Letter, words: Wording) -> list[Flowable]:
    """What was asked for and never came."""
    if not letter.missing:
        return []
    *others, last = [f"– {line}" for line in letter.missing]
    lines = [*(paragraph(line, "line") for line in others), paragraph(last)]
    return [paragraph(words.documents.missing, "line"), *lines]


def _document_table(documents: tuple[DocumentRow, ...], words: Wording) -> Flowable:
    columns = ("column right", "column", "column", "column", "column right")
    cells = ("right", "small", "small", "small", "right")
    rows = [[paragraph(text, style) for text, style in zip(words.documents.columns, columns, strict=True)]]
    for row in documents:
        fields = (row.number, row.title, row.author, row.date, row.pages)
        rows.append([paragraph(text, style) for text, style in zip(fields, cells, strict=True)])
        rows[-1][0].shows = row.pages
    widths = [24.0, look.WIDTH - 24 - 118 - 64 - 56, 118.0, 64.0, 56.0]
    lines = [*_RULED, ("LEFTPADDING", (1, 0), (-1, -1), 7)]
    if len(rows) > 3:
        lines += [("NOSPLIT", (0, 0), (-1, 1)), ("NOSPLIT", (0, -2), (-1, -1))]
    return _table(rows, widths, lines, repeatRows=1, spaceAfter=5)


def _item(item: LetterItem, words: Wording) -> list[Flowable]:
    """An item: its heading never stands on a page without its guidelines and the first lines of its rationale."""
    short = bool(item.meaning) and not item.meaning.endswith(".")
    decision = f"{item.decision} ({item.meaning})" if short else item.decision
    heading = paragraph(f"{item.number}. {item.heading.rstrip(':')}: {decision}", "item")
    heading.named = f"item {item.number}"
    head: list[Flowable] = [heading]
    head += [paragraph(item.meaning)] if item.meaning and not short else []
    for label, text in (
        *((row.label, row.value) for row in item.details),
        (words.items.claims_administrator_guideline, item.claims_administrator_guideline),
        (words.items.reviewer_guideline, item.reviewer_guideline),
    ):
        head += paragraphs(text, label) if text else []
    rationale = paragraphs(item.rationale, words.items.rationale) if item.rationale else []
    lines = _LINES_WITH_HEADING if rationale else 0
    room = sum(map(_height, head)) + lines * look.styles()["body"].leading
    return [CondPageBreak(min(room, _PAGE)), *head, *rationale]


def _height(one: Flowable) -> float:
    return float(one.wrap(look.WIDTH, look.PAGE[1])[1]) + float(one.getSpaceBefore()) + float(one.getSpaceAfter())


def _closing(letter: Letter, words: Wording, signature: SignatureBox, *, draft: bool) -> list[Flowable]:
    """The note beside the place of the signature, and the medical director's name."""
    if draft:
        return [RuleLine(4), paragraph(words.draft_note, "note")]
    notes: list[Flowable] = [paragraph(words.signed_note, "note")]
    if letter.director:
        notes.insert(0, paragraph(letter.director, "value"))
    left = look.WIDTH - signature.width - 10
    return [RuleLine(2), _table([[notes, signature]], [left, signature.width + 10], [("LEFTPADDING", (1, 0), (1, 0), 10)])]
