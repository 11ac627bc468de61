"""Whose paper a document is on: a clinic's name, never a label, a town, a table's head or a person."""

from __future__ import annotations

import pytest

from imr_desktop.extract.parts.facility import find_facility
from imr_desktop.extract.parts.letterhead import letterhead_of

HEADS = {
    "VALE ADVANCED IMAGING PATIENT: RUIZ, ANA\nDOB: 01/02/1970": "VALE ADVANCED IMAGING",
    "OKUN DRUG CO. PATIENT PRESCRIPTION PROFILE (10/01/2023 thru 05/15/2025)": "OKUN DRUG CO.",
    "OKUN FAMILY CHIROPRACTIC CHART NOTE\nA. Ruiz 8/5/24": "OKUN FAMILY CHIROPRACTIC",
    "WORK STATUS / PROGRESS Vale Occupational Medicine\nPatient A. Ruiz": "Vale Occupational Medicine",
    "Tidemark\nPHYSICAL THERAPY\nRuiz, Ana": "Tidemark PHYSICAL THERAPY",
    "vale diagnostic imaging\nNorth . South\npatient Ruiz, Ana": "vale diagnostic imaging",
    "MERIDIAN 14 Tulare Row\nFresno, California 93721\nVale Utilization Partners, LLC": "Vale Utilization Partners, LLC",
    "Request\nPractice Name:\nVale Hand Center\nSpecialty: surgery": "Vale Hand Center",
    "First report\nSore.\nRest.\nIce.\nDue.\nWell.\nOff.\nAna Okun, MD Lic A12345 Vale Family Clinic": "Vale Family Clinic",
    "Profile\nDate Rx no Drug Qty Doctor Plan\n10/05/23 221001 MELOXICAM 30": "",
    "Exam\nMRI CERVICAL SPINE WO CONTRAST\nAccession": "",
    "ANN SAMPLE, M.D. Physical Medicine & Rehabilitation\nAugust 19, 2024": "",
    "JOB ANALYSIS\nJob Lathe operator\nEmployer Vale Turbine Works": "",
}


@pytest.mark.parametrize("text", HEADS)
def test_a_facility_is_a_firm_and_neither_label_town_row_nor_person(text):
    lines = text.split("\n")
    assert find_facility(lines, letterhead_of(lines).name) == HEADS[text]


def test_an_applications_labels_speak_of_others():
    lines = ["Application", "Practice Name: Vale Hand Center"]
    assert (find_facility(lines, ""), find_facility(lines, "", labelled=False)) == ("Vale Hand Center", "")
