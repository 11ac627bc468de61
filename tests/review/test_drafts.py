"""Drafts of the summary and of rationales: from the findings and the reviewer's answers, with every citation."""

from datetime import date

import pytest

from imr_desktop.case import edits
from imr_desktop.case.model import Case, ClaimDates, CriterionAnswer, DisputedItem, Document, Finding, SourceRef
from imr_desktop.review import drafts
from imr_desktop.rules.model import CriterionReport, ItemReport, Request

OWN = "Own words about neck pain rated 3\u20134/10 [p.\u00a037]."


@pytest.fixture
def case():
    noted = (
        ("symptoms", "Neck pain rated 3\u20134/10", 37),
        ("exam", "Taut bands of the shoulder", 37),
        ("imaging", "MRI", 41),
    )
    findings = (Finding(word, text, word, sources=(SourceRef("d", page),)) for word, text, page in noted)
    return Case(
        id="c",
        age=48,
        dates=ClaimDates(injury=date(2007, 3, 3), ur_denial=date(2014, 2, 4)),
        documents=(Document("ur", "a" * 64, "UR", "ur determination", 3, 9),),
        findings=(*findings, Finding("r", "Six injections", "request", sources=(SourceRef("d", 9), SourceRef("d", 10)))),
        items=(DisputedItem("i1", "Trigger point injections", sources=(SourceRef("d", 10),)),),
    )


@pytest.fixture
def report():
    texts = {
        "tpi.1": "Trigger points by exam",
        "tpi.2": "Symptoms have persisted",
        "tpi.5": "No more than 3\u20134 injections",
    }
    criteria = tuple(
        CriterionReport(name, text, "limit", "met", {}, "", "p. 122", "high", (), (), "", "MTUS")
        for name, text in texts.items()
    )
    return ItemReport("i1", "Injections", "injections", Request(), "tpi", "MTUS", "", criteria)


def test_the_summary_keeps_every_citation(case):
    text = drafts.summary(case)
    assert text.startswith("The patient is a 48-year-old with an injury date of 03/03/2007.")
    for cited in ("[p.\u00a041]", "[pp.\u00a09\u201310]", "[p.\u00a03]", "[p.\u00a037]"):
        assert cited in text
    assert text.index("reports") < text.index("Examination") < text.index("Imaging") < text.index("request is for")


def test_a_written_summary_is_extended_not_replaced(case):
    once = drafts.put_summary(edits.set_summary(case, OWN))
    assert once.summary.startswith(OWN)
    assert once.summary.count("eck pain rated 3\u20134/10") == 1
    assert drafts.put_summary(once) == once


def test_the_rationale_uses_answers_never_proposals(case, report):
    answers = (
        CriterionAnswer("tpi.5", "not met", sources=(SourceRef("d", 10),)),
        CriterionAnswer("tpi.1", "met", reason="twitch at two sites"),
    )
    text = drafts.rationale(DisputedItem("i1", "Trigger point injections", answers=answers), report)
    assert "not met: no more than 3\u20134 injections [p.\u00a010]" in text
    assert "(twitch at two sites)" in text
    assert "ymptoms have persisted" not in text
    assert "medically necessary" not in text
    decided = drafts.rationale(DisputedItem("i1", "Trigger point injections", decision="Upheld"), None)
    assert decided.endswith("not medically necessary.")


def test_drafting_twice_adds_nothing(case, report):
    once = drafts.put_rationale(edits.set_rationale(case, "i1", OWN), "i1", report)
    assert once.item("i1").rationale.startswith(OWN)
    assert drafts.put_rationale(once, "i1", report) == once
