"""Do two files show the same pages: drawn with the same program and compared point by point. Used in the limited process."""

from __future__ import annotations

from imr_desktop.determination.pdfium import LetterImage, draw_pages

_SCALE = 100 / 72
_TOLERANCE = 24
"""Of 255: edges of a letter move by a few shades where a place is rounded otherwise; a stroke more or less is over 100."""


def unlike(one: bytes, other: bytes) -> list[int]:
    """The numbers of pages that look different, or all where the files have another number of them."""
    ours, theirs = draw_pages(one, _SCALE), draw_pages(other, _SCALE)
    if len(ours) != len(theirs):
        return list(range(1, max(len(ours), len(theirs)) + 1))
    return [left.number for left, right in zip(ours, theirs, strict=True) if _differ(left, right)]


def _differ(left: LetterImage, right: LetterImage) -> bool:
    from PIL import Image, ImageChops

    if (left.width, left.height, left.stride) != (right.width, right.height, right.stride):
        return True
    drawn = (
        Image.frombuffer("RGBA", (page.width, page.height), page.rgba, "raw", "RGBA", page.stride, 1).convert("L")
        for page in (left, right)
    )
    _, most = ImageChops.difference(*drawn).getextrema()
    return float(most) > _TOLERANCE if isinstance(most, (int, float)) else True
