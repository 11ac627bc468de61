"""Body mass index from metric or US units."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from imr_desktop.rules.calculators.data import made, table
from imr_desktop.rules.calculators.inputs import number
from imr_desktop.rules.calculators.model import Calculator, CalculatorContext, InputRefused, Result, Value, shown, tidy

_NUMBER = r"(-?[\d.,]{1,12})"
_FEET = re.compile(rf"{_NUMBER}\s?(?:ft|feet|foot|'|′|’)\s?(?:{_NUMBER}\s?(?:in|inch|inches|\"|″|”|'')?)?\.?", re.IGNORECASE)
_MEASURE = re.compile(rf"{_NUMBER}\s?([a-z\"″”]{{1,10}})\.?", re.IGNORECASE)
_INCH = Fraction("2.54")  # cm, exact by definition
_POUND = Fraction("0.45359237")  # kg, exact by definition
_LENGTHS = {
    "cm": Fraction(1),
    "m": Fraction(100),
    "in": _INCH,
    "inch": _INCH,
    "inches": _INCH,
    '"': _INCH,
    "″": _INCH,
    "”": _INCH,
}
_WEIGHTS = {"kg": Fraction(1), "kgs": Fraction(1), "lb": _POUND, "lbs": _POUND, "pound": _POUND, "pounds": _POUND}
_ADULT = 20


def calculator() -> Calculator:
    """The calculator over ``resources/calculators/bmi.toml``."""
    return made("bmi", compute, table("bmi"))


def compute(values: Mapping[str, Any], context: CalculatorContext) -> Result:
    """Weight in kg by the square of height in m, and its class for adults."""
    data = table("bmi")
    height, weight = _height(values["height"]), _weight(values["weight"])
    _within(height, data["limits"]["height_cm"], "Height", "cm", "height")
    _within(weight, data["limits"]["weight_kg"], "Weight", "kg", "weight")
    metres = height / 100
    index = weight / metres**2
    young = values["age"] is not None and values["age"] < _ADULT
    named = "" if young else _class(index, data["class"])
    steps = (
        f"Height: {values['height']} = {shown(tidy(metres, 4))} m",
        f"Weight: {values['weight']} = {shown(weight)} kg",
        f"{shown(weight)} ÷ {shown(tidy(metres, 4))}² = {shown(tidy(index, 1))} kg/m²",
    )
    note = f"The classes are for adults of {_ADULT} years and more" + ("; none is given." if young else ".")
    words = f"The body mass index is {shown(tidy(index, 1))} kg/m²" + (f" ({named})." if named else ".")
    return Result(
        (Value("bmi", "Body mass index", tidy(index, 1), "kg/m²"), *((Value("class", "Class", named),) if named else ())),
        words,
        steps,
        (note,),
    )


def _height(words: str) -> Fraction:
    """Height in cm."""
    feet = _FEET.fullmatch(words)
    if feet:
        inches = number(feet[2], "Height", "height") if feet[2] else Fraction(0)
        if not 0 <= inches < 12:
            raise InputRefused(f"Height: {shown(inches)} inches beside feet must be from 0 to under 12.", "height")
        return (number(feet[1], "Height", "height") * 12 + inches) * _INCH
    return _measured(words, _LENGTHS, "Height", "5 ft 10 in, 70 in, 178 cm or 1.78 m")


def _weight(words: str) -> Fraction:
    """Weight in kg."""
    return _measured(words, _WEIGHTS, "Weight", "200 lb or 91 kg")


def _measured(words: str, units: Mapping[str, Fraction], label: str, examples: str) -> Fraction:
    match = _MEASURE.fullmatch(words)
    if match is None or match[2].lower() not in units:
        raise InputRefused(f"{label}: “{words[:40]}” needs a number with its unit, such as {examples}.", label.lower())
    return number(match[1], label, label.lower()) * units[match[2].lower()]


def _within(value: Fraction, limits: list[int], label: str, unit: str, field: str) -> None:
    low, high = limits
    if not low <= value <= high:
        raise InputRefused(f"{label} cannot be {shown(value)} {unit}; enter one from {low} to {high} {unit}.", field)


def _class(index: Fraction, classes: list[Mapping[str, Any]]) -> str:
    return next(str(one["name"]) for one in classes if "below" not in one or index < one["below"])
