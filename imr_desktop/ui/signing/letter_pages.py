"""The determination as pictures: rendered from the exact PDF bytes, in workers. Imports Qt for images only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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


def signed(bench: Any, case: Case, scale: float) -> Letter:
    """A signed letter from the vault: what is shown and printed is what was signed. Raises StoreDamaged, StoreError.

    It may have come with another reviewer's package, so the limited process draws it.
    """
    pdf = bench.signed_letter(case)
    return Letter(pdf, _images(bench.letter_pages(pdf, scale)))


def images(pdf: bytes, scale: float) -> tuple[QImage, ...]:
    """The pages of a PDF this program made; `scale` is pixels per point."""
    from imr_desktop.determination import page_images

    return _images(page_images(pdf, scale))


def _images(pages: Iterable[Any]) -> tuple[QImage, ...]:
    made = (to_image(page) for page in pages)
    return tuple(image for image in made if image is not None)
