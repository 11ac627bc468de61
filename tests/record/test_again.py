"""Pages that come again are found, exactly or nearly, and of nearly equal ones what differs is told."""

from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.record.again import Change, Copy, changes, copies

WORDS = (
    "On {} the therapist saw the patient for visit {} and notes less pain of the {} knee after exercise at home, "
    "while {} mg of naproxen twice a day is taken with food and walking for half an hour is tolerated."
)


def note(day="09/18/2024", visit="6", side="left", dose="500") -> str:
    return WORDS.format(day, visit, side, dose)


def other(number: int) -> str:
    return " ".join(f"{word}{number}" for word in note().split())


def test_runs_of_copies_lead_to_the_first_of_their_kind():
    pages = {page: other(page) for page in range(1, 8)}
    pages |= {8: other(3).upper(), 9: other(4).replace(" ", "\n"), 10: other(3), 11: "Page 11", 12: "Page 11", 13: "", 14: ""}
    assert copies(pages) == (Copy(8, 9, 3, True), Copy(10, 10, 3, True))
    assert Copy(8, 9, 3, True).within(9, 12) == Copy(9, 9, 4, True)


def test_an_altered_day_side_or_dose_stands_out():
    first, second = note(), note("09/28/2024", side="right", dose="50")
    assert copies({1: first, 2: other(2), 3: second}) == (Copy(3, 3, 1, False),)
    told = changes(first, second, around=1)
    assert told == (
        Change("On", "09/18/2024", "09/28/2024", "the"),
        Change("the", "left", "right", "knee"),
        Change("while", "500", "50", "mg"),
    )


@given(st.lists(st.sampled_from(note().split()), max_size=60), st.lists(st.sampled_from(note().split()), max_size=60))
def test_differences_make_one_page_of_the_other(was, now):
    told = changes(" ".join(was), " ".join(now), around=0)
    assert sum(len(one.now.split()) - len(one.was.split()) for one in told) == len(now) - len(was)
    assert bool(told) == ([word.lower() for word in was] != [word.lower() for word in now])
