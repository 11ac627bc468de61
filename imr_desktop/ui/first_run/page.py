"""First steps on one page: what is printed of the reviewer, what opens the cases, who signs, and with which key.

Nothing here is asked before a case: whoever drops one goes on with it, and comes back from *Help* or the settings.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFrame, QLineEdit, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.settings import Settings
from imr_desktop.ui.theme import current, px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row, scrolled, tab_chain

WIDTH = 820
_CONTROL = 350
_INTRO = mark("Each of these can wait. Drop a case on this window at any time. Nothing leaves this computer.")
_FIRST_PROTECT = mark("Names lie with your cases: choose what opens those first.")


@dataclass(frozen=True)
class Standing:
    """What is done of it: `protected` in words, empty while nobody chose; `named` who signs, `key` its file's name."""

    protected: str = ""
    named: str = ""
    key: str = ""


class Step(QFrame):
    """One step: whether it is done, what it is, one line that says why, and its field or buttons."""

    def __init__(self, title: str, why: str, *controls: QWidget) -> None:
        super().__init__()
        self.setProperty("pane", True)
        self.mark, self._why = IconLabel("circle-dashed", "muted", 18), why
        self.title, self.told = PlainLabel(title, "h2"), PlainLabel(why, "muted", wrap=True)
        self.controls = holder(row(*controls, None) if not isinstance(controls[0], QLineEdit) else row((controls[0], 1)))
        words = column(self.title, 2, self.told)
        self._row: QBoxLayout = row(self.mark, (holder(words), 1), self.controls, margins=(16, 10, 16, 10), spacing=14)
        self.setLayout(self._row)
        for control in controls:
            control.setAccessibleDescription(why)

    def show_done(self, done: bool, words: str = "") -> None:
        """Show whether it is done, and what was chosen instead of the line that says why."""
        self.mark.set_icon("circle-check" if done else "circle-dashed", "ok" if done else "muted", 18)
        self.told.setText(words or self._why)
        self.setAccessibleName(f"{self.title.text()}: {tr('done') if done else tr('not done yet')}")


class FirstStepsPage(QWidget):
    """`printed(specialty, licensure)` when one of them was typed; `protection_requested`, `identity_requested`,
    `key_requested(own)`: make an own key, or choose a file. `left`: on to the cases.
    """

    printed = Signal(str, str)
    protection_requested = Signal()
    identity_requested = Signal()
    own_key_requested = Signal()
    key_file_requested = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("First steps"))
        self.specialty = fields.line(tr("Specialty"), "", tr("Pain Medicine"))
        self.licensure = fields.line(tr("Licensure"), "", "California")
        self.protect = Button(tr("Choose…"), "lock", tip=tr("A passphrase, the system's keyring, or this account"))
        self.identity = Button(tr("Say who signs…"), "user", tip=tr("Name and numbers, or that the office signs"))
        self.own_key = Button(tr("Make a key…"), "key-round", tip=tr("A key of your own"))
        self.key_file = Button(tr("Choose a file…"), "folder-open", tip=tr("The key file that your office gave you"))
        self.done = Button(tr("Go to the cases"), kind="primary", tip="Esc")
        self.steps = {
            "specialty": Step(tr("Specialty"), tr("Printed in each determination, in place of your name."), self.specialty),
            "licensure": Step(
                tr("Licensure"), tr("The state of your license, printed too. Its number never is."), self.licensure
            ),
            "protect": Step(tr("Passphrase"), tr("What opens your cases: a passphrase, or this account."), self.protect),
            "identity": Step(tr("Who signs"), tr(_FIRST_PROTECT), self.identity),
            "key": Step(
                tr("Signing key"), tr("Your own, or one your office made. It names no person."), self.own_key, self.key_file
            ),
        }
        self._lay_out()
        self._connect()
        self.show_standing(Standing(), Settings())
        current().changed.connect(self._restyle)
        self._restyle()

    def _lay_out(self) -> None:
        body = column(
            PlainLabel(tr("First steps"), "h1"), 4, PlainLabel(tr(_INTRO), "body", wrap=True), 14, margins=(24, 20, 24, 20)
        )
        for step in self.steps.values():
            body.addWidget(step)
            body.addSpacing(px(8))
        body.addSpacing(px(6))
        body.addLayout(row(PlainLabel(tr("Help › First steps opens this again."), "muted"), None, self.done))
        body.addStretch(1)
        self._middle = holder(body)
        self.setLayout(column((scrolled(holder(row(None, (self._middle, 10), None)), tr("First steps")), 1)))
        tab_chain(self.specialty, self.licensure, self.protect, self.identity, self.own_key, self.key_file, self.done)

    def _connect(self) -> None:
        for field in (self.specialty, self.licensure):
            field.setAcceptDrops(False)  # files dropped on it are a case
            field.editingFinished.connect(self._on_printed)
        self.specialty.returnPressed.connect(self.licensure.setFocus)
        self.licensure.returnPressed.connect(self.protect.setFocus)
        self.protect.clicked.connect(self.protection_requested)
        self.identity.clicked.connect(self.identity_requested)
        self.own_key.clicked.connect(self.own_key_requested)
        self.key_file.clicked.connect(self.key_file_requested)
        self.done.clicked.connect(self.left)
        leave = QShortcut(QKeySequence("Esc"), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.left)
        for button in (self.protect, self.identity, self.own_key, self.key_file, self.done):
            button.setAutoDefault(True)  # Enter presses it

    def show_standing(self, standing: Standing, settings: Settings) -> None:
        """Show what is done; what somebody types in just now stays."""
        for field, text in ((self.specialty, settings.specialty), (self.licensure, settings.licensure)):
            if not field.hasFocus():
                field.setText(text)
        self.steps["specialty"].show_done(bool(settings.specialty))
        self.steps["licensure"].show_done(bool(settings.licensure))
        self.steps["protect"].show_done(bool(standing.protected), standing.protected)
        self.identity.setEnabled(bool(standing.protected))
        why = tr("Kept out of every file that goes out (Labor Code 4610.6(f)); kept with your cases, encrypted.")
        self.steps["identity"].show_done(bool(standing.named), standing.named or (why if standing.protected else ""))
        self.steps["key"].show_done(
            bool(standing.key), tr("{key} is used to sign.", key=standing.key) if standing.key else ""
        )

    def focus_first(self) -> None:
        """The first that is not done."""
        lines = (self.specialty, self.licensure)
        empty = next((field for field in lines if not field.text()), None)
        (empty or (self.protect if self.protect.isEnabled() else self.done)).setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_next(self, after: QWidget) -> None:
        """The step after one that is gone."""
        (self.identity if after is self.protect and self.identity.isEnabled() else self.done).setFocus()

    def key_hints(self) -> str:
        return tr("Tab  next   ·   Esc  to the cases   ·   drop a case at any time")

    @Slot()
    def _on_printed(self) -> None:
        self.printed.emit(self.specialty.text().strip(), self.licensure.text().strip())

    @Slot()
    def _restyle(self) -> None:
        self._middle.setMaximumWidth(px(WIDTH))
        for step in self.steps.values():
            step.controls.setFixedWidth(px(_CONTROL))
