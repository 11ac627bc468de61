"""Small pictures of all pages in a column: drawn as they come into view, with what was seen and what is not read."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QImage, QPainter, QResizeEvent, QShowEvent, QTransform
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from imr_desktop.case import seen
from imr_desktop.language import mark, tr
from imr_desktop.ui.pages import SMALL, PagePictures
from imr_desktop.ui.record.page_content import PageContent
from imr_desktop.ui.record.page_layout import LETTER
from imr_desktop.ui.theme import color, current, px
from imr_desktop.ui.widgets import paint

Index = QModelIndex | QPersistentModelIndex
FETCH_MS = 60
_SPOKEN = {"read": "", "doubtful": mark(", read by machine"), "not read": mark(", not read")}
_STATE = {"doubtful": "warn", "not read": "error"}


class ThumbnailsModel(QAbstractListModel):
    """The case's pages; what is known of each is asked of the content when it is shown."""

    def __init__(self, content: PageContent) -> None:
        super().__init__()
        self.content = content
        self.runs: seen.Runs = ()
        self._count = 0

    def show_pages(self, count: int, runs: seen.Runs) -> None:
        """Show so many pages; those in `runs` were seen."""
        if count != self._count:
            self.beginResetModel()
            self._count, self.runs = count, runs
            self.endResetModel()
        elif runs != self.runs and count:
            self.runs = runs
            self.dataChanged.emit(self.index(0), self.index(count - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The page's number; for the ear also its document and what is known of it."""
        if not index.isValid():
            return None
        page = index.row() + 1
        if role == Qt.ItemDataRole.DisplayRole:
            return str(page)
        if role != Qt.ItemDataRole.AccessibleTextRole:
            return None
        document = self.content.case.document_at(page)
        named = f", {document.title}" if document else ""
        unseen = "" if seen.holds(self.runs, page) else tr(", not shown yet")
        return tr(
            "Page {page}{named}{spoken}{unseen}",
            page=page,
            named=named,
            spoken=tr(_SPOKEN[self.content.state(page).verdict]),
            unseen=unseen,
        )


class _Delegate(QStyledItemDelegate):
    """A page's small picture above its number; a dot where it was not seen, a bar where its words are not known."""

    def __init__(self, view: Thumbnails) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(110), round(LETTER[1] * SMALL) + px(30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        page, area, model = index.row() + 1, QRect(option.rect), self._view.pages
        if option.state & QStyle.StateFlag.State_Selected:
            paint.box(painter, QRectF(area.adjusted(px(4), 1, -px(4), -1)), px(6), color("selected"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            paint.box(painter, QRectF(area.adjusted(px(4), 1, -px(4), -1)), px(6), color("hover"))
        room = QRect(area.x(), area.y() + px(6), area.width(), area.height() - px(28))
        self._paint_picture(painter, room, page)
        state, fresh = model.content.state(page), not seen.holds(model.runs, page)
        number = QRect(area.x(), room.bottom() + px(3), area.width(), px(18))
        weight = 600 if fresh or option.state & QStyle.StateFlag.State_Selected else 400
        paint.text(painter, number, str(page), "text", 12, weight, Qt.AlignmentFlag.AlignCenter)
        middle = area.center().x()
        if fresh:
            paint.box(painter, QRectF(middle - px(30), number.y() + px(6), px(6), px(6)), px(3), color("accent"))
        if state.verdict in _STATE:
            words = tr("not read") if state.verdict == "not read" else tr("machine")
            spot = QRect(middle + px(14), number.y(), area.right() - middle - px(16), px(18))
            paint.text(painter, spot, words, f"{_STATE[state.verdict]}_text", 11, 600)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint.focus_ring(painter, area)

    def _paint_picture(self, painter: QPainter, room: QRect, page: int) -> None:
        image = self._view.small(page)
        wide, high = (image.width(), image.height()) if image else (LETTER[0], LETTER[1])
        scale = min((room.width() - px(16)) / wide, room.height() / high)
        size = QSize(round(wide * scale), round(high * scale))
        sheet = QRect(
            room.center().x() - size.width() // 2, room.center().y() - size.height() // 2, size.width(), size.height()
        )
        painter.fillRect(sheet, color("page"))
        if image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(sheet, image)
        state = self._view.pages.content.state(page).verdict
        painter.setPen(color(_STATE.get(state, "border")))
        painter.drawRect(sheet)


class Thumbnails(QListView):
    """All pages small. `page_chosen(page)`: it is wanted large."""

    page_chosen = Signal(int)

    def __init__(self, content: PageContent) -> None:
        super().__init__()
        self.pages = ThumbnailsModel(content)
        self.pages.setParent(self)
        self._pictures: PagePictures | None = None
        self._turned: dict[int, tuple[QImage, QImage]] = {}
        self._timer = QTimer(self, singleShot=True, interval=FETCH_MS)
        self._timer.timeout.connect(self._fetch)
        self.setModel(self.pages)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setAccessibleName(tr("Pages, small"))
        self.setAccessibleDescription(tr("Enter opens the page."))
        self.setProperty("bg", "sunken")
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalScrollBar().valueChanged.connect(self._wait)
        self.clicked.connect(self._on_chosen)
        self.activated.connect(self._on_chosen)
        current().changed.connect(self.scheduleDelayedItemsLayout)

    def set_pages(self, pictures: PagePictures | None) -> None:
        """Take small pictures from those of a case; None for none."""
        if self._pictures is not None:
            self._pictures.small_came.disconnect(self._on_came)
        self._pictures = pictures
        self._turned.clear()
        if pictures is not None:
            pictures.small_came.connect(self._on_came)
        self._wait()

    def small(self, page: int) -> QImage | None:
        """A page's small picture as it is shown, turned where the reviewer turned it."""
        image = self._pictures.small(page) if self._pictures else None
        by = self.pages.content.turns.get(page, 0)
        if image is None or not by:
            return image
        kept = self._turned.get(page)
        if kept is None or kept[0] is not image:
            kept = self._turned[page] = image, image.transformed(QTransform().rotate(by))
        return kept[1]

    def forget_turned(self) -> None:
        """Pages were turned."""
        self._turned.clear()
        self.viewport().update()

    def follow(self, page: int) -> None:
        """Another page is read: show it as the current one."""
        index = self.pages.index(page - 1)
        if self.isVisible() and index.isValid() and index.row() != self.currentIndex().row():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def _wait(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _fetch(self) -> None:
        if self._pictures is None or not self.isVisible() or not self.pages.rowCount():
            return
        view = self.viewport().rect()
        high = max(self.sizeHintForRow(0), 1)
        first = self.verticalScrollBar().value() // high
        last = min(first + view.height() // high + 3, self.pages.rowCount())
        self._pictures.want_small(range(first + 1, last + 1), self.devicePixelRatioF())

    @Slot(int)
    def _on_came(self, page: int) -> None:
        self._turned.pop(page, None)
        self.update(self.pages.index(page - 1))

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        self.page_chosen.emit(index.row() + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wait()

    def showEvent(self, event: QShowEvent) -> None:
        """Fetch when shown again: nothing is fetched while hidden."""
        super().showEvent(event)
        self._wait()
