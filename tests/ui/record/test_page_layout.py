"""Where pages stand one below the other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.ui.record.page_layout import GAP, MARGIN, PageLayout


@given(st.integers(1, 5000), st.integers(100, 2000), st.integers(0, 10_000_000))
def test_every_height_belongs_to_one_page(count, width, y):
    layout = PageLayout(count, width)
    page = layout.page_at(y)
    assert 1 <= page <= count
    if MARGIN <= y < layout.total:
        assert layout.top(page) <= y < layout.top(page) + layout.height(page) + GAP


def test_a_wide_page_moves_only_what_is_below():
    layout = PageLayout(5000, 612)
    before = layout.top(100), layout.top(101)
    assert layout.set_size(100, (792.0, 612.0))
    assert layout.top(100) == before[0]
    assert layout.top(101) < before[1]
    assert not layout.set_size(100, (792.0, 612.0))
    assert not layout.set_size(7, (0.0, 5.0))
