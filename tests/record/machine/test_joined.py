"""Words that a machine ran together are parted where both are known; what is a word of its own stays."""

import pytest

pytest.importorskip("tesserocr", reason="no reading machine is installed (pip install 'imr-desktop[ocr]')")

from imr_desktop.record.machine import joined
from imr_desktop.record.machine.tesseract import Seen


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Iam", "I am"),
        ("fora", "for a"),
        ("leftknee,", "left knee,"),
        ("12visits", "12 visits"),
        ("gapR", "gap R"),
        *((one, "1 unit") for one in ("Tunit", "lounit", "[unit")),
        *((word, word) for word in ("into", "rightful", "50mg", "atlas", "thethe")),
    ],
)
def test_words_run_together_are_parted(read, meant):
    parts = list(joined.parted([Seen(read, (100, 50, 200, 70), 0.9, 0, 0)]))
    assert " ".join(part.text for part in parts) == meant
    assert (parts[0].pixels[0], parts[-1].pixels[2]) == (100, 200)
    assert all(one.pixels[2] <= two.pixels[0] for one, two in zip(parts, parts[1:], strict=False))


def test_a_stroke_where_a_count_of_one_stands_is_a_1():
    seen = [Seen(word, (0, 0, 10, 10), 0.9, 0, 0) for word in ("i", "EA", "xL", "I", "am")]
    made = list(joined.parted(seen))
    assert [word.text for word in made] == ["1", "EA", "x1", "I", "am"]
    assert made[0].confidence <= 0.5
