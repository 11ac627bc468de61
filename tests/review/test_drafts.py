"""Drafts of the summary and of rationales: from the findings and the reviewer's answers, with every citation."""

from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.case import bound, edits
from imr_desktop.case.model import Case, ClaimDates, CriterionAnswer, DisputedItem, Document, Finding, SourceRef
from imr_desktop.review import drafts
from imr_desktop.rules.model import CriterionReport, ItemReport, Request

OWN = "Own words about neck pain rated 3\u20134/10 [p.\u00a037]."
LIMIT = "One session holds no more than 3\u20134 injections"
TEXTS = {
    "tpi.1": "Trigger points were found by examination",
    "tpi.2": "Symptoms have persisted for three months",
    "tpi.5": LIMIT,
    "tpi.8": "No radiculopathy is found by examination",
}


def found(name, text, category="", *pages):
    return Finding(name, text, category, sources=tuple(SourceRef("d", page) for page in pages))


@pytest.fixture
def case():
    return Case(
        id="c",
        age=48,
        dates=ClaimDates(injury=date(2007, 3, 3), ur_denial=date(2014, 2, 4)),
        documents=(Document("ur", "a" * 64, "UR", "ur determination", 3, 9),),
        findings=(
            found("s", "Neck pain rated 3\u20134/10", "symptoms", 37),
            found("e", "Taut bands of the shoulder", "exam", 37),
            found("i", "MRI", "imaging", 41),
            found("r", "Six injections", "request", 9, 10),
        ),
        items=(DisputedItem("i1", "Trigger point injections", sources=(SourceRef("d", 10),)),),
    )


def a_report(status="not met"):
    criteria = tuple(
        CriterionReport(name, text, "limit", status, {}, "", "p. 122", "high", (SourceRef("d", 12),), (), "", "MTUS")
        for name, text in TEXTS.items()
    )
    counted = msgspec.structs.replace(criteria[2], inputs={"n": 6}, labels={"n": "injections in one session"})
    criteria = (*criteria[:2], counted, criteria[3])
    return ItemReport("i1", "Injections", "injections", Request(), "tpi", "MTUS", "", criteria)


def answered(**statuses):
    return tuple(CriterionAnswer(key.replace("_", "."), status) for key, status in statuses.items())


def item(answers=(), **fields):
    return DisputedItem("i1", "Trigger point injections", answers=answers, **fields)


# --- the summary


def test_the_summary_keeps_every_citation(case):
    text = drafts.summary(case)
    assert text.startswith("The patient is a 48-year-old with an injury date of 03/03/2007.")
    for cited in ("[p.\u00a041]", "[pp.\u00a09\u201310]", "[p.\u00a03]", "[p.\u00a037]"):
        assert cited in text
    assert text.index("reports neck") < text.index("Examination showed taut") < text.index("Imaging includes MRI")


@pytest.mark.parametrize(
    ("category", "text", "told"),
    [
        (
            "symptoms",
            "The patient is a 48 year old woman who limps.",
            "The patient is a 48 year old woman who limps [p.\u00a04].",
        ),
        ("symptoms", "Denies fever, chills.", "The patient denies fever, chills [p.\u00a04]."),
        ("symptoms", "On May 3, the applicant reported pain", "On May 3, the applicant reported pain [p.\u00a04]."),
        ("symptoms", "Pain that is worse at night", "The patient reports pain that is worse at night [p.\u00a04]."),
        ("medication", "Norco 10/325", "The medication is Norco 10/325 [p.\u00a04]."),
        ("exam", "L4-5 tenderness", "Examination showed L4-5 tenderness [p.\u00a04]."),
        ("exam", "Spurling's positive", "Examination showed Spurling's positive [p.\u00a04]."),
        ("exam", "\u201cTaut bands\u201d at C5", "Examination showed \u201cTaut bands\u201d at C5 [p.\u00a04]."),
        ("imaging", "Shows a tear", "Imaging shows a tear [p.\u00a04]."),
        ("", "Left leg weakness.", "The record notes left leg weakness [p.\u00a04]."),
        ("exam", "reflexes are brisk", "Reflexes are brisk [p.\u00a04]."),
        ("exam", "Walks with a limp", "The patient walks with a limp [p.\u00a04]."),
        ("symptoms", "Unable to kneel", "The patient is unable to kneel [p.\u00a04]."),
        ("diagnosis", "Working diagnosis: gout", "The diagnosis is Working diagnosis: gout [p.\u00a04]."),
        ("function", "Off work", "The patient is off work [p.\u00a04]."),
        ("medication", "None", "On medication, the record notes none [p.\u00a04]."),
        ("treatment", "Surgery recommended", "On treatment, the record notes surgery recommended [p.\u00a04]."),
        ("imaging", "X-rays of the foot", "Imaging includes X-rays of the foot [p.\u00a04]."),
        ("ur", "Denied the brace", "Utilization review denied the brace [p.\u00a04]."),
    ],
)
def test_a_finding_is_told_with_a_verb_and_its_own_capitals(category, text, told):
    assert drafts.summary(Case(id="c", findings=(found("f", text, category, 4),))) == told


def test_phrases_of_a_category_share_a_sentence_and_a_page_is_cited_once():
    names = ("Lumbar strain", "Stenosis, left", "Neck strain", "Gout")
    text = drafts.summary(Case(id="c", findings=tuple(found(name, name, "diagnosis", 4) for name in names)))
    assert text == (
        "The diagnoses are lumbar strain; stenosis, left; and neck strain [p.\u00a04]. The diagnosis is gout [p.\u00a04]."
    )


def test_an_age_has_its_article_and_is_told_once():
    aged = Case(id="c", age=80, sex="female")
    assert drafts.summary(aged) == "The patient is an 80-year-old female."
    told = msgspec.structs.replace(aged, findings=(found("f", "She is an 80 year-old teacher", "history"),))
    assert drafts.summary(told) == "She is an 80 year-old teacher."


# --- the rationale


def test_an_answer_cannot_be_read_as_its_opposite_and_names_its_pages():
    text = drafts.rationale(
        item(answered(tpi_1="met", tpi_5="not met", tpi_2="not documented", tpi_8="conflicting")), a_report()
    )
    assert text == (
        "The request is for trigger point injections. "
        "The guideline asks that trigger points were found by examination, and this criterion is met. "
        "The guideline asks that one session holds no more than 3\u20134 injections; "
        "with 6 injections in one session, this criterion is not met [p.\u00a012]. "
        "The record conflicts on whether no radiculopathy is found by examination, so this criterion is not settled. "
        "The record reviewed does not document whether symptoms have persisted for three months, "
        "so this criterion remains undetermined."
    )


def test_the_rationale_uses_answers_never_proposals():
    answers = (CriterionAnswer("tpi.1", "met", "twitch at two sites"), CriterionAnswer("tpi.5", "not met", "Six. At once"))
    text = drafts.rationale(item(answers), a_report("met"))
    assert "is met (twitch at two sites) [p.\u00a012]." in text
    assert "this criterion is not met. Six. At once." in text
    assert "ymptoms have persisted" not in text
    assert "medically necessary" not in text
    assert drafts.rationale(item(decision="Upheld"), None).endswith("Therefore, the request is not medically necessary.")


def test_a_single_criterion_behind_three_that_are_met_is_one():
    text = drafts.rationale(item(answered(tpi_1="met", tpi_2="met", tpi_5="met", tpi_8="met")), a_report())
    assert text.count("These criteria") == 1
    assert text.endswith("no radiculopathy is found by examination, and this criterion is also met.")


# --- drafting again


@pytest.mark.parametrize("own", ["Therefore, the request is not medically necessary.", "The MRI is medically necessary."])
def test_a_result_that_the_reviewer_wrote_is_not_drafted_again_or_otherwise(case, own):
    case = edits.decide(edits.set_rationale(case, "i1", own), "i1", "Upheld")
    once = drafts.put_rationale(case, "i1", None)
    assert "The request is for" in once.item("i1").rationale
    assert once.item("i1").rationale.count("medically necessary") == 1
    drafted = drafts.put_rationale(edits.set_rationale(case, "i1", ""), "i1", None).item("i1").rationale
    typed = drafted.replace("Therefore, the", "In sum, the")
    typed_in = bound.with_text(case, "i1", "rationale", typed, ())
    again = drafts.put_rationale(edits.decide(typed_in, "i1", "Overturned"), "i1", None).item("i1").rationale
    assert again.count("medically necessary") == 1


def test_what_the_reviewer_wrote_stands_before_the_draft(case):
    once = drafts.put_summary(edits.set_summary(case, OWN))
    assert once.summary.startswith(f"{OWN}\n\nThe patient is a 48-year-old")
    assert once.summary.count("eck pain rated 3\u20134/10") == 1


def test_another_answer_leaves_nothing_of_the_one_before(case):
    before = case
    for answers, decision in (
        (answered(tpi_5="not met", tpi_1="not documented"), "Upheld"),
        (answered(tpi_5="met", tpi_1="met"), "Overturned"),
    ):
        before = msgspec.structs.replace(
            before, items=tuple(msgspec.structs.replace(one, answers=answers, decision=decision) for one in before.items)
        )
        before = drafts.put_rationale(before, "i1", a_report())
    text = before.item("i1").rationale
    assert "not met" not in text
    assert "document" not in text
    assert text.count("the request is medically necessary") == 1
    assert "not medically" not in text


def test_words_typed_into_a_drafted_sentence_make_it_the_reviewers(case):
    once = drafts.put_summary(case)
    typed = edits.set_summary(once, once.summary.replace("Examination showed", "Examination clearly showed"))
    changed = edits.change_finding(typed, "s", text="Neck pain rated 9/10")
    again = drafts.put_summary(changed)
    assert again.summary.count("taut bands") == 1
    assert "Examination clearly showed taut bands" in again.summary
    assert "reports neck pain rated 9/10" in again.summary
    assert "3\u20134/10" not in again.summary


WORDS = st.text("ZX. \n", min_size=1, max_size=6)
EDIT = st.tuples(st.integers(0, 500), st.integers(0, 9), WORDS)


@settings(deadline=None, max_examples=120)
@given(st.lists(EDIT, max_size=5), st.sampled_from(("met", "not met")), st.sampled_from(("not met", "not documented")))
def test_after_any_edits_drafting_is_idempotent_and_loses_no_word_of_the_reviewers(changes, first, then):
    case = Case(id="c", age=48, findings=(found("s", "Neck pain", "symptoms", 3), found("e", "It is taut", "exam", 3)))
    case = edits.add_item(case, item(answered(tpi_5=first, tpi_1="met"), decision="Upheld"))
    case = drafts.put_rationale(drafts.put_summary(case), "i1", a_report())
    for start, count, put in changes:
        text = case.summary
        case = edits.set_summary(case, text[:start] + put + text[start + count :])
        text = case.item("i1").rationale
        case = edits.set_rationale(case, "i1", text[:start] + put + text[start + count :])
    case = edits.change_finding(case, "s", text="Back pain")
    changed = msgspec.structs.replace(case.items[0], answers=answered(tpi_5=then, tpi_1="met"), decision="Overturned")
    case = msgspec.structs.replace(case, items=(changed,))
    once = drafts.put_rationale(drafts.put_summary(case), "i1", a_report())
    assert drafts.put_rationale(drafts.put_summary(once), "i1", a_report()) == once
    for before, after in ((case.summary, once.summary), (case.items[0].rationale, once.items[0].rationale)):
        assert all(after.count(letter) == before.count(letter) for letter in "ZX"), "a typed word is gone"
    assert bound.tidy(once) is once
