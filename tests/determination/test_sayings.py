"""What the letter says of a whole case holds for every mix of items, and claims nothing that nobody said."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations_with_replacement
from typing import get_args

import msgspec
import pytest
from determination_support import make_case
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.case.model import Attestation, Case, CaseFile, DisputedItem, EndState, Issue
from imr_desktop.determination import build_letter
from imr_desktop.determination.sayings import joined, outcome_sentence
from imr_desktop.determination.wording import editions, wording

replace = msgspec.structs.replace
ENDS = get_args(EndState)
STATES = ("Upheld", "Overturned", *ENDS)
NEWEST = editions()[-1]


def decided(*states: str | None) -> Case:
    """A case whose items came to these ends; an ended item may have been decided before it ended."""
    items = (
        DisputedItem(
            f"i{at}", f"MRI {at}", decision=None if state in ENDS else state, end_state=state if state in ENDS else None
        )
        for at, state in enumerate(states)
    )
    return Case("c", items=tuple(items))


def says(*states: str | None) -> str:
    return outcome_sentence(decided(*states), wording())


def whole(text: str) -> bool:
    """Whether a sentence speaks of all the treatment, without saying that it means only what was decided."""
    return bool(re.search(r"(?:None|All|Some, but not all,) of the disputed treatment", text))


def test_every_mix_is_told_and_nothing_is_claimed_of_an_ended_item():
    for size in (1, 2, 3):
        for states in combinations_with_replacement(STATES, size):
            _holds(states)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from((*STATES, None)), min_size=1, max_size=30))
def test_every_longer_mix_is_told_as_well(states):
    _holds(states)


def _holds(states):
    text = says(*states)
    ended = [number for number, state in enumerate(states, 1) if state in ENDS]
    made = {state for state in states if state in ("Upheld", "Overturned")}
    assert not (whole(text) and ended)
    named = [int(number) for number in re.findall(r"\d+", text.partition(" on ")[2])]
    assert sorted(named) == ended
    if None in states:
        assert text.startswith("NOT YET DECIDED.")
        assert not re.search(r"necessary|stands|reversed", text)
        return
    assert text.startswith({0: "ENDED ", 1: "UPHOLD" if made == {"Upheld"} else "OVERTURN", 2: "PARTIAL OVERTURN"}[len(made)])
    assert ("stands" in text) == (made == {"Upheld"})
    assert ("reversed" in text) == (made == {"Overturned"})
    assert ("is medically necessary" in text) == ("Overturned" in made or (made == {"Upheld"} and not ended))
    for why in {state for state in states if state in ENDS}:
        assert wording().why[why] in text
    assert "{" not in text


def test_a_decision_made_before_an_item_ended_is_not_claimed():
    items = (replace(decided("Overturned").items[0], end_state="settled"), decided("Upheld").items[0])
    text = outcome_sentence(Case("c", items=items), wording())
    assert text.startswith("UPHOLD as to what was decided")
    assert "No decision was made on item 1 (settled by the parties)." in text


@pytest.mark.parametrize(
    ("parts", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_parts_are_joined_as_people_write_them(parts, text):
    assert joined(parts) == text


def test_from_two_items_on_a_table_says_what_was_decided_of_each(case):
    assert build_letter(replace(case, items=case.items[:1])).decisions == ()
    rows = [(row.number, row.item, row.decision) for row in build_letter(case).decisions]
    assert rows == [
        (1, "Trigger point injections ×6 to the trapezius", "Upheld"),
        (2, "6 sessions of physical therapy", "Overturned"),
    ]
    long = "An item whose words go on " * 60
    assert (
        build_letter(replace(case, items=(replace(case.items[0], title=long), case.items[1]))).decisions[0].item
        == long.strip()
    )


@pytest.mark.parametrize("states", [("Upheld",), ("Upheld", "Overturned"), ("Upheld", "terminated")])
def test_the_duty_to_authorize_is_said_for_overturned_items_alone(states):
    text = " ".join(build_letter(decided(*states)).after)
    assert ("5 working days" in text) == ("Overturned" in states)
    assert ("overturned treatment (item 2)" in text) == ("Overturned" in states)
    assert "Labor Code\u00a04610.6(h)" in text


def test_the_day_of_mailing_is_said_where_it_is_known_and_never_invented(case):
    unmailed = " ".join(build_letter(case).after)
    assert "the day this determination was mailed to you" in unmailed
    assert not re.search(r"\d\d/\d\d/\d{4}", unmailed)
    mailed = replace(case, dates=replace(case.dates, mailed=date(2026, 12, 3)))
    assert "within 30 days of 12/03/2026, the day this determination was mailed" in " ".join(build_letter(mailed).after)


@pytest.mark.parametrize(
    ("title", "cautioned"),
    [
        ("Norco 10/325 mg #120", True),
        ("Retrospective OXYCODONE HCL 15mg, #90", True),
        ("Butrans patch 10 mcg #4", True),
        ("Tylenol #3, 60 tablets", True),
        ("Urine drug screen for opioids", False),
        ("Tramadol 20% topical cream", False),
        ("Naproxen 550 mg #60", False),
        ("Norcold tablets", False),
        ("Opioid tapering program", False),
    ],
)
def test_an_upheld_opioid_carries_the_caution(title, cautioned):
    def after(**changes):
        item = replace(decided("Upheld").items[0], title=title, **changes)
        return " ".join(build_letter(Case("c", items=(item,))).after)

    assert ("About opioids (item 1)" in after()) == cautioned
    assert "About opioids" not in after(decision="Overturned")
    assert "About opioids" not in after(decision=None, end_state="settled")


def how(case: Case) -> str:
    return " ".join(build_letter(case).how)


def test_a_review_of_records_is_claimed_only_where_records_are_listed(case):
    assert "review of the medical records listed" in how(case)
    for bare in (replace(case, documents=(), files=()), replace(case, issue=Issue(NEWEST, unopened=("d1", "d8")))):
        assert "medical records" not in how(bare)
        assert ("No document is listed." in how(bare)) == (not bare.documents)


def test_practice_and_knowledge_are_said_only_where_the_reviewer_stated_them(case):
    assert "more than five years" in how(case)
    without = replace(case, attestations=(Attestation("no_affiliation"), Attestation("own_judgment")))
    assert "has declared: no affiliation" in how(without)
    assert re.search(r"not yet made this statement: active clinical practice for more than five years", how(without))


def test_documents_that_were_not_opened_stand_apart(case):
    letter = build_letter(replace(case, issue=Issue(NEWEST, unopened=("d1",))))
    assert [(row.number, row.title) for row in letter.documents] == [("1", "Progress report (PR-2)")]
    assert [(row.number, row.title) for row in letter.unopened] == [("2", "Utilization review determination")]


def test_a_page_that_no_text_could_be_read_from_is_said_in_the_list(case):
    files = (replace(case.files[0], pages=20, unreadable=(2, 3, 9, 17)),)
    letter = build_letter(replace(case, files=files))
    assert [row.title for row in letter.documents] == [
        "Utilization review determination (no text could be read by machine on pages 2-3)",
        "Progress report (PR-2) (no text could be read by machine on page 9)",
    ]
    assert letter.notes == ("Outside the documents listed, no text could be read by machine on page 17 of the record.",)


def test_unreadable_pages_of_a_determination_that_was_read_are_not_said(case):
    read = replace(case.documents[0], id="x", type="determination", first_page=15, last_page=16)
    files = (*case.files, CaseFile("cd" * 32, "letter.pdf", 2, 15, (15,)))
    assert build_letter(replace(case, files=files, documents=(*case.documents, read))).notes == ()


def test_what_was_asked_for_and_never_came_is_said(case):
    letter = build_letter(replace(case, records_missing=" MRI report of 2024 ;;\nOperative note\n"))
    assert letter.missing == ("MRI report of 2024", "Operative note")


@pytest.mark.parametrize(
    ("issue", "text"),
    [
        (None, ""),
        (Issue(NEWEST), ""),
        (Issue(NEWEST, 2, "", date(2026, 3, 2)), "Version 2; supersedes the determination signed on 03/02/2026."),
        (
            Issue(NEWEST, 3, "ab" * 32, date(2026, 3, 2)),
            f"Version 3; supersedes the determination signed on 03/02/2026. The superseded file has the SHA-256 {'ab' * 32}.",
        ),
        (Issue(NEWEST, 2), "Version 2; supersedes an earlier determination."),
    ],
)
def test_a_later_version_says_what_it_supersedes(issue, text):
    assert build_letter(replace(make_case(), issue=issue)).version == text
