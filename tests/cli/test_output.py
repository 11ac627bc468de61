"""Text for people in a terminal's width."""

from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.cli.output import folded

LINE = "    not documented  The plan is active: exercise is prescribed, aerobic exercise first"


@given(st.text("ab 1“", max_size=200), st.integers(20, 90))
def test_no_word_is_lost_and_no_line_is_too_long(text, columns):
    made = folded(text, columns)
    assert made.split() == text.split()
    assert all(len(line) <= columns or len(line.split()) == 1 for line in made.split("\n"))


def test_a_line_goes_on_where_its_words_begin():
    first, second = folded(LINE, 80).split("\n")
    assert first.startswith("    not documented  The plan")
    assert second == f"{'':<20}first"
    assert folded(LINE, 200) == LINE
