"""How the parts of one disputed item stand: request, decision, guidelines, evidence search, criteria, rationale."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QSplitter, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui.items.criteria_panel import CriteriaPanel
from imr_desktop.ui.items.evidence_form import EvidenceForm
from imr_desktop.ui.items.guidelines import GuidelineRows
from imr_desktop.ui.items.item_head import ItemHead
from imr_desktop.ui.items.judge_first import JudgeFirst
from imr_desktop.ui.theme import current, px
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.citation_edit import CitationEdit
from imr_desktop.ui.widgets.labels import ElidedLabel, Hairline, PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row
from imr_desktop.ui.wording import size_note

PLACEHOLDER = mark("Explain the decision. Ctrl+Shift+Enter drafts it from the criteria.")
BESIDE = 640
"""The width from which criteria and rationale can stand side by side, in pixels before zoom."""
_RATIONALE, _WRITING, _SHARE = 150, 0.54, 0.48


class _Body(QWidget):
    """All of an item. It is never made lower than its parts need: the area around it scrolls instead."""

    def heightForWidth(self, width: int) -> int:
        """What the parts cannot do without; Qt would take what they would like."""
        layout = self.layout()
        return layout.minimumHeightForWidth(width) if layout is not None else 0


class _Area(QScrollArea):
    """Scrolls by wheel, bar and page keys; arrows belong to what is within it and to the pane (Alt+Down: next item)."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and not event.modifiers():
            super().keyPressEvent(event)
        else:
            event.ignore()


class ItemLayout(QWidget):
    """The parts of one item in one scroll area, and the room each has; what is done in them is `ItemEditor`'s.

    `folded`: what the rules and utilization review say is kept back.
    """

    def __init__(self) -> None:
        super().__init__()
        self.holds_place = False
        self._compact = self.folded = False
        self.head, self.guidelines, self.evidence = ItemHead(), GuidelineRows(), EvidenceForm()
        self.guidelines.add_tool(self.evidence.toggle)
        self.judge = JudgeFirst()
        self.judge.hide()
        self.criteria = CriteriaPanel()
        self.rationale = CitationEdit(tr("Decision rationale text"), tr(PLACEHOLDER))
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.criteria)
        self._writing = self._rationale_part()
        self.splitter.addWidget(self._writing)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 2)
        self.reasoning = holder(column(self.guidelines, self.evidence, self.criteria.notes))
        self._body = _Body()
        self._body.setLayout(column(self.head, self.judge, self.reasoning, Hairline(), (self.splitter, 1)))
        self.area = _Area()
        self.area.setWidgetResizable(True)
        self.area.setWidget(self._body)
        self.area.setAccessibleName(tr("Disputed item"))
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setLayout(column((self.area, 1)))
        self._measure()
        self.criteria.room_changed.connect(self.share_room_soon)
        self.rationale.text_typed.connect(self.show_size)
        current().changed.connect(self._measure)
        cast(QApplication, QApplication.instance()).focusChanged.connect(self._keep_in_view)

    def _rationale_part(self) -> QWidget:
        self.size_note = ElidedLabel()
        self.from_criteria = IconButton(
            "list-plus", tr("Draft from the criteria"), text=tr("From criteria"), key="Ctrl+Shift+Enter"
        )
        title = PlainLabel(tr("Decision rationale"), "h2")
        head = row(title, (self.size_note, 1), self.from_criteria, margins=(px(16), px(4), px(8), px(4)))
        return holder(column(holder(head), (self.rationale, 1)))

    def show_size(self) -> None:
        """Refresh the count of words and citations."""
        note = size_note(self.rationale.text())
        self.size_note.setText(note.partition(" \u00b7 ")[0] if self._compact else note)

    def set_compact(self, compact: bool) -> None:
        """Side by side below 1600 px where there is room, else stacked."""
        self._compact = compact
        self.criteria.set_compact(compact)
        self.head.decision.set_compact(compact)
        self.rationale.set_size(15 if compact else 16)
        self._turn()

    def fold(self, wanted: bool) -> None:
        """Keep back what the rules and utilization review say, or show it."""
        if wanted != self.folded:
            self.folded = wanted
            self.share_room_soon()
        focus = QApplication.focusWidget()
        hides_focus = wanted and any(part.isAncestorOf(focus) for part in (self.reasoning, self.criteria) if focus)
        self.judge.setVisible(wanted)
        self.reasoning.setVisible(not wanted)
        self.criteria.setVisible(not wanted)
        self.from_criteria.setVisible(not wanted)
        if hides_focus and focus is self.criteria.list:
            self.focus_place()  # letters decided there, and must not be typed into a text here
        elif hides_focus:
            self.judge.ask()  # else the keyboard would go on to the rationale, and the next words with it

    def focus_decision(self) -> None:
        self.holds_place = False
        self.head.decision.take_focus()

    def focus_place(self) -> None:
        """Where letters answer and decide: the criteria, or the decision where there are none. No text, no button.

        The decision only holds the place then (`holds_place`): the criteria take it as soon as there are some.
        """
        if self.criteria.list.rows() and not self.folded:
            self.criteria.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_decision()
            self.holds_place = True

    def focus_next(self, _after: QWidget) -> None:
        """What had the keyboard is gone, as the criteria are with an item that has none."""
        self.focus_place()

    def share_room_soon(self) -> None:
        # Sizes set before the first layout are overwritten by it, so this runs after.
        QTimer.singleShot(0, self, self._share_room)

    def _share_room(self) -> None:
        """The rationale gets the larger part, and what the criteria do not need."""
        splitter = self.splitter
        lowest = self.criteria.minimumHeight(), self._writing.minimumSizeHint().height()
        beside = splitter.orientation() == Qt.Orientation.Horizontal
        splitter.setMinimumHeight(max(lowest) if beside else sum(lowest) + splitter.handleWidth())
        if splitter.orientation() == Qt.Orientation.Horizontal:
            writing = splitter.width() * _WRITING
            splitter.setSizes([round(splitter.width() - writing), round(writing)])
            return
        details = self.criteria.details_button.isChecked()
        most = splitter.height() * (0.6 if details else _SHARE)
        criteria = round(most if details else min(most, self.criteria.wanted_height()))
        splitter.setSizes([criteria, splitter.height() - criteria])

    def _turn(self) -> None:
        beside = self._compact and self.width() >= px(BESIDE)
        self.splitter.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)
        self.share_room_soon()

    def _measure(self) -> None:
        self.rationale.setMinimumHeight(px(_RATIONALE))
        self._turn()

    def _keep_in_view(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What gets the keyboard is seen; not under the pointer, where what is pressed would move away."""
        if not QApplication.mouseButtons():
            self.show_part(now)

    def show_part(self, now: QWidget | None) -> None:
        """Scroll the item so that a part of it is seen."""
        if now is not None and self._body.isAncestorOf(now):
            self.area.ensureWidgetVisible(now, 0, px(8))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size() != event.oldSize():
            self._turn()

    def minimumSizeHint(self) -> QSize:
        """As wide as the parts need; what is too high is scrolled."""
        return QSize(self._body.minimumSizeHint().width() + px(14), px(120))
