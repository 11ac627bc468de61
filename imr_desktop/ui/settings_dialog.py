"""The settings, in sections: what letters print of the reviewer, what must never reach one, how one works, what is kept safe.

Each says below its field what it does; what is wrong is said there, too.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFormLayout, QTabWidget, QWidget

from imr_desktop.identity import lines
from imr_desktop.language import LANGUAGES, mark, tr
from imr_desktop.settings import Settings
from imr_desktop.ui.dialogs import Form, room
from imr_desktop.ui.identity_dialog import IdentityDialog
from imr_desktop.ui.keys_page import KeysPage
from imr_desktop.ui.theme import px
from imr_desktop.ui.time_stamp_dialog import TimeStampDialog
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button, CheckBox
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row
from imr_desktop.ui.widgets.setting_rows import FolderField, SettingRow, number

_THEMES = (
    ("system", mark("As the system")),
    ("light", mark("Light")),
    ("dark", mark("Dark")),
    ("contrast", mark("High contrast")),
)
_PRINTED = mark("Printed in the determination. Your name and license number never are.")
_NO_FOLDER = mark("There is no such folder on this computer. Choose one, or leave the field empty.")


class SettingsDialog(Form):
    """`settings()` gives what was chosen; `place` is the setting that has the keyboard first.

    `office_requested()`: the office profile is to be shown over it. `first_run_requested()`: the page of the first start.
    """

    office_requested = Signal()
    first_run_requested = Signal()

    def __init__(self, parent: QWidget, settings: Settings, place: str = "") -> None:
        super().__init__(parent, tr("Settings"), tr("Save settings"))
        self._before, self._place = settings, place
        self._identity: IdentityDialog | None = None
        self._stamps: TimeStampDialog | None = None
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(tr("Sections of the settings"))
        for title, build in (
            (tr("Re&viewer"), self._build_reviewer),
            (tr("Si&gning"), self._build_signing),
            (tr("&Work"), self._build_work),
            (tr("S&afety"), self._build_safety),
        ):
            page = QFormLayout()
            page.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
            page.setHorizontalSpacing(px(16))
            page.setVerticalSpacing(px(14))
            build(page)
            self.tabs.addTab(holder(column(page, None, margins=(px(18), px(18), px(18), px(12)))), title)
        self.keys = KeysPage(settings.keys)
        self.tabs.addTab(self.keys, tr("&Keys"))
        self.form.addRow(self.tabs)
        self.fill()
        self.resize(QSize(px(700), px(560)).boundedTo(room(parent)))

    # --- sections

    def _build_reviewer(self, page: QFormLayout) -> None:
        settings = self._before
        self.specialty = fields.line(tr("Specialty"), settings.specialty, tr("Pain Medicine"))
        SettingRow(page, tr("S&pecialty"), self.specialty, tr(_PRINTED))
        self.licensure = fields.line(tr("Licensure"), settings.licensure, "California")
        SettingRow(
            page, tr("&Licensure"), self.licensure, tr("The states you are licensed in. Printed in the determination.")
        )
        self._who = PlainLabel("", "body", wrap=True)
        self.identity_button = Button(tr("Say w&ho signs…"), "user")
        self.identity_button.clicked.connect(self._ask_identity)
        why = tr("Name and numbers are kept in the vault, and out of every file that goes out (Labor Code 4610.6(f)).")
        SettingRow(page, tr("Who signs"), self.identity_button, why, within=holder(row((self._who, 1), self.identity_button)))
        self._show_who()
        self.disclosures = fields.box(
            tr("Disclosed ties"), settings.disclosures, tr("Employers, insurers, physicians, makers: one name a line")
        )
        self.disclosures.setFixedHeight(px(60))
        SettingRow(
            page,
            tr("&Disclosed ties"),
            self.disclosures,
            tr("Looked for in every record (Labor Code 139.5). Kept in the vault, never printed."),
        )

    def _build_signing(self, page: QFormLayout) -> None:
        self.office_button = Button(tr("&Office profile…"), "file-text")
        self.office_button.clicked.connect(self.office_requested)
        beside = holder(row(self.office_button, None))
        SettingRow(
            page, tr("Office"), self.office_button, tr("Letterhead and wording of the review organization."), within=beside
        )
        self.stamps_button = Button(tr("T&ime stamps…"), "clock")
        self.stamps_button.clicked.connect(self._ask_stamps)
        self._stamps_said = PlainLabel("", "body", wrap=True)
        why = tr("An authority that is asked at each signature. Off by default: nothing is asked of anybody.")
        SettingRow(
            page, tr("Time stamps"), self.stamps_button, why, within=holder(row((self._stamps_said, 1), self.stamps_button))
        )
        self._show_stamps()
        self.first_run_button = Button(tr("&First steps…"), "sparkles")
        self.first_run_button.clicked.connect(self.first_run_requested)
        beside = holder(row(self.first_run_button, None))
        SettingRow(
            page, tr("First steps"), self.first_run_button, tr("Reviewer, key and protection on one page."), within=beside
        )

    def _build_work(self, page: QFormLayout) -> None:
        settings = self._before
        self.theme = fields.choice(tr("Theme"), fields.named(_THEMES), settings.theme)
        SettingRow(page, tr("&Theme"), self.theme, tr("Colors of the window. Pages of the record stay light."))
        self.language = fields.choice(tr("Display language"), fields.named(LANGUAGES), settings.language)
        why = tr("Language of the window, from the next start on. Letters, files and the audit trail stay as they are.")
        SettingRow(page, tr("Di&splay language"), self.language, why)
        self.judge_first = CheckBox(tr("&Judge first"))
        self.judge_first.setChecked(settings.judge_first)
        why = tr(
            "Rule results of a new item open after you wrote one line of preliminary view. The line is kept with its time."
        )
        SettingRow(page, "", self.judge_first, why)
        self.by_machine = CheckBox(tr("Read scans by &machine"))
        self.by_machine.setChecked(settings.read_by_machine)
        why = tr("Pages without text, offline, while a case is open. They stay in doubt until a person has read them.")
        SettingRow(page, "", self.by_machine, why)
        name = tr("Processes that read by machine at the same time")
        self.processes = number(name, settings.machine_processes, 64, tr(" at a time"), tr("One for each core"))
        SettingRow(page, tr("Machi&ne readers"), self.processes, tr("How many pages are read at the same time."))
        self.by_machine.toggled.connect(self.processes.setEnabled)
        self.processes.setEnabled(settings.read_by_machine)

    def _build_safety(self, page: QFormLayout) -> None:
        settings = self._before
        name = tr("Lock after so many minutes without key or mouse")
        self.auto_lock = number(name, settings.auto_lock_minutes, 240, " minutes", tr("Never"))
        SettingRow(
            page,
            tr("Lock aft&er"),
            self.auto_lock,
            tr("Without key or mouse. Needs a passphrase (File › Set a passphrase…)."),
        )
        self.lock_on_sleep = CheckBox(tr("Lock when this comp&uter sleeps"))
        self.lock_on_sleep.setChecked(settings.lock_on_sleep)
        SettingRow(page, "", self.lock_on_sleep, tr("Also when its screen is locked, where the desktop says so."))
        name = tr("Empty the clipboard so many seconds after something was copied from this program")
        self.copies = number(name, settings.forget_copies_seconds, 3600, " seconds", tr("Never"))
        why = tr("What was copied from this program goes then, and when it ends. What other programs copied stays.")
        SettingRow(page, tr("Empty &clipboard"), self.copies, why)
        self._folder = FolderField(
            tr("Also back up to"), settings.backup_folder, tr("A folder on another disk"), tr("Folder for backups")
        )
        self.backups = self._folder.line
        why = tr("The day's backup is also written there. It is encrypted as the vault is.")
        self._backup_row = SettingRow(page, tr("Also &back up to"), self.backups, why, within=self._folder)
        self._folder.changed.connect(self._forget_fault)

    # --- what is asked in dialogs of their own

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
        self._stamps_said.setText(f"{level}, {self._before.time_stamp_authority}" if level else tr("Off"))

    def _show_who(self) -> None:
        office = tr("the office signs") if self._before.office_signs else ""
        named = self._before.reviewer_name or ", ".join(lines(self._before.identity))
        self._who.setText(" · ".join(part for part in (named, office) if part) or tr("Nobody yet: nothing can be signed."))

    # --- showing, checking, telling

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard goes to the setting that was asked for, else to the first."""
        if self._place and self._stood is None:
            self.show_place(self._place)
        super().showEvent(event)

    def show_place(self, name: str) -> None:
        """Bring a setting into view and give it the keyboard."""
        field: QWidget = getattr(self, name)
        pages = [self.tabs.widget(at) for at in range(self.tabs.count())]
        self.tabs.setCurrentIndex(
            next((at for at, page in enumerate(pages) if page and (page is field or page.isAncestorOf(field))), 0)
        )
        field.setFocus()

    def complete(self) -> str:
        """The folder for backups must be there."""
        folder = self._folder.text()
        wrong = bool(folder) and not Path(folder).expanduser().is_dir()
        self._backup_row.fault(tr(_NO_FOLDER) if wrong else "")
        if wrong:
            self.show_place("backups")
        return tr("The folder for backups is not there: see Safety.") if wrong else ""

    @Slot()
    def _forget_fault(self) -> None:
        self._backup_row.fault("")
        self.message.say("")

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
            language=self.language.currentData(),
            judge_first=self.judge_first.isChecked(),
            read_by_machine=self.by_machine.isChecked(),
            machine_processes=self.processes.value(),
            auto_lock_minutes=self.auto_lock.value(),
            lock_on_sleep=self.lock_on_sleep.isChecked(),
            forget_copies_seconds=self.copies.value(),
            backup_folder=self._folder.text(),
            keys=self.keys.own(),
        )
