"""Which day a visit, a study or a statement is of where charts and ledgers print several; what sends records for a review."""

from __future__ import annotations

from datetime import date

import pytest

from imr_desktop.extract import split_documents
from imr_desktop.extract.parts.days import find_day

from .records import read_of

CHART = """VALE, ROSA                                   Encounter: 05/02/2023 9:10 AM
DOB: 04/17/1978   MRN: 22-1                   Invented Spine Group

Office Visit - Follow up
Provider: Ann Sample, MD   Visit type: recheck, 30 min
Payer: Stone Risk Pool   Claim/DOI: SR-21-0084417 / 09/14/2021

Chief complaint
Pain of the low back. An injection is set for 07/25/2023.
"""
PLAN = """

WC002 PR-2 report   1 unit
3. Right shoulder impingement syndrome - M75.41
Plan
- Reviewed the MRI with the patient. Start gabapentin 300 mg at night for leg symptoms, may go up.
- Continue naproxen. Home exercise. Work: no lifting above 20 pounds. Return in five weeks.
Electronically signed by Ann Sample, MD
"""
STUDY = """INVENTED OPEN MRI
PATIENT VALE, ROSA SEX F DOB 04/17/1978
EXAM MRI CERVICAL SPINE W/O CONTRAST
DATE 09/21/2022 REF SAMPLE A
HISTORY: Neck pain, cumulative work injury.
IMPRESSION: Bulge at C5-6.
E-signed 09/22/2022 06:55
"""
LEDGER = """Invented Spine Group
ACCOUNT LEDGER   Statement date 11/02/2023
Acct 22-1   VALE, ROSA   DOI 09/14/2021
DOS          CPT     Description              Charge
05/02/2023   99214   Office visit             210.00
06/06/2023   99213   Office visit             150.00
07/11/2023   99214   Office visit             210.00
"""


@pytest.mark.parametrize(
    ("page", "kind", "type_", "day"),
    [
        (CHART, "", "progress report", date(2023, 5, 2)),
        (CHART.replace("Encounter: 05/02/2023 9:10 AM", "Seen 05/02/2023"), "", "progress report", date(2023, 5, 2)),
        (STUDY, "", "imaging", date(2022, 9, 21)),
        (LEDGER, "billing", "other", date(2023, 11, 2)),
    ],
    ids=["encounter behind a name", "seen", "date of a study", "statement"],
)
def test_a_day_of_injury_signing_or_service_does_not_stand_for_its_own(page, kind, type_, day):
    assert find_day([page], kind, type_) == (day, True) or find_day([page], kind, type_)[0] == day


def test_two_pages_of_one_encounter_are_one_document_though_a_charge_is_named_on_top():
    second = "\n".join(CHART.split("\n")[:2]) + PLAN
    third = CHART.replace("05/02/2023 9:10 AM", "06/06/2023 2:30 PM")
    read = read_of(CHART, second, third)
    documents = split_documents(read, 1)
    assert documents[-1].first_page == 3
    assert {one.date for one in documents} == {date(2023, 5, 2), date(2023, 6, 6)}
    assert not any("WC002" in one.title for one in documents)


def test_the_foot_of_a_form_where_it_is_signed_goes_on_with_it():
    front = (
        "State of California\nPRIMARY TREATING PHYSICIAN'S PROGRESS REPORT (PR-2)\nPatient: Vale, Rosa\n"
        "Subjective complaints:\nPain of the neck.\nTreatment plan:\nHome exercise. RTC 5/21/24.\n"
    )
    foot = (
        "Primary Treating Physician: (original signature, do not stamp) Date of exam: 4/16/2024\n"
        "I declare under penalty of perjury that this report is true.\nName: Ann Sample MD\n"
    )
    (one,) = split_documents(read_of(front, foot), 1)
    assert (one.last_page, one.date) == (2, date(2024, 4, 16))


def test_a_letter_that_sends_records_for_a_review_applies_for_none():
    letter = (
        "STONE RISK POOL\nDecember 8, 2023\nIndependent Medical Review Organization\nAttn: IMR Intake\n"
        "RE: IMR Case Number CM23-0000001\nEmployee: Rosa Vale\nDate of Injury: 09/14/2021\nTo Whom It May Concern:\n"
        "We are in receipt of your Notice of Assignment and Request for Information. We enclose the medical records in our\n"
        "possession that are relevant to the disputed treatment.\nEnclosed: the application, the utilization review "
        "determination.\nSincerely,\nDenise Sample\n"
    )
    (one,) = split_documents(read_of(letter), 1)
    assert one.type == "correspondence"
    assert "Attn" not in one.title
