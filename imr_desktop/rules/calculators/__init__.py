"""Calculators: pure functions over typed inputs and dated tables, each with its source, version and steps to check."""

from __future__ import annotations

from imr_desktop.rules.calculators.model import (
    Calculation,
    Calculator,
    CalculatorContext,
    InputField,
    InputRefused,
    Table,
    shown,
)
from imr_desktop.rules.calculators.prefill import prefilled
from imr_desktop.rules.calculators.registry import as_json, calculate, calculator, calculators
from imr_desktop.rules.calculators.words import as_text, measured, numeric

__all__ = [
    "Calculation",
    "Calculator",
    "CalculatorContext",
    "InputField",
    "InputRefused",
    "Table",
    "as_json",
    "as_text",
    "calculate",
    "calculator",
    "calculators",
    "measured",
    "numeric",
    "prefilled",
    "shown",
]
