"""Buttons with an icon and a name for those who cannot see it, and page chips that open a page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QShortcutEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QPushButton, QRadioButton, QToolButton, QWidget

from imr_desktop.language import tr
from imr_desktop.ui import shortcuts
from imr_desktop.ui.theme import color, current, icon, px, set_property
from imr_desktop.ui.widgets import paint

_TOKENS = {"primary": "on_accent", "blocked": "error"}


def pressed_at_once(button: QAbstractButton, event: QEvent) -> bool:
    """Whether the event was the button's mnemonic, which then is pressed.

    Qt shows it pressed for a tenth of a second first: what is typed meanwhile would come before it, and go elsewhere.
    """
    if not isinstance(event, QShortcutEvent) or event.isAmbiguous():
        return False
    button.setFocus(Qt.FocusReason.ShortcutFocusReason)
    button.click()
    return True


def entered(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Whether the key was Enter on a focused button, which then is pressed as by Space.

    A dialog that has a default button keeps Enter for that, wherever the keyboard is.
    """
    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not plain or event.isAutoRepeat():
        return False
    others = (one for one in button.window().findChildren(QPushButton) if one is not button and one.isDefault())
    if any(one.isVisible() and one.isEnabled() for one in others):
        return False
    button.click()
    return True


def tell_key(button: QAbstractButton, words: str, key: str) -> None:
    """Say what a button does, and the key of a command, as it is now, that does the same."""
    now = shortcuts.in_force(key) if key else ""
    button.setToolTip(f"{words} ({now})" if words and now else words or now)


class CheckBox(QCheckBox):
    """A box to tick, named by its words."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setAccessibleName(text.replace("&", ""))

    def event(self, event: QEvent) -> bool:
        """Its mnemonic ticks it at once."""
        return pressed_at_once(self, event) or super().event(event)


class RadioButton(QRadioButton):
    """One of several choices, named by its words."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setAccessibleName(text.replace("&", ""))

    def event(self, event: QEvent) -> bool:
        """Its mnemonic chooses it at once."""
        return pressed_at_once(self, event) or super().event(event)


class IconButton(QToolButton):
    """A quiet tool button: icon, optional words, tool tip with its key, accessible name always."""

    def __init__(
        self,
        icon_name: str,
        name: str,
        *,
        text: str = "",
        key: str = "",
        checkable: bool = False,
        shows_key: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._words, self._key, self._shows_key = icon_name, text, key, shows_key
        self.setProperty("iconOnly", not text)
        self.setCheckable(checkable)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if text:
            self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._on_keys()
        shortcuts.current().changed.connect(self._on_keys)
        self._restyle()
        current().changed.connect(self._restyle)

    @Slot()
    def _on_keys(self) -> None:
        tell_key(self, self.accessibleName(), self._key)
        now = shortcuts.in_force(self._key) if self._key else ""
        self.setAccessibleDescription(now)
        if self._words:
            self.setText(f" {self._words}  {now}".rstrip() if self._shows_key else f" {self._words}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does."""
        if not entered(self, event):
            super().keyPressEvent(event)

    def set_icon(self, icon_name: str) -> None:
        self._icon = icon_name
        self._restyle()

    def _restyle(self) -> None:
        self.setIcon(icon(self._icon, "text2", checked="accent_text"))
        self.setIconSize(QSize(px(16), px(16)))
        self.setMinimumSize(px(28), px(28))


class Button(QPushButton):
    """A push button; `kind` is "", ``primary``, ``blocked`` or ``ghost``; `tip` also describes it, with a command's `key`."""

    def __init__(
        self,
        text: str,
        icon_name: str = "",
        *,
        kind: str = "",
        tip: str = "",
        key: str = "",
        shows_key: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._told, self._shows_key = icon_name, ("", ""), shows_key
        self._words = text
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.set_text(text)
        self.tell(tip, key)
        if key:
            shortcuts.current().changed.connect(self._on_keys)
        current().changed.connect(self._restyle)
        self._restyle()

    def event(self, event: QEvent) -> bool:
        """Its mnemonic presses it at once."""
        return pressed_at_once(self, event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does, where no other button is meant by it."""
        if not entered(self, event):
            super().keyPressEvent(event)

    def tell(self, tip: str, key: str = "") -> None:
        """Say what it does, and the key of a command, as the program was shipped, that does the same."""
        self._told = tip, key
        tell_key(self, tip, key)
        self.setAccessibleDescription(self.toolTip())
        if self._shows_key:
            self.set_text(f"{self._words}  {shortcuts.in_force(key)}".rstrip())

    @Slot()
    def _on_keys(self) -> None:
        self.tell(*self._told)

    def set_text(self, text: str, name: str = "") -> None:
        """Change the words, and the accessible name where it says more."""
        self.setText(f" {text}" if self._icon else text)
        self.setAccessibleName(name or text.replace("&", ""))

    def set_kind(self, kind: str, icon_name: str) -> None:
        self._icon = icon_name
        set_property(self, "kind", kind)
        self._restyle()

    @Slot()
    def _restyle(self) -> None:
        if self._icon:
            self.setIcon(icon(self._icon, _TOKENS.get(self.property("kind"), "text2")))
            self.setIconSize(QSize(px(16), px(16)))


class PageChip(QToolButton):
    """A page citation as a button: opens the page it names."""

    page_clicked = Signal(int, str)

    def __init__(self, label: str, page: int, quote: str = "") -> None:
        super().__init__()
        self.page, self.quote = page, quote
        self.setText(label)
        self.setAccessibleName(tr("Cited page {replace}", replace=label.replace("pp. ", "").replace("p. ", "")))
        self.setAccessibleDescription(tr("Opens the page in the record"))
        self.setToolTip(tr("Open {label} in the record", label=label))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._on_clicked)

    def sizeHint(self) -> QSize:
        """As wide as its words, 24 high for the finger."""
        return QSize(max(paint.chip_width(self.text()), px(24)), px(24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chip, and the ring while it has focus."""
        painter = QPainter(self)
        top = (self.height() - px(paint.CHIP_HEIGHT)) / 2
        area = paint.page_chip(painter, 0, top, self.text(), hovered=self.underMouse())
        if self.hasFocus():
            paint.box(painter, area, px(4), None, color("focus"), 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the page, as Space does."""
        if not entered(self, event):
            super().keyPressEvent(event)

    def _on_clicked(self) -> None:
        self.page_clicked.emit(self.page, self.quote)
