"""The determination as pictures: rendered from the exact PDF bytes, in workers. Imports Qt for images only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from imr_desktop.case.model import Case
from imr_desktop.ui.pages import to_image

PREVIEW_SCALE = 1.5
POINTS_PER_INCH = 72


@dataclass(frozen=True)
class Letter:
    """A letter's PDF bytes and its pages as images."""

    pdf: bytes
    pages: tuple[QImage, ...]


def preview(bench: Any, case: Case, draft: bool, scale: float) -> Letter:
    """The letter as it would be signed now (or marked DRAFT). Raises RenderError."""
    pdf = bench.render(case, draft)
    return Letter(pdf, images(pdf, scale))


def signed(path: Path, scale: float) -> Letter:
    """A signed letter from its file: what is shown and printed is what was signed. Raises OSError."""
    pdf = path.read_bytes()
    return Letter(pdf, images(pdf, scale))


def images(pdf: bytes, scale: float) -> tuple[QImage, ...]:
    """The pages of a PDF; `scale` is pixels per point."""
    from imr_desktop.determination import page_images

    made = (_image(page) for page in page_images(pdf, scale))
    return tuple(image for image in made if image is not None)


def _image(page: Any) -> QImage | None:
    if isinstance(page, bytes):
        return QImage.fromData(page)
    if hasattr(page, "tobytes") and hasattr(page, "convert"):
        plain = page.convert("RGBA")
        return QImage(plain.tobytes(), plain.width, plain.height, 4 * plain.width, QImage.Format.Format_RGBA8888).copy()
    return to_image(page)
