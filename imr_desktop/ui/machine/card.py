"""The card beside the record with the pages to read, and a place to type what one of them says."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QFrame, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.review.to_read import PageToRead
from imr_desktop.ui.machine.queue_list import QueueList
from imr_desktop.ui.machine.rows import rows_of
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.labels import ElidedLabel, IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row, tab_chain
from imr_desktop.ui.wording import counted

ALL, NOT_READ, DOUBTFUL = "all", "not read", "doubtful"
FILTERS = ((ALL, mark("All")), (NOT_READ, mark("Not read")), (DOUBTFUL, mark("Read by machine")))
KEYS = mark(
    "Enter  open   ·   R  read by eye   ·   W  words in doubt   ·   T  type it   ·   M  try again by machine   ·   Esc  back"
)
TYPE = mark("Type what stands on the page. It is kept as you type; Ctrl+Enter says that you read the page by eye.")
DONE = mark("No page is left to read.")
TELL_MS = 700


class QueueCard(QFrame):
    """`act_requested(act, pages)`; `typed(page, text)`: what stands typed of a page; `typed_whole(page, text)`: all of it was
    read; `left()`: the card is to go.
    """

    act_requested = Signal(str, object)
    typed = Signal(int, str)
    typed_whole = Signal(int, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("pane", True)
        self.setAccessibleName(tr("Pages to read"))
        self._pages: tuple[PageToRead, ...] = ()
        self.typing_page = 0
        self.tally = ElidedLabel("", "muted")
        self.filter = fields.choice(tr("Which pages"), fields.named(FILTERS))
        self.close_button = IconButton("x", tr("Back to the panes"), key="Esc")
        self.note = PlainLabel("", "warn", wrap=True)
        self.list = QueueList()
        self.none = PlainLabel(tr(DONE), "muted", wrap=True)
        self.none.setContentsMargins(px(16), px(12), px(16), px(12))
        self.buttons = {
            "open": IconButton("book-open", tr("Open the page"), text=tr("Open"), key="Enter"),
            "read": IconButton("eye", tr("I read these pages by eye"), text=tr("Read by eye"), key="R"),
            "words": IconButton("pencil", tr("Go through the words in doubt"), text=tr("Words"), key="W"),
            "type": IconButton("file-text", tr("Type what the page says"), text=tr("Type it"), key="T"),
            "machine": IconButton("scan-text", tr("Have a machine try the page again"), text=tr("Try again"), key="M"),
        }
        self.about = PlainLabel("", "strong")
        self.text = fields.box(tr("What the page says"), "", tr(TYPE))
        self._lay_out()
        self._telling = QTimer(self, singleShot=True, interval=TELL_MS)
        self._connect()

    def _lay_out(self) -> None:
        head = QFrame()
        head.setProperty("panehead", True)
        head.setFixedHeight(px(40))
        title = IconLabel("scan-text", "accent_text"), PlainLabel(tr("Pages to read"), "h2")
        head.setLayout(row(*title, (self.tally, 1), self.filter, self.close_button, margins=(12, 0, 8, 0)))
        self._typing = holder(column(self.about, 4, (self.text, 1), margins=(16, 8, 16, 8)))
        self._typing.hide()
        said = holder(column(self.note, margins=(16, 0, 16, 0)))
        acts = row(*self.buttons.values(), None, margins=(8, 4, 8, 6), spacing=2)
        self.setLayout(column(head, said, self.none, (self.list, 1), (self._typing, 1), acts, margins=(1, 0, 1, 1)))
        tab_chain(self.filter, self.list, *self.buttons.values(), self.text, self.close_button)

    def _connect(self) -> None:
        self.filter.currentIndexChanged.connect(self._show)
        self.list.act_requested.connect(self.act)
        self.list.left.connect(self.left)
        self.list.selectionModel().selectionChanged.connect(self._refresh)
        self.close_button.clicked.connect(self.left)
        slots = self._on_open, self._on_by_eye, self._on_words, self._on_type, self._on_machine
        for button, slot in zip(self.buttons.values(), slots, strict=True):
            button.clicked.connect(slot)
        self.text.installEventFilter(self)
        self.text.textChanged.connect(self._on_text)
        self._telling.timeout.connect(self.tell)

    # --- what the window asks

    def focus_first(self) -> None:
        """The text that is being typed, else the pages."""
        (self.text if self.typing_page else self.list).setFocus()

    def key_hints(self) -> str:
        return tr("Ctrl+Enter  I read the page by eye   ·   Esc  back to the pages") if self.text.hasFocus() else tr(KEYS)

    def show_pages(self, pages: tuple[PageToRead, ...], note: str = "") -> None:
        """Show the pages to read; `note` is a sentence about all of them."""
        self._pages = pages
        self.note.say(note)
        self._show()

    def choose(self, kind: str) -> None:
        """Show one kind of page alone."""
        self.filter.setCurrentIndex([key for key, _words in FILTERS].index(kind))

    def begin_typing(self, page: int, text: str) -> None:
        """Let the reviewer type what a page says, beginning with what is known of it."""
        self.tell()
        self.typing_page = 0
        self.text.setPlainText(text)
        self.typing_page = page
        self.about.setText(tr("What page {page} says", page=page))
        self._typing.show()
        self.text.setFocus()

    def end_typing(self) -> None:
        """Put the text away; what was typed is kept."""
        self.tell()
        self.typing_page = 0
        self._typing.hide()
        self.text.clear()
        self.list.setFocus()

    @Slot()
    def tell(self) -> None:
        """Tell what stands typed, where that was not told yet."""
        if self._telling.isActive():
            self._telling.stop()
            self.typed.emit(self.typing_page, self.text.toPlainText())

    def clear(self) -> None:
        """The case is gone: what was typed was told before."""
        self._telling.stop()
        self.typing_page = 0
        self._typing.hide()
        self.text.clear()
        self.show_pages(())

    # --- acts

    @Slot(str)
    def act(self, name: str) -> None:
        """Do something with the selected pages."""
        pages = self.list.chosen()
        if pages:
            self.act_requested.emit(name, pages)

    @Slot()
    def _on_open(self) -> None:
        self.act("open")

    @Slot()
    def _on_by_eye(self) -> None:
        self.act("read")

    @Slot()
    def _on_words(self) -> None:
        self.act("words")

    @Slot()
    def _on_type(self) -> None:
        self.act("type")

    @Slot()
    def _on_machine(self) -> None:
        self.act("machine")

    @Slot()
    def _show(self) -> None:
        kind = self.filter.currentData()
        shown = tuple(page for page in self._pages if kind in (ALL, page.verdict))
        self.list.show_rows(rows_of(shown))
        left = sum(not page.looked_at for page in self._pages)
        self.tally.setText(tr("{left} left", left=counted(left, "page")) if self._pages else "")
        self.list.setVisible(bool(shown))
        self.none.setVisible(not shown)
        self.none.setText(tr(DONE) if not self._pages else tr("No page of this kind is left."))
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        some = self.list.selectionModel().hasSelection()
        for button in self.buttons.values():
            button.setEnabled(some)

    @Slot()
    def _on_text(self) -> None:
        if self.typing_page:
            self._telling.start()

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        """In the text Escape goes back to the list, Ctrl+Enter says that the page is read."""
        act = self._act_of(event) if isinstance(event, QKeyEvent) and watched is self.text else None
        if act is None:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # before a menu takes it
        elif event.type() == QEvent.Type.KeyPress:
            act()
        return True

    def _act_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.key() == Qt.Key.Key_Escape:
            return self.end_typing
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return self._keep_whole if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier else None

    def _keep_whole(self) -> None:
        page, text = self.typing_page, self.text.toPlainText()
        self._telling.stop()
        self.typing_page = 0
        self._typing.hide()
        self.text.clear()
        self.typed_whole.emit(page, text)
        self.list.setFocus()
