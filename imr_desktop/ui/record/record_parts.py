"""What the record pane is made of: its bars, documents and hits on the left, pages on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget

from imr_desktop.file_kinds import labels
from imr_desktop.language import tr
from imr_desktop.ui.record.captures import Captures
from imr_desktop.ui.record.find_flow import FindFlow
from imr_desktop.ui.record.page_view import PageView
from imr_desktop.ui.record.progress import Progress
from imr_desktop.ui.record.reading_bar import ReadingBar
from imr_desktop.ui.record.record_bar import RecordBar
from imr_desktop.ui.record.remarked import Remarked
from imr_desktop.ui.record.side import Side
from imr_desktop.ui.widgets.empty import EmptyState
from imr_desktop.ui.widgets.pane import Pane


class RecordParts(Pane):
    """Makes the parts and lays them out; what they do is the pane's."""

    def __init__(self) -> None:
        super().__init__(tr("Record"), "book-open")
        self.bar = RecordBar()
        self.tools.addWidget(self.bar)
        self.view = PageView()
        self.progress, self.captures = Progress(self.view), Captures(self.view)
        self.empty = EmptyState(
            "inbox", tr("No record. Drop files here"), tr("{labels} files, or a folder of them.", labels=labels("or"))
        )
        self.reading = ReadingBar()
        self.side = Side(self.view.content)
        self.documents_model, self.documents = self.side.model, self.side.documents
        self.found, self.small = self.side.found, self.side.small
        self.finding = FindFlow(self.bar.finder, self.found)
        self.remarked = Remarked(self)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(4)
        self.splitter.addWidget(self.side)
        self.splitter.addWidget(self.view)
        self.splitter.setStretchFactor(1, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.splitter)
        self.body.addWidget(self.reading)
        self.body.addWidget(self.stack, 1)
