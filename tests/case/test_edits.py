"""Edits give a new case and leave the old one."""

from datetime import UTC, datetime

import pytest

from imr_desktop.case import edits
from imr_desktop.case.model import (
    Acknowledgement,
    Attestation,
    Case,
    CaseFile,
    CriterionAnswer,
    DisputedItem,
    Document,
    Fact,
    Finding,
    SourceRef,
)
from imr_desktop.case.outcome import outcome

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def case():
    first = edits.add_item(edits.new_case(), DisputedItem("1", "MRI of the knee"))
    return edits.add_item(first, DisputedItem("2", "TENS unit"))


def test_an_edit_leaves_the_old_case(case):
    changed = edits.decide(case, "1", "Upheld")
    assert case.item("1").decision is None
    assert changed.item("1").decision == "Upheld"
    assert changed.item("2") is case.item("2")


def test_an_unknown_item_is_an_error(case):
    with pytest.raises(KeyError):
        edits.decide(case, "9", "Upheld")


def test_an_answer_replaces_the_earlier_one(case):
    for status in ("met", "not met"):
        case = edits.answer_criterion(case, "1", CriterionAnswer("c1", status))
    case = edits.answer_criterion(case, "1", CriterionAnswer("c2", "met"))
    assert [(answer.criterion, answer.status) for answer in case.item("1").answers] == [("c1", "not met"), ("c2", "met")]
    assert [answer.criterion for answer in edits.clear_answer(case, "1", "c1").item("1").answers] == ["c2"]


def test_an_answer_given_anew_keeps_its_reason_and_evidence(case):
    case = edits.set_answer(case, "1", "c1", "met", (SourceRef("d", 3),))
    case = edits.give_reason(case, "1", "c1", "Seen at the exam.")
    case = edits.cite_evidence(case, "1", "c1", (SourceRef("d", 3), SourceRef("d", 4)))
    case = edits.set_answer(case, "1", "c1", "not met", (SourceRef("d", 9),))
    (answer,) = case.item("1").answers
    assert (answer.status, answer.reason) == ("not met", "Seen at the exam.")
    assert [source.page for source in answer.sources] == [3, 4, 9]
    assert edits.give_reason(case, "1", "other", "Why") is case
    assert edits.cite_evidence(case, "1", "other", (SourceRef("d", 1),)) is case


def test_a_finding_goes_back_to_its_place():
    findings = tuple(Finding(name, name) for name in "abc")
    case = edits.remove_finding(Case(id="c", findings=findings), "b")
    assert edits.put_finding(case, findings[1], 1).findings == findings
    assert edits.put_finding(edits.put_finding(case, findings[1], 1), findings[1], 9).findings[-1].id == "b"


def test_removing_an_item_removes_its_own_facts(case):
    case = edits.set_fact(edits.set_fact(case, Fact("age", 40)), Fact("request.count", 6, item="1"))
    case = edits.set_fact(case, Fact("age", 41))
    assert [(fact.key, fact.value) for fact in edits.remove_item(case, "1").facts] == [("age", 41)]


def test_a_document_is_opened_once(case):
    case = edits.add_files(case, [CaseFile("d", "a.pdf", 2, 1)], [Document("x", "d", "RFA", "rfa", 1, 2)])
    opened = edits.mark_seen(case, (1, 2), NOW)
    assert opened.documents[0].opened == NOW
    assert edits.open_all_documents(opened, datetime(2026, 4, 1, tzinfo=UTC)) == opened
    assert opened.page_count == 2
    assert opened.has_record


def test_findings_can_be_changed_and_removed(case):
    case = edits.add_finding(case, Finding("f1", "spasm"))
    case = edits.change_finding(case, "f1", category="exam")
    assert case.findings[0].category == "exam"
    assert edits.remove_finding(case, "f1").findings == ()


def test_statements_and_reasons_are_kept_once_each(case):
    for _ in range(2):
        case = edits.attest(case, Attestation("own_judgment", NOW))
        case = edits.acknowledge(case, Acknowledgement("absence", "old letter", NOW))
    assert len(case.attestations) == len(case.acknowledgements) == 1
    assert edits.withdraw_attestation(case, "own_judgment").attestations == ()


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Upheld", "Upheld", "Uphold"),
        ("Overturned", "Overturned", "Overturn"),
        ("Upheld", "Overturned", "Partial Overturn"),
        ("Upheld", None, None),
    ],
)
def test_the_outcome_follows_from_the_items(case, first, second, expected):
    case = edits.decide(edits.decide(case, "1", first), "2", second)
    assert outcome(case) == expected


def test_an_item_that_ended_without_decision_does_not_count(case):
    case = edits.change_item(edits.decide(case, "1", "Overturned"), "2", end_state="withdrawn")
    assert outcome(case) == "Overturn"
    assert outcome(edits.change_item(edits.decide(case, "1", None), "1", end_state="settled")) is None


def test_a_case_without_items_has_no_outcome():
    assert outcome(edits.new_case()) is None


def test_a_fact_of_one_item_leaves_the_same_fact_of_another_alone():
    case = edits.set_fact(Case("c1"), Fact("prior.brace", value=True, item="i2"))
    case = edits.set_fact(case, Fact("prior.brace", value=False, item="i1"))
    case = edits.set_fact(case, Fact("prior.brace", value=None))
    case = edits.set_fact(case, Fact("prior.brace", value=True, item="i1"))
    assert [(fact.item, fact.value) for fact in case.facts] == [("i2", True), ("", None), ("i1", True)]


@pytest.mark.parametrize("field", ["id", "signed", "acknowledgements", "findings", "items", "bound", "invented"])
def test_only_what_the_reviewer_edits_is_set_as_a_field(field):
    with pytest.raises(TypeError, match=field):
        edits.set_field(edits.new_case(), **{field: ()})


def test_a_field_is_set_to_what_it_can_be():
    case = edits.add_item(edits.new_case(), DisputedItem("1", "MRI"))
    for change in (
        lambda: edits.set_field(case, age="old"),
        lambda: edits.set_field(case, track="slow"),
        lambda: edits.change_item(case, "1", end_state="gone"),
        lambda: edits.change_item(case, "1", id="2"),
        lambda: edits.set_dates(case, injury="2025-01-01T10:00"),
        lambda: edits.set_credentials(case, name="A. Example"),
    ):
        with pytest.raises(TypeError):
            change()
    assert edits.set_field(case, age=None, sex="male", track="expedited").sex == "male"
