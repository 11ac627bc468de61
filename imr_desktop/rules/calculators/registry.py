"""All calculators by name, and the one function that computes with any of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from typing import Any

from imr_desktop.errors import UsageError
from imr_desktop.rules.calculators import age, bmi, inputs, intervals, mme, postsurgical, supply, visits
from imr_desktop.rules.calculators.model import Calculation, Calculator, CalculatorContext, Result

_ALL = (mme, bmi, visits, supply, intervals, postsurgical, age)


@cache
def calculators() -> tuple[Calculator, ...]:
    """Every calculator, in the order they are listed."""
    return tuple(one.calculator() for one in _ALL)


def calculator(name: str) -> Calculator:
    """The calculator of this name. Raises UsageError."""
    for one in calculators():
        if one.name == name:
            return one
    known = ", ".join(one.name for one in calculators())
    raise UsageError(f"There is no calculator “{name[:40]}”; choose one of {known}.")


def calculate(name: str, given: Mapping[str, str | Sequence[str]], context: CalculatorContext) -> Calculation:
    """Compute with what was typed, by field name. Raises UsageError; InputRefused names the field."""
    chosen = calculator(name)
    values = inputs.read(chosen, given, context)
    result = chosen.compute(values, context)
    return Calculation(name, inputs.plain(values), result, result.source or chosen.source, result.version or chosen.version)


def as_json(done: Calculation) -> dict[str, Any]:
    """``inputs``, ``result``, ``source`` and ``version`` for other programs; ``result.value`` is the answer itself."""
    return {"inputs": _values(done.inputs), "result": _result(done.result), "source": done.source, "version": done.version}


def _result(result: Result) -> dict[str, Any]:
    answer = result.values[0]
    tables = [
        {"title": one.title, "rows": [dict(zip(one.columns, row, strict=True)) for row in one.rows]} for one in result.tables
    ]
    plain: dict[str, Any] = _values(
        {
            "value": answer.value,
            "unit": answer.unit,
            "sentence": result.sentence,
            "values": [asdict(value) for value in result.values],
            "steps": result.steps,
            "notes": result.notes,
            "tables": tables,
        }
    )
    return plain


def _values(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _values(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_values(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value
