"""The calculators' data files: numbers are kept exact."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from imr_desktop.errors import PackInvalid
from imr_desktop.paths import resource
from imr_desktop.rules.calculators.model import Calculator, CalculatorContext, InputField, Result


@cache
def table(name: str) -> dict[str, Any]:
    """A file of ``resources/calculators`` by name. Raises PackInvalid where it cannot be read."""
    path = resource("calculators", f"{name}.toml")
    try:
        with path.open("rb") as file:
            return tomllib.load(file, parse_float=Fraction)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise PackInvalid(f"The calculator file {path.name} cannot be read ({error}); install IMR Desktop again.") from None


def made(
    name: str,
    compute: Callable[[Mapping[str, Any], CalculatorContext], Result],
    origin: Mapping[str, Any] | None = None,
    found: Mapping[str, Mapping[str, Any]] | None = None,
) -> Calculator:
    """A calculator by its form in ``forms.toml``, which names source and version, or `origin` does.

    `found` says of fields, by name, what is found elsewhere: the choices that other data gives.
    """
    form = table("forms")[name]
    fields = tuple(_field({**row, **(found or {}).get(row["name"], {})}) for row in form["fields"])
    known = {**form, **(origin or {})}
    main, example = form.get("main", ""), tuple(form["example"])
    return Calculator(name, form["title"], form["purpose"], fields, compute, known["source"], known["version"], main, example)


def _field(row: dict[str, Any]) -> InputField:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return InputField(**values)
