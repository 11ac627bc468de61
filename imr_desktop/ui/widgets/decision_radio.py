"""The decision control: two radio buttons painted as wide cards. Neither is ever preselected, no word of them is ever cut."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy

from imr_desktop.language import mark, tr
from imr_desktop.ui.theme import color, current, pixmap, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.statuses import DECISION

_LEFT, _RIGHT, _GAP, _LINE = 44, 66, 6, 18
MEANING = {
    "Upheld": (mark("denial stands"), mark("Not medically necessary")),
    "Overturned": (mark("denial reversed"), mark("Medically necessary")),
}


def meaning_of(decision: str) -> tuple[str, str]:
    """What a decision means in two words, and what follows from it."""
    meaning, consequence = MEANING[decision]
    return tr(meaning), tr(consequence)


class DecisionRadio(QRadioButton):
    """One decision with what it means in two words, its consequence below, its icon and its key."""

    def __init__(self, decision: str) -> None:
        super().__init__(decision)
        self.decision = decision
        meaning, consequence = meaning_of(decision)
        self._status, self._compact, self._stacked = DECISION[decision], False, False
        self.setAccessibleName(decision)
        self.setAccessibleDescription(
            tr(
                "{meaning}: {consequence}. Key {decision}, or Alt+{decision} anywhere.",
                meaning=meaning,
                consequence=consequence,
                decision=decision[0],
            )
        )
        self.setToolTip(
            tr("{decision}: {meaning} (Alt+{decision2})", decision=decision, meaning=meaning, decision2=decision[0])
        )
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.fit()
        current().changed.connect(self.fit)

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        self.fit()

    def set_stacked(self, stacked: bool) -> None:
        """What the decision means below it instead of beside it, where there is no room."""
        self._stacked = stacked
        self.fit()
        self.update()

    def fit(self) -> None:
        """As high as its lines; the style sheet would let it be made lower."""
        self.setFixedHeight(self.sizeHint().height())

    def needed(self, *, stacked: bool) -> int:
        """The width that shows every word, in pixels."""
        meaning, consequence = meaning_of(self.decision)
        name, means = paint.width_of(self.decision, 14, 600), paint.width_of(meaning, 13)
        first = max(name, means) if stacked else name + px(_GAP) + means
        return max(first, paint.width_of(consequence, 12)) + px(_LEFT + _RIGHT) + 2

    def hitButton(self, spot: QPoint) -> bool:
        """The whole card is the button."""
        return self.rect().contains(spot)

    def sizeHint(self) -> QSize:
        return QSize(px(240), px((46 if self._compact else 52) + (_LINE if self._stacked else 0)))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(150), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card; chosen it is filled, framed twice as thick, and its ring holds a dot."""
        painter, area, chosen = QPainter(self), QRectF(self.rect()), self.isChecked()
        token = self._status.token
        ground = f"{token}_soft" if chosen else "hover" if self.underMouse() and self.isEnabled() else "surface"
        paint.box(painter, area, px(8), color(ground), color(token if chosen else "border_strong"), 2 if chosen else 1)
        control = self.parentWidget()
        if self.hasFocus() or (control is not None and control.hasFocus()):
            paint.box(painter, area.adjusted(3, 3, -3, -3), px(6), None, color("focus"), 2)
        ring = pixmap("circle-dot" if chosen else "circle", token if chosen else "border_strong", 20)
        painter.drawPixmap(QPointF(px(14), (area.height() - px(20)) / 2), ring)
        self._paint_words(painter, area, f"{token}_text" if chosen else "")
        self._paint_key(painter, area, f"{token}_text" if chosen else "muted", token if chosen else "border_strong")

    def _paint_words(self, painter: QPainter, area: QRectF, token: str) -> None:
        meaning, consequence = meaning_of(self.decision)
        room = area.width() - px(_LEFT + _RIGHT)
        high = px(38 + (_LINE if self._stacked else 0))
        line = QRectF(px(_LEFT), (area.height() - high) / 2, room, px(20))
        beside = paint.width_of(self.decision, 14, 600) + px(_GAP)
        paint.text(painter, line, self.decision, token or "text", 14, 600)
        if self._stacked:
            line.translate(0, px(_LINE))
            beside = 0
        paint.text(painter, line.adjusted(beside, 0, 0, 0), meaning, token or "muted", 13)
        paint.text(painter, line.translated(0, px(20)), consequence, token or "muted", 12)

    def _paint_key(self, painter: QPainter, area: QRectF, token: str, line: str) -> None:
        middle = area.height() / 2
        painter.drawPixmap(QPointF(area.right() - px(60), middle - px(9)), pixmap(self._status.icon, token, 18))
        cap = QRectF(area.right() - px(33), middle - px(10), px(20), px(20))
        paint.box(painter, cap, px(4), None, color(line))
        paint.text(painter, cap, self.decision[0], token, 11, 600, Qt.AlignmentFlag.AlignCenter)
