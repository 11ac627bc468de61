"""Which text governs an item: by service, part of the body, phase and day."""

from datetime import date, timedelta

import pytest

from imr_desktop.case.model import ClaimDates
from imr_desktop.rules import evaluate_case

PTSD = "MTUS Workplace Mental Health: Posttraumatic Stress Disorder and Acute Stress Disorder 2018"
DEPRESSION = "MTUS Workplace Mental Health: Depressive Disorders 2020"
NO_CHAPTER = "The MTUS has no chapter on it"


@pytest.fixture
def governing(packs, make_case):
    def look(title, decision, injury=None, summary="", **fields):
        case = make_case(title, summary=summary, dates=ClaimDates(decision=decision, injury=injury), **fields)
        return evaluate_case(case, packs)[0].governing

    return look


TODAY, LONG_AGO = date(2026, 5, 4), date(2024, 5, 1)


@pytest.mark.parametrize(
    ("title", "summary", "citation"),
    [
        ("MRI L/S", "", "MTUS Low Back Disorders 2020"),
        ("MRI OF THE C-SPINE W/O CONTRAST", "", "MTUS Cervical and Thoracic Spine Disorders 2018"),
        ("PT 2x6 R knee", "", "MTUS Knee Disorders 2019"),
        ("Carpal tunnel release", "", "MTUS Hand, Wrist, and Forearm Disorders 2019"),
        ("Inguinal hernia repair", "", "MTUS Hip and Groin Disorders 2019"),
        ("Terapia física de la rodilla derecha", "", "MTUS Knee Disorders 2019"),
        ("Physical therapy 2x6", "Diagnoses: left shoulder impingement. Neck normal.", "MTUS Shoulder Disorders 2016"),
        ("Physical therapy 2x6", "He fell on his elbow.", "MTUS Elbow Disorders 2018"),
        ("EMG/NCS of the bilateral lower extremities", "Ankle sprain. Low back pain.", "MTUS Low Back Disorders 2020"),
        ("Norco 10/325 #60", "Low back pain.", "MTUS Opioids 2017"),
        ("Urine drug screen", "", "MTUS Opioids 2017"),
        ("Gabapentin 300mg #90", "Low back pain.", "MTUS Chronic Pain 2017"),
        ("Functional restoration program", "Knee pain.", "MTUS Chronic Pain 2017"),
        ("Physical therapy for CRPS of the hand", "", "MTUS Chronic Pain 2017"),
        ("Psychotherapy 6 sessions", "Diagnoses: PTSD.", PTSD),
        ("Psychotherapy 6 sessions", "Diagnosis: major depressive disorder.", DEPRESSION),
        ("Albuterol inhaler", "Work-related asthma.", "MTUS Work-Related Asthma 2020"),
        ("Sertraline 50mg", "Major depression.", DEPRESSION),
        ("Umbilical hernia repair", "", "MTUS Initial Approaches to Treatment 2017"),
        ("Eyeglasses", "", "MTUS Eye Disorders 2017"),
        ("Postoperative physical therapy 12 visits right knee", "", "MTUS Postsurgical Treatment 2009"),
        ("Hearing aid", "Low back pain.", "MTUS Initial Approaches to Treatment 2017"),
        ("X-rays of the head", "Low back pain.", "MTUS Initial Approaches to Treatment 2017"),
        ("", "", "MTUS Initial Approaches to Treatment 2017"),
        ("Zorblax device", "", "MTUS Initial Approaches to Treatment 2017"),
    ],
)  # fmt: skip
def test_the_chapter_of_an_item_decided_today(governing, title, summary, citation):
    assert governing(title, TODAY, LONG_AGO, summary).citation == citation


def test_every_edition_governs_from_its_first_day_to_its_last(governing, packs):
    titles = {
        "Low Back": "MRI lumbar", "Knee": "MRI knee", "Elbow": "MRI elbow", "Ankle and Foot": "MRI ankle",
        "Hand, Wrist, and Forearm": "MRI wrist", "Hip and Groin": "MRI hip", "Cervical and Thoracic Spine": "MRI neck",
        "Shoulder": "MRI shoulder", "Opioids": "Norco", "Eye": "Eyeglasses", "Asthma": "Albuterol for asthma",
        "Interstitial Lung Disease": "Pulmonary function test, asbestosis", "COVID-19": "Pulmonary function test, COVID-19",
        "Chronic Pain": "Functional restoration program", "Initial Approaches to Treatment": "Hearing aid",
        "Workplace Mental Health: PTSD and acute stress": "Psychotherapy for PTSD",
        "Workplace Mental Health: depressive disorders": "Psychotherapy for depression",
        "Workplace Mental Health: anxiety": "Psychotherapy for anxiety",
    }  # fmt: skip
    chapters = [edition for edition in packs.editions.values() if edition.chapter]
    assert len(chapters) == 28
    assert {edition.chapter for edition in chapters} == titles.keys()
    for edition in chapters:
        last = edition.in_force_to or TODAY
        around = [edition.in_force_from - timedelta(1), edition.in_force_from, last, last + timedelta(1)]
        found = [governing(titles[edition.chapter], day, LONG_AGO) for day in around]
        assert [one.edition_id == edition.id for one in found] == [False, True, True, edition.in_force_to is None]
        assert (found[1].in_force_from, found[1].in_force_to) == (edition.in_force_from, edition.in_force_to)


def test_the_phase_is_counted_from_the_injury(governing):
    injury = date(2026, 1, 1)
    phases = [governing("PT knee", injury + timedelta(days), injury).phase for days in (0, 30, 31, 89, 90)]
    assert phases == ["acute", "acute", "subacute", "subacute", "chronic"]
    after = governing("PT knee", date(2025, 1, 1), injury)
    assert after.phase == ""
    assert "no date of injury before the day" in after.note


def test_before_december_2017_therapy_of_chronic_pain_is_of_the_chronic_pain_guidelines(governing):
    day, injury = date(2017, 2, 1), date(2015, 2, 1)
    chronic = governing("PT 6 visits, low back", day, injury)
    assert (chronic.citation, chronic.beside) == (
        "MTUS Chronic Pain Medical Treatment 2016",
        ("MTUS Low Back Complaints 2004",),
    )
    assert governing("PT 6 visits, low back", day, day - timedelta(20)).citation == "MTUS Low Back Complaints 2004"
    assert governing("MRI elbow", day, injury).citation == "MTUS Elbow Complaints 2007"
    hip = governing("MRI hip", day, injury)
    assert hip.citation == "MTUS General Approaches 2004"
    assert NO_CHAPTER in hip.note


def test_several_parts_stand_beside_and_a_guess_is_said(governing):
    several = governing("PT for the neck, low back and right shoulder", TODAY, LONG_AGO)
    assert several.citation == "MTUS Cervical and Thoracic Spine Disorders 2018"
    assert several.beside == ("MTUS Low Back Disorders 2020", "MTUS Shoulder Disorders 2016", "MTUS Chronic Pain 2017")
    assert "taken from the summary" in governing("Motrin", TODAY, LONG_AGO, "Knee pain.").note
    assert NO_CHAPTER in governing("Hearing aid", TODAY, LONG_AGO, "Knee pain.").note
    assert "Nothing tells the part" in governing("Motrin", TODAY, LONG_AGO).note


def test_what_is_not_known_of_the_day_is_said(governing):
    newest = governing("MRI knee", None)
    assert newest.edition_id == "kn19"
    assert "The day is not known" in newest.note
    early = governing("MRI knee", date(2005, 3, 1))
    assert early.edition_id == "ac04"
    assert "No text of the packs governed on 03/01/2005" in early.note
    assert NO_CHAPTER not in early.note, "it has one on the knee, which came later"
    gap = governing("Psychotherapy for depression", date(2018, 5, 1), date(2018, 4, 1))
    assert gap.edition_id == "ia17"
    assert "no text on Workplace Mental Health: Depressive Disorders" in gap.note
    acupuncture = governing("Acupuncture 6 visits, low back", TODAY, LONG_AGO)
    assert acupuncture.edition_id == "lb20"
    assert "MTUS Acupuncture Treatment 2007" in acupuncture.beside
    assert "is to be confirmed" in acupuncture.note
    assert "public hearing" in governing("Functional restoration program", TODAY, LONG_AGO).note


def test_what_goes_with_an_operation_follows_it(packs, make_case):
    case = make_case("Right knee arthroscopy", "Cold therapy unit", dates=ClaimDates(decision=TODAY), summary="Neck pain.")
    unit = evaluate_case(case, packs)[1].governing
    assert unit.edition_id == "kn19"
    assert "taken from the operation in dispute" in unit.note


def test_what_the_request_names_is_not_said_to_be_taken_from_elsewhere(governing):
    for title in ("MRI of the right wrist", "Left inguinal hernia repair", "Physical therapy 2x4 lumbar"):
        assert "not in the request" not in governing(title, TODAY, LONG_AGO, "Right wrist, groin and low back pain.").note
    assert "taken from the summary" in governing("TENS unit", TODAY, LONG_AGO, "Wrist pain.").note


def test_weeks_of_waiting_are_counted_to_the_request_not_to_the_decision(packs, make_case):
    days = ClaimDates(injury=date(2026, 1, 1), request_for_authorization=date(2026, 1, 15), decision=date(2026, 4, 20))
    (report,) = evaluate_case(make_case("MRI of the lumbar spine", dates=days), packs)
    (waiting,) = [one for one in report.criteria if one.id == "lb20.imaging.c1"]
    assert waiting.inputs["history.symptom_duration_weeks"] == 2
    assert waiting.status == "not documented"


def test_the_chapter_of_the_mind_stands_beside_for_a_drug_that_treats_both(governing):
    both = governing("Sertraline 100 mg #30", TODAY, LONG_AGO, "PTSD after an assault. Right wrist pain.")
    assert PTSD in both.beside
    assert governing("Prazosin 2 mg #30", TODAY, LONG_AGO, "PTSD with nightmares. Right wrist pain.").citation == PTSD
