"""The reviewer's settings: what letters print of the reviewer, what must never reach one, and the theme."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from imr_desktop.settings import Settings
from imr_desktop.ui.dialogs import Form
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.labels import PlainLabel

_THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))


class SettingsDialog(Form):
    """`settings()` gives what was chosen."""

    def __init__(self, parent: QWidget, settings: Settings) -> None:
        super().__init__(parent, "Settings", "Save settings")
        self._before = settings
        self.specialty = self._field("S&pecialty", settings.specialty, "Printed in the determination")
        self.licensure = self._field("&Licensure", settings.licensure, "Printed in the determination")
        self.form.addRow(
            PlainLabel(
                "Your identity is used only to keep it out of outgoing files "
                "(Labor Code 4610.6(f)). It is kept in the vault.",
                "muted",
                wrap=True,
            )
        )
        self.name = self._field("Your &name", settings.reviewer_name)
        self.licence = self._field("L&icence number", settings.licence_number)
        self.npi = self._field("&NPI", settings.npi)
        self.disclosures = self._names("&Disclosed ties", settings.disclosures)
        self.theme = fields.choice("Theme", _THEMES, settings.theme)
        self.form.addRow("&Theme", self.theme)
        self.judge_first = QCheckBox("&Judge first: rule results open after your preliminary view")
        self.judge_first.setAccessibleName("Judge first")
        self.judge_first.setToolTip("For new items. The line you write is kept with the case, with its time.")
        self.judge_first.setChecked(settings.judge_first)
        self.form.addRow("", self.judge_first)
        self.auto_lock = QSpinBox()
        self.auto_lock.setRange(0, 240)
        self.auto_lock.setSuffix(" minutes")
        self.auto_lock.setSpecialValueText("Never")
        self.auto_lock.setValue(settings.auto_lock_minutes)
        self.auto_lock.setAccessibleName("Lock after so many minutes without key or mouse")
        self.form.addRow("Loc&k after", self.auto_lock)
        self.backups = self._field("Also &back up to", settings.backup_folder, "A folder on another disk")
        self.setMinimumWidth(px(520))

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
        made.setFixedHeight(px(72))
        self.form.addRow(label, made)
        return made

    def settings(self) -> Settings:
        return replace(
            self._before,
            specialty=self.specialty.text().strip(),
            licensure=self.licensure.text().strip(),
            reviewer_name=self.name.text().strip(),
            licence_number=self.licence.text().strip(),
            npi=self.npi.text().strip(),
            disclosures=self.disclosures.toPlainText().strip(),
            theme=self.theme.currentData(),
            judge_first=self.judge_first.isChecked(),
            auto_lock_minutes=self.auto_lock.value(),
            backup_folder=self.backups.text().strip(),
        )
