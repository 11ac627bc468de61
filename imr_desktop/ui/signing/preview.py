"""The letter's preview: the pages of the exact PDF, one below the other."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from imr_desktop.language import tr
from imr_desktop.ui.theme import color, current, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.labels import ElidedLabel, IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, row, scrolled

ZOOMS = (1.0, 1.35, 1.8)
BASE_WIDTH = 642
_SETTLED_MS = 60
"""A window that is drawn larger or smaller gets its pages in the new size once it is let go."""


class _Page(QLabel):
    """A page; its picture is brought to its size when it is first in view: a letter may have a hundred."""

    def __init__(self, name: str, image: QImage) -> None:
        super().__init__()
        self._image, self._drawn = image, QPixmap()
        self.setAccessibleName(name)

    def fit(self, wide: int) -> None:
        """Be so many logical pixels wide."""
        self._drawn = QPixmap()
        self.setFixedSize(wide, round(wide * self._image.height() / max(self._image.width(), 1)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drawn.isNull():
            self._drawn = self._fitted()
        QPainter(self).drawPixmap(0, 0, self._drawn)

    def _fitted(self) -> QPixmap:
        ratio = self.devicePixelRatio()
        wide = round(self.width() * ratio)
        drawn = QPixmap.fromImage(self._image.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation))
        _dim(drawn)
        drawn.setDevicePixelRatio(ratio)
        return drawn


class LetterPreview(QFrame):
    """Shows pages; previous and next page, and three sizes. Pages and sentences follow the room there is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("pane", True)
        self.setAccessibleName(tr("Determination preview"))
        self._pages: list[_Page] = []
        self._zoom = 0
        self._title = PlainLabel(tr("Determination preview"), "h2")
        self._note = ElidedLabel("", "muted")
        self._below = PlainLabel("", "muted", wrap=True)
        self._below.setContentsMargins(12, 4, 12, 4)
        self._below.hide()
        self._words = ""
        self._sentence: PlainLabel | None = None
        self._fitted = 0
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._on_settled)
        self._count = PlainLabel("", "muted")
        self._previous = IconButton("chevron-left", tr("Previous page"))
        self._next = IconButton("chevron-right", tr("Next page"))
        self._larger = IconButton("zoom-in", tr("Larger preview"))
        self._head = QFrame()
        self._head.setProperty("panehead", True)
        self._head.setLayout(
            row(
                IconLabel("file-check"),
                self._title,
                4,
                (self._note, 1),
                self._previous,
                self._count,
                self._next,
                8,
                self._larger,
                margins=(12, 0, 8, 0),
            )
        )
        self._sheet = QWidget()
        self._stack: QVBoxLayout = column(margins=(0, 0, 0, 12), spacing=12)
        self._stack.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._sheet.setLayout(self._stack)
        self._area = scrolled(self._sheet, tr("Pages of the determination"), by_keys=True)
        self._area.setObjectName("desk")
        self.setLayout(column(self._head, self._below, (self._area, 1), margins=(1, 1, 1, 1)))
        self._previous.clicked.connect(self._on_previous)
        self._next.clicked.connect(self._on_next)
        self._larger.clicked.connect(self._on_larger)
        self._area.verticalScrollBar().valueChanged.connect(self._show_count)
        current().changed.connect(self._restyle)
        self._restyle()

    def show_note(self, note: str) -> None:
        """What stands after the title: the signed file, what will be signed, or what is missing for that."""
        self._words = note
        self._place_note()

    def _place_note(self) -> None:
        """What the pages are is read whole: below the title where it does not fit behind it."""
        used = (self._title, self._previous, self._count, self._next, self._larger)
        room = self.width() - px(100) - sum(part.sizeHint().width() for part in used if not part.isHidden())
        fits = paint.width_of(self._words, 12) <= room
        self._note.setText(self._words if fits else "")
        self._below.say("" if fits else self._words)

    def show_sentence(self, sentence: str) -> None:
        """Words in place of pages: it is being laid out, or why it cannot be."""
        self.show_pages(())
        self._sentence = label = PlainLabel(sentence, "body", wrap=True)
        label.setFixedWidth(self._room(px(480)))  # a wrapped label in the middle would take the width of its longest word
        label.setContentsMargins(16, 32, 16, 16)
        self._stack.addWidget(label)

    def show_pages(self, images: tuple[QImage, ...]) -> None:
        """Show these pages from the first."""
        for shown in (*self._pages, *([] if self._sentence is None else [self._sentence])):
            self._stack.removeWidget(shown)
            shown.hide()
            shown.deleteLater()
        self._sentence = None
        many = len(images)
        self._pages = [
            _Page(tr("Page {number} of {images_count} of the determination", number=at, images_count=many), image)
            for at, image in enumerate(images, 1)
        ]
        self._fit_all()
        for page in self._pages:
            self._stack.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        self._area.verticalScrollBar().setValue(0)
        for button in (self._previous, self._next, self._larger):
            button.setVisible(bool(images))
        self._show_count()
        self._place_note()

    def _room(self, most: int) -> int:
        return min(max(self._area.width() - 24, 320), most)

    def _page_width(self) -> int:
        return self._room(round(px(BASE_WIDTH) * ZOOMS[self._zoom]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The note, a sentence and the pages take the room there is now."""
        super().resizeEvent(event)
        self._place_note()
        if self._sentence is not None:
            self._sentence.setFixedWidth(self._room(px(480)))
        self._settled.start()

    @Slot()
    def _on_settled(self) -> None:
        if self._pages and self._page_width() != self._fitted:
            at = self._current()
            self._fit_all()
            QTimer.singleShot(0, self, partial(self._go, at))

    def _fit_all(self) -> None:
        self._fitted = self._page_width()
        for page in self._pages:
            page.fit(self._fitted)

    def _current(self) -> int:
        middle = self._area.verticalScrollBar().value() + self._area.viewport().height() // 3
        return next(
            (index for index, page in enumerate(self._pages) if page.geometry().bottom() >= middle), len(self._pages) - 1
        )

    def _go(self, index: int) -> None:
        if 0 <= index < len(self._pages):
            self._area.verticalScrollBar().setValue(self._pages[index].mapTo(self._sheet, QPoint(0, 0)).y())

    @Slot()
    def _show_count(self) -> None:
        self._count.setText(f"{self._current() + 1} / {len(self._pages)}" if self._pages else "")

    @Slot()
    def _on_previous(self) -> None:
        self._go(self._current() - 1)

    @Slot()
    def _on_next(self) -> None:
        self._go(self._current() + 1)

    @Slot()
    def _on_larger(self) -> None:
        self._zoom = (self._zoom + 1) % len(ZOOMS)
        last = self._zoom == len(ZOOMS) - 1
        self._larger.set_icon("zoom-out" if last else "zoom-in")
        self._larger.setAccessibleName(tr("Smaller preview") if last else tr("Larger preview"))
        self._fit_all()

    @Slot()
    def _restyle(self) -> None:
        self._head.setFixedHeight(px(40))
        self._place_note()
        if self._sentence is None:
            self._fit_all()
        else:
            self._sentence.setFixedWidth(self._room(px(480)))


def _dim(page: QPixmap) -> None:
    """Lay the theme's paper colour over a page: white in light, softer in dark."""
    painter = QPainter(page)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.fillRect(page.rect(), color("page"))
    painter.end()
