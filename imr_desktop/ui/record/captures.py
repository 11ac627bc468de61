"""What is taken from the record's pages: a finding, a quotation, a citation, with a source for each page."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from imr_desktop.case import citation
from imr_desktop.case.model import SourceRef
from imr_desktop.language import tr
from imr_desktop.ui.record.page_view import PageView


class Captures(QObject):
    """Sorts what a view captured by its act; nothing is taken while not `editable`.

    `finding(quote, source, more)`, `quoted(quote, source, more)`, `cited(source, more)`: `more` are sources of further
    pages. `said(sentence)`: the words come from a page that only a machine read, or why nothing was taken.
    """

    finding = Signal(str, SourceRef, object)
    quoted = Signal(str, SourceRef, object)
    cited = Signal(SourceRef, object)
    said = Signal(str)

    def __init__(self, view: PageView) -> None:
        super().__init__(view)
        self._view = view
        self.editable = True
        view.captured.connect(self._on_captured)

    @Slot(str, str, object)
    def _on_captured(self, act: str, quote: str, sources: tuple[SourceRef, ...]) -> None:
        if not self.editable:
            self.said.emit(tr("Nothing was taken: this case cannot be changed now."))
            return
        if act == "finding":
            self.finding.emit(quote, sources[0], sources[1:])
        elif act == "quote" and quote:
            self.quoted.emit(quote, sources[0], sources[1:])
        elif act == "quote":
            self.said.emit(tr("Select the words to quote first: with the mouse, or with F7 and Shift and arrows."))
        elif act == "cite":
            self.cited.emit(sources[0], sources[1:])
        self._warn(sources)

    def _warn(self, sources: tuple[SourceRef, ...]) -> None:
        state = self._view.content.state
        doubtful = [source.page for source in sources if state(source.page).verdict == "doubtful"]
        if doubtful:
            self.said.emit(
                tr("{listed} read by machine only: compare the words with the picture.", listed=citation.listed(doubtful))
            )
