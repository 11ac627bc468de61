"""A picture that lies about its size never reaches Qt, which would draw what lies behind it in memory."""

import pytest

from imr_desktop.record import PageImage
from imr_desktop.ui.pages import to_image


@pytest.mark.parametrize(
    "forged",
    [
        PageImage(4000, 4000, 16000, b"x" * 16),
        PageImage(400, 400, 4, bytes(1600)),
        PageImage(0, 0, 0, b""),
        PageImage(2, 2, 8, bytes(15)),
        PageImage(2, 2, 8, bytes(17)),
    ],
)
def test_it_is_not_drawn(forged):
    assert to_image(forged) is None


def test_a_true_one_is():
    image = to_image(PageImage(2, 1, 8, bytes((1, 2, 3, 255, 4, 5, 6, 255))))
    assert (image.width(), image.height()) == (2, 1)
    assert image.pixelColor(1, 0).getRgb()[:3] == (6, 5, 4)
