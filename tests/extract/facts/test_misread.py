"""Codes of diagnoses that a machine misread are put right where one code alone can be meant; other numbers stay."""

import pytest

from imr_desktop.extract.facts.misread import codes_righted


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("$82.202K nonunion of the left tibia", "S82.202K nonunion of the left tibia"),
        ("Paroxysmal atrial fibrillation, 148.0", "Paroxysmal atrial fibrillation, I48.0"),
        ("M5 1.26 Lumbar disc displacement, other intervertebral", " M51.26 Lumbar disc displacement, other intervertebral"),
        ("Palpitations (ROO.2), M2S.512", "Palpitations (R00.2), M25.512"),
    ],
)
def test_a_code_is_put_right(read, meant):
    assert codes_righted(read) == meant


@pytest.mark.parametrize(
    "text", ["a fee of $13.45 and $82.20", "weight 148.0 lb", "M54.16 and 724.4", "glucose 111.9 without", "L5 1.2 cm"]
)
def test_what_may_be_another_number_stays(text):
    assert codes_righted(text) == text
