"""Boxes of turned pictures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.record.geometry import Matrix, cited_box, turned_box, turned_size

SIDES = st.tuples(st.floats(0, 1), st.floats(0, 1))
TURNS = st.sampled_from((0, 90, 180, 270))
NUMBERS = st.floats(-100, 100)


@given(SIDES, SIDES, TURNS)
def test_a_picture_turned_and_turned_back_has_its_boxes_where_they_were(across, down, degrees):
    box = (*map(min, zip(across, down, strict=True)), *map(max, zip(across, down, strict=True)))
    assert turned_box(turned_box(box, degrees), 360 - degrees) == pytest.approx(box)


def test_a_corner_goes_with_the_picture():
    assert turned_box((0, 0, 0.1, 0.2), 90) == pytest.approx((0.8, 0, 1, 0.1))
    assert turned_box((0, 0, 0.1, 0.2), 180) == pytest.approx((0.9, 0.8, 1, 1))
    assert turned_box((0, 0, 0.1, 0.2), 270) == pytest.approx((0, 0.9, 0.2, 1))
    assert turned_size(3, 2, 90) == (2, 3)
    assert cited_box((0.25, 0.5, 0.5, 0.75), 100, 200) == (25, 50, 50, 100)


@given(*[st.tuples(*[NUMBERS] * 6)] * 2, NUMBERS, NUMBERS)
def test_matrices_one_after_the_other_are_one(first, second, x, y):
    one, two = Matrix(*first), Matrix(*second)
    assert one.then(two).point(x, y) == pytest.approx(two.point(*one.point(x, y)), rel=1e-6, abs=1e-3)
