"""A file is parted where documents begin, and each is told by what heads it."""

from datetime import date

import pytest

from imr_desktop.extract import split_documents
from imr_desktop.extract.doctypes import document_types

from .letters import TWO_PAGES
from .records import APPLICATION, REPORT, RFA, UR, read_of


def parted(*pages: str, first_page: int = 1):
    return [
        (document.type, document.first_page, document.last_page) for document in split_documents(read_of(*pages), first_page)
    ]


def test_forms_and_reports_are_parted_by_their_names():
    second = "Work Status\nModified duty.\nReturn in four weeks."
    assert parted(APPLICATION, UR, RFA, REPORT, second, first_page=11) == [
        ("imr application", 11, 11),
        ("ur determination", 12, 12),
        ("rfa", 13, 13),
        ("progress report", 14, 15),
    ]


def test_a_heading_with_a_further_pages_number_goes_on():
    pages = [f"Operative report{more}\nDate: 02/04/2030\nThe knee was opened." for more in ("", ", page 2", " page 3")]
    assert parted(*pages, "MRI report page 2\nDate: 03/04/2030\nNo tear.") == [("operative report", 1, 3), ("imaging", 4, 4)]


SIGNED = "Application for Independent Medical Review\nEmployee: Ada Example\nClaim number: 12-345\nSignature: Ada Example"


@pytest.mark.parametrize(
    "second",
    [
        "Attachment 1 to the application of Ada Example\nMRI of the left knee\nPhysical therapy, 12 visits",
        "SHEET TWO\nAda Example\nMRI report\nPhysical therapy",
        "RE: Ada Example\n02/04/2030\nPage 2\nWork hardening\nDate: 02/04/2030",
        "PROOF OF SERVICE\nOn 02/04/2030 I mailed the application for independent medical review.\nExecuted at Anytown.",
    ],
)
def test_a_forms_second_sheet_is_of_the_form(second):
    assert parted(SIGNED, second, UR) == [("imr application", 1, 2), ("ur determination", 3, 3)]


def test_a_letters_foot_alone_on_a_page_is_of_the_letter():
    letter = (
        "BIRCH PAIN CLINIC\nMay 3, 2024\nTo whom it may concern:\nI ask you to reconsider.\nRespectfully,\nJon Vale, M.D."
    )
    index = "INDEX OF MEDICAL RECORDS\n1 05/03/2024 Appeal\n2 04/20/2024 Decision\n3 04/02/2024 Report"
    found = split_documents(read_of(letter, "Diplomate, Pain Medicine\ncc: A. Quill, Esq.; patient", index), 1)
    assert [(one.first_page, one.last_page) for one in found] == [(1, 2), (3, 3)]


def test_a_faxs_own_counter_without_a_length_joins_no_papers_of_two_kinds():
    asked = (
        "p.1\nREQUEST FOR AUTHORIZATION\nDWC Form RFA\nClaim Number: 12\nPhysician Signature: Jon Vale, MD Date: 01/26/2024"
    )
    report = (
        "p.2\nPRIMARY TREATING PHYSICIAN'S PROGRESS REPORT (PR-2)\nPatient: Sample, Ann\nDate of Birth: 01/02/1970\n"
        "Date of exam: 01/24/2024\nSubjective complaints: knee pain."
    )
    assert [one.first_page for one in split_documents(read_of(asked, report), 1)] == [1, 2]


def test_a_proof_of_service_that_serves_something_else_stands_alone():
    other = "PROOF OF SERVICE\nOn 02/04/2030 I mailed the lien claim.\nExecuted at Anytown."
    assert parted(SIGNED, other) == [("imr application", 1, 1), ("correspondence", 2, 2)]


def test_a_sheet_to_read_first_is_of_the_form_behind_it():
    first = "READ THIS FIRST\nSign the form on the next page and mail it.\nPage 1 of 2"
    assert parted(RFA, first, f"{SIGNED}\nPage 2 of 2") == [("rfa", 1, 1), ("imr application", 2, 3)]


def test_titles_authors_and_dates_come_from_the_page():
    application, review, request, report = split_documents(read_of(APPLICATION, UR, RFA, REPORT), 1)
    assert (application.title, application.date) == ("Application for Independent Medical Review", date(2025, 11, 20))
    assert (review.date, review.author) == (date(2025, 11, 3), "R. Reviewer, M.D.")
    assert (request.date, request.author) == (date(2025, 10, 27), "T. Treater, M.D.")
    assert (report.title, report.date, report.author) == (
        "Primary treating physician's progress report (PR-2)",
        date(2025, 10, 25),
        "T. Treater, M.D.",
    )


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("MRI OF THE LEFT KNEE WITHOUT CONTRAST", "imaging"),
        ("X-ray lumbar spine, 3 views", "imaging"),
        ("EMG/NCV OF THE ARMS", "electrodiagnostic study"),
        ("OPERATIVE REPORT", "operative report"),
        ("URINE DRUG SCREEN", "lab"),
        ("PHYSICAL THERAPY PROGRESS REPORT", "therapy note"),
        ("CHIROPRACTIC TREATMENT NOTE", "therapy note"),
        ("ACUPUNCTURE DAILY NOTE", "acupuncture note"),
        ("DOCTOR'S FIRST REPORT OF OCCUPATIONAL INJURY OR ILLNESS", "progress report"),
        ("ORTHOPEDIC CONSULTATION", "progress report"),
        ("REQUEST FOR AUTHORIZATION (DWC FORM RFA)", "rfa"),
        ("NOTICE OF ASSIGNMENT AND REQUEST FOR INFORMATION", "notice of assignment"),
        ("Proof of service by mail", "correspondence"),
        ("Grocery list", "other"),
    ],
)
def test_a_page_is_known_by_its_heading(head, kind):
    assert parted(f"{head}\nDate of service: 10/2/2025\nWords.") == [(kind, 1, 1)]


def test_visits_under_one_heading_are_documents_by_their_dates():
    notes = [f"PHYSICAL THERAPY DAILY NOTE\nDate of service: 10/{day}/2025\nHeat and stretching." for day in (2, 9, 9, 16)]
    assert parted(*notes) == [("therapy note", 1, 1), ("therapy note", 2, 3), ("therapy note", 4, 4)]


def test_page_counts_part_documents_and_hold_them_together():
    pages = [
        "OFFICE VISIT\nWords.\nPage 1 of 2",
        "MRI OF THE KNEE was read.\nPage 2 of 2",
        "Words without a name.\nPage 1 of 1",
    ]
    assert parted(*pages) == [("progress report", 1, 2), ("other", 3, 3)]


def test_pictures_join_the_document_before_them_unless_it_is_complete():
    assert parted(REPORT, "", "", RFA) == [("progress report", 1, 3), ("rfa", 4, 4)]
    assert parted(REPORT + "Page 1 of 1", "", "") == [("progress report", 1, 1), ("other", 2, 3)]
    assert parted("", "") == [("other", 1, 2)]


def test_words_about_a_study_start_no_document():
    mention = "Records reviewed\nWords\nWords\n- MRI of the left knee, 10/2/2025\n"
    mention += "MRI of the left knee dated 10/2/2025 was seen."
    assert parted(REPORT, mention) == [("progress report", 1, 2)]


def test_a_determination_is_one_document_and_stays_whole_in_a_packet():
    assert parted(*TWO_PAGES) == [("determination", 1, 2)]
    assert parted(APPLICATION, *TWO_PAGES, RFA) == [("imr application", 1, 1), ("determination", 2, 3), ("rfa", 4, 4)]


def test_ids_depend_on_the_file_alone():
    read = read_of(APPLICATION, UR)
    assert [document.id for document in split_documents(read, 1)] == [document.id for document in split_documents(read, 9)]


def test_an_empty_file_has_no_documents():
    assert split_documents(read_of(), 1) == ()


def test_every_type_stands_once_and_what_decides_is_trusted_before_what_was_found():
    ranks = {one.key: one.rank for one in document_types()}
    assert len(ranks) == len(document_types())
    order = ["determination", "imr application", "ur determination", "rfa", "progress report", "other"]
    assert [ranks[one] for one in order] == sorted({ranks[one] for one in order})


FAX = "To: 9165550121  From: 5105550143  10/02/24 14:22  Page {} of {}"


def test_a_fax_line_over_the_whole_file_neither_joins_documents_nor_dates_them():
    pages = [
        "FAX COVER SHEET\nRe: the claim",
        "REQUEST FOR AUTHORIZATION\nDWC Form RFA",
        "Additional diagnoses\nM54.16 lumbar radiculopathy",
        "PRIMARY TREATING PHYSICIAN'S PROGRESS REPORT (PR-2)\nDate of exam: 09/18/2024\nPage 1 of 2",
        "Work status: modified duty\nPage 2 of 2",
        "MRI LUMBAR SPINE\nDate of service: 06/02/2024",
    ]
    faxed = read_of(*(f"{FAX.format(at, len(pages))}\n{page}\n" for at, page in enumerate(pages, 1)))
    documents = split_documents(faxed, 1)
    assert [(one.first_page, one.date and one.date.isoformat()) for one in documents] == [
        (1, None),
        (2, None),
        (4, "2024-09-18"),
        (6, "2024-06-02"),
    ]


def test_a_report_that_counts_its_own_pages_stays_whole():
    pages = [f"PROGRESS REPORT\nSeen 10/02/2024, 14:22\nPatient: Testcase\nPage {at} of 4\n" for at in range(1, 5)]
    assert [(one.first_page, one.last_page) for one in split_documents(read_of(*pages), 1)] == [(1, 4)]


def test_a_long_report_keeps_the_sections_that_are_headed_like_documents():
    heads = ["QUALIFIED MEDICAL EVALUATION", "", "", "PHYSICAL THERAPY NOTES", "", "", "OPERATIVE REPORT", "", "", ""]
    report = [f"RE: Vale, Rosa\nAugust 17, 2023\nPage {at}\n\n{head}\nWords of it." for at, head in enumerate(heads, 1)]
    notes = [f"OFFICE VISIT\nDate of Service: 03/04/2024\nPage {at} of 2\nWords." for at in (1, 2)]
    found = split_documents(read_of(*report, *notes), 1)
    assert [(one.first_page, one.last_page) for one in found] == [(1, 10), (11, 12)]


def test_what_a_list_or_a_form_says_of_others_is_neither_its_day_nor_its_facility():
    listed, form, note = (
        "INDEX OF RECORDS\nDATE  DESCRIPTION  PAGES\n03/14/2024  MRI report  2-3",
        "REQUEST FOR AUTHORIZATION\nPractice Name: Quill Spine Institute Contact Name: Jo",
        "PROGRESS NOTE\nDate of Service: 03/04/2024\nHome exercises.\nclinic in four to six weeks. Rest.",
    )
    documents = [split_documents(read_of(page), 1)[0] for page in (listed, form, note)]
    assert documents[0].date is None
    assert [one.facility for one in documents[1:]] == ["Quill Spine Institute", ""]


def test_visits_whose_heads_share_a_birth_date_are_parted_over_empty_backs():
    visit = "Quill Orthopaedic Associates {}\nVale, Rosa 3/3/1983 (41 F)\nFOLLOW UP VISIT\nInterval history: better."
    end = "Studies: none today.\nPlan: Return in 4 weeks.\nN. Other, DO"
    pages = [page for day in ("05/20/2024", "04/22/2024") for page in (visit.format(day), end, "")]
    assert [one.first_page for one in split_documents(read_of(*pages), 1)] == [1, 4]


def test_the_name_of_the_proceeding_is_no_document_of_it():
    page = "INDEPENDENT MEDICAL REVIEW\nNOTICE OF ASSIGNMENT AND REQUEST FOR INFORMATION\nJune 28, 2024"
    assert [one.type for one in split_documents(read_of(page), 1)] == ["notice of assignment"]
