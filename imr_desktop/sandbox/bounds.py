"""What holds for everything the limited process answers, whatever it was asked."""

from __future__ import annotations

MOST_PIXELS = 40_000_000
MOST_SIDE = 32_000
"""The longest side of a picture in pixels: what windows systems can take is a little more."""
_PIXEL = 4


def is_picture(width: int, height: int, stride: int, data: bytes) -> bool:
    """Whether so many rows of so many bytes are there, each long enough: a picture that lies is drawn from foreign memory."""
    return (
        1 <= width <= MOST_SIDE + 1
        and 1 <= height <= MOST_SIDE + 1
        and width * height <= MOST_PIXELS + 2 * MOST_SIDE + 1
        and width * _PIXEL <= stride
        and stride * height == len(data)
    )
