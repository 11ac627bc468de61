"""The determination as pictures: rendered from the exact PDF bytes, in workers. Imports Qt for images only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from imr_desktop.case.model import Case
from imr_desktop.errors import RenderError
from imr_desktop.language import tr
from imr_desktop.ui.pages import to_image

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.letters import LetterImage
    from imr_desktop.review.signing import PreparedLetter

PREVIEW_SCALE = 1.5
POINTS_PER_INCH = 72


@dataclass(frozen=True)
class LetterPages:
    """A letter's PDF bytes and its pages as images; `prepared` is what a signature would keep, None where it is signed."""

    pdf: bytes
    pages: tuple[QImage, ...]
    prepared: PreparedLetter | None = None


def preview(services: Services, case: Case, scale: float) -> LetterPages:
    """The letter as it is signed now: these bytes and no others. Raises RenderError, StoreError."""
    prepared = services.signing.prepare(case)
    return LetterPages(prepared.pdf, images(prepared.pdf, scale), prepared)


def signed(services: Services, case: Case, scale: float) -> LetterPages:
    """A signed letter from the vault: what is shown is what was signed. Raises StoreDamaged, StoreError.

    It may have come with another reviewer's package, so the limited process draws it.
    """
    pdf = services.signing.signed_letter(case)
    return LetterPages(pdf, _images(services.signing.pages(pdf, scale)))


def to_print(services: Services, case: Case) -> bytes:
    """The PDF to print: the signed file where there is one, else the letter marked DRAFT.

    Raises RenderError, StoreError, SigningError where it names the reviewer.
    """
    return services.signing.letter_to_print(case) if case.signed else services.signing.draft(case)


def images(pdf: bytes, scale: float) -> tuple[QImage, ...]:
    """The pages of a PDF this program made; `scale` is pixels per point."""
    from imr_desktop.review.letters import page_images

    return _images(page_images(pdf, scale))


def _images(pages: Iterable[LetterImage]) -> tuple[QImage, ...]:
    made = (to_image(page) for page in pages)
    return tuple(image for image in made if image is not None)


def page(services: Services, pdf: bytes, number: int, scale: float) -> QImage:
    """One page of a letter (numbers from 1), without colours where it has none. Raises RenderError, SandboxFailure."""
    image = to_image(services.signing.page(pdf, number, scale))
    if image is None:
        raise RenderError(tr("A page of the letter could not be drawn; save a copy and print that."))
    return image.convertToFormat(QImage.Format.Format_Grayscale8) if image.allGray() else image
