"""Words in doubt are read as the one known word that they look like; names, sure words and known words stay."""

import pytest

pytest.importorskip("tesserocr", reason="no reading machine is installed (pip install 'imr-desktop[ocr]')")

from imr_desktop.record.machine import spelling
from imr_desktop.record.machine.tesseract import Seen


def read(text, confidence=0.85):
    words = [Seen(word, (0, 0, 10, 10), confidence, 0, 0) for word in text.split()]
    return " ".join(word.text for word in spelling.spelled(words))


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("tendemess (Jumbar), aocuments: foliows.", "tenderness (lumbar), documents: follows."),
        ("the Physica! exam", "the Physical exam"),
        ("☒ Heid", "☒ Held"),
    ],
)
def test_what_letters_taken_for_others_made_is_put_right(seen, meant):
    assert read(seen) == meant


@pytest.mark.parametrize("text", ["Dr. Heid saw", "dental focal healing", "Thistiewane", "theraphy"])
def test_names_and_what_is_no_such_slip_stay(text):
    assert read(text) == text


def test_a_sure_word_stays_and_one_put_right_is_in_doubt():
    assert read("tendemess", 0.97) == "tendemess"
    (made,) = spelling.spelled([Seen("tendemess", (0, 0, 10, 10), 0.9, 0, 0)])
    assert made.confidence <= 0.5
