"""The calculators, as the window and the command line use them: the names of `rules.calculators`, and reading a request."""

from imr_desktop.rules import parse_request
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
