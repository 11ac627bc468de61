"""Puts palette, font and style sheet on the application: on what is in view at once, on what is hidden when it is shown.

Qt dresses every widget twice when the application's sheet is changed, once to take the old one off and once to put the new
one on, and tells each of them both times. Most widgets are hidden: other views, cards, fields that open. Qt leaves alone
whoever does not count as polished, and tells nothing to who counts as having a style of its own; both marks are set while
the sheets are changed. A hidden widget stays unmarked as polished until it is shown, and is dressed then, before it is
painted. What belongs to a window that is not shown is dressed at once, as its size is asked for before it is shown.

Nothing is taken off from a widget before it is dressed anew, so the sheet must give each kind of widget every property it
gives to any of that kind: a colour, a size of letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

_POLISHED, _OWN_STYLE = Qt.WidgetAttribute.WA_WState_Polished, Qt.WidgetAttribute.WA_SetStyle


class Dressing(QObject):
    """What dresses one application."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app

    def put_on(self, palette: QPalette, font: QFont, sheet: str) -> None:
        """Dress the application anew; hidden parts of windows in view wait until they are shown."""
        widgets = QApplication.allWidgets()
        dressed = [widget for widget in widgets if widget.testAttribute(_POLISHED)]
        _mark(dressed, _POLISHED, on=False)
        _mark(widgets, _OWN_STYLE, on=True)
        self._take_off()
        self._app.setPalette(palette)
        self._app.setFont(font)
        now = [widget for widget in dressed if widget.isVisible() or not widget.window().isVisible()]
        _mark(now, _POLISHED, on=True)
        _mark(now, _OWN_STYLE, on=False)
        self._app.setStyleSheet(sheet)
        _mark(widgets, _OWN_STYLE, on=False)
        for widget in dressed:
            if not widget.testAttribute(_POLISHED):
                widget.installEventFilter(self)

    def _take_off(self) -> None:
        """Take the sheet in force off first: a sheet put over another dresses each widget once for every widget it
        stands in, six to seven times as long.
        """
        if self._app.styleSheet():
            self._app.setStyleSheet("")
        else:
            self._app.setStyle("Fusion")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A widget that waited is shown: dress it, and first what it stands in, which hands letters and colours down."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            watched.removeEventFilter(self)
            for widget in reversed([watched, *_around(watched)]):
                if not widget.testAttribute(_POLISHED):
                    _dress(widget)
        return False


def _around(widget: QWidget) -> Iterator[QWidget]:
    """What a widget stands in within its window."""
    while not widget.isWindow() and (parent := widget.parentWidget()) is not None:
        yield parent
        widget = parent


def _dress(widget: QWidget) -> None:
    widget.style().polish(widget)
    widget.setAttribute(_POLISHED)
    QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))


def _mark(widgets: Iterable[QWidget], mark: Qt.WidgetAttribute, *, on: bool) -> None:
    for widget in widgets:
        widget.setAttribute(mark, on)
