"""Where two states of a case differ, for those who go from one to the other."""

import msgspec
import pytest

from imr_desktop.case import edits
from imr_desktop.case.model import Case, CaseFile, DisputedItem, Document, Fact, Finding, SourceRef
from imr_desktop.case.moved import Spot, moved
from imr_desktop.case.splitting import begin_document

CASE = Case(
    "c1",
    summary="Start and end.",
    items=(DisputedItem("i1", "Brace", rationale="Why."), DisputedItem("i2", "Gym")),
    findings=(Finding("f1", "Full extension"), Finding("f2", "No swelling")),
)


def test_documents_parted_or_joined_are_shown_in_the_record_not_where_their_pages_are_cited():
    cited = (Finding("f1", "Full extension", sources=(SourceRef("x", 2),)),)
    case = edits.add_files(CASE, [CaseFile("d", "a.pdf", 2, 1)], [Document("x", "d", "RFA", "rfa", 1, 2)])
    case = msgspec.structs.replace(case, findings=cited)
    parted = begin_document(case, 2, "y")
    assert parted.findings != case.findings
    assert moved(case, parted) == moved(parted, case) == Spot("record")


@pytest.mark.parametrize(
    ("after", "spot"),
    [
        (edits.set_summary(CASE, "Start middle and end."), Spot("summary", at=12)),
        (edits.set_summary(CASE, "Start."), Spot("summary", at=5)),
        (edits.set_rationale(CASE, "i1", "Why not."), Spot("item", "i1", "rationale", 7)),
        (edits.decide(CASE, "i2", "Upheld"), Spot("item", "i2", "decision")),
        (edits.change_item(CASE, "i2", reviewer_guideline="ODG"), Spot("item", "i2", "reviewer_guideline")),
        (edits.remove_item(CASE, "i2"), Spot("item", "i1", "decision")),
        (edits.remove_item(CASE, "i1"), Spot("item", "i2", "decision")),
        (edits.change_finding(CASE, "f2", text="Swelling"), Spot("finding", "f2")),
        (edits.remove_finding(CASE, "f1"), Spot("finding")),
        (edits.set_fact(CASE, Fact("prior.brace", True, item="i2")), Spot("item", "i2", "answers")),
        (edits.set_field(CASE, age=50), Spot("case")),
        (edits.add_files(CASE, [CaseFile("d", "a.pdf", 2, 1)], [Document("x", "d", "RFA", "rfa", 1, 2)]), Spot("record")),
        (msgspec.structs.replace(CASE, attestations=()), None),
    ],
)
def test_the_place_of_a_change(after, spot):
    assert moved(CASE, after) == spot
