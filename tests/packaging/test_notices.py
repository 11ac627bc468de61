"""The notices and the bill of materials name what is locked, and the licence texts are there."""

from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from imr_desktop.paths import resource

COPYLEFT = re.compile(r"(?<!L)A?GPL")


@pytest.fixture(scope="module")
def locked(root: Path) -> set[tuple[str, str]]:
    text = (root / "packaging/requirements.lock").read_text("utf-8")
    return set(re.findall(r"^([a-z0-9][a-z0-9-]*)==(\S+)", text, re.MULTILINE))


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    return json.loads(resource("notices", "bill-of-materials.cdx.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def notices() -> str:
    return resource("notices", "THIRD_PARTY_NOTICES.txt").read_text("utf-8")


def test_the_notices_are_in_step_with_the_lock(notices: str, locked: set[tuple[str, str]]) -> None:
    section = notices.partition("Libraries installed beside it")[2].partition("Qt contains")[0]
    assert set(re.findall(r"^  (\S+) +(\S+) +\S", section, re.MULTILINE)) == locked


def test_the_bill_is_in_step_with_the_lock(bill: dict[str, Any], locked: set[tuple[str, str]]) -> None:
    libraries = [one for one in bill["components"] if "purl" in one]
    assert {(one["name"], one["version"]) for one in libraries} == locked
    assert {one["purl"] for one in libraries} == {f"pkg:pypi/{name}@{version}" for name, version in locked}


def test_the_bill_is_valid(bill: dict[str, Any]) -> None:
    validation = pytest.importorskip("cyclonedx.validation.json", reason="cyclonedx-python-lib is not installed")
    from cyclonedx.exception import MissingOptionalDependencyException
    from cyclonedx.schema import SchemaVersion

    validator = validation.JsonStrictValidator(SchemaVersion.V1_6)
    try:
        assert validator.validate_str(json.dumps(bill)) is None
    except MissingOptionalDependencyException:
        pytest.skip("cyclonedx-python-lib is installed without its validation")
    assert validator.validate_str(json.dumps(bill | {"components": [{"type": "library"}]})) is not None


def test_everything_a_library_needs_is_on_the_bill(bill: dict[str, Any]) -> None:
    named = {one["bom-ref"] for one in bill["components"]}
    assert {need for one in bill["dependencies"] for need in one["dependsOn"]} <= named


def test_nothing_is_under_the_gpl_alone(bill: dict[str, Any]) -> None:
    entries = [part for one in bill["components"] for part in (one, *one.get("components", ()))]
    licences = {one["name"]: one["licenses"][0]["expression"] for one in entries}
    assert {name: licence for name, licence in licences.items() if COPYLEFT.search(licence) and "LGPL" not in licence} == {}


def test_every_library_brings_its_licence_text_or_has_it_here(locked: set[tuple[str, str]]) -> None:
    ours = {"pyside6-essentials": "LGPL-3.0", "shiboken6": "LGPL-3.0"}
    for name, _version in locked:
        try:
            files = metadata.distribution(name).files or ()
        except metadata.PackageNotFoundError:
            continue  # for another system
        brought = [file for file in files if re.search(r"licen[cs]e|copying|notice", str(file), re.IGNORECASE)]
        assert brought or resource("notices", "licences", f"{ours.get(name)}.txt").is_file(), name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("LGPL-3.0", "GNU LESSER GENERAL PUBLIC LICENSE"),
        ("GPL-3.0", "GNU GENERAL PUBLIC LICENSE"),
        ("SQLCipher", "ZETETIC LLC"),
        ("PDFium", "The PDFium Authors"),
        ("Apache-2.0", "Apache License"),
        ("PDFium", "The FreeType Project LICENSE"),
        ("PDFium", "libopenjpeg.txt"),
        ("PDFium", "lcms.txt"),
    ],
)
def test_licence_texts(notices: str, name: str, words: str) -> None:
    assert words in resource("notices", "licences", f"{name}.txt").read_text("utf-8")
    assert f"  {name}.txt " in notices


def test_the_programs_own_licence(root: Path) -> None:
    assert "Apache License\n                           Version 2.0" in (root / "packaging/LICENSE").read_text("utf-8")
