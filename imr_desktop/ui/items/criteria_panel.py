"""The criteria of an item: how many are assessed, the list, the reason of an answer, and what stands behind a criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from imr_desktop.ui.items.criteria import CriteriaList
from imr_desktop.ui.items.criterion_detail import CriterionDetail
from imr_desktop.ui.items.criterion_reason import CriterionReason
from imr_desktop.ui.items.criterion_words import governing
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.labels import ElidedLabel, Hairline, PlainLabel, plain_tip
from imr_desktop.ui.widgets.layouts import column, holder, row

if TYPE_CHECKING:
    from imr_desktop.case.model import DisputedItem, SourceRef
    from imr_desktop.review.checking import GoverningText, ItemReport

_ANY_SIZE = 16_777_215
_LIST, _SHORT_LIST, _LIST_WITH_DETAILS, _DETAILS = 90, 52, 40, 32
_SHORT, _SHORT_WITH_DETAILS = 190, 240
NO_RULE = "No rule of the guideline pack covers this item: cite the guideline you apply and write the rationale."
ENTER = "Enter what the guideline says"
ENTRY = f"The guideline that governs is licensed, and no criterion here was read in its words. {ENTER} (Ctrl+R), once for all cases."
ENTRY_ELSEWHERE = (
    "The general chapter governs alone. What another guideline says, in the order of 8 CCR 9792.21.1, can be entered: "
    f"{ENTER} (Ctrl+R)."
)
NOT_CHECKED = "Not checked yet: which criteria apply comes with the check."


class CriteriaPanel(QWidget):
    """List, reason and details stay together: they speak of the current criterion.

    `room_changed()`: it needs other room. `entry_requested()`: what the guideline says of the item is to be entered.
    """

    room_changed = Signal()
    entry_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._compact = self._covered = False
        self.tally = ElidedLabel()
        self.entry_button = IconButton("book-open", ENTER, text="Guideline", key="Ctrl+R")
        self.details_button = IconButton("info", "Details of the criterion", text="Details", key="I", checkable=True)
        self.governing = ElidedLabel()
        self.governing.setObjectName("governing text")
        self.own_packs = PlainLabel("", "muted", wrap=True)
        self.own_packs.setContentsMargins(px(16), 0, px(16), px(4))
        self.own_packs.hide()
        self.entry_note = PlainLabel("", "muted", wrap=True)
        self.entry_note.setContentsMargins(px(16), 0, px(16), px(4))
        self.entry_note.hide()
        self.no_rule = PlainLabel(NOT_CHECKED, "muted", wrap=True)
        self.no_rule.setContentsMargins(px(16), px(4), px(16), px(8))
        self.no_rule.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.list, self.reason, self.detail = CriteriaList(), CriterionReason(), CriterionDetail()
        self.list.setMinimumHeight(px(_LIST))
        self.detail.setMinimumHeight(px(_DETAILS))
        self._detail_rule = Hairline()
        self.detail.hide()
        self._detail_rule.hide()
        title = PlainLabel("Criteria", "h2")
        margins = (px(16), px(4), px(8), px(4))
        head = row(title, (self.tally, 1), self.entry_button, self.details_button, margins=margins)
        self._governing_row = holder(row((self.governing, 1), margins=(px(16), 0, px(16), px(4))))
        self._notes = holder(column(self._governing_row, self.entry_note, self.own_packs))
        reason = holder(row((self.reason, 1), margins=(px(36), 0, px(16), px(4))))
        self.setLayout(
            column(holder(head), self._notes, (self.list, 2), (self.no_rule, 1), reason, self._detail_rule, (self.detail, 3))
        )
        self.entry_button.clicked.connect(self.entry_requested)
        self.list.current_changed.connect(self._on_criterion)
        self.list.reason_requested.connect(self.reason.ask)
        self.list.details_requested.connect(self.details_button.toggle)
        self.reason.left.connect(self._on_reason_left)
        self.details_button.toggled.connect(self._on_details)
        self.list.verticalScrollBar().rangeChanged.connect(self._keep_in_view)

    def show_item(self, item: DisputedItem, report: ItemReport | None, pending: dict[str, tuple[SourceRef, ...]]) -> None:
        """Show an item's criteria with its report; `pending` is evidence cited before an answer was given."""
        self.list.show_item(item, report, pending)
        covered = self.list.rows() > 0
        self.list.setVisible(covered)
        self._show_governing(report.governing if report else None)
        self.no_rule.setText(NO_RULE if report else NOT_CHECKED)
        self.no_rule.setVisible(not covered)
        self.entry_note.say(_entry_words(report))
        self.entry_button.setVisible(report is not None)
        self.own_packs.say(" \u00b7 ".join(dict.fromkeys(rule.words for rule in report.own)) if report else "")
        self.details_button.setVisible(covered)
        if covered != self._covered:
            self._covered = covered
            self.room_changed.emit()
        self._show_details()
        self.setMaximumHeight(_ANY_SIZE if covered or self._compact else px(168))
        self.setMaximumWidth(px(240) if self._compact and not covered else _ANY_SIZE)
        self.tally.setText(self.list.row_model.tally())
        self._on_criterion()

    def set_compact(self, compact: bool) -> None:
        """Beside the rationale, or above it."""
        self._compact = compact
        self.setMaximumHeight(_ANY_SIZE)
        self.list.set_compact(compact)

    def focus_first_open(self) -> None:
        """The keyboard on the first criterion without an answer."""
        self.list.select_row(self.list.row_model.first_open())
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_governing(self, text: GoverningText | None) -> None:
        line, whole = governing(text)
        self.governing.setText(line)
        self.governing.setToolTip(plain_tip(whole))
        self.governing.setAccessibleName(whole)
        self._governing_row.setVisible(bool(line))

    def _show_details(self) -> None:
        shown = self._covered and self.details_button.isChecked()
        self.detail.setVisible(shown)
        self._detail_rule.setVisible(shown)
        self._share_room()

    def _share_room(self) -> None:
        """Where there is little room, it is the list's and the details', and neither lies over the other."""
        details = self._covered and self.details_button.isChecked()
        short = self._covered and self.height() < px(_SHORT_WITH_DETAILS if details else _SHORT)
        self.list.setMinimumHeight(px(_LIST_WITH_DETAILS if details else _SHORT_LIST if short else _LIST))
        self._notes.setHidden(short)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What stands over the criteria gives way to them."""
        super().resizeEvent(event)
        self._share_room()

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
    return ENTRY_ELSEWHERE if report.governing and report.governing.silent else ENTRY
