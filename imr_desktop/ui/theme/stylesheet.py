"""The one style sheet, generated from tokens and zoom. `{token}` is a colour, `[n]` is n pixels at the zoom in force."""

from __future__ import annotations

import re
from collections.abc import Mapping

from imr_desktop.paths import resource

_PIXELS = re.compile(r"\[(\d+)\]")
_TOKEN = re.compile(r"\{(\w+)\}")


def stylesheet(theme: str, tokens: Mapping[str, str], scale: float) -> str:
    """The style sheet for a token table; `theme` picks the drawn marks, `scale` is the zoom (1.0 is 100 percent)."""
    folder = resource("ui")
    template = (folder / "style.qss").read_text(encoding="utf-8")
    values = {**tokens, "theme": theme, "icons": folder.as_posix()}
    sized = _PIXELS.sub(lambda found: f"{round(int(found[1]) * scale)}px", template)
    return _TOKEN.sub(lambda found: values[found[1]], sized)
