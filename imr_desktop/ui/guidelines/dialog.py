"""The view of all guideline rules: filter above, rules at the left, the current one in full or two compared at the right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.review import guideline_rows
from imr_desktop.ui.announce import announce
from imr_desktop.ui.guidelines.rules_list import RulesList
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, framed, holder, row, scrolled, tab_chain

if TYPE_CHECKING:
    from imr_desktop.review.guideline_rows import RuleRow

WIDTH, HEIGHT, DETAIL = 1160, 660, 430
_EDGE = 48
_NONE = mark("No rule is like that.")


class GuidelinesDialog(QDialog):
    """`edit_requested(id)` of a reading, empty for a new one; `retire_requested(id, back)`: use it no longer, or again.

    `export_requested(ids)`, `import_requested()`: readings go into a file, or come out of one.
    """

    edit_requested = Signal(str)
    retire_requested = Signal(str, bool)
    export_requested = Signal(object)
    import_requested = Signal()

    def __init__(self, parent: QWidget, rows: tuple[RuleRow, ...]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Guidelines"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._compared: tuple[RuleRow, ...] = ()
        self._build()
        self._connect()
        self.resize(min(px(WIDTH), parent.width() - _EDGE), min(px(HEIGHT), parent.height() - _EDGE))
        self.show_rows(rows)
        self.list.select_row(0)
        self.text.setFocus()

    def _build(self) -> None:
        self.title, self.tally = PlainLabel(tr("Guidelines"), "h1"), ElidedLabel("", "muted")
        hint = tr("Find a service, an edition, a source, a tier, “high”, “expired”")
        self.text = fields.line(tr("Words to find"), "", hint, longest=200)
        self.list = RulesList()
        self.head, self.facts = PlainLabel("", "h2", wrap=True), PlainLabel("", "muted", wrap=True)
        self.detail = PlainLabel("", "body", wrap=True)
        self.detail.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.detail.setAccessibleName(tr("The rule"))
        self.message = PlainLabel("", "muted", wrap=True)
        self.message.hide()
        self.new_button = Button(
            tr("&New reading…"), "plus", tip=tr("Enter what a guideline says, for no case in particular")
        )
        self.edit_button = Button(tr("E&dit…"), "pencil", tip=tr("Enter on the reading"))
        self.retire_button = Button(tr("&Retire"), tip=tr("Use the reading no longer; it is kept"))
        self.compare_button = Button(tr("&Compare"), "square-equal", tip=tr("Two marked rules side by side (Space marks)"))
        self.export_button = Button(tr("E&xport…"), "file-down", tip=tr("Write the marked readings for other reviewers"))
        self.import_button = Button(tr("&Import…"), "file-input", tip=tr("Look at readings of another reviewer"))
        self.close_button = Button(tr("Close"), kind="ghost", tip="Esc")
        acts = (self.new_button, self.edit_button, self.retire_button, self.compare_button)
        foot = row(*acts, None, self.export_button, self.import_button, self.close_button)
        self.setLayout(
            column(
                row(self.title, (self.tally, 1), spacing=12),
                12,
                self.text,
                8,
                (self._body(), 1),
                8,
                self.message,
                8,
                foot,
                margins=(20, 16, 20, 16),
            )
        )
        ends = (self.export_button, self.import_button, self.close_button)
        tab_chain(self.text, self.list, self.detail, *acts, *ends)

    def _body(self) -> QWidget:
        self.empty = PlainLabel("", "muted", wrap=True)
        self.empty.setContentsMargins(px(16), px(12), px(16), px(12))
        left = framed(column(self.empty, (self.list, 1), margins=(1, 6, 1, 6)))
        text = column(self.head, 2, self.facts, 10, self.detail, None, margins=(px(16), px(12), px(16), px(12)))
        right = framed(column((scrolled(holder(text), tr("The rule")), 1), margins=(1, 1, 1, 1)))
        right.setFixedWidth(px(DETAIL))
        return holder(row((left, 1), right))

    def _connect(self) -> None:
        self.text.textChanged.connect(self._on_typed)
        self.text.returnPressed.connect(self.list.setFocus)
        self.list.current_changed.connect(self._on_rule)
        self.list.marked_changed.connect(self._on_marked)
        self.list.opened.connect(self._on_opened)
        self.new_button.clicked.connect(self._on_new)
        self.edit_button.clicked.connect(self._on_edit)
        self.retire_button.clicked.connect(self._on_retire)
        self.compare_button.clicked.connect(self.compare)
        self.export_button.clicked.connect(self._on_export)
        self.import_button.clicked.connect(self.import_requested)
        self.close_button.clicked.connect(self.reject)

    # --- what is shown

    def show_rows(self, rows: tuple[RuleRow, ...]) -> None:
        """Show these rules; the current one stays current."""
        current = self.list.current()
        self.list.row_model.show_all(rows)
        self.list.select_row(max(self.list.row_model.row_of(current.key), 0) if current else 0)
        self._on_marked()

    def show_uses(self, uses: Mapping[str, int]) -> None:
        """Show in how many open cases each rule is at work."""
        self.list.row_model.show_uses(uses)
        self._on_rule()

    def say(self, words: str, *, failed: bool = False) -> None:
        """Say what was done, or what went wrong."""
        self.message.set_role("error" if failed else "muted")
        self.message.say(words)
        if not failed:
            announce(self, words)

    @Slot(str)
    def _on_typed(self, words: str) -> None:
        self.list.row_model.filter(words)
        self.list.select_row(max(self.list.row(), 0))
        self._on_marked()

    @Slot()
    def _on_marked(self) -> None:
        model = self.list.row_model
        marked = len(model.marked)
        told = tr(", {marked} marked", marked=marked) if marked else ""
        self.tally.setText(
            tr("{rowcount:,} of {total:,} rules{told}", rowcount=model.rowCount(), total=model.total, told=told)
        )
        self.empty.say("" if model.rowCount() else tr(_NONE))
        self.compare_button.setEnabled(marked == 2)
        self.export_button.setEnabled(any(one.reading for one in model.marked))
        self._on_rule()

    @Slot()
    def _on_rule(self) -> None:
        """Show the current rule in full."""
        listed = self.list.current()
        reading = listed.rule.reading if listed else None
        self.edit_button.setEnabled(reading is not None)
        self.retire_button.setEnabled(reading is not None)
        self.retire_button.set_text(tr("&Take back") if reading and reading.retired else tr("&Retire"))
        if listed is None:
            self._show("", "", "")
            return
        rule = listed.rule
        self._show(
            rule.service,
            f"{rule.edition}, {rule.days}\n{listed.facts}",
            "\n\n".join(f"{what}: {words}" for what, words in rule.text),
        )

    def _show(self, head: str, facts: str, text: str) -> None:
        self.head.say(head)
        self.facts.say(facts)
        self.detail.say(text)

    @Slot()
    def compare(self) -> None:
        """The two marked rules side by side: what they say otherwise."""
        marked = self.list.row_model.marked
        if len(marked) != 2:
            return
        first, second = marked
        lines = (
            f"{what}\n  1  {one or '—'}\n  2  {other or '—'}"
            for what, one, other in guideline_rows.differences(first, second)
        )
        head = f"1  {first.service}: {first.edition}\n2  {second.service}: {second.edition}"
        self._show(tr("Compared"), head, "\n\n".join(lines) or tr("They say the same."))
        self.detail.setFocus()
        announce(self, tr("Compared"))

    # --- what is wished

    @Slot(str)
    def _on_opened(self, _key: str) -> None:
        self._on_edit()

    @Slot()
    def _on_new(self) -> None:
        self.edit_requested.emit("")

    @Slot()
    def _on_edit(self) -> None:
        listed = self.list.current()
        if listed is not None and listed.rule.reading is not None:
            self.edit_requested.emit(listed.rule.reading.id)
        else:
            self.say(tr("A shipped rule or a rule of a pack file is not edited here; enter your own reading beside it."))

    @Slot()
    def _on_retire(self) -> None:
        listed = self.list.current()
        if listed is not None and (reading := listed.rule.reading) is not None:
            self.retire_requested.emit(reading.id, reading.retired is not None)

    @Slot()
    def _on_export(self) -> None:
        self.export_requested.emit(tuple(one.reading.id for one in self.list.row_model.marked if one.reading))
