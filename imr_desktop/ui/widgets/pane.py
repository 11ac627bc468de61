"""What all panes are: a frame with a header, a body, a table of keys, and wishes as signals.

A pane shows a `Case` and knows no other pane. Keys it answers while it has the focus win over the window's menus (they accept
the shortcut override), so a menu may carry the same key and call the pane's method of the same meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from imr_desktop.case.model import Case
from imr_desktop.language import tr
from imr_desktop.ui import shortcuts
from imr_desktop.ui.theme import current, px, set_property
from imr_desktop.ui.widgets.case_line import CaseLine
from imr_desktop.ui.widgets.citation_edit import CitationEdit
from imr_desktop.ui.widgets.labels import ElidedLabel, IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import row
from imr_desktop.ui.widgets.wrapped_line import WrappedLine


class Pane(QFrame):
    """Base of the panes. Subclasses fill `self.body` and `self.tools`, and override `state` and `show_case`.

    `edit_requested(label, edit, merge)`: `edit` is ``Case -> Case``; equal non-empty `merge` keys make one undo step.
    `page_requested(page, quote)`: show that case page. `digest_changed()`: title and state for tabs and steps are others.
    `typed()`: a text of the case is being typed and not told yet; `step_ended()`: what is typed next is a step of its own.
    `draft_changed(field, words)`: half-typed words of a field that becomes part of the case only with Enter.
    """

    edit_requested = Signal(str, object, str)
    page_requested = Signal(int, str)
    digest_changed = Signal()
    typed = Signal()
    step_ended = Signal()
    draft_changed = Signal(str, str)

    def __init__(self, title: str, icon: str) -> None:
        super().__init__()
        self.case = Case(id="")
        self._title, self._icon = title, icon
        self._keys: dict[str, Callable[[], object]] = {}
        self._told = ""
        self._seen: tuple[object, ...] = ()
        self._compact = False
        self.editable = False
        self._fields: list[CitationEdit | CaseLine | WrappedLine] = []
        self._changing: list[QWidget] = []
        self.setProperty("pane", True)
        self.setProperty("active", False)
        self.setAccessibleName(tr("{title} pane", title=title))
        self._build()

    def _build(self) -> None:
        self.head = QFrame()
        self.head.setProperty("panehead", True)
        self._picture = IconLabel(self._icon)
        self.title_label = PlainLabel(self._title, "h2")
        self.state_label = ElidedLabel()
        self.tools = QHBoxLayout()
        self.tools.setSpacing(4)
        self.head_row = row(self._picture, self.title_label, 4, (self.state_label, 1), self.tools, margins=(12, 0, 8, 0))
        self.head.setLayout(self.head_row)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(1, 0, 1, 1)
        self.body.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addLayout(self.body, 1)
        self._resize_head()
        current().changed.connect(self._resize_head)

    # --- what the main window asks ---------------------------------------------------------------------------------

    def set_case(self, case: Case) -> None:
        """Show this case; nothing is emitted but `digest_changed`."""
        self.case = case
        self.set_editable(not case.locked)
        self.show_case(case)
        self.tell_digest()

    def set_editable(self, editable: bool) -> None:
        """Let the case be changed here, or only be read: its texts can be selected and copied then.

        The session refuses edits by itself; this shows that it would.
        """
        self.editable = editable
        for field in self._fields:
            field.setReadOnly(not editable)
        for part in self._changing:
            part.setEnabled(editable)

    def clear(self) -> None:
        """Forget the case and all that was shown of it."""
        self.set_case(Case(id=""))

    def request_edit(self, label: str, edit: Callable[..., Case], *args: object, merge: str = "", **fields: object) -> None:
        """Ask for the case to become ``edit(case, *args, **fields)``; equal non-empty `merge` keys make one undo step."""
        self.edit_requested.emit(label, on_case(edit, *args, **fields), merge)

    def flush(self) -> None:
        """Tell what was typed, before saving, closing, or taking something back."""

    def take_drafts(self, drafts: Mapping[str, str]) -> None:
        """Give half-typed words of an earlier sitting back to their fields."""

    def follow(self, *fields: CitationEdit | CaseLine | WrappedLine) -> None:
        """Tell when these texts of the case are being typed, and where their steps end; read-only with the case."""
        for field in set(fields).difference(self._fields):
            self._fields.append(field)
            field.setReadOnly(not self.editable)
            (field.text_typed if isinstance(field, CitationEdit) else field.typed).connect(self._on_typed)
            field.step_ended.connect(self.step_ended)

    def change_with(self, *parts: QWidget) -> None:
        """These begin a change of the case: they are enabled while it can be changed."""
        self._changing += parts

    def _on_typed(self) -> None:
        self.typed.emit()

    def digest(self) -> tuple[str, str]:
        """The pane's title, and its state in a few words."""
        return self._title, self.state()

    def set_active(self, active: bool) -> None:
        """Mark the pane the reviewer works in."""
        if self.property("active") != active:
            self._picture.set_icon(self._icon, "accent_text" if active else "muted")
            set_property(self, "active", active)

    def set_compact(self, compact: bool) -> None:
        """Give the header up to the digest tabs, or take it back."""
        self._compact = compact
        self.head.setVisible(not compact)
        set_property(self, "tabbed", compact)

    def focus_first(self) -> None:
        """Put the keyboard where the pane's work begins."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- what subclasses override or call --------------------------------------------------------------------------

    def state(self) -> str:
        """The pane's state in a few words, e.g. ``8 findings, all cited``."""
        return ""

    def show_case(self, case: Case) -> None:
        """Fill the widgets from a case."""

    def other(self, case: Case, *fields: str) -> bool:
        """Whether any of these fields of the case is another than when this was asked last: a key typed changes one."""
        before, self._seen = self._seen, tuple(getattr(case, name) for name in fields)
        return len(before) != len(fields) or any(old is not new for old, new in zip(before, self._seen, strict=True))

    def tell_digest(self) -> None:
        """Refresh the state in the header and say so, when it changed."""
        state = self.state()
        if state != self._told:
            self._told = state
            self.state_label.setText(state)
            self.digest_changed.emit()

    def add_key(self, key: str, act: Callable[[], object]) -> None:
        """Answer a key while the pane or anything in it has the focus. Not for bare letters: lists take those."""
        self._keys[QKeySequence(key).toString()] = act

    def watch(self, *fields: QWidget) -> None:
        """Take the pane's keys before these text fields do: they would type the letter of Alt+U."""
        for field in fields:
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The pane's keys in watched fields."""
        if event.type() == QEvent.Type.KeyPress:
            act = self._keys.get(shortcuts.shipped_for(key_name(cast(QKeyEvent, event))))
            if act is not None:
                act()
                return True
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Answer the pane's keys before the window's menus do."""
        if event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            act = self._keys.get(shortcuts.shipped_for(key_name(cast(QKeyEvent, event))))
            if act is not None:
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    act()
                return True
        return super().event(event)

    def _resize_head(self) -> None:
        self.head.setFixedHeight(px(40))


def on_case(edit: Callable[..., Case], *args: object, **fields: object) -> Callable[[Case], Case]:
    """An edit with its arguments, as `edit_requested` carries it."""
    return lambda case: edit(case, *args, **fields)


def key_name(event: QKeyEvent) -> str:
    """The key of an event as portable text (``Ctrl+Shift+Return``); the keypad counts as the keyboard."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key.Key_Return if event.key() == Qt.Key.Key_Enter else Qt.Key(event.key())
    return QKeySequence(QKeyCombination(modifiers, key)).toString()
