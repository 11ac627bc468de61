"""Two copies of a case become one, and nothing is lost in silence."""

from datetime import UTC, date, datetime

import msgspec
import pytest
from case_strategies import cases
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.case import bound, codec, edits
from imr_desktop.case.merge import merge, resolve
from imr_desktop.case.model import (
    Case,
    CaseFile,
    Comment,
    CriterionAnswer,
    DisputedItem,
    Document,
    Fact,
    Finding,
    SignedLetter,
)
from imr_desktop.errors import CaseInvalid, UsageError

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SIGNED = (SignedLetter("a.pdf", "0" * 64, NOW),)
replace = msgspec.structs.replace


@pytest.fixture
def base():
    return Case(
        id="c",
        number="CM26-1",
        summary="Knee gave way.",
        items=(DisputedItem("1", "Hinged brace", rationale="A brace."), DisputedItem("2", "Gym membership")),
        findings=(Finding("f1", "Limps"),),
        facts=(Fact("drug.dose", 5.0),),
    )


def places(merged):
    return [conflict.place for conflict in merged.conflicts]


# --- properties


@settings(deadline=None, max_examples=50)
@given(cases(), cases(signed=True))
def test_what_one_side_changed_alone_is_taken_whole(base, changed):
    merged = merge(base, base, changed)
    assert merged.case == changed
    assert codec.encode(merged.case) == codec.encode(changed)
    assert merged.conflicts == ()
    if not changed.locked:
        assert merge(base, changed, base).case == changed
        assert merge(base, changed, base).taken == ()
        assert merge(base, changed, changed).case == changed
        assert merge(None, changed, changed).case == changed


@settings(deadline=None, max_examples=60)
@given(st.none() | cases(), cases(), cases(), st.data())
def test_conflicts_are_the_same_from_both_sides_and_every_choice_gives_a_case(base, ours, theirs, data):
    merged, turned = merge(base, ours, theirs), merge(base, theirs, ours)
    assert {(one.place, one.ours, one.theirs, one.decision) for one in merged.conflicts} == {
        (one.place, one.theirs, one.ours, one.decision) for one in turned.conflicts
    }
    assert len(set(places(merged))) == len(merged.conflicts), "each conflict has a place of its own"
    choices = {one.place: data.draw(st.sampled_from(("ours", "theirs"))) for one in merged.conflicts}
    for case in (merged.case, resolve(merged, choices)):
        assert codec.decode(codec.encode(case)) == case
        assert bound.tidy(case) is case
        for several in (case.items, case.findings, case.documents, case.searches, case.comments):
            assert len({one.id for one in several}) == len(several)
    other = {place: {"ours": "theirs", "theirs": "ours"}[side] for place, side in choices.items()}
    chosen, mirrored = resolve(merged, choices), resolve(turned, other)
    assert {one.id: one.decision for one in chosen.items} == {one.id: one.decision for one in mirrored.items}
    assert chosen.summary == mirrored.summary


@settings(deadline=None, max_examples=40)
@given(st.none() | cases(), cases(), cases())
def test_nothing_that_one_side_added_is_gone(base, ours, theirs):
    merged = merge(base, ours, theirs)
    kept = {one.id for one in merged.case.findings}
    before = {one.id for one in base.findings} if base else set()
    assert {one.id for one in (*ours.findings, *theirs.findings)} - before <= kept
    assert {one.id for one in ours.comments} & {one.id for one in theirs.comments} <= {one.id for one in merged.case.comments}
    noted = {one.place for one in merged.taken} | set(places(merged))
    for name in ("number", "age", "summary"):
        if getattr(ours, name) != getattr(theirs, name) and getattr(merged.case, name) != getattr(ours, name):
            assert name in noted
    for item in merged.case.items:
        mine = {one.id: one for one in ours.items}.get(item.id)
        if mine and item.decision != mine.decision:
            key = item.id.replace("%", "%25").replace(".", "%2E").replace("#", "%23")
            assert {f"items.{key}", f"items.{key}.decision"} & noted


# --- what people do


def test_work_on_different_places_goes_together(base):
    ours = edits.change_item(base, "1", rationale="A hinged brace.", decision="Upheld")
    theirs = edits.add_finding(edits.change_item(base, "2", requested="12 months"), Finding("f2", "Cannot kneel"))
    merged = merge(base, ours, theirs)
    assert merged.conflicts == ()
    assert [(one.label, one.after) for one in merged.taken] == [
        ("Item 2 › Requested", "12 months"),
        ("Finding 2", "Cannot kneel"),
    ]
    assert (merged.case.item("1").decision, merged.case.item("2").requested) == ("Upheld", "12 months")


def test_a_decision_in_conflict_is_open_until_it_is_chosen(base):
    merged = merge(base, edits.decide(base, "1", "Upheld"), edits.decide(base, "1", "Overturned"))
    (conflict,) = merged.conflicts
    assert conflict == ("items.1.decision", "Item 1 › Decision", "Upheld", "Overturned", True)
    assert merged.case.item("1").decision is None
    for wrong in ({}, {"items.1.decision": "both"}, {"items.9.decision": "ours"}):
        with pytest.raises(UsageError):
            resolve(merged, wrong)
    with pytest.raises(UsageError, match="Choose a side first for: Item 1 › Decision"):
        resolve(merged, {}, default="ours")
    assert resolve(merged, {"items.1.decision": "theirs"}).item("1").decision == "Overturned"
    assert resolve(merged, {"items.1.decision": "ours"}).item("1").decision == "Upheld"


def test_other_conflicts_may_have_a_default(base):
    merged = merge(None, base, edits.set_summary(base, "The knee locks."))
    assert resolve(merged, {}, default="theirs").summary == "The knee locks."
    assert resolve(merged, {}, default="ours") == base
    with pytest.raises(UsageError, match="Summary"):
        resolve(merged, {})


def test_many_open_conflicts_are_counted(base):
    theirs = edits.set_dates(edits.set_field(base, number="X", summary="Y"), injury=date(2025, 1, 1))
    theirs = edits.change_item(edits.change_item(theirs, "1", title="A", rationale="B"), "2", title="C")
    with pytest.raises(UsageError, match=r"Case number, Summary, Item 1 › Request and 2 more\."):
        resolve(merge(None, base, theirs), {})


def test_an_item_taken_out_here_and_decided_there_is_asked_about(base):
    merged = merge(base, edits.remove_item(base, "2"), edits.decide(base, "2", "Overturned"))
    (conflict,) = merged.conflicts
    assert (conflict.place, conflict.ours, conflict.decision) == ("items.2", "", True)
    assert "Gym membership" in conflict.theirs
    assert merged.case.item("2").decision is None
    assert [item.id for item in resolve(merged, {"items.2": "ours"}).items] == ["1"]
    assert resolve(merged, {"items.2": "theirs"}).item("2").decision == "Overturned"


def test_what_nobody_touched_may_be_taken_out(base):
    merged = merge(base, base, edits.remove_finding(base, "f1"))
    assert merged.case.findings == ()
    assert [(one.label, one.before, one.after) for one in merged.taken] == [("Finding 1", "Limps", "")]


def test_without_a_base_only_what_both_say_differently_is_asked(base):
    ours = edits.set_field(base, age=51)
    theirs = edits.change_item(edits.set_field(base, sex="male", age=52), "1", rationale="Not a brace.", decision="Upheld")
    merged = merge(None, ours, theirs)
    assert places(merged) == ["age", "items.1.rationale"]
    assert merged.case.sex == "male"
    assert merged.case.item("1").decision == "Upheld"
    assert {"sex", "items.1.decision"} == {one.place for one in merged.taken}


def test_answers_of_the_physician_conflict_by_criterion(base):
    ours = edits.answer_criterion(base, "1", CriterionAnswer("knee.a", "met", "Exam"))
    theirs = edits.answer_criterion(base, "1", CriterionAnswer("knee.a", "not met", "No exam"))
    theirs = edits.answer_criterion(theirs, "1", CriterionAnswer("knee.b", "met"))
    merged = merge(base, ours, theirs)
    assert merged.conflicts == (
        ("items.1.answers.knee.a", "Item 1 › Criterion knee: a", "met: Exam", "not met: No exam", False),
    )
    assert len(merged.case.item("1").answers) == 2


def test_yes_and_one_are_different_facts(base):
    ours, theirs = (edits.set_fact(base, Fact("drug.dose", value)) for value in (1.0, True))
    assert places(merge(None, ours, theirs)) == ["facts.drug.dose"]
    (conflict,) = merge(None, ours, theirs).conflicts
    assert (conflict.ours, conflict.theirs) == ("1", "yes")


def test_items_sorted_here_and_there_are_asked_about(base):
    three = edits.add_item(base, DisputedItem("3", "TENS unit"))
    ours, theirs = (replace(three, items=tuple(three.item(one) for one in order)) for order in ("213", "132"))
    merged = merge(three, ours, theirs)
    assert places(merged) == ["items"]
    assert merged.conflicts[0].label == "Items › Order"
    for side, order in (("ours", "213"), ("theirs", "132")):
        assert "".join(one.id for one in resolve(merged, {"items": side}).items) == order


def test_what_both_appended_stands_ours_first(base):
    ours, theirs = (edits.add_item(base, DisputedItem(one, one.upper())) for one in ("o", "t"))
    assert [one.id for one in merge(base, ours, theirs).case.items] == ["1", "2", "o", "t"]


# --- the record


def with_files(base, *names):
    return edits.add_files(
        base,
        [CaseFile(name * 64, name, 2, 1 + 2 * number) for number, name in enumerate(names)],
        [Document(f"d{name}", name * 64, name, "rfa", 1 + 2 * number, 2 + 2 * number) for number, name in enumerate(names)],
    )


def test_a_record_that_goes_on_is_taken(base):
    merged = merge(with_files(base, "a"), with_files(base, "a", "b"), with_files(base, "a", "b", "c"))
    assert merged.conflicts == ()
    assert [one.name for one in merged.case.files] == ["a", "b", "c"]
    assert merge(None, base, with_files(base, "a")).case.page_count == 2


def test_two_records_that_count_the_same_pages_are_never_mixed(base):
    merged = merge(with_files(base, "a"), with_files(base, "a", "b"), with_files(base, "a", "c"))
    assert places(merged) == ["files"]
    for side, name in (("ours", "b"), ("theirs", "c")):
        case = resolve(merged, {"files": side})
        assert [one.name for one in case.files] == ["a", name]
        assert {one.id for one in case.documents} == {"da", f"d{name}"}
        assert sorted(one.first_page for one in case.documents) == [1, 3]


def test_a_document_was_opened_when_it_was_first_opened(base):
    base = with_files(base, "a")
    early, late = (edits.open_all_documents(base, NOW.replace(hour=hour)) for hour in (8, 9))
    for merged in (merge(base, early, late), merge(None, late, early)):
        assert merged.conflicts == ()
        assert merged.case.documents[0].opened == NOW.replace(hour=8)


# --- bound words


def test_bound_words_go_with_their_text(base):
    base = edits.set_dates(base, injury=date(2025, 1, 2))
    ours = edits.set_field(base, age=51)
    theirs = bound.insert(base, "", "summary", 0, "dates.injury")
    merged = merge(base, ours, theirs)
    assert [bound.words_of(merged.case, one) for one in merged.case.bound] == ["01/02/2025"]
    asked = merge(base, bound.insert(ours, "", "summary", 0, "age"), theirs)
    assert places(asked) == ["summary"]
    for side, words in (("ours", "51"), ("theirs", "01/02/2025")):
        case = resolve(asked, {"summary": side})
        assert [bound.words_of(case, one) for one in case.bound] == [words]


# --- signed cases and bad ones


def test_nothing_is_merged_into_a_signed_case(base):
    signed = replace(base, signed=SIGNED)
    for other in (base, signed):
        with pytest.raises(UsageError, match="signed; nothing is merged into it"):
            merge(None, signed, other)


def test_a_signed_case_is_taken_whole_or_not_at_all(base):
    signed = replace(base, signed=SIGNED)
    assert merge(base, base, signed).case == signed
    assert merge(None, base, signed).case == signed
    for known in (base, None):
        with pytest.raises(UsageError, match="taken only whole"):
            merge(known, edits.set_field(base, age=40), signed)


def test_ids_that_stand_twice_are_refused(base):
    for several in (
        {"items": base.items * 2},
        {"findings": base.findings * 2},
        {"facts": base.facts * 2},
        {"comments": (Comment("c", "a", "office", NOW),) * 2},
    ):
        with pytest.raises(CaseInvalid, match="The other copy holds “.*” twice under"):
            merge(base, base, replace(base, **several))


def test_large_cases_are_merged_at_a_cost_as_large_as_they_are(base, work):
    def merged(count):
        many = tuple(Finding(str(number), "x" * 10) for number in range(count))
        ours = replace(base, findings=many, summary="a" * 100 * count)
        theirs = replace(base, findings=tuple(reversed([replace(one, text="y") for one in many])), summary="b" * 100 * count)
        both = merge(base, ours, theirs)
        assert len(both.conflicts) == count + 1
        assert len(resolve(both, {}, default="theirs").findings) == count

    assert work(lambda: merged(3_000)) < 12 * work(lambda: merged(300))


# --- another's hand


def test_opinions_of_another_are_asked_about_where_ours_is_empty(base):
    answered = edits.answer_criterion(edits.decide(base, "2", "Upheld"), "2", CriterionAnswer("gym.a", "not met"))
    theirs = edits.set_field(edits.change_item(answered, "2", rationale="No evidence."), age=52)
    for known in (None, base):
        merged = merge(known, base, theirs, foreign=True)
        assert set(places(merged)) == {"items.2.decision", "items.2.rationale", "items.2.answers.gym.a"}
        assert (merged.case.item("2"), merged.case.age) == (base.item("2"), 52)
        chosen = resolve(merged, dict.fromkeys(places(merged), "theirs")).item("2")
        assert (chosen.decision, chosen.rationale, len(chosen.answers)) == ("Upheld", "No evidence.", 1)
        assert resolve(merged, dict.fromkeys(places(merged), "ours")).item("2") == base.item("2")


def test_where_another_says_nothing_ours_stays(base):
    ours = edits.answer_criterion(edits.decide(base, "1", "Upheld"), "1", CriterionAnswer("knee.a", "met"))
    theirs = edits.change_item(base, "1", rationale="")
    for known in (None, base, ours):
        merged = merge(known, ours, theirs, foreign=True)
        assert places(merged) == []
        assert merged.case.item("1") == ours.item("1")


def test_what_only_we_changed_is_not_asked_about(base):
    ours = edits.change_item(base, "1", rationale="Another brace.")
    merged = merge(base, ours, base, foreign=True)
    assert (places(merged), merged.case) == ([], ours)


@settings(deadline=None, max_examples=40)
@given(st.none() | cases(), cases(), cases())
def test_no_opinion_of_another_comes_in_without_a_choice(base, ours, theirs):
    merged = merge(base, ours, theirs, foreign=True)
    mine = {item.id: item for item in ours.items}
    for item in merged.case.items:
        if item.id in mine:
            assert item.decision in (None, mine[item.id].decision)
            assert {one.criterion for one in item.answers} <= {one.criterion for one in mine[item.id].answers}
            assert item.rationale == mine[item.id].rationale
    assert codec.decode(codec.encode(merged.case)) == merged.case
