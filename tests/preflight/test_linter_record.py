"""What a case says beside what its record holds: names, copied words, cited pages, requests without an item."""

from __future__ import annotations

import msgspec
import pytest

from imr_desktop.preflight import Context, Others, apply_fix, decided_items

from .builders import CONTEXT, TODAY, case, item
from .linted import found, recorded, saying


@pytest.mark.parametrize(
    ("sentence", "strange"),
    [
        ("Dr. Okafor advised a brace.", True),
        ("The report of Lena Okafor, MD, shows an effusion.", True),
        ("Dr. Moreno advised a brace.", False),
        ("Dr. D. Moreno's report shows locking.", False),
        ("Dr. ___ advised a brace.", False),
        ("The doctor advised a brace.", False),
        ("Dr. Lindqvist examined her.", False),
    ],
)
def test_physicians_who_are_not_in_the_record(sentence, strange):
    one, context = recorded({1: "Seen by DANA MORENO, M.D.", 2: "cc: Lindqvist"}, items=(item(rationale=sentence),))
    assert bool(found(one, context, "names.stranger")) is strange


def test_the_author_of_a_document_is_no_stranger():
    one, context = recorded({1: "Illegible."}, items=(item(rationale="Dr. Okafor advised a brace."),))
    documents = tuple(msgspec.structs.replace(document, author="L. Okafor") for document in one.documents)
    assert found(msgspec.structs.replace(one, documents=documents), context, "names.stranger") == []


def test_the_employees_name_is_replaced():
    one = saying("Since then Mr. Halloran uses a cane.")
    (problem,) = found(one, CONTEXT, "names.patient")
    assert "Since then the employee uses a cane." in apply_fix(one, problem).items[0].rationale


def test_a_summary_copied_from_the_denial():
    text = (
        "The claimant is a 41 year old roofer who fell from a ladder and injured the right wrist and the low back. He "
        "has had eight visits of therapy, a wrist splint and naproxen with partial relief. The latest note describes "
        "tenderness over the distal radius with full motion and normal grip, and asks for six more visits."
    )
    one, context = recorded({1: f"RATIONALE {text.replace(' and ', chr(10) + 'and ')}"}, "ur determination", summary=text)
    (problem,) = found(one, context, "copied.denial")
    assert problem.severity == "consider"
    own = "On review of the notes, " + " ".join(reversed(text.split()))
    assert found(msgspec.structs.replace(one, summary=own), context, "copied.denial") == []


def test_a_sentence_that_stands_twice_is_taken_out():
    again = "The report of 12/2/2025 shows a positive McMurray test."
    one = saying(again)
    (problem,) = found(one, CONTEXT, "copied.within")
    assert apply_fix(one, problem).items[0].rationale.count(again) == 1


def test_a_rationale_for_another_item():
    one = case(
        items=(
            item("i1", title="Acupuncture x 6", rationale="Tramadol gave no relief and caused nausea in May."),
            item("i2", title="Tramadol 50mg #60", rationale="Tramadol brought no better function."),
        )
    )
    (problem,) = found(one, CONTEXT, "copied.service")
    assert problem.id == "copied.service:1"


def test_another_cases_text_needs_a_date_in_common_to_be_more_than_a_hint():
    text = " ".join(f"word{number} of this long rationale" for number in range(15))
    other = case(id="c0", number="CM25-7", items=(item(rationale=text),))
    context = Context(today=TODAY, others=Others(decided_items(other)))
    (problem,) = found(case(items=(item(rationale=text),)), context, "copied.case")
    assert problem.flag
    dated = Others(decided_items(case(id="c0", number="CM25-7", items=(item(rationale=f"{text} on 3/4/2025."),))))
    context = Context(today=TODAY, others=dated)
    (problem,) = found(case(items=(item(rationale=f"{text} on 3/4/2025."),)), context, "copied.case")
    assert not problem.flag


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Pinecrest Insurance Co.", "PINECREST  INSURANCE, Fresno"),
        ("Dr. Ana Kessler", "Ana M. Kessler MD"),
        ("Kessler, Ana", "A. Kessler, DO"),
        ("Bluewater TPA, LLC", "Administrator: Bluewater\nTPA"),
        ("Ana Núñez", "ana nunez"),
        ("Ames & Lowe", "Ames and Lowe, attorneys"),
    ],
)
def test_disclosed_names_in_the_record(name, text):
    one, context = recorded({1: "Nothing here.", 2: f"To: {text}."})
    (problem,) = found(one, disclosing(context, name), "conflict.")
    assert "page 2" in problem.message
    assert problem.severity == "consider"
    assert problem.fix.target == "d1"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Pinecrest Insurance Co.", "Pinecrest Road; Coast Insurance"),
        ("Ana Kessler", "Anna Kesslering"),
        ("MD", "MD"),
        ("", "anything"),
        ("Blue", "bluebird and Bluewater"),
    ],
)
def test_other_names_in_the_record(name, text):
    one, context = recorded({1: text})
    assert found(one, disclosing(context, name), "conflict.") == []


@pytest.mark.parametrize(
    ("cited", "severity"),
    [
        ("[p. 4]", "must fix"),
        ("[pp. 2–9]", "must fix"),
        ("[p. 0]", "must fix"),
        ("[p. 1]", None),
        ("[pp. 1-3]", None),
        ("[p.\u00a02, 3]", None),
        ("[4]", None),
    ],
)
def test_cited_pages_exist(cited, severity):
    one, context = recorded({1: "a", 2: "b", 3: "c"}, summary=f"The knee locks {cited}.")
    assert [problem.severity for problem in found(one, context, "record.page")] == ([severity] if severity else [])


def test_a_quotation_on_another_page_is_sent_there():
    one, context = recorded(
        {1: "Plan: brace.", 2: "Motor strength\nis 5/5 in all mus-\ncle groups."},
        summary="Examined: “motor strength is 5/5 in all muscle groups” [p. 1].",
    )
    (problem,) = found(one, context, "record.quote")
    assert "page 2" in problem.message
    assert found(apply_fix(one, problem), context, "record.quote") == []


@pytest.mark.parametrize(
    ("own", "wrong"),
    [
        ("Trezix 320.5/30/16mg one month supply", True),
        ("Trezix 30.5/30/16mg one month supply", False),
        ("Trezix 30.5/30/16mg, one month supply", False),
        ("Tramadol 50mg #60", False),
        ("Trezix one month supply", False),
    ],
)
def test_a_request_retyped_with_another_number(own, wrong):
    one, context = recorded({1: "Please authorize Trezix 30.5/30/16mg one month supply."}, "rfa", items=(item(title=own),))
    assert bool(found(one, context, "item.retyped")) is wrong


def test_a_listed_service_without_an_item():
    page = "Application for Independent Medical Review\nDisputed medical treatment:\n"
    page += "1. MRI of the left knee\n2. Acupuncture x 6\n"
    one, context = recorded({1: page}, "imr application")
    (problem,) = found(one, context, "item.missed")
    assert problem.quote == "Acupuncture x 6"
    both = msgspec.structs.replace(one, items=(item(), item("i2", title="Acupuncture, six (x 6) sessions")))
    assert found(both, context, "item.missed") == []


def disclosing(context, *names):
    """The context with disclosed names."""
    return Context(today=context.today, record=context.record, disclosures=names)
