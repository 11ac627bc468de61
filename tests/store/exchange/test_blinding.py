"""A blind package tells nothing of the first opinion; afterwards both stand side by side."""

import msgspec
import pyrage
import pytest
from exchange_support import NOW, SECRET, replace
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.case import codec, edits
from imr_desktop.case.model import AuditHead, Case, CriterionAnswer, DisputedItem, Document, RulePacks, SignedLetter
from imr_desktop.store.exchange import blind, compare_opinions, read_package


def test_nothing_of_the_first_opinion_is_left(case):
    hidden = blind(case)
    written = codec.encode(hidden)
    assert b"OPINION" not in written
    assert not any(word in written for word in (b"Upheld", b"Overturned", b'"met"', b"knee.a"))
    assert all(item.decision is None and item.answers == () for item in hidden.items)
    assert all(document.opened is None and document.relevant is None for document in hidden.documents)
    assert blind(hidden) == hidden


def test_the_record_and_what_was_asked_for_stay(case):
    hidden = blind(case)
    for name in ("id", "number", "track", "dates", "age", "files", "expected_items"):
        assert getattr(hidden, name) == getattr(case, name)
    assert [one.id for one in hidden.documents] == ["d0", "d1"]
    assert hidden.items[0].claims_administrator_guideline == "Their guideline"
    assert [one.title for one in hidden.items] == ["Hinged brace", "Gym membership"]
    assert [one.document for one in hidden.items[0].sources] == ["d0"]
    assert [one.id for one in hidden.findings] == ["f1"]
    assert [(one.key, len(one.sources)) for one in hidden.facts] == [("exam.effusion", 1)]


def test_every_field_of_a_case_is_either_kept_or_hidden():
    """A field that is added to the case one day must be thought of here."""
    kept = {
        "id",
        "number",
        "track",
        "dates",
        "age",
        "sex",
        "items",
        "expected_items",
        "ur_specialty",
        "ur_deadline",
        "files",
        "documents",
        "page_notes",
        "records_missing",
        "findings",
        "facts",
        "schema_version",
    }
    hidden = {
        "credentials",
        "summary",
        "searches",
        "attestations",
        "acknowledgements",
        "resolutions",
        "signed",
        "bound",
        "rule_packs",
        "audit_head",
        "issue",
        "comments",
        "received",
        "seen",
    }
    assert kept | hidden == set(Case.__struct_fields__)
    full = Case(
        id="c",
        rule_packs=RulePacks("1", "0"),
        signed=(SignedLetter("a", "0", NOW),),
        audit_head=msgspec.convert({"entries": 1, "digest": "0" * 64}, AuditHead),
    )
    assert all(not getattr(blind(full), name) or name == "credentials" for name in hidden)
    of_item = {
        "id",
        "title",
        "requested",
        "authorized",
        "in_dispute",
        "relation",
        "claims_administrator_guideline",
        "end_state",
        "sources",
    }
    not_of_item = {
        "reviewer_guideline",
        "no_citation_reason",
        "rationale",
        "source_decision",
        "decision",
        "answers",
        "preliminary_views",
        "evidence",
    }
    assert of_item | not_of_item == set(DisputedItem.__struct_fields__)


def test_a_blind_package_has_no_history_and_no_audit_entries(sender, case):
    out = sender.package(case, blind=True)
    plain = pyrage.decrypt(out.read_bytes(), [pyrage.x25519.Identity.from_str(SECRET)])
    assert b"OPINION" not in plain
    with read_package(out, (SECRET,), temp=sender.temp) as opened:
        assert opened.blind
        assert opened.case == blind(case)
        assert (list(opened.versions), list(opened.audit)) == ([], [])
        assert len(opened.files) == 2


def test_a_determination_among_the_files_is_kept_back(sender, case):
    letter = Document("d1", case.files[1].digest, "Letter", "determination", 3, 4)
    case = replace(case, documents=(case.documents[0], letter))
    with read_package(sender.package(case, blind=True), (SECRET,), temp=sender.temp) as opened:
        assert opened.withheld == (case.files[1].digest,)
        assert list(opened.files) == [case.files[0].digest]
        assert opened.case.files == case.files, "its pages keep their numbers"
        assert opened.case.facts == (), "what rests on it is hidden with it"
    with read_package(sender.package(case), (SECRET,), temp=sender.temp) as opened:
        assert opened.withheld == ()


def test_both_opinions_side_by_side(case):
    second = edits.decide(blind(case), "i1", "Upheld")
    second = edits.change_item(edits.decide(second, "i2", "Upheld"), "i1", rationale="No brace.", reviewer_guideline="Mine")
    second = edits.answer_criterion(second, "i1", CriterionAnswer("knee.b", "not met"))
    second = edits.answer_criterion(second, "i1", CriterionAnswer("knee.c", "conflicting", "Two reports"))
    found = {(one.label, one.first, one.second) for one in compare_opinions(case, second)}
    assert found == {
        ("Item 1 › Decision", "Overturned", "Upheld"),
        ("Item 1 › Guideline", "OPINION", "Mine"),
        ("Item 1 › Rationale", "OPINION on the brace.", "No brace."),
        ("Item 1 › Criterion knee: a", "met: OPINION", ""),
        ("Item 1 › Criterion knee: c", "", "conflicting: Two reports"),
        ("Item 2 › Reason for no citation", "OPINION", ""),
    }
    assert [one.field for one in compare_opinions(case, second) if one.item == "i1"] == [
        "decision",
        "reviewer_guideline",
        "rationale",
        "answers.knee.a",
        "answers.knee.c",
    ], "in the order of the case, the decision first"


def test_items_only_one_of_them_has(case):
    second = edits.add_item(edits.remove_item(case, "i2"), DisputedItem("i3", "TENS unit"))
    assert [(one.item, one.label, one.first, one.second) for one in compare_opinions(case, second)] == [
        ("i2", "Item 2", "Gym membership", ""),
        ("i3", "Item 3", "", "TENS unit"),
    ]


items = st.lists(
    st.builds(
        DisputedItem,
        st.sampled_from("abc"),
        st.just("t"),
        rationale=st.sampled_from(("", "x")),
        decision=st.sampled_from((None, "Upheld")),
    ),
    max_size=3,
    unique_by=lambda one: one.id,
).map(tuple)


@settings(deadline=None)
@given(items, items)
def test_comparing_turns_round(ours, theirs):
    one, other = Case(id="c", items=ours), Case(id="c", items=theirs)
    assert compare_opinions(one, one) == ()
    assert {(d.item, d.field, d.first, d.second) for d in compare_opinions(one, other)} == {
        (d.item, d.field, d.second, d.first) for d in compare_opinions(other, one)
    }


@pytest.mark.parametrize("document", ["summary", "rationale:i1", "gone", ""])
def test_a_finding_that_rests_on_no_page_of_the_record_is_hidden(case, document):
    finding = replace(case.findings[0], sources=(replace(case.findings[0].sources[0], document=document),))
    assert blind(replace(case, findings=(finding,))).findings == ()
