"""Scope, fairness and completeness: what a reviewer would write, and what must not be taken for a fault."""

from __future__ import annotations

from datetime import date

import pytest

from imr_desktop.case.model import Credentials, Document, Finding, SourceRef
from imr_desktop.preflight import Context, apply_fix

from .builders import AT, CONTEXT, case, item
from .linted import checks, found, saying


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
