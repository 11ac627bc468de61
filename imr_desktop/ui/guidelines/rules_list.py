"""All rules as rows: filtered as is typed, marked with Space."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter

from imr_desktop.language import tr, trn
from imr_desktop.ui.theme import pixmap, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.rows import RowDelegate, RowList, RowModel

if TYPE_CHECKING:
    from imr_desktop.review.guideline_rows import RuleRow

SIDE, HEIGHT, MARK = 14, 46, 24


@dataclass(frozen=True)
class ListedRule:
    """One rule as a row of the list."""

    rule: RuleRow
    marked: bool = False

    @property
    def key(self) -> str:
        return self.rule.id

    @property
    def words(self) -> str:
        return f"{self.rule.service}: {self.rule.edition}"

    @property
    def facts(self) -> str:
        """Source, tier, confidence, uses, and until when it is used."""
        rule = self.rule
        uses = "" if rule.uses is None else trn("in {count} open case", "in {count} open cases", rule.uses)
        expires = tr("to {expires}", expires=rule.expires) if rule.expires else ""
        return " · ".join(filter(None, (rule.source, rule.tier, rule.confidence, uses, expires, rule.state)))

    @property
    def spoken(self) -> str:
        return ". ".join(filter(None, (tr("Marked") if self.marked else "", self.words, self.facts)))


class RulesModel(RowModel[ListedRule]):
    """The rules that the filter lets through; marks stay while others are shown."""

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[RuleRow, ...] = ()
        self._uses: Mapping[str, int] | None = None
        self._marked: frozenset[str] = frozenset()
        self._wanted: tuple[str, ...] = ()

    def show_all(self, rows: Iterable[RuleRow]) -> None:
        """Show these rules; those that are gone lose their marks."""
        self._all = tuple(rows)
        self._marked &= {row.id for row in self._all}
        self._refresh()

    def show_uses(self, uses: Mapping[str, int]) -> None:
        self._uses = MappingProxyType(dict(uses))
        self._refresh()

    def filter(self, words: str) -> None:
        """Show the rules in which every word stands."""
        self._wanted = tuple(words.lower().split())
        self._refresh()

    def toggle(self, key: str) -> None:
        """Mark a rule, or take its mark away."""
        self._marked ^= {key}
        self._refresh()

    @property
    def marked(self) -> tuple[RuleRow, ...]:
        """The marked rules, also those the filter hides."""
        return tuple(row for row in self._all if row.id in self._marked)

    @property
    def total(self) -> int:
        return len(self._all)

    def _refresh(self) -> None:
        rows = (row for row in self._all if row.holds(self._wanted))
        self.show_rows(ListedRule(self._counted(row), row.id in self._marked) for row in rows)

    def _counted(self, row: RuleRow) -> RuleRow:
        return row if self._uses is None else replace(row, uses=self._uses.get(row.id, 0))


class RuleDelegate(RowDelegate[ListedRule]):
    """One rule: its mark, service and edition, below them the facts."""

    uniform = True

    def height(self, row: ListedRule) -> int:
        """All rows are equally high: thousands are laid out at once."""
        return px(HEIGHT)

    def draw(self, painter: QPainter, row: ListedRule, area: QRect, *, chosen: bool) -> None:
        left = area.x() + px(SIDE)
        if row.marked:
            painter.drawPixmap(left, area.y() + px(6), pixmap("check", "accent_text", 16))
        line = QRect(left + px(MARK), area.y() + px(5), self.view.row_width() - px(SIDE + MARK + 8), px(18))
        token = "muted" if row.rule.state else "text"
        name = paint.width_of(row.rule.service, 13, 600) + px(10)
        paint.text(painter, line, row.rule.service, token, 13, 600)
        paint.text(painter, line.adjusted(min(name, line.width() // 2), 0, 0, 0), row.rule.edition, "text2", 12)
        line.translate(0, px(18))
        paint.text(painter, line, row.facts, "muted", 12)


class RulesList(RowList[ListedRule]):
    """The rules. Space marks, Enter edits. `opened(id)`: Enter or a double click; `marked_changed()`."""

    row_model: RulesModel
    opened = Signal(str)
    marked_changed = Signal()

    def __init__(self) -> None:
        help_text = tr("Space marks a rule for comparing or exporting, Enter edits an own reading.")
        super().__init__(tr("Guideline rules"), help_text, RulesModel(), RuleDelegate)
        self.doubleClicked.connect(self._on_opened)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark, edit, or move."""
        row = self.current()
        if row is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            self.row_model.toggle(row.key)
            self.marked_changed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(row.key)
        else:
            super().keyPressEvent(event)

    def _on_opened(self) -> None:
        if (row := self.current()) is not None:
            self.opened.emit(row.key)
