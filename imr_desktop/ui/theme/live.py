"""The theme in force: which token table, at which zoom; it dresses the application and says when it changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from imr_desktop.ui.theme.dressing import Dressing
from imr_desktop.ui.theme.fonts import FALLBACK, UI
from imr_desktop.ui.theme.tokens import THEMES

CHOICES = ("system", "light", "dark", "contrast")
ZOOM_STEPS = (90, 100, 110, 125, 150)
_PROPERTY = "imr_theme"
_known: dict[str, Theme] = {}


class Theme(QObject):
    """The application's one theme. `changed` is sent after every colour and size is in place.

    `choice` is what the reviewer chose: ``system``, ``light``, ``dark`` or ``contrast``; `zoom` the size of everything in
    percent, 90 to 150; `icons` those drawn, by name, colour, size and device ratio, emptied when the theme changes.
    """

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app, self._dressing = app, Dressing(app)
        self.choice = "light"
        self.zoom = 100
        self.icons: dict[tuple[str, str, int, float], object] = {}
        self.fonts: dict[tuple[float, int, str, bool, bool], QFont] = {}
        self._colors: dict[str, QColor] = {}
        app.setProperty(_PROPERTY, self)
        # Both are held: the second is taken for deleted as soon as nobody holds the first
        self._hints = QGuiApplication.styleHints()
        self._wishes = self._hints.accessibility()
        self._hints.colorSchemeChanged.connect(self._on_system_changed)
        self._wishes.contrastPreferenceChanged.connect(self._on_system_changed)

    @property
    def name(self) -> str:
        """The token table in force."""
        if self.choice != "system":
            return self.choice
        high = self._wishes.contrastPreference() == Qt.ContrastPreference.HighContrast
        return "contrast" if high else _system_theme(self._app)

    @property
    def tokens(self) -> Mapping[str, str]:
        """Token name to ``#RRGGBB``."""
        return THEMES[self.name]

    def color(self, token: str) -> QColor:
        if token not in self._colors:
            self._colors[token] = QColor(self.tokens[token])
        return self._colors[token]

    def apply(self, choice: str, zoom: int = 100) -> None:
        """Dress the application; unknown choices fall back to ``system``, zoom is held within 90 to 150."""
        from imr_desktop.ui.theme.stylesheet import stylesheet

        self.choice = choice if choice in CHOICES else "system"
        self.zoom = min(max(zoom, ZOOM_STEPS[0]), ZOOM_STEPS[-1])
        for kept in (self.icons, self.fonts, self._colors):
            kept.clear()
        _tell_platform(self.choice)
        self._dressing.put_on(self._palette(), font(13), stylesheet(self.name, self.tokens, self.zoom / 100))
        self.changed.emit()

    def stepped(self, steps: int) -> int:
        """The next larger (+1) or smaller (-1) size in percent; 0 names 100."""
        at = min(range(len(ZOOM_STEPS)), key=lambda index: abs(ZOOM_STEPS[index] - self.zoom))
        return 100 if steps == 0 else ZOOM_STEPS[min(max(at + steps, 0), len(ZOOM_STEPS) - 1)]

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, token in _ROLES.items():
            palette.setColor(role, self.color(token))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("disabled"))
        return palette

    @Slot()
    def _on_system_changed(self) -> None:
        if self.choice == "system":
            self.apply("system", self.zoom)


def current() -> Theme:
    """The running application's theme; made on first use. Every colour and pixel asks for it: nothing slow here."""
    theme = _known.get(_PROPERTY)
    if theme is None or not isValid(theme):
        app = cast(QApplication, QApplication.instance())
        made = app.property(_PROPERTY)
        theme = _known[_PROPERTY] = made if isinstance(made, Theme) else Theme(app)
    return theme


def color(token: str) -> QColor:
    """The colour of a token in the theme in force."""
    return current().color(token)


def px(size: float) -> int:
    """Logical pixels at the zoom in force."""
    return round(size * current().zoom / 100)


def font(size: float = 13, weight: int = 400, family: str = UI, *, tabular: bool = False, italic: bool = False) -> QFont:
    """A font at `size` logical pixels before zoom. `tabular` gives figures one width, for columns only."""
    fonts, key = current().fonts, (size, weight, family, tabular, italic)
    if key not in fonts:
        fonts[key] = _font(*key)
    return QFont(fonts[key])


def _font(size: float, weight: int, family: str, tabular: bool, italic: bool) -> QFont:
    made = QFont(FALLBACK.get(family, [family]))
    made.setPixelSize(px(size))
    made.setWeight(QFont.Weight(weight))
    made.setItalic(italic)
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    if tabular and family == UI:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet reads, and restyle the widget."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _system_theme(app: QApplication) -> str:
    scheme = QGuiApplication.styleHints().colorScheme()
    if scheme != Qt.ColorScheme.Unknown:
        return "dark" if scheme == Qt.ColorScheme.Dark else "light"
    palette = app.style().standardPalette()
    lit = palette.color(QPalette.ColorRole.Window).lightness()
    return "dark" if lit < palette.color(QPalette.ColorRole.WindowText).lightness() else "light"


def _tell_platform(choice: str) -> None:
    # The platform darkens the title bar; "Unknown" hands the choice back to the system.
    dark, light = Qt.ColorScheme.Dark, Qt.ColorScheme.Light
    scheme = {"light": light, "dark": dark, "contrast": dark}.get(choice, Qt.ColorScheme.Unknown)
    QGuiApplication.styleHints().setColorScheme(scheme)


_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Link: "accent_text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "divider",
    QPalette.ColorRole.Dark: "border",
    QPalette.ColorRole.Shadow: "shadow",
}
