"""The absence guard: what is a claim, and when a search stands behind it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.case.model import Acknowledgement, SearchHit
from imr_desktop.preflight import absence_claims, apply_fix, blocking, run
from imr_desktop.preflight.absence_phrases import attributed_claims
from imr_desktop.preflight.data import table

from .builders import AT, CONTEXT, case, hit, item, search, with_record

CLAIM = "There is no documentation of a home exercise program"
TEXT = f"The knee pain goes on after a sprain. {CLAIM}. The request is medically necessary."

PATTERNS = [(row["name"], example) for row in table("absence.toml")["pattern"] for example in row["examples"]]
EXCEPTIONS = [(row["name"], example) for row in table("absence.toml")["except"] for example in row["examples"]]


def test_phrases_are_found():
    found = [(name, example, absence_claims(example)) for name, example in PATTERNS]
    assert [(name, example) for name, example, claims in found if not claims] == []
    each = [(name, example, claim) for name, example, claims in found for claim in claims]
    assert [one for one in each if one[1][one[2].start : one[2].end] != one[2].text or not one[2].thing] == []


def test_exceptions_are_left_alone():
    assert [(name, example) for name, example in EXCEPTIONS if absence_claims(example) != ()] == []


@pytest.mark.parametrize(
    "text",
    [
        "She denies numbness and tingling.",
        "There was no swelling, effusion or instability of the knee.",
        "Inspection showed no deformity.",
        "No tenderness was noted over the joint line.",
        "The guideline states that there is no evidence for its use in acute pain.",
        "The MTUS does not address this request.",
        "ODG does not recommend it.",
        "He has no known allergies.",
        "He/she has no affiliation with the employer, employee, providers or the claims administrator.",
        "The pain did not improve with rest.",
        "The patient does not smoke.",
        "The request is not medically necessary.",
    ],
)
def test_findings_guidelines_and_conclusions_are_no_claims(text):
    assert absence_claims(text) == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("There is no documentation of failed NSAIDs, and there is no mention of a brace.", 2),
        ("The chart lacks an examination; the dose was not specified, nor was a taper described.", 3),
        ("Given the lack of objective deficits, lack of red flags and the short time since injury, imaging can wait.", 2),
        ("While the MTUS supports therapy, here, however, the provider did not document any gains.", 1),
        ("The report doesn’t mention side effects.", 1),
        ("There is no\ndocumentation of a\ntrial of therapy.", 1),
    ],
)
def test_one_claim_for_each_statement(text, count):
    assert len(absence_claims(text)) == count


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "The guideline requires a failed trial of NSAIDs, and no such trial is documented.",
            ["and no such trial is documented"],
        ),
        ("The MRI shows a bulge, but there is no documentation of therapy.", ["there is no documentation of therapy"]),
        ("Per the MTUS, opioids require monitoring, which is not documented.", ["which is not documented"]),
        ("The examination did not document a straight leg raise.", ["did not document a straight leg raise"]),
        ("Weakness was seen, but no imaging study corroborates it.", ["no imaging study corroborates it"]),
        ("MRI: none.", ["MRI: none"]),
        ("In the absence of red flags, the guideline does not recommend imaging.", []),
        ("The MRI showed degeneration, but no stenosis and no tear.", []),
        ("Utilization review denied it as no trial was documented; no splint was noted.", []),
        (
            "Utilization review denied it. However, there is no documentation of therapy.",
            ["there is no documentation of therapy"],
        ),
    ],
)
def test_a_clause_speaks_for_itself(text, claims):
    assert [claim.text for claim in absence_claims(text)] == claims


def test_what_utilization_review_said_is_shown_as_its_words():
    one = case(summary="Utilization review denied the brace because there was no documentation of instability.")
    (problem,) = absence(one)
    assert (problem.check, problem.flag, problem.fix) == ("absence.attributed", True, None)


_BITS = st.sampled_from(
    [
        *(
            "no",
            "not",
            "without",
            "lack of",
            "nor",
            "neither",
            "none",
            "absence of",
            "unclear",
            "never",
            "failed to document",
            "n't",
        ),
        *(
            "the guideline",
            "MRI",
            "examination",
            "utilization review",
            "denied",
            "the patient",
            "but",
            "and",
            ", which",
            ";",
            ":",
            "(",
            ")",
        ),
        *(
            "there is",
            "was",
            "has",
            "documented",
            "documentation of",
            "provided",
            "weakness",
            "therapy",
            "red flags",
            "however",
            "“",
            "é",
            "\n",
        ),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_BITS, max_size=25), st.lists(_BITS, max_size=8))
def test_spans_hold_whatever_is_written(bits, later):
    text = " ".join(bits) + "."
    claims = (*absence_claims(text), *attributed_claims(text))
    assert all(text[claim.start : claim.end] == claim.text and claim.text and claim.thing for claim in claims)
    spans = sorted((claim.start, claim.end) for claim in claims)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert absence_claims(f"{text}\n\nIt {' '.join(later)}")[: len(absence_claims(text))] == absence_claims(text)


def test_the_thing_is_named():
    assert absence_claims("The MRI shows a bulge, but no imaging study corroborates it.")[0].thing == "imaging study"
    assert (
        absence_claims("The guideline asks for a trial, and no such trial of NSAIDs is documented.")[0].thing
        == "such trial of NSAIDs"
    )
    assert absence_claims(f"{CLAIM}.")[0].thing == "a home exercise program"
    assert absence_claims("The dose of the drug was not provided.")[0].thing == "The dose of the drug"


def absence(one):
    return [problem for problem in run(one, CONTEXT) if problem.check.startswith("absence.")]


def test_with_a_record_it_must_be_fixed_and_offers_the_search():
    (problem,) = absence(with_record(TEXT))
    assert problem.severity == "must fix"
    assert problem.id == "absence.rationale:1:1"
    assert problem.quote == CLAIM
    assert problem.fix.act == "search"
    assert problem.fix.target == CLAIM


def test_without_a_record_it_is_to_be_acknowledged():
    (problem,) = absence(case(items=(item(rationale=TEXT),)))
    assert problem.severity == "consider"
    assert not problem.flag


def test_the_summary_is_read_too():
    (problem,) = absence(case(summary=f"{case().summary} {CLAIM}."))
    assert problem.id == "absence.summary:0:1"


@pytest.mark.parametrize(
    "statement", [CLAIM, f"{CLAIM}.", CLAIM.upper(), CLAIM.replace(" ", "  "), "no documentation of a home exercise"]
)
def test_a_search_with_the_claims_words_backs_it(statement):
    assert absence(with_record(TEXT, (search(statement),))) == []


@pytest.mark.parametrize(
    ("behind", "words"),
    [
        (search("There is no documentation of a brace"), "search the record"),
        (search("There is"), "search the record"),
        (search(CLAIM, terms=()), "search the record"),
        (search(CLAIM, hits=(hit("Refused it."), hit())), "1 of 2 search hits"),
        (search(CLAIM, pages=(1,)), "Pages 2–3 not searched"),
        (search(CLAIM, pages=(1, 2), unreadable=(3,)), "Page 3 could not be read"),
    ],
)
def test_a_search_that_does_not_hold(behind, words):
    (problem,) = absence(with_record(TEXT, (behind,)))
    assert words in problem.message


def test_unreadable_pages_that_the_text_names_are_enough():
    behind = search(CLAIM, pages=(1, 2), unreadable=(3,), hits=(hit("About the shoulder."),))
    assert absence(with_record(f"{TEXT} Page 3 is unreadable.", (behind,))) == []


def test_the_sentence_about_unreadable_pages_is_offered():
    one = with_record(TEXT, (search(CLAIM, pages=(1, 2), unreadable=(3,)),))
    (problem,) = absence(one)
    fixed = apply_fix(one, problem)
    assert fixed.items[0].rationale.endswith("Page 3 of the record could not be read.")
    assert absence(fixed) == []


def test_what_the_search_found_must_be_reworded():
    found = search(CLAIM, hits=(hit("Refused it."), SearchHit(hit().source, "It is there", found=True)))
    (problem,) = absence(with_record(TEXT, (found,)))
    assert problem.severity == "must fix"
    assert problem.message == f"The search found it on p. {hit().source.page}: reword the sentence."
    assert problem.fix.act == "search"


@pytest.mark.parametrize(
    ("statement", "terms", "backed"),
    [
        ("A home program was tried first", ("home exercise program", "hep"), True),
        ("A home program was tried first", ("gym", "hep"), False),
        ("The home exercise program was tried first", ("gym",), False),
    ],
)
def test_a_search_for_a_criterion_backs_what_it_looked_for(statement, terms, backed):
    made = search(statement, terms=terms, criterion="hep.tried")
    assert (absence(with_record(TEXT, (made,))) == []) is backed
    assert absence(with_record(TEXT, (search(statement, terms=terms),)))


def test_one_reason_covers_every_statement_where_there_is_no_record():
    one = case(summary=f"{case().summary} {CLAIM}.", items=(item(rationale=TEXT),))
    found = absence(one)
    assert len(found) == 2
    assert {(problem.fix.act, problem.fix.target) for problem in found} == {("give reason", "absence")}
    noted = Acknowledgement("absence", "Only the determination is at hand.", AT)
    assert blocking(found, (noted,)) == ()
