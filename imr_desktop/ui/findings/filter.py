"""Which findings are shown: all, those of one category, without a page, or of pages that only a machine read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from imr_desktop.case import findings
from imr_desktop.language import tr
from imr_desktop.ui.findings.model import ALL, BARE, GUESSED, FindingsModel, kind_of
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import row
from imr_desktop.ui.wording import counted

KEY = "Ctrl+Shift+F"


class Choice(NamedTuple):
    """Findings that can be shown alone, in words, and how many they are."""

    kind: str
    words: str
    many: int


class FilterButton(IconButton):
    """A funnel that offers what the case has. `chosen(kind)`: these are to be shown."""

    chosen = Signal(str)

    def __init__(self, model: FindingsModel) -> None:
        super().__init__("funnel", tr("Which findings are shown"), key=KEY, checkable=True)
        self._model = model
        self.clicked.connect(self.open)

    @Slot()
    def open(self) -> None:
        """Show the choices below the button."""
        self.setChecked(self._model.kind != ALL)
        menu = QMenu(self)
        menu.setAccessibleName(self.accessibleName())
        group = QActionGroup(menu)
        for choice in choices(self._model):
            action = QAction(f"{choice.words} ({choice.many})".replace("&", "&&"), menu, checkable=True)
            action.setData(choice.kind)
            action.setChecked(choice.kind == self._model.kind)
            group.addAction(action)
            menu.addAction(action)
        group.triggered.connect(self._on_chosen)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        menu.setActiveAction(group.checkedAction())

    @Slot(QAction)
    def _on_chosen(self, action: QAction) -> None:
        self.chosen.emit(action.data())


class Narrowed(QWidget):
    """Says that not all findings are shown, and which. `all_requested()`: show them all."""

    all_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = PlainLabel("", "muted", wrap=True)
        self.button = IconButton("x", tr("Show all findings"), text=tr("Show all"), key="Esc")
        self.button.clicked.connect(self.all_requested)
        self.setLayout(row((self.words, 1), self.button, margins=(16, 0, 12, 4)))
        self.hide()

    def tell(self, model: FindingsModel) -> None:
        """Say what is shown; nothing where that is all."""
        shown, total = model.rowCount(), len(model.findings)
        words = next((choice.words for choice in choices(model) if choice.kind == model.kind), "")
        self.words.setText(tr("{words}: {shown} of {total}", words=words, shown=shown, total=counted(total, "finding")))
        self.setVisible(model.kind != ALL)


def choices(model: FindingsModel) -> list[Choice]:
    """What can be shown of these findings: all, then what there is of them, categories in the order of a summary."""
    held = sorted({one.category for one in model.findings}, key=lambda key: (findings.rank(key), key))
    kinds: Iterable[tuple[str, str]] = (
        (ALL, tr("All findings")),
        *((f"#{key}", kind_of(key)) for key in held),
        (BARE, tr("Without a page")),
        (GUESSED, tr("Of pages read by machine")),
    )
    counted_kinds = (Choice(kind, words, model.count(kind)) for kind, words in kinds)
    return [choice for choice in counted_kinds if choice.many or choice.kind == ALL]
