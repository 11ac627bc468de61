"""What a document is called: the words of its own, without whom, when and which claim, or the plain name of its kind."""

from __future__ import annotations

import pytest

from imr_desktop.extract import split_documents
from imr_desktop.extract.parts.bare_title import bare_title

from .records import read_of

BODY = "Seen today for the left knee. Pain is 5 of 10. Plan: continue therapy and home exercise. Modified duty.\n"
SIGNED = "Electronically signed by Ann Q. Sample, M.D. on 03/14/2024 at 4:17 PM"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Initial Work Injury Visit OKUNWELL, ROSA 2024-03-14", "Initial Work Injury Visit"),
        ("Follow-Up Evaluation, May 15, 2024 OKUNWELL, ROSA 5/15/2024", "Follow-Up Evaluation"),
        ("CHIRO DAILY NOTE March 8, 2024 OKUNWELL, ROSA", "CHIRO DAILY NOTE"),
        ("Authorization request for Rosa Okunwell, FD-35107435", "Authorization request"),
        ("Toxicology result for Ms. Rosa M. Okunwell", "Toxicology result"),
        ("Mar 14, 2024. Return visit. Okunwell, Rosa. Jun 21, 2020", "Return visit"),
        ("Op Note by Ann Sample, MD at 7/21/2023 9:13 AM", "Op Note"),
        ("Application for independent medical review - page 1", "Application for independent medical review"),
        ("EXAM: CT of the left wrist without contrast", "CT of the left wrist without contrast"),
        ("Doctor's First Report (electronic) OKUNWELL, ROSA 2024-03-14", "Doctor's First Report (electronic)"),
        (
            "Objection to Treating Physician's Determination (LC 4062)",
            "Objection to Treating Physician's Determination (LC 4062)",
        ),
        ("QUALIFIED MEDICAL EVALUATION REPORT BY ANN Q. SAMPLE, M.D.", "QUALIFIED MEDICAL EVALUATION REPORT"),
        (SIGNED, ""),
        ("Compared with: MRI of 10/15/2021, same region", ""),
        ("Number of pages with this fax cover: 25", ""),
        ("Carpal tunnel injection, betamethasone, sterile, under ultrasound, needle placed", ""),
        ("Diagnostic Radiology Phone (310) 555-0161", ""),
        ("PHYSICAL THERAPY TREATMENT NOTE Date of treatment 10/12/2022", "PHYSICAL THERAPY TREATMENT NOTE"),
        ("Invented Radiology Medical Group 1420 Nowhere Lane", ""),
        ("Physical therapy evaluation 4 visits", ""),
    ],
)
def test_a_title_is_without_whom_when_and_which_claim(line, title):
    assert bare_title(line, "okunwell rosa") == title


def test_a_person_nobody_else_named_is_no_title_either():
    assert bare_title("FLOW SHEET AND PROGRESS NOTE NGUYENTRAN, PRUDENCE March 15, 2024") == "FLOW SHEET AND PROGRESS NOTE"


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (
            "OPERATION OKUNWELL, ROSA 6/4/24\nPatient: Okunwell, Rosa\nSurgeon: Ann Sample, M.D.\nPreoperative: tear",
            "Operation",
        ),
        (
            "Invented Imaging Center\nDiagnostic Radiology Phone (310) 555-0161\nPatient: Okunwell, Rosa\nTechnique: "
            "sagittal T1 and T2 sequences of the left knee\nFindings: no fracture\nImpression: normal MRI, radiologist",
            "Imaging report",
        ),
        ("FAX\nTo Fax: 555-555-0101\nNumber of pages: 12\nfrom Blue Sample Claims, fax cover sheet", "Fax cover sheet"),
        (
            "Invented Hand Center of Anytown - Procedure Report\nPatient: Okunwell, Rosa\nDate 10-8-24 Side Left\n"
            "Surgeon, tourniquet, skin incision, closure: blood loss none",
            "Procedure Report",
        ),
        (
            "INVENTED PHARMACY\nPatient: Okunwell, Rosa\nFill date Rx Drug / strength Qty DS Prescriber Billed\n"
            "04/05/2023 6001214 Cyclobenzaprine 7.5mg tab 60 30 Vale $71.40",
            "Pharmacy record",
        ),
        (
            "Invented Benefit Bureau\nMEDICAL MILEAGE EXPENSE FORM\nClaim 55-1\nInvoice: $33.10 for miles billed",
            "Medical mileage expense form",
        ),
    ],
)
def test_a_document_has_its_own_title_or_its_kinds_plain_name(page, title):
    assert [one.title for one in split_documents(read_of(page), 1)] == [title]


def test_the_persons_name_of_the_file_is_taken_off_where_a_page_does_not_label_it():
    pages = [f"PROGRESS REPORT\nPatient: Okunwell, Rosa\nDate of service: 03/{day}/2024\n{BODY}{SIGNED}" for day in (12, 14)]
    read = read_of(*pages, f"Subject: RFA Okunwell, claim FD-35107435\nPlease authorize six visits of therapy. {BODY}")
    assert split_documents(read, 1)[-1].title == "RFA"
