"""All commands with their keys, as a page of the settings: another is given by pressing it, and who has it is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui import shortcuts
from imr_desktop.ui.announce import announce
from imr_desktop.ui.controllers.actions import MENUS, SEPARATOR
from imr_desktop.ui.theme import color, px
from imr_desktop.ui.widgets import fields, paint
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, framed, row
from imr_desktop.ui.widgets.rows import Index, RowDelegate, RowList, RowModel

_HELP = mark("Enter changes the key, Delete takes it away")
_PRESS = mark("Press the new key. Esc leaves it as it is.")
_HINT = mark("Enter on a command, then press its new key. Delete: no key.")


@dataclass(frozen=True)
class KeyRow:
    """A command with its key; `changed`: the reviewer chose it; `asking`: the next key pressed will be its."""

    slot: str
    words: str
    menu: str
    keys: str
    bare: bool
    changed: bool = False
    asking: bool = False

    @property
    def key(self) -> str:
        return self.slot

    @property
    def spoken(self) -> str:
        told = self.keys or tr("no key")
        told += tr(" in the pages") if self.bare else ""
        told += tr(", changed") if self.changed else ""
        return f"{self.menu}, {self.words}: {tr('press the new key') if self.asking else told}"


class KeyDelegate(RowDelegate[KeyRow]):
    """Command and menu at the left, its key as a cap at the right."""

    uniform = True

    def height(self, row: KeyRow) -> int:
        return px(32)

    def draw(self, painter: QPainter, row: KeyRow, area: QRect, *, chosen: bool) -> None:
        left, right = area.x() + px(14), area.x() + self.view.row_width() - px(12)
        words = tr("Press the new key") if row.asking else row.keys
        wide = paint.width_of(words, 12, 600) + px(16)
        if words:
            cap = QRect(right - wide, area.y() + px(5), wide, px(22))
            line = color("focus" if row.asking else "accent" if row.changed else "border_strong")
            paint.box(painter, QRectF(cap), px(4), color("surface"), line, 2 if row.asking else 1)
            paint.text(painter, cap, words, "accent_text" if row.changed or row.asking else "text2", 12, 600, _CENTRE)
        told = row.menu + (tr(" · in the pages") if row.bare else "")
        told += tr(" · changed") if row.changed else ""
        room = right - wide - left - px(16)
        name = min(paint.width_of(row.words), room)
        paint.text(painter, QRect(left, area.y(), name, area.height()), row.words, "text")
        behind = QRect(left + name + px(10), area.y(), max(room - name - px(10), 0), area.height())
        paint.text(painter, behind, told, "muted", 12)


_CENTRE = Qt.AlignmentFlag.AlignCenter


class KeyList(RowList[KeyRow]):
    """`pressed_key(key)`: the answer while it asks, `left()`: Esc instead; `begun()`: Enter; `emptied()`: Delete."""

    pressed_key = Signal(str)
    begun = Signal()
    emptied = Signal()
    left = Signal()
    asking = False

    def __init__(self) -> None:
        super().__init__(tr("Commands with their keys"), tr(_HELP), RowModel[KeyRow](), KeyDelegate)

    def event(self, event: QEvent) -> bool:
        """While it asks, every key is the answer, whatever it does elsewhere."""
        if self.asking and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if self.asking and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._answer(event)
            return True
        return super().event(event)

    def _answer(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif key := shortcuts.pressed(event.key(), event.modifiers()):
            self.pressed_key.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins to ask, Delete takes the key away."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() in _PLAIN:
            self.begun.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.emptied.emit()
        else:
            super().keyPressEvent(event)


_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class KeysPage(QWidget):
    """`own()` gives what was chosen."""

    def __init__(self, own: Mapping[str, str]) -> None:
        super().__init__()
        self._own, self._twice = dict(own), ""
        self.filter = fields.line(tr("Find a command"), "", tr("Find a command or a key"), longest=60)
        self.list = KeyList()
        self.note = PlainLabel(tr(_HINT), "muted", wrap=True)
        self.change = Button(tr("&Change key"), "keyboard", tip="Enter")
        self.reset = Button(tr("&Reset"), "rotate-ccw", tip=tr("The key this command had at first"))
        self.reset_all = Button(tr("Reset all ke&ys"), tip=tr("All keys as they were at first"))
        frame = framed(column((self.list, 1), margins=(1, 4, 1, 4)))
        self.setLayout(
            column(
                self.filter,
                8,
                (frame, 1),
                6,
                self.note,
                8,
                row(self.change, self.reset, None, self.reset_all),
                margins=(px(18), px(18), px(18), px(12)),
            )
        )
        self.setFocusProxy(self.filter)
        self.filter.textChanged.connect(self._refresh)
        self.filter.installEventFilter(self)
        self.change.clicked.connect(self._begin)
        self.reset.clicked.connect(self._reset)
        self.reset_all.clicked.connect(self._reset_all)
        self.list.begun.connect(self._begin)
        self.list.doubleClicked.connect(self._begin_at)
        self.list.left.connect(self._end)
        self.list.emptied.connect(self._empty)
        self.list.pressed_key.connect(self._take)
        self.list.current_changed.connect(self._on_current)
        self._refresh()
        self.list.select_row(0)

    def own(self) -> dict[str, str]:
        """The keys that are others than at first, by command."""
        return dict(self._own)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Down go from the words to the list; Enter would end the settings."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.filter:
            to_list = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)
            if to_list:
                self.list.setFocus()
            return to_list
        return super().eventFilter(watched, event)

    @Slot()
    def _refresh(self) -> None:
        current, wanted = self.list.current(), self.filter.text().casefold().split()
        rows = [
            one for one in self._rows() if all(word in f"{one.words} {one.menu} {one.keys}".casefold() for word in wanted)
        ]
        self.list.row_model.show_rows(rows)
        self.list.select_row(max(self.list.row_model.row_of(current.slot), 0) if current else 0)

    def _rows(self) -> list[KeyRow]:
        return [
            KeyRow(
                made.slot,
                shortcuts.name(made),
                tr(title).replace("&", ""),
                " or ".join(shortcuts.written(key) for key in shortcuts.keys_of(made, self._own)),
                bool(made.bare),
                made.slot in self._own,
            )
            for title, definitions in MENUS
            for made in definitions
            if made is not SEPARATOR
        ]

    @Slot()
    def _begin(self) -> None:
        row_shown = self.list.current()
        if row_shown is None:
            return
        self.list.asking, self._twice = True, ""
        rows = tuple(replace(one, asking=one.slot == row_shown.slot) for one in self.list.row_model.shown)
        self.list.row_model.show_rows(rows)
        self.list.setFocus()
        self._say(tr(_PRESS))

    def _begin_at(self, index: Index) -> None:
        self.list.setCurrentIndex(index)
        self._begin()

    @Slot()
    def _end(self) -> None:
        self.list.asking = False
        self._refresh()
        self._say(tr(_HINT))

    @Slot()
    def _on_current(self) -> None:
        if self.list.asking:
            self._end()

    @Slot(str)
    def _take(self, key: str) -> None:
        row_shown = self.list.current()
        if row_shown is None:
            return
        made = shortcuts.command(row_shown.slot)
        other = shortcuts.holder(key, made.slot, self._own)
        if sentence := shortcuts.fault(made, key):
            self._say(tr("{sentence} Press another, or Esc.", sentence=sentence), wrong=True)
        elif other is not None and self._twice != key:
            self._twice = key
            words = tr("{written} is {name}.", written=shortcuts.written(key), name=shortcuts.name(other))
            self._say(tr("{words} Press it again to take it from there, press another, or Esc.", words=words), wrong=True)
        else:
            if other is not None:
                self._own[other.slot] = ""
            self._give(made.slot, key)
            taken = tr(" {name} has no key now.", name=shortcuts.name(other)) if other is not None else ""
            self._end()
            self._say(
                tr("{name} is {written} now.{taken}", name=shortcuts.name(made), written=shortcuts.written(key), taken=taken)
            )

    def _give(self, slot: str, key: str) -> None:
        shipped = shortcuts.keys_of(shortcuts.command(slot), {})
        if (key,) == shipped or (not key and not shipped):
            self._own.pop(slot, None)
        else:
            self._own[slot] = key

    @Slot()
    def _empty(self) -> None:
        if (row_shown := self.list.current()) is not None:
            self._give(row_shown.slot, "")
            self._end()
            self._say(tr("{words} has no key now.", words=row_shown.words))

    @Slot()
    def _reset(self) -> None:
        row_shown = self.list.current()
        if row_shown is None:
            return
        made = shortcuts.command(row_shown.slot)
        shipped = shortcuts.keys_of(made, {})
        others = [one for key in shipped if (one := shortcuts.holder(key, made.slot, self._own)) is not None]
        if others:
            self._say(
                tr(
                    "{written} is {name} now; reset that first.",
                    written=shortcuts.written(shipped[0]),
                    name=shortcuts.name(others[0]),
                ),
                wrong=True,
            )
            return
        self._own.pop(made.slot, None)
        self._end()
        self._say(tr("{words} has its first key again.", words=row_shown.words))

    @Slot()
    def _reset_all(self) -> None:
        self._own.clear()
        self._end()
        self._say(tr("All keys are as they were at first."))

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        self.note.set_role("error" if wrong else "muted")
        self.note.setText(sentence)
        announce(self.list, sentence)
