"""The decision control: two radio buttons painted as wide cards. Neither is ever preselected."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy

from imr_desktop.ui.theme import color, pixmap, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.statuses import DECISION

MEANING = {"Upheld": ("denial stands", "Not medically necessary"), "Overturned": ("denial reversed", "Medically necessary")}


class DecisionRadio(QRadioButton):
    """One decision with what it means in two words, its consequence below, its icon and its key."""

    def __init__(self, decision: str) -> None:
        super().__init__(decision)
        self.decision = decision
        meaning, consequence = MEANING[decision]
        self._status, self._compact = DECISION[decision], False
        self.setAccessibleName(decision)
        self.setAccessibleDescription(f"{meaning}: {consequence}. Key {decision[0]}, or Alt+{decision[0]} anywhere.")
        self.setToolTip(f"{decision}: {meaning} (Alt+{decision[0]})")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        self.updateGeometry()

    def hitButton(self, spot: QPoint) -> bool:
        """The whole card is the button."""
        return self.rect().contains(spot)

    def sizeHint(self) -> QSize:
        return QSize(px(240), px(46 if self._compact else 52))

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
        meaning, consequence = MEANING[self.decision]
        left, top, room = px(44), (area.height() - px(38)) / 2, area.width() - px(44 + 66)
        taken = paint.width_of(self.decision, 14, 600) + px(6)
        paint.text(painter, QRectF(left, top, room, px(20)), self.decision, token or "text", 14, 600)
        paint.text(painter, QRectF(left + taken, top, room - taken, px(20)), meaning, token or "muted", 13)
        paint.text(painter, QRectF(left, top + px(20), room, px(18)), consequence, token or "muted", 12)

    def _paint_key(self, painter: QPainter, area: QRectF, token: str, line: str) -> None:
        middle = area.height() / 2
        painter.drawPixmap(QPointF(area.right() - px(60), middle - px(9)), pixmap(self._status.icon, token, 18))
        cap = QRectF(area.right() - px(33), middle - px(10), px(20), px(20))
        paint.box(painter, cap, px(4), None, color(line))
        paint.text(painter, cap, self.decision[0], token, 11, 600, Qt.AlignmentFlag.AlignCenter)
