"""One entry of the audit trail in full: names at the left, texts that can be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from imr_desktop.language import tr
from imr_desktop.review import trail
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column

if TYPE_CHECKING:
    from imr_desktop.ui.trail.entries_list import EntryRow


class EntryDetail(QScrollArea):
    """Shows an entry, or that none is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # so that arrow keys scroll it
        self.setAccessibleName(tr("The selected entry"))
        self.setObjectName("calculation")
        self.show_entry(None)

    def show_entry(self, row: EntryRow | None) -> None:
        parts: list[QWidget | int | None] = []
        if row is None:
            parts = [PlainLabel(tr("No entry is selected."), "muted", wrap=True)]
        else:
            parts.append(_label(trail.titled(row.entry.what), "h2"))
            for name, text in trail.full_detail(row.entry, row.case):
                parts += [px(8), PlainLabel(name, "muted"), _label(text, "strong")]
        body = QWidget()
        body.setLayout(column(*parts, None, margins=(px(16), px(12), px(16), px(12))))
        self.setWidget(body)
        self.setAccessibleDescription(self.words())

    def words(self) -> str:
        return "\n".join(label.text() for label in self.findChildren(PlainLabel))


def _label(words: str, role: str) -> PlainLabel:
    # A digest has no blank to break at: in one line it would ask for a wider window.
    made = PlainLabel(f"{words[:32]}\n{words[32:]}" if trail.is_digest(words) else words, role, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
