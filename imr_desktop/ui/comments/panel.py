"""The comments' window: it stays open beside the case. Conversations above, a box to write in below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QWidget

from imr_desktop.case import comments
from imr_desktop.case.comments import Pin
from imr_desktop.case.model import Case, CommentRole
from imr_desktop.language import mark, tr
from imr_desktop.ui.comments import comments_list
from imr_desktop.ui.comments.comments_list import CommentsList
from imr_desktop.ui.dialogs import SideDialog
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button, CheckBox, IconButton
from imr_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, framed, row, tab_chain
from imr_desktop.ui.wording import counted

WIDTH, HEIGHT = 520, 560
MOST = 5_000
ROLES: tuple[CommentRole, ...] = ("first reviewer", "second reviewer", "office")
_AS = {
    "first reviewer": mark("As first reviewer"),
    "second reviewer": mark("As second reviewer"),
    "office": mark("As office"),
}
TOO_LONG = mark("A comment has at most {most:,} characters; shorten it, or make two of it.")
SIGNED = mark("This case is signed and read-only.")
WRITE = mark("Write a comment. Ctrl+Enter adds it.")
NONE = mark("No comments. They stay with the case and never go into a letter.")


class CommentsPanel(SideDialog):
    """`add_requested(text, pin, role)`, `answer_requested(id, text, role)`, `resolve_requested(id, resolved)`,
    `remove_requested(id)`, `go_requested(id)`.
    """

    add_requested = Signal(str, object, str)
    answer_requested = Signal(str, str, str)
    resolve_requested = Signal(str, bool)
    remove_requested = Signal(str)
    go_requested = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, tr("Comments"), WIDTH, HEIGHT)
        self._case, self._answering = Case(id=""), ""
        self._build()
        self._connect()

    def _build(self) -> None:
        self.tally = ElidedLabel("", "muted")
        self.show_resolved = CheckBox(tr("Show &resolved"))
        self.show_resolved.setAccessibleName(tr("Show resolved comments"))
        self.list = CommentsList()
        self.none = PlainLabel(tr(NONE), "muted", wrap=True)
        self.none.setContentsMargins(px(16), px(12), px(16), px(12))
        self.go_button = IconButton("corner-down-right", tr("Go to the place"), text=tr("Go there"), key="Enter")
        self.answer_button = IconButton("message-square", tr("Answer the comment"), text=tr("Answer"), key="A")
        self.resolve_button = IconButton("check", tr("Resolve the comment"), text=tr("Resolve"), key="R")
        self.remove_button = IconButton("trash-2", tr("Remove the comment"), key="Delete")
        self.about = PlainLabel("", "muted")
        self.place = fields.choice(tr("What the comment is about"))
        self.role = fields.choice(tr("You comment as"), ((role, tr(_AS[role])) for role in ROLES))
        for made in (self.place, self.role):
            made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            made.setMinimumContentsLength(12)
        self.text = fields.box(tr("Comment"), "", tr(WRITE))
        self.text.setFixedHeight(px(76))
        self.error = PlainLabel("", "error", wrap=True)
        self.error.hide()
        self.add_button = Button(tr("&Add comment"), "plus", kind="primary", tip="Ctrl+Enter")
        self.cancel_button = Button(tr("Cancel the answer"), kind="ghost")
        self._lay_out()

    def _lay_out(self) -> None:
        head = row(PlainLabel(tr("Comments"), "h2"), (self.tally, 1), self.show_resolved, margins=(16, 6, 12, 6))
        acts = row(
            self.go_button, self.answer_button, self.resolve_button, None, self.remove_button, margins=(8, 4, 8, 4), spacing=4
        )
        above = framed(column(head, self.none, (self.list, 1), acts, margins=(1, 0, 1, 1)))
        below = framed(
            column(
                row(self.about, (self.place, 1), self.role),
                8,
                self.text,
                self.error,
                8,
                row(None, self.cancel_button, self.add_button),
                margins=(12, 10, 12, 10),
            )
        )
        self.setLayout(column((above, 1), 8, below, margins=(8, 8, 8, 8)))
        tab_chain(
            self.show_resolved,
            self.list,
            self.go_button,
            self.answer_button,
            self.resolve_button,
            self.remove_button,
            self.place,
            self.role,
            self.text,
            self.cancel_button,
            self.add_button,
        )

    def _connect(self) -> None:
        self.show_resolved.toggled.connect(self._refresh)
        self.list.current_changed.connect(self._show_acts)
        self.list.act_requested.connect(self.act)
        self.go_button.clicked.connect(self._on_go)
        self.answer_button.clicked.connect(self._on_answer)
        self.resolve_button.clicked.connect(self._on_resolve)
        self.remove_button.clicked.connect(self._on_remove)
        self.add_button.clicked.connect(self.add)
        self.cancel_button.clicked.connect(self.stop_answering)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.add)

    # --- what the acts ask

    def set_case(self, case: Case) -> None:
        """Show a case's comments; what is selected and typed stays."""
        fresh = case.id != self._case.id
        self._case = case
        if fresh:
            self.stop_answering()
        if fresh or not self.place.count():
            self.offer(())
        self._refresh()

    def offer(self, pins: Sequence[Pin], preferred: Pin | None = None) -> None:
        """Offer the places of the case, sentences first; `preferred` is chosen."""
        self.place.clear()
        where = ((pin, comments.label(self._case, pin.place)) for pin in pins if pin.quote)
        offered = [(pin, f"{words}: “{comments.short(pin.quote)}”") for pin, words in where]
        for pin, words in (*offered, *comments.choices(self._case)):
            self.place.addItem(words, pin)
        wanted = preferred or Pin()
        self.place.setCurrentIndex(next((at for at in range(self.place.count()) if self.place.itemData(at) == wanted), 0))

    def begin(self) -> None:
        self.stop_answering()
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def select(self, comment_id: str) -> None:
        self.list.select_row(self.list.row_model.row_of(comment_id))

    # --- edits

    @Slot(str)
    def act(self, name: str) -> None:
        """What a key of the list asks for."""
        {"go": self._on_go, "answer": self._on_answer, "resolve": self._on_resolve, "remove": self._on_remove}[name]()

    @Slot()
    def add(self) -> None:
        """Send what is typed: a comment, or an answer."""
        text = self.text.toPlainText().strip()
        problem = tr("Write the comment first.") if not text else tr(TOO_LONG, most=MOST) if len(text) > MOST else ""
        self.error.say(problem)
        if problem:
            return
        self.text.clear()
        if self._answering:
            self.answer_requested.emit(self._answering, text, self.role.currentData())
        else:
            self.add_requested.emit(text, self.place.currentData(), self.role.currentData())
        self.stop_answering()

    @Slot()
    def stop_answering(self) -> None:
        """The box is for a new comment again."""
        self._show_answering("")

    def _show_answering(self, comment_id: str) -> None:
        self._answering = comment_id
        self.about.setText(tr("Answer to the selected comment") if comment_id else tr("About"))
        self.place.setVisible(not comment_id)
        self.cancel_button.setVisible(bool(comment_id))
        self.add_button.set_text(tr("&Add answer") if comment_id else tr("&Add comment"))
        self.error.hide()

    def _on_go(self) -> None:
        current_row = self.list.current()
        if current_row is not None:
            self.go_requested.emit(current_row.root)

    def _on_answer(self) -> None:
        current_row = self.list.current()
        if current_row is not None and self.text.isEnabled():
            self._show_answering(current_row.root)
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_resolve(self) -> None:
        current_row = self.list.current()
        if current_row is not None:
            self.resolve_requested.emit(current_row.root, not current_row.resolved)

    def _on_remove(self) -> None:
        current_row = self.list.current()
        if current_row is not None:
            self.remove_requested.emit(current_row.comment.id)

    # --- its own parts

    @Slot()
    def _refresh(self) -> None:
        at, selected = self.list.row(), self.list.current()
        shown = comments_list.rows(self._case, resolved=self.show_resolved.isChecked())
        self.list.row_model.show_rows(shown)
        now = self.list.current()
        if shown and (selected is None or now is None or now.key != selected.key):
            kept = self.list.row_model.row_of(selected.key) if selected else 0
            self.list.select_row(kept if kept >= 0 else min(at, len(shown) - 1))
        still = sum(not one.resolved and not one.answer for one in shown)
        self.tally.setText(tr("{still} open", still=counted(still, "comment")) if self._case.comments else "")
        self.none.setVisible(not shown)
        self.none.setText(tr(NONE) if not self._case.comments else tr("All comments are resolved."))
        if self._answering and not any(one.key == self._answering for one in shown):
            self.stop_answering()
        self._show_acts()

    @Slot()
    def _show_acts(self) -> None:
        current_row, locked = self.list.current(), self._case.locked
        self.go_button.setEnabled(current_row is not None)
        for button in (self.answer_button, self.resolve_button, self.remove_button):
            button.setEnabled(current_row is not None and not locked)
        resolved = current_row is not None and current_row.resolved
        self.resolve_button.setText(tr(" Open again") if resolved else tr(" Resolve"))
        self.resolve_button.setAccessibleName(tr("Open the comment again") if resolved else tr("Resolve the comment"))
        for part in (self.text, self.add_button, self.place, self.role):
            part.setEnabled(not locked)
        self.text.setPlaceholderText(tr(SIGNED) if locked else tr(WRITE))
