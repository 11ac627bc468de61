"""The piece of a page that a new finding is made from: where the record has a picture and no words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from imr_desktop.language import tr
from imr_desktop.ui.theme import color, px

MOST_HIGH = 120


class Clip(QWidget):
    """A picture as wide as it is or as there is room; hidden without one."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_piece(self, image: QImage, page: int) -> None:
        """Show a piece of a page; a null picture hides it."""
        self.image = image
        self.setAccessibleName("" if image.isNull() else tr("The box you marked on page {page}", page=page))
        self.setToolTip(self.accessibleName())
        self.setVisible(not image.isNull())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(80), min(self.image.height(), px(MOST_HIGH)) + px(10))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.image.isNull():
            return
        painter = QPainter(self)
        room = self.rect().adjusted(px(14), px(4), -px(14), -px(6))
        size = QSize(self.image.size())
        if size.width() > room.width() or size.height() > room.height():
            size.scale(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        where = QRectF(room.x(), room.y(), size.width(), size.height())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(where, self.image)
        painter.setPen(color("border_strong"))
        painter.drawRect(where)
