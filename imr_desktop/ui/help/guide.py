"""The user guide's window: chapters at the left, the page at the right, a search over all of it.

It stays open beside the work and remembers nothing. Links lead from chapter to chapter; nothing else is opened.
"""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QSize, Qt, QUrl, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QWidget

from imr_desktop.guide import Chapter
from imr_desktop.language import tr
from imr_desktop.ui.help.page import Page
from imr_desktop.ui.theme import current, px
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, row
from imr_desktop.ui.wording import counted


class GuideWindow(QDialog):
    """Shows chapters; it begins with the first."""

    def __init__(self, parent: QWidget, chapters: tuple[Chapter, ...]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("User guide"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._chapters = chapters
        self.list, self.page, self.search = QListWidget(), Page(tr("Chapter")), QLineEdit()
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
        self.list.setAccessibleName(tr("Chapters"))
        self.list.setFixedWidth(px(250))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setProperty("framed", True)
        self.search.setAccessibleName(tr("Search the guide"))
        self.search.setAccessibleDescription(tr("Enter or F3 goes to the next place"))
        self.search.setPlaceholderText(tr("Search the guide (Ctrl+F)"))
        close = Button(tr("Close"), kind="ghost", tip="Esc")
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
            tr("{sum} in {sum2}", sum=counted(sum(places), "place"), sum2=counted(sum(map(bool, places)), "chapter"))
            if any(places)
            else tr("Not in the guide")
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
