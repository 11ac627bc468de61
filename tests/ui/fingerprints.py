"""Small pictures of views as they should look: how bright each of 48 × 27 fields of the window is.

A field is some 28 × 28 pixels of the smallest window: how a letter's edges are smoothed moves it by little, a part that is
missing, elsewhere, squeezed or in another color moves many. Kept in `looks.json`: 64 steps of brightness, packed.
"""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

ACROSS, DOWN, STEPS = 48, 27, 64
DIFFERS, FIELDS = 3, 0.03
"""Steps between which two fields are the same, and the share of fields that may differ: a clock, a date, a count."""
KEPT = Path(__file__).with_name("looks.json")


def fingerprint(picture: QImage) -> bytes:
    """The brightness of each field, row by row, 0 to 63."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    fit = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    small = grey.scaled(ACROSS, DOWN, *fit).convertToFormat(QImage.Format.Format_Grayscale8)
    light, line = bytes(small.constBits()), small.bytesPerLine()
    return bytes(light[row * line + at] * STEPS // 256 for row in range(DOWN) for at in range(ACROSS))


def differing(one: bytes, other: bytes) -> float:
    """The share of fields that differ."""
    return sum(abs(a - b) > DIFFERS for a, b in zip(one, other, strict=True)) / len(one)


def kept() -> dict[str, bytes]:
    """The fingerprints by view, size and theme."""
    packed = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    return {name: zlib.decompress(base64.b64decode(code)) for name, code in packed.items()}


def keep(prints: dict[str, bytes]) -> None:
    """Keep these in place of all."""
    packed = {name: base64.b64encode(zlib.compress(code, 9)).decode() for name, code in sorted(prints.items())}
    KEPT.write_text(json.dumps(packed, indent=0) + "\n")
