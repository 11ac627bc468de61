"""What the case view is made of: header, panes, cards, sign view and what serves them. Built a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

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
        self.header = CaseHeader()
        yield
        self.record = RecordPane()
        yield
        self.findings, self.summary = FindingsPane(), SummaryPane()
        yield
        self.items = ItemsPane()
        yield
        self.checks, self.sign = ChecksPane(), SignView(services, tasks, session)
        yield
        self.workspace = Workspace(self.record, self.findings, self.summary, self.items, self.checks)
        self.panes = self.workspace.panes
        yield
        self.go = NavigationController(services, tasks, session, window, self.workspace, self.sign)
        self.foretelling = Foretelling(services.checking.check, tasks, session, self.checks)
        self.reading = ReadingController(services, tasks, session, window, self.workspace)
        self.card, self.queue, self._cards = SearchCard(), QueueCard(), QStackedWidget()
        self._cards.addWidget(self.card)
        self._cards.addWidget(self.queue)
        self.workspace.set_card(self._cards)
        yield
        self.search = SearchController(services, tasks, session, self.card, window)
        editors = self.summary.editor, self.items.content.rationale
        self.editing = EditingController(services, tasks, session, window, editors, self.items.bound)
        self._views = QStackedWidget()
        self._views.addWidget(self.workspace)
        self._views.addWidget(self.sign)
        yield
        self.setLayout(column(self.header, (self._views, 1)))
        self._wire()

    def parts(self) -> tuple[QWidget, ...]:
        """What the view is made of, the largest apart."""
        return self.header, *self.panes.values(), self.card, self.queue, self.sign, self

    def _wire(self) -> None:
        """Connect the parts."""
        raise NotImplementedError
