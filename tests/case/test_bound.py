"""Bound words: what they can be bound to, how they move with the text, when they are stale, and what a file may hold."""

import json
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.case import bound, codec, edits
from imr_desktop.case.bound_sources import sources, value_of
from imr_desktop.case.model import BoundText, Case, ClaimDates, DisputedItem, Fact, Finding, SourceRef

SPACE = "ab 0\n"


def a_case(**changes) -> Case:
    base = Case(
        id="c",
        number="CM25-0000007",
        age=51,
        sex="female",
        summary="Injured on . Seen on .",
        dates=ClaimDates(injury=date(2024, 3, 9), ur_denial=date(2025, 1, 2)),
        items=(
            DisputedItem(
                "i1",
                "Hinged brace, left knee",
                requested="2 braces",
                authorized="1 brace",
                in_dispute="1 brace",
                rationale="The request is for a brace.",
            ),
            DisputedItem("i2", "Gym membership"),
        ),
        facts=(Fact("drug.dose_mg", 12.5), Fact("exam.effusion", True), Fact("visits.done", 6.0, item="i1")),
        findings=(
            Finding("f1", "Knee gives way on stairs", sources=(SourceRef("d", 4, "gives way\non stairs"),)),
            Finding("f2", "", sources=(SourceRef("d", 5, "no locking"),)),
            Finding("f3", "Limps"),
        ),
    )
    return msgspec.structs.replace(base, **changes)


def words(case: Case) -> list[str]:
    return [bound.words_of(case, one) for one in case.bound]


# --- sources


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("dates.injury", "03/09/2024"),
        ("dates.mailed", None),
        ("dates.surprise", None),
        ("dates.", None),
        ("age", "51"),
        ("sex", "female"),
        ("number", "CM25-0000007"),
        ("summary", None),
        ("id", None),
        ("", None),
        ("fact:drug.dose_mg", "12.5"),
        ("fact:exam.effusion", "yes"),
        ("fact:visits.done", None),
        ("fact:visits.done@i1", "6"),
        ("fact:", None),
        ("finding:f1", "Knee gives way on stairs"),
        ("finding:f1.quote", "gives way on stairs"),
        ("finding:f2", "no locking"),
        ("finding:f3.quote", None),
        ("finding:gone", None),
        ("item:i1.title", "Hinged brace, left knee"),
        ("item:i1.in_dispute", "1 brace"),
        ("item:i2.requested", None),
        ("item:i1.rationale", None),
        ("item:i9.title", None),
        ("item:", None),
    ],
)
def test_the_words_of_a_source(source, value):
    assert value_of(a_case(), source) == value


@given(st.text(max_size=30))
def test_any_name_of_a_source_has_an_answer(source):
    assert value_of(a_case(), source) in (None, *(one.value for one in sources(a_case())))


def test_facts_of_odd_values_have_words():
    odd = ((float("nan"), "nan"), (1e300, "1e+300"), (-0.0, "0"), (3.0, "3"), ("a\nb\x00", "a b"), (False, "no"))
    for value, said in odd:
        assert value_of(a_case(facts=(Fact("k", value),)), "fact:k") == said


def test_what_can_be_inserted_in_the_summary_and_in_a_rationale():
    offered = {one.source: one for one in sources(a_case())}
    assert offered["dates.injury"] == ("dates.injury", "Date of injury", "03/09/2024")
    assert offered["item:i2.title"].label == "Item 2 › Request"
    assert offered["fact:drug.dose_mg"].label == "Drug: dose mg"
    assert "dates.mailed" not in offered
    assert "item:i2.requested" not in offered
    own = {one.source for one in sources(a_case(), "i1")}
    assert "item:i1.title" in own
    assert "fact:visits.done@i1" in own
    assert not any(source.startswith("item:i2") for source in own)
    assert all(one.value == value_of(a_case(), one.source) for one in offered.values())


def test_passages_are_not_offered():
    assert "finding:f" not in {one.source for one in sources(a_case(findings=(Finding("f", "word " * 1000),)))}


# --- inserting


def test_an_inserted_value_is_bound_and_another_before_it_moves_it():
    case = bound.insert(a_case(), "", "summary", len("Injured on . Seen on "), "dates.ur_denial")
    case = bound.insert(case, "", "summary", len("Injured on "), "dates.injury")
    assert case.summary == "Injured on 03/09/2024. Seen on 01/02/2025."
    assert words(case) == ["03/09/2024", "01/02/2025"]
    assert bound.stale(case) == ()


def test_inserting_in_place_of_words_and_beyond_the_end():
    case = bound.insert(a_case(summary="Aged ## years"), "", "summary", 5, "age", end=7)
    assert case.summary == "Aged 51 years"
    assert words(case) == ["51"]
    case = bound.insert(case, "", "summary", 10**9, "sex")
    assert case.summary.endswith("yearsfemale")
    assert words(case) == ["51", "female"]
    assert bound.insert(case, "", "summary", 0, "dates.mailed") is case
    with pytest.raises(KeyError):
        bound.insert(case, "gone", "rationale", 0, "age")


def test_what_is_inserted_inside_bound_words_dissolves_them():
    case = bound.insert(a_case(), "", "summary", 0, "dates.injury")
    case = bound.insert(case, "", "summary", 2, "age")
    assert case.summary.startswith("0351/09/2024")
    assert words(case) == ["51"]


# --- moving with edits


def at(text: str, part: str, nth: int = 0) -> BoundText:
    start = -1
    for _ in range(nth + 1):
        start = text.index(part, start + 1)
    return BoundText("", "summary", start, start + len(part), "age")


@pytest.mark.parametrize(
    ("old", "part", "new", "left"),
    [
        ("seen 01/01/2025 again", "01/01/2025", "was seen 01/01/2025 again", "01/01/2025"),
        ("seen 01/01/2025 again", "01/01/2025", "seen 01/01/2025 again and again", "01/01/2025"),
        ("seen 01/01/2025 again", "01/01/2025", "seen 01/01/2025", "01/01/2025"),
        ("seen 01/01/2025 again", "01/01/2025", "seen 01/02/2025 again", None),
        ("seen 01/01/2025 again", "01/01/2025", "seen  again", None),
        ("seen 01/01/2025 again", "01/01/2025", "", None),
        ("seen 01/01/2025 again", "01/01/2025", "seen 001/01/2025 again", "01/01/2025"),
        ("seen 01/01/2025 again", "01/01/2025", "seen 01/01/20255 again", "01/01/2025"),
        ("aged 11", "11", "aged 111", "11"),
        ("aged 51 or 51 now", "51", "aged 51 or 51 or 51 now", "51"),
    ],
)
def test_a_range_follows_an_edit(old, part, new, left):
    after = bound.moved((at(old, part),), "", "summary", old, new)
    assert [new[one.start : one.end] for one in after] == ([left] if left else [])


def test_other_texts_ranges_stay_where_they_are():
    other = BoundText("i1", "rationale", 0, 3, "age")
    assert bound.moved((at("x 51", "51"), other), "", "summary", "x 51", "") == (other,)
    assert bound.moved((other,), "i1", "rationale", "The", "Oh The") == (msgspec.structs.replace(other, start=3, end=6),)


VALUES = st.sampled_from(("0", "00", "a0", "ab", "aa"))


@st.composite
def bound_texts(draw):
    """A text of few letters, where much looks alike, with ranges in it."""
    text, found = "", []
    for _ in range(draw(st.integers(0, 4))):
        text += draw(st.text(SPACE, max_size=4))
        value = draw(VALUES)
        found.append(BoundText("", "summary", len(text), len(text) + len(value), "age"))
        text += value
    return text + draw(st.text(SPACE, max_size=4)), tuple(found)


@settings(deadline=None, max_examples=400)
@given(bound_texts(), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6), st.text(SPACE, max_size=5)), max_size=6))
def test_random_edits_leave_only_ranges_that_hold_what_was_inserted(made, changes):
    text, here = made
    case = Case(id="c", summary=text, bound=here)
    for start, count, put in changes:
        before, old = words(case), case.summary
        case = edits.set_summary(case, old[:start] + put + old[start + count :])
        left = iter(before)
        assert all(any(one == word for one in left) for word in words(case)), "a range holds other words, or changed places"
        assert bound.tidy(case) is case
        spots = [(one.start, one.end) for one in case.bound]
        assert all(0 <= a < b <= len(case.summary) for a, b in spots)
        assert all(b <= c for (_, b), (c, _) in zip(spots, spots[1:], strict=False))


@settings(deadline=None)
@given(bound_texts(), st.integers(0, 30), st.text(SPACE, min_size=1, max_size=5))
def test_typing_outside_of_ranges_dissolves_none(made, start, put):
    text, here = made
    start = min(start, len(text))
    if not any(one.start < start < one.end for one in here):
        after = bound.moved(here, "", "summary", text, text[:start] + put + text[start:])
        assert len(after) == len(here)


@settings(deadline=None)
@given(bound_texts(), st.integers(0, 40), st.integers(0, 40))
def test_two_inserts_one_after_the_other(made, first, second):
    case = Case(id="c", summary=made[0], bound=made[1], age=51, number="N7")
    case = bound.insert(case, "", "summary", first, "number")
    before = case
    case = bound.insert(case, "", "summary", second, "age")
    assert "51" in words(case)
    cut = [one for one in before.bound if one.start < min(second, len(before.summary)) < one.end]
    assert len(case.bound) == len(before.bound) + 1 - len(cut)
    assert all(
        bound.words_of(case, one) == {"number": "N7", "age": "51"}[one.source]
        for one in case.bound
        if one not in made[1] and one.source == "number"
    )


@settings(deadline=None)
@given(bound_texts(), st.integers(0, 40))
def test_an_insert_taken_out_again_leaves_the_text_as_it_was(made, place):
    case = Case(id="c", summary=made[0], bound=made[1], age=51)
    spot = min(place, len(case.summary))
    after = bound.insert(case, "", "summary", spot, "age")
    back = bound.replaced(after, "", "summary", spot, spot + 2, "")
    assert back.summary == case.summary
    assert set(words(back)) <= set(words(case))
    if not any(one.start < spot < one.end for one in case.bound):
        assert back == case


# --- through the edits


def test_every_edit_of_a_text_keeps_the_ranges_right():
    case = bound.insert(a_case(), "i1", "rationale", 0, "item:i1.title")
    case = bound.insert(case, "", "summary", 0, "dates.injury")
    case = edits.change_item(case, "i1", rationale="So: " + case.item("i1").rationale, title="Brace")
    case = edits.set_field(case, summary="Note. " + case.summary, age=52)
    assert words(case) == ["03/09/2024", "Hinged brace, left knee"]
    assert [one.value for one in bound.stale(case)] == ["Brace"]
    assert edits.remove_item(case, "i1").bound == case.bound[:1]
    assert edits.set_summary(case, "").bound == case.bound[1:]


def test_known_ranges_are_taken_and_impossible_ones_are_not():
    given_ranges = [BoundText("", "summary", start, end, "age") for start, end in ((5, 7), (6, 7), (6, 99))]
    case = edits.set_summary(a_case(), "Aged 51", (*given_ranges, BoundText("i1", "rationale", 0, 3, "age")))
    assert words(case) == ["51"]
    case = edits.set_rationale(case, "i1", "A brace", (BoundText("i1", "rationale", 2, 7, "item:i1.title"),))
    assert words(case) == ["51", "brace"]


# --- staleness


def test_a_changed_date_makes_its_words_stale_and_refreshing_puts_the_new_one():
    case = bound.insert(a_case(), "", "summary", len("Injured on "), "dates.injury")
    case = bound.insert(case, "", "summary", len(case.summary) - 1, "dates.injury")
    case = edits.set_dates(case, injury=date(2024, 3, 19))
    first, second = bound.stale(case)
    assert (first.words, first.value) == ("03/09/2024", "03/19/2024")
    case = bound.refresh(case, first.bound)
    assert case.summary == "Injured on 03/19/2024. Seen on 03/09/2024."
    assert [one.bound for one in bound.stale(case)] == [second.bound]
    case = bound.refresh(case, second.bound)
    assert bound.stale(case) == ()
    assert words(case) == ["03/19/2024", "03/19/2024"]


def test_words_whose_source_is_gone_are_stale_without_a_value():
    case = bound.insert(a_case(), "", "summary", 0, "finding:f1")
    case = edits.remove_finding(case, "f1")
    (gone,) = bound.stale(case)
    assert (gone.words, gone.value) == ("Knee gives way on stairs", None)
    assert bound.refresh(case, gone.bound) is case
    plain = bound.unbound(case, "", "summary", gone.bound.start, gone.bound.end)
    assert plain.bound == ()
    assert plain.summary == case.summary


def test_the_manner_of_the_words_is_no_difference_and_is_kept():
    case = a_case(summary="She says: knee gives way on stairs.")
    case = edits.set_summary(case, case.summary, (BoundText("", "summary", 10, 34, "finding:f1"),))
    assert words(case) == ["knee gives way on stairs"]
    assert bound.stale(case) == ()
    changed = edits.change_finding(case, "f1", text="Knee buckles.")
    assert bound.refresh(changed, changed.bound[0]).summary == "She says: knee buckles."
    named = edits.change_finding(case, "f1", text="MRI shows a tear")
    assert bound.refresh(named, named.bound[0]).summary == "She says: MRI shows a tear."


# --- files


def test_ranges_that_cannot_be_are_dropped_and_the_text_stays():
    bad = [(-3, 2), (0, 0), (5, 3), (2, 99), (0, 4), (3, 5), (10**15, 10**15 + 1)]
    fields = [{"item": "", "field": "summary", "start": a, "end": b, "source": "age"} for a, b in bad]
    fields += [
        {"item": "gone", "field": "rationale", "start": 0, "end": 1, "source": "age"},
        {"item": "", "field": "rationale", "start": 0, "end": 1, "source": "age"},
        {"item": "i", "field": "summary", "start": 0, "end": 1, "source": "age"},
    ]
    value = {"id": "c", "summary": "aged 51\nor so", "items": [{"id": "i", "title": "x"}], "bound": fields}
    case = codec.decode(json.dumps(value).encode())
    assert words(case) == ["aged"]
    assert case.summary == value["summary"]
    assert codec.from_builtins(codec.to_builtins(case)) == case
    assert bound.stale(case)[0].value is None


def full_of_ranges(count):
    """As a file: a summary of so many letters bound to so many findings."""
    value = {
        "id": "c",
        "summary": "ab" * count,
        "findings": [{"id": str(n), "text": f"t{n}"} for n in range(count)],
        "bound": [
            {"item": "", "field": "summary", "start": 2 * n, "end": 2 * n + 1, "source": f"finding:{n}"} for n in range(count)
        ],
    }
    return json.dumps(value).encode()


@pytest.mark.parametrize(
    "act",
    [
        codec.decode,
        lambda file: bound.stale(codec.decode(file)),
        lambda file: edits.set_summary(codec.decode(file), "x" + codec.decode(file).summary),
    ],
    ids=["read", "looked through", "changed"],
)
def test_a_file_full_of_ranges_costs_as_much_as_it_is_long(act, work):
    few, many = full_of_ranges(3_000), full_of_ranges(30_000)
    assert work(lambda: act(many)) < 12 * work(lambda: act(few))
    assert len(bound.stale(codec.decode(many))) == 30_000


def test_a_keystroke_in_a_long_text_is_no_walk_through_it(work):
    text = "word " * 200_000
    case = bound.insert(a_case(summary=text), "", "summary", 500_000, "age")
    typed = case.summary[:250_000] + "z" + case.summary[250_000:]
    assert words(edits.set_summary(case, typed)) == ["51"]
    assert work(lambda: edits.set_summary(case, typed)) < 1_000


def test_bound_ranges_survive_a_file():
    case = bound.insert(bound.insert(a_case(), "", "summary", 0, "age"), "i1", "rationale", 3, "item:i1.title")
    assert codec.decode(codec.encode(case)) == case
