"""How far the reviewer has read: pages shown, where reading was left off, what comes next."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from imr_desktop.case import seen
from imr_desktop.case.model import Case
from imr_desktop.language import tr
from imr_desktop.ui.pages import same_pages
from imr_desktop.ui.record import left_off, page_state
from imr_desktop.ui.record.left_off import LeftOff
from imr_desktop.ui.record.page_view import PageView
from imr_desktop.ui.record.seeing import Seeing

TELL_MS = 3_000
"""Pages seen are told together: a case is not stored and checked anew with each page that is turned."""


class Progress(QObject):
    """Keeps what was shown of the open case.

    `changed()`: more pages were shown. `pages_seen(pages)`: these case pages (a frozenset) go into the case.
    `left_off(line)`: where reading stands, to be kept. `said(sentence)`: what there is not. `foreign`: pages in another
    language that no person read yet.
    """

    changed = Signal()
    pages_seen = Signal(object)
    left_off = Signal(str)
    said = Signal(str)

    def __init__(self, view: PageView) -> None:
        super().__init__(view)
        self._view = view
        self._case = Case(id="")
        self.runs: seen.Runs = ()
        self.untold: set[int] = set()
        self.foreign: frozenset[int] = frozenset()
        self.small = self.turned = False
        self._back_to = LeftOff()
        self.seeing = Seeing(view)
        self.seeing.seen.connect(self._on_seen)
        self._telling = QTimer(self, singleShot=True, interval=TELL_MS)
        self._telling.timeout.connect(self.tell)

    def set_case(self, case: Case) -> None:
        """Take a case as it is now; pages of other files were not shown."""
        if not same_pages(case, self._case):
            self.untold = set()
            self.seeing.forget()
        self._case = case
        self.runs = seen.joined((*seen.shown(case), *seen.runs_of(self.untold)))

    def clear(self) -> None:
        """The case was closed."""
        self.seeing.end()
        self._telling.stop()
        self.untold.clear()
        self._back_to = LeftOff()

    @property
    def left(self) -> int:
        """How many pages were not shown yet."""
        return sum(last - first + 1 for first, last in seen.left(self.runs, 1, self._case.page_count))

    # --- what comes next

    def next_unseen(self) -> None:
        """Go to the next page that was not shown yet; after the last comes the first."""
        here = self._view.page()
        ahead = seen.left(self.runs, here + 1, self._case.page_count) or seen.left(self.runs, 1, here)
        if ahead:
            self._view.jump_to(ahead[0][0])
        else:
            self.said.emit(tr("Every page was shown."))

    def next_unread(self) -> None:
        """Go to the next page whose words are not known, only to a machine, or not understood; after the last the first."""
        pages, here = sorted({*page_state.verdicts_of(self._case), *self.foreign}), self._view.page()
        to = next((page for page in pages if page > here), pages[0] if pages else 0)
        if to:
            self._view.jump_to(to)
            self.said.emit(self._view.content.state(to).line)
        else:
            self.said.emit(tr("Every page was read."))

    # --- coming back

    def come_back_to(self, line: str) -> None:
        """Where reading was left off, as it was kept."""
        self._back_to = left_off.read(line)

    def come_back(self) -> LeftOff | None:
        """Go there, once the pages are here; where that was."""
        to = self._back_to
        if not to.page or not self._case.page_count:
            return None
        self._back_to = LeftOff()
        self._view.set_fit(to.fit)
        if to.page <= self._case.page_count:
            self._view.to_place(to.page, to.down)
        return to

    @Slot()
    def soon(self) -> None:
        """Where reading stands is told in a moment."""
        if self._case.page_count and not self._back_to.page and not self._telling.isActive():
            self._telling.start()

    @Slot()
    def tell(self) -> None:
        """Tell which pages were shown since the last time, and where reading stands."""
        self._telling.stop()
        page, down = self._view.place()
        if page and not self._back_to.page:
            self.left_off.emit(LeftOff(page, down, self._view.fit(), self.small, self.turned).line)
        pages, self.untold = frozenset(self.untold), set()
        if pages:
            self.pages_seen.emit(pages)
            self._look_again(pages)

    def _look_again(self, pages: frozenset[int]) -> None:
        """What the case did not take, since it was being signed or written, was not shown yet."""
        self.runs = seen.joined((*seen.shown(self._case), *seen.runs_of(self.untold)))
        lost = frozenset(page for page in pages if not seen.holds(self.runs, page))
        if lost:
            self.changed.emit()
            self.seeing.again(lost)

    @Slot(object)
    def _on_seen(self, pages: frozenset[int]) -> None:
        """Pages were looked at; a document that is read through with them is told at once."""
        fresh = {page for page in pages if not seen.holds(self.runs, page)}
        if not fresh or self._case.locked:
            return
        self.untold |= fresh
        self.runs = seen.joined((*self.runs, *seen.runs_of(fresh)))
        self.changed.emit()
        documents = filter(None, map(self._case.document_at, fresh))
        if any(one.opened is None and not seen.left(self.runs, one.first_page, one.last_page) for one in documents):
            self.tell()
        else:
            self.soon()
