"""Sentences of lower floors said in Spanish: by the pattern they were made by, and never what stands in them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imr_desktop.retelling import Retelling

SAY = Retelling(
    {
        "No {name}: enter it.": "Falta {name}: escríbalo.",
        "No case number: copy it.": "Sin número de caso: cópielo.",
        "Date of injury": "Fecha de la lesión",
        "Item {number}: “{title}” here, {title} there.": "Punto {number}: aquí «{title}», allí {title}.",
        "{days} day{s} late": "{days} día{s} de retraso",
        "{late} (due {due}).": "{late} (vencía el {due}).",
        "{count} to fix": "{count} por corregir",
        "who signs is not said": "no se dice quién firma",
        "Braces {{}} stay": "Las llaves {{}} quedan",
    }
)


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("No case number: copy it.", "Sin número de caso: cópielo."),
        ("No date of injury: enter it.", "Falta fecha de la lesión: escríbalo."),
        ("No Date of injury: enter it.", "Falta Date of injury: escríbalo."),  # it begins as words of a file do
        ("Item 2: “x {y}” here, x {y} there.", "Punto 2: aquí «x {y}», allí x {y}."),
        ("Item 2: “x” here, y there.", "Item 2: “x” here, y there."),
        ("3 days late (due 01/02/2026).", "3 días de retraso (vencía el 01/02/2026)."),
        ("2 to fix, who signs is not said", "2 por corregir, no se dice quién firma"),
        ("No case number: copy it. No date: enter it.", "Sin número de caso: cópielo. Falta date: escríbalo."),
        ("Braces {} stay", "Las llaves {} quedan"),
        ("Nobody made this.", "Nobody made this."),
    ],
)
def test_what_is_known_is_said(english, spanish):
    assert SAY(english) == spanish


@given(st.text(max_size=80), st.text(max_size=80))
@example("", "")
@example(" late (due ", ") (due ).")
def test_no_text_breaks_it(before, after):
    for text in (f"{before} (due {after}).", f"Item {before}: “{after}” here, {after} there.", before * 40):
        assert isinstance(SAY(text), str)
