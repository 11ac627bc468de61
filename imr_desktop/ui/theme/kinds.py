"""A colour for each kind of finding, beside its word and number, never in their place.

On a page the colours are the same in every theme, as a page is always light; on a list they follow the theme's ground.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtGui import QColor

from imr_desktop.ui.theme.live import color

NONE = ""
KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "history": ("#55606E", "#9AA5B3"),
        "symptoms": ("#A8410A", "#F5A071"),
        "exam": ("#1B5BB8", "#7DB0F8"),
        "diagnosis": ("#6A3AA2", "#C3A2F0"),
        "imaging": ("#00695C", "#45D6C2"),
        "testing": ("#2E6B1F", "#8FCF7A"),
        "medication": ("#9C1C6B", "#F28CC8"),
        "treatment": ("#6F5200", "#D9B44A"),
        "function": ("#005F7A", "#5CC8E6"),
        "request": ("#54402C", "#D2B9A0"),
        "ur": ("#7D1F1F", "#F78C84"),
        NONE: ("#4A4F57", "#B9BFC8"),
    }
)
"""Each category's colour on light ground and on dark; the empty one is a finding's without a category."""


def on_page(category: str) -> QColor:
    """A category's colour on a page of the record."""
    return QColor(KINDS.get(category, KINDS[NONE])[0])


def on_list(category: str) -> QColor:
    """A category's colour on the ground of a list, as the theme has it."""
    light, dark = KINDS.get(category, KINDS[NONE])
    return QColor(dark if color("surface").lightness() < 128 else light)
