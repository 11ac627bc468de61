"""The lock files hold every library with hashes and no address, and satisfy pyproject.toml."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

PIN = re.compile(r"([a-z0-9][a-z0-9-]*)==(\S+)(?: ; .+?)? \\\Z")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?\Z")
LOCKS = ("requirements", "requirements-build", "requirements-test")


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


def pins(root: Path, lock: str) -> dict[str, Version]:
    lines = (root / f"packaging/{lock}.lock").read_text("utf-8").splitlines()
    return {found[1]: Version(found[2]) for line in lines if (found := PIN.match(line))}


def unmet(requirements: list[str], held: dict[str, Version]) -> list[str]:
    """The requirements that a lock does not satisfy."""

    def met(one: Requirement) -> bool:
        version = held.get(canonicalize_name(one.name))
        return version is not None and one.specifier.contains(version, prereleases=True)

    return [text for text in requirements if not met(Requirement(text))]


def test_they_satisfy_what_the_project_asks_for(root: Path, project: dict[str, Any]) -> None:
    program, test = project["project"]["dependencies"], project["project"]["optional-dependencies"]["test"]
    assert unmet(program, pins(root, "requirements")) == []
    assert unmet(program + test, pins(root, "requirements-test")) == []
    assert unmet(project["build-system"]["requires"], pins(root, "requirements-build")) == []


def test_what_is_not_satisfied_is_found(root: Path) -> None:
    held = pins(root, "requirements")
    assert unmet(["PySide6-Essentials>=6.10,<6.11", "msgspec", "unheard-of"], held) == [
        "PySide6-Essentials>=6.10,<6.11",
        "unheard-of",
    ]


def test_they_agree_with_one_another(root: Path) -> None:
    program, test = pins(root, "requirements"), pins(root, "requirements-test")
    assert program.items() <= test.items()
    build = pins(root, "requirements-build")
    assert [name for name in build.keys() & test.keys() if build[name] != test[name]] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_a_pin_or_a_hash(root: Path, lock: str) -> None:
    lines = (root / f"packaging/{lock}.lock").read_text("utf-8").splitlines()
    assert [line for line in lines if not PIN.match(line) and not HASH.match(line)] == []
    unhashed = [
        line for line, following in zip(lines, [*lines[1:], ""], strict=True) if PIN.match(line) and not HASH.match(following)
    ]
    assert unhashed == []


def test_compiled_libraries_are_locked_for_other_systems_too(root: Path) -> None:
    """One hash a published file: a library in compiled form has many, whatever system the lock was made on."""
    text = (root / "packaging/requirements.lock").read_text("utf-8")
    counts = {block.partition("==")[0]: block.count("--hash=") for block in re.split(r"\n(?=[a-z])", text)}
    compiled = (
        "cryptography",
        "isal",
        "msgspec",
        "pikepdf",
        "pillow",
        "psutil",
        "pypdfium2",
        "pyyaml",
        "rapidfuzz",
        "sqlcipher3",
    )
    assert {name: counts[name] for name in compiled if counts[name] < 8} == {}
    assert counts["pyside6-essentials"] >= 4


@pytest.mark.skipif(not Path(sys.prefix, "installed-test").exists(), reason="not the environment of packaging/test.sh")
def test_what_is_installed_is_what_is_locked(root: Path) -> None:
    from importlib.metadata import distributions

    found = {canonicalize_name(one.name): Version(one.version) for one in distributions()}
    locked = pins(root, "requirements-test") | pins(root, "requirements-build")
    assert {name for name in locked.keys() & found.keys() if found[name] != locked[name]} == set()
