"""Proposals fill what is empty in a case and change nothing that stands."""

import json
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.case import codec, edits
from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.errors import UsageError
from imr_desktop.extract import Proposal, accept

from .letters import TWO_PAGES, Item, Letter, laid_out
from .records import APPLICATION, AT, read_of, taken

EMPTY = Case(id="case")


def accepted(case, *proposals, decisions=False):
    return accept(case, proposals, at=AT, decisions=decisions)


def test_a_determination_becomes_a_case():
    case = accept(*taken(read_of(*TWO_PAGES)), at=AT, decisions=True)
    assert (case.number, case.dates.decision, case.credentials.licensure) == (
        "CM26-0001234",
        date(2026, 2, 3),
        "California, Nevada",
    )
    assert [(item.title, item.decision) for item in case.items] == [
        ("Ice pack", "Upheld"),
        ("MRI of the lumbar spine", "Overturned"),
    ]
    assert codec.decode(codec.encode(case)) == case


def test_without_the_decisions_they_stay_the_sources():
    case = accept(*taken(read_of(*TWO_PAGES)), at=AT, decisions=False)
    assert [(item.decision, item.source_decision) for item in case.items] == [(None, "Upheld"), (None, "Overturned")]


def test_items_of_one_letter_are_never_joined():
    letter = Letter(items=[Item("Physical therapy 6 visits", "Upheld"), Item("Physical therapy 6 visits", "Overturned")])
    case = accept(*taken(read_of(laid_out(letter))), at=AT, decisions=True)
    assert [item.decision for item in case.items] == ["Upheld", "Overturned"]
    assert len({item.id for item in case.items}) == 2


def test_the_first_of_several_values_wins():
    case = accepted(
        EMPTY,
        Proposal("age", 48),
        Proposal("age", 49),
        Proposal("dates.injury", "2025-04-11"),
        Proposal("dates.injury", "2025-04-12"),
    )
    assert (case.age, case.dates.injury) == (48, date(2025, 4, 11))


def test_what_the_reviewer_entered_stays():
    item = DisputedItem(id="mine", title="Tramadol 50 mg #60", rationale="My words.")
    case = edits.add_item(edits.set_dates(edits.set_field(EMPTY, age=51, number="CM26-1"), injury=date(2025, 1, 1)), item)
    after = accepted(
        case,
        Proposal("age", 48),
        Proposal("number", "CM26-2"),
        Proposal("dates.injury", "2025-04-11"),
        Proposal("items.1", {"title": "Tramadol 50mg #60", "rationale": "Other words.", "reviewer_guideline": "MTUS."}),
    )
    assert (after.age, after.number, after.dates.injury) == (51, "CM26-1", date(2025, 1, 1))
    (kept,) = after.items
    assert (kept.id, kept.rationale, kept.reviewer_guideline) == ("mine", "My words.", "MTUS.")


def test_accepting_twice_changes_nothing_more():
    case, proposals = taken(read_of(APPLICATION))
    once = accept(case, proposals, at=AT, decisions=False)
    assert accept(once, proposals, at=AT, decisions=False) == once


def test_left_and_right_are_different_services():
    case = accepted(
        EMPTY, Proposal("items.1", {"title": "MRI of the left knee"}), Proposal("items.2", {"title": "MRI of the right knee"})
    )
    assert [item.title for item in case.items] == ["MRI of the left knee", "MRI of the right knee"]


def test_attestations_and_facts_are_taken_once():
    case = accepted(
        EMPTY,
        Proposal("attestations.no_affiliation", True),
        Proposal("attestations.no_affiliation", True),
        Proposal("facts.exam.spasm", True),
        Proposal("facts.exam.spasm", False),
        Proposal("attestations.own_judgment", False),
    )
    assert [made.statement for made in case.attestations] == ["no_affiliation"]
    assert [(fact.key, fact.value) for fact in case.facts] == [("exam.spasm", True)]


@pytest.mark.parametrize(
    "proposal",
    [
        Proposal("nowhere", 1),
        Proposal("age", "old"),
        Proposal("dates.injury", "soon"),
        Proposal("dates.nothing", "2025-01-01"),
        Proposal("sex", "unknown"),
        Proposal("track", "slow"),
        Proposal("items.1", {"title": "x", "relation": "half"}),
        Proposal("items.1", {"title": 3}),
        Proposal("items.1", "x"),
        Proposal("findings.1", {"words": "x"}),
        Proposal("findings.1", 4),
        Proposal("credentials.name", "x"),
        Proposal("dates.injury", None),
    ],
    ids=lambda proposal: f"{proposal.key}={proposal.value}",
)
def test_a_value_that_does_not_fit_is_named(proposal):
    with pytest.raises(UsageError, match=proposal.key):
        accepted(EMPTY, proposal)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 200) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["title", "text", "decision"]), inner),
)


@given(
    st.lists(
        st.builds(
            Proposal,
            st.sampled_from(["age", "sex", "dates.injury", "items.1", "findings.1", "facts.x", "summary"]),
            json_values,
        )
    )
)
def test_any_proposals_give_a_valid_case_or_a_sentence(proposals):
    try:
        case = accept(EMPTY, proposals, at=AT, decisions=True)
    except UsageError:
        return
    assert codec.decode(codec.encode(case)) == case
    assert json.loads(msgspec.json.encode(case))["id"] == "case"
