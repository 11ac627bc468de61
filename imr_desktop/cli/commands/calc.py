"""``imr-desktop calc``: opioid doses, visits, periods and dates, computed with their steps and source."""

from __future__ import annotations

import argparse

from imr_desktop.cli.output import say, say_json
from imr_desktop.errors import UsageError
from imr_desktop.review import Services
from imr_desktop.review.calculators import (
    Calculator,
    CalculatorContext,
    as_json,
    as_text,
    calculate,
    calculator,
    calculators,
    shown,
)

EXAMPLE = """examples:
  imr-desktop calc                      lists the calculators
  imr-desktop calc mme                  lists the inputs of one
  imr-desktop calc mme "oxycodone 10 mg x 4" "fentanyl patch 25 mcg/h" --year 2016
  imr-desktop calc mme "oxycodone 10 mg x 4" --taper-from 2026-01-05 --step-percent 10 --step-days 28
  imr-desktop calc bmi --height "5 ft 10 in" --weight "200 lb"
  imr-desktop calc visits --used 10 --requested 12 --cap 24
  imr-desktop calc visits --used 10 --requested 18 --kind "physical therapy" --injury 2019-04-02
  imr-desktop calc supply --quantity 90 --per-day 3 --refills 2 --from 2026-01-05
  imr-desktop calc intervals 2026-01-05 2026-03-09 --minimum-days 60
  imr-desktop calc postsurgical --procedure "rotator cuff repair" --date 2026-01-05
  imr-desktop calc age --born 1970-04-30 --date 2007-03-03 --json

example:
  imr-desktop calc visits used=10 requested=12 cap=24"""
_NAMED = "input_"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The calculator's name, values, and one option for each input of any calculator."""
    parser.add_argument("name", nargs="?", metavar="NAME", help=", ".join(one.name for one in calculators()))
    parser.add_argument("values", nargs="*", metavar="VALUE", help="doses, dates or the operation; or INPUT=VALUE")
    declared: set[str] = set()
    for one in calculators():
        group = parser.add_argument_group(one.name, f"{one.title}: {one.purpose}")
        for field in one.fields:
            if field.name not in declared and not field.many:
                declared.add(field.name)
                group.add_argument(
                    _option(field.name),
                    dest=_NAMED + field.name,
                    metavar=field.kind.upper(),
                    help=_help(one, field.name).replace("%", "%%"),
                )


def run(options: argparse.Namespace) -> int:
    """Print the list, a calculator's inputs, or the calculation."""
    if options.name is None:
        _list(options.json)
        return 0
    chosen = calculator(options.name)
    given = _given(chosen, options)
    if not given and not options.json:
        _describe(chosen)
        return 0
    with Services(options.home) as services:
        done = calculate(chosen.name, given, CalculatorContext(lambda: services.guidelines.packs))
    if options.json:
        say_json(as_json(done))
    else:
        say(as_text(chosen.title, done))
    return 0


def _given(chosen: Calculator, options: argparse.Namespace) -> dict[str, str | list[str]]:
    """What was typed, by input; ``INPUT=VALUE`` and ``--input VALUE`` are the same. Raises UsageError."""
    names = {field.name for field in chosen.fields}
    given: dict[str, str | list[str]] = {}
    main: list[str] = []
    for word in options.values:
        name, equals, value = word.partition("=")
        name = name.strip().replace("-", "_")
        if not equals:
            main.append(word)
        elif chosen.main == name and chosen.field(name).many:
            main.append(value)
        else:
            _put(given, chosen, name, value)
    for key, value in vars(options).items():
        if key.startswith(_NAMED) and value is not None:
            _put(given, chosen, key.removeprefix(_NAMED), value)
    if main and chosen.main not in names:
        raise UsageError(f"“{main[0][:40]}” names no input of {chosen.name}; write it as {_usage(chosen)}.")
    if main:
        _put(given, chosen, chosen.main, main)
    return given


def _put(given: dict[str, str | list[str]], chosen: Calculator, name: str, value: str | list[str]) -> None:
    if all(field.name != name for field in chosen.fields):
        known = ", ".join(field.name.replace("_", "-") for field in chosen.fields)
        raise UsageError(f"“{name[:40]}” is no input of {chosen.name}; it takes {known}.")
    if name in given:
        raise UsageError(f"“{name.replace('_', '-')}” is given twice; give it once.")
    given[name] = value


# --- words for people


def _list(json: bool) -> None:
    if json:
        say_json(
            [
                {
                    "name": one.name,
                    "title": one.title,
                    "source": one.source,
                    "version": one.version,
                    "inputs": [field.name for field in one.fields],
                }
                for one in calculators()
            ]
        )
        return
    for one in calculators():
        say(f"{one.name:<13} {one.title}: {one.purpose}")
    say("\n`imr-desktop calc NAME` shows the inputs of one, `imr-desktop calc --help` examples.")


def _describe(chosen: Calculator) -> None:
    say(f"{chosen.title}: {chosen.purpose}\n")
    for field in chosen.fields:
        say(f"  {_shown_option(chosen, field.name):<20} {_help(chosen, field.name)}")
    say(f"\nSource: {chosen.source} (version {chosen.version})\nexample:\n  {_usage(chosen)}")


def _help(one: Calculator, name: str) -> str:
    field = one.field(name)
    parts = [field.label + (f" ({field.unit})" if field.unit else "")]
    parts += [f"one of {', '.join(field.choices)}"] if field.choices else []
    parts += [f"from {shown(field.minimum)} to {shown(field.maximum)}"] if field.minimum is not None else []
    parts += [f"default {field.default}"] if field.default else []
    parts += [f"such as {field.example}"] if field.example else []
    return "; ".join(parts)


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _shown_option(chosen: Calculator, name: str) -> str:
    return f"{name.upper()} …" if chosen.field(name).many else _option(name)


def _usage(chosen: Calculator) -> str:
    words = (f'"{word}"' if " " in word else word for word in chosen.example)
    return f"imr-desktop calc {chosen.name} {' '.join(words)}"
