"""A typeface that remembers how wide words are: a letter sets the same words again and again, and adding up their letters is
what setting it mostly takes. ASCII is written as it stands.
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
        self._writes_ascii = set(range(32, 127)) <= self.face.charToGlyph.keys()

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

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        """The text as bytes of the parts of the face that a document embeds; ReportLab keeps ASCII's places in the first."""
        if self._writes_ascii and doc in self.state and text.isascii() and text.isprintable():
            return [(0, text.encode())] if text else []
        parts: list[tuple[int, bytes]] = super().splitString(text, doc, encoding)
        return parts
