"""What an update of the packs changes in a case: each difference named, from what to what, and why."""

import re
import shutil

import pytest

from imr_desktop.case.model import Fact
from imr_desktop.paths import resource
from imr_desktop.rules import load_packs
from imr_desktop.rules.comparing import compare_case


@pytest.fixture
def updated(tmp_path):
    """The shipped packs with one text replaced in one file."""

    def make(name, pattern, new):
        folder = tmp_path / "update"
        shutil.copytree(resource("guidelines"), folder)
        path = folder / name
        text = path.read_text()
        changed, times = re.subn(pattern, new, text, count=1, flags=re.DOTALL)
        assert times == 1
        path.write_text(changed)
        return load_packs(folder)

    return make


def by_kind(changes):
    (item,) = changes.items
    found = {}
    for change in item.changes:
        found.setdefault(change.kind, []).append(change)
    return found


def test_the_same_packs_change_nothing(packs, make_case, in_2014):
    case = make_case("Trigger point injections x 6", "MRI lumbar spine", "Unheard of", dates=in_2014)
    changes = compare_case(case, packs, packs)
    assert (changes.items, changes.counts) == ((), False)


MASSAGE = """
family: our office
rules:
  - id: {id}
    service: massage therapy
    edition: cp09
    section: Massage therapy
    {overrides}
    criteria:
      - id: {id}.c1
        kind: limit
        text: {text}
        test: {{in: visits.requested, op: "<=", val: {limit}, unit: visits}}
        citation: {citation}
        confidence: {confidence}
        seen_in: [invented]
        on_fail: {on_fail}
"""


@pytest.fixture
def office(tmp_path):
    def make(**fields):
        folder = tmp_path / f"own{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        values = {
            "id": "office.massage",
            "overrides": "overrides: [cp09.massage]",
            "text": "Few visits",
            "limit": 4,
            "citation": "Massage",
            "confidence": "high",
            "on_fail": "not_supported",
        } | fields
        (folder / "office.yaml").write_text(MASSAGE.format(**values))
        return load_packs(user=folder)

    return make


@pytest.fixture
def massage(make_case, in_2014):
    return make_case("Massage therapy 6 visits, neck", dates=in_2014)


def test_a_changed_limit_changes_the_status_and_says_so(office, massage):
    changes = compare_case(massage, office(), office(limit=8))
    (change,) = by_kind(changes)["status"]
    assert (change.what, change.old, change.new) == ("office.massage.c1", "not met", "met")
    assert "the limit was at most 4 visits and is at most 8 visits" in change.why.lower()
    assert changes.counts


def test_a_changed_test_with_the_same_answer_is_told_too(office, massage):
    (change,) = by_kind(compare_case(massage, office(limit=4), office(limit=5)))["test"]
    assert (change.old, change.new) == ("not met", "not met")
    assert "at most 5" in change.why


def test_confidence_and_what_follows_are_named(office, massage):
    (change,) = by_kind(compare_case(massage, office(), office(confidence="from-memory")))["status"]
    assert (change.old, change.new) == ("not met", "not documented")
    assert change.why == "Its confidence was high and is from-memory."
    (change,) = by_kind(compare_case(massage, office(), office(on_fail="question")))["status"]
    assert change.why == "What follows where it fails was not supported and is question."


def test_wording_alone_does_not_count(office, massage):
    changes = compare_case(massage, office(), office(text="Only few visits", citation="Massage, p. 60"))
    assert [change.why for change in by_kind(changes)["wording"]] == ["Its words differ.", "Its citation differs."]
    assert not changes.counts


def test_a_rule_that_replaces_a_shipped_one(packs, office, massage):
    found = by_kind(compare_case(massage, packs, office()))
    (change,) = found["rule"]
    assert (change.old, change.new) == ("cp09.massage", "office.massage")
    assert change.why == "The rule office.massage is new and replaces cp09.massage."
    assert {change.why for change in found["removed"]} == {"The rule cp09.massage is gone."}
    assert {change.why for change in found["added"]} == {"The rule office.massage is new."}


def test_and_back(packs, office, massage):
    found = by_kind(compare_case(massage, office(), packs))
    assert found["rule"][0].why == "The rule cp09.massage is new."
    assert {change.why for change in found["removed"]} == {"The rule office.massage is gone."}


def test_an_edition_whose_days_change(packs, updated, massage):
    new = updated("editions.yaml", r"(id: cp09\b.*?in_force_to: )2016-07-27", r"\g<1>2013-12-31")
    found = by_kind(compare_case(massage, packs, new))
    assert found["edition"][0].new.startswith("On 02/04/2014")
    assert any(change.new == "not applicable" for change in found["status"])
    assert all(change.why for changes in found.values() for change in changes)


def test_a_service_by_other_words(packs, updated, make_case, in_2014):
    new = updated("services.yaml", r"synonyms: \[", "synonyms: [moonlight bath, ")
    found = by_kind(compare_case(make_case("Moonlight bath", dates=in_2014), packs, new))
    assert (found["service"][0].old, found["service"][0].why) == ("not recognised", "The names of services differ.")


def test_what_is_read_from_the_case(packs, updated, make_case, in_2014):
    case = make_case(
        "Trigger point injections",
        dates=in_2014,
        summary="The muscle hops when pressed.",
        facts=[Fact("exam.trigger_points_documented", True), Fact("exam.referred_pain", True)],
    )
    new = updated("inputs.yaml", r"(exam\.twitch_response:.*?phrases: \[)", r"\g<1>muscle hops, ")
    changes = by_kind(compare_case(case, packs, new))["status"]
    assert [(change.what, change.old, change.new, change.why) for change in changes] == [
        ("cp09.tpi.c1", "not documented", "met", "What is read from the case differs.")
    ]
