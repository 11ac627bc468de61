"""What differs between two versions, by stable places and in words."""

import re
from datetime import UTC, date, datetime

import msgspec
import pytest
from case_strategies import cases
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.case import bound, edits
from imr_desktop.case.bound_sources import sources
from imr_desktop.case.dates import written_at
from imr_desktop.case.differences import differences
from imr_desktop.case.model import (
    Acknowledgement,
    Attestation,
    Case,
    ClaimDates,
    Comment,
    CriterionAnswer,
    DisputedItem,
    Fact,
    Finding,
    Search,
    SignedLetter,
    SourceRef,
)
from imr_desktop.case.text import changed_words
from imr_desktop.case.tree import case_of, place_of_fact, tree

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
AT = written_at(NOW, seconds=True)  # by this computer's clock
replace = msgspec.structs.replace


@pytest.fixture
def case():
    return Case(
        id="c",
        summary="Knee gave way.",
        dates=ClaimDates(injury=date(2024, 3, 9)),
        items=(DisputedItem("i1", "Hinged brace"), DisputedItem("i2", "Gym membership", rationale="It is not medical.")),
        findings=(Finding("f1", "Limps"), Finding("f2", "Cannot kneel", sources=(SourceRef("d", 37, "cannot kneel"),))),
    )


def only(before, after):
    (found,) = differences(before, after)
    return found


def test_places_and_words_of_what_changed(case):
    assert only(case, edits.set_rationale(case, "i2", "It is not.")) == (
        "items.i2.rationale",
        "Item 2 › Rationale",
        "It is not medical.",
        "It is not.",
    )
    assert only(case, edits.set_dates(case, injury=date(2024, 3, 19))) == (
        "dates.injury",
        "Date of injury",
        "03/09/2024",
        "03/19/2024",
    )
    assert only(case, edits.decide(case, "i1", "Upheld")) == ("items.i1.decision", "Item 1 › Decision", "", "Upheld")
    assert only(case, edits.set_credentials(case, specialty="Orthopedics"))[:2] == (
        "credentials.specialty",
        "Credentials › Specialty",
    )
    assert only(case, edits.change_finding(case, "f2", sources=())).before == "p. 37: “cannot kneel”"


def test_what_came_and_went_is_one_difference_each(case):
    assert only(case, edits.remove_finding(case, "f2")) == (
        "findings.f2",
        "Finding 2",
        "Cannot kneel\nSources: p. 37: “cannot kneel”",
        "",
    )
    fact = edits.set_fact(case, Fact("drug.dose_mg", 12.5, item="i2"))
    assert only(case, fact) == ("facts.drug.dose_mg@i2", "Item 2 › Fact drug: dose mg", "", "12.5")
    assert only(case, fact).place == place_of_fact("drug.dose_mg", "i2")
    added = edits.add_item(case, DisputedItem("i3", "TENS unit", decision="Overturned"))
    assert only(case, added)[1:] == ("Item 3", "", "TENS unit\nDecision: Overturned")
    answered = edits.answer_criterion(case, "i1", CriterionAnswer("knee.brace.a", "met", "Exam"))
    assert only(case, answered)[:2] == ("items.i1.answers.knee.brace.a", "Item 1 › Criterion knee: brace: a")
    viewed = edits.note_view(case, "i1", "Looks needed.", NOW)
    assert only(case, viewed)[1:] == ("Item 1 › Preliminary view 1", "", "Looks needed.")
    searched = edits.add_search(case, Search("s", ("mri",), pages=(1, 2, 3, 7), made_at=NOW))
    assert only(case, searched).after == f"Terms: mri\nPages: 1-3, 7\nMade: {AT}"


def test_a_list_put_in_another_order_is_not_taken_for_new_content(case):
    turned = replace(case, items=case.items[::-1])
    assert only(case, turned) == ("items", "Items › Order", "Hinged brace\nGym membership", "Gym membership\nHinged brace")
    changed = edits.change_item(turned, "i1", title="Brace")
    assert [one.place for one in differences(case, changed)] == ["items.i1.title", "items"]
    assert differences(case, changed)[0].label == "Item 2 › Request"


def test_bound_words_are_a_difference_of_their_text(case):
    after = replace(case, bound=(bound.BoundText("", "summary", 0, 4, "age"),))
    assert only(case, after) == ("summary", "Summary › Bound words", "", "Knee (Age)")


def test_what_reads_alike_is_shown_in_every_detail(case):
    one = edits.change_finding(case, "f2", sources=(SourceRef("d", 37, "cannot kneel", (0.0, 1.0, 2.0, 3.0)),))
    found = only(case, one)
    assert found.before != found.after
    assert found.after == "Document: d; Page: 37; Quote: cannot kneel; Box: 0, 1, 2, 3"


def test_it_is_told_in_words_and_not_in_inner_names(case):
    made = replace(
        case,
        comments=(Comment("a73733969d1a2a13", "Which knee?", "reviewer", NOW, "findings.f2", 167, 458),),
        attestations=(Attestation("own_judgment", NOW),),
        acknowledgements=(Acknowledgement("terms.spelling:1", "The treater's own", NOW),),
        items=(edits.answer_criterion(case, "i1", CriterionAnswer("trial.failed_care", "met", "")).items[0], *case.items[1:]),
        signed=(SignedLetter("letter.pdf", "0" * 64, NOW),),
    )
    told = {one.label: one.after for one in differences(case, made)}
    assert told["Comment 1"] == f"Which knee?\nRole: reviewer\nMade: {AT}\nPlace: Finding 2"
    assert told["Item 1 › Criterion trial: failed care"] == "met"
    assert told["Reason given (terms: spelling)"] == "The treater's own"
    assert told["Signed letter 1"] == f"letter.pdf\nSigned: {AT}"
    (statement,) = (label for label in told if label.startswith("Statement"))
    assert "_" not in statement + told[statement]
    assert not re.search(r"\b[0-9a-f]{12,}\b|\b\w+_\w+\b", " ".join([*told, *told.values()]))


def test_dates_are_called_what_they_are_called_elsewhere():
    days = ClaimDates(**dict.fromkeys(ClaimDates.__struct_fields__, date(2025, 1, 2)))
    after = Case(id="c", dates=days)
    called = {one.source: one.label for one in sources(after)}
    assert {one.place: one.label for one in differences(Case(id="c"), after)} == {
        source: label for source, label in called.items() if source.startswith("dates.")
    }


@settings(deadline=None, max_examples=40)
@given(cases(signed=True), cases(signed=True))
def test_differences_are_complete_and_turn_round(before, after):
    found, back = differences(before, after), differences(after, before)
    assert found or before == after
    assert differences(before, before) == ()
    assert len({one.place for one in found}) == len(found)
    assert {(one.place, one.before, one.after) for one in found} == {(one.place, one.after, one.before) for one in back}
    assert all(one.before != one.after and one.label for one in found)


@settings(deadline=None, max_examples=40)
@given(cases(signed=True))
def test_a_case_is_its_places(case):
    assert case_of(tree(case), case) == case


def test_ids_that_stand_twice_have_an_answer(case):
    twice = replace(case, findings=case.findings * 2)
    assert [one.place for one in differences(case, twice)] == ["findings.f1#2", "findings.f2#2"]
    assert only(case, edits.note_view(case, "i1", "a", NOW)).after == "a"


def test_large_cases_have_an_answer_at_a_cost_as_large_as_they_are(case, work):
    def compare(count):
        many = tuple(Finding(f"n{number}", "text", sources=(SourceRef("d", 1),)) for number in range(count))
        assert len(differences(case, replace(case, findings=many, summary="x" * 50 * count))) == count + 3

    assert work(lambda: compare(20_000)) < 12 * work(lambda: compare(2_000))


# --- word by word


def both(changes):
    return tuple("".join(one.words for one in changes if one.kind != left_out) for left_out in ("in", "out"))


def test_the_words_that_changed():
    assert changed_words("The brace is needed now.", "The brace is not needed.") == (
        ("same", "The brace is "),
        ("in", "not "),
        ("same", "needed"),
        ("out", " now"),
        ("same", "."),
    )
    assert changed_words("needed", "needless") == (("out", "needed"), ("in", "needless"))
    assert changed_words("", "new") == (("in", "new"),)
    assert changed_words("", "") == ()


@settings(deadline=None)
@given(st.text("ab \n.", max_size=60), st.text("ab \n.", max_size=60))
def test_the_runs_make_up_both_texts(before, after):
    runs = changed_words(before, after)
    assert both(runs) == (before, after)
    assert all(one.words for one in runs)
    assert all(one.kind != other.kind for one, other in zip(runs, runs[1:], strict=False))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a b " * 250_000, "b a " * 250_000),
        (("word " * 5 + "\n") * 40_000, ("other " * 5 + "\n") * 40_000),
        ("a" * 10**6, "a" * 500_000 + "b" * 500_000),
        (
            "\n".join("ab"[number * 7 % 3 % 2] * 700 for number in range(1400)),
            "\n".join("ab"[number * 5 % 7 % 2] * 700 for number in range(1400)),
        ),
        (" ".join(map(str, range(740))), " ".join(map(str, reversed(range(740))))),
    ],
)
def test_a_million_letters_have_an_answer(before, after):
    # Work that grew with the square of the length would not end within the suite's time limit.
    assert both(changed_words(before, after)) == (before, after)


def test_one_word_changed_in_a_long_text_is_found():
    text = "".join(f"Line {number} says nothing new.\n" for number in range(1200))
    changed = text.replace("Line 7 says", "Line 7 told").replace("Line 900 says", "Line 900 told")
    assert [one.words for one in changed_words(text, changed) if one.kind != "same"] == ["says", "told"] * 2
