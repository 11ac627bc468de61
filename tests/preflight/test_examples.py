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
from imr_desktop.preflight.runner import run_checks


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.name)
def test_every_check_does_what_its_examples_say_and_names_its_source(check):
    shown = tuple(examples(check))
    assert {example.bad for example in shown} == {True, False}
    assert check.citation, "resources/preflight/checks.toml names no source for it"
    assert check.title.endswith(".")
    found = [run_checks(example.case, example.context, (check.name,)) for example in shown]
    assert not [problem for problems in found for problem in problems if "could not run" in problem.message]
    assert [bool(problems) for problems in found] == [example.bad for example in shown]


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
