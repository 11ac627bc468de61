"""What a search could not see: pages not read or read by a machine alone, to be opened and read by eye one by one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from imr_desktop.case.model import Case, Search
from imr_desktop.language import tr
from imr_desktop.review import questions
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, row


class UnseenBar(QWidget):
    """`page_requested(page)`: a page not seen is wanted in view; `read(page)`: the reviewer read it by eye."""

    page_requested = Signal(int)
    read = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._unseen, self._page = questions.Unseen(), 0
        self.words = PlainLabel("", "warn", wrap=True)
        self.open_button = IconButton("eye", tr("Open the next page that was not seen"), text=tr("Open page"), key="O")
        self.read_button = IconButton(
            "check", tr("I read this page by eye: it does not say it"), text=tr("Read by eye"), key="V"
        )
        self.open_button.clicked.connect(self.open_next)
        self.read_button.clicked.connect(self.read_page)
        self.setLayout(column(self.words, row(self.open_button, self.read_button, None, spacing=2)))
        self.hide()

    def show_unseen(self, search: Search | None, case: Case) -> None:
        """What of the search's pages nobody saw, as the case stands."""
        self._unseen = questions.unseen(search, case) if search else questions.Unseen()
        if self._page not in self._unseen.pages:
            self._page = 0
        self.words.say(self._unseen.words)
        self.open_button.setVisible(bool(self._unseen.pages))
        self.read_button.setVisible(bool(self._page))
        self.read_button.setText(tr("Read p. {page} by eye", page=self._page))
        self.setVisible(bool(self._unseen.words))

    def open_next(self) -> None:
        """Bring the next page into view that was not seen; after the last the first again."""
        pages = self._unseen.pages
        if pages:
            self._page = next((page for page in pages if page > self._page), pages[0])
            self.read_button.setText(tr("Read p. {page} by eye", page=self._page))
            self.read_button.show()
            self.page_requested.emit(self._page)

    def read_page(self) -> None:
        """Say that the page in view was read by eye, and go on to the next; only a page that was opened here can be."""
        page = self._page
        if page:
            self.read.emit(page)
            self.open_next()
