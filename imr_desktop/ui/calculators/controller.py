"""Menu commands for calculators: opening their window, filling it from the case, and writing into the rationale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.language import tr
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.checking import ItemReport
    from imr_desktop.ui.calculators.dialog import CalculatorDialog
    from imr_desktop.ui.shell.case_view import CaseView


class CalculatorController(Controller):
    """Opens the calculators. The window is made on first use and goes with its case."""

    dialog: CalculatorDialog | None

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, case_view: CaseView, window: QWidget) -> None:
        super().__init__(services, tasks, session, window)
        self._view = case_view
        session.case_changed.connect(self._on_case)
        session.closed.connect(self.put_away)

    @Slot()
    def show_calculators(self) -> None:
        """Open the calculators, or bring them to the front."""
        dialog = self.dialog or self._make()
        self._on_case()
        dialog.begin()
        dialog.show_beside()

    @Slot()
    def put_away(self) -> None:
        """Close the window and forget what was typed: it was about another patient."""
        if self.dialog is not None:
            self.dialog.close()
            self.dialog.deleteLater()
            self.dialog = None

    def _make(self) -> CalculatorDialog:
        from imr_desktop.review.calculators import CalculatorContext
        from imr_desktop.ui.calculators.dialog import CalculatorDialog

        context = CalculatorContext(lambda: self._services.guidelines.packs)
        self.dialog = dialog = CalculatorDialog(self._window, context, self._prefilled)
        dialog.insert_requested.connect(self.insert)
        dialog.notified.connect(self.notified)
        return dialog

    def _prefilled(self, name: str) -> Mapping[str, str]:
        from imr_desktop.review.calculators import parse_request, prefilled

        case, item = self._session.case, self._item()
        if case is None:
            return {}
        report = self._report(item)
        request = parse_request(item.disputed_text) if item else None
        return prefilled(name, case, item, request, report.service if report else None)

    def _item(self) -> DisputedItem | None:
        return self._view.items.item() if self._session.case is not None else None

    def _report(self, item: DisputedItem | None) -> ItemReport | None:
        checked = self._session.last_checked
        return next((one for one in checked.reports if item and one.item_id == item.id), None) if checked else None

    @Slot(object)
    def _on_case(self, case: Case | None = None) -> None:
        if self.dialog is not None:
            case = self._session.case
            self.dialog.set_insertable(case is not None and not case.locked and bool(case.items))

    @Slot(str)
    def insert(self, sentence: str) -> None:
        """Put a sentence at the cursor of the item's rationale, as if it were typed there: undo takes it back."""
        case = self._session.case
        if case is None or not case.items or self._session.refuses():
            return
        self._view.open_work()
        self._view.workspace.activate("items", focus=False)
        rationale = self._view.items.content.rationale
        rationale.insert_words(sentence, apart=True)
        self._window.activateWindow()
        rationale.setFocus(Qt.FocusReason.OtherFocusReason)
        self.notified.emit(tr("Inserted into the rationale"))
