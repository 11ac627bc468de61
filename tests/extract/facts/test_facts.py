"""Facts out of sentences: what is said, of whom, on which side; nothing that is printed, planned or only possible."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.extract.facts.diagnoses import find_diagnoses
from imr_desktop.extract.facts.exam import find_signs
from imr_desktop.extract.facts.icd import for_name, known
from imr_desktop.extract.facts.marks import marked
from imr_desktop.extract.facts.medications import find_medications
from imr_desktop.extract.facts.places import box_of
from imr_desktop.extract.facts.reader import find_facts
from imr_desktop.extract.facts.tables import table
from imr_desktop.record.model import PageText, Word

from .lines import fields, score, sign

SEEN, HELD = 0, 1


def signs(text):
    return [(one.sign.name, one.polarity, one.side) for one in find_signs(text, 0, len(text), marked(text)[0])]


def medications(text):
    for one in find_medications(text, 0, len(text), marked(text)[0], ""):
        status = "" if one.status == "current" else one.status
        yield one.name.lower(), one.dose.lower(), one.frequency, str(one.amount or ""), status


def diagnoses(text):
    return [(one.name.lower(), one.code.lower()) for one in find_diagnoses(text, 0, len(text))]


@pytest.mark.parametrize(
    ("name", "half", "read", "spell", "least"),
    [
        ("exam", SEEN, signs, sign, 0.96),
        ("exam", HELD, signs, sign, 0.9),
        ("medications", SEEN, medications, fields(5), 0.95),
        ("medications", HELD, medications, fields(5), 0.9),
        ("diagnoses", SEEN, diagnoses, fields(2), 0.9),
        ("diagnoses", HELD, diagnoses, fields(2), 0.9),
    ],
)
def test_lines_say_what_they_say(name, half, read, spell, least):
    precision, recall = score(name, half, read, spell)
    assert min(precision, recall) >= least, (precision, recall)


def told(text, kind="progress report"):
    return [one for one in find_facts(text, kind) if one.value]


def test_a_finding_of_another_of_a_form_and_of_an_older_note_says_so():
    text = (
        "Family History: Father has lumbar stenosis.\n"
        "Past Medical History: Hypertension, asthma.\n"
        "Copied from note of 06/01/2014:\nPositive straight leg raise on the left. Norco 10/325 mg #120.\n"
        "Today:\nExam: Straight leg raise is negative on the left.\n"
        "Patient instructions:\nCall us about numbness of the left leg.\n"
    )
    said = {(one.value.lower(), one.subject, one.status, one.polarity) for one in told(text)}
    assert ("lumbar stenosis", "family", "current", "present") in said
    assert {("hypertension", "patient", "history", "present"), ("asthma", "patient", "history", "present")} <= said
    assert ("straight leg raise", "patient", "copied", "present") in said
    assert ("straight leg raise", "patient", "current", "absent") in said
    assert ("norco", "patient", "copied", "") in said
    assert ("numbness", "patient", "template", "present") in said


def test_what_is_only_possible_is_no_fact():
    assert not told("Return if weakness develops in the left leg. Consider gabapentin if pain persists.")


def test_boxes_without_a_mark_say_nothing():
    text = (
        "Work Status:\n[ ] Return to full duty on with no limitations or restrictions.\n"
        "[X] Modified duty: no lifting over 10 lbs.\n[ ] Remain off work until\n"
    )
    assert [one.value for one in find_facts(text, "progress report") if one.kind == "work status"] == ["modified duty"]
    assert not find_facts("Regular work: Yes No. [ ] Return to full duty", "progress report")


def test_an_injury_is_a_day_or_a_span_and_none_that_is_to_come():
    text = "Date of Injury: CT 01/01/2019 - 03/14/2024\nDOI: 05/06/2018, D.O.B. 01/02/1970\nDate of injury: 03/14/2044\n"
    text += "Carrier: Vale Mutual. Injured: 11-JUL-2020 -\n08-DEC-2020 (CT)\n1 Application Injured worker 10/21/2024\n"
    spans = [(one.day.isoformat(), one.until and one.until.isoformat()) for one in told(text) if one.kind == "injury"]
    assert sorted(spans, key=str) == [("2018-05-06", None), ("2019-01-01", "2024-03-14"), ("2020-07-11", "2020-12-08")]


LETTER = """Review Services Inc.
June 10, 2024
Utilization Review Decision
Worker Ana Ruiz. Injury ............ March 1, 2023. RFA / received: 06/03/2024 / 06/04/2024
The request for a knee brace is denied. An application for Independent Medical Review must be filed within 30 days.
Jon Vale, M.D., Orthopedic Surgery, license G00001
"""


def test_a_letter_of_review_says_who_decided_when_the_request_came_in_and_how_long_one_may_appeal():
    said = {one.kind: one.value for one in told(LETTER, "ur determination")}
    assert said.items() >= {
        ("injury", "03/01/2023"),
        ("request date", "06/03/2024"),
        ("ur received", "06/04/2024"),
        ("reviewer specialty", "Orthopedic Surgery"),
        ("ur deadline", "An application for Independent Medical Review must be filed within 30 days."),
    }


@pytest.mark.parametrize(
    ("words", "age", "sex"),
    [
        ("Ana Ruiz, 46, female. Injured 1/2/2023.", "46", "female"),
        ("Patient Ruiz, Jon (56, M)", "56", "male"),
        ("Indication: male, 56, work injury.", "56", "male"),
        ("A woman of 43 was referred.", "43", "female"),
        ("Jon returned. He is now 33. He walks.", "33", None),
        ("Name Birth Sex\nAna Ruiz 01/02/1980 F\nFindings", None, "female"),
    ],
)
def test_age_and_sex_as_lists_columns_and_letters_say_them(words, age, sex):
    said = {one.kind: one.value for one in told(words)}
    assert (said.get("age"), said.get("sex")) == (age, sex)


def test_scores_counts_operations_and_studies():
    text = (
        "Subjective: Low back pain is 6-8 of 10 without medication and 4/10 with medication.\n"
        "He completed 12 of 24 PT visits with 40% improvement. No chiropractic care.\n"
        "He underwent right knee arthroscopy on 03/04/2019 and is a candidate for fusion.\n"
        "MRI of the lumbar spine dated 3/2/2014 showed a 4 mm left disc protrusion at L4-5; no fracture.\n"
        "Exam: left EHL 4/5.\nAccepted body parts: lumbar spine, left knee. Denied body parts: right shoulder.\n"
    )
    said = told(text)
    by = {kind: [one for one in said if one.kind == kind] for kind in {one.kind for one in said}}
    assert [(one.value, one.number) for one in by["pain"]] == [
        ("6-8 of 10 without medication", 8),
        ("4 of 10 with medication", 4),
    ]
    therapy, chiropractic = by["treatment"]
    assert (therapy.value, therapy.number, therapy.of, therapy.response) == ("physical therapy", 12, 24, "40% improvement")
    assert (chiropractic.value, chiropractic.polarity) == ("chiropractic", "absent")
    assert [(one.value, one.day.isoformat(), one.side) for one in by["surgery"]] == [
        ("right knee arthroscopy", "2019-03-04", "right")
    ]
    assert [(one.value, one.polarity, one.level) for one in by["imaging"]] == [
        ("MRI: disc protrusion", "present", "L4-5"),
        ("MRI: fracture", "absent", "L4-5"),
    ]
    assert [(one.value, one.polarity, one.side) for one in by["exam"]] == [("weakness", "present", "left")]
    assert [(one.value, one.polarity) for one in by["body part"]] == [
        ("lumbar spine", "present"),
        ("left knee", "present"),
        ("right shoulder", "absent"),
    ]


def test_what_a_document_is_closer_than_its_type_says_whose_visits_it_counts_and_whether_it_tells_of_the_patient():
    def said(text, type_, kind):
        return [(one.kind, one.value, one.number) for one in find_facts(text, type_, kind) if one.value]

    visit = "Visit 4 of 12. The spine was adjusted."
    assert said(visit, "therapy note", "chiropractic note") == [("treatment", "chiropractic", 4)]
    assert said(visit, "therapy note", "") == [("treatment", "physical therapy", 4)]
    bill = "DOI: 05/06/2018\nDiagnosis: M54.16 Lumbar radiculopathy\nNorco 10/325 mg #120"
    assert said(bill, "other", "billing") == [("injury", "05/06/2018", None)]


def test_a_head_behind_a_short_sentence_gives_its_side():
    text = "Objective findings: No clonus. Left shoulder: healed portals. Flexion 135. Drop arm negative.\nPlan: rest."
    assert [(one.value, one.side, one.scope) for one in told(text) if one.value == "drop arm"] == [
        ("drop arm", "left", "Left shoulder")
    ]


def test_a_head_gives_its_side_and_says_so():
    text = "Right knee:\nModerate effusion. McMurray positive.\nLeft knee:\nNo effusion.\n"
    assert [(one.value, one.side, one.polarity, one.scope) for one in told(text)] == [
        ("effusion", "right", "present", "Right knee"),
        ("McMurray", "right", "present", "Right knee"),
        ("effusion", "left", "absent", "Left knee"),
    ]


def test_codes_are_kept_as_written_and_held_against_the_list():
    (good, bad) = told("Diagnoses:\n1. Lumbar radiculopathy, M54.16\n2. Q99.99 Invented pain syndrome\n3. Neck pain\n")[:2]
    assert (good.code, good.doubt, bad.code, bad.doubt) == ("M54.16", 0, "Q99.99", 0.5)
    last = told("Diagnoses:\n1. Neck pain\n")[0]
    assert (last.code, last.proposed_code) == ("", "M54.2")
    assert known("S33.5XXA")
    assert not known("S33.5XXQ")
    common = table("diagnoses")["common"]
    assert all(known(code) for code in common)
    assert all(for_name(name) == code for code, names in common.items() for name in names)


WORDS = st.sampled_from(
    [
        "left",
        "right",
        "bilateral",
        "no",
        "tenderness",
        "over",
        "the",
        "knee",
        "positive",
        "Spurling",
        "Norco",
        "10/325",
        "mg",
        ",",
        ";",
        "and",
        "on",
        ":",
        ".",
        "5/5",
        "4/5",
        "was",
        "denies",
        "with",
        "L4-5",
        "fusion",
        "MRI",
        "showed",
        "pain",
        "7/10",
        "CT",
        "01/01/2019",
        "-",
        "M54.16",
        "(",
        ")",
        "+",
        "-",
        "R",
        "L",
        "12",
        "of",
        "24",
        "PT",
        "visits",
        "[",
        "]",
        "Diagnosis:",
        "\n",
        "\x0c",
    ]
)


SIDE = re.compile(r"(?i)\b(?:right|left|rt|lt|bilateral(?:ly)?|both|either|[rl]|b/l)\b")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=300),
    st.sampled_from(["progress report", "rfa", "imaging", ""]),
)
def test_any_text_is_read_and_no_side_is_invented(text, kind):
    for one in find_facts(text, kind):
        assert 0 <= one.start <= one.end <= len(text)
        if one.side and one.kind in ("exam", "symptom"):
            assert SIDE.search(f"{text[one.start : one.end]} {one.scope}")


@pytest.mark.parametrize(
    "words", ["tenderness over the left knee", "spasm", "swelling of the right ankle", "weakness", "effusion"]
)
def test_a_no_ahead_turns_it_round(words):
    (plain,), (denied,) = signs(words), signs(f"no {words}")
    assert (plain[1], denied[1]) == ("present", "absent")
    assert plain[2] == denied[2]


def test_a_long_line_is_read():
    text = "no tenderness over the left knee, and 4/5 M54.16 Norco 10/325 mg MRI showed 12 of 24 PT visits " * 400
    assert len(find_facts(text, "progress report")) < 20_000


def test_two_names_with_a_word_between_are_one_drug_where_they_are_halves_of_one():
    text = "Current medications: Tylenol with codeine twice a day; gabapentin and naproxen daily."
    assert [one.value for one in told(text) if one.kind == "medication"] == ["Tylenol with codeine", "gabapentin", "naproxen"]


@pytest.mark.parametrize(
    ("text", "told_of"),
    [
        (
            "Medication Sig Disp Started\nNorco 10/325 mg 1 tab PO QHS 60 4/5/2023\n"
            "lidocaine 5% patch 1 patch 12h on/off 30 1/2/24\n"
            "\nGabapentin 300 mg daily, refused 5 times",
            [("Norco", "10/325 mg", 60), ("lidocaine", "5 %", 30), ("Gabapentin", "300 mg", None)],
        ),
        ("Filled Rx Drug Qty Days Billed\n4/5/2023 60012 GABAPENTIN 300MG CAP 90 30 $18.77", [("GABAPENTIN", "300 mg", 90)]),
        ("Medication Sig Disp\nGabapentin 300 mg 1 cap TID", [("Gabapentin", "300 mg", None)]),
        (
            "Cream of flurbiprofen 20 percent\nwith lidocaine 5 percent, 120 grams.",
            [("flurbiprofen/lidocaine", "20/5 %", 120)],
        ),
        ("Flurbiprofen/lidocaine cream 120 gm twice a day.", [("Flurbiprofen/lidocaine", "", 120)]),
        ("Duloxetine 30 mg once a day, thirty capsules.", [("Duloxetine", "30 mg", 30)]),
    ],
)
def test_how_many_were_dispensed_is_what_the_head_of_a_column_or_a_weight_says(text, told_of):
    assert [(one.value, one.dose, one.number) for one in told(text) if one.kind == "medication"] == told_of


def test_words_read_by_machine_have_their_place():
    words = ("No", "tenderness", "on", "the", "left.")
    page = PageText(
        number=1, text=" ".join(words), verdict="doubtful", width=600, height=800,
        words=tuple(Word(word, (0.1 * at, 0.5, 0.1 * at + 0.08, 0.6)) for at, word in enumerate(words)),
    )  # fmt: skip
    assert box_of("tenderness on the left", page) == pytest.approx((60, 320, 288, 400))
    assert box_of("spasm on the left", page) is None


def test_notes_in_short_hand_and_tables_with_a_column_for_each_side_are_read_sign_by_sign():
    text = (
        "Exam: Neer - R, drop arm (+) L, no atrophy L, SLR: neg R / TTP L lumbar paraspinals\n"
        "[x] Spasm on the left [ ] Effusion of the right knee\n\nLumbar flexion 40/60.\n"
        "Crepitus of the knee: Right - yes; Left - no\n"
        "Test   Left   Right\nTinel's   +   -\nHawkins  neg  pos\nDeltoid 4/5 5/5\n"
    )
    said = [(one.value, one.polarity, one.side, " ".join(text[one.start : one.end].split())) for one in told(text)]
    assert said[:5] == [
        ("Neer", "absent", "right", "Neer - R"),
        ("drop arm", "present", "left", "drop arm (+) L"),
        ("atrophy", "absent", "left", "no atrophy L"),
        ("straight leg raise", "absent", "right", "SLR: neg R"),
        ("tenderness", "present", "left", "TTP L lumbar paraspinals"),
    ]
    assert [one[:3] for one in said[5:]] == [
        ("spasm", "present", "left"),
        ("limited motion", "present", ""),
        ("crepitus", "present", "right"),
        ("crepitus", "absent", "left"),
        ("Tinel", "present", "left"),
        ("Tinel", "absent", "right"),
        ("Hawkins", "absent", "left"),
        ("Hawkins", "present", "right"),
        ("weakness", "present", "left"),
        ("weakness", "absent", "right"),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("No murmur is heard. Xerostomia is evident.", {("murmur", "absent", ""), ("dry mouth", "present", "")}),
        ("Lid closure of the left eye is limited.", {("abnormal lid closure", "present", "left")}),
        ("tense compartment:\nno tense compartment R.", {("tense compartment", "absent", "right")}),
        ("There is normal tone. There is no documentation of use.", set()),
    ],
)
def test_an_examination_of_any_region_says_what_it_found_and_nothing_of_what_it_did_not_judge(words, said):
    found = told(f"Physical examination\n{words}\nAssessment\n")
    assert {(one.value, one.polarity, one.side) for one in found if one.kind == "exam"} == said
