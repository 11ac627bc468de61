"""What a calculator is, and what a calculation gives. Everything here is frozen and knows no screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from imr_desktop.case import dates
from imr_desktop.errors import UsageError

if TYPE_CHECKING:
    from imr_desktop.rules.packs import Packs

Kind = Literal["number", "whole", "date", "choice", "text"]
Given = str | tuple[str, ...]
Cell = int | float | str | date | None


class InputRefused(UsageError):
    """An input that cannot be calculated with; `field` names it, so that a form can mark the place."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class CalculatorContext:
    """What a calculation may look at beside its inputs: the guideline packs, made on first use."""

    packs: Callable[[], Packs]


@dataclass(frozen=True, slots=True)
class InputField:
    """One input. `many`: any number of values, one a line. `default` holds where nothing is given.

    `minimum` and `maximum` bound numbers (both allowed); they keep out what cannot be, and recommend nothing. `choices` are
    fixed; `choices_of` finds them in the packs, as (value, words for people). `example` is typed as it stands.
    """

    name: str
    label: str
    kind: Kind
    unit: str = ""
    minimum: int | Fraction | None = None
    maximum: int | Fraction | None = None
    choices: tuple[str, ...] = ()
    choices_of: Callable[[CalculatorContext], tuple[tuple[str, str], ...]] | None = None
    default: str = ""
    required: bool = False
    many: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """One figure of a result; `value` is None where none can be given, and a note then says why."""

    key: str
    label: str
    value: Cell
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a result, such as the steps of a taper plan."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What came out: `values` (the first is the answer), `steps` to check the arithmetic by, `notes`, and one `sentence`.

    `source` and `version` are those of the data used, where they depend on the inputs.
    """

    values: tuple[Value, ...]
    sentence: str
    steps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    source: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Calculator:
    """One calculator: its fields and the pure function over their values. `main` takes values given without a name."""

    name: str
    title: str
    purpose: str
    fields: tuple[InputField, ...]
    compute: Callable[[Mapping[str, Any], CalculatorContext], Result]
    source: str
    version: str
    main: str = ""
    example: tuple[str, ...] = ()

    def field(self, name: str) -> InputField:
        """The field with this name. Raises KeyError."""
        for one in self.fields:
            if one.name == name:
                return one
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Calculation:
    """A calculation done: the inputs as they were understood, the result, and what it rests on."""

    calculator: str
    inputs: dict[str, Any] = field(hash=False)
    result: Result
    source: str
    version: str


def tidy(number: Fraction | int | float, places: int = 2) -> int | float:
    """A number for people and programs, halves rounded up; a whole one as int."""
    scale = 10**places
    scaled = Fraction(number) * scale
    rounded = Fraction((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator), scale)
    return rounded.numerator if rounded.denominator == 1 else float(rounded)


def shown(cell: Cell | Fraction) -> str:
    """A cell in words: dates MM/DD/YYYY, numbers with thousands commas."""
    if isinstance(cell, date):
        return dates.written(cell)
    if isinstance(cell, Fraction):
        cell = tidy(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{cell:,}"
    return "—" if cell is None else str(cell)
