"""From typed words to values, within each field's limits. What cannot be is refused with a sentence naming the field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from imr_desktop.case import dates
from imr_desktop.rules.calculators.model import Calculator, CalculatorContext, Given, InputField, InputRefused, shown, tidy

MAX_WORDS = 200  # characters of one value
MAX_VALUES = 200  # values of one field
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?|-?\.\d{1,9}", re.ASCII)
_THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,9})?", re.ASCII)
_FRACTION = re.compile(r"(\d{1,6})\s?/\s?(\d{1,6})", re.ASCII)


def read(calculator: Calculator, given: Mapping[str, str | Sequence[str]], context: CalculatorContext) -> dict[str, Any]:
    """Every field's value by name; None (or an empty tuple) where nothing is given. Raises InputRefused."""
    for name in given:
        if all(field.name != name for field in calculator.fields):
            known = ", ".join(field.name for field in calculator.fields)
            raise InputRefused(f"“{_brief(name)}” is no input of {calculator.name}; it takes {known}.")
    return {field.name: _field(field, given.get(field.name, ""), context) for field in calculator.fields}


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as JSON knows them; what was not given is left out."""
    return {name: _typed(value) for name, value in values.items() if value is not None and value != ()}


def number(text: str, label: str, field: str = "") -> Fraction:
    """A number as typed: 7.5, 1,000 or 1/3. Raises InputRefused for anything else, such as 1e9, nan or 20 digits."""
    words = text.strip()
    if _THOUSANDS.fullmatch(words):
        words = words.replace(",", "")
    if _NUMBER.fullmatch(words):
        return Fraction(words)
    parts = _FRACTION.fullmatch(words)
    if parts and int(parts[2]):
        return Fraction(int(parts[1]), int(parts[2]))
    raise InputRefused(f"{label}: “{_brief(text)}” is not a number; write it with digits, such as 12 or 7.5.", field)


def day(text: str, label: str, field: str = "") -> date:
    """A date typed as YYYY-MM-DD or MM/DD/YYYY. Raises InputRefused for anything else and for years no claim has."""
    try:
        return dates.read(text)
    except ValueError as error:
        raise InputRefused(f"{label}: {error}.", field) from None


def _field(field: InputField, given: Given | Sequence[str], context: CalculatorContext) -> Any:
    words = [given] if isinstance(given, str) else list(given)
    words = [word.strip() for word in words if word.strip()]
    if not words and field.default:
        words = [field.default]
    if not words:
        if field.required:
            example = f", such as {field.example}" if field.example else ""
            raise InputRefused(f"“{field.label}” is missing; enter it{example}.", field.name)
        return () if field.many else None
    _check_size(field, words)
    values = tuple(_value(field, word, context) for word in words)
    return values if field.many else values[0]


def _check_size(field: InputField, words: list[str]) -> None:
    if len(words) > (MAX_VALUES if field.many else 1):
        allowed = f"at most {MAX_VALUES} values" if field.many else "one value"
        raise InputRefused(f"{field.label} takes {allowed}, not {len(words)}.", field.name)
    for word in words:
        if len(word) > MAX_WORDS:
            raise InputRefused(f"{field.label} is too long; keep it under {MAX_WORDS} characters.", field.name)


def _value(field: InputField, word: str, context: CalculatorContext) -> Any:
    if field.kind == "date":
        return day(word, field.label, field.name)
    if field.kind == "choice":
        return _choice(field, word, context)
    if field.kind == "text":
        return word
    value = number(word, field.label, field.name)
    if field.kind == "whole" and value.denominator != 1:
        raise InputRefused(f"{field.label} must be a whole number, not {_brief(word)}.", field.name)
    return _within(field, int(value) if field.kind == "whole" else value)


def _within(field: InputField, value: Any) -> Any:
    low, high = field.minimum, field.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        unit = f" {field.unit}" if field.unit else ""
        raise InputRefused(
            f"{field.label} cannot be {shown(tidy(value))}{unit}; enter a number from {shown(low)} to {shown(high)}.",
            field.name,
        )
    return value


def _choice(field: InputField, word: str, context: CalculatorContext) -> str:
    known = field.choices or tuple(value for value, _words in (field.choices_of(context) if field.choices_of else ()))
    for value in known:
        if value.casefold() == word.casefold():
            return value
    shortened = ", ".join(known[:12]) + (" and more" if len(known) > 12 else "")
    raise InputRefused(f"{field.label}: “{_brief(word)}” is not one of {shortened}.", field.name)


def _typed(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_typed(one) for one in value]
    if isinstance(value, Fraction):
        return tidy(value, 6)
    return value


def _brief(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
