"""Where the panes stand: all in view on wide windows, the record beside digest tabs on others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSplitter, QStackedWidget, QWidget

from imr_desktop.ui.shell.digest_tabs import DigestTabs
from imr_desktop.ui.shell.shares import Shares
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
CHECKS_OPEN, CHECKS_LOW, CHECKS_FOLDED = 158, 112, 42
LOW, VERY_LOW = 620, 420
LEAST_HEIGHT = 140


class _Held(QScrollArea):
    """A pane where it may have less room than it needs: it is scrolled then, and never squeezed; `sideways` too."""

    def __init__(self, pane: QWidget, *, sideways: bool = False) -> None:
        super().__init__()
        self._sideways = sideways
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        if not sideways:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(pane)

    def minimumSizeHint(self) -> QSize:
        """As wide as the pane must be; as low as may be."""
        pane = self.widget() if not self._sideways else None
        return QSize(pane.minimumSizeHint().width() if pane is not None else 0, px(LEAST_HEIGHT))


class Workspace(QWidget):
    """Lays the five panes out and knows which one the reviewer works in. `active_changed(name)`.

    `card_left()`: another pane took the card's place. `alone_changed(bool)`: one pane has all the room, or no longer.
    """

    active_changed = Signal(str)
    card_left = Signal()
    alone_changed = Signal(bool)

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
        self.alone = ""
        self.shares = Shares(self)
        self._held = {name: _Held(self.panes[name]) for name in WORK}
        self._main: QSplitter | None = None
        self._aside: tuple[QWidget, ...] = ()
        self._stack: QStackedWidget | None = None
        self._card: _Held | None = None
        self._side: QStackedWidget | None = None
        self._layout = column(margins=(8, 8, 8, 6))
        self.setLayout(self._layout)
        for name in WORK:
            self.panes[name].digest_changed.connect(self._show_digests)
        self.checks.collapsed.connect(self._on_folded)
        set_property(self.checks.fold_button, "quiet", True)
        record.escape_left.connect(self._on_escape)
        current().changed.connect(self._on_theme)

    def set_compact(self, compact: bool) -> None:
        """Change the layout; panes keep what they show."""
        if compact == self.compact:
            return
        self.set_alone("")
        active, focused = self.active, self.focusWidget()
        old, self.compact = self._main, compact
        for pane in self.panes.values():
            pane.set_compact(compact)
        shown = self.card_shown
        self.tabs = self._stack = None
        self.shares.forget()
        # From the outermost inwards: every change of parent dresses all that stands in a widget anew
        self._main = self.shares.split("compact" if compact else "wide", Qt.Orientation.Horizontal, self)
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
            if name not in WORK:
                pane.show()
            elif self._stack is None or self._held[name] is self._stack.currentWidget():
                self._held[name].show()  # the stack keeps its other pages hidden
        if old is not None:
            old.hide()
            old.deleteLater()
        self.checks.set_collapsed(compact)
        self._on_folded(compact)
        self.activate(active or "items", focus=False)
        self.show_card(shown)
        if focused is not None and not shown:
            focused.setFocus()  # being put elsewhere took the keyboard from it
        if shown and self._card is not None:
            card = self._card.widget()
            shown_card = card.currentWidget() if isinstance(card, QStackedWidget) else card
            (shown_card or self._card).setFocus()
        self.shares.soon()

    def _fill_wide(self, side: QStackedWidget) -> None:
        split, held = self.shares.split, self._held
        right = split("work above checks", Qt.Orientation.Vertical, side)
        side.addWidget(right)
        both = split("texts beside items", Qt.Orientation.Horizontal, right)
        left = split("findings above summary", Qt.Orientation.Vertical, both)
        left.addWidget(held["findings"])
        left.addWidget(held["summary"])
        both.addWidget(held["items"])
        right.addWidget(self.checks)
        self._aside = (self.record, left, *held.values(), self.checks)

    def _fill_compact(self, side: QStackedWidget) -> None:
        panes = self.panes
        work = QWidget(side)
        side.addWidget(work)
        shown = [(panes[name].digest()[0], _ICONS[name], f"Ctrl {number}") for number, name in enumerate(WORK, 2)]
        self.tabs = DigestTabs(tuple(shown), work)
        self._stack = QStackedWidget(work)
        for name in WORK:
            self._stack.addWidget(self._held[name])
        before = panes[WORK[0]].previousInFocusChain()
        while before is not None and before.focusPolicy() == Qt.FocusPolicy.NoFocus:
            before = before.previousInFocusChain()
        if before is not None:
            QWidget.setTabOrder(before, self.tabs)  # they are new each time: Tab would come to them after all panes
        self.tabs.currentChanged.connect(self._on_tab)
        self._show_digests()
        work.setLayout(column(self.tabs, (self._stack, 1), 6, panes["checks"]))
        self._aside = (self.record, self.tabs, self.checks)

    def set_card(self, card: QWidget) -> None:
        """Have a card that takes the place of the panes beside the record while it is shown."""
        self._card = _Held(card, sideways=True)
        self._card.setParent(self)
        self._card.hide()
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

    def activate(self, name: str, *, focus: bool = True) -> None:
        """Go into a pane: bring it into view, mark it, and (with `focus`) take the keyboard there."""
        if self.alone not in ("", name):
            self.set_alone("")
        if name != "record" and self.card_shown:
            self.show_card(False)
            self.card_left.emit()
        if self.compact and self._stack is not None and self.tabs is not None and name in WORK:
            self._stack.setCurrentWidget(self._held[name])
            self.tabs.setCurrentIndex(WORK.index(name))
        if name == "checks":
            self.checks.set_collapsed(False)
        elif focus and self.compact and self.height() < px(VERY_LOW):
            self.checks.set_collapsed(True)
        if self.compact and focus and self._main is not None and name != "checks":
            self.shares.use(self._main, "compact record" if name == "record" else "compact")
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
        self._fit_checks()
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
        if self._stack is not None and self._stack.currentWidget() is not self._held[WORK[index]]:
            self.activate(WORK[index], focus=False)

    # --- one pane alone

    def toggle_alone(self) -> None:
        """Give the pane that is worked in all the room, or share it again."""
        self.set_alone("" if self.alone else self.active if self.active in ("record", *WORK) else "record")

    def set_alone(self, name: str) -> None:
        """Show one pane alone; without a name, all as before."""
        if name == self.alone:
            return
        if name and self.card_shown:
            self.show_card(False)
            self.card_left.emit()
        self.alone = name
        held = self._held.get(name)
        for part in self._aside:
            part.setVisible(
                not name or part is held or (held is not None and part.isAncestorOf(held)) or part is self.panes[name]
            )
        if self._side is not None:
            self._side.setVisible(name != "record")
        if name:
            self.activate(name)
        else:
            self._fit_checks()
            self.shares.soon()
        self.alone_changed.emit(bool(name))

    def widen_record(self) -> None:
        """Give the record more than half of the window, or as much as before."""
        if self._main is not None:
            name = "compact" if self.compact else "wide"
            wider = f"{name} record"
            self.shares.use(self._main, name if self.shares.used(self._main) == wider else wider)

    @Slot()
    def _on_escape(self) -> None:
        self.set_alone("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, where nothing else wants it, shares the room again."""
        if event.key() == Qt.Key.Key_Escape and self.alone:
            self.set_alone("")
        else:
            super().keyPressEvent(event)

    @Slot(bool)
    def _on_folded(self, folded: bool) -> None:
        self._fit_checks()

    @Slot()
    def _fit_checks(self) -> None:
        checks = self.checks
        folded = checks.fold_button.isChecked()
        low, worked_in = self.height() < px(LOW), self.active == "checks"
        opened = px(CHECKS_LOW if low and not worked_in else CHECKS_OPEN)
        if self.height() < px(VERY_LOW):
            opened = min(opened, self.height() // 2)
        checks.setMinimumHeight(opened if self.compact and not folded else px(CHECKS_FOLDED))
        checks.setMaximumHeight(px(CHECKS_FOLDED) if folded else opened if self.compact else 16_777_215)

    @Slot()
    def _on_theme(self) -> None:
        self._fit_checks()
        self.shares.soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the window is low, the checks leave the item its room; the panes keep their proportion."""
        super().resizeEvent(event)
        self._fit_checks()
        self.shares.soon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_checks()
