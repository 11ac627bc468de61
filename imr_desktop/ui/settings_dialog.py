"""The reviewer's settings: what letters print of the reviewer, what must never reach one, and the theme."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from imr_desktop.identity import lines
from imr_desktop.settings import Settings
from imr_desktop.ui.dialogs import Form
from imr_desktop.ui.identity_dialog import IdentityDialog
from imr_desktop.ui.theme import px
from imr_desktop.ui.time_stamp_dialog import TimeStampDialog
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button, CheckBox
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import row

_THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast"))


class SettingsDialog(Form):
    """`settings()` gives what was chosen. `office_requested()`: the office profile is to be shown over it."""

    office_requested = Signal()

    def __init__(self, parent: QWidget, settings: Settings, place: str = "") -> None:
        super().__init__(parent, "Settings", "Save settings")
        self._before = settings
        self._identity: IdentityDialog | None = None
        self._stamps: TimeStampDialog | None = None
        self.specialty = self._field("S&pecialty", settings.specialty, "Printed in the determination")
        self.licensure = self._field("&Licensure", settings.licensure, "Printed in the determination")
        self._who = PlainLabel("", "body", wrap=True)
        self.identity_button = Button("Say who si&gns…", tip="Your name and numbers, kept out of every file that goes out")
        self.identity_button.clicked.connect(self._ask_identity)
        self.form.addRow("Who signs", row((self._who, 1), self.identity_button))
        self._show_who()
        self.office_button = Button("&Office profile…", tip="What letters say of the review organization")
        self.office_button.clicked.connect(self.office_requested)
        self.form.addRow("Office", row(self.office_button, None))
        self.stamps_button = Button("T&ime stamps…", tip="An authority that is asked at each signature; off by default")
        self.stamps_button.clicked.connect(self._ask_stamps)
        self._stamps_said = PlainLabel("", "body", wrap=True)
        self.form.addRow("Time stamps", row((self._stamps_said, 1), self.stamps_button))
        self._show_stamps()
        self.disclosures = self._names("&Disclosed ties", settings.disclosures)
        self.theme = fields.choice("Theme", _THEMES, settings.theme)
        self.form.addRow("&Theme", self.theme)
        self.judge_first = CheckBox("&Judge first: rule results open after your preliminary view")
        self.judge_first.setAccessibleName("Judge first")
        self.judge_first.setToolTip("For new items. The line you write is kept with the case, with its time.")
        self.judge_first.setChecked(settings.judge_first)
        self.form.addRow("", self.judge_first)
        self.by_machine = CheckBox("Read scans by &machine")
        self.by_machine.setAccessibleName("Read scans by machine")
        self.by_machine.setToolTip(
            "Pages without text, offline, while a case is open. They stay in doubt until a person has read them."
        )
        self.by_machine.setChecked(settings.read_by_machine)
        self.processes = QSpinBox()
        self.processes.setRange(0, 64)
        self.processes.setSpecialValueText("One for each core")
        self.processes.setValue(settings.machine_processes)
        self.processes.setAccessibleName("Processes that read by machine at the same time")
        self.processes.setSuffix(" at a time")
        self.form.addRow("", row((self.by_machine, 1), self.processes))
        self.auto_lock = QSpinBox()
        self.auto_lock.setRange(0, 240)
        self.auto_lock.setSuffix(" minutes")
        self.auto_lock.setSpecialValueText("Never")
        self.auto_lock.setValue(settings.auto_lock_minutes)
        self.auto_lock.setAccessibleName("Lock after so many minutes without key or mouse")
        self.form.addRow("Loc&k after", self.auto_lock)
        self.backups = self._field("Also &back up to", settings.backup_folder, "A folder on another disk")
        self.setMinimumWidth(px(520))
        if place:
            getattr(self, place).setFocus()

    def _field(self, label: str, text: str, placeholder: str = "") -> QLineEdit:
        made = fields.line(label.replace("&", ""), text, placeholder)
        self.form.addRow(label, made)
        return made

    def _names(self, label: str, text: str) -> QPlainTextEdit:
        """A box for names, one a line; Tab leaves it as it leaves every other field."""
        made = QPlainTextEdit(text)
        made.setTabChangesFocus(True)
        made.setPlaceholderText("Employers, insurers, physicians, makers: one name a line")
        made.setAccessibleName(label.replace("&", ""))
        made.setToolTip("Looked for in every record (Labor Code 139.5); never printed")
        made.setFixedHeight(px(60))
        self.form.addRow(label, made)
        return made

    @Slot()
    def _ask_identity(self) -> None:
        self._identity = IdentityDialog(self, self._before)
        self._identity.accepted.connect(self._on_identity)
        self._identity.open()

    @Slot()
    def _on_identity(self) -> None:
        if self._identity is not None:
            self._before = self._identity.settings()
            self._show_who()

    @Slot()
    def _ask_stamps(self) -> None:
        self._stamps = TimeStampDialog(self, self._before)
        self._stamps.accepted.connect(self._on_stamps)
        self._stamps.open()

    @Slot()
    def _on_stamps(self) -> None:
        if self._stamps is not None:
            self._before = self._stamps.settings()
            self._show_stamps()

    def _show_stamps(self) -> None:
        level = self._before.signature_level or ("B-T" if self._before.time_stamp_authority else "")
        self._stamps_said.setText(f"{level}, {self._before.time_stamp_authority}" if level else "Off")

    def _show_who(self) -> None:
        office = "the office signs" if self._before.office_signs else ""
        named = self._before.reviewer_name or ", ".join(lines(self._before.identity))
        self._who.setText(" · ".join(part for part in (named, office) if part) or "Not said yet: nothing is signed before")

    def standing(self) -> object:
        """What stands in the fields."""
        return self.settings()

    def settings(self) -> Settings:
        return replace(
            self._before,
            specialty=self.specialty.text().strip(),
            licensure=self.licensure.text().strip(),
            disclosures=self.disclosures.toPlainText().strip(),
            theme=self.theme.currentData(),
            judge_first=self.judge_first.isChecked(),
            read_by_machine=self.by_machine.isChecked(),
            machine_processes=self.processes.value(),
            auto_lock_minutes=self.auto_lock.value(),
            backup_folder=self.backups.text().strip(),
        )
