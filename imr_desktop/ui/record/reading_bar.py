"""The line above the pages: back and forward, where the reviewer is, how large pages are, turning, a box on a page."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from imr_desktop.case.model import Document
from imr_desktop.language import mark, tr
from imr_desktop.ui.record import page_keys as keys
from imr_desktop.ui.record.page_layout import Fit
from imr_desktop.ui.record.page_view import PageView
from imr_desktop.ui.theme import current, px
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.labels import ElidedLabel, plain_tip
from imr_desktop.ui.widgets.layouts import row

FITS: tuple[tuple[str, Fit], ...] = (
    (mark("Fit width"), "width"),
    (mark("Whole page"), "page"),
    *((f"{round(100 * share)} %", share) for share in (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)),
)
_NAMES = {"width": mark("Width"), "page": mark("Page")}


class ReadingBar(QWidget):
    """Buttons for what the pages' own keys do; `serve` gives them the pages."""

    _view: PageView | None = None

    def __init__(self) -> None:
        super().__init__()
        self.small = IconButton("layout-grid", tr("Small pages"), key="Ctrl+Shift+B", checkable=True)
        self.back = IconButton("arrow-left", tr("Back to where you were"), key="Alt+Left")
        self.forward = IconButton("arrow-right", tr("Forward again"), key="Alt+Right")
        self.where = ElidedLabel("", "muted")
        self.unseen = IconButton("eye", tr("Next page not shown yet"), key=keys.NEXT_UNSEEN)
        self.smaller = IconButton("zoom-out", tr("Smaller"), key=keys.SMALLER)
        self.larger = IconButton("zoom-in", tr("Larger"), key=keys.LARGER)
        self.left = IconButton("rotate-ccw", tr("Turn the page left"), key=keys.TURN_LEFT)
        self.right = IconButton("rotate-cw", tr("Turn the page right"), key=keys.TURN_RIGHT)
        self.region = IconButton("square-dashed", tr("Mark a box on the page"), key=keys.REGION)
        self.zoom = IconButton("maximize-2", tr("How large pages are"), text=tr("Width"))
        self.zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._fits = QActionGroup(self)
        self._build_fits()
        before = self.small, self.back, self.forward, (self.where, 1), self.unseen
        after = self.smaller, self.zoom, self.larger, self.left, self.right, self.region
        self.setLayout(row(*before, *after, margins=(8, 1, 8, 1), spacing=2))
        self._resize()
        current().changed.connect(self._resize)

    def _build_fits(self) -> None:
        menu = QMenu(self.zoom)
        menu.setAccessibleName(tr("How large pages are"))
        for words, fit in FITS:
            action = menu.addAction(tr(words))
            action.setCheckable(True)
            action.setData(fit)
            self._fits.addAction(action)
        self._fits.triggered.connect(self._on_fit)
        self.zoom.setMenu(menu)

    def serve(self, view: PageView) -> None:
        """Act on this view, and follow it."""
        self._view = view
        self.back.clicked.connect(view.go_back)
        self.forward.clicked.connect(view.go_forward)
        self.smaller.clicked.connect(view.zoom_out)
        self.larger.clicked.connect(view.zoom_in)
        self.left.clicked.connect(view.turn_left)
        self.right.clicked.connect(view.turn_right)
        self.region.clicked.connect(view.hand.begin_region)
        view.fit_changed.connect(self._follow)
        view.page_came.connect(self._follow)
        view.places_changed.connect(self._follow)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        if self._view is not None:
            self.show_fit(self._view.fit(), self._view.zoom())
            self.show_ways(back=self._view.places.has_back, forward=self._view.places.has_forward)

    def show_fit(self, fit: Fit, zoom: float) -> None:
        """Show how large pages are: by what, and as a share of their true size."""
        percent = f"{round(100 * zoom)} %"
        named = tr(_NAMES.get(str(fit), ""))
        self.zoom.setText(" " + (named or percent))
        self.zoom.setToolTip(
            tr("How large pages are: {named} {percent}", named=named.lower(), percent=percent)
            if named
            else tr("How large pages are: {percent}", percent=percent)
        )
        for action in self._fits.actions():
            action.setChecked(action.data() == fit)

    def show_where(self, document: Document | None, page: int, *, turned: bool = False) -> None:
        """Say which document the page is of, and which of its pages: ``2 of 5 · PR-2 progress report``.

        `turned`: it is read from its last page on.
        """
        if document is None:
            self.where.setText("")
            return
        count = document.last_page - document.first_page + 1
        at = document.last_page - page + 1 if turned else page - document.first_page + 1
        self.where.setText(tr("{page} of {count:,}  ·  {title}", page=at, count=count, title=document.title))
        self.where.setToolTip(plain_tip(self.where.text()))

    def show_ways(self, *, back: bool, forward: bool) -> None:
        """Enable the ways that lead somewhere."""
        self.back.setEnabled(back)
        self.forward.setEnabled(forward)

    def set_reading(self, on: bool, *, editable: bool) -> None:
        """Enable what acts on pages where there are some; what changes the case only where it can be changed."""
        for part in (self.small, self.unseen, self.smaller, self.larger, self.zoom, self.region):
            part.setEnabled(on)
        for part in (self.left, self.right):
            part.setEnabled(on and editable)

    @Slot(QAction)
    def _on_fit(self, action: QAction) -> None:
        if self._view is not None:
            self._view.set_fit(action.data())

    @Slot()
    def _resize(self) -> None:
        self.setFixedHeight(px(32))
