"""What the case view is made of: header, panes, cards, sign view and what serves them. Built a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from imr_desktop.ui.checks.foretelling import Foretelling
from imr_desktop.ui.checks.pane import ChecksPane
from imr_desktop.ui.controllers.navigation import NavigationController
from imr_desktop.ui.controllers.reading import ReadingController
from imr_desktop.ui.editing.controller import EditingController
from imr_desktop.ui.findings.pane import FindingsPane
from imr_desktop.ui.items.pane import ItemsPane
from imr_desktop.ui.machine.card import QueueCard
from imr_desktop.ui.pages import PagePictures
from imr_desktop.ui.record.pane import RecordPane
from imr_desktop.ui.search.card import SearchCard
from imr_desktop.ui.search.controller import SearchController
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.shell.case_header import CaseHeader
from imr_desktop.ui.shell.workspace import Workspace
from imr_desktop.ui.signing.view import SignView
from imr_desktop.ui.summary.pane import SummaryPane
from imr_desktop.ui.tasks import Tasks
from imr_desktop.ui.theme.fonts import load_serif_font
from imr_desktop.ui.widgets.layouts import column

if TYPE_CHECKING:
    from imr_desktop.review import Services


class CaseParts(QWidget):
    """Makes the parts; what they tell each other is the case view's."""

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, window: QWidget) -> None:
        super().__init__(window)
        self._services, self._tasks, self._session = services, tasks, session
        self._text_pane = "summary"
        self._width = self._compact_below = 0
        self._pages: PagePictures | None = None
        self._record_of: tuple[object, ...] = ()

    def build(self) -> Iterator[None]:
        """Make the parts, a few at each step: whoever builds the view lets the window answer in between."""
        services, tasks, session, window = self._services, self._tasks, self._session, self.window()
        load_serif_font()
        self.header, self._views = CaseHeader(), QStackedWidget()
        self.setLayout(column(self.header, (self._views, 1)))
        yield
        self.record = RecordPane()
        _wait(self.record)
        yield
        self.findings, self.summary = FindingsPane(), SummaryPane()
        _wait(self.findings, self.summary)
        yield
        self.items = ItemsPane()
        _wait(self.items)
        yield
        self.checks, self.sign = ChecksPane(), SignView(services, tasks, session)
        _wait(self.checks, self.sign)
        yield
        self.workspace = Workspace(self.record, self.findings, self.summary, self.items, self.checks, self._views)
        self.sign.setParent(self._views)
        self.panes = self.workspace.panes
        _wait(self.workspace)
        yield
        self.go = NavigationController(services, tasks, session, window, self.workspace, self.sign)
        self.foretelling = Foretelling(services.checking.check, tasks, session, self.checks)
        self.reading = ReadingController(services, tasks, session, window, self.workspace)
        self.card, self.queue, self._cards = SearchCard(), QueueCard(), QStackedWidget()
        self.workspace.set_card(self._cards)
        self.card.setParent(self._cards)
        self.queue.setParent(self._cards)
        _wait(self.workspace)
        yield
        self.search = SearchController(services, tasks, session, self.card, window)
        editors = self.summary.editor, self.items.content.rationale
        self.editing = EditingController(services, tasks, session, window, editors, self.items.bound)
        yield
        self._wire()

    def dress(self) -> Iterator[None]:
        """Dress what was made where it stands, the largest parts apart; then let it be shown, which dresses the rest."""
        for part in (self.header, *self.panes.values(), self.card, self.queue, self.sign):
            part.ensurePolished()
            yield
        for stack, parts in ((self._cards, (self.card, self.queue)), (self._views, (self.workspace, self.sign))):
            for part in parts:
                stack.addWidget(part)
        self.ensurePolished()

    def _wire(self) -> None:
        """Connect the parts."""
        raise NotImplementedError


def _wait(*parts: QWidget) -> None:
    """Let parts wait until they stand where they belong: Qt would dress them at the next turn, and anew in each new place."""
    for part in parts:
        for widget in (part, *part.findChildren(QWidget)):
            QCoreApplication.removePostedEvents(widget, QEvent.Type.PolishRequest.value)
