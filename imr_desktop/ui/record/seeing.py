"""Which pages were looked at: those that stood drawn in view for a moment, also while the reviewer scrolled on."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from imr_desktop.ui.record.page_view import PageView

DWELL_MS = 700


class Seeing(QObject):
    """Watches a view. `seen(pages)`: these case pages (a frozenset) were in view for long enough; each is told once."""

    seen = Signal(object)

    def __init__(self, view: PageView) -> None:
        super().__init__(view)
        self._view = view
        self._since: dict[int, int] = {}
        self._told: set[int] = set()
        self._clock = QElapsedTimer()
        self._clock.start()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)
        for moved in (view.verticalScrollBar().valueChanged, view.page_changed, view.page_came, view.text_toggled):
            moved.connect(self._look)

    @Slot()
    def begin(self) -> None:
        """The record came into view: looking begins now."""
        self._since.clear()
        self._look()

    @Slot()
    def end(self) -> None:
        """A hidden page is not looked at."""
        self._since.clear()
        self._timer.stop()

    def forget(self) -> None:
        """Other pages are shown: those of another case, or another record."""
        self._told.clear()
        self.begin()

    def again(self, pages: frozenset[int]) -> None:
        """These were told in vain: the case could not take them just then."""
        self._told -= pages
        self._look()

    @Slot()
    def _look(self) -> None:
        now = self._clock.elapsed()
        in_sight = [page for page in self._view.in_sight() if page not in self._told]
        self._since = {page: self._since.get(page, now) for page in in_sight}
        done = frozenset(page for page, since in self._since.items() if now - since >= DWELL_MS)
        if done:
            self._told |= done
            self._since = {page: since for page, since in self._since.items() if page not in done}
            self.seen.emit(done)
        if self._since:
            self._timer.start(max(DWELL_MS - (now - min(self._since.values())), 1))
        else:
            self._timer.stop()
