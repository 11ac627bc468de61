"""What is kept of cases: history, audit trail, comments, packages, and letting a case go. Gathers these for the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.ui.comments.controller import CommentController
from imr_desktop.ui.exchange.controller import ExchangeController
from imr_desktop.ui.history.controller import HistoryController
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.tasks import Tasks
from imr_desktop.ui.trail.controller import TrailController

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.ui.shell.case_view import CaseView


class KeepingController(QObject):
    """`flush_requested()`: what stands typed must be told now. `case_taken(id)`: open that case.

    `left()`: the open case is being let go; `listing_changed()`: it is gone. `facts_requested(field)`: a comment points at
    one of the case's facts. `notified(message)`, `failed(sentence)`.
    """

    flush_requested = Signal()
    case_taken = Signal(str)
    left = Signal()
    listing_changed = Signal()
    facts_requested = Signal(str)
    notified = Signal(str)
    failed = Signal(str)

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, case_view: CaseView, window: QWidget) -> None:
        super().__init__(window)
        self.history = HistoryController(services, tasks, session, window)
        self.trail = TrailController(services, tasks, session, window)
        self.exchange = ExchangeController(services, tasks, session, window)
        self.comments = CommentController(session, case_view, window)
        self.controllers: tuple[QObject, ...] = (self.history, self.trail, self.exchange, self.comments)
        self._wire()

    def _wire(self) -> None:
        """Every connection of these acts stands here."""
        self.comments.facts_requested.connect(self.facts_requested)
        self.exchange.case_taken.connect(self.case_taken)
        self.exchange.failed.connect(self.failed)
        self.exchange.left.connect(self.left)
        self.exchange.listing_changed.connect(self.listing_changed)
        for flushing in (self.history, self.exchange):
            flushing.flush_requested.connect(self.flush_requested)
        for telling in (self.history, self.exchange, self.comments):
            telling.notified.connect(self.notified)

    @Slot()
    def close_all(self) -> None:
        """Close every window of these acts, as locking does: nothing of a case may stay in view."""
        self.history.close_history()
        self.trail.close_trail()
        self.exchange.close_dialog()
        self.comments.close_comments()
