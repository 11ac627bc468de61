"""Fields set by name."""

from datetime import date

import pytest

from imr_desktop.case import edits
from imr_desktop.errors import UsageError
from imr_desktop.review.fields import set_named


def test_fields_are_set_from_text():
    case = edits.new_case()
    for name, text in (
        ("number", "CM26-0000001"),
        ("age", "48"),
        ("dates.decision", "2026-04-06"),
        ("sex", "female"),
        ("credentials.licensure", "California"),
        ("track", "expedited"),
        ("number", "007"),
    ):
        case = set_named(case, name, text)
    assert (case.number, case.age, case.sex, case.track) == ("007", 48, "female", "expedited")
    assert case.dates.decision == date(2026, 4, 6)
    assert case.credentials.licensure == "California"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("items", "x"),
        ("dates.decision", "6/4/26"),
        ("track", "slow"),
        ("credentials.name", "Ada"),
        ("dates", "x"),
        ("age", "-1x"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(name, text):
    with pytest.raises(UsageError, match=name.replace(".", r"\.")):
        set_named(edits.new_case(), name, text)
