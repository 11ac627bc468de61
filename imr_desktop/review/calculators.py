"""The calculators, as the window and the command line use them: the names of `rules.calculators`, and reading a request."""

from imr_desktop.rules import parse_request
from imr_desktop.rules.calculators import (
    Calculation,
    Calculator,
    CalculatorContext,
    InputField,
    InputRefused,
    Table,
    as_json,
    as_text,
    calculate,
    calculator,
    calculators,
    measured,
    numeric,
    prefilled,
    shown,
)

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
    "parse_request",
    "prefilled",
    "shown",
]
