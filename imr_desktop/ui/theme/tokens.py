"""Design tokens: the single source of every colour, one table per theme.

`TEXT_PAIRS` and `GRAPHIC_PAIRS` name every foreground and background that meet on screen, so that a test can prove WCAG
contrast (4.5 for text, 3 for graphics). A further theme is one more table with the same keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "window": "#EEF0F3",
        "surface": "#FFFFFF",
        "raised": "#FFFFFF",
        "sunken": "#F6F7F9",
        "hover": "#EEF2F8",
        "selected": "#E3EDFB",
        "border": "#D9DEE5",
        "divider": "#E6E9EE",
        "border_strong": "#7C8694",
        "text": "#171C24",
        "text2": "#434C5A",
        "muted": "#5B6573",
        "disabled": "#8A94A3",
        "accent": "#1B5BB8",
        "accent_hover": "#154C9C",
        "on_accent": "#FFFFFF",
        "accent_soft": "#E3EDFB",
        "accent_text": "#17509F",
        "focus": "#1B5BB8",
        "upheld": "#6A3AA2",
        "upheld_soft": "#F0E8FA",
        "upheld_text": "#57308A",
        "overturned": "#00695C",
        "overturned_soft": "#DDF3EF",
        "overturned_text": "#085A53",
        "undecided": "#727D8C",
        "undecided_soft": "#F4F6F8",
        "undecided_text": "#434C5A",
        "met": "#1B5BB8",
        "met_soft": "#E3EDFB",
        "met_text": "#17509F",
        "notmet": "#A8410A",
        "notmet_soft": "#FCEADF",
        "notmet_text": "#8A3506",
        "notdoc": "#5B6573",
        "notdoc_soft": "#F1F3F6",
        "notdoc_text": "#434C5A",
        "error": "#A8150F",
        "error_soft": "#FDE9E7",
        "error_text": "#93160F",
        "warn": "#B06A00",
        "warn_soft": "#FFF2D1",
        "warn_text": "#6F4700",
        "ok": "#0B6F66",
        "ok_soft": "#DDF3EF",
        "ok_text": "#085A53",
        "chip": "#EDF1F6",
        "chip_text": "#2B4A75",
        "chip_border": "#C4CFDD",
        "mark": "#FFEB9C",
        "mark_active": "#FFD84D",
        "page": "#FFFFFF",
        "page_text": "#1B1F24",
        "desk": "#DDE1E7",
        "marker": "#1B5BB8",
        "on_marker": "#FFFFFF",
        "scroll": "#B4BCC8",
        "shadow": "#1A202A",
    }
)

DARK: Mapping[str, str] = MappingProxyType(
    {
        "window": "#14171C",
        "surface": "#1C2027",
        "raised": "#252A33",
        "sunken": "#171A20",
        "hover": "#262C36",
        "selected": "#22334D",
        "border": "#323944",
        "divider": "#2A303A",
        "border_strong": "#7A8695",
        "text": "#E9ECF1",
        "text2": "#BFC7D2",
        "muted": "#9AA5B3",
        "disabled": "#6B7684",
        "accent": "#7DB0F8",
        "accent_hover": "#9CC3FB",
        "on_accent": "#0A1A30",
        "accent_soft": "#1F324D",
        "accent_text": "#A9CCFC",
        "focus": "#8FBCFB",
        "upheld": "#C3A2F0",
        "upheld_soft": "#33264A",
        "upheld_text": "#D6BFF6",
        "overturned": "#45D6C2",
        "overturned_soft": "#153B37",
        "overturned_text": "#8BDDD1",
        "undecided": "#8D97A5",
        "undecided_soft": "#262C36",
        "undecided_text": "#BFC7D2",
        "met": "#7DB0F8",
        "met_soft": "#1F324D",
        "met_text": "#A9CCFC",
        "notmet": "#F5A071",
        "notmet_soft": "#452612",
        "notmet_text": "#F9BC99",
        "notdoc": "#9AA5B3",
        "notdoc_soft": "#262C36",
        "notdoc_text": "#BFC7D2",
        "error": "#F78C84",
        "error_soft": "#4A1D1B",
        "error_text": "#FBB4AE",
        "warn": "#E9B949",
        "warn_soft": "#3F3111",
        "warn_text": "#F2CF7E",
        "ok": "#5FCDBE",
        "ok_soft": "#153B37",
        "ok_text": "#8BDDD1",
        "chip": "#27303D",
        "chip_text": "#B5D0F5",
        "chip_border": "#44536A",
        "mark": "#FFEB9C",
        "mark_active": "#FFD84D",
        "page": "#E6E4DC",
        "page_text": "#1B1F24",
        "desk": "#0E1014",
        "marker": "#1B5BB8",
        "on_marker": "#FFFFFF",
        "scroll": "#4A5361",
        "shadow": "#000000",
    }
)

THEMES: Mapping[str, Mapping[str, str]] = MappingProxyType({"light": LIGHT, "dark": DARK})

SPACING = (2, 4, 8, 12, 16, 24, 32)

_STATUS = ("upheld", "overturned", "undecided", "met", "notmet", "notdoc", "error", "warn", "ok")
_BACKGROUNDS = ("window", "surface", "raised", "sunken", "hover", "selected")

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((text, ground) for text in ("text", "text2", "muted") for ground in _BACKGROUNDS),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("accent_text", "surface"),
    ("accent_text", "accent_soft"),
    ("accent_text", "window"),
    ("accent_text", "selected"),
    ("chip_text", "chip"),
    ("chip_text", "surface"),
    ("chip_text", "selected"),
    ("page_text", "page"),
    ("page_text", "mark"),
    ("page_text", "mark_active"),
    ("on_marker", "marker"),
    *((f"{status}_text", f"{status}_soft") for status in _STATUS),
    *((f"{status}_text", "surface") for status in _STATUS),
    *((f"{status}_text", "selected") for status in _STATUS),
    *((f"{status}_text", "window") for status in ("error", "warn", "ok")),
)
"""Text colour and the ground it stands on."""

GRAPHIC_PAIRS: tuple[tuple[str, str], ...] = (
    *(("border_strong", ground) for ground in ("surface", "window", "sunken")),
    *(("focus", ground) for ground in ("surface", "window", "selected")),
    *((status, ground) for status in _STATUS for ground in ("surface", f"{status}_soft", "selected")),
)
"""Outline or icon colour and the ground it stands on."""
