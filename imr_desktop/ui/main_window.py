"""The one window: rows above and below, and between them the worklist, what was read, or a case.

Only the rows and the worklist exist before the first paint; `complete` builds the rest.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from imr_desktop.language import tr
from imr_desktop.paths import Home
from imr_desktop.review import Services
from imr_desktop.settings import Settings
from imr_desktop.ui.home import wiring as home_wiring
from imr_desktop.ui.home.view import HomeView
from imr_desktop.ui.intake.pending_files import PendingFiles
from imr_desktop.ui.shell import menu_rules
from imr_desktop.ui.shell.focus import FocusKeeper
from imr_desktop.ui.shell.parts import WindowParts
from imr_desktop.ui.shell.status_bar import StatusBar
from imr_desktop.ui.shell.top_bar import TopBar
from imr_desktop.ui.tasks import Tasks
from imr_desktop.ui.theme import current, icon
from imr_desktop.ui.vault.resume import Resume
from imr_desktop.ui.widgets.layouts import column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imr_desktop.case.model import Case
    from imr_desktop.review.taken import TakenIn
    from imr_desktop.ui.shell.case_view import CaseView
    from imr_desktop.ui.vault.locking import Restarter

COMPACT_BELOW = 1600
PATIENCE = 3_000
"""Milliseconds that work in progress may take to its end when the window closes; what is being saved is always waited for."""
TITLE = "IMR Desktop"


class MainWindow(WindowParts):
    """`completed`: menus and controllers are there. `case_shown`: a case is in view.
    `closing`: everything is stored and the window is gone; what still runs is ended.
    """

    completed = Signal()
    closing = Signal()
    case_shown = Signal()

    def __init__(
        self,
        home: Home,
        settings: Settings,
        *,
        services: Services | None = None,
        tasks: Tasks | None = None,
        resume: Resume | None = None,
        restart: Restarter | None = None,
    ) -> None:
        super().__init__()
        self._resume, self._restart = resume or Resume(), restart
        self._home, self._settings = home, settings
        self.services, self.tasks = services or Services(home), tasks or Tasks(self)
        self._is_complete, self.ended = False, True
        self.pending_files = PendingFiles(self)
        self.case_view = None
        self.top, self.home_view, self.status = TopBar(), HomeView(expects_cases=home.vault.exists()), StatusBar()
        self.views = QStackedWidget()
        self.views.addWidget(self.home_view)
        root = QWidget()
        root.setObjectName("root")
        self._rows = column(self.top, (self.views, 1), self.status)
        root.setLayout(self._rows)
        self.setCentralWidget(root)
        self.setWindowTitle(TITLE)
        self.setMinimumSize(1024, 620)
        self.status.set_reviewer(settings.specialty)
        self.focus = FocusKeeper(self, self.views)
        self.focus.hints_changed.connect(self.status.set_keys)
        self.home_view.take_settings(settings)
        self.home_view.focus_first()

    # --- the rest, after the first paint

    @Slot()
    def complete(self) -> None:
        """Build session, controllers and menus, and read the worklist."""
        from imr_desktop.ui.controllers.case import CaseController
        from imr_desktop.ui.controllers.keys import KeyController
        from imr_desktop.ui.controllers.view import ViewController
        from imr_desktop.ui.intake.drop import DropWatch
        from imr_desktop.ui.intake.proposal_view import ProposalView
        from imr_desktop.ui.intake.reading_strip import ReadingStrip
        from imr_desktop.ui.intake.so_far import SoFarController
        from imr_desktop.ui.palette.wiring import made_for
        from imr_desktop.ui.session import CaseSession
        from imr_desktop.ui.shell.loading import Loading
        from imr_desktop.ui.vault.controller import VaultController
        from imr_desktop.ui.vault.doors import Doors
        from imr_desktop.ui.vault.locking import Locking
        from imr_desktop.ui.verifying.controller import VerifyController

        self.session = CaseSession(self.services, self.tasks, self)
        held = self.services, self.tasks, self.session, self
        self.case_controller = CaseController(*held)
        self.view_controller = ViewController(*held, self._settings)
        self.keys = KeyController(*held)
        self.vault_controller = VaultController(*held)
        self.verifying, self.palette_box = VerifyController(*held), made_for(self, *held)
        self.views.addWidget(self.vault_controller.page)
        self.strip, self.proposals = ReadingStrip(), ProposalView(self.services, self.tasks)
        self._rows.insertWidget(1, self.strip)
        self._rows.insertWidget(1, self.vault_controller.protecting.strip)
        self.so_far = SoFarController(*held, self.palette_box)
        self.views.addWidget(self.proposals)
        self.views.addWidget(self.so_far.view)
        self.drop = DropWatch(self, self.is_locked, self.case_controller.target)
        self.locking, self._doors = Locking(self, self._resume, self._restart), Doors(self)
        self._doors.changed.connect(self.refresh_menus)
        self._loading = Loading(self._build_case_view(), self)
        self._wire()
        self.vault_controller.set_auto_lock(self._settings.auto_lock_minutes)
        self.vault_controller.start()
        self._is_complete = True
        self.tasks.run(import_module, "imr_desktop.review.keys")  # all that signs: the window's thread would stand for it
        self._loading.begin()

    def _wire(self) -> None:
        """Every connection between the window's parts that need no case."""
        from imr_desktop.ui.intake.arrival import Arrival

        for controller in (self.case_controller, self.keys, self.vault_controller, self.verifying, self.view_controller):
            controller.failed.connect(self.show_failure)
            controller.notified.connect(self.status.say)

        self.case_controller.added.connect(self.status.offer_undo)
        self.case_controller.left.connect(self.show_home)
        self.case_controller.opened.connect(self.show_case)
        self.case_controller.read_ended.connect(self.strip.hide)
        self.case_controller.reading.connect(self.strip.show_progress)
        self.case_controller.reading_pages.connect(self.strip.show_pages)
        Arrival(self.case_controller, self.palette_box).ready.connect(self.show_taken)

        self.pending_files.counted.connect(self.vault_controller.page.show_waiting)
        self.pending_files.ready.connect(self.case_controller.take_in)

        self.drop.coming.connect(self.case_controller.get_ready)
        self.drop.files_dropped.connect(self.verifying.look_at)
        self.drop.refused.connect(self.show_failure)

        self.verifying.case_given.connect(self.case_controller.take_letter)
        self.verifying.passed_on.connect(self.take_in)

        self.vault_controller.lock_wished.connect(self.locking.begin)

        self.home_view.case_requested.connect(self._on_case_requested)
        for wish in (self.home_view.sample_requested, self.home_view.paste_requested):
            wish.connect(self._loading.finish)  # what opens a case needs its view
        self.counts = home_wiring.connect(self)
        self.locking.changed.connect(self.refresh_menus)

        self.proposals.accepted.connect(self.case_controller.accept)
        self.proposals.dismissed.connect(self._on_dismissed)
        self.vault_controller.shut.connect(self.proposals.clear)
        self.vault_controller.shut.connect(self.so_far.view.clear)

        self.session.check_failed.connect(self.show_failure)
        self.session.closed.connect(self.top.show_nothing)
        self.session.closed.connect(self.status.clear_message)
        self.session.conflicted.connect(self.case_controller.ask_what_stays)
        self.session.refused.connect(self.show_failure)
        self.session.save_failed.connect(self.top.show_failed)
        self.session.save_failed.connect(self.show_failure)
        self.session.saved.connect(self.vault_controller.back_up_if_due)
        self.session.saved.connect(self.top.show_saved)
        self.session.saving.connect(self.top.show_saving)

        self.strip.cancel_requested.connect(self.case_controller.cancel_reading)
        self.top.retry_requested.connect(self.session.save_now)
        self.top.theme_toggled.connect(self.view_controller.toggle_theme)
        self.view_controller.reviewer_kept.connect(self.vault_controller.back_up_if_due)
        self.view_controller.settings_changed.connect(self._on_settings)

    def _build_case_view(self) -> Iterator[None]:
        from imr_desktop.ui.calculators.controller import CalculatorController
        from imr_desktop.ui.comments.controller import CommentController
        from imr_desktop.ui.drug_lists import DrugListController
        from imr_desktop.ui.exchange.controller import ExchangeController
        from imr_desktop.ui.guidelines.controller import GuidelinesController
        from imr_desktop.ui.history.controller import HistoryController
        from imr_desktop.ui.overview.controller import OverviewController
        from imr_desktop.ui.shell.case_view import CaseView
        from imr_desktop.ui.trail.controller import TrailController

        view = CaseView(self.services, self.tasks, self.session, self)
        self.views.addWidget(view)
        yield from view.build()
        yield
        held = self.services, self.tasks, self.session
        self.calculators = CalculatorController(*held, view, self)
        self.comments = CommentController(*held, view, self)
        self.guidelines = GuidelinesController(*held, view, self)
        self.drug_lists = DrugListController(*held, self)
        self.exchange, self.history = ExchangeController(*held, self), HistoryController(*held, self)
        self.trail, self.overview = TrailController(*held, self), OverviewController(*held, self)
        yield

        from imr_desktop.ui.intake.controller import ReceivedController
        from imr_desktop.ui.machine.controller import MachineController
        from imr_desktop.ui.machine.queue_controller import QueueController
        from imr_desktop.ui.machine.status import MachineStatus
        from imr_desktop.ui.publishing.controller import PublishingController

        self.publishing = PublishingController(*held, self)
        self.received, self.machine = ReceivedController(*held, self), MachineController(*held, self)
        self.machine_status, self.queue = MachineStatus(), QueueController(*held, view, self)
        yield

        from imr_desktop.ui.first_run.controller import FirstRunController
        from imr_desktop.ui.office.controller import OfficeController
        from imr_desktop.ui.parties.controller import PartiesController
        from imr_desktop.ui.privacy.controller import PrivacyController

        self.office, self.parties = OfficeController(*held, self), PartiesController(*held, self)
        self.first_run, self.privacy = FirstRunController(*held, self, self.keys), PrivacyController(self)
        yield
        self._take_case_view(view)
        yield
        if self.session.case is None:
            view.lay_out(self.width(), COMPACT_BELOW)
        for part in view.parts():  # dressed before the first case opens
            yield
            part.ensurePolished()

    def _take_case_view(self, view: CaseView) -> None:
        """Everything stands: connect it."""
        from imr_desktop.ui.controllers.actions import Menus
        from imr_desktop.ui.machine import wiring
        from imr_desktop.ui.shell import case_wiring
        from imr_desktop.ui.shell.breath import watch_keys

        self.case_view = view
        watch_keys(self, view)
        self.status.add_part(self.machine_status)
        self.batch = home_wiring.connect_batch(self)
        self.controllers = (
            *(self.calculators, self.comments, self.guidelines, self.exchange, self.history, self.trail, self.overview),
            *(self.office, self.parties, self.publishing, self.received, self.machine),
            *(self.queue, self.drug_lists, self.palette_box, self.first_run, self.batch, self.privacy),
            *(view.go, view.reading, view.search, view.editing, self.case_controller),
            *(self.vault_controller, self.verifying, self.view_controller),
        )
        self.menus = Menus(self.top.menu_bar, self.controllers)
        self.menus.refresh_icons()
        self.setWindowIcon(icon("scale", "accent", 64))
        case_wiring.connect(self, view)
        view.sign.signed.connect(self._on_signed)
        self.keys.key_chosen.connect(self._on_key)
        wiring.connect(self, view)
        self.locking.changed.connect(self._on_locking)
        self._on_settings(self.view_controller.settings)
        self.refresh_menus()
        self.drop.rescan()
        self.pending_files.begin()
        self.completed.emit()

    @Slot()
    def _on_locking(self) -> None:
        if self.locking.running:
            self.machine.end()
        elif self.session.case is not None:  # it could not be locked: everything stays open
            self.machine.look()

    # --- what is in view

    @Slot(str)
    def _on_case_requested(self, case_id: str) -> None:
        """Open a case once its view stands."""
        self._loading.then(partial(self.case_controller.open_case, case_id))

    @Slot()
    def show_home(self) -> None:
        self.views.setCurrentWidget(self.home_view)
        self.refresh_menus()
        self.home_view.focus_first()

    @Slot()
    def show_case(self) -> None:
        case, view = self.session.case, self.case_view
        if case is None or view is None:
            return
        self.home_view.come_from(case.id)
        view.set_width(self.width(), COMPACT_BELOW)
        self.views.setCurrentWidget(view)
        view.begin(case)
        self.locking.go_back(case)
        self.refresh_menus()
        self.drop.rescan()
        self.case_shown.emit()

    @Slot(object)
    def show_taken(self, taken: TakenIn) -> None:
        self.views.setCurrentWidget(self.proposals)
        self.proposals.show_taken(taken)
        self.focus.tell_hints()  # the list may have the keyboard already, with other keys than before
        self.refresh_menus()

    @Slot()
    def _on_dismissed(self) -> None:
        self.proposals.clear()
        self.case_controller.dismiss()
        (self.show_home if self.session.case is None else self.show_case)()

    @Slot(str)
    def show_failure(self, sentence: str) -> None:
        """A sentence in the status bar; on the worklist it also stands where the cases would."""
        self.status.say(sentence, error=True)
        if self.views.currentWidget() is self.home_view:
            self.home_view.show_error(sentence)

    # --- small things

    @Slot()
    def refresh_menus(self) -> None:
        """Enable the commands that can be done now."""
        if self.case_view is not None:
            self.menus.refresh(menu_rules.true_now(self, self.case_view))

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        self.status.set_reviewer(settings.specialty)
        self.vault_controller.set_auto_lock(settings.auto_lock_minutes)
        key = Path(settings.key_file) if settings.key_file else None
        if self.case_view is not None:
            from imr_desktop.review.keys import is_token  # with it comes most of what signs: not before the first paint

            self.case_view.items.set_judge_first(settings.judge_first)
            self.machine.take_settings(settings)
            self.case_view.sign.set_key(key if key and (is_token(str(key)) or key.exists()) else None)
            self.menus.actions[f"theme_{current().choice}"].setChecked(True)

    @Slot(object)
    def _on_key(self, path: Path) -> None:
        self.view_controller.keep(replace(self.view_controller.settings, key_file=str(path)))

    @Slot(object)
    def _on_signed(self, _case: Case) -> None:
        self.status.say(tr("Signed, and kept with the case. Save a copy to send it."))
        self.refresh_menus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change the layout at 1600 logical pixels."""
        super().resizeEvent(event)
        if self.case_view is not None and self.session.case is not None:
            self.case_view.set_width(self.width(), COMPACT_BELOW)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Store the case first; where that fails, ask before its changes are lost. What is being read is given up."""
        if self.case_view is not None:
            if self.session.case is not None and not self.session.close():
                event.ignore()
                self.case_controller.close_case()
                return
            self.case_view.go.stop_printing()
        self.hide()
        self.closing.emit()
        if self._is_complete:
            self._loading.stop()
            self.case_controller.end_reading()
        self.ended = self.tasks.close(PATIENCE)  # a worker that outlives its pool would wait for this thread for ever
        self.services.close()
        event.accept()
