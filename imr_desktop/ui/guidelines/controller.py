"""Menu commands for guidelines: entering what one says of the item in view, and the view of all rules."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from imr_desktop.case import dates
from imr_desktop.language import mark, tr, trn
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.dialogs import choose, choose_place
from imr_desktop.ui.tasks import DIALOG, Tasks, sentence

if TYPE_CHECKING:
    from imr_desktop.case.model import Case, DisputedItem
    from imr_desktop.review import Services
    from imr_desktop.review.checking import ItemReport
    from imr_desktop.review.guideline_rows import RuleRow
    from imr_desktop.review.readings import Offer, Offered, Reading, Start
    from imr_desktop.ui.guidelines.dialog import GuidelinesDialog
    from imr_desktop.ui.guidelines.reading_form import ReadingForm
    from imr_desktop.ui.palette.controller import PaletteController
    from imr_desktop.ui.session import CaseSession
    from imr_desktop.ui.shell.case_view import CaseView

_YAML = mark("Readings (*.yaml)")
_KEPT = mark("What the guideline says is kept.")
_HERE = mark("Its criteria stand here, and in the next case of this service and chapter.")
_NOT_HERE = mark("It does not speak to the item in view:")


class GuidelinesController(Controller):
    """Shows the form and the view, and keeps what was typed; the open case is checked anew with it: `rules_changed()`."""

    rules_changed = Signal()
    dialog: GuidelinesDialog | None

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, case_view: CaseView, window: QWidget) -> None:
        super().__init__(services, tasks, session, window)
        self._view = case_view
        self.form: ReadingForm | None = None
        self._chosen: tuple[str, ...] = ()
        self._wanted = ""
        case_view.items.entry_requested.connect(self.enter_reading)

    # --- the form

    @Slot()
    def enter_reading(self) -> None:
        """The form for the item in view; with a criterion of an own reading current, that one is edited."""
        case, item = self._session.case, self._view.items.item()
        if case is None or item is None or self.form is not None:
            return
        report = self._view.items.report()
        row = self._view.items.content.criteria.list.current()
        current = row.report.id if row is not None else ""
        self.run(_begun, self._services, case, item, report, current, on_done=self._show_form, key=DIALOG, of=case.id)

    @Slot(str)
    def edit_reading(self, reading_id: str) -> None:
        """The form for a reading that is there; for a new one where the id is empty."""
        self.run(_edited, self._services, reading_id, on_done=self._show_form, key=DIALOG)

    @Slot(object)
    def _show_form(self, start: Start) -> None:
        from imr_desktop.ui.guidelines.reading_form import ReadingForm

        if self.form is not None:
            return
        self.form = form = ReadingForm(self.dialog or self._window, start, dates.today())
        form.entered.connect(self._keep)
        form.finished.connect(self._on_form_finished)
        form.open()

    @Slot(object)
    def _keep(self, reading: Reading) -> None:
        case, item = self._session.case, self._view.items.item()
        self.run(_kept, self._services, reading, case, item, on_done=self._on_kept, on_error=self._on_not_kept, key="keep")

    @Slot(object)
    def _on_not_kept(self, error: Exception) -> None:
        if self.form is not None:
            self.form.show_wrong(sentence(error))
        else:
            self.failed.emit(sentence(error))

    @Slot()
    def _on_form_finished(self) -> None:
        self.form = None

    @Slot()
    def put_away(self) -> None:
        """Close the form too: it names a service of the case."""
        if self.form is not None:
            self.form.done(0)
        super().put_away()

    @Slot(object)
    def _on_kept(self, why_not: str) -> None:
        if self.form is not None:
            self.form.accept()
        self.notified.emit(f"{tr(_KEPT)} {tr(_NOT_HERE)} {why_not}" if why_not else f"{tr(_KEPT)} {tr(_HERE)}")
        self._on_changed()

    def _on_changed(self) -> None:
        """The rules are others: the open case is checked with them, and the view shows them."""
        self.rules_changed.emit()
        self._session.check_now()
        if self.dialog is not None:
            self.run(_listed, self._services, on_done=self._fill, key="guidelines")

    # --- the view

    @Slot()
    def show_guidelines(self) -> None:
        """All rules, the reviewer's own readings among them."""
        if self.dialog is None:
            self.run(_listed, self._services, on_done=self._show, key=DIALOG)

    def connect_box(self, box: PaletteController) -> None:
        """The one box offers rules, shows them here, and hears when they are others."""
        box.rule_requested.connect(self.show_rule)
        self.rules_changed.connect(box.forget_rules)

    @Slot(str)
    def show_rule(self, rule_id: str) -> None:
        """All rules, this one current."""
        self._wanted = rule_id
        self.show_guidelines()

    @Slot(object)
    def _show(self, rows: tuple[RuleRow, ...]) -> None:
        from imr_desktop.ui.guidelines.dialog import GuidelinesDialog

        if self.dialog is not None:
            return
        dialog = GuidelinesDialog(self._window, rows)
        dialog.edit_requested.connect(self.edit_reading)
        dialog.retire_requested.connect(self._retire)
        dialog.export_requested.connect(self._choose_export)
        dialog.import_requested.connect(self._choose_import)
        self.show_dialog(dialog)
        dialog.list.select_row(dialog.list.row_model.row_of(self._wanted))
        self._wanted = ""
        self._count_uses()

    @Slot(object)
    def _fill(self, rows: tuple[RuleRow, ...]) -> None:
        if self.dialog is not None:
            self.dialog.show_rows(rows)
            self._count_uses()

    def _count_uses(self) -> None:
        self.run(self._services.checking.uses, on_done=self._show_uses, on_error=self._on_dialog_failed, key="uses")

    @Slot(object)
    def _show_uses(self, uses: Mapping[str, int]) -> None:
        if self.dialog is not None:
            self.dialog.show_uses(uses)

    @Slot(str, bool)
    def _retire(self, reading_id: str, back: bool) -> None:
        keep = self._services.readings
        if back:
            self.run(keep.take_back, reading_id, on_done=self._on_retired, on_error=self._on_dialog_failed)
        else:
            self.run(keep.retire, reading_id, dates.today(), on_done=self._on_retired, on_error=self._on_dialog_failed)

    @Slot(object)
    def _on_retired(self, reading: Reading) -> None:
        self.notified.emit(
            tr("The reading is retired: no case is asked by it.") if reading.retired else tr("The reading is used again.")
        )
        self._on_changed()

    # --- files

    @Slot(object)
    def _choose_export(self, chosen: tuple[str, ...]) -> None:
        if self.dialog is not None:
            self._chosen = chosen
            made = choose_place(self.dialog, tr("Export readings"), "readings-for-others.yaml", "yaml", tr(_YAML))
            made.fileSelected.connect(self._export)

    @Slot(str)
    def _export(self, path: str) -> None:
        export = self._services.readings.export_to
        self.run(export, Path(path), self._chosen, on_done=self._on_exported, on_error=self._on_dialog_failed)

    @Slot(object)
    def _on_exported(self, number: int) -> None:
        if self.dialog is not None:
            self.dialog.say(
                trn("{count} reading written for other reviewers.", "{count} readings written for other reviewers.", number)
            )

    @Slot()
    def _choose_import(self) -> None:
        if self.dialog is not None:
            made = choose(self.dialog, tr("Import readings"), QFileDialog.FileMode.ExistingFile, tr(_YAML))
            made.fileSelected.connect(self._look_at)

    @Slot(str)
    def _look_at(self, path: str) -> None:
        self.run(self._services.readings.look_at, Path(path), on_done=self._show_offer, on_error=self._on_dialog_failed)

    @Slot(object)
    def _show_offer(self, offer: Offer) -> None:
        from imr_desktop.ui.guidelines.import_dialog import ImportDialog

        if self.dialog is not None:
            asking = ImportDialog(self.dialog, offer)
            asking.chosen.connect(self._take)
            asking.open()

    @Slot(object)
    def _take(self, offered: tuple[Offered, ...]) -> None:
        self.run(
            self._services.readings.take, offered, dates.today(), on_done=self._on_taken, on_error=self._on_dialog_failed
        )

    @Slot(object)
    def _on_taken(self, taken: tuple[Reading, ...]) -> None:
        if self.dialog is not None:
            self.dialog.say(
                tr(
                    "{taken_count} taken over; they only ask until you read the text yourself and save them as edited.",
                    taken_count=len(taken),
                )
            )
        self._on_changed()

    @Slot(object)
    def _on_dialog_failed(self, error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.say(sentence(error), failed=True)
        else:
            self.failed.emit(sentence(error))


def _begun(services: Services, case: Case, item: DisputedItem, report: ItemReport | None, current: str) -> Start:
    """What the form begins with: the item's own, or the reading whose criterion is current."""
    from imr_desktop.review import readings

    packs = services.guidelines.packs
    edited = next((one for key, one in packs.readings.items() if current.startswith(f"{key}.")), None)
    if report is None and case.id not in services.checking.unproven():
        report = readings.report_of(case, item.id, packs)
    prefill = readings.prefilled(item, report, packs)
    return readings.Start(readings.readable(packs, readings.day_of(case)), prefill, edited)


def _kept(services: Services, reading: Reading, case: Case | None, item: DisputedItem | None) -> str:
    """Keep a reading; why its criteria do not stand at the item in view, empty where they do or none is."""
    (kept,) = services.readings.keep(reading)
    if case is None or item is None or case.id in services.checking.unproven():
        return ""
    return services.readings.why_not(kept, case, item.id)


def _edited(services: Services, reading_id: str) -> Start:
    from imr_desktop.review import readings

    edited = services.readings.find(reading_id) if reading_id else None
    return readings.Start(readings.readable(services.guidelines.packs, dates.today()), readings.Prefill(), edited)


def _listed(services: Services) -> tuple[RuleRow, ...]:
    from imr_desktop.review.guideline_rows import rule_rows

    return rule_rows(services.guidelines.packs, dates.today())
