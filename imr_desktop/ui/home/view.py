"""The first view: the worklist in full height with its search, and where a case is dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from imr_desktop.language import tr
from imr_desktop.ui.announce import announce
from imr_desktop.ui.home import ROW_HEIGHT
from imr_desktop.ui.home.drop_zone import LOW
from imr_desktop.ui.home.home_parts import HomeParts
from imr_desktop.ui.theme import current, px
from imr_desktop.ui.wording import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imr_desktop.review.cases import CaseSummary
    from imr_desktop.review.checking import Open
    from imr_desktop.settings import Settings
    from imr_desktop.ui.home.columns import ColumnTitles
    from imr_desktop.ui.home.model import Worklist

WIDTH, ALONE = 1680, 980
"""Pixels before zoom: of the worklist at most, of the drop zone where there are no cases."""
_WAITS_FOR = 1_000
"""Cases whose words are not ready from which the search waits for them."""
_AT_ONCE = 200
"""Cases whose words are made ready for the search in one turn: some milliseconds."""


class HomeView(HomeParts):
    """Worklist and drop zone. `case_requested(id)`: open a stored case; `sample_requested`: install the sample.

    `passphrase_requested`: protect the vault by one. `retry_requested`: the cases could not be listed, try again.
    `arranged(order)`: sorted or folded otherwise. `in_view(ids)`: these cases can be seen. `search_begun()`: somebody types.
    `menu_requested(at)`: show what can be done with the chosen cases; `forget_requested()`: let them go.
    `chosen_changed()`: others are chosen.
    """

    case_requested = Signal(str)
    open_requested = Signal()
    paste_requested = Signal()
    sample_requested = Signal()
    passphrase_requested = Signal()
    retry_requested = Signal()
    arranged = Signal(object)
    in_view = Signal(object)
    search_begun = Signal()
    menu_requested = Signal(QPoint)
    forget_requested = Signal()
    chosen_changed = Signal()

    def __init__(self, *, expects_cases: bool = False, parent: QWidget | None = None) -> None:
        """`expects_cases`: a vault is there, so the view stays empty until its cases are listed."""
        super().__init__(parent)
        self.setAccessibleName(tr("Cases"))
        self._model: Worklist | None = None
        self._titles: ColumnTitles | None = None
        self._listed, self._search_waits, self._rows, self._shown_rows = False, False, 0, 0
        self._kept, self._expects_cases = ("due", ""), expects_cases
        self._came_from = self._before_search = ""
        self._build_parts()
        self._lay_out()
        self._connect()
        self._show_cases(())
        if expects_cases:
            self._below.hide()
            self._first_time.hide()
            self._wait_for_cases.start()

    def _connect(self) -> None:
        self.retry.clicked.connect(self.retry_requested)
        self._sample.clicked.connect(self.sample_requested)
        self._protect.clicked.connect(self.passphrase_requested)
        self.head.open_requested.connect(self.open_requested)
        self.head.paste_requested.connect(self.paste_requested)
        self.head.searched.connect(self._on_searched)
        self.head.keys.moved.connect(self.move_in_list)
        self.head.keys.left.connect(self.focus_first)
        self.head.chosen_pressed.connect(self._on_chosen_pressed)
        self.drop_zone.open_requested.connect(self.open_requested)
        self.drop_zone.paste_requested.connect(self.paste_requested)
        self.clear_button.clicked.connect(self.clear_search)
        self._say_matches.timeout.connect(self._on_say_matches)
        self._look.timeout.connect(self._on_look)
        self._prepare.timeout.connect(self._on_prepare)
        self._midnight.timeout.connect(self._on_day)
        self._wait_for_cases.timeout.connect(self._loading.show)
        for button in (self.head.open, self.head.paste, *self.drop_zone.buttons):
            button.installEventFilter(self)
        current().changed.connect(self._fit)

    def _build_list(self) -> None:
        # Built for the first case only: lists and their painting are not needed before the first paint.
        from imr_desktop.ui.home.arranging import Order
        from imr_desktop.ui.home.case_list import CaseList
        from imr_desktop.ui.home.columns import ColumnTitles
        from imr_desktop.ui.home.model import Worklist

        self._model = Worklist()
        self._model.arrange(Order.read(*self._kept))
        self._titles, self.worklist = ColumnTitles(), CaseList(self._model)
        self._titles.show_order(self._model.order)
        self._titles.chosen.connect(self.sort_by)
        self.worklist.case_requested.connect(self.case_requested)
        self.worklist.menu_requested.connect(self.menu_requested)
        self.worklist.forget_requested.connect(self.forget_requested)
        self.worklist.chosen_changed.connect(self._on_chosen)
        self.worklist.looked_at.connect(self._look.start)
        self.worklist.folded.connect(self._arranged)
        self._model.modelReset.connect(self._on_rows)
        for part in (self._titles, self.worklist, self._nothing):
            self._list_column.addWidget(part)

    # --- what is shown

    def take_settings(self, settings: Settings) -> None:
        """Arrange the worklist as the reviewer left it."""
        self._kept = settings.worklist_order, settings.worklist_folds

    def set_cases(self, summaries: tuple[CaseSummary, ...]) -> None:
        """Show the stored cases, or what to do first where there is none; the list keeps its place."""
        self._listed = True
        self._wait_for_cases.stop()
        self._loading.hide()
        first = bool(summaries) and not self._rows
        if summaries and self._model is None:
            self._build_list()
        if self._model is not None and self.worklist is not None:
            model, to = self._model, self._came_from
            if self.isVisible():
                self._came_from = ""
            self.worklist.keeping_place(lambda: model.set_cases(summaries), to=to)
        if not summaries:
            self.head.search.clear()
        self._show_cases(summaries)
        self._look.start()
        self._prepare.start()
        begun = first or (not summaries and self.isVisible())
        if begun and self.window().focusWidget() in (self, self.drop_zone, None):
            (self._begin_typed if self.head.search.text() else self.focus_first)()

    def _show_cases(self, summaries: tuple[CaseSummary, ...]) -> None:
        self._rows = len(summaries)
        signed = sum(summary.signed_at is not None for summary in summaries)
        counts = [
            tr("{summaries_count:,} open", summaries_count=len(summaries) - signed),
            tr("{signed:,} signed", signed=signed) if signed else "",
        ]
        self._counts = " · ".join(count for count in counts if count)
        for widget in (self.head, self._frame):
            widget.setVisible(bool(summaries))
        self._first_time.setVisible(not summaries)
        self._error.hide()
        self.retry.hide()
        self._below.show()
        self._on_rows()

    @Slot()
    def _on_rows(self) -> None:
        """Other rows are shown: say how many, and make room for them."""
        model, searched = self._model, self.head.search.text().strip()
        found = model.matching if model is not None and searched else self._rows
        if not searched:
            self._shown_rows = model.rowCount() if model is not None else 0
        self.head.show_count(
            tr("{found:,} of {rows}", found=found, rows=counted(self._rows, "case")) if searched else self._counts
        )
        if self.worklist is not None:
            nothing = bool(searched) and not found
            had_keys = self.worklist.hasFocus()
            self._no_match.setText(tr("No case matches “{searched}”", searched=searched[:60]))
            self.worklist.setVisible(not nothing)
            self._nothing.setVisible(nothing)
            if nothing and had_keys:
                self.head.search.setFocus()
        self._fit()

    @Slot(dict)
    def set_blocking(self, blocking: Mapping[str, Open | str]) -> None:
        """Show what stands in cases' ways, by case id; a sentence where a case was set aside."""
        if self._model is not None:
            self._model.set_blocking(blocking)

    @Slot(object)
    def set_services(self, services: Mapping[str, tuple[str, ...]]) -> None:
        """Let cases be found by the treatments their items ask for; what is searched for is looked for again."""
        if self._model is None or self.worklist is None:
            return
        model = self._model
        model.set_services(services)
        self._prepare.start()
        if words := model.searched.strip():
            self.worklist.keeping_place(lambda: model.search(words), else_first=True)
            self._on_rows()

    def come_from(self, case_id: str) -> None:
        """A case is being opened: coming back, the list stands on it."""
        self._came_from = case_id

    def show_protection(self, protection: str) -> None:
        """Say plainly what the system account's protection means, while there is no other."""
        self._open_door.setVisible(protection == "account")
        self._fit()

    def show_error(self, sentence: str) -> None:
        """The vault could not be opened: say why, in its place, and offer to try again where no cases were listed yet."""
        self._wait_for_cases.stop()
        self._loading.hide()
        self._expects_cases = False
        self._error.setText(sentence)
        self._error.show()
        self.retry.setVisible(not self._listed)

    @Slot()
    def _fit(self) -> None:
        """Rows take what room there is; the drop zone stands below them where some is left."""
        self._middle.setMaximumWidth(px(WIDTH if self._rows else ALONE))
        self.drop_zone.set_tall(not self._rows)
        head = self._titles.height() if self._titles is not None else 0
        wanted = self._shown_rows * px(ROW_HEIGHT) + head + 4
        self._frame.setMaximumHeight(max(wanted, px(180) if self.head.search.text() else 0))
        room = self.height() - self.head.sizeHint().height() - px(LOW) - px(110)
        low = wanted > room and self._rows > 0
        if self._listed:
            self._below.setVisible(not low)
        for button in (self.head.open, self.head.paste):
            button.setVisible(low)
        self._column.setStretch(0, 0 if self._rows else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._look.start()

    # --- searching, sorting

    def _begin_typed(self) -> None:
        """Search for what was typed before the cases were listed."""
        self.head.search.setFocus()
        self._on_searched(self.head.search.text())

    def forget_typed(self) -> None:
        """Search for nothing; the keyboard stays where it is."""
        self.head.search.clear()

    @Slot()
    def _on_day(self) -> None:
        """A window that stays open overnight groups the cases by the new day."""
        if self._model is not None and self.worklist is not None and self._model.is_of_yesterday:
            self.worklist.keeping_place(self._model.begin_day)
            self._prepare.start()

    @Slot()
    def _on_prepare(self) -> None:
        if self._model is None or not self._model.prepare(_AT_ONCE):
            self._prepare.stop()
            if self._search_waits:
                self._search_waits = False
                self._on_searched(self.head.search.text())

    @Slot(str)
    def _on_searched(self, words: str) -> None:
        if self._model is None or self.worklist is None:
            return
        model, list_view = self._model, self.worklist
        if words and model.unprepared > _WAITS_FOR:  # the window answers meanwhile; the list follows in a moment
            self._search_waits = True
            self._prepare.start()
            return
        now = list_view.current()
        if words and not model.searched:
            self.search_begun.emit()
        if now is not None and not model.searched.strip():
            self._before_search = now.key
        to = "" if words.strip() or now is not None else self._before_search
        list_view.keeping_place(lambda: model.search(words), to=to, else_first=True)
        self._on_rows()
        self._say_matches.start()
        self._look.start()

    @Slot()
    def clear_search(self) -> None:
        """Show all cases again."""
        self.head.search.clear()
        self.focus_first()

    @Slot()
    def _on_say_matches(self) -> None:
        announce(self, self.head.count.text() if self._model is not None and self._model.matching else self._no_match.text())

    @Slot(str)
    def sort_by(self, name: str) -> None:
        """Sort by a column, the other way round where it is that one already; from the top, where the first is."""
        if self._model is None or self.worklist is None or self._titles is None:
            return
        self._model.arrange(self._model.order.by(name))
        self.worklist.keeping_place(lambda: None)
        self._titles.show_order(self._model.order)
        self._arranged()

    @Slot()
    def _arranged(self) -> None:
        self._look.start()
        if self._model is not None:
            self.arranged.emit(self._model.order)

    @Slot()
    def _on_look(self) -> None:
        if self.worklist is not None and self.isVisible():
            self.in_view.emit([case.key for case in self.worklist.in_view()])

    # --- the chosen

    @Slot()
    def _on_chosen(self) -> None:
        if self.worklist is not None:
            self.head.show_chosen(self.worklist.chosen_count)
        self.chosen_changed.emit()

    @Slot()
    def _on_chosen_pressed(self) -> None:
        self.menu_requested.emit(self.head.chosen.mapToGlobal(self.head.chosen.rect().bottomLeft()))

    @property
    def chosen(self) -> tuple[CaseSummary, ...]:
        """The chosen cases, or the one that has the keyboard."""
        return tuple(case.summary for case in self.worklist.chosen) if self.worklist is not None else ()

    @property
    def expects_cases(self) -> bool:
        return self._expects_cases and not self._listed

    @property
    def has_cases(self) -> bool:
        return self._rows > 0

    @property
    def has_chosen(self) -> bool:
        """Whether something can be done with a case."""
        return self.worklist is not None and self.worklist.has_chosen

    # --- the keyboard

    def focus_first(self) -> None:
        """Put the keyboard on the list; while there is none, on the drop zone, which hands it on when the cases come."""
        if self.worklist is not None and self._rows:
            (self.worklist if not self.worklist.isHidden() else self.head.search).setFocus()
        else:
            (self.drop_zone if self.drop_zone.isVisible() else self).setFocus()

    def key_hints(self) -> str:
        """What keys do here."""
        if self.expects_cases:
            return tr("What is typed is searched for as soon as the cases are read")
        if not self._rows:
            return tr("Drop a case anywhere in this window")
        return tr("Enter  open   ·   type to search   ·   Shift+↓  choose several   ·   Shift+F10  what to do with them")
