"""The README says what is so: its commands exist and run, its keys are the menus'."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = ".venv/bin/imr-desktop"


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


def test_it_names_every_command_and_no_other(readme: str) -> None:
    from imr_desktop.cli.parser import COMMANDS

    assert set(re.findall(r"imr-desktop ([a-z]+)", readme)) == set(COMMANDS)


def test_its_keys_are_those_of_the_menus(readme: str) -> None:
    from imr_desktop.ui.controllers.actions import MENUS

    ours = {key for _, definitions in MENUS for definition in definitions for key in definition.keys}
    ours |= {key.replace("Return", "Enter").replace("Down", "↓").replace("Up", "↑") for key in ours}
    in_panes = {"Ctrl+Shift+Enter", "Ctrl+Shift+C"}
    told = set(re.findall(r"`((?:(?:Ctrl|Alt|Shift)\+)+[^`]+|F\d+)`", readme))
    assert len(told) > 20
    assert told - ours - in_panes == set()


def test_its_examples_run(readme: str, root: Path, tmp_path: Path) -> None:
    (tmp_path / "resources").symlink_to(root / "resources")
    blocks = [block for block in re.findall(r"(?:^    .+\n)+", readme, re.MULTILINE) if PROGRAM in block]
    script = "".join(blocks).replace(PROGRAM, f'"{sys.executable}" -m imr_desktop')
    assert script.count("-m imr_desktop") >= 5
    environment = {**os.environ, "PYTHONPATH": str(root), "IMR_DESKTOP_HOME": str(tmp_path / "home")}
    result = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=500,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert sorted(path.name for path in (tmp_path / "signed").iterdir()) == [
        "CM14-9900028 Final determination.pdf",
        "CM16-9900417 Final determination.pdf",
    ]
