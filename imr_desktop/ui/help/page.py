"""A page of help or of the guide: the program's own markdown in the window's type. Nothing outside is opened or loaded."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QPixmap,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextBrowser

from imr_desktop.paths import resource
from imr_desktop.ui.theme import color, font, px

_BODY = 14
_HEADINGS = {1: 20, 2: 16, 3: 14}
_LINE = 135
"""Percent of the type's own line."""


class Page(QTextBrowser):
    """Shows markdown; pictures come from the guide's folder alone, no wider than the page."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setAccessibleName(name)
        self.document().setDocumentMargin(px(20))

    def loadResource(self, kind: int, url: QUrl | str) -> QPixmap | None:
        """A picture beside the chapters, by its bare name."""
        name = QUrl(url).toString()
        if kind != QTextDocument.ResourceType.ImageResource or "/" in name:
            return None
        picture, room = QPixmap(str(resource("guide") / name)), self.viewport().width() - px(64)
        return picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation) if picture.width() > room else picture

    def show_markdown(self, text: str) -> None:
        """Show a page from its top."""
        self.document().setDefaultFont(font(_BODY))
        self.setMarkdown(text)
        block = self.document().begin()
        while block.isValid():
            _dress(block)
            block = block.next()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                frame.setFormat(_ruled(frame.format()))
                _dress_head(frame)
        self.moveCursor(QTextCursor.MoveOperation.Start)


def _dress(block: QTextBlock) -> None:
    """Give a block its room, and its words their type: headings by level, keys and names of commands as caps."""
    cursor = QTextCursor(block)
    form = block.blockFormat()
    code = form.hasProperty(QTextFormat.Property.BlockCodeFence)
    if cursor.currentTable() is None:
        cursor.setBlockFormat(_spaced(form, code=code))
    if form.headingLevel():
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        cursor.mergeCharFormat(_typed(font(_HEADINGS.get(form.headingLevel(), _BODY), 600)))
    elif not code:
        for start, length in _caps(block):
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            cap = _typed(font(13, 600))
            cap.setForeground(color("chip_text"))
            cap.setBackground(color("chip"))
            cursor.mergeCharFormat(cap)


def _caps(block: QTextBlock) -> list[tuple[int, int]]:
    """Where words in backticks stand."""
    found, parts = [], block.begin()
    while not parts.atEnd():
        part = parts.fragment()
        if part.isValid() and part.charFormat().fontFixedPitch():
            found.append((part.position(), part.length()))
        parts += 1
    return found


def _typed(chosen: QFont) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFont(chosen, QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesAll)
    made.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
    return made


def _spaced(form: QTextBlockFormat, *, code: bool) -> QTextBlockFormat:
    """Room above headings and below paragraphs; long commands are wrapped."""
    form.setTopMargin(px(18) if form.headingLevel() > 1 else 0 if code else px(4))
    form.setBottomMargin(0 if code else px(6))
    form.setNonBreakableLines(False)
    if code:
        form.setBackground(color("sunken"))
    else:
        form.setLineHeight(_LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return form


def _ruled(form: QTextTableFormat) -> QTextTableFormat:
    form.setCellPadding(px(6))
    form.setCellSpacing(0)
    form.setBorderCollapse(True)
    form.setBorder(1)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(color("border"))
    form.setTopMargin(px(6))
    form.setBottomMargin(px(12))
    return form


def _dress_head(table: QTextTable) -> None:
    """The first row says what stands below it, quietly."""
    for column in range(table.columns()):
        cell = table.cellAt(0, column)
        cursor = cell.firstCursorPosition()
        cursor.setPosition(cell.lastCursorPosition().position(), QTextCursor.MoveMode.KeepAnchor)
        head = _typed(font(12, 600))
        head.setForeground(color("muted"))
        cursor.mergeCharFormat(head)
