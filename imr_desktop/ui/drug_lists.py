"""Menu command: the state's drug list is taken in from its spreadsheet, with what it changes said before it is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from imr_desktop.case import dates
from imr_desktop.language import mark, tr
from imr_desktop.ui.announce import announce
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.dialogs import Form, choose
from imr_desktop.ui.tasks import sentence
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import scrolled

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.formulary import Changes, Import, Looked

_KINDS = mark("Drug lists (*.xlsx *.xls *.xlsm *.ods *.csv)")
_WHY = mark(
    "The MTUS Drug List of the Division of Workers’ Compensation, as a spreadsheet. Each "
    "version is kept; the one in force when the drug was prescribed is asked."
)
_SHOWN = 40
_NO_DAY = mark("The day is no date; write it as 08/06/2025.")
_LOOK = mark("See first what the list holds; Import then keeps it.")


class DrugListForm(Form):
    """What a spreadsheet holds, its version and its day; `chosen(version, day)` when it is to be kept."""

    chosen = Signal(str, object)
    changed = Signal(str, object)

    def __init__(self, parent: QWidget, looked: Looked) -> None:
        super().__init__(parent, tr("Import drug list"), tr("Import"))
        self.looked = looked
        found = looked.found
        self._asked: tuple[str, date | None] = (found.version, found.effective)
        self._shown: tuple[str, date | None] | None = None
        self.version = fields.line(tr("Version"), found.version, "v13", longest=8)
        self.day = fields.line(tr("In force from"), dates.written(found.effective), tr("MM/DD/YYYY"), longest=12)
        self.words = PlainLabel("", "body", wrap=True)
        self.words.setAccessibleName(tr("What the list holds"))
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.form.addRow(PlainLabel(tr(_WHY), "muted", wrap=True))
        self.form.addRow(tr("&Version"), self.version)
        self.form.addRow(tr("In &force from"), self.day)
        self.form.addRow(scrolled(self.words, tr("What the list holds")))
        self.fill()
        self.version.editingFinished.connect(self._on_typed)
        self.day.editingFinished.connect(self._on_typed)
        self.resize(px(620), px(480))

    def complete(self) -> str:
        """The day must be one, and what the list changes must have been shown; the rest the program says."""
        try:
            typed = self._typed()
        except ValueError:
            return tr(_NO_DAY)
        if typed != self._shown:
            self._ask(typed)
            return self.message.text() or tr(_LOOK)
        self.chosen.emit(*typed)
        return tr("Importing…")  # it closes when the list is kept

    def _ask(self, typed: tuple[str, date | None]) -> None:
        if typed != self._asked:
            self._asked, self._shown = typed, None
            self.words.say("")
            self.message.say("")
            self.changed.emit(*typed)

    def show_found(self, words: str) -> None:
        """Say what the list holds and changes."""
        self._shown = self._asked
        self.words.say(words)
        self.message.say("")

    def show_wrong(self, words: str) -> None:
        """Say what keeps the list from being imported."""
        self.message.say(words)
        announce(self, words)

    def _typed(self) -> tuple[str, date | None]:
        """Raises ValueError where the day is none."""
        text = self.day.text().strip()
        return self.version.text().strip(), dates.read(text) if text else None

    @Slot()
    def _on_typed(self) -> None:
        try:
            typed = self._typed()
        except ValueError:
            self.show_wrong(tr(_NO_DAY))
        else:
            self._ask(typed)


class DrugListController(Controller):
    """Chooses the file, shows what it holds, keeps it; the open case is checked anew with it."""

    dialog: DrugListForm | None

    @Slot()
    def import_drug_list(self) -> None:
        """Ask for the spreadsheet."""
        if self.dialog is None:
            asking = choose(self._window, tr("Import drug list"), QFileDialog.FileMode.ExistingFile, tr(_KINDS))
            asking.fileSelected.connect(self._look_at)

    @Slot(str)
    def _look_at(self, path: str) -> None:
        self.run(self._services.drug_lists.look_at, Path(path), on_done=self._show, key="drug list")

    @Slot(object)
    def _show(self, looked: Looked) -> None:
        if self.dialog is not None:
            return
        form = DrugListForm(self._window, looked)
        form.changed.connect(self._prepare)
        form.chosen.connect(self._keep)
        self.show_dialog(form)
        self._prepare(looked.found.version, looked.found.effective)

    @Slot(str, object)
    def _prepare(self, version: str, day: date | None) -> None:
        if self.dialog is not None:
            prepare = self._services.drug_lists.prepare
            self.run(prepare, self.dialog.looked, version, day, on_done=self._say, on_error=self._on_wrong, key="drug list")

    @Slot(object)
    def _say(self, found: Import) -> None:
        if self.dialog is not None:
            self.dialog.show_found(_words(found))

    @Slot(str, object)
    def _keep(self, version: str, day: date | None) -> None:
        if self.dialog is not None:
            self.run(_kept, self._services, self.dialog.looked, version, day, on_done=self._on_kept, on_error=self._on_wrong)

    @Slot(object)
    def _on_kept(self, found: Import) -> None:
        from imr_desktop.review.formulary import kept_words

        if self.dialog is not None:
            self.dialog.accept()
        self.notified.emit(kept_words(found))
        self._session.check_now()

    @Slot(object)
    def _on_wrong(self, error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.show_wrong(sentence(error))


def _kept(services: Services, looked: Looked, version: str, day: date | None) -> Import:
    """The list, kept under this version and day."""
    return services.drug_lists.keep(services.drug_lists.prepare(looked, version, day))


def _words(found: Import) -> str:
    """What a list holds, what was not clear, and what it changes."""
    one = found.list
    parts = [
        tr(
            "MTUS Drug List {version}, in force from {effective}.",
            version=one.version,
            effective=dates.written(one.effective),
        ),
        found.counted,
    ]
    if found.is_kept_already:
        parts.append(tr("It is here already and says the same."))
    elif found.against is not None:
        parts.append(
            tr(
                "{version} is here with other content: {words}. Import takes this in its place.",
                version=one.version,
                words=found.against.words,
            )
        )
    parts += found.odd
    if found.since is not None:
        parts.append(f"{found.since.words[:1].upper()}{found.since.words[1:]}.")
        parts.append(_listed(found.since))
    return "\n\n".join(filter(None, parts))


def _listed(changes: Changes) -> str:
    lines = [f"+ {name}" for name in changes.added] + [f"– {name}" for name in changes.removed]
    lines += [f"{one.drug}: {one.before} → {one.after}" for one in changes.changed]
    more = len(lines) - _SHOWN
    return "\n".join([*lines[:_SHOWN], *([tr("… and {more} more", more=more)] if more > 0 else [])])
