"""Tokens, contrast, the live switch, zoom, and that every icon named in the code is shipped."""

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QVBoxLayout, QWidget

from imr_desktop.case.findings import categories
from imr_desktop.paths import resource
from imr_desktop.ui import theme
from imr_desktop.ui.theme import kinds, stylesheet
from imr_desktop.ui.theme.tokens import THEMES

CODE = Path(theme.__file__).parents[1]
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


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two ``#RRGGBB`` colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", list(THEMES))
def test_the_kinds_of_findings_can_be_told_from_their_ground(name):
    tokens = THEMES[name]
    for kind, (light, dark) in kinds.KINDS.items():
        on_list = dark if _luminance(tokens["surface"]) < 0.2 else light
        assert contrast(on_list, tokens["surface"]) >= 3, (kind, "surface")
        assert contrast(light, tokens["page"]) >= 3, (kind, "page")
        assert contrast(light, tokens["on_marker"]) >= 4.5, (kind, "number")
    assert set(kinds.KINDS) == {"", *(one.key for one in categories())}


@pytest.mark.parametrize("name", list(THEMES))
def test_text_has_contrast(name):
    low = {pair: contrast(*(THEMES[name][token] for token in pair)) for pair in TEXT_PAIRS}
    assert min(low.values()) >= 4.5, [pair for pair, ratio in low.items() if ratio < 4.5]


@pytest.mark.parametrize("name", list(THEMES))
def test_graphics_have_contrast(name):
    low = {pair: contrast(*(THEMES[name][token] for token in pair)) for pair in GRAPHIC_PAIRS}
    assert min(low.values()) >= 3.0, [pair for pair, ratio in low.items() if ratio < 3.0]


def test_contrast_knows_the_ends_of_the_scale():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


def test_themes_have_the_same_tokens():
    assert len({frozenset(tokens) for tokens in THEMES.values()}) == 1


@pytest.mark.parametrize("name", list(THEMES))
def test_style_sheet_has_no_hole(name):
    made = stylesheet.stylesheet(name, THEMES[name], 1.25)
    assert not re.search(r"\{\w+\}|\[\d+\]", made)
    for path in re.findall(r"url\(([^)]+)\)", made):
        assert Path(path).is_file()


def test_switch_changes_colours_and_tells(qtbot):
    live = theme.current()
    with qtbot.waitSignal(live.changed):
        live.apply("dark")
    assert live.name == "dark"
    assert theme.color("window").name().upper() == THEMES["dark"]["window"]
    live.apply("light")


def _letters(widget):
    return widget.palette().windowText().color().name().upper()


def test_what_is_hidden_is_dressed_when_it_is_shown(qtbot):
    live = theme.current()
    live.apply("light")
    window, row, dialog = QWidget(), QFrame(), QDialog()
    label, late = QLabel("words", row), QLabel("more", row)
    for part in (label, late):
        part.setProperty("role", "muted")
    QVBoxLayout(window).addWidget(row)
    for shown in (window, dialog):
        qtbot.addWidget(shown)
        shown.show()
    late.hide()
    row.hide()
    dialog.hide()
    for choice, zoom in (("dark", 125), ("light", 150), ("dark", 110)):
        live.apply(choice, zoom)
    assert _letters(label) == THEMES["light"]["muted"]  # nobody sees it
    assert _letters(dialog) == THEMES["dark"]["text"]  # its size is asked for before it is shown
    row.show()
    assert (_letters(label), label.font().pixelSize()) == (THEMES["dark"]["muted"], theme.px(12))
    assert _letters(late) == THEMES["light"]["muted"]
    late.show()
    assert late.palette() == label.palette()
    assert late.font() == label.font()
    live.apply("light")


def test_unknown_choice_follows_the_system():
    theme.current().apply("sepia")
    assert theme.current().choice == "system"
    assert theme.current().name in THEMES
    theme.current().apply("light")


def test_zoom_steps_stay_within_90_and_150():
    live = theme.current()
    for steps, wanted in ((1, 150), (-1, 90)):
        for _step in range(9):
            live.apply("light", live.stepped(steps))
        assert live.zoom == wanted
        assert theme.px(32) == round(32 * wanted / 100)
    assert live.stepped(0) == 100
    live.apply("light")


def test_icon_takes_the_token_and_greys_when_disabled():
    drawn = theme.pixmap("check", "error", 16).toImage()
    assert any(drawn.pixelColor(x, y).name().upper() == THEMES["light"]["error"] for x in range(16) for y in range(16))
    assert theme.pixmap("check", "error", 16) is theme.pixmap("check", "error", 16)


def test_every_icon_in_the_code_is_shipped():
    shipped = {path.stem for path in resource("icons", "lucide").glob("*.svg")}
    call = re.compile(r'(?:icon|pixmap|IconButton|IconLabel|set_icon|IconLine|EmptyState)\(\s*"([a-z0-9-]+)"')
    used = {name for path in CODE.rglob("*.py") for name in call.findall(path.read_text(encoding="utf-8"))}
    assert used
    assert used <= shipped
