"""The record's tools: document list, pages, find, image or text."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QIntValidator, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from imr_desktop.language import tr
from imr_desktop.ui import shortcuts
from imr_desktop.ui.theme import current, icon, px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import row


class RecordBar(QWidget):
    """`page_entered(page)`, `find_entered(words)` on Enter."""

    page_entered = Signal(int)
    find_entered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.documents = IconButton("panel-left", tr("Document list"), key="Ctrl+B", checkable=True)
        self.previous = IconButton("chevron-left", tr("Previous page"), key=",")
        self.next = IconButton("chevron-right", tr("Next page"), key=".")
        self.text = IconButton("scan-text", tr("Show pages as text"), key="T", checkable=True)
        self.page = fields.line(tr("Page"))
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._digits = QIntValidator(1, 999_999, self)
        self.page.setValidator(self._digits)
        self.total = PlainLabel("", "muted")
        self.finder = fields.line(tr("Find in record"), "", tr("Find in record"), longest=200)
        self.finder.setProperty("quiet", True)
        self.finder.setAccessibleDescription(
            tr("Hits are listed while you type; Enter opens the first, F3 the next, Up brings earlier searches back.")
        )
        self._search = self.finder.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._search.setText(tr("Find"))
        before = self.documents, self.previous, self.page, self.total, self.next
        self.setLayout(row(*before, self.finder, self.text, spacing=4))
        self.page.returnPressed.connect(self._on_page)
        self.finder.returnPressed.connect(self._on_find)
        self._search.triggered.connect(self._on_find)
        self._restyle()
        current().changed.connect(self._restyle)
        shortcuts.current().changed.connect(self._tell_keys)
        self._tell_keys()

    @Slot()
    def _tell_keys(self) -> None:
        self.page.setAccessibleDescription(shortcuts.spoken(tr("Type a page and press Enter. Ctrl+G comes here.")))

    def show_page(self, page: int, total: int) -> None:
        """Show the open page and how many there are."""
        if not self.page.hasFocus():
            self.page.setText(str(page) if page else "")
        self.total.setText(tr("of {total:,}", total=total) if total else "")
        self.page.setAccessibleName(tr("Page {page} of {total}", page=page, total=total) if total else tr("Page"))
        for part in (self.previous, self.page, self.next, self.finder, self.text, self.documents):
            part.setEnabled(total > 0)

    def key_hints(self) -> str:
        if self.finder.hasFocus():
            return tr("Enter  first hit   ·   F3  next   ·   Up  earlier searches   ·   Ctrl+1  the page")
        return tr("Ctrl+1  the page   ·   Ctrl+G  page number   ·   Ctrl+F  find   ·   Alt+Left  back")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow bar the find box says less, rather than half of it."""
        super().resizeEvent(event)
        self.finder.setPlaceholderText(tr("Find in record") if self.finder.width() >= px(150) else tr("Find"))

    def _on_page(self) -> None:
        if self.page.text():
            self.page_entered.emit(int(self.page.text()))

    def _on_find(self) -> None:
        self.find_entered.emit(self.finder.text().strip())

    def _restyle(self) -> None:
        self._search.setIcon(icon("search", "muted"))
        self.page.setFixedWidth(px(54))
        self.finder.setMinimumWidth(px(90))
        self.finder.setMaximumWidth(px(190))
