"""Morphine milligram equivalents a day by the CDC's tables of 2022 and 2016, and a taper plan with dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from imr_desktop.rules.calculators.data import made, table
from imr_desktop.rules.calculators.doses import Dose, read_dose
from imr_desktop.rules.calculators.model import Calculator, CalculatorContext, InputRefused, Result, Table, Value, shown, tidy
from imr_desktop.rules.calculators.taper import Plan, plan

UNIT = "MME a day"


def calculator() -> Calculator:
    """The calculator over ``resources/calculators/mme.toml``."""
    data = table("mme")
    years = tuple(str(one["year"]) for one in data["table"])
    origin = {"source": data["table"][0]["source"], "version": data["version"]}
    return made("mme", compute, origin, {"year": {"choices": years, "default": years[0]}})


def compute(values: Mapping[str, Any], context: CalculatorContext) -> Result:
    """The drugs' doses added up in MME; with a start date, the taper's steps."""
    data = table("mme")
    chosen = next(one for one in data["table"] if str(one["year"]) == values["year"])
    doses = _doses(values["doses"], data, chosen)
    counted, apart = _by_drug(doses, chosen)
    if not counted:
        return _nothing_counted(apart, chosen, data)
    rows = [(drug, amount, unit, *_factor(chosen, drug, amount)) for (drug, unit), amount in counted.items()]
    total = sum((amount * factor for _drug, amount, _unit, factor, _source in rows), Fraction(0))
    taper = plan(values, total, _alone(rows, chosen))
    steps = [dose.words if (dose.drug, dose.unit) in counted else f"{dose.drug}: not counted" for dose in doses]
    steps += [
        f"{drug}: {shown(amount)} {_a_day(unit)} × {shown(factor)} = {shown(amount * factor)} {UNIT}"
        for drug, amount, unit, factor, _source in rows
    ]
    if len(rows) > 1:
        parts = " + ".join(shown(amount * factor) for _drug, amount, _unit, factor, _source in rows)
        steps.append(f"Together: {parts} = {shown(total)} {UNIT}")
    drugs = Table(
        "Drugs",
        ("Drug", "Dose a day", "Unit", "Factor", "MME a day"),
        tuple(
            (drug, tidy(amount), unit, tidy(factor), tidy(amount * factor)) for drug, amount, unit, factor, _source in rows
        ),
    )
    return Result(
        values=(Value("mme_a_day", "Morphine milligram equivalents", tidy(total), UNIT), *(taper.values if taper else ())),
        sentence=_sentence(total, rows, chosen, taper),
        steps=(*steps, *(taper.steps if taper else ())),
        notes=_notes(total, rows, apart, chosen, data),
        tables=(drugs, *((taper.table,) if taper else ())),
        source=_source(chosen, rows),
        version=data["version"],
    )


def _doses(lines: Sequence[str], data: Mapping[str, Any], chosen: Mapping[str, Any]) -> list[Dose]:
    most = data["limits"]["drugs"]
    if len(lines) > most:
        raise InputRefused(f"{len(lines)} drugs are more than one person takes; enter at most {most}.", "doses")
    known = [one["name"] for one in (*chosen["drugs"], *chosen["not_converted"])]
    names = {alias: name for name in known for alias in (name, *data["names"].get(name, ()))}
    return [read_dose(line, names, data) for line in lines]


def _by_drug(doses: Sequence[Dose], chosen: Mapping[str, Any]) -> tuple[dict[tuple[str, str], Fraction], tuple[str, ...]]:
    """Each counted drug's dose of the day, because methadone's factor follows the whole of it; and the drugs not counted."""
    units = {one["name"]: one.get("unit", "mg") for one in chosen["drugs"]}
    counted: dict[tuple[str, str], Fraction] = {}
    for dose in doses:
        if dose.drug not in units:
            continue
        if dose.unit != units[dose.drug]:
            how = "fentanyl counts only as a patch, in mcg/h" if units[dose.drug] != "mg" else "it is dosed in mg"
            raise InputRefused(f"{dose.drug.capitalize()} in {dose.unit} has no factor in the table: {how}.", "doses")
        counted[dose.drug, dose.unit] = counted.get((dose.drug, dose.unit), Fraction(0)) + dose.amount
    return counted, tuple(dict.fromkeys(dose.drug for dose in doses if dose.drug not in units))


def _factor(chosen: Mapping[str, Any], drug: str, amount: Fraction) -> tuple[Fraction, str]:
    entry = next(one for one in chosen["drugs"] if one["name"] == drug)
    steps = entry.get("factors", [entry])
    found = next(step for step in steps if amount <= step.get("up_to", amount))
    return Fraction(found["factor"]), entry.get("source", "")


def _alone(rows: Sequence[tuple[Any, ...]], chosen: Mapping[str, Any]) -> tuple[str, Fraction, str] | None:
    """The only drug with its dose, where the dose shrinks as the equivalents do: not where its factor follows the dose."""
    sliding = {one["name"] for one in chosen["drugs"] if "factors" in one}
    return rows[0][:3] if len(rows) == 1 and rows[0][0] not in sliding else None


def _notes(
    total: Fraction, rows: Sequence[tuple[Any, ...]], apart: Sequence[str], chosen: Mapping[str, Any], data: Mapping[str, Any]
) -> tuple[str, ...]:
    reached = [one for one in chosen["thresholds"] if total >= one["mme"]]
    notes = [f"{_over(total, one['mme'])}: {one['words']} ({one['source']})." for one in reached]
    if not reached:
        notes.append(f"Below {shown(chosen['thresholds'][0]['mme'])} {UNIT} ({chosen['thresholds'][0]['source']}).")
    notes += _apart(apart, chosen)
    if any(drug == "methadone" for drug, *_rest in rows):
        notes.append(data["cautions"]["methadone"])
    return (*notes, data["cautions"]["conversion"])


def _over(total: Fraction, threshold: int) -> str:
    return f"{'Exactly' if total == threshold else 'Over'} {threshold} {UNIT}"


def _apart(drugs: Sequence[str], chosen: Mapping[str, Any]) -> list[str]:
    why = {one["name"]: one["why"] for one in chosen["not_converted"]}
    return [f"{drug.capitalize()} is not converted: {why[drug]}." for drug in drugs]


def _nothing_counted(apart: Sequence[str], chosen: Mapping[str, Any], data: Mapping[str, Any]) -> Result:
    names = " and ".join(apart)
    return Result(
        (Value("mme_a_day", "Morphine milligram equivalents", None, UNIT),),
        f"{names.capitalize()} is not converted into morphine milligram equivalents (CDC {chosen['year']}).",
        notes=tuple(_apart(apart, chosen)),
        source=chosen["source"],
        version=data["version"],
    )


def _sentence(total: Fraction, rows: Sequence[tuple[Any, ...]], chosen: Mapping[str, Any], taper: Plan | None) -> str:
    drugs = [f"{drug} {shown(amount)} {_a_day(unit)}" for drug, amount, unit, *_rest in rows]
    listed = drugs[0] if len(drugs) == 1 else f"{', '.join(drugs[:-1])} and {drugs[-1]}"
    verb = "comes" if len(drugs) == 1 else "come together"
    first = (
        f"{listed[0].upper()}{listed[1:]} {verb} to {shown(total)} morphine milligram equivalents a day (CDC "
        f"{chosen['year']} factors)."
    )
    return f"{first} {taper.sentence}" if taper else first


def _a_day(unit: str) -> str:
    return "mg a day" if unit == "mg" else unit


def _source(chosen: Mapping[str, Any], rows: Sequence[tuple[Any, ...]]) -> str:
    own = dict.fromkeys(f"{source} ({drug})" for drug, *_rest, source in rows if source)
    return "; ".join((chosen["source"], *own))
