"""Where the cited pages of a paragraph stand in its lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.determination.links import places


def shown(lines: list[str]) -> list[tuple[str, str]]:
    return [(lines[line][first:last], page) for line, found in places(lines).items() for first, last, page in found]


def test_each_page_or_run_is_a_place_of_its_own():
    assert shown(["Seen [p. 4] and", "[pp. 4, 9–11]."]) == [("p. 4", "4"), ("pp. 4", "4"), ("9–11", "9")]


def test_a_citation_goes_on_in_the_next_line():
    assert shown(["Seen [pp. 4,", "5; 12] at", "last."]) == [("pp. 4", "4"), ("5", "5"), ("12", "12")]


def test_words_on_two_lines_are_no_place():
    assert shown(["Seen [pp.", "4, 5]."]) == [("5", "5")]
    assert shown(["Seen [p. 4–", "5]."]) == []


@given(st.lists(st.sampled_from(["word", "[p. 3]", "[pp. 4,", "5]", "", "[p."]), max_size=12))
def test_places_are_in_their_lines(lines: list[str]):
    for line, found in places(lines).items():
        assert all(0 <= first < last <= len(lines[line]) for first, last, _ in found)
        assert all(lines[line][first:last].endswith(page) for first, last, page in found)
