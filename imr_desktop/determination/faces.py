"""A typeface that remembers how wide words are: a letter sets the same words again and again, and adding up their letters is
what setting it mostly takes.
"""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase.ttfonts import TTFont

_MOST_WORDS = 20_000
_LONGEST = 40


class Face(TTFont):
    """ReportLab's typeface, with the widths of short words kept."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._widths: dict[str, float] = {}

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        """The width in points."""
        if len(text) > _LONGEST:
            return float(super().stringWidth(text, size, encoding))
        width = self._widths.get(text)
        if width is None:
            if len(self._widths) >= _MOST_WORDS:
                self._widths.clear()
            width = self._widths[text] = float(super().stringWidth(text, 1000, encoding))
        return 0.001 * size * width
