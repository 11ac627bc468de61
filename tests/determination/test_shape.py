"""Lists and tables keep their shape, wrapped prose is one paragraph, meant line breaks stay, and no word is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.determination.shape import ListBlock, ListItem, ParagraphBlock, TableBlock, blocks


def shapes(text):
    return [type(block).__name__.removesuffix("Block") for block in blocks(text)]


def words(text):
    """Everything a text's blocks say, without white space."""
    said = []
    for block in blocks(text):
        match block:
            case ParagraphBlock(lines):
                said += lines
            case ListBlock(items):
                said += [part for item in items for part in (item.marker, item.text)]
            case TableBlock(rows):
                said += [cell for row in rows for cell in row]
    return "".join("".join(said).split())


WRAPPED = """The patient was seen on 03/03/2024 with pain of the neck that
radiates to the left arm, and the examination showed taut bands
in the trapezius. Strength was full. He was asked to come back
in four weeks."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", ["Paragraph", "Paragraph"]),
        ("Shows:\n• pain\n• stiffness\nNothing else.", ["Paragraph", "List", "Paragraph"]),
        ("1. first\n2. second\n   goes on\n3. third", ["List"]),
        ("(a) first\n(b) second", ["List"]),
        ("i. first\nii. second\niii. third", ["List"]),
        ("Pain was 8 of\n10. The patient rests.", ["Paragraph"]),
        ("Visit\tPain\n1\t6/10\n2\t4/10", ["Table"]),
        ("Visit     Pain\n1         6/10\n2         4/10", ["Table"]),
        ("Two  spaces once.", ["Paragraph"]),
        ("Set  to the full width is  this\nand text  like it  has gaps", ["Paragraph"]),
        ("He rests.  She works.\nShe rests.  He works.", ["Paragraph"]),
        ("-5 degrees\n-3 degrees", ["Paragraph"]),
        ("•\tpain\n•\tstiffness", ["List"]),
        ("1.\tpain\n2.\tstiffness", ["List"]),
        ("o Ice\no Heat", ["List"]),
        ("", []),
    ],
)
def test_blocks_are_of_their_kind(text, expected):
    assert shapes(text) == expected


def test_items_keep_their_markers_their_depth_and_what_goes_on_below():
    (found,) = blocks("- neck\n  - left\n  - right, and further down\n    to the arm\n- back")
    assert found.items == (
        ListItem("-", "neck"),
        ListItem("-", "left", 1),
        ListItem("-", "right, and further down to the arm", 1),
        ListItem("-", "back"),
    )


def test_a_table_keeps_its_columns_and_says_whether_it_is_headed():
    (found,) = blocks("Date\tPain\tRange\n01/02\t6/10\t40°\n02/03\t\t50°")
    assert found == TableBlock((("Date", "Pain", "Range"), ("01/02", "6/10", "40°"), ("02/03", "", "50°")), True)
    (bare,) = blocks("Visit 1     6/10\nVisit 2     4/10")
    assert bare == TableBlock((("Visit 1", "6/10"), ("Visit 2", "4/10")), False)


def test_wrapped_prose_is_one_line_and_meant_breaks_stay():
    (found,) = blocks(WRAPPED)
    assert found.lines == (" ".join(WRAPPED.split()),)
    address = "Harbor Review Services\n12 Main Street\nOakland, CA 94601"
    assert blocks(address) == (ParagraphBlock(tuple(address.split("\n"))),)
    drugs = "Naproxen 500 mg twice a day, taken with food, for the neck\nOmeprazole 20 mg"
    assert blocks(drugs) == (ParagraphBlock(tuple(drugs.split("\n"))),)


LINES = st.lists(
    st.sampled_from(["• a", "1. b", "2. c", "x\ty", "p    q", "  - d", "prose that runs on " * 4, "", "e.", "\t"])
)


@given(st.one_of(st.text(), LINES.map("\n".join)))
def test_no_word_is_lost_or_moved(text):
    assert words(text) == "".join(text.split())
