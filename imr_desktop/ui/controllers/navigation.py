"""Going somewhere in a case: panes, pages, items, checks, the sign view; undo and redo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.case import seen
from imr_desktop.case.model import Case
from imr_desktop.case.moved import moved
from imr_desktop.language import tr
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.record.hidden_text import HiddenText
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.shell.workspace import Workspace
from imr_desktop.ui.signing.view import SignView
from imr_desktop.ui.tasks import DIALOG, Tasks

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.checking import Problem
    from imr_desktop.ui.signing.printing import LetterPrinter


_TO_READ = {"record.unreadable": "not read", "record.doubtful": "doubtful"}
"""Checks whose place is the list of pages to read, and which of them."""


class NavigationController(Controller):
    """Menu commands inside a case. `sign_opened()`, `work_opened()`: that view is wanted.

    `facts_requested(field)`: a problem points at one of the case's facts. `search_requested(problem)`: a problem wants the
    record searched. `pages_to_read_requested(kind)`: the list of pages ``not read`` or ``doubtful``.
    `identity_requested()`: nobody has said who signs.
    """

    sign_opened = Signal()
    work_opened = Signal()
    facts_requested = Signal(str)
    search_requested = Signal(object)
    identity_requested = Signal()
    pages_to_read_requested = Signal(str)

    def __init__(
        self, services: Services, tasks: Tasks, session: CaseSession, window: QWidget, workspace: Workspace, sign: SignView
    ) -> None:
        super().__init__(services, tasks, session, window)
        self._work, self._sign = workspace, sign
        session.closed.connect(self.put_away)
        self._waits_for_check = False
        session.checked.connect(self._on_check_ended)
        session.check_failed.connect(self._on_check_ended)
        self._printer: LetterPrinter | None = None

    @Slot(str)
    def go(self, name: str) -> None:
        self.work_opened.emit()
        self._work.activate(name)

    @Slot()
    def go_record(self) -> None:
        self.go("record")

    @Slot()
    def go_findings(self) -> None:
        self.go("findings")

    @Slot()
    def go_summary(self) -> None:
        self.go("summary")

    @Slot()
    def go_items(self) -> None:
        self.go("items")

    @Slot()
    def go_checks(self) -> None:
        self.go("checks")

    @Slot()
    def next_pane(self) -> None:
        self._work.step(1)

    @Slot()
    def previous_pane(self) -> None:
        self._work.step(-1)

    @Slot()
    def next_check(self) -> None:
        """The next problem's place."""
        self.work_opened.emit()
        self._work.checks.set_collapsed(False)
        self._work.checks.next_problem()

    @Slot()
    def previous_check(self) -> None:
        """The place of the problem before."""
        self.work_opened.emit()
        self._work.checks.set_collapsed(False)
        self._work.checks.previous_problem()

    @Slot()
    def fix_check(self) -> None:
        """Do what the check just shown asks for, wherever the keyboard is."""
        self._work.checks.fix_current()

    @Slot()
    def explain_check(self) -> None:
        """Give the reason to sign although the check just shown is open."""
        self.work_opened.emit()
        self._work.activate("checks", focus=False)
        self._work.checks.begin_reason()

    @Slot()
    def go_page(self) -> None:
        self._work.mark("record")
        self._work.record.focus_page()

    @Slot()
    def find_in_record(self) -> None:
        self._work.mark("record")
        self._work.record.focus_find()

    @Slot()
    def next_item(self) -> None:
        self._work.items.next_item()

    @Slot()
    def previous_item(self) -> None:
        self._work.items.previous_item()

    @Slot()
    def add_finding(self) -> None:
        self.go("findings")

    @Slot()
    def add_item(self) -> None:
        self.go("items")
        self._work.items.begin_item()

    @Slot()
    def insert_from_case(self) -> None:
        """The case's values, for the rationale where the items are active, else for the summary."""
        in_item = self._work.active == "items"
        self.work_opened.emit()
        self._work.activate("items" if in_item else "summary", focus=False)
        (self._work.items if in_item else self._work.summary).insert_from_case()

    @Slot()
    def show_hidden_text(self) -> None:
        """Show what stands in the record's files and no eye can see there."""
        if (case := self._session.case) is not None:
            self.run(_hidden_in, self._services, case, on_done=self._on_hidden_text, key=DIALOG, of=case.id)

    @Slot(object)
    def _on_hidden_text(self, hidden: Mapping[int, str]) -> None:
        self.show_dialog(HiddenText(self._window, hidden))

    @Slot()
    def filter_findings(self) -> None:
        """Choose which findings are shown."""
        if self._work.findings.filter.isEnabled():
            self.go("findings")
            self._work.findings.filter.open()

    @Slot()
    def toggle_documents(self) -> None:
        self._work.record.bar.documents.toggle()

    @Slot()
    def undo(self) -> None:
        """Take the last change back, wherever it was made."""
        self._session.undo()

    @Slot()
    def redo(self) -> None:
        self._session.redo()

    @Slot(object, object)
    def show_moved(self, before: Case, after: Case) -> None:
        """Undo or redo went from one state of the case to the other: go where they differ."""
        spot = moved(before, after)
        if spot is None or self._sign.isVisible():
            return
        if spot.area == "finding":
            self._work.activate("findings", focus=False)
            self._work.findings.select(spot.which)
            self._work.findings.list.setFocus()
        elif spot.area in ("summary", "item", "record"):
            self._show(spot.area, spot.which, spot.field, spot.at, spot.at)

    def _show(self, area: str, item: str, field: str, start: int, end: int) -> None:
        if area == "summary":
            self._work.activate("summary", focus=False)
            self._work.summary.show_range(start, end)
        elif area == "item":
            self._work.activate("items", focus=False)
            self._work.items.show_place(item, field, start, end)
        elif field == "findings":
            self._work.activate("findings", focus=False)
            self._work.findings.select(item)
        else:
            self._work.activate("record")

    # --- signing

    @Slot()
    def review_and_sign(self) -> None:
        """Open the sign view, or go to what must be fixed first; in the sign view, sign."""
        if self._sign.isVisible():
            if self._session.case is not None and not self._session.case.locked:
                self._sign.panel.request_sign()
            return
        from imr_desktop.review.checking import to_fix

        self.flush_requested.emit()
        checked = self._session.last_checked
        case = self._session.case
        if case is None:
            return
        must = to_fix(checked) if checked is not None and not case.locked else ()
        self._waits_for_check = bool(must) and self._session.is_check_late
        if self._waits_for_check:
            self.notified.emit(tr("The last change is being checked…"))
        elif must:
            self._work.checks.set_collapsed(False)
            self._work.checks.select(must[0].id)
            self.go_to_problem(must[0])
            self.notified.emit(must[0].message)
        else:
            self.sign_opened.emit()

    @Slot()
    def _on_check_ended(self) -> None:
        """What was asked while the last change was still being checked: now it is known what must be fixed."""
        if self._waits_for_check:
            self._waits_for_check = False
            QTimer.singleShot(0, self, self.review_and_sign)  # when the list of checks shows it too

    @Slot(object)
    def go_to_problem(self, problem: Problem) -> None:
        place = problem.place
        if problem.check in _TO_READ:
            self.pages_to_read_requested.emit(_TO_READ[problem.check])
            return
        if place.area == "sign":
            self.sign_opened.emit()
            return
        self.work_opened.emit()
        if place.area in ("case", "dates"):
            self.facts_requested.emit(place.field)
        else:
            self._show(place.area, place.item, place.field, place.start, place.end)
        if problem.fix is not None and problem.fix.act == "open page":  # its page stands beside the words
            self._work.record.go_to_page(int(problem.fix.target))

    @Slot(object)
    def act_on_problem(self, problem: Problem) -> None:
        """Begin an act only the reviewer can do."""
        fix = problem.fix
        if fix is not None and fix.act == "open document":
            self.work_opened.emit()
            documents = self._session.case.documents if self._session.case else ()
            document = next((one for one in documents if one.id == fix.target), None)
            if document is not None:
                self._work.activate("record")
                left = seen.not_shown(self._session.case, document) if self._session.case else ()
                self._work.record.go_to_page(left[0][0] if left else document.first_page)
        elif fix is not None and fix.act == "open page":
            self.work_opened.emit()
            self._work.activate("record")
            self._work.record.go_to_page(int(fix.target))
        elif fix is not None and fix.act == "attest":
            self.sign_opened.emit()
        elif fix is not None and fix.act == "identify":
            self.identity_requested.emit()
        elif fix is not None and fix.act == "search" and fix.target:
            self.work_opened.emit()
            self.search_requested.emit(problem)
        else:
            self.go_to_problem(problem)

    # --- the letter

    @Slot()
    def print_letter(self) -> None:
        """Print the signed file; what is not signed is printed as DRAFT. While it is being signed it is neither."""
        if self._session.busy:
            self.notified.emit(self._session.busy)
            return
        self.flush_requested.emit()
        job = self._sign.print_job()
        if job is None:
            return
        from imr_desktop.ui.signing.printing import LetterPrinter

        printer = self._printer
        if printer is None:
            printer = self._printer = LetterPrinter(self._services, self._tasks, self._window)
            printer.notified.connect(self.notified)
        printer.ask(job)

    def stop_printing(self) -> None:
        """Send nothing more to a printer: the window is about to close."""
        if self._printer is not None:
            self._printer.stop()

    @property
    def printing(self) -> bool:
        """Whether pages are on their way to a printer."""
        return self._printer is not None and self._printer.busy


def _hidden_in(services: Services, case: Case) -> Mapping[int, str]:
    return services.record.text(case).hidden
