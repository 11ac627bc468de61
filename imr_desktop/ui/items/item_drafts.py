"""Half-typed words of the items' pane: a preliminary view, a new item, a request that is being changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from imr_desktop.case import edits

if TYPE_CHECKING:
    from imr_desktop.ui.items.pane import ItemsPane


class ItemDrafts(QObject):
    """Tells the pane's `draft_changed` of them, and gives them back in a later sitting."""

    def __init__(self, pane: ItemsPane) -> None:
        super().__init__(pane)
        self._pane = pane
        pane.content.judge.words_typed.connect(self._on_view)
        pane.content.head.title_typed.connect(self.note_title)

    def _on_view(self, item_id: str, words: str) -> None:
        self._pane.draft_changed.emit(f"view:{item_id}", words)

    def note_title(self, words: str) -> None:
        """What stands in the field for an item's words."""
        item = None if self._pane.content.adding else self._pane.item()
        self._pane.draft_changed.emit(f"title:{item.id if item else ''}", words)

    def take(self, drafts: Mapping[str, str]) -> None:
        """Views and a new item back into their fields; a request that was being changed into the case, as it was typed."""
        pane, typed = self._pane, {tuple(place.split(":", 1)): words for place, words in drafts.items() if ":" in place}
        pane.content.judge.take({item: words for (kind, item), words in typed.items() if kind == "view"})
        for item in pane.case.items:
            if words := typed.get(("title", item.id)):
                pane.request_edit("Edit the request", edits.change_item, item.id, title=words)
                pane.draft_changed.emit(f"title:{item.id}", "")
        if words := typed.get(("title", "")):
            pane.begin_item()
            pane.content.head.title_edit.setText(words)
            pane.content.head.title_edit.setModified(True)
