"""What paper adds to words: empty backs, separator sheets, letters set apart, numbered lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.extract import split_documents
from imr_desktop.extract.parts.furniture import without_furniture
from imr_desktop.extract.parts.line_numbers import line_numbers
from imr_desktop.extract.parts.spaced import unspaced

from .records import read_of

LETTER = (
    "VALE REVIEW SERVICES\nUTILIZATION REVIEW DETERMINATION\nRe: Rosa Okun\nThe request was not certified.\nPage 1 of 3",
    "Clinical summary\nThe knee is swollen.\nPage 2 of 3",
    "Rationale\nNo study was sent.\nSincerely,\nAnn Sample, MD\nPage 3 of 3",
)
NOTE = "INVENTED CLINIC\nVISIT NOTE\nPatient: Okun, Rosa\nDate of visit: 03/04/2024\nPain is less."


@pytest.mark.parametrize(
    "between", ["", "This page intentionally left blank.", ". |", "DOCUMENT SEPARATOR SHEET\nBatch 7", "FX 11"]
)
def test_a_sheet_between_two_pages_that_count_on_parts_no_document(between):
    found = split_documents(read_of(LETTER[0], between, LETTER[1], between, LETTER[2], NOTE), 1)
    assert [(one.first_page, one.last_page) for one in found] == [(1, 5), (6, 6)]


def test_a_paper_of_its_own_between_two_pages_that_count_on_is_one():
    found = split_documents(read_of(LETTER[0], NOTE, *LETTER[1:]), 1)
    assert 2 in [one.first_page for one in found]


def test_the_heading_of_a_section_parts_a_letter_that_counts_no_pages_no_more_than_an_empty_back_does():
    plain = [page.rpartition("\n")[0] for page in LETTER]
    found = split_documents(read_of(plain[0], "", plain[1], plain[2], NOTE), 1)
    assert [(one.first_page, one.last_page) for one in found] == [(1, 4), (5, 5)]


SPACED = {
    "S T . M A R Y S P I N E C L I N I C": "ST. MARY SPINE CLINIC",
    "V A L E   &   O K U N   M E D I C A L   G R O U P": "VALE & OKUN MEDICAL GROUP",
    "P R O G R E S S R E P O R T  03/04/2024": "PROGRESS REPORT  03/04/2024",
    "X X X X X X X": "X X X X X X X",
    "A B C D E F G H I": "A B C D E F G H I",
    "Section I A B": "Section I A B",
}


def test_words_with_a_space_behind_each_letter_are_words():
    assert {line: unspaced(line) for line in SPACED} == SPACED


@given(st.text(alphabet="AB RST.&-\n1", max_size=200))
def test_letters_set_together_are_the_same_letters(line):
    assert unspaced(line).replace(" ", "") == line.replace(" ", "")


def test_a_letterhead_in_spaced_letters_and_one_on_pleading_paper_are_the_facility():
    spaced = NOTE.replace("INVENTED CLINIC", "I N V E N T E D C L I N I C")
    pleading = [
        "ANN SAMPLE, SBN 123456",
        "LAW OFFICE OF ANN SAMPLE",
        "12 Nowhere Street",
        "WORKERS' COMPENSATION APPEALS BOARD",
    ]
    paper = "\n".join(f"{number} {line}" for number, line in enumerate([*pleading, *["Words follow."] * 24], 1))
    found = split_documents(read_of(spaced, paper), 1)
    assert [one.facility for one in found] == ["INVENTED CLINIC", "LAW OFFICE OF ANN SAMPLE"]


def test_the_numbers_of_lines_are_blanked_and_those_of_a_list_stay():
    paper = "\n".join(f"{number} words" for number in range(1, 29))
    assert without_furniture([paper]).texts[0].split() == ["words"] * 28
    assert line_numbers("\n".join(f"{number} words" for number in range(1, 12))) == []
    assert line_numbers("\n".join(f"{number}. words" for number in range(1, 29))) == []


def test_the_day_of_an_examination_in_a_title_is_the_running_heads_day_on_later_pages():
    head = "INVENTED EVALUATORS\nSeptember 19, 2024\nTo the parties\nOne Nowhere Street\nTown, CA 90000\nFor: Rosa Okun\n"
    first = f"{head}Claim Number: WC-1\nPANEL QME REPORT: EXAMINATION OF AUGUST 24, 2024\nDear parties:\nMs. Okun is well."
    more = [f"RE: Rosa Okun\nAugust 24, 2024\nPage {page}\nThe knee bends and she walks." for page in range(2, 9)]
    found = split_documents(read_of(first, *more), 1)
    assert [(one.first_page, one.last_page) for one in found] == [(1, 8)]
