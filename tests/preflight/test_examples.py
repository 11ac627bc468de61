"""Every check does what its docstring says of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from imr_desktop.paths import resource
from imr_desktop.preflight import all_checks, checks
from imr_desktop.preflight.data import table
from imr_desktop.preflight.examples import examples
from imr_desktop.preflight.registry import FAMILIES
from imr_desktop.preflight.runner import run

CASES = [(check, example) for check in all_checks() for example in examples(check)]


@pytest.mark.parametrize(("check", "example"), CASES, ids=lambda value: getattr(value, "name", ""))
def test_example(check, example):
    problems = [problem for problem in run(example.case, example.context) if problem.check == check.name]
    assert not any("could not run" in problem.message for problem in problems)
    assert bool(problems) is example.bad


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.name)
def test_every_check_shows_both_sides_and_its_source(check):
    kinds = {example.bad for example in examples(check)}
    assert kinds == {True, False}
    assert check.citation, "resources/preflight/checks.toml names no source for it"
    assert check.title.endswith(".")


def test_names_are_unique_and_no_citation_is_left_over():
    names = [check.name for check in all_checks()]
    assert len(set(names)) == len(names)
    assert set(table("checks.toml")["citation"]) == set(names)


def test_every_module_of_checks_is_registered():
    modules = {path.stem for path in Path(checks.__file__).parent.glob("*.py")} - {"__init__"}
    assert modules == set(FAMILIES)


def test_an_unsure_check_only_hints():
    assert all(check.flag for check in all_checks() if check.confidence == "unsure")


def test_the_guide_says_how_sure_each_check_is():
    guide = resource("guide", "07-checks.md").read_text(encoding="utf-8").partition("## How sure")[2]
    sure, unsure = (set(re.findall(r"`([\w.]+)`", part)) for part in guide.split("- Unsure"))
    assert sure <= {check.name for check in all_checks() if check.confidence == "sure"}
    assert unsure == {check.name for check in all_checks() if check.confidence == "unsure"}
