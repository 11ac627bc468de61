"""What a machine read stays read when steps are undone; what the reviewer did to a page goes with its step."""

from datetime import UTC, datetime

from imr_desktop.case import edits
from imr_desktop.case.model import Case, CaseFile, PageNote

AT = datetime(2026, 11, 1, tzinfo=UTC)


def record(unreadable=(), doubtful=(), notes=(), first=1):
    return Case("c", files=(CaseFile("a" * 64, "a.pdf", 9, first, unreadable, doubtful),), page_notes=notes)


def states(case):
    return case.files[0].unreadable, case.files[0].doubtful


def test_what_a_machine_read_is_carried_to_an_older_state():
    before, now = record(unreadable=(2, 3)), record(doubtful=(2,), unreadable=(3,))
    assert states(edits.carry_states(before, now)) == ((3,), (2,))
    assert edits.carry_states(now, now) is now


def test_a_page_that_was_read_by_eye_in_the_undone_step_is_as_it_was():
    before = record(unreadable=(3, 4), doubtful=(2,))
    now = record(doubtful=(4,), unreadable=(3,), notes=(PageNote(2, read_at=AT),))
    assert states(edits.carry_states(before, now)) == ((3,), (2, 4))
    turned = record(doubtful=(2,), notes=(PageNote(2, turned=90),))
    assert states(edits.carry_states(record(unreadable=(2,)), turned)) == ((), (2,)), "turning says nothing of words"


def test_a_file_at_another_place_says_nothing():
    assert states(edits.carry_states(record(unreadable=(2,)), record(first=4))) == ((2,), ())


def test_states_are_taken_over_by_file():
    case = record(unreadable=(1, 2))
    assert states(edits.take_states(case, record(doubtful=(1,), unreadable=(2,)).files)) == ((2,), (1,))
    assert edits.take_states(case, case.files) is case
    assert edits.take_states(case, ()) is case
