"""The calculators' data files: numbers are kept exact."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from functools import cache
from typing import Any

from imr_desktop.errors import PackInvalid
from imr_desktop.paths import resource


@cache
def table(name: str) -> dict[str, Any]:
    """A file of ``resources/calculators`` by name. Raises PackInvalid where it cannot be read."""
    path = resource("calculators", f"{name}.toml")
    try:
        with path.open("rb") as file:
            return tomllib.load(file, parse_float=Fraction)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise PackInvalid(f"The calculator file {path.name} cannot be read ({error}); install IMR Desktop again.") from None
