"""The words of a page are laid out by where they stand."""

import random
import re
from collections.abc import Iterator

import pytest

from imr_desktop.record.layout import Rule, Spot, laid_out


def test_a_page_is_laid_out_by_place_with_boxes_level_and_rules_between():
    spots = [
        Spot(word, 40 + 60 * at, 100 * row + at, 40 + 60 * at + 5 * len(word), 100 * row + at + 10)
        for row in (1, 2)
        for at, word in enumerate(("Alpha", "Beta", "Gamma", "Delta"))
    ]
    random.Random(1).shuffle(spots)
    lines = laid_out(spots, [Rule(160, 0, 600)], slope=1 / 60, width=612).split("\n")
    assert [line.split() for line in lines if line.strip()][::2] == [["Alpha", "Beta", "Gamma", "Delta"]] * 2
    assert "  " in lines[0].strip()


@pytest.mark.parametrize(("letter", "space"), [(9, 9), (12, 18)], ids=["print", "typewriting"])
def test_close_columns_that_a_machine_saw_stand_apart_and_words_of_a_cell_do_not(letter, space):
    def row(top: int, *cells: str) -> Iterator[Spot]:
        left = 40
        for cell in cells:
            for word in cell.split():
                yield Spot(word, left, top, left + letter * len(word), top + 19)
                left += letter * len(word) + space
            left += 2 * space

    spots = [spot for at in range(1, 9) for spot in row(30 * at, "Units that were ordered", "Units allowed", "Outcome")]
    lines = {" | ".join(line.split("  ")) for line in laid_out(spots, width=1000).replace("   ", "  ").split("\n")}
    assert {re.sub(r"(?: \| ?)+", " | ", line) for line in lines} == {"Units that were ordered | Units allowed | Outcome"}


def test_a_gap_in_a_line_that_a_machine_measured_too_wide_parts_no_cells():
    words = [(40, 60, "MFR"), (64, 70, "R"), (82, 116, "chest"), (120, 124, "6"), (128, 160, "visits")]
    spots = [Spot(text, left, 30 * row, right, 30 * row + 10) for row in range(1, 6) for left, right, text in words]
    assert set(laid_out(spots, width=600).split("\n")) == {"MFR R chest 6 visits"}


def test_words_of_a_row_whose_ink_a_machine_measured_at_other_heights_stay_together():
    words = [(40, 100, 0, "Approve", 10), (104, 116, 0, "6,", 12), (120, 150, 5.5, "deny", 10), (154, 160, 0, "4", 10)]
    spots = [
        Spot(text, left, 30 * row + down, right, 30 * row + down + high)
        for row in range(1, 6)
        for left, right, down, text, high in words
    ]
    assert set(laid_out(spots, width=600).split("\n")) == {"Approve 6, deny 4"}
    halfway = [Spot("12", 300, 30 * row + 8.5, 310, 30 * row + 18.5) for row in range(1, 6)]
    assert any(line.strip() == "12" for line in laid_out([*spots, *halfway], width=600).split("\n")), (
        "between two rows it is in none"
    )
