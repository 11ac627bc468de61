"""Where the panes stand: all in view on wide windows, the record beside digest tabs on others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from imr_desktop.ui.shell.digest_tabs import DigestTabs
from imr_desktop.ui.shell.steps import NAMES
from imr_desktop.ui.theme import current, px, set_property
from imr_desktop.ui.widgets.layouts import column

if TYPE_CHECKING:
    from imr_desktop.ui.checks.pane import ChecksPane
    from imr_desktop.ui.findings.pane import FindingsPane
    from imr_desktop.ui.items.pane import ItemsPane
    from imr_desktop.ui.record.pane import RecordPane
    from imr_desktop.ui.summary.pane import SummaryPane
    from imr_desktop.ui.widgets.pane import Pane

WORK = ("findings", "summary", "items")
_ICONS = {"findings": "list-checks", "summary": "file-text", "items": "scale"}
CHECKS_OPEN, CHECKS_LOW, CHECKS_FOLDED = 158, 100, 42
LOW = 620
RECORD_SHARE, RECORD_SHARE_ACTIVE, RECORD_SHARE_WIDE = 0.41, 0.56, 0.40


class Workspace(QWidget):
    """Lays the five panes out and knows which one the reviewer works in. `active_changed(name)`.

    `card_left()`: another pane took the card's place.
    """

    active_changed = Signal(str)
    card_left = Signal()

    def __init__(
        self,
        record: RecordPane,
        findings: FindingsPane,
        summary: SummaryPane,
        items: ItemsPane,
        checks: ChecksPane,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.record, self.findings, self.summary, self.items, self.checks = record, findings, summary, items, checks
        self.panes: dict[str, Pane] = {
            "record": record,
            "findings": findings,
            "summary": summary,
            "items": items,
            "checks": checks,
        }
        self.active = ""
        self.compact: bool | None = None
        self.tabs: DigestTabs | None = None
        self._main: QSplitter | None = None
        self._splits: list[tuple[QSplitter, tuple[float, ...]]] = []
        self._stack: QStackedWidget | None = None
        self._card: QWidget | None = None
        self._side: QStackedWidget | None = None
        self._layout = column(margins=(8, 8, 8, 6))
        self.setLayout(self._layout)
        for name in WORK:
            self.panes[name].digest_changed.connect(self._show_digests)
        self.checks.collapsed.connect(self._on_folded)
        set_property(self.checks.fold_button, "quiet", True)
        current().changed.connect(self._fit_checks)

    def set_compact(self, compact: bool) -> None:
        """Change the layout; panes keep what they show."""
        if compact == self.compact:
            return
        old, self.compact = self._main, compact
        for pane in self.panes.values():
            pane.set_compact(compact)
        shown = self.card_shown
        self.tabs = self._stack = None
        self._splits = []
        # From the outermost inwards: every change of parent dresses all that stands in a widget anew
        self._main = self._split(self, Qt.Orientation.Horizontal, RECORD_SHARE if compact else RECORD_SHARE_WIDE)
        self._layout.addWidget(self._main)
        self._main.addWidget(self.panes["record"])
        self._side = QStackedWidget(self._main)
        if compact:
            self._fill_compact(self._side)
        else:
            self._fill_wide(self._side)
        if self._card is not None:
            self._side.addWidget(self._card)
        for name, pane in self.panes.items():
            if self._stack is None or name not in WORK or pane is self._stack.currentWidget():
                pane.show()  # the stack keeps its other pages hidden
        if old is not None:
            old.hide()
            old.deleteLater()
        self.checks.set_collapsed(compact)
        self._on_folded(compact)
        self.activate(self.active or "items", focus=False)
        self.show_card(shown)
        if shown and self._card is not None:
            ((isinstance(self._card, QStackedWidget) and self._card.currentWidget()) or self._card).setFocus()
        QTimer.singleShot(0, self, self._settle)

    def _fill_wide(self, side: QStackedWidget) -> None:
        panes = self.panes
        right = self._split(side, Qt.Orientation.Vertical, 0.83)
        side.addWidget(right)
        both = self._split(right, Qt.Orientation.Horizontal, 0.44)
        left = self._split(both, Qt.Orientation.Vertical, 0.52)
        left.addWidget(panes["findings"])
        left.addWidget(panes["summary"])
        both.addWidget(panes["items"])
        right.addWidget(panes["checks"])

    def _fill_compact(self, side: QStackedWidget) -> None:
        panes = self.panes
        work = QWidget(side)
        side.addWidget(work)
        shown = [(panes[name].digest()[0], _ICONS[name], f"Ctrl {number}") for number, name in enumerate(WORK, 2)]
        self.tabs = DigestTabs(tuple(shown), work)
        self._stack = QStackedWidget(work)
        for name in WORK:
            self._stack.addWidget(panes[name])
        before = panes[WORK[0]].previousInFocusChain()
        while before is not None and before.focusPolicy() == Qt.FocusPolicy.NoFocus:
            before = before.previousInFocusChain()
        if before is not None:
            QWidget.setTabOrder(before, self.tabs)  # they are new each time: Tab would come to them after all panes
        self.tabs.currentChanged.connect(self._on_tab)
        self._show_digests()
        work.setLayout(column(self.tabs, (self._stack, 1), 6, panes["checks"]))

    def set_card(self, card: QWidget) -> None:
        """Have a card that takes the place of the panes beside the record while it is shown."""
        self._card = card
        card.setParent(self)
        card.hide()
        if self._side is not None:
            self._side.addWidget(card)

    @property
    def card_shown(self) -> bool:
        """Whether the card is in the panes' place."""
        return self._side is not None and self._card is not None and self._side.currentWidget() is self._card

    def show_card(self, shown: bool) -> None:
        """Put the card in the panes' place, or the panes back."""
        if self._side is not None and self._card is not None:
            self._side.setCurrentIndex(self._side.indexOf(self._card) if shown else 0)

    def _split(self, parent: QWidget, direction: Qt.Orientation, share: float) -> QSplitter:
        """Room for two, the first with that share of it."""
        split = QSplitter(direction, parent)
        split.setHandleWidth(8)
        split.setChildrenCollapsible(False)
        self._splits.append((split, (share, 1 - share)))
        return split

    @Slot()
    def _settle(self) -> None:
        # Sizes set before the first layout are overwritten by it.
        for split, shares in reversed(self._splits):
            room = split.width() if split.orientation() == Qt.Orientation.Horizontal else split.height()
            split.setSizes([round(room * share) for share in shares])
        self._fit_checks()

    def activate(self, name: str, *, focus: bool = True) -> None:
        """Go into a pane: bring it into view, mark it, and (with `focus`) take the keyboard there."""
        if name != "record" and self.card_shown:
            self.show_card(False)
            self.card_left.emit()
        if self.compact and self._stack is not None and self.tabs is not None and name in WORK:
            self._stack.setCurrentWidget(self.panes[name])
            self.tabs.setCurrentIndex(WORK.index(name))
        if name == "checks":
            self.checks.set_collapsed(False)
        if self.compact and focus and self._main is not None:
            share = RECORD_SHARE_ACTIVE if name == "record" else RECORD_SHARE
            if name != "checks":
                self._main.setSizes([round(self.width() * share), round(self.width() * (1 - share))])
        self.mark(name)
        if focus:
            self.panes[name].focus_first()

    def mark(self, name: str) -> None:
        """Show which pane the reviewer works in; the focus moved there already."""
        if name != self.active:
            self.active = name
            self.active_changed.emit(name)
        for key, pane in self.panes.items():
            pane.set_active(key == name)
        if self.tabs is not None:
            self.tabs.set_active(name in WORK)

    def mark_focus(self, widget: QWidget | None) -> None:
        """The focus moved to `widget`: mark its pane, where it is in one."""
        for name, pane in self.panes.items():
            if widget is not None and (pane is widget or pane.isAncestorOf(widget)):
                self.mark(name)

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) pane."""
        at = NAMES.index(self.active) if self.active in NAMES else 0
        self.activate(NAMES[(at + by) % len(NAMES)])

    @Slot()
    def _show_digests(self) -> None:
        if self.tabs is not None:
            for index, name in enumerate(WORK):
                self.tabs.set_digest(index, *self.panes[name].digest())

    @Slot(int)
    def _on_tab(self, index: int) -> None:
        if self._stack is not None and self._stack.currentWidget() is not self.panes[WORK[index]]:
            self.activate(WORK[index], focus=False)

    @Slot(bool)
    def _on_folded(self, folded: bool) -> None:
        self._fit_checks()

    @Slot()
    def _fit_checks(self) -> None:
        checks = self.checks
        folded = checks.fold_button.isChecked()
        opened = px(CHECKS_LOW if self.height() < px(LOW) else CHECKS_OPEN)
        checks.setMinimumHeight(opened if self.compact and not folded else px(CHECKS_FOLDED))
        checks.setMaximumHeight(px(CHECKS_FOLDED) if folded else opened if self.compact else 16_777_215)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the window is low, the checks leave the item its room."""
        super().resizeEvent(event)
        self._fit_checks()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_checks()
