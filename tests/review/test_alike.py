"""Which wordings are shown as perhaps one treatment."""

from __future__ import annotations

import pytest

from imr_desktop.review.alike import may_be_one


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Postoperative physical therapy, 24 sessions", "Assistant surgeon"),
        ("Left knee arthroscopy with partial meniscectomy", "Postoperative brace"),
        ("Preoperative EKG", "Preoperative medical clearance"),
        ("Orthopedic surgeon consultation", "Right shoulder surgery"),
    ],
)
def test_what_comes_before_after_or_with_an_operation_is_no_other_name_of_it(first, second):
    assert not may_be_one(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Postoperative physical therapy, 24 sessions", "Physical therapy 12 visits"),
        ("Right shoulder arthroscopy", "Right shoulder surgery"),
        ("Post-op brace", "Splint"),
    ],
)
def test_one_treatment_in_two_wordings_may_be_one(first, second):
    assert may_be_one(first, second)
