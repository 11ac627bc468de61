"""Plain dialogs: a sentence and buttons, shown without blocking. Text is always plain, whatever a file says."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Slot
from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)

from imr_desktop.language import mark, tr
from imr_desktop.ui.theme import current, px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column

_HEADER, _EDGE = 96, 24
_ALL = 100
_UNSAVED = mark("What was typed here is not saved yet.")


def tell(parent: QWidget, title: str, sentence: str) -> QMessageBox:
    """Show a sentence with an OK button."""
    return _box(parent, title, sentence, QMessageBox.StandardButton.Ok)


def ask(parent: QWidget, title: str, sentence: str, yes: str, no: str = mark("Cancel")) -> QMessageBox:
    """Ask a question; `accepted` is sent for the button named `yes`. The safe answer, `no`, is the default."""
    box = _box(parent, title, sentence, QMessageBox.StandardButton.Cancel)
    box.button(QMessageBox.StandardButton.Cancel).setText(tr(no))
    box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    return box


def _box(parent: QWidget, title: str, sentence: str, buttons: QMessageBox.StandardButton) -> QMessageBox:
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, sentence, buttons, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for button in box.buttons():
        button.setIcon(QIcon())  # some desktops put a cross beside the safe answer
    box.open()
    return box


def choose(parent: QWidget, title: str, mode: QFileDialog.FileMode, kinds: str = "") -> QFileDialog:
    """Ask for what is there already: a file, files or a folder. The caller connects to what is chosen."""
    dialog = QFileDialog(parent, title, filter=kinds)
    dialog.setFileMode(mode)
    dialog.open()
    return dialog


def choose_place(parent: QWidget, title: str, name: str, suffix: str, kinds: str = "") -> QFileDialog:
    """Ask where a new file goes. The caller connects to what is chosen."""
    dialog = QFileDialog(parent, title, name, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    dialog.open()
    return dialog


class SideDialog(QDialog):
    """A window that stays open beside the case: never larger than the window it belongs to, whose menus stay in view."""

    def __init__(self, parent: QWidget, title: str, width: int, height: int) -> None:
        super().__init__(parent)
        self._window, self._wanted = parent, (width, height)
        self.setWindowTitle(title)
        self._take_size()
        current().changed.connect(self._take_size)

    @Slot()
    def _take_size(self) -> None:
        wide, high = self._wanted
        room = self._window.size()
        self.resize(min(px(wide), room.width()), min(px(high), room.height() - px(_HEADER)))

    def show_beside(self) -> None:
        """Show it over the record, so that the item stays in view, or bring it to the front where it stands."""
        if not self.isVisible():
            corner = self._window.mapToGlobal(QPoint(0, self._window.height()))
            self.move(corner.x() + _EDGE, corner.y() - self.height() - 2 * _EDGE)
        self.show()
        self.raise_()
        self.activateWindow()


def room(widget: QWidget) -> QSize:
    """How large a dialog may be: all of it stays on the screen, its title bar too."""
    return widget.screen().availableSize() - QSize(0, px(_EDGE) * 2)


class Form(QDialog):
    """A dialog of labelled fields with OK and Cancel; subclasses fill `form` and override `complete`.

    Where a subclass tells what stands in its fields, nobody leaves it by Escape with words that are not saved unasked.
    """

    def __init__(self, parent: QWidget, title: str, accept: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._stood: object = None
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(8)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.message = PlainLabel("", "error", wrap=True)
        self.message.hide()
        self._ok = Button(accept, kind="primary")
        cancel = Button(tr("Cancel"), kind="ghost")
        buttons = QDialogButtonBox()
        buttons.addButton(self._ok, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.try_accept)
        buttons.rejected.connect(self.reject)
        self._rows = column(
            PlainLabel(title, "h1"), 12, self.form, 8, self.message, None, 12, buttons, margins=(20, 16, 20, 16)
        )
        self.setLayout(self._rows)
        self._ok.setDefault(True)

    def fill(self) -> None:
        """Let the fields have all the room there is: something among them is scrolled."""
        self._rows.setStretchFactor(self.form, _ALL)

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard goes to the first field, not to the button that ends it."""
        super().showEvent(event)
        if self._stood is None:
            self._stood = self.standing()
        if self.focusWidget() in (None, self._ok):
            first = next((part for part in self.findChildren(QWidget) if _is_field(part)), None)
            (first or self._ok).setFocus()

    def standing(self) -> object:
        """What stands in the fields, to be compared; None: leaving is never asked about."""
        return None

    def reject(self) -> None:
        """Leave; with something typed that is not saved, ask first."""
        if self.isVisible() and self.standing() != self._stood:
            question = ask(self, self.windowTitle(), tr(_UNSAVED), tr("Leave without saving"), tr("Keep typing"))
            question.accepted.connect(self._leave)
        else:
            super().reject()

    @Slot()
    def _leave(self) -> None:
        super().reject()
        if (below := self.parentWidget()) is not None:
            below.window().activateWindow()  # two windows that go at once leave the keyboard with neither

    def try_accept(self) -> None:
        """Close where everything is in order, else say what is not."""
        sentence = self.complete()
        self.message.say(sentence)
        if not sentence:
            self.accept()

    def complete(self) -> str:
        """What is wrong with what was typed, as a sentence; empty where nothing is."""
        return ""


def _is_field(part: QWidget) -> bool:
    return isinstance(part, (QLineEdit, QPlainTextEdit, QComboBox)) and part.isVisible() and part.isEnabled()


class PasteDialog(Form):
    """A determination's text, typed or pasted."""

    def __init__(self, parent: QWidget, text: str) -> None:
        super().__init__(parent, tr("Paste determination text"), tr("Read the text"))
        self.text = fields.box(tr("Determination text"), text, tr("Paste the whole text of a determination here."))
        self.form.addRow(self.text)
        self.resize(px(720), px(520))

    def complete(self) -> str:
        """There must be something to read."""
        return "" if self.text.toPlainText().strip() else tr("Paste the text first, then read it.")
