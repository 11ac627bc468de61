"""What the home view is made of, and how it lies: what is said above, the worklist in its frame, the drop zone."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from imr_desktop.language import mark, tr
from imr_desktop.ui.home.drop_zone import DropZone
from imr_desktop.ui.home.head import Head
from imr_desktop.ui.home.typed_view import TypedView
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, framed, holder, row

PLAIN = mark("Anyone who can use this account on this computer can open the cases.")
_SAID_AFTER = 700
"""Milliseconds without a further letter after which the number of matches is spoken."""
_LOOKED_AFTER = 150
"""Milliseconds after which the rows in view are told: not each of those that scroll by."""
_LOADING_AFTER = 300
_DAY_LOOKED_AT = 300_000


class HomeParts(TypedView):
    """Makes the parts and lays them out; what they do is the home view's."""

    def _build_parts(self) -> None:
        self._error = PlainLabel("", "error", wrap=True)
        self.retry = Button(tr("Try again"), "refresh-cw")
        self.retry.hide()
        self._loading = PlainLabel(tr("Reading the cases…"), "muted")
        self._loading.hide()
        self.head = Head()
        self._list_column = column(margins=(1, 1, 1, 1))
        self._frame = framed(self._list_column)
        self._no_match = PlainLabel("", "h2")
        self.clear_button = Button(tr("Clear the search  Esc"), "x")
        self._nothing = holder(
            column(
                None, row(None, self._no_match, None), 10, row(None, self.clear_button, None), None, margins=(16, 24, 16, 24)
            )
        )
        self._nothing.hide()
        self.drop_zone = DropZone()
        self._below = holder(column(12, self.drop_zone, 8))
        self._sample = Button(tr("Try the sample case"), "sparkles", kind="ghost")
        self._first_time = holder(row(None, PlainLabel(tr("First time?"), "body"), self._sample, None))
        self._protect = Button(tr("Set a passphrase…"), "key-round", kind="ghost")
        self._open_door = holder(row(None, PlainLabel(tr(PLAIN), "muted"), self._protect, None))
        self._open_door.hide()
        self._say_matches = QTimer(self, singleShot=True, interval=_SAID_AFTER)
        self._look = QTimer(self, singleShot=True, interval=_LOOKED_AFTER)
        self._prepare = QTimer(self, interval=0)
        self._midnight = QTimer(self, interval=_DAY_LOOKED_AT)
        self._midnight.start()
        self._wait_for_cases = QTimer(self, singleShot=True, interval=_LOADING_AFTER)

    def _lay_out(self) -> None:
        self._column = column(
            self._error,
            row(self.retry, None),
            row(None, self._loading, None),
            self.head,
            10,
            (self._frame, 100),
            self._below,
            self._first_time,
            self._open_door,
            margins=(24, 16, 24, 12),
        )
        self._column.insertStretch(0, 0)
        self._column.addStretch(1)
        self._middle = holder(self._column)
        self.setLayout(row(None, (self._middle, 100), None))
