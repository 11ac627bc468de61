"""Inserting values of the case into an editor as bound words, and refreshing or freeing them there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPoint, Slot

from imr_desktop.case import bound
from imr_desktop.case.bound_sources import Values, sources, value_of
from imr_desktop.case.model import BoundText, Case
from imr_desktop.language import tr
from imr_desktop.ui.widgets.citation_edit import CitationEdit
from imr_desktop.ui.widgets.insert_popup import InsertPopup
from imr_desktop.ui.widgets.pane import Pane

KEY = "Ctrl+Shift+I"


def values(case: Case, ranges: Sequence[BoundText]) -> dict[str, str | None]:
    """What the sources of bound ranges say now."""
    taken = [one.source for one in ranges if not one.source.startswith(bound.DRAFT)]
    if not taken:
        return {}
    known = Values(case)
    return {source: known.of(source) for source in taken}


class BoundWords(QObject):
    """The bound words of one pane's editor.

    `item` is the item whose rationale it shows, empty for the summary, None where it shows nothing.
    """

    _popup: InsertPopup | None = None

    def __init__(self, pane: Pane, editor: CitationEdit, field: Literal["summary", "rationale"]) -> None:
        super().__init__(pane)
        self._pane, self._editor, self._field = pane, editor, field
        self.item: str | None = ""
        editor.insert_requested.connect(self.begin)
        editor.refresh_requested.connect(self._on_refresh)
        editor.unbind_requested.connect(self._on_unbind)

    @property
    def popup(self) -> InsertPopup:
        """The list of values, made when it is first wanted."""
        if self._popup is None:
            self._popup = InsertPopup(self._editor.window())
            self._popup.chosen.connect(self.insert)
            self._popup.left.connect(self._editor.setFocus)
            self._editor.installEventFilter(self)
        return self._popup

    @Slot()
    def begin(self) -> None:
        """Offer the case's values below the cursor."""
        if self.item is None or self._editor.isReadOnly():
            return
        self._editor.setFocus()
        corner = self._editor.cursorRect().bottomLeft() + QPoint(0, 4)
        self.popup.offer(sources(self._pane.case, self.item), self._editor.viewport().mapToGlobal(corner))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list goes where its text goes: another view, another case."""
        if event.type() == QEvent.Type.Hide and self._popup is not None:
            self._popup.hide()
        return super().eventFilter(watched, event)

    @Slot(str)
    def insert(self, source: str) -> None:
        """Put a source's value at the cursor, in place of what is selected."""
        self._editor.setFocus()
        value = value_of(self._pane.case, source)
        if value is None or self.item is None:
            return
        self._editor.flush()
        start, end = self._editor.selected_range()
        self._request(tr("Insert from the case"), bound.insert, start, source, end)
        self._editor.select_range(start + len(value), start + len(value))

    @Slot(object)
    def _on_refresh(self, place: tuple[int, int]) -> None:
        self._editor.flush()
        if self.item is not None:
            self._request(tr("Use the case’s value"), bound.refresh_at, *place)

    @Slot(object)
    def _on_unbind(self, place: tuple[int, int]) -> None:
        self._editor.flush()
        if self.item is not None:
            self._request(tr("Keep as plain text"), bound.unbound, *place)

    def _request(self, label: str, edit: Callable[..., Case], *args: object) -> None:
        self._pane.request_edit(label, edit, self.item, self._field, *args)
