"""The bundled fonts: Inter for the interface, Source Serif for what will be printed."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from imr_desktop.paths import resource
from imr_desktop.ui.theme.live import px as scaled

UI = "Inter"
SERIF = "Source Serif 4"
_FALLBACK = {UI: ["Inter", "Noto Sans", "DejaVu Sans"], SERIF: ["Source Serif 4", "Source Serif Pro", "DejaVu Serif"]}


def load_interface_font() -> None:
    """Register Inter; needed before the first widget."""
    _register("Inter-*.ttf")


def load_serif_font() -> None:
    """Register Source Serif; needed before the first case opens."""
    _register("SourceSerif4-*.ttf")


def _register(pattern: str) -> None:
    try:
        folder = resource("fonts")
    except FileNotFoundError:
        return
    for path in sorted(folder.glob(pattern)):
        QFontDatabase.addApplicationFont(str(path))


def font(size: float = 13, weight: int = 400, family: str = UI, *, tabular: bool = False, italic: bool = False) -> QFont:
    """A font at `size` logical pixels before zoom. `tabular` gives figures one width, for columns only."""
    made = QFont(_FALLBACK.get(family, [family]))
    made.setPixelSize(scaled(size))
    made.setWeight(QFont.Weight(weight))
    made.setItalic(italic)
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    if tabular and family == UI:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made
