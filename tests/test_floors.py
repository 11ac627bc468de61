"""The house's floors hold, and the command line starts without the heavy libraries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("PySide6", "pyhanko", "reportlab", "pikepdf", "cryptography", "pypdfium2", "tesserocr")

PROBE = """
import sys
from imr_desktop.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert end.code == 0, end.code
print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_rooms_import_only_from_lower_floors(root: Path) -> None:
    command = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([command, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["read", "--help"], ["determine", "--help"]])
def test_help_loads_no_heavy_library(root: Path, words: list[str]) -> None:
    result = subprocess.run([sys.executable, "-c", PROBE, *words], cwd=root, capture_output=True, text=True, check=True)
    loaded = result.stdout.rpartition("loaded:")[2].split()
    assert "imr_desktop" in loaded
    assert not set(HEAVY) & set(loaded)
