"""The office profile: own words by edition, what a letter carries of it, profiles that meet."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.case import office
from imr_desktop.case.office import OfficeProfile
from imr_desktop.errors import CaseInvalid, UsageError

SHIPPED = {"how.opening": "A physician was given the file.", "running": "IMR case {number}"}
DAY = date(2026, 11, 29)


NAMED = OfficeProfile("Example Review")


def worded(profile=NAMED, **words):
    return office.reworded(profile, {place.replace("_", "."): text for place, text in words.items()}, SHIPPED, DAY)


def test_other_words_make_an_edition_and_the_same_words_make_none():
    first = worded(how_opening="An independent physician was given the file.")
    assert (first.edition, dict(first.words)) == ("1", {"how.opening": "An independent physician was given the file."})
    assert worded(first, how_opening="An independent physician was given the file.") is first
    second = worded(first, how_opening="A physician outside was given the file.")
    assert [edition.number for edition in second.editions] == [1, 2]
    assert second.editions[0] == first.editions[0]


def test_the_shipped_words_come_back_as_an_edition_of_their_own():
    back = worded(worded(how_opening="Other words."), how_opening=SHIPPED["how.opening"])
    assert (back.edition, back.wording) == ("2", ())


@pytest.mark.parametrize(
    "text", ["IMR case", "IMR case {number} {number}", "IMR case {nummer}", "IMR case {number", "} {number}"]
)
def test_what_the_program_fills_in_stays(text):
    with pytest.raises(UsageError, match=r"must hold \{number\}"):
        worded(running=text)


def test_a_place_that_is_none_is_named():
    with pytest.raises(UsageError, match=r"no paragraph “how\.closing”"):
        worded(how_closing="Words.")


def test_a_letter_carries_the_office_only_where_it_has_a_name():
    assert office.on_letter(OfficeProfile(), SHIPPED) is None
    made = office.on_letter(worded(how_opening="Other words."), SHIPPED)
    assert (made.name, made.edition, made.wording[0].text) == ("Example Review", "1", "Other words.")
    assert office.on_letter(worded(how_opening="Other words."), ()).wording == ()


def test_an_edition_of_one_number_with_other_words_is_refused():
    mine, theirs = worded(how_opening="Mine."), worded(how_opening="Theirs.")
    with pytest.raises(UsageError, match="two wordings cannot carry one number"):
        office.joined(mine, theirs, "The file")
    with pytest.raises(UsageError, match="this computer has edition 1 already"):
        office.joined(mine, OfficeProfile("Example Review"), "The file")
    newer = worded(mine, how_opening="Newer.")
    assert office.joined(mine, newer, "The file").editions == newer.editions


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"director": "Pat Example, MD"}, "has no name"),
        ({"name": "x" * 201}, "name has 201 letters"),
        ({"name": "x", "address": ("a",) * 11}, "address has 11 lines"),
        ({"name": "x", "language_help": "a" * 2001}, "language help has 2,001 letters"),
    ],
)
def test_what_does_not_fit_is_said(given, words):
    with pytest.raises(UsageError, match=words):
        office.tidy(OfficeProfile(**given))


def test_empty_lines_and_outer_spaces_go():
    kept = office.tidy(OfficeProfile("  Example \n Review ", (" PO Box 12 ", "", "  ")))
    assert (kept.name, kept.address) == ("Example Review", ("PO Box 12",))


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_profile_or_a_sentence(data):
    try:
        said = str(type(office.decode(data, "The file")).__name__)
    except CaseInvalid as error:
        said = error.sentence
    assert said.startswith(("OfficeProfile", "The file is no office profile"))
