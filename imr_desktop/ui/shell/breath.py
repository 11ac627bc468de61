"""Letters that are keys, and letters that are words: prose typed where letters act does nothing.

Bare letters answer a criterion, decide an item, cite a page. Whoever believes to be in a text types a sentence there. A
series of answers is typed as fast as a sentence, so nothing waits to see what comes: a key acts at once, and what it did is
taken back as one as soon as something follows in the same breath that no key of that widget may follow (`BareKeys`): another
letter, a space, a capital. What is typed on in that breath does nothing, wherever it arrives, a text included. A breath ends
with a pause, with a key that writes nothing (Tab, arrows, Escape), with a command, or where the mouse puts the keyboard
elsewhere. Who types slowly pauses between letters: a key that means nothing takes back those too that came before it without
a long pause, as far as they may begin the word that is being typed, and only a long pause ends prose; answers given one by
one before it stand. A button knows no letters: the space of a sentence typed there does not press it. Letters typed on from a
text, because the keyboard was taken elsewhere meanwhile, are none either. Nor is anything typed on, Enter and Escape
included, when what was read, or a question, comes into view by itself in the midst of a breath.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from imr_desktop.language import mark, tr, trn
from imr_desktop.ui.shell.focus import usable
from imr_desktop.ui.widgets.bare_keys import BareKeys
from imr_desktop.ui.widgets.rows import RowList

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from imr_desktop.ui.session import CaseSession
    from imr_desktop.ui.shell.case_view import CaseView
    from imr_desktop.ui.shell.parts import WindowParts

PAUSE = 500
"""Milliseconds between two keys that end a breath: people type with 30 to 250."""
LINGER = 1_200
"""Milliseconds between two keys that somebody who types slowly stays below."""
RHYTHM = 300
"""Milliseconds within which a key at another widget than the one before was meant for that one."""
_TEXTS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_MODIFIERS = (
    *(Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock),
    *(Qt.Key.Key_NumLock, Qt.Key.Key_Super_L, Qt.Key.Key_Super_R),
)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
TEXT, KEYS, PROSE = "text", "keys", "prose"
_VOWELS = "aeiouy"
_CLUSTERS = frozenset(
    (
        *("br", "ch", "cl", "cr", "dr", "dw", "fl", "fr", "gl", "gr", "kn", "pl", "pr", "rh", "sc", "sh", "sk", "sl", "sm"),
        *("sn", "sp", "st", "sw", "th", "tr", "tw", "wh", "wr"),
    )
)
"""Two consonants that an English word may begin with."""
TWICE = mark("The keyboard had just come here: look at it, then press Space.")
ARRIVED = mark("Something came into view while you typed: those keys were not taken.")


@runtime_checkable
class Keeps(Protocol):
    """Keeps what its keys did in itself; see `BareKeys`."""

    def standing(self) -> object: ...

    def return_to(self, standing: object) -> int: ...


@dataclass
class _Burst:
    """Keys pressed without a pause, and how all stood before them: steps of undo, the row, what places keep in themselves."""

    mark: int
    row: int
    kept: Sequence[tuple[QWidget, object]]
    typed: str = ""


class Breath(QObject):
    """Watches what has the keyboard, in every window of the program.

    `said(sentence)`: what was typed was no command. `escaped()`: Escape was pressed, whatever it means there.
    """

    said = Signal(str)
    escaped = Signal()

    def __init__(self, session: CaseSession, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._watched: QWidget | None = None
        self._began: QWidget | None = None
        self._pressed: tuple[QWidget | None, bool] = (None, False)
        self._kind = ""
        self._bursts = list[_Burst]()
        self._lingers = self._told = False
        self._at = (0, 0)
        self._typing = self._held = False
        app = cast(QApplication, QApplication.instance())
        app.focusChanged.connect(self._on_focus)
        self._on_focus()

    @Slot()
    def _on_focus(self) -> None:
        """Watch what has the keyboard now: where a change was made in the midst of another, the news of it came first."""
        now = QApplication.focusWidget()
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = now
        if now is not None:
            now.installEventFilter(self)
        if QApplication.mouseButtons():
            self._end()
            self._typing = self._held = False

    @Slot()
    def hold(self) -> None:
        """Something comes into view by itself: what is being typed was meant for what stood there."""
        self._held = self._typing and time.monotonic_ns() // 1_000_000 - self._at[1] <= PAUSE

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep a key from acting that was typed in a breath of prose."""
        if event.type() == QEvent.Type.KeyPress and watched is self._watched:
            return self._on_key(self._watched, cast(QKeyEvent, event))
        if event.type() == QEvent.Type.ShortcutOverride:
            key = cast(QKeyEvent, event)
            mends = key.key() in _ENDS and not key.modifiers() & _COMMANDS
            if not _writes(key) and not mends and key.key() not in _MODIFIERS:
                self._end()  # a command, wherever it goes
                self._typing = False
        return False

    def _on_key(self, widget: QWidget, event: QKeyEvent) -> bool:
        """Whether a key is kept from its widget."""
        now = (event.timestamp(), time.monotonic_ns() // 1_000_000)
        gap = now[0] - self._at[0] if now[0] and self._at[0] else now[1] - self._at[1]
        if gap > LINGER:
            self._end()
        elif self._kind in (KEYS, TEXT) and gap > PAUSE:
            self._kind, self._lingers = "", self._kind == KEYS and widget is self._began
        self._held = self._held and gap <= PAUSE
        if self._held:
            self._at = now
            self._end()
            self.said.emit(tr(ARRIVED))
            return True
        if not _writes(event):
            return self._on_other(event, now)
        self._at, self._typing = now, True
        if self._kind == PROSE:
            return self._told or self._say_prose(event.text())
        if isinstance(widget, _TEXTS):
            return self._on_text(widget, event.text(), gap)
        moved = bool(self._kind) and widget is not self._began
        if moved and gap <= RHYTHM:
            return self._say_prose(event.text())
        if (keys := _bare_keys(widget)) is None:
            self._end()
            return isinstance(widget, QAbstractButton) and self._on_button(widget, event, gap)
        return self._on_command(widget, event, keys, fresh=moved or not self._kind)

    def _on_other(self, event: QKeyEvent, now: tuple[int, int]) -> bool:
        """A key that writes nothing ends the breath; what ends or mends a sentence is of it."""
        if event.key() in _MODIFIERS:
            return False
        self._pressed = (None, False)
        if self._kind == PROSE and event.key() in _ENDS:
            self._at = now
            return True
        self._end()
        self._typing = False
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        return False

    def _end(self) -> None:
        """The breath is over, and what it did stands."""
        self._kind, self._lingers = "", False

    def _on_text(self, widget: QWidget, char: str, gap: int) -> bool:
        if self._kind == KEYS and gap <= RHYTHM:
            return self._say_prose(char)  # a letter opened this field, and the next was typed before it could be seen
        self._kind, self._began = TEXT, widget
        return False

    def _on_command(self, widget: QWidget, event: QKeyEvent, keys: BareKeys, *, fresh: bool) -> bool:
        if fresh:
            self._begin(widget)
        if event.isAutoRepeat() and not keys.repeat:
            return True
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        char = event.text() if shifted else event.text().lower()
        burst = self._bursts[-1]
        if keys.may_follow(burst.typed, char) or (self._lingers and burst.typed + char in keys.words):
            burst.typed += char
            return False
        if fresh and not self._lingers:
            self._kind, self._told = PROSE, False  # a key that means nothing: said only where more follows
            return True
        return self._say_prose(char, keys)

    def _on_button(self, button: QWidget, event: QKeyEvent, gap: int) -> bool:
        """A letter means nothing to a button, so a space after one was written; nor is one meant for it that was pressed
        while the keyboard had just come from another button.
        """
        (before, spaced), self._pressed = self._pressed, (button, event.text() == " ")
        if event.text() != " " or before is None:
            return False
        if before is button and not spaced and gap <= LINGER:
            self._began = button
            return self._say_prose(event.text())
        if twice := spaced and before is not button and gap <= RHYTHM:
            self.said.emit(tr(TWICE))
        return twice

    def _begin(self, widget: QWidget) -> None:
        self._kind = KEYS
        if not (self._lingers and widget is self._began):  # else typed on slowly
            self._lingers, self._began, self._bursts = False, widget, []
        kept = [(place, place.standing()) for place in _around(widget) if isinstance(place, Keeps)]
        self._session.tell()  # what was typed before is a step of its own
        row = widget.row() if isinstance(widget, RowList) else -1
        self._bursts.append(_Burst(self._session.undo_stack.index(), row, kept))

    def _say_prose(self, char: str, keys: BareKeys | None = None) -> bool:
        """Take back what was done by letters of the word that `char` goes on with, and say so."""
        first = self._first_of_word(char) if self._kind == KEYS and self._bursts else None
        taken = self._take_back(first) if first is not None else 0
        began, self._kind, self._lingers, self._told = self._began, PROSE, False, True
        if began is not None and usable(began) and not isinstance(began, _TEXTS):
            began.setFocus()
            if isinstance(began, RowList) and first is not None and taken:
                began.select_row(first.row)
        self.said.emit(_sentence(taken, keys.name if keys else "keys"))
        return True

    def _first_of_word(self, char: str) -> _Burst:
        """The earliest burst from which on the letters may be one word's; the last one where none may."""
        told = [burst.typed for burst in self._bursts]
        many = range(len(told) - 1)
        return self._bursts[next((at for at in many if _begins_word("".join(told[at:]) + char)), -1)]

    def _take_back(self, first: _Burst) -> int:
        """Take back what was done since, in the case and in what keeps its answers itself; how many changes."""
        kept = sum(place.return_to(before) for place, before in first.kept if isValid(place) and isinstance(place, Keeps))
        return kept + self._session.take_back(first.mark)


def watch_keys(window: WindowParts, view: CaseView) -> None:
    """Connect the keepers of the keyboard with a window and its case view."""
    breath = Breath(window.session, window)
    breath.said.connect(window.status.say)
    window.case_controller.arriving.connect(breath.hold)
    breath.escaped.connect(window.tasks.forget_dialog)
    window.focus.dialog_shown.connect(window.tasks.forget_dialog)
    window.focus.moved.connect(view.note_focus)
    view.done.connect(partial(window.status.say, undo=True))


def _begins_word(letters: str) -> bool:
    """Whether an English word may begin so."""
    first, second = letters[:1].lower(), letters[1:2].lower()
    if not second.isalpha():
        return first in "aio"
    return first != second if first in _VOWELS else second in _VOWELS or first + second in _CLUSTERS


def _sentence(taken: int, name: str) -> str:
    if not taken:
        return tr("Words typed there are not taken: letters are keys there.")
    words = tr("Words were typed where letters are {name}.", name=name)
    return f"{words} {trn('One change was taken back.', '{count} changes were taken back.', taken)}"


def _bare_keys(widget: QWidget) -> BareKeys | None:
    """The commands of a widget, or of the one it is a part of."""
    found = (getattr(at, "bare_keys", None) for at in _around(widget) if not at.isWindow())
    return next((cast(BareKeys, told()) for told in found if told is not None), None)


def _around(widget: QWidget) -> Iterator[QWidget]:
    """A widget and what it stands in, its window too."""
    at: QWidget | None = widget
    while at is not None:
        yield at
        at = None if at.isWindow() else at.parentWidget()


def _writes(event: QKeyEvent) -> bool:
    """Whether a key would write something in a text."""
    text, commands = event.text(), event.modifiers() & _COMMANDS
    altgr = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return bool(text) and text.isprintable() and (not commands or commands == altgr)
