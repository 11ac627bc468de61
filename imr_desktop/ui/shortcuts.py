"""The keys of commands: the menus' own, and what the reviewer chose instead of one. Menus, box, help and hints ask here.

Where two would have the same key, nobody would get it: a key is given to one command, and what has it is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

from imr_desktop.language import mark, tr
from imr_desktop.ui.controllers.actions import MENUS, SEPARATOR, ActionDef
from imr_desktop.ui.widgets.bare_keys import BareKeys

_SPOKEN = {"Return": "Enter"}
_NAMED = {
    *("Return", "Enter", "Tab", "Backtab", "Esc", "Space", "Backspace", "Del", "Ins", "Home", "End", "Left", "Right"),
    *("Up", "Down", "PgUp", "PgDown"),
}
OF_TEXTS = {
    **dict.fromkeys(
        ("Ctrl+C", "Ctrl+Ins", "Ctrl+X", "Ctrl+V", "Shift+Ins", "Ctrl+A"), mark("texts: copy, cut, paste, select all")
    ),
    **dict.fromkeys(
        ("Ctrl+Left", "Ctrl+Right", "Ctrl+Backspace", "Ctrl+Del", "Ctrl+Home", "Ctrl+End"), mark("texts: by words")
    ),
}
"""Keys that texts need."""
OF_PANES = {
    "Ctrl+Shift+Return": mark("drafting a text"),
    "Ctrl+Shift+C": mark("citing the open page in a text"),
    "Alt+U": "Upheld",
    "Alt+O": "Overturned",
    "Alt+G": mark("the suggested guideline"),
    "F3": mark("the next hit"),
    "Shift+F3": mark("the hit before"),
}
"""Keys that panes have for themselves."""


class Shortcuts(QObject):
    """The keys in force. `changed()`: some are others now."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._own: Mapping[str, str] = MappingProxyType({})

    @property
    def own(self) -> Mapping[str, str]:
        """What the reviewer chose, by command."""
        return self._own

    def take(self, own: Mapping[str, str]) -> None:
        """Put these in force; what no command or no key is, as a file may say, is left out."""
        known = {made.slot: made for made in every_command()}
        kept = {
            slot: key for slot, key in own.items() if slot in known and isinstance(key, str) and _is_key(known[slot], key)
        }
        if kept != dict(self._own):
            self._own = MappingProxyType(kept)
            self.changed.emit()

    def keys(self, slot: str) -> tuple[str, ...]:
        """The keys of a command; those of its pane's letters where it has such."""
        return keys_of(command(slot), self._own)

    def shown(self, slot: str) -> str:
        """Its first key as people read it, empty where it has none."""
        return next((written(key) for key in self.keys(slot)), "")


_current: list[Shortcuts] = []


def current() -> Shortcuts:
    """The one that is in force."""
    if not _current:
        _current.append(Shortcuts())
    return _current[0]


def every_command() -> Iterator[ActionDef]:
    """The commands of all menus, in their order."""
    return (made for _title, definitions in MENUS for made in definitions if made is not SEPARATOR)


def command(slot: str) -> ActionDef:
    """A command by its name."""
    return next(made for made in every_command() if made.slot == slot)


def name(made: ActionDef) -> str:
    """A command as people call it."""
    return made.text.replace("&", "").rstrip("…")


def keys_of(made: ActionDef, own: Mapping[str, str]) -> tuple[str, ...]:
    """A command's keys, with what was chosen instead."""
    if made.slot in own:
        return (own[made.slot],) if own[made.slot] else ()
    return (made.bare,) if made.bare else made.keys


def written(key: str) -> str:
    """A key as it is written everywhere in the window: ``Ctrl+Enter``."""
    return "+".join(_SPOKEN.get(part, part) for part in key.split("+")) if key != "+" else key


def is_bare(key: str) -> bool:
    """Whether a key types something: a letter, a sign, alone or with Shift."""
    plain = key.removeprefix("Shift+") if len(key) > 1 else key
    return len(plain) == 1


def fault(made: ActionDef, key: str) -> str:
    """Why a command cannot have a key, as a sentence; empty where it can."""
    if made.bare:
        return (
            ""
            if is_bare(key) or made.bare == key
            else tr("{name} is a key of the pages: press a letter or a sign alone.", name=name(made))
        )
    if is_bare(key):
        return tr("{key} alone is typed into texts. Press it with Ctrl or Alt, or press a function key.", key=key)
    last = key.split("+")[-1]
    if last in _NAMED and not ("Ctrl" in key or "Alt" in key):
        return tr("{key} is needed in every field. Press it with Ctrl or Alt.", key=written(key))
    if "Ctrl+" in key and "Alt+" in key:
        return tr("Ctrl and Alt together type signs on many keyboards. Leave one of them out.")
    if key in OF_TEXTS:
        return tr("{key} belongs to {of_texts}.", key=written(key), of_texts=tr(OF_TEXTS[key]))
    if key in OF_PANES:
        return tr("{key} is {of_panes}.", key=written(key), of_panes=tr(OF_PANES[key]))
    return _of_a_menu(key)


def _of_a_menu(key: str) -> str:
    titles = {
        f"Alt+{title[title.index('&') + 1].upper()}": title.replace("&", "")
        for title in (tr(title) for title, _ in MENUS)
        if "&" in title
    }
    return tr("{key} opens the menu {titles}.", key=key, titles=titles[key]) if key in titles else ""


def holder(key: str, slot: str, own: Mapping[str, str]) -> ActionDef | None:
    """The other command that has a key now."""
    bare = bool(command(slot).bare)
    others = (made for made in every_command() if made.slot != slot and bool(made.bare) == bare)
    return next((made for made in others if key in keys_of(made, own)), None)


def pressed(key: int, modifiers: Qt.KeyboardModifier) -> str:
    """What was pressed, as text; empty for Ctrl, Alt and Shift alone."""
    if key in (
        Qt.Key.Key_Control,
        Qt.Key.Key_Shift,
        Qt.Key.Key_Alt,
        Qt.Key.Key_Meta,
        Qt.Key.Key_AltGr,
        0,
        Qt.Key.Key_unknown,
    ):
        return ""
    held = modifiers & ~Qt.KeyboardModifier.KeypadModifier
    if held == Qt.KeyboardModifier.ShiftModifier and not chr(min(key, 0x10FFFF)).isalpha() and key < 0x1000000:
        held = Qt.KeyboardModifier.NoModifier  # the sign is what it is, wherever the keyboard has it
    return QKeySequence(held.value | key).toString(QKeySequence.SequenceFormat.PortableText)


def shipped_for(key: str) -> str:
    """Which key, as the program was shipped, one stands for that was pressed in a pane; empty where it is another's now."""
    own = current().own
    if not own:
        return key
    slot = next((slot for slot, mine in own.items() if mine == key and mine), "")
    if slot:
        return next(iter(keys_of(command(slot), {})), "")
    given_away = any(key in command(slot).keys for slot in own)
    return "" if given_away else key


def as_shipped(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> tuple[Qt.Key, Qt.KeyboardModifier]:
    """What a key in the pages stands for, as the program was shipped: a letter that was given away is nothing there."""
    own = {slot: mine for slot, mine in current().own.items() if command(slot).bare}
    if not own:
        return key, modifiers
    typed = pressed(key, modifiers)
    slot = next((slot for slot, mine in own.items() if mine == typed), "")
    if slot:
        shipped: QKeyCombination = QKeySequence(command(slot).bare)[0]  # type: ignore[index]
        return shipped.key(), shipped.keyboardModifiers()
    given_away = typed in {command(slot).bare for slot in own}
    return (Qt.Key.Key_unknown if given_away else key), modifiers


def as_chosen(keys: BareKeys) -> BareKeys:
    """The letters a widget takes, with those that the reviewer chose instead."""
    own = {_typed(command(slot).bare): _typed(mine) for slot, mine in current().own.items() if command(slot).bare}
    if not own:
        return keys
    series, alone = ("".join(own.get(char, char) for char in chars) for chars in (keys.series, keys.alone))
    return replace(keys, series=series, alone=alone)


def _typed(key: str) -> str:
    return key[-1] if key.startswith("Shift+") else key.lower()


def in_force(key: str) -> str:
    """The key that has to be pressed for one as the program was shipped, written; empty where its command has none now."""
    own = current().own
    slot = next((slot for slot in own if key in map(written, keys_of(command(slot), {})[:1])), "")
    return written(own[slot]) if slot else key


def rewritten(hints: str) -> str:
    """Hints of what keys do (``F8  next``), with the keys that are in force."""
    own = current().own
    shipped = {written(key): slot for slot in own for key in keys_of(command(slot), {})[:1]}
    if not shipped:
        return hints
    any_of = "|".join(re.escape(key) for key in sorted(shipped, key=len, reverse=True))
    return re.sub(rf"(?<![\w+])({any_of})(?=  )", lambda found: written(own[shipped[found[1]]]) or "–", hints)


def spoken(help_text: str) -> str:
    """Sentences that name keys, ``Ctrl+G comes here``, with the keys that are in force, for those who hear them."""
    own = current().own
    shipped = {written(key): slot for slot in own for key in keys_of(command(slot), {})[:1] if len(key) > 1}
    if not shipped:
        return help_text
    any_of = "|".join(re.escape(key) for key in sorted(shipped, key=len, reverse=True))
    return re.sub(
        rf"(?<![\w+])(?:{any_of})(?!\w|\+)", lambda found: written(own[shipped[found[0]]]) or tr("no key"), help_text
    )


def _is_key(made: ActionDef, key: str) -> bool:
    whole = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText) == key
    return not key or (whole and QKeySequence(key).count() == 1 and not fault(made, key))
