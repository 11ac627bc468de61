"""The first row: menu bar, the one box's field, the offline mark, whether the case is saved, and the theme switch."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from imr_desktop.language import tr
from imr_desktop.ui.announce import mention
from imr_desktop.ui.palette.field import PaletteField
from imr_desktop.ui.shell.menu_bar import MenuBar
from imr_desktop.ui.theme import current, px
from imr_desktop.ui.widgets.buttons import Button, IconButton
from imr_desktop.ui.widgets.labels import IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import row


class TopBar(QFrame):
    """Menu bar, offline mark, saved state, theme switch. `retry_requested`: try to save again."""

    theme_toggled = Signal()
    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self.menu_bar = MenuBar()
        self.menu_bar.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # the field gives way, not the menus
        offline = PlainLabel(tr("Offline"), "muted")
        offline.setToolTip(tr("Nothing leaves this computer."))
        self._mark = IconLabel("check", "muted", 14)
        self._saved = PlainLabel("", "muted")
        self._retry: QPushButton = Button(tr("Retry"), kind="ghost", tip=tr("Save the case again"))
        self._theme = IconButton("moon", tr("Switch between light and dark"))
        self.palette_field = PaletteField()
        self.setLayout(
            row(
                self.menu_bar,
                None,
                (self.palette_field, 2),
                None,
                IconLabel("lock", "muted", 14),
                offline,
                8,
                self._mark,
                self._saved,
                self._retry,
                4,
                self._theme,
                margins=(8, 0, 8, 0),
                spacing=4,
            )
        )
        self._theme.clicked.connect(self.theme_toggled)
        self._retry.clicked.connect(self.retry_requested)
        current().changed.connect(self._restyle)
        self._restyle()
        self.show_nothing()

    @Slot()
    def show_nothing(self) -> None:
        """No case is open: nothing to say about saving."""
        self._say("", "muted", "check")

    @Slot()
    def show_saving(self) -> None:
        """A save takes longer than a moment."""
        self._say(tr("Saving…"), "muted", "loader-circle")

    @Slot(str)
    def show_saved(self, at: str) -> None:
        """The case is stored, at this clock time; spoken too, but for the case that was just opened."""
        told = bool(self._saved.text())
        self._say(tr("Saved {at}", at=at), "muted", "check")
        if told:
            mention(self, tr("Saved"), "saved")

    @Slot(str)
    def show_failed(self, sentence: str) -> None:
        """The case could not be stored; stays until it is."""
        self._say(tr("Not saved"), "error", "octagon-alert")
        self._saved.setToolTip(tr("{sentence} Your work is kept in memory.", sentence=sentence))
        self._saved.setAccessibleName(tr("Not saved: {sentence}", sentence=sentence))
        self._retry.show()
        mention(self, tr("Not saved: {sentence}", sentence=sentence), "saved")

    def _say(self, text: str, role: str, mark: str) -> None:
        self._saved.set_role(role)
        self._saved.setText(text)
        self._saved.setToolTip("")
        self._saved.setAccessibleName(text)
        self._mark.set_icon(mark, role, 14)
        for widget in (self._saved, self._mark):
            widget.setVisible(bool(text))
        self._retry.hide()

    @Slot()
    def _restyle(self) -> None:
        self.setFixedHeight(px(36))
        self._theme.set_icon("moon" if current().name == "light" else "sun")
