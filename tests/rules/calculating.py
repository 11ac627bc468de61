"""What tests of calculators share: one run, its value, its sentence."""

from datetime import date

from hypothesis import strategies as st

from imr_desktop.errors import ImrError
from imr_desktop.review.calculators import CalculatorContext, as_json, calculate

DAYS = st.dates(date(1950, 1, 1), date(2060, 12, 31))


def _no_packs():
    raise AssertionError("this calculator needs no packs")


NO_PACKS = CalculatorContext(_no_packs)


def run(name, **inputs):
    return calculate(name, inputs, NO_PACKS)


def value(done, key=None):
    values = {one.key: one.value for one in done.result.values}
    return values[key] if key else done.result.values[0].value


def told(compute):
    """The result's sentence, or the refusal's."""
    try:
        done = compute()
    except ImrError as error:
        return error.sentence
    assert set(as_json(done)) == {"inputs", "result", "source", "version"}
    return done.result.sentence


def mme(*doses, year="2022", **more):
    return run("mme", doses=doses, year=year, **more)
