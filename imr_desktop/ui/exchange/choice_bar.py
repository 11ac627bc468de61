"""Mine or theirs, for the conflict that is selected. Nothing is chosen until the reviewer chooses."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QWidget

from imr_desktop.language import tr
from imr_desktop.ui.widgets.buttons import RadioButton
from imr_desktop.ui.widgets.labels import ElidedLabel
from imr_desktop.ui.widgets.layouts import row


class ChoiceBar(QWidget):
    """`chosen(side)`: ``ours`` or ``theirs``."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.about = ElidedLabel("", "body")
        self.radios = {"ours": RadioButton(tr("Keep &mine")), "theirs": RadioButton(tr("Take &theirs"))}
        self._group = QButtonGroup(self)
        for name, radio in self.radios.items():
            radio.setToolTip("1" if name == "ours" else "2")
            self._group.addButton(radio)
        self._group.buttonClicked.connect(self._on_clicked)
        self.setLayout(row((self.about, 1), self.radios["ours"], self.radios["theirs"], margins=(16, 6, 16, 6), spacing=16))

    def show_choice(self, label: str, side: str, *, asks: bool) -> None:
        """Show the choice made for a place; `asks` is false where there is nothing to choose. Sends nothing."""
        self.about.setText(
            tr("For “{label}”", label=label)
            if asks
            else tr("Comes in without a question: only theirs says something new here.")
            if label
            else ""
        )
        self._group.setExclusive(False)
        for name, radio in self.radios.items():
            radio.setChecked(asks and name == side)
            radio.setVisible(asks)
            radio.setAccessibleDescription(label)
        self._group.setExclusive(True)

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(next(name for name, radio in self.radios.items() if radio.isChecked()))
