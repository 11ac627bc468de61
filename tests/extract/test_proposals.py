"""Forms and reports propose the places of a case, each with the words it rests on."""

import pytest
from msgspec.structs import replace

from imr_desktop.extract import accept, understand
from imr_desktop.extract.packet import overlook
from imr_desktop.record import Reader

from .records import APPLICATION, AT, REPORT, RFA, UR, read_of, taken, values

PACKET = read_of(APPLICATION, UR, RFA, REPORT)


def test_dates_come_from_the_forms_and_differing_ones_are_all_kept():
    _, proposals = taken(PACKET)
    assert values(proposals, "dates.injury") == ["2025-04-11", "2025-04-12"]
    assert values(proposals, "dates.ur_denial") == ["2025-11-03"]
    assert values(proposals, "dates.ur_served") == ["2025-11-04"]
    assert values(proposals, "dates.request_for_authorization") == ["2025-10-27"]
    assert values(proposals, "track") == ["expedited"]
    assert (values(proposals, "age"), values(proposals, "sex")) == ([52], ["male"])


def test_what_the_letter_in_dispute_says_of_itself_is_proposed_and_no_other_letters_words():
    letter = f"{UR}\nRFA / received: 10/27/2025 / 10/28/2025\nReviewer specialty: Orthopedic Surgery"
    older = letter.replace("11/03/2025", "02/03/2025").replace("Orthopedic Surgery", "Neurology").replace("10/28", "01/28")
    _, proposals = taken(read_of(APPLICATION, letter, RFA, older))
    assert values(proposals, "ur_specialty") == ["Orthopedic Surgery"]
    assert values(proposals, "dates.request_received") == ["2025-10-28"]


def test_the_request_of_another_dispute_is_not_proposed_and_a_letter_of_one_is_not_heard_on_the_patients_sex():
    letter = f"{UR}\nRFA dated: 10/27/2025\nThe patient is a 52-year-old male."
    older = letter.replace("11/03/2025", "02/03/2025").replace("10/27", "01/27").replace("male", "female")
    told = "PROGRESS REPORT\nDate of service: 10/0{}/2025\nA 52 year old male with pain."
    earlier = RFA.replace("10/27/2025", "01/27/2025")
    read = read_of(APPLICATION, older, letter, earlier, RFA, *(told.format(at) for at in (1, 2, 3)))
    _, proposals = taken(read)
    assert values(proposals, "dates.request_for_authorization") == ["2025-10-27"]
    assert values(proposals, "sex") == ["male"]


def test_the_request_that_another_letter_names_does_not_stand_for_one_that_the_papers_of_the_dispute_bear():
    silent = UR.replace("10/27/2025", "").replace("RFA", "")
    older = f"{UR}\nRFA dated: 08/27/2025".replace("11/03/2025", "09/03/2025").replace("10/27", "08/27")
    _, proposals = taken(read_of(APPLICATION, silent, older, RFA))
    assert values(proposals, "dates.request_for_authorization") == ["2025-10-27"]


def test_a_physicians_appeal_against_a_decision_is_no_decision():
    appeal = (
        "Birch Pain Clinic\nNovember 10, 2025\nOakmere Review, Appeals Department\nTo whom it may concern:\n"
        "I am appealing your denial of 11/03/2025. Your physician reviewer cites the MTUS.\n"
        "The lumbar epidural steroid injection is medically necessary, and utilization review should have certified it.\n"
        "Respectfully,\nJon Vale, M.D."
    )
    read = read_of(APPLICATION, UR, appeal)
    case, _ = taken(read)
    assert {one.page for request in understand(case, read, case.documents).requests for one in request.sources} <= {1, 2}


def test_what_one_report_says_against_many_is_a_contradiction_and_no_second_value():
    words = "PROGRESS REPORT\nDate of service: 05/0{}/2025\nDate of injury: 04/11/2025 {}\nA 52 year old male."
    told = [words.format(at, place) for at, place in enumerate(("on a ladder", "at the dock", "while lifting"), 1)]
    slip = told[0].replace("04/11/2025", "04/11/2024").replace("05/01", "05/04").replace("male", "female")
    case, proposals = taken(read_of(*told, slip))
    assert (values(proposals, "dates.injury"), values(proposals, "sex")) == (["2025-04-11"], ["male"])
    found = understand(case, read_of(*told, slip), case.documents)
    seen = overlook(case, [read_of(*told, slip)], found.proposals, found.facts, found.requests)
    assert {one.key for one in seen.conflicts} == {"sex", "dates.injury"}


@pytest.mark.parametrize(("verdict", "days"), [("read", ["2025-04-11", "2025-04-17"]), ("doubtful", ["2025-04-11"])])
def test_a_day_one_figure_off_on_a_page_that_a_machine_read_is_no_second_value(verdict, days):
    words = "PROGRESS REPORT\nDate of service: 05/0{}/2025\nDate of injury: 04/11/2025 {}\nA 52 year old male."
    told = [words.format(at, place) for at, place in enumerate(("on a ladder", "at the dock", "while lifting"), 1)]
    read = read_of(APPLICATION.replace("04/11/2025", "04/17/2025"), *told)
    read = replace(read, pages=(replace(read.pages[0], verdict=verdict), *read.pages[1:]))
    assert sorted(values(taken(read)[1], "dates.injury")) == days


def test_a_cumulative_injury_is_proposed_as_its_first_and_last_day_to_be_looked_at():
    _, proposals = taken(read_of(APPLICATION.replace("04/11/2025", "CT 01/01/2019 - 03/14/2025")))
    found = [one for one in proposals if one.key.startswith("dates.injury")]
    assert {(one.key, one.value) for one in found} == {("dates.injury", "2019-01-01"), ("dates.injury_until", "2025-03-14")}
    assert all("first and a last day" in one.note and one.sources for one in found)


def test_the_applications_items_are_filled_in_from_utilization_review():
    _, proposals = taken(PACKET)
    first, second = values(proposals, "items.1")[0], values(proposals, "items.2")[0]
    assert first["title"] == "Physical therapy 2 times a week for 6 weeks, left shoulder"
    assert first["authorized"] == "4 visits"
    assert second["title"] == "Tramadol 50 mg #60"
    assert second["claims_administrator_guideline"] == "MTUS, Shoulder Disorders Guideline, physical therapy."
    assert values(proposals, "expected_items") == [2]
    assert not values(proposals, "items.3")


def test_every_quote_stands_on_its_page_and_names_its_document():
    case, proposals = taken(read_of(REPORT, name="earlier.pdf"), PACKET)
    pages = dict(enumerate([REPORT, APPLICATION, UR, RFA, REPORT], 1))
    documents = {document.id: document for document in case.documents}
    for proposal in proposals:
        assert proposal.sources, proposal.key
        for source in proposal.sources:
            assert source.quote, proposal.key
            assert source.quote in pages[source.page]
            assert documents[source.document].first_page <= source.page <= documents[source.document].last_page


def test_findings_carry_their_category_and_date():
    _, proposals = taken(PACKET)
    found = [proposal.value for proposal in proposals if proposal.key.startswith("findings.")]
    assert {"text": "Flexion is 120 degrees.", "category": "exam", "date": "2025-10-25"} in found
    assert [value["text"] for value in found if value["category"] == "diagnosis"] == [
        "Left shoulder impingement",
        "Biceps tendinitis",
    ]
    assert not any("requested" in value["text"] or "Treater" in value["text"] for value in found)


TABLE = """REQUEST FOR AUTHORIZATION
DWC Form RFA
Diagnosis (Required) ICD-Code (Required) Service/Good Requested (Required) CPT/HCPCS Code Other Information
Lumbar radiculopathy M54.16 Lumbar epidural injection
L4-5 62323 one injection
Low back pain 724.2 Ice pack E0230
Requesting Physician Signature: (signed) Date: 10/27/2025
"""


def test_a_request_stands_in_where_no_application_lists_items():
    _, proposals = taken(read_of(TABLE))
    assert values(proposals, "items.1") == [{"title": "Lumbar epidural injection L4-5 one injection"}]
    assert values(proposals, "items.2") == [{"title": "Ice pack"}]
    found = [proposal.value["text"] for proposal in proposals if proposal.key.startswith("findings.")]
    assert found == ["Lumbar radiculopathy (M54.16)", "Low back pain (724.2)"]


def test_a_file_of_pictures_proposes_nothing():
    _, proposals = taken(read_of("", ""))
    assert proposals == ()


@pytest.mark.parametrize("separate", [False, True], ids=["one file", "a file each"])
def test_a_packet_becomes_the_same_case_however_it_is_filed(separate):
    reads = (
        [read_of(page, name=f"{number}.pdf") for number, page in enumerate((REPORT, RFA, UR, APPLICATION))]
        if separate
        else [PACKET]
    )
    case = accept(*taken(*reads), at=AT, decisions=False)
    assert (case.track, case.age, case.sex, case.expected_items) == ("expedited", 52, "male", 2)
    assert case.dates.injury.isoformat() == "2025-04-11"
    assert [item.title for item in case.items] == [
        "Physical therapy 2 times a week for 6 weeks, left shoulder",
        "Tramadol 50 mg #60",
    ]
    assert [item.authorized for item in case.items] == ["4 visits", ""]
    assert all(item.decision is None for item in case.items)


@pytest.fixture(scope="module")
def sample(packet):
    with Reader() as reader:
        return reader.read(packet)


def test_the_sample_packet_is_read_as_it_was_written(sample):
    case, proposals = taken(sample)
    case = accept(case, proposals, at=AT, decisions=False)
    dates = case.dates
    assert (case.number, case.track, case.age, case.sex) == ("CM16-9900417", "standard", 48, "female")
    assert [day.isoformat() for day in (dates.injury, dates.ur_denial, dates.application_received, dates.assigned)] == [
        "2015-06-08",
        "2016-02-17",
        "2016-03-04",
        "2016-03-10",
    ]
    (item,) = case.items
    assert item.title.startswith("Trigger point injections x 6")
    assert "page 122" in item.claims_administrator_guideline
    assert any("twitch response" in finding.text for finding in case.findings)
    assert {document.type for document in case.documents} >= {
        "imr application",
        "ur determination",
        "rfa",
        "progress report",
        "therapy note",
        "acupuncture note",
        "imaging",
    }
    assert not any("Invented sample" in finding.text for finding in case.findings)
    for proposal in proposals:
        for source in proposal.sources:
            assert source.quote in sample.pages[source.page - 1].text


def test_a_quantity_in_its_own_column_is_no_part_of_a_title_and_the_physician_dates_a_request():
    request = """REQUEST FOR AUTHORIZATION
DWC Form RFA
Diagnosis ICD-Code Service/Good Requested CPT/HCPCS Code Other Information
Lumbar radiculopathy M54.16 Epidural injection right L4-5, L5-S1 64483, 64484 x1, fluoroscopy
Knee derangement M23.92 MRI left knee w/o contrast 73721 1
Shoulder pain M25.512 Physical therapy 97110 2x/week for 6 weeks
Requesting Physician Signature: /s/ T. Treater Date: 10/27/2025
Claims Administrator Response
Signature: A. Adjuster Date: 11/03/2025
"""
    _, proposals = taken(read_of(request))
    assert [values(proposals, f"items.{number}")[0]["title"] for number in (1, 2, 3)] == [
        "Epidural injection right L4-5, L5-S1 x1, fluoroscopy",
        "MRI left knee w/o contrast",
        "Physical therapy 2x/week for 6 weeks",
    ]
    assert values(proposals, "dates.request_for_authorization") == ["2025-10-27"]


VISIT = """PROGRESS REPORT
Date of service: {day}
Objective:
{exam}
Spurling's test is negative on both sides.
Past Medical Hx
History of asthma, resolved.
Family Hx
Father has lumbar stenosis.
Plan: trigger point injections x 6.
"""


def test_what_is_found_at_every_visit_is_one_finding_and_others_tell_nothing_of_the_patient():
    _, proposals = taken(
        read_of(
            "UTILIZATION REVIEW DETERMINATION\nJune 3, 2025\nTrigger point injections x 6: Denied\nThere is spasm.",
            VISIT.format(day="05/01/2025", exam="Neer sign is positive on the left."),
            VISIT.format(day="03/01/2025", exam="Neer (+) L"),
            VISIT.format(day="01/01/2025", exam="Neer sign is negative on the left."),
        )
    )
    found = [proposal for proposal in proposals if proposal.key.startswith("findings.")]
    told = {one.value["text"]: [source.page for source in one.sources] for one in found}
    assert told["Neer sign is positive on the left."] == [2, 3]
    assert told["Neer sign is negative on the left."] == [4]
    assert told["Spurling's test is negative on both sides."] == [2, 3, 4]
    assert [one.value["category"] for one in found if "asthma" in one.value["text"]] == ["history"]
    assert not any(word in text for text in told for word in ("rigger", "spasm", "stenosis"))


def test_pages_of_another_person_give_facts_that_say_so_and_nothing_for_the_case():
    own = "Patient: Vale, Rosa\n" + VISIT.format(day="05/01/2025", exam="DOI: 01/02/2024. Neer sign is positive on the left.")
    other = "Patient: Okun, Peter\n" + VISIT.format(
        day="05/02/2025", exam="DOI: 03/04/2023. Lachman is positive on the right."
    )
    reads = (read_of(own, own.replace("05/01", "05/09"), other),)
    case, proposals = taken(*reads)
    understood = understand(case, reads[0], case.documents)
    seen = overlook(case, reads, proposals, understood.facts, understood.requests, understood.people)
    assert {(one.subject, one.source.page) for one in understood.facts if one.subject != "family"} == {
        ("patient", 1), ("patient", 2), ("other", 3)
    }  # fmt: skip
    pages = [{source.page for source in one.sources} for one in proposals]
    assert all(named in ({1}, {2}, {1, 2}, {3}) for named in pages), "no proposal rests on both"
    assert pages.index({3}) == len(pages) - pages.count({3}), "what they propose comes last"
    assert seen.conflicts == ()
    assert {source.page for event in seen.chronology for source in event.sources} == {1, 2}
