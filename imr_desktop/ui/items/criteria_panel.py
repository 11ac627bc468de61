"""The criteria of an item: how many are assessed, the list, the reason of an answer, and what stands behind a criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui import shortcuts
from imr_desktop.ui.items.criteria import CriteriaList
from imr_desktop.ui.items.criterion_detail import CriterionDetail
from imr_desktop.ui.items.criterion_reason import CriterionReason
from imr_desktop.ui.items.criterion_words import governing
from imr_desktop.ui.theme import current, px, set_property
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.labels import ElidedLabel, Hairline, PlainLabel, plain_tip
from imr_desktop.ui.widgets.layouts import column, holder, row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imr_desktop.case.model import DisputedItem, SourceRef
    from imr_desktop.review.checking import GoverningText, ItemReport

    Pending = dict[str, tuple[SourceRef, ...]]

_LIST, _LOW_LIST, _DETAILS, _NONE, _FIELD, _WORDS = 240, 168, 96, 84, 40, 600
_LOW = 700
"""Pixels before zoom of the window's height below which the list has less room: the item around it is scrolled there."""
NO_RULE = mark("No rule of the guideline pack covers this item: cite the guideline you apply and write the rationale.")
ENTER = mark("Enter what the guideline says")
ENTRY = mark("Licensed words govern, and no criterion here was read in them. {enter}, once for all cases.")
ENTRY_ELSEWHERE = mark(
    "The general chapter governs alone. What another guideline says, in the order of 8 CCR "
    "9792.21.1, can be entered: {enter}."
)
NOT_CHECKED = mark("Not checked yet: which criteria apply comes with the check.")


class CriteriaPanel(QWidget):
    """List, reason and details stay together: they speak of the current criterion.

    `notes` say of the item which text governs it; whoever shows the panel gives them room above it. `room_changed()`: it
    needs other room. `entry_requested()`: what the guideline says of the item is to be entered.
    """

    room_changed = Signal()
    entry_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._covered = self._compact = False
        self.tally = ElidedLabel()
        self.entry_button = IconButton("book-open", tr(ENTER), text=tr("Guideline"), key="Ctrl+R")
        self.details_button = IconButton("info", tr("Details of the criterion"), text=tr("Details"), key="I", checkable=True)
        self.no_rule = PlainLabel(tr(NOT_CHECKED), "muted", wrap=True)
        self.no_rule.setContentsMargins(px(16), px(4), px(16), px(8))
        self.no_rule.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.list, self.reason, self.detail = CriteriaList(), CriterionReason(), CriterionDetail()
        self._detail_rule = Hairline()
        self.detail.hide()
        self._detail_rule.hide()
        self.notes = self._made_notes()
        title = PlainLabel(tr("Criteria"), "h2")
        margins = (px(16), px(4), px(8), px(4))
        self.head = holder(row(title, (self.tally, 1), self.entry_button, self.details_button, margins=margins))
        self.setLayout(column(self.head, (self.list, 2), (self.no_rule, 1), self._detail_rule, (self.detail, 3)))
        self._place = QWidget(self)
        self.reason.setParent(self._place)
        self._connect()
        self._measure()

    def _made_notes(self) -> QWidget:
        self.governing = PlainLabel("", "muted", wrap=True)
        self.governing.setObjectName("governing text")
        self.own_packs = PlainLabel("", "muted", wrap=True)
        self.entry_note = PlainLabel("", "muted", wrap=True)
        parts = self.governing, self.entry_note, self.own_packs
        for part in parts:
            part.setContentsMargins(px(16), 0, px(16), px(4))
            part.hide()
        return holder(column(*parts))

    def _connect(self) -> None:
        self.entry_button.clicked.connect(self.entry_requested)
        self.list.current_changed.connect(self._on_criterion)
        self.list.reason_requested.connect(self.reason.ask)
        self.list.details_requested.connect(self.details_button.toggle)
        self.list.field_moved.connect(self._place_reason)
        self.reason.left.connect(self._on_reason_left)
        self.reason.shown_or_hidden.connect(self._make_room)
        self.reason.entered.connect(self._show_reason_soon)
        self.details_button.toggled.connect(self._on_details)
        self.list.verticalScrollBar().rangeChanged.connect(self._keep_in_view)
        current().changed.connect(self._measure)

    def show_item(self, item: DisputedItem | None, report: ItemReport | None, pending: Pending) -> None:
        """Show an item's criteria with its report; `pending` is evidence cited before an answer was given. No item: nothing
        of it is here, for the eye or for a screen reader.
        """
        self.list.show_item(item, report, pending)
        covered = self.list.rows() > 0
        self.list.setVisible(covered)
        self._show_governing(report.governing if report else None)
        self.no_rule.setText(tr(NO_RULE) if report else tr(NOT_CHECKED))
        self.no_rule.setVisible(not covered)
        self.entry_note.say(_entry_words(report))
        self.entry_button.setVisible(report is not None)
        self.own_packs.say(" \u00b7 ".join(dict.fromkeys(rule.words for rule in report.own)) if report else "")
        self.details_button.setVisible(covered)
        self._show_details()
        if covered != self._covered:
            self._covered = covered
            self._measure()
        self._tell_tally()
        self._on_criterion()

    def set_inputs(self, inputs: Mapping[str, Any]) -> None:
        """Take what the rules may ask for, by key: labels and units."""
        self.detail.set_inputs(inputs)
        self.list.delegate.inputs = inputs

    def set_compact(self, compact: bool) -> None:
        """Short words in the rows and over them."""
        self._compact = compact
        self.list.set_compact(compact)
        self._tell_tally()

    def _show_words(self) -> None:
        """The buttons with their words where the line has room for them, else as pictures with a tip."""
        words = self.width() >= px(_WORDS)
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if words else Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in (self.entry_button, self.details_button):
            button.setToolButtonStyle(style)
            set_property(button, "iconOnly", not words)

    def _tell_tally(self) -> None:
        tally = self.list.row_model.tally()
        self.tally.setText(tally.removesuffix(" assessed") if self._compact else tally)
        self.tally.setAccessibleName(tally)
        self.tally.setToolTip(tally)

    def wanted_height(self) -> int:
        """The height that shows every row, in pixels; the details come on top."""
        return self.head.sizeHint().height() + (self.list.full_height() + 4 if self._covered else px(_NONE))

    def focus_first_open(self) -> None:
        """The keyboard on the first criterion without an answer."""
        self.list.select_row(self.list.row_model.first_open())
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_governing(self, text: GoverningText | None) -> None:
        line, whole = governing(text)
        self.governing.say(line)
        self.governing.setToolTip(plain_tip(whole))
        self.governing.setAccessibleName(whole)

    def _show_details(self) -> None:
        shown = self.list.rows() > 0 and self.details_button.isChecked()
        self.detail.setVisible(shown)
        self._detail_rule.setVisible(shown)
        listed = self._list_height() if self.list.rows() else px(_NONE)
        self.setMinimumHeight(self.head.sizeHint().height() + listed + (px(_DETAILS) + 2 if shown else 0))

    def _measure(self) -> None:
        self.list.setMinimumHeight(self._list_height())
        self.detail.setMinimumHeight(px(_DETAILS))
        self.no_rule.setMinimumHeight(px(_NONE))
        self._show_words()
        self._show_details()
        self._make_room()
        self.room_changed.emit()

    def _list_height(self) -> int:
        return px(_LOW_LIST if self.window().height() < px(_LOW) else _LIST)

    def _make_room(self) -> None:
        self.list.set_field_height(px(_FIELD) if self.reason.wanted else 0)

    def _place_reason(self) -> None:
        """The reason's field lies within the open row, and is cut where the list ends."""
        box, view = self.list.field_box(), self.list.viewport()
        seen = box.intersected(view.rect())
        self._place.setGeometry(QRect(view.mapTo(self, seen.topLeft()), seen.size()))
        self.reason.setGeometry(QRect(box.topLeft() - seen.topLeft(), box.size()))

    def _show_reason_soon(self) -> None:
        # Room for it may have been made just now: the rows are laid out anew before this runs.
        QTimer.singleShot(0, self, self.list.show_field)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.list.minimumHeight() != self._list_height():
            self._measure()
        self._show_words()
        self._place_reason()

    def _on_details(self) -> None:
        self._show_details()
        self.room_changed.emit()

    @Slot()
    def _keep_in_view(self) -> None:
        """The criterion the details are of stays in view, whatever room they take."""
        if self.details_button.isChecked():
            self.list.scrollTo(self.list.currentIndex())

    def _on_criterion(self) -> None:
        self.detail.show_criterion(self.list.current())
        self.reason.show_criterion(self.list.current())

    def _on_reason_left(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)


def _entry_words(report: ItemReport | None) -> str:
    """What can be entered for the item; empty where nothing has to be."""
    if report is None or not report.entry:
        return ""
    words, key = (
        tr(ENTRY_ELSEWHERE) if report.governing and report.governing.silent else tr(ENTRY),
        shortcuts.in_force("Ctrl+R"),
    )
    return tr(words, enter=f"{tr(ENTER)} ({key})" if key else tr(ENTER))
