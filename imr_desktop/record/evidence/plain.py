"""Pages on which nothing speaks against the words: most pages, and the cheap way out for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from imr_desktop.record.evidence.likelihood import garbled, is_plainly_language
from imr_desktop.record.evidence.parts import Color, Drawing, PageParts
from imr_desktop.record.evidence.places import area, overlap
from imr_desktop.record.evidence.sight import FAINT, is_large, is_long, outlines
from imr_desktop.record.model import Box

LIGHT = 190
"""Grey of a ground from which dark words stand out."""
MOST_GROUNDS = 80
SMALL_PICTURE = 0.012
_OUTLINES = 30
_TOUCHED = 0.1
_SAME = 0.5
_ROWS = 60


def is_plain(parts: PageParts) -> bool:
    """Whether dark words of a language are all that counts on a page, none of them covered, none drawn twice."""
    if not parts.plain or parts.cropped or parts.layered or not is_plainly_language(parts.text) or garbled(parts.text):
        return False
    drawn = parts.paths or parts.pictures or parts.others
    if not drawn and parts.ordered and not _repeats(parts.text):
        return True
    return _is_clear(parts.drawings)


def _repeats(text: str) -> bool:
    lines = [line for line in text.split("\n") if len(line) > 3]
    return len(set(lines)) < len(lines)


def _is_clear(drawings: Sequence[Drawing]) -> bool:
    texts = _Rows(drawn for drawn in drawings if drawn.kind == "text")
    paths = [drawn for drawn in drawings if drawn.kind == "path" and not drawn.rectangle]
    grounds = [drawn for drawn in drawings if drawn.kind != "text" and drawn.fill[3] > FAINT and is_large(drawn)]
    if len(grounds) > MOST_GROUNDS or outlines(paths) >= _OUTLINES or any(map(is_long, paths)) or texts.overlap_each_other():
        return False
    return all(_is_harmless(ground, texts) for ground in grounds)


def _is_harmless(ground: Drawing, texts: _Rows) -> bool:
    """Whether it is no picture of words and hides none: a light ground that was drawn first."""
    if ground.kind != "path" and area(ground.box) >= SMALL_PICTURE:
        return False
    light = ground.kind == "path" and _grey(ground.fill) >= LIGHT
    return all(light and text.at > ground.at for text in texts.touching(ground.box))


def _grey(color: Color) -> float:
    red, green, blue, _ = color
    return 0.299 * red + 0.587 * green + 0.114 * blue


class _Rows:
    """Drawn text by where it stands on the page."""

    def __init__(self, texts: Iterable[Drawing]) -> None:
        self._rows: defaultdict[int, list[Drawing]] = defaultdict(list)
        for text in texts:
            for row in _rows(text.box):
                self._rows[row].append(text)

    def touching(self, box: Box) -> list[Drawing]:
        """Texts that lie in a box with some of theirs."""
        near = {text.at: text for row in _rows(box) for text in self._rows.get(row, ())}
        return [text for text in near.values() if overlap(text.box, box) > _TOUCHED]

    def overlap_each_other(self) -> bool:
        """Whether two texts stand at the same place."""
        return any(
            max(overlap(one.box, other.box), overlap(other.box, one.box)) > _SAME
            for row in self._rows.values()
            for at, one in enumerate(row)
            for other in row[at + 1 :]
        )


def _rows(box: Box) -> range:
    return range(max(-1, min(_ROWS, int(box[1] * _ROWS))), max(-1, min(_ROWS, int(box[3] * _ROWS))) + 1)
