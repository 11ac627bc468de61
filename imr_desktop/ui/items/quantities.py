"""What was requested, what utilization review authorized, what is in dispute: shown as a sentence, edited in three lines."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from imr_desktop.case.fields import title
from imr_desktop.case.model import DisputedItem
from imr_desktop.language import mark, told, tr
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.case_line import CaseLine
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row

FIELDS = tuple((name, title(DisputedItem, name)) for name in ("requested", "authorized", "in_dispute"))
RELATIONS = (
    ("", mark("Not modified by UR")),
    ("remainder", mark("The remainder is in dispute")),
    ("whole", mark("The whole request is in dispute")),
)


class Quantities(QWidget):
    """`edited(field, value)` for requested, authorized, in_dispute and relation; an empty relation means none."""

    edited = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.words = PlainLabel("", "body", wrap=True)
        self.lines: dict[str, CaseLine] = {}
        self._held: dict[str, str] = {}
        parts = []
        for field, name in FIELDS:
            line = CaseLine(told(name), longest=500)
            line.text_edited.connect(self._on_edited)
            self.lines[field] = line
            parts.append((holder(column(PlainLabel(told(name), "muted"), line, spacing=2)), 1))
        self.relation = fields.choice(tr("What is in dispute"), fields.named(RELATIONS))
        self.relation.activated.connect(self._on_relation)
        self.done = IconButton("check", tr("Done with what UR authorized"), text=tr("Done"), key="Esc")
        self.done.clicked.connect(self._on_done)
        self._form = holder(column(row(*parts), row((self.relation, 1), self.done), spacing=4))
        self._form.hide()
        self.setLayout(column(self.words, self._form))

    def show_item(self, item: DisputedItem) -> None:
        """Show an item's quantities; the lines only while they are edited."""
        for field, line in self.lines.items():
            self._held[field] = getattr(item, field)
            line.show_words(self._held[field])
        self.relation.setCurrentIndex(max(self.relation.findData(item.relation or ""), 0))
        sentence = split_words(item)
        self.words.setText(sentence)
        self._arrange()

    def close_form(self) -> None:
        """Back to the sentence; what was typed and not told is dropped."""
        for line in self.lines.values():
            line.forget()
        self._form.hide()
        self._arrange()

    def edit(self, field: str = "requested") -> None:
        """Show the lines, the keyboard in one of them."""
        self._form.show()
        self._arrange()
        self.lines.get(field, self.lines["requested"]).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the line as it was, and goes back to the sentence."""
        if event.key() == Qt.Key.Key_Escape and not self._form.isHidden():
            for line in self.lines.values():
                if line.hasFocus():
                    line.give_back()
            self.close_form()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        editing = not self._form.isHidden()
        self.words.setVisible(bool(self.words.text()) and not editing)
        self.setVisible(editing or bool(self.words.text()))

    def _on_edited(self) -> None:
        for field, line in self.lines.items():
            if line.words() != self._held.get(field, ""):
                self.edited.emit(field, line.words())

    def _on_done(self) -> None:
        for line in self.lines.values():
            line.flush()
        self.close_form()

    def _on_relation(self, at: int) -> None:
        self.edited.emit("relation", self.relation.itemData(at))


def split_words(item: DisputedItem) -> str:
    """``Requested 24 visits · Authorized 6 · In dispute 18 (the remainder)``; empty where nothing was modified."""
    if not item.authorized and not item.in_dispute:
        return ""
    parts = [f"{name} {getattr(item, field)}" for field, name in FIELDS if getattr(item, field)]
    which = {"remainder": tr(" (the remainder)"), "whole": tr(" (the whole request)")}.get(item.relation or "", "")
    return " \u00b7 ".join(parts) + which
