"""Work, function, earlier treatment and reasons of review: what is said, never what is denied, hoped for or conditional."""

import pytest

from imr_desktop.extract.facts.reader import find_facts


def told(kind, text, type_="progress report"):
    return [one for one in find_facts(text, type_) if one.kind == kind and one.value]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("She cannot return to her usual and customary job.", ""),
        ("The patient is not currently working.", "off work"),
        ("He has not returned to work.", "off work"),
        ("He is unable to return to full duty.", ""),
        ("He has not reached MMI.", ""),
        ("The patient will reach MMI in 3 months.", ""),
        ("Goals: return to full duty.", ""),
        ("The patient would like to return to full duty.", ""),
        ("If the employer cannot accommodate, he is temporarily totally disabled.", ""),
        ("TTD benefits were paid through 4/1/2023.", ""),
        ("He returned to full duty on 03/01/2024.", "full duty"),
        ("WORK STATUS: The patient is able to work full duty with no restrictions.", "full duty"),
        ("Remain off work for 6 weeks.", "off work"),
        ("Patient is P&S.", "permanent and stationary"),
        ("The patient has not worked in the usual job since then.", ""),
        ("26. WORK STATUS Is patient able to perform usual work? Yes [ ] No [X]", ""),
        ("ABILITY TO RETURN TO USUAL WORK", ""),
        ("I have weighed whether she is permanent and stationary.", ""),
    ],
)
def test_a_state_of_work_is_one_that_holds(words, state):
    assert [one.value for one in told("work status", words)] == [state] * bool(state)


def test_work_between_two_days_is_over():
    assert told("work status", "She was off work from 1/2/2023 to 3/4/2023.")[0].status == "history"
    assert told("work status", "Modified duty was offered by the employer and accepted.")[0].status == "history"


@pytest.mark.parametrize(
    ("words", "polarity"),
    [
        ("He is now able to reach overhead to a cabinet.", "present"),
        ("No help from tramadol, but with gabapentin she can sit for 45 minutes versus 20.", "present"),
        ("Improvement in function is not documented.", "absent"),
        ("There has been no functional improvement with therapy.", "absent"),
        ("The treatment is expected to produce functional improvement.", ""),
        ("If functional improvement is shown, continue.", ""),
    ],
)
def test_functional_improvement_is_said_or_denied_never_hoped_for(words, polarity):
    assert [one.polarity for one in told("function", words)] == [polarity] * bool(polarity)


def test_milligrams_are_no_visits():
    assert told("treatment", "Took ibuprofen 400 mg before session.", "therapy note") == []
    assert told("treatment", "Had 2 ESIs in 2022 with 60% relief.")[0].number == 2


@pytest.mark.parametrize(
    "words",
    ["The number of visits completed is not stated.", "No urine drug screen was submitted.", "The quantity is excessive."],
)
def test_a_reason_of_review_names_what_is_lacking(words):
    assert told("ur reason", words, "ur determination")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Left wrist contusion, resolved.", ("Left wrist contusion", "history", "present")),
        ("CRPS left hand - not found on today's examination", ("CRPS left hand", "current", "absent")),
        ("Status post right knee arthroscopy 2010", ("Status post right knee arthroscopy 2010", "history", "present")),
        ("forearm, subsequent encounter (T22.211D)", ("Burn of second degree of right forearm", "current", "present")),
        ("Nerve block injections, right (S20.211A)", ("Contusion of right front wall of thorax", "current", "present")),
        ("Lumbar radiculopathy, M54.16", ("Lumbar radiculopathy", "current", "present")),
    ],
)
def test_a_diagnosis_that_is_over_or_excluded_and_a_code_beside_other_words(words, said):
    (one,) = told("diagnosis", f"Diagnoses:\n{words}\n")
    assert (one.value, one.status, one.polarity) == said


def signs(text, type_="progress report"):
    found = find_facts(text, type_)
    return [(one.kind, one.value, one.polarity, one.side, one.status) for one in found if one.kind in ("exam", "symptom")]


def test_a_part_of_the_body_belongs_to_the_part_above_it_and_ends_the_side_of_another():
    text = "Physical Exam\nConstitutional: well. Right wrist: Tinel positive.\nNeck: No spasm.\n"
    assert ("exam", "Tinel", "present", "right", "current") in signs(text)
    assert ("exam", "spasm", "absent", "", "current") in signs(text)
    assert signs("Subjective:\nNeck: numbness at night.\n") == [("symptom", "numbness", "present", "", "current")]


def test_no_question_and_no_study_is_an_examination_and_a_count_of_signs_is_no_strength():
    assert signs("Weakness?") == []
    assert not any(one[1] for one in signs("Exam: X-ray of the ankle: no acute fracture, soft tissue swelling."))
    assert not any(one[1] == "weakness" for one in signs("Exam: Waddell signs 0/5."))


def test_who_tests_nerves_examines_too():
    text = "Examination: Tinel positive at the right wrist.\nNeedle EMG: no weakness of recruitment.\n"
    assert [one[1] for one in signs(text, "electrodiagnostic study") if one[1]] == ["Tinel"]


def test_a_history_that_was_copied_says_so_up_to_what_is_new():
    text = "HPI (copied from 05/09/2024): Takes tramadol 50 mg TID.\nInterval update: Takes nortriptyline 10 mg qhs.\n"
    assert [one.status for one in told("medication", text)] == ["copied", "current"]
