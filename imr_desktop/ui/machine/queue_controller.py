"""Pages to read: the card beside the record, what its keys do, and the words in doubt on the page itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.case import by_eye, citation, edits, seen
from imr_desktop.case.model import Case
from imr_desktop.language import mark, tr
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.machine.card import ALL, QueueCard
from imr_desktop.ui.machine.doubts import DoubtfulWords
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imr_desktop.review import Services
    from imr_desktop.review.record import Word
    from imr_desktop.review.to_read import PageToRead
    from imr_desktop.ui.record.pane import RecordPane
    from imr_desktop.ui.shell.case_view import CaseView

_NOT_SHOWN = mark("Not shown yet: {pages}. Open and read before you say so.")
_STILL = mark("Noted as looked at: {pages}. No search finds what stands there until it is typed (T).")


class QueueController(Controller):
    """Shows the card and writes what a person read.

    `opened()`, `closed()`: the card; `machine_wished(pages)`: a machine is to try these again.
    """

    opened = Signal()
    closed = Signal()
    machine_wished = Signal(object)

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, case_view: CaseView, window: QWidget) -> None:
        super().__init__(services, tasks, session, window)
        self.card: QueueCard = case_view.queue
        self._record: RecordPane = case_view.record
        self.words = DoubtfulWords(self._record.view)
        self._after = 0
        self._wire()

    def _wire(self) -> None:
        card, view, session = self.card, self._record.view, self._session
        card.act_requested.connect(self._on_act)
        card.left.connect(self.closed)
        card.typed.connect(self._on_typed)
        card.typed_whole.connect(self._on_typed_whole)
        card.text.textChanged.connect(self._on_typing)
        self.words.corrected.connect(self._on_corrected)
        self.words.said.connect(self.notified)
        view.by_eye_wished.connect(self.read_page_by_eye)
        view.doubt_wished.connect(self.words.step)
        view.state_clicked.connect(self._on_state)
        session.record_changed.connect(self._on_record)
        session.flush_requested.connect(card.tell)
        session.busy_changed.connect(self._on_busy)
        session.closed.connect(self._on_closed)

    # --- the card

    @Slot()
    def show_queue(self) -> None:
        """Open the list of pages to read, all kinds."""
        self.show_kind(ALL)

    @Slot(str)
    def show_kind(self, kind: str) -> None:
        """Open it with the pages ``not read``, ``doubtful`` or ``all``."""
        if self._session.case is not None:
            self.card.choose(kind)
            self.opened.emit()
            self._refresh()
            self.card.list.setFocus()

    @Slot(int)
    def _on_state(self, page: int) -> None:
        self.show_kind(ALL)
        self._after = page

    def _refresh(self) -> None:
        if (case := self._session.case) is not None:
            self.run(_listed, self._services, case, on_done=self._on_listed, key="pages to read", of=case.id)

    @Slot(object)
    def _on_listed(self, found: tuple[str, tuple[PageToRead, ...]]) -> None:
        missing, pages = found
        self.card.show_pages(pages, missing if any(page.verdict == "not read" for page in pages) else "")
        if self._after:
            self.card.list.select_row(self.card.list.row_model.row_of(str(self._after)))
            self._after = 0

    @Slot(object)
    def _on_record(self, case: Case) -> None:
        self.words.set_pages(tuple(sorted({page for file in case.files for page in file.doubtful})))
        if self.card.isVisible():
            self._refresh()

    @Slot(str)
    def _on_busy(self, busy: str) -> None:
        """What is typed while the case is being written would be refused, and gone with the text."""
        self.card.setEnabled(not busy)

    @Slot()
    def _on_closed(self) -> None:
        self.words.leave()
        self.card.clear()

    # --- what its keys do

    @Slot(str, object)
    def _on_act(self, act: str, pages: tuple[int, ...]) -> None:
        if act == "open":
            self._record.go_to_page(pages[0])
        elif act == "read":
            self._read(pages)
        elif act == "words":
            self.words.begin(pages[0])
        elif act == "type":
            self._type(pages[0])
        else:
            self.machine_wished.emit(pages)

    def _read(self, pages: tuple[int, ...]) -> None:
        """Note pages as read by eye that were shown; of several, say which were not."""
        case = self._session.case
        if case is None:
            return
        shown = self._shown(pages)
        if shown and self._session.apply(_label(shown), edits.read_by_eye, shown, datetime.now(UTC)):
            now = self._session.case
            still = [page for page in shown if now is not None and by_eye.verdict(now, page) == "not read"]
            if still:
                self.notified.emit(tr(_STILL, pages=_listed_pages(still)))
        if rest := [page for page in pages if page not in shown]:
            self.failed.emit(tr(_NOT_SHOWN, pages=_listed_pages(rest)))

    def _shown(self, pages: tuple[int, ...]) -> tuple[int, ...]:
        in_sight = set(self._record.view.in_sight())
        return tuple(page for page in pages if page in in_sight or seen.holds(self._record.progress.runs, page))

    @Slot()
    def read_page_by_eye(self) -> None:
        """The page that is read in the record was read by eye."""
        page, case = self._record.view.page(), self._session.case
        if case is None or not page:
            return
        if by_eye.verdict(case, page) == "read" and page not in self._record.progress.foreign:
            self.notified.emit(tr("Page {page} is read.", page=page))
        else:
            self._read((page,))

    @Slot()
    def next_doubt(self) -> None:
        self.words.step(1)

    @Slot()
    def previous_doubt(self) -> None:
        self.words.step(-1)

    @Slot()
    def type_page(self) -> None:
        """Type what the page says that is read in the record."""
        if page := self._record.view.page():
            self.show_kind(ALL)
            self._type(page)

    # --- words

    def _type(self, page: int) -> None:
        if (case := self._session.case) is not None and not self._session.refuses():
            self._record.go_to_page(page)
            self.run(_text_of, self._services, case, page, on_done=self._on_text, key="page text", of=case.id)

    @Slot(object)
    def _on_text(self, found: tuple[int, str]) -> None:
        self.card.begin_typing(*found)

    @Slot()
    def _on_typing(self) -> None:
        if self.card.typing_page:
            self._session.note_typing()

    @Slot(int, str)
    def _on_typed(self, page: int, text: str) -> None:
        self._session.apply(tr("Type page {page}", page=page), edits.type_page, page, text.rstrip(), merge=f"page {page}")

    @Slot(int, str)
    def _on_typed_whole(self, page: int, text: str) -> None:
        self._session.apply(tr("Type page {page}", page=page), _typed_whole, page, text.rstrip(), datetime.now(UTC))

    @Slot(int, object, str)
    def _on_corrected(self, page: int, word: Word, text: str) -> None:
        self._session.apply(tr("Correct a word"), edits.correct_word, page, word.box, word.text, text, datetime.now(UTC))


def _typed_whole(case: Case, page: int, text: str, at: datetime) -> Case:
    return edits.read_by_eye(edits.type_page(case, page, text), (page,), at)


def _listed(services: Services, case: Case) -> tuple[str, tuple[PageToRead, ...]]:
    from imr_desktop.review.to_read import to_read

    return services.machine.missing, to_read(services.record, case)


def _text_of(services: Services, case: Case, page: int) -> tuple[int, str]:
    return page, services.record.text(case).text(page)


def _label(pages: tuple[int, ...]) -> str:
    return tr("Read by eye: ") + _listed_pages(pages)


def _listed_pages(pages: Iterable[int]) -> str:
    return citation.listed(pages, "p.", "pp.")
