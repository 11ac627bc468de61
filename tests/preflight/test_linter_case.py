"""Scope, fairness, provenance and completeness: what a reviewer would write, and what must not be taken for a fault."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from imr_desktop.case.model import CaseFile, Credentials, Document, Finding, SourceRef
from imr_desktop.preflight import Context, Others, apply_fix, decided_items, run

from .builders import AT, CONTEXT, TODAY, case, item

FAMILIES = (
    "scope.",
    "bias.",
    "specialty.",
    "credentials.",
    "names.",
    "copied.",
    "conflict.",
    "record.",
    "earlier.",
    "item.missed",
    "item.unlisted",
    "item.retyped",
    "text.",
)


def found(one, context=CONTEXT, *families):
    wanted = families or FAMILIES
    return [
        problem for problem in run(one, context) if problem.check.startswith(wanted) and problem.check != "record.unopened"
    ]


def saying(sentence):
    """A sound case whose rationale has one sentence more."""
    return case(items=(item(rationale=f"{item().rationale} {sentence}"),))


def checks(problems):
    return {problem.check for problem in problems}


def test_a_sound_case_raises_nothing():
    assert found(case()) == []


OUT_OF_SCOPE = [
    ("scope.causation", "The hip pain is nonindustrial in origin."),
    ("scope.causation", "Therefore the sleep disorder is not industrially related."),
    ("scope.causation", "The diabetes is unrelated to the work injury."),
    ("scope.causation", "The shoulder symptoms aren't related to the injury of November."),
    ("scope.causation", "The depression is not a result of the industrial accident."),
    ("scope.causation", "A causal connection with the fall is not plausible."),
    ("scope.causation", "AOE/COE is unresolved, so the request fails."),
    ("scope.causation", "Half of the disability should be apportioned to arthritis."),
    ("scope.causation", "The tear was not caused by the fall."),
    ("scope.causation", "This is a compensable consequence of the knee sprain."),
    ("scope.liability", "The lumbar spine is not an accepted body part."),
    ("scope.liability", "As the body part has not been accepted, therapy is denied."),
    ("scope.liability", "The insurer is not responsible for this brace."),
    ("scope.liability", "Treatment of the hand isn't part of the claim."),
    ("scope.liability", "The ankle lies outside the accepted claim."),
    ("scope.liability", "The claims administrator should pay for six visits."),
    ("scope.liability", "The employer's liability ends with the sprain."),
    ("scope.cost", "The device is costly and gives little."),
    ("scope.cost", "A less expensive brace would do."),
    ("scope.cost", "Generic naproxen is cheaper."),
    ("scope.cost", "At $1,950 per month the cream is unreasonable."),
    ("scope.cost", "The price exceeds the fee schedule."),
]


@pytest.mark.parametrize(("check", "sentence"), OUT_OF_SCOPE)
def test_what_is_not_decided_here(check, sentence):
    problems = [one for one in found(saying(sentence)) if one.check.startswith("scope.")]
    assert check in checks(problems)
    assert all(one.severity == "consider" and one.quote in sentence for one in problems)
    assert not any(one.flag for one in problems if one.check == check)


@pytest.mark.parametrize(
    "sentence",
    [
        "The injured worker sustained an industrial injury to the left knee on 11/3/2025.",
        "The work-related injury has been treated with therapy and a brace.",
        "Because of the effusion, the cause of the locking must be shown.",
        "Costal margins are nontender; the costovertebral angle is sound.",
        "MRI is the generally accepted study for locking of the knee.",
        "She was admitted for one night of observation.",
        "Pain relief covered four hours and skin coverage is complete.",
        "The guideline calls the treatment cost-effective in a systematic review.",
        "Mood is labile.",
        "The physician is responsible for the plan of care.",
        "This determination does not address causation of the knee complaint.",
        "Whether the hip is an accepted body part is outside the scope of this review.",
        "Pain is related to activity and rated 6/10.",
        "The effusion is a consequence of overuse in therapy.",
        "Trauma of the knee is not related to age in this study.",
    ],
)
def test_clinical_words_are_within_scope(sentence):
    assert found(saying(sentence), CONTEXT, "scope.") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The QME opined that the hip is non-industrial.",
        "Per the claims administrator, the neck is not an accepted body part.",
    ],
)
def test_what_others_say_of_scope_is_only_shown(sentence):
    (problem,) = found(saying(sentence), CONTEXT, "scope.")
    assert problem.flag


@pytest.mark.parametrize(
    "sentence",
    [
        "The patient, a Hispanic woman, has a low tolerance for pain.",
        "Given her age, surgery is not worthwhile.",
        "At her age a brace is enough.",
        "The patient is elderly.",
        "He is an African-American man.",
        "Female patients tend to overstate pain.",
        "Because she is a woman, the load was light.",
        "Her religion forbids it.",
        "The patient is a lesbian.",
        "She is an immigrant from a farming family.",
        "The Mexican worker declined.",
        "He is crippled.",
        "Due to his disability, he will not return anyway.",
        "She is approaching retirement age.",
        "Dark-skinned patients were not in the trial.",
        "His cultural background explains it.",
        "The patient is a non-English-speaking laborer.",
        "Too young for a knee replacement, she must wait.",
    ],
)
def test_protected_traits(sentence):
    problems = found(saying(sentence), CONTEXT, "bias.")
    assert problems
    assert all(one.severity == "consider" and not one.flag for one in problems)


@pytest.mark.parametrize(
    "sentence",
    [
        "This 44-year-old female has locking of the knee.",
        "The 71 year old woman fell on stairs.",
        "ODG supports imaging in patients over 40 years of age.",
        "Age-related changes of the meniscus are common.",
        "The patient is on temporary total disability.",
        "The neck disability index fell from 40 to 22.",
        "The white cell count was normal and the stool was black.",
        "A blood culture was taken at Christian Hospital.",
        "A Spanish interpreter was present.",
        "Indian Health Service notes were reviewed.",
        "He took part in a foot race.",
        "Sexual function is normal.",
        "The Asian variant of the scale was not used.",
        "The surface of the wound is pink.",
        "The patient's husband helps at home.",
        "She is disabled from her usual work.",
        "An old manual of exercises was used.",
    ],
)
def test_plain_demography_and_medicine_is_no_bias(sentence):
    assert found(saying(sentence), CONTEXT, "bias.") == []


@pytest.mark.parametrize(
    ("specialty", "title"),
    [
        ("Psychology", "Lumbar fusion at L4-5"),
        ("Clinical Psychology", "MRI of the left knee"),
        ("Acupuncture", "Tramadol 50mg #60"),
        ("Chiropractic", "Lumbar epidural steroid injection"),
        ("Podiatry", "MRI of the lumbar spine"),
        ("Optometry", "Right shoulder arthroscopy"),
        ("Dentistry", "Cognitive behavioral therapy, 6 sessions"),
        ("Dermatology", "Spinal fusion"),
        ("Psychiatry", "Left knee arthroscopy with meniscectomy"),
        ("Diagnostic Radiology", "Physical therapy x 12"),
    ],
)
def test_a_specialty_far_from_the_treatment(specialty, title):
    one = case(credentials=Credentials("California", specialty), items=(item(title=title),))
    (problem,) = found(one, CONTEXT, "specialty.mismatch")
    assert problem.severity == "consider"


@pytest.mark.parametrize(
    ("specialty", "title"),
    [
        ("Family Practice", "Lumbar fusion at L4-5"),
        ("Occupational Medicine", "Cognitive behavioral therapy"),
        ("Psychiatry", "Sertraline 50mg #30"),
        ("Chiropractic", "Chiropractic x 6"),
        ("Podiatry", "Left ankle arthroscopy"),
        ("Acupuncture", "Acupuncture x 6"),
        ("Dentistry", "Occlusal guard"),
        ("Psychology, Pain Medicine", "Epidural injection L4-5"),
        ("Surgery, Surgical Critical Care", "Diazepam 5mg #10"),
        ("Some Unheard Specialty", "Lumbar fusion"),
        ("Psychology", "Item that names nothing known"),
        ("", "Lumbar fusion"),
    ],
)
def test_a_specialty_that_may_judge(specialty, title):
    one = case(credentials=Credentials("California", specialty), items=(item(title=title),))
    assert found(one, CONTEXT, "specialty.mismatch") == []


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("Sports Medicinea", "Sports Medicine"),
        ("Orthopedic Surgey", "Orthopedic Surgery"),
        ("Neurolgy", "Neurology"),
        ("Physical Medicine & Rehabilitaton", "Physical Medicine & Rehabilitation"),
        ("Anesthesology", "Anesthesiology"),
    ],
)
def test_a_misspelt_specialty_is_put_right(written, right):
    one = case(credentials=Credentials("California", f"Family Practice, {written}"))
    (problem,) = found(one, CONTEXT, "specialty.spelling")
    assert problem.quote == written
    assert apply_fix(one, problem).credentials == Credentials("California", f"Family Practice, {right}")


def test_missing_credentials_are_named_and_california_only_shown():
    problems = found(case(credentials=Credentials("", "")), CONTEXT, "credentials.")
    assert [problem.place.field for problem in problems] == ["credentials.specialty", "credentials.licensure"]
    (problem,) = found(case(credentials=Credentials("Ohio", "Neurology")), CONTEXT, "credentials.")
    assert (problem.check, problem.flag) == ("credentials.california", True)


def recorded(text_by_page, kind="progress report", **fields):
    """A case with one document over the given pages, opened, and the context that knows their text."""
    last = max(text_by_page)
    documents = (Document("d1", "0" * 64, "Report", kind, 1, last, opened=AT),)
    base = {"files": (CaseFile("0" * 64, "packet.pdf", last, 1),), "documents": documents, **fields}
    return case(**base), Context(today=TODAY, record=text_by_page)


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


def disclosing(context, *names):
    """The context with disclosed names."""
    return Context(today=context.today, record=context.record, disclosures=names)


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


@pytest.mark.parametrize(
    "text",
    [
        "Seen on ___ for pain.",
        "The patient has [body part] pain.",
        "TBD",
        "XXX visits",
        "<insert dose>",
        "**Knee pain**",
        "Is it torn???",
        "Lorem ipsum dolor",
        "Choose an item.",
        "on XX/XX/2025",
        "{{diagnosis}}",
        "Pain since [ ] weeks",
        "(insert dose)",
    ],
)
def test_placeholders(text):
    assert "text.placeholder" in checks(found(saying(text)))


@pytest.mark.parametrize(
    "text",
    [
        "Dr. ___ advised a brace.",
        "Pain is 5* in the morning, #60 tablets.",
        "See [p. 3] and [84, 89].",
        "The tendon (insertion) hurts.",
        "Is it torn? Yes!",
        "Imaging (magnetic resonance imaging [MRI]).",
    ],
)
def test_what_only_looks_like_a_placeholder(text):
    assert found(saying(text), CONTEXT, "text.") == []


@pytest.mark.parametrize("where", ["title", "author", "finding", "quote"])
def test_the_reviewer_is_named_in_nothing_that_goes_out(where):
    documents = (
        Document(
            "d",
            "f",
            f"Note {'Ana Ortiz' if where == 'title' else ''}",
            "other",
            1,
            1,
            author="Ana Ortiz" if where == "author" else "",
            opened=AT,
        ),
    )
    finding = Finding(
        "f",
        "Locking, says Ana Ortiz" if where == "finding" else "Locking",
        sources=(SourceRef("d", 1, "Ana Ortiz, MD" if where == "quote" else "locks"),),
    )
    one = case(documents=documents, findings=(finding,))
    problems = found(one, Context(today=date(2026, 1, 15), identity=("Ana Ortiz",)), "identity.name")
    assert [problem.severity for problem in problems] == ["must fix"]
