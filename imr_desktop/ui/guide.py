"""The user guide's window: chapters at the left, the page at the right, a search over all of it.

It stays open beside the work and remembers nothing. Links lead from chapter to chapter; nothing else is opened.
"""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QSize, Qt, QUrl, Slot
from PySide6.QtGui import (
    QKeySequence,
    QPixmap,
    QShortcut,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QTextBrowser, QWidget

from imr_desktop.guide import Chapter
from imr_desktop.paths import resource
from imr_desktop.ui.theme import color, current, px
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, row
from imr_desktop.ui.wording import counted


class _Page(QTextBrowser):
    """A chapter; pictures come from the guide's folder alone, no wider than the page."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setAccessibleName("Chapter")
        self.document().setDocumentMargin(px(16))

    def loadResource(self, kind: int, url: QUrl | str) -> QPixmap | None:
        """A picture beside the chapters, by its bare name."""
        name = QUrl(url).toString()
        if kind != QTextDocument.ResourceType.ImageResource or "/" in name:
            return None
        picture, room = QPixmap(str(resource("guide") / name)), self.viewport().width() - px(56)
        return picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation) if picture.width() > room else picture

    def show_markdown(self, text: str) -> None:
        """Show a chapter from its top."""
        self.setMarkdown(text)
        block = self.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            if cursor.currentTable() is None:
                cursor.setBlockFormat(_spaced(block.blockFormat()))
            block = block.next()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                frame.setFormat(_ruled(frame.format()))
        self.moveCursor(QTextCursor.MoveOperation.Start)


def _spaced(form: QTextBlockFormat) -> QTextBlockFormat:
    """Room above headings and below paragraphs; long commands are wrapped."""
    code = form.hasProperty(QTextFormat.Property.BlockCodeFence)
    form.setTopMargin(px(12) if form.headingLevel() > 1 else 0 if code else px(4))
    form.setBottomMargin(0 if code else px(5))
    form.setNonBreakableLines(False)
    if code:
        form.setBackground(color("sunken"))
    else:
        form.setLineHeight(px(2), QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
    return form


def _ruled(form: QTextTableFormat) -> QTextTableFormat:
    form.setCellPadding(px(5))
    form.setCellSpacing(0)
    form.setBorderCollapse(True)
    form.setBorder(1)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(color("border"))
    form.setBottomMargin(px(12))
    return form


class GuideWindow(QDialog):
    """Shows chapters; it begins with the first."""

    def __init__(self, parent: QWidget, chapters: tuple[Chapter, ...]) -> None:
        super().__init__(parent)
        self.setWindowTitle("User guide")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._chapters = chapters
        self.list, self.page, self.search = QListWidget(), _Page(), QLineEdit()
        self.count = PlainLabel("", "muted")
        self._lay_out()
        self.resize(QSize(px(960), px(660)).boundedTo(parent.size()))
        self.list.currentRowChanged.connect(self._show)
        self.page.anchorClicked.connect(self._follow)
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self.find_next)
        QShortcut(QKeySequence("Ctrl+F"), self, self._to_search)
        QShortcut(QKeySequence("F3"), self, self.find_next)
        current().changed.connect(self._restyle)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def _lay_out(self) -> None:
        self.list.addItems([chapter.title for chapter in self._chapters])
        self.list.setAccessibleName("Chapters")
        self.list.setFixedWidth(px(220))
        self.list.setSpacing(px(3))
        self.search.setAccessibleName("Search the guide")
        self.search.setAccessibleDescription("Enter or F3 goes to the next place")
        self.search.setPlaceholderText("Search the guide (Ctrl+F)")
        close = Button("Close", kind="ghost", tip="Esc")
        close.clicked.connect(self.reject)
        self.setLayout(
            column(
                row((self.search, 1), self.count),
                8,
                row(self.list, (self.page, 1)),
                12,
                row(None, close),
                margins=(16, 12, 16, 12),
            )
        )

    @Slot(int)
    def _show(self, at: int) -> None:
        self.page.show_markdown(self._chapters[at].text)

    @Slot()
    def _restyle(self) -> None:
        self._show(self.list.currentRow())

    @Slot(QUrl)
    def _follow(self, url: QUrl) -> None:
        files = [chapter.file for chapter in self._chapters]
        if url.toString() in files:
            self.list.setCurrentRow(files.index(url.toString()))
            self.page.setFocus()

    @Slot()
    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    @Slot(str)
    def _narrow(self, typed: str) -> None:
        """List the chapters that hold the words, and say how many places there are."""
        words = typed.strip().casefold()
        places = [text.count(words) for text in self._plain] if words else []
        for at, chapter_places in enumerate(places or [1] * len(self._chapters)):
            self.list.item(at).setHidden(not chapter_places)
        told = (
            f"{counted(sum(places), 'place')} in {counted(sum(map(bool, places)), 'chapter')}"
            if any(places)
            else "Not in the guide"
        )
        self.count.setText(told if words else "")

    @Slot()
    def find_next(self) -> None:
        """Go to the next place with the words, through all chapters and round again."""
        words, here = self.search.text().strip(), self.list.currentRow()
        rows = [*range(here + 1, self.list.count()), *range(here + 1)]
        following = [at for at in rows if not self.list.item(at).isHidden()]
        if not words or not following or self.page.find(words):
            return
        self.list.setCurrentRow(following[0])
        self.page.moveCursor(QTextCursor.MoveOperation.Start)
        self.page.find(words)

    @cached_property
    def _plain(self) -> list[str]:
        """The chapters' words as they are shown."""
        document = QTextDocument(self)
        plain = []
        for chapter in self._chapters:
            document.setMarkdown(chapter.text)
            plain.append(document.toPlainText().casefold())
        return plain
