"""The pack that the README shows can be used as it stands."""

import re
import textwrap
from datetime import date

import pytest

from imr_desktop.case.model import ClaimDates
from imr_desktop.rules import evaluate_case, load_packs


@pytest.fixture
def mine(root, tmp_path):
    section = (root / "README.md").read_text(encoding="utf-8").split("\n## Your own guideline packs\n")[1].split("\n## ")[0]
    (block,) = re.findall(r"(?:^    .*\n)+", section, re.MULTILINE)
    (tmp_path / "office.yaml").write_text(textwrap.dedent(block), encoding="utf-8")
    return load_packs(user=tmp_path)


@pytest.mark.parametrize(
    ("asked", "statuses"),
    [("Gym membership for 6 months", ["not met", "met"]), ("Gym membership for 2 months", ["met", "met"])],
)
def test_it_governs_and_says_what_it_replaces(mine, make_case, asked, statuses):
    case = make_case(asked, summary="The patient was taught a home program.", dates=ClaimDates(decision=date(2026, 11, 23)))
    (report,) = evaluate_case(case, mine)
    assert (report.rule, report.source, report.overrides) == ("office.gym", "office.yaml", ("odg.gym",))
    assert [criterion.status for criterion in report.criteria if criterion.id.startswith("office.")] == statuses
    assert "odg.gym" not in mine.rules
