"""An editor over the page for one word: its picture beside what is typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui.theme import current, px
from imr_desktop.ui.widgets.labels import ElidedLabel
from imr_desktop.ui.widgets.layouts import column, row

_LONGEST = 200
_HIGH, _WIDE, _WIDEST = 34, 240, 470
HELP = mark("Enter keeps it and goes on  \u00b7  Tab goes on  \u00b7  Esc leaves")


class _Line(QLineEdit):
    """`tabbed(by)`: Tab or Shift+Tab; `escaped()`."""

    tabbed = Signal(int)
    escaped = Signal()

    def event(self, event: QEvent) -> bool:
        """Tab goes to the next word, Escape away: before focus and menus take them."""
        if not isinstance(event, QKeyEvent):
            return super().event(event)
        key, press = event.key(), event.type() == QEvent.Type.KeyPress
        if key == Qt.Key.Key_Escape:
            event.accept()
            if press:
                self.escaped.emit()
            return True
        if press and key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.tabbed.emit(-1 if key == Qt.Key.Key_Backtab else 1)
            return True
        return super().event(event)


class WordEditor(QFrame):
    """`kept(text)`: what stands there; `stepped(by)`: to the next word, what was typed anew is kept first; `left()`."""

    kept = Signal(str)
    stepped = Signal(int)
    left = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("wordeditor")
        self.setProperty("raised", True)
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._was = ""
        self.picture = QLabel()
        self.picture.setTextFormat(Qt.TextFormat.PlainText)
        self.picture.setAccessibleName(tr("Picture of the word"))
        self.line = _Line()
        self.line.setMaxLength(_LONGEST)
        self.line.setMinimumWidth(px(150))
        self.about = ElidedLabel("", "muted")
        self.setLayout(column(row(self.picture, (self.line, 1)), 4, self.about, margins=(8, 8, 8, 6)))
        self.line.returnPressed.connect(self._on_return)
        self.line.tabbed.connect(self._on_tabbed)
        self.line.escaped.connect(self.left)
        current().changed.connect(self.hide)
        self.hide()

    def show_word(self, text: str, picture: QImage, place: str) -> None:
        """Edit a word; `place` says which one it is."""
        self._was = text
        high = min(px(_HIGH), max(picture.height(), 1) * 2)
        shown = QPixmap.fromImage(picture).scaledToHeight(high, Qt.TransformationMode.SmoothTransformation)
        self.picture.setPixmap(shown.copy(0, 0, min(shown.width(), px(_WIDE)), shown.height()))
        self.line.setText(text)
        self.line.selectAll()
        self.line.setAccessibleName(tr("Word in doubt: {text}. {place}", text=text, place=place))
        self.line.setAccessibleDescription(tr(HELP))
        self.about.setText(f"{place}  ·  {tr(HELP)}")
        self.resize(min(px(_WIDEST), self._over.width()), self.sizeHint().height())
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def stand_at(self, word: QRect) -> None:
        """Stand under a word, above it where there is no room."""
        room = self._over.rect()
        top = word.bottom() + px(8)
        if top + self.height() > room.bottom():
            top = word.top() - self.height() - px(8)
        left = max(min(word.left() - px(8), room.right() - self.width()), 0)
        self.move(left, max(top, 0))

    def _on_return(self) -> None:
        self.kept.emit(" ".join(self.line.text().split()))
        self.stepped.emit(1)

    def _on_tabbed(self, by: int) -> None:
        text = " ".join(self.line.text().split())
        if text != self._was:
            self.kept.emit(text)
        self.stepped.emit(by)
