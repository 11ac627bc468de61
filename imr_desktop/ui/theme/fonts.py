"""The bundled fonts: Inter for the interface, Source Serif for what will be printed."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFontDatabase

from imr_desktop.paths import resource

UI = "Inter"
SERIF = "Source Serif 4"
FALLBACK = {UI: ["Inter", "Noto Sans", "DejaVu Sans"], SERIF: ["Source Serif 4", "Source Serif Pro", "DejaVu Serif"]}


def load_interface_font() -> None:
    """Register Inter; needed before the first widget."""
    _register("Inter-*.ttf")


def load_serif_font() -> None:
    """Register Source Serif; needed before the first case opens."""
    _register("SourceSerif4-*.ttf")


@cache
def _register(pattern: str) -> None:
    try:
        folder = resource("fonts")
    except FileNotFoundError:
        return
    for path in sorted(folder.glob(pattern)):
        QFontDatabase.addApplicationFont(str(path))
