"""Comments: pinned to places, found again in a changed text, answered, settled and removed."""

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.case import codec, comments, edits
from imr_desktop.case.model import Case, Comment, DisputedItem

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
replace = msgspec.structs.replace


def a_comment(number: int = 1, **changes) -> Comment:
    return replace(Comment(f"c{number}", f"Remark {number}", "first reviewer", NOW + timedelta(minutes=number)), **changes)


@pytest.fixture
def case():
    item = DisputedItem("i1", "Hinged brace", rationale="A brace helps. A brace is asked for twice.")
    return Case(id="c", summary="Knee gave way.", items=(item,))


def pinned(case, place, words, nth=0, text=None):
    text = comments.text_at(case, place)
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return a_comment(place=place, start=start, end=start + len(words), quote=words)


def test_a_comment_survives_the_file(case):
    case = edits.add_comment(case, pinned(case, "items.i1.rationale", "A brace", 1))
    assert codec.decode(codec.encode(case)) == case


def test_the_words_are_found_where_they_stood_and_after_the_text_moved(case):
    comment = pinned(case, "items.i1.rationale", "A brace", 1)
    assert comments.span(case, comment) == (15, 22)
    moved = edits.set_rationale(case, "i1", "So: " + case.item("i1").rationale)
    assert comments.span(moved, comment) == (19, 26), "the nearer of the two"
    assert comments.span(edits.set_rationale(case, "i1", "Nothing."), comment) is None
    assert comments.span(edits.remove_item(case, "i1"), comment) is None


def test_a_comment_on_a_fact_has_no_words(case):
    assert comments.span(case, a_comment(place="facts.drug.dose_mg")) is None
    assert comments.span(case, a_comment(place="items.i1.title", start=0, end=3, quote="Hin")) is None


@given(st.text(max_size=30), st.integers(-99, 99), st.text(max_size=3), st.text(max_size=9))
def test_a_found_span_always_holds_the_quote(summary, start, quote, place):
    case = Case(id="c", summary=summary)
    for where in (place, "summary"):
        found = comments.span(case, a_comment(place=where, start=start, end=start, quote=quote))
        assert found is None or summary[slice(*found)] == quote != ""


def test_answers_stand_in_the_order_of_their_moments_whatever_zone_tells_them():
    west = timezone(timedelta(hours=-8))
    first, second, third = (NOW + timedelta(minutes=minutes) for minutes in (1, 2, 3))
    told = (first.astimezone(west), second.replace(tzinfo=None), third.astimezone(west))
    asked = Case(id="c", comments=(a_comment(0),))
    for number, at in ((3, told[2]), (2, told[1]), (1, told[0])):
        asked = edits.answer_comment(asked, "c0", a_comment(number, made_at=at))
    assert [[one.id for one in thread] for thread in comments.threads(asked)] == [["c0", "c1", "c2", "c3"]]


def test_answers_stand_at_the_same_place_and_go_with_their_comment(case):
    case = edits.add_comment(case, pinned(case, "summary", "gave way"))
    case = edits.answer_comment(case, "c1", a_comment(2, role="second reviewer"))
    case = edits.answer_comment(case, "c2", a_comment(3, role="office"))
    case = edits.add_comment(case, a_comment(4))
    assert case.comments[2].quote == "gave way"
    assert [[one.id for one in thread] for thread in comments.threads(case)] == [["c1", "c2", "c3"], ["c4"]]
    assert [one.id for one in edits.remove_comment(case, "c2").comments] == ["c1", "c4"]
    assert [one.id for one in edits.remove_comment(case, "c1").comments] == ["c4"]


def test_a_comment_is_settled_and_opened_again(case):
    case = edits.resolve_comment(edits.add_comment(case, a_comment()), "c1")
    assert case.comments[0].resolved
    assert not edits.resolve_comment(case, "c1", False).comments[0].resolved


@pytest.mark.parametrize(
    "act",
    [
        lambda case: edits.answer_comment(case, "gone", a_comment(2)),
        lambda case: edits.resolve_comment(case, "gone"),
        lambda case: edits.remove_comment(case, "gone"),
    ],
)
def test_an_unknown_comment_is_an_error(case, act):
    with pytest.raises(KeyError):
        act(case)


def test_answers_in_a_circle_end():
    ring = tuple(a_comment(n, reply_to=f"c{(n + 1) % 3}") for n in range(3))
    assert sorted(one.id for thread in comments.threads(Case(id="c", comments=ring)) for one in thread) == ["c0", "c1", "c2"]
    assert edits.remove_comment(Case(id="c", comments=ring), "c1").comments == ()


def test_long_chains_cost_as_much_as_they_are_long(work):
    def follow(count):
        chain = Case(id="c", comments=tuple(a_comment(n, reply_to=f"c{n - 1}") for n in range(count, -1, -1)))
        (thread,) = comments.threads(chain)
        assert len(thread) == count + 1
        assert edits.remove_comment(chain, "c0").comments == ()

    assert work(lambda: follow(20_000)) < 12 * work(lambda: follow(2_000))


def test_a_comment_without_an_id_takes_no_others_along():
    case = Case(id="c", comments=(a_comment(1, id=""), a_comment(2)))
    assert [one.id for one in edits.remove_comment(case, "").comments] == ["c2"]
