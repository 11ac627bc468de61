"""The table of checks for the user guide: every check has its row, and the numbers are the ones counted."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from imr_desktop.case.model import Case, Credentials, DisputedItem
from imr_desktop.preflight import all_checks

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "measure_checks.py"


@pytest.fixture(scope="module")
def script():
    return runpy.run_path(str(SCRIPT))


def row(text: str, check: str) -> list[str]:
    """The cells of one check's row: name, title, severity, problems, letters, only shown."""
    (line,) = (line for line in text.splitlines() if line.startswith(f"| `{check}` |"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_one_row_a_check_with_what_was_counted(script):
    items = (DisputedItem("i1", "Brace", rationale="A brace is too expensive. It is not industrial. The price is high."),)
    cases = [Case("c1", items=items, credentials=Credentials("Ohio", "Neurolgy")), Case("c2", items=items)]
    text = script["tables"](cases)
    assert re.search(r"^2 letters, 2 items", text)
    assert all(row(text, check.name)[1] == check.title for check in all_checks())
    assert row(text, "scope.cost")[2:] == ["consider", "4", "2", ""]
    assert row(text, "specialty.spelling")[2:] == ["consider", "1", "1", ""]
    assert row(text, "credentials.california")[2:] == ["hint", "1", "1", "1"]
    assert row(text, "item.none")[3:5] == ["0", "0"]
    assert re.search(r"^\| invented sentences .* \| \d+ \| [\d.]+% \| [\d.]+% \| \d+ of \d+ \|$", text, re.MULTILINE)


def test_a_folder_without_letters_is_said(script, tmp_path, capsys):
    assert script["main"](tmp_path) == 2
    assert "no PDF" in capsys.readouterr().err
