"""A case evaluated again gives what a fresh evaluation gives, and looks only at what depends on the change."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.case import edits
from imr_desktop.case.model import Case, ClaimDates, CriterionAnswer, DisputedItem, Fact, Finding
from imr_desktop.rules import evaluate_case, load_packs, reuse
from imr_desktop.rules.reuse import Evaluations

PAGES = {1: "Eight physical therapy visits were attended.", 2: "Spasm of the trapezius; a twitch response on palpation."}
AT = datetime(2026, 1, 5, tzinfo=UTC)
EDITS = (
    lambda case: edits.change_item(case, "a", rationale=f"{case.item('a').rationale} more"),
    lambda case: edits.change_item(case, "b", title="MRI of the right knee"),
    lambda case: edits.change_item(case, "b", reviewer_guideline="MTUS ACOEM Knee Complaints 2004"),
    lambda case: edits.decide(case, "c", "Upheld"),
    lambda case: edits.decide(case, "c", "Overturned"),
    lambda case: edits.answer_criterion(case, "a", CriterionAnswer("cp09.tpi.c5", "met", "spread over two visits")),
    lambda case: edits.set_fact(case, Fact("request.units_per_session", 3.0, item="a")),
    lambda case: edits.set_fact(case, Fact("patient.age", 51.0)),
    lambda case: edits.add_finding(case, Finding(edits.new_id(), "Muscle spasm of the neck.")),
    lambda case: edits.set_summary(case, "Pain since 2013; therapy failed."),
    lambda case: edits.set_dates(case, decision=date(2014, 3, 3)),
    lambda case: edits.set_field(case, number="CM26-1", age=40),
    lambda case: edits.note_view(case, "a", "Likely not enough tried before.", AT),
    lambda case: edits.remove_item(case, "d"),
)


@pytest.fixture(scope="module")
def packs():
    return load_packs()


@pytest.fixture
def case() -> Case:
    titles = {
        "a": "Trigger point injections x 6",
        "b": "MRI of the left knee",
        "c": "Lumbar fusion L4-5",
        "d": "Post-operative physical therapy 2 times a week for 6 weeks",
    }
    return Case(
        "r",
        dates=ClaimDates(decision=date(2014, 2, 4)),
        items=tuple(DisputedItem(key, title) for key, title in titles.items()),
    )


@pytest.fixture
def looked_at(monkeypatch) -> list[set[str]]:
    """The ids of the items looked at, a set for each evaluation."""
    seen = []

    def noted(case, packs, record, *, only):
        seen.append({item.id for item in case.items if item.id in only})
        return evaluate_case(case, packs, record, only=only)

    monkeypatch.setattr(reuse, "evaluate_case", noted)
    return seen


@settings(max_examples=20, deadline=None)
@given(steps=st.lists(st.sampled_from(range(len(EDITS))), max_size=6))
def test_the_same_as_fresh_after_any_edits(steps):
    packs = load_packs()
    case = Case(
        "r",
        dates=ClaimDates(decision=date(2014, 2, 4)),
        items=tuple(
            DisputedItem(key, title)
            for key, title in zip(
                "abcd",
                ("Trigger point injections x 6", "MRI of the left knee", "Lumbar fusion L4-5", "Post-op brace"),
                strict=True,
            )
        ),
    )
    evaluations = Evaluations()
    evaluations.of(case, packs, PAGES)
    for step in steps:
        case = EDITS[step](case)
        assert evaluations.of(case, packs, PAGES) == evaluate_case(case, packs, PAGES)


def test_prose_touches_no_item(packs, case, looked_at):
    evaluations = Evaluations()
    evaluations.of(case, packs, PAGES)
    evaluations.of(edits.change_item(case, "a", rationale="One more letter"), packs, dict(PAGES))
    assert looked_at == [{"a", "b", "c", "d"}, set()]


def test_an_items_own_answer_and_fact_touch_it_alone(packs, case, looked_at):
    evaluations = Evaluations()
    evaluations.of(case, packs, PAGES)
    case = edits.answer_criterion(case, "b", CriterionAnswer("x", "met"))
    evaluations.of(case, packs, PAGES)
    evaluations.of(edits.set_fact(case, Fact("request.units_per_session", 3.0, item="a")), packs, PAGES)
    assert looked_at[1:] == [{"b"}, {"a"}]


@pytest.mark.parametrize(
    "change",
    [
        lambda case: edits.add_finding(case, Finding("f", "spasm")),
        lambda case: edits.set_dates(case, decision=date(2020, 1, 1)),
        lambda case: edits.decide(case, "c", "Upheld"),
    ],
    ids=["finding", "decision date", "operation decided"],
)
def test_what_all_rest_on_touches_all(packs, case, looked_at, change):
    evaluations = Evaluations()
    evaluations.of(case, packs, PAGES)
    evaluations.of(change(case), packs, PAGES)
    assert looked_at[1] == {"a", "b", "c", "d"}


def test_another_record_or_pack_touches_all(packs, case, looked_at):
    evaluations = Evaluations()
    evaluations.of(case, packs, PAGES)
    evaluations.of(case, packs, {1: "Nothing."})
    evaluations.of(case, load_packs(), {1: "Nothing."})
    assert looked_at[1:] == [{"a", "b", "c", "d"}] * 2
