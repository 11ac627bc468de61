"""The pack that the user guide shows can be used as it stands."""

import re
from datetime import date

import pytest

from imr_desktop.case.model import ClaimDates
from imr_desktop.guide import chapters
from imr_desktop.rules import evaluate_case, load_packs


@pytest.fixture
def mine(tmp_path):
    (chapter,) = (chapter for chapter in chapters() if chapter.name == "packs")
    block, *_ = re.findall(r"^```yaml\n(.*?)^```", chapter.text, re.MULTILINE | re.DOTALL)
    (tmp_path / "office.yaml").write_text(block, encoding="utf-8")
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
