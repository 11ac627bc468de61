"""After a drop: what was read, beside its page, and one key to take what is ticked. Nothing is decided here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QWidget

from imr_desktop.case import citation
from imr_desktop.language import mark, tr
from imr_desktop.ui.announce import announce
from imr_desktop.ui.intake.belonging_dialog import target
from imr_desktop.ui.intake.proposal_list import TICK, ProposalDelegate, ProposalModel
from imr_desktop.ui.intake.proposal_page import ProposalPage
from imr_desktop.ui.intake.proposal_rows import ProposalRow, headline
from imr_desktop.ui.intake.triage import Triage
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import ElidedLabel, IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, framed, row, tab_chain
from imr_desktop.ui.widgets.row_menu import Act, RowMenu
from imr_desktop.ui.widgets.rows import RowList

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.taken import TakenIn
    from imr_desktop.ui.tasks import Tasks

_LIST_SHARE, _PAGE_SHARE = 46, 54
_KEYS = mark(
    "Space  tick   ·   B  the block   ·   D  the document’s findings   ·   F  all findings   ·   J  join items   "
    "·   ← →  pages cited   ·   Enter  take   ·   Esc  cancel"
)
_HEADS = ("block", "part", "section", "fold")


class ProposalList(RowList[ProposalRow]):
    """The list, with the keys it takes; `usable`: there is something to take."""

    usable = True

    def key_hints(self) -> str:
        """What its keys do, for the status bar."""
        return tr(_KEYS) if self.usable else tr("Enter or Esc  back")


class ProposalView(QWidget):
    """`accepted(taken, proposals)`: the reviewer takes these; `dismissed()`: nothing is taken in."""

    accepted = Signal(object, object)
    dismissed = Signal()

    def __init__(self, services: Services, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services, self._tasks = services, tasks
        self.setAccessibleName(tr("What was read"))
        self._triage: Triage | None = None
        self._source = 0
        self._title = PlainLabel(tr("What was read"), "h1")
        self._size, self._into = PlainLabel("", "muted"), ElidedLabel("", "body")
        self._model = ProposalModel()
        help_text = tr("Space ticks a line or a heading, Enter takes all that is ticked, the page stands at the right")
        self.list = ProposalList(tr("Read from the files"), help_text, self._model, ProposalDelegate)
        self.list.setMinimumWidth(px(340))
        self.page, self._caption = ProposalPage(), ElidedLabel("", "muted")
        self.page.setMinimumWidth(px(240))
        self._beside = framed(
            column(row(IconLabel("file-text", "muted"), (self._caption, 1), margins=(12, 6, 12, 6)), (self.page, 1))
        )
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(framed(column((self.list, 1), margins=(1, 1, 1, 1))))
        self.splitter.addWidget(self._beside)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(px(8))
        self.accept = Button(tr("Take"), "check", kind="primary", tip="Enter")
        self.cancel = Button(tr("Cancel"), kind="ghost", tip="Esc")
        note = ElidedLabel(tr("Decisions stay yours: an item is undecided until you decide it."), "muted")
        self.setLayout(
            column(
                row(self._title, self._size, 8, (self._into, 1), spacing=10),
                8,
                (self.splitter, 1),
                8,
                row(IconLabel("scale", "muted"), (note, 1), self.cancel, self.accept),
                margins=(16, 12, 16, 12),
            )
        )
        tab_chain(self.list, self.page, self.cancel, self.accept)
        self.accept.clicked.connect(self._on_accept)
        self.cancel.clicked.connect(self.dismissed)
        self.list.current_changed.connect(self._on_current)
        self.list.part_clicked.connect(self._on_part)
        self.page.page_changed.connect(self._say_page)
        RowMenu(self.list, self._acts)
        for part in (self.list, self.page):
            part.installEventFilter(self)

    def _acts(self) -> tuple[Act, ...]:
        current, ticks = self.list.current(), partial(self._act, Qt.Key.Key_Space)
        if current is None or not current.tick:
            return ()
        is_item = current.kind == "entry" and self._triage is not None and self._triage.is_item(current)
        joins = (Act(tr("Join with the item above, or part"), "J", partial(self._act, Qt.Key.Key_J)),) if is_item else ()
        return (Act(tr("Tick, or untick"), "Space", ticks), *joins)

    def _act(self, key: Qt.Key) -> None:
        if (current := self.list.current()) is not None:
            self._toggle(key, current)

    # --- what is shown

    @Slot()
    def clear(self) -> None:
        """Forget what was read: it was taken in, or is not wanted."""
        self._triage = None
        self._model.show_rows(())
        self.page.end()

    def show_taken(self, taken: TakenIn) -> None:
        """Show what was read; the first line is current, and Enter takes what is ticked."""
        self._triage = Triage(taken)
        usable = bool(taken.reads or taken.others or taken.finished)
        self._size.setText(headline(taken))
        self._into.setText(tr("Goes into {target}", target=target(taken.case.number)) if taken.belonging is not None else "")
        self.list.usable = usable
        self.accept.setVisible(usable)
        self.cancel.set_text(tr("Cancel") if usable else tr("Back"))
        nothing = tr("Nothing could be read") if taken.sentences else tr("What was received")
        self._title.setText(tr("What comes in") if taken.finished else tr("What was read") if usable else nothing)
        self._beside.setVisible(bool(taken.reads))
        if taken.reads:
            self.page.begin(taken, self._services, self._tasks)
        self._say_page((self.page.page() or 1) if taken.reads else 0)  # until a line is current that cites another
        self._show_rows()
        self.focus_first()
        QTimer.singleShot(0, self, self._share)

    def focus_first(self) -> None:
        """The keyboard goes to the list, on its first line."""
        if self.list.row() < 0:
            lines = [at for at, one in enumerate(self._model.shown) if one.kind not in (*_HEADS, "hint")]
            heads = [at for at, one in enumerate(self._model.shown) if one.kind != "section"]
            self.list.select_row(next(iter(lines or heads), -1))
            self.list.scrollToTop()
        self.list.setFocus()

    def key_hints(self) -> str:
        """What the view's keys do, for the status bar."""
        return tr(_KEYS)

    @Slot()
    def _share(self) -> None:
        wide = self.splitter.width()
        self.splitter.setSizes([wide * _LIST_SHARE // 100, wide * _PAGE_SHARE // 100])

    def _show_rows(self) -> None:
        if self._triage is None:
            return
        current = self.list.current()
        self._model.show_rows(self._triage.rows())
        if current is not None and self.list.row() < 0:
            self.list.select_row(self._model.row_of(current.key))
        self.accept.set_text(self._triage.take_words())

    # --- the page at the right

    @Slot()
    def _on_current(self) -> None:
        self._source = 0
        if (current := self.list.current()) is not None and current.chips:
            self._show_page(current, current.chips[0][1])

    def _show_page(self, shown: ProposalRow, page: int) -> None:
        self.page.light(page, shown.quotes_on(page))
        self._say_page(page)

    @Slot(int)
    def _say_page(self, page: int) -> None:
        case = self._triage.taken.case if self._triage else None
        documents = case.documents if case else ()
        found = next((one for one in documents if one.first_page <= page <= one.last_page), None)
        words = "  \u00b7  ".join(filter(None, (citation.label(page), found.title if found else "")))
        self._caption.setText(words if page else "")

    def _step(self, by: int) -> None:
        """To the next page cited by the current line, or the one before."""
        current = self.list.current()
        pages = list(dict.fromkeys(source.page for source in current.sources if source.page > 0)) if current else []
        if current is not None and pages:
            self._source = min(max(self._source + by, 0), len(pages) - 1)
            self._show_page(current, pages[self._source])

    # --- ticking

    @Slot(int, object)
    def _on_part(self, at: int, part: object) -> None:
        clicked = self._model.row_at(at)
        if clicked is None or self._triage is None:
            return
        if part == TICK:
            self._triage.toggle(clicked)
            self._show_rows()
        elif isinstance(part, tuple):
            self._show_page(clicked, part[0])

    def _toggle(self, key: int, current: ProposalRow) -> None:
        triage = self._triage
        if triage is None:
            return
        if key == Qt.Key.Key_Space:
            triage.toggle(current)
        elif key == Qt.Key.Key_B:
            triage.toggle_block(current)
        elif key == Qt.Key.Key_D:
            triage.toggle_document(current)
        elif key == Qt.Key.Key_J:
            if not triage.join_or_part(current):
                return
        else:
            triage.toggle_findings()
        self._show_rows()
        announce(self.list, str(self.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) or ""))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the list; Enter and Esc on the page, too."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key, plain = event.key(), event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            (self._on_accept if self.list.usable else self.dismissed.emit)()
        elif key == Qt.Key.Key_Escape:
            self.dismissed.emit()
        elif watched is not self.list or not plain:
            return False
        else:
            return self._list_key(key)
        return True

    def _list_key(self, key: int) -> bool:
        current = self.list.current()
        if current is None:
            return False
        if key in (Qt.Key.Key_Space, Qt.Key.Key_B, Qt.Key.Key_D, Qt.Key.Key_F, Qt.Key.Key_J):
            self._toggle(key, current)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self._open_or_step(current, 1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Period, Qt.Key.Key_Comma):
            (self.page.next_page if key == Qt.Key.Key_Period else self.page.previous_page)()
        else:
            return False
        return True

    def _open_or_step(self, current: ProposalRow, by: int) -> None:
        if current.kind != "fold":
            self._step(by)
        elif bool(current.text) != (by > 0) and self._triage is not None:
            self._triage.toggle(current)
            self._show_rows()

    @Slot()
    def _on_accept(self) -> None:
        triage = self._triage
        if triage is not None:
            self.clear()
            self.accepted.emit(triage.taken, triage.chosen())
