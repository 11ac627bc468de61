"""The letter as data: the facts the law asks for, in the order real determinations print them."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from imr_desktop.case import codec
from imr_desktop.case.model import Case, Comment
from imr_desktop.determination import build_letter, file_name, outgoing_case, render
from imr_desktop.determination.pdfium import page_texts
from imr_desktop.determination.wording import wording

replace = msgspec.structs.replace


def first(case: Case, **changes) -> Case:
    return replace(case, items=(replace(case.items[0], **changes), *case.items[1:]))


def test_header_rows_stand_in_the_published_order(case):
    assert [(row.label, row.value) for row in build_letter(case).rows] == [
        ("Case Number", "CM26-0012345"),
        ("Date Assigned", "10/20/2026"),
        ("Date of Injury", "03/03/2024"),
        ("Decision Date", "11/19/2026"),
        ("UR Denial Date", "09/28/2026"),
        ("Priority", "Standard"),
        ("Application Received", "10/14/2026"),
    ]


def test_the_four_headings_are_the_published_ones():
    headings = wording().headings
    assert (headings.how, headings.documents, headings.summary, headings.items) == (
        "HOW THE IMR FINAL DETERMINATION WAS MADE",
        "DOCUMENTS REVIEWED",
        "CLINICAL CASE SUMMARY",
        "IMR ISSUES, DECISIONS AND RATIONALES",
    )


def test_item_text_comes_from_the_record_letter_for_letter(case):
    title = "trezix  320.5/30/16mg, #90 (w/ 2 refills)"
    assert build_letter(first(case, title=title)).items[0].heading == title


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        (
            "remainder",
            "12 sessions of physical therapy for the neck was the original request. 6 sessions was authorized by the "
            "Claims Administrator. The remaining IMR eligible portion of the original request, 6 sessions of physical "
            "therapy, is:",
        ),
        (
            "whole",
            "12 sessions of physical therapy for the neck was the original request. The Claims Administrator authorized "
            "6 sessions, leaving the original request IMR eligible. The original request, 12 sessions of physical therapy "
            "for the neck, is:",
        ),
    ],
)
def test_a_modified_request_gets_the_standard_sentences(case, relation, words):
    item = replace(case.items[1], relation=relation)
    assert build_letter(replace(case, items=(item,))).items[0].heading == words


def test_a_modified_request_that_was_read_whole_is_not_worded_twice(case):
    title = "X was the original request. Y was authorized by the Claims Administrator. The remaining portion, Z is"
    item = replace(case.items[1], title=title)
    assert build_letter(replace(case, items=(item,))).items[0].heading == title


def test_braces_in_case_text_stay_as_they_are(case):
    item = replace(case.items[1], requested="{authorized} {0} {", authorized="}{in_dispute}")
    heading = build_letter(replace(case, items=(item,))).items[0].heading
    assert heading.startswith("{authorized} {0} { was the original request. }{in_dispute} was authorized")


@pytest.mark.parametrize(
    ("decisions", "word"),
    [
        (("Upheld", "Upheld"), "UPHOLD."),
        (("Overturned", "Overturned"), "OVERTURN."),
        (("Upheld", "Overturned"), "PARTIAL OVERTURN."),
        (("Upheld", None), "NOT YET DECIDED."),
    ],
)
def test_the_outcome_follows_from_the_decisions(case, decisions, word):
    items = tuple(replace(item, decision=decision) for item, decision in zip(case.items, decisions, strict=True))
    assert build_letter(replace(case, items=items)).outcome.value.startswith(word)


def test_every_decision_says_whether_the_treatment_is_necessary(case):
    assert [item.meaning for item in build_letter(case).items] == ["not medically necessary", "medically necessary"]
    assert "“Upheld” means that the denial stands" in wording().items.opening


def test_an_ended_item_says_why_and_claims_no_rationale(case):
    item = build_letter(
        first(
            case, decision=None, end_state="withdrawn", rationale="", reviewer_guideline="", claims_administrator_guideline=""
        )
    ).items[0]
    assert item.decision == "Withdrawn"
    assert "withdrawn" in item.meaning
    assert (item.rationale, item.reviewer_guideline, item.claims_administrator_guideline) == ("", "", "")


def test_an_ended_item_has_no_label_without_words(case):
    ended = replace(case.items[0], decision=None, end_state="withdrawn", rationale="", reviewer_guideline="")
    text = " ".join(page_texts(render(replace(case, items=(replace(ended, claims_administrator_guideline=""),)))))
    assert "1. Trigger point injections" in text
    assert "guideline:" not in text
    assert "Decision rationale:" not in text


def test_a_statement_not_made_is_never_printed_as_made(case):
    text = " ".join(build_letter(replace(case, attestations=())).how)
    assert text.count("has not yet made this statement") == 3


def test_documents_come_from_the_case_without_the_determination_that_was_read(case):
    other = replace(case.documents[0], id="x", type="determination", title="Determination", first_page=15, last_page=16)
    letter = build_letter(replace(case, documents=(*case.documents, other)))
    assert [(row.title, row.author, row.date, row.pages) for row in letter.documents] == [
        ("Utilization review determination", "Harbor Review Services", "09/17/2026", "1–7"),
        ("Progress report (PR-2)", "L. Okafor, MD", "09/17/2026", "8–14"),
    ]


def test_a_missing_citation_prints_the_reason(case):
    item = build_letter(first(case, reviewer_guideline="", no_citation_reason="No guideline covers it.")).items[0]
    assert item.reviewer_guideline == "No guideline is cited. No guideline covers it."


def test_an_empty_case_makes_a_letter():
    letter = build_letter(Case(id="e"))
    assert letter.rows[0].value == "Not stated"


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("CM26-0012345", "CM26-0012345 Final determination.pdf"),
        ("../../etc/passwd", "etc-passwd Final determination.pdf"),
        ("a/b\\c:d\n", "a-b-c-d Final determination.pdf"),
        ("", "Case without number Final determination.pdf"),
        ("x" * 400, "x" * 60 + " Final determination.pdf"),
        ("…", "Case without number Final determination.pdf"),
    ],
)
def test_the_file_name_holds_the_number_and_is_safe(case, number, name):
    assert file_name(replace(case, number=number)) == name


def test_what_goes_out_leaves_the_office_behind(case):
    remark = Comment("c1", "Ask the second reviewer.", "first reviewer", datetime(2026, 3, 2, tzinfo=UTC), "summary")
    out = outgoing_case(replace(case, comments=(remark,)))
    assert out.comments == ()
    assert b"Ask the second" not in codec.encode(out)
    assert "Doe" not in out.files[0].name
    assert out.acknowledgements == ()
    assert all(document.opened is None and document.relevant is None for document in out.documents)
    assert all(item.source_decision is None for item in out.items)
    assert build_letter(out) == build_letter(case)
