"""A page of the record with the words it is cited for, under a line that says which page of which document it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.case import citation, dates
from imr_desktop.ui.intake.proposal_page import ProposalPage
from imr_desktop.ui.widgets.labels import ElidedLabel, IconLabel
from imr_desktop.ui.widgets.layouts import column, framed, row

if TYPE_CHECKING:
    from imr_desktop.case.model import Case, Document
    from imr_desktop.review import Services
    from imr_desktop.review.taken import TakenIn
    from imr_desktop.ui.tasks import Tasks


class PageBeside(QWidget):
    """`page` shows it; the line above follows the page that is in view."""

    def __init__(self) -> None:
        super().__init__()
        self._documents: tuple[Document, ...] = ()
        self._caption, self.page = ElidedLabel("", "muted"), ProposalPage()
        head = row(IconLabel("file-text", "muted"), (self._caption, 1), margins=(12, 6, 12, 6))
        self.setLayout(column((framed(column(head, (self.page, 1))), 1)))
        self.page.page_changed.connect(self._say)

    def begin(self, taken: TakenIn, services: Services, tasks: Tasks) -> None:
        """Show pages of these files from now on."""
        self.page.begin(taken, services, tasks)

    def name_documents(self, case: Case) -> None:
        """The documents as the case parts them now."""
        self._documents = case.documents
        self._say(self.page.page())

    def light(self, page: int, quotes: Sequence[str]) -> None:
        """Bring a page into view with these words of it lit."""
        self.page.light(page, quotes)
        self._say(page)

    def end(self) -> None:
        """Forget pages and words."""
        self.page.end()
        self._documents = ()
        self._caption.setText("")

    @Slot(int)
    def _say(self, page: int) -> None:
        found = next((one for one in self._documents if one.first_page <= page <= one.last_page), None)
        about = (found.title or found.type, dates.written(found.date)) if found else ()
        words = "  \u00b7  ".join(filter(None, (citation.label(page), *about)))
        self._caption.setText(words if page else "")
