"""Any pages are parted into documents that hold all of them in order; what pages say decides where."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.extract import other_people, split_documents
from imr_desktop.extract.parts.days import find_day
from imr_desktop.extract.parts.furniture import without_furniture
from imr_desktop.extract.parts.kinds import kinds
from imr_desktop.extract.parts.people import patient_in, same_person
from imr_desktop.extract.parts.sequence import best_starts, doubt_of
from imr_desktop.extract.parts.titles import find_heads
from imr_desktop.extract.parts.vocabulary import leanings, learned, words_of

from .records import note, read_of

LINES = (
    "PROGRESS NOTE",
    "MRI OF THE LEFT KNEE",
    "Page 1 of 3",
    "Page 2 of 3",
    "- 2 -",
    "Date of service: 03/04/2024",
    "03/14/2042",
    "Patient: Vale, Rosa",
    "Patient: Okun, Peter",
    "Dear Dr. Sample:",
    "the knee was swollen and",
    "Electronically signed by Ann Sample, M.D.",
    "Invented Orthopedic Clinic",
    "12 Nowhere Street, Anytown, CA 90000",
    "FROM: 5551230000 10/02/2024 10:11 PAGE 3 OF 9",
    "ABC000123",
    "\x00\x0c(((((:::---",
    "9" * 300,
)
pages = st.lists(st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=60)), max_size=9).map("\n".join), max_size=14)


@settings(max_examples=40, deadline=None)
@given(pages, st.integers(1, 900))
def test_any_pages_are_in_one_document_each_and_in_order(texts, first):
    documents = split_documents(read_of(*texts), first)
    assert [page for one in documents for page in one.pages] == list(range(first, first + len(texts)))
    assert len({one.id for one in documents}) == len(documents)
    assert all(0 <= one.doubt <= 1 and one.title and (one.date is None or one.date <= date.today()) for one in documents)
    other_people(read_of(*texts), documents, first)


@settings(max_examples=25, deadline=None)
@given(pages)
def test_only_characters_of_furniture_are_taken_off(texts):
    plain = without_furniture(texts).texts
    assert [len(text) for text in plain] == [len(text) for text in texts]
    assert all(
        new in (old, " ") for text, left in zip(texts, plain, strict=True) for old, new in zip(text, left, strict=True)
    )


def test_a_fax_line_or_a_stamp_with_slips_is_furniture_too():
    stamps = ["e-filed 07/14/2024"] * 4 + ["e@-filed 07/14/2024"]
    sent = [f"11/18/2024 10:48AM FROM: Any Mutual TO: 5595559808 PAGE {page} OF 5" for page in (1, 2, 3, 4)]
    sent.append("11/18/2024 10 48AM FROM Any Mutual TO: 5595559808 PAGE 5-OF 5")
    found = without_furniture([f"{line}\nVisit note\n{stamp}" for line, stamp in zip(sent, stamps, strict=True)])
    assert [" ".join(text.split()) for text in found.texts] == ["Visit note"] * 5
    assert set(found.counts) == {None}


def test_time_grows_with_the_pages_alone():
    asked = []
    best_starts(400, lambda start, page: asked.append(page) or -1.0)
    assert len(asked) <= 400 * 10


@given(st.floats(0, 3.5), st.floats(0.5, 5))
def test_doubt_falls_with_the_odds(odds, more):
    assert doubt_of(-odds) == 1
    assert doubt_of(odds + more) < doubt_of(odds)


def test_notes_of_one_kind_are_documents_by_their_days_and_pages_of_one_stay_together():
    notes = [
        note("03/04/2024"),
        note("03/11/2024"),
        "RE: Vale, Rosa\nPage 2\nThe plan goes on.\nAnn Sample, M.D.",
        note("03/18/2024"),
    ]
    found = split_documents(read_of(*notes), 1)
    assert [(one.first_page, one.last_page) for one in found] == [(1, 1), (2, 3), (4, 4)]
    assert [one.date for one in found] == [date(2024, 3, 4), date(2024, 3, 11), date(2024, 3, 18)]
    assert {(one.author, one.facility) for one in found} == {("Ann Sample, M.D.", "INVENTED CLINIC GROUP")}


def test_notes_of_one_clinic_are_parted_by_the_days_in_their_titles_but_a_quoted_report_parts_nothing():
    head = "INVENTED PHYSICAL THERAPY\nVale, Rosa | DOB 01/02/70 | Claim WC-1\n"
    notes = [
        f"{head}EVALUATION 02/28/2024 Referred by Dr. Okun, surgery 02/20/2024\nStiff.\nBo Sample PT",
        f"{head}DAILY NOTE 03/20/2024 visit 7\nGaining. Bo Sample PT",
        f"{head}DAILY NOTE 04/10/2024 visit 13\nRope drill. Cy Sample PTA",
        f"{head}DISCHARGE 05/03/2024 18 of 18 visits\nGym.\nBo Sample PT",
    ]
    found = split_documents(read_of(*notes), 1)
    assert [one.date for one in found] == [date(2024, 2, 28), date(2024, 3, 20), date(2024, 4, 10), date(2024, 5, 3)]
    quoted = [f"{note('03/04/2024')}\nRecords", "Emergency Department Report - 06/20/2023\nSent home.\nAnn Sample, M.D."]
    assert len(split_documents(read_of(*(f"{page}\nPage {n} of 2" for n, page in enumerate(quoted, 1))), 1)) == 1


LOG = "Vale, Rosa\nDate Drug Qty\n05/06/21 MELOXICAM 30\n05/20/21 MELOXICAM 30\n06/03/21 TRAMADOL 60"


@pytest.mark.parametrize(
    ("kind", "type_", "text", "day"),
    [
        ("pharmacy", "other", f"DISPENSING HISTORY\n{LOG}", None),
        ("pharmacy", "other", f"DISPENSING HISTORY\nReport date: 06/30/2021\n{LOG}", date(2021, 6, 30)),
        ("chiropractic note", "therapy note", f"TRAVEL CARD\n{LOG}", date(2021, 6, 3)),
        ("other", "other", "CLAIM NOTES\n05/06/2021\nNew loss.\n05/07/2021\nCalled.\n05/09/2021\nPaid.", None),
        ("billing", "other", "EXPLANATION OF BENEFITS\nEOB DATE 06/06/2021\n05/06/2021 99213 80.00", date(2021, 6, 6)),
    ],
)
def test_a_paper_with_an_entry_for_each_of_several_days_is_of_the_last_visit_or_of_none(kind, type_, text, day):
    assert find_day([text], kind, type_)[0] == day


def test_pages_in_reverse_are_the_same_documents():
    reports = [[f"OFFICE VISIT\nDate of visit: 0{n}/04/2024\nText.\nPage {k} of 3" for k in (1, 2, 3)] for n in (1, 2)]
    backwards = [page for report in reports for page in report][::-1]
    found = split_documents(read_of(*backwards), 1)
    assert [(one.first_page, one.last_page, one.date) for one in found] == [
        (1, 3, date(2024, 2, 4)),
        (4, 6, date(2024, 1, 4)),
    ]


def test_many_documents_of_one_page_and_one_of_many_pages():
    notes = [note(f"{month:02d}/{day:02d}/2023") for month in range(1, 13) for day in range(1, 13)]
    assert len(split_documents(read_of(*notes), 1)) == len(notes)
    report = [f"MEDICAL-LEGAL EVALUATION\nRecords were seen.\nPage {at} of 30" for at in range(1, 31)]
    assert len(split_documents(read_of(*report), 1)) == 1


def test_instructions_belong_to_their_form_and_an_index_that_lies_is_one_document_only():
    index = "INDEX OF RECORDS\n1. MRI report, page 2\n2. Operative report, page 3"
    form = "REQUEST FOR AUTHORIZATION\nDWC Form RFA\nName: Vale, Rosa"
    found = split_documents(read_of(index, form, "Instructions for Request for Authorization Form\nSend the form."), 1)
    assert [(one.kind or one.type, one.first_page, one.last_page) for one in found] == [("index", 1, 1), ("rfa", 2, 3)]


@pytest.mark.parametrize(("name", "birth", "others"), [("Valle, Rosa", "02/11/1958", 1), ("Valle, Rosa", "07/30/1984", 0)])
def test_a_namesake_born_on_another_day_is_another_person_and_a_slip_is_none(name, birth, others):
    born = "Patient: Vale, Rosa\nDOB: 07/30/1983"
    own = [note(day).replace("Patient: Vale, Rosa", born) for day in ("03/04/2024", "03/11/2024")]
    alike = own[0].replace("03/04/2024", "05/06/2024").replace("Vale, Rosa", name).replace("07/30/1983", birth)
    read = read_of(*own, alike)
    assert "DOB" in own[0]
    assert same_person("vale rosa", "valle rosa")
    assert len(other_people(read, split_documents(read, 1), 1)) == others


def test_another_patients_pages_are_told():
    other = note("05/06/2024").replace("Vale, Rosa", "Okun, Peter")
    read = read_of(note("03/04/2024"), note("03/11/2024"), other, other.replace("05/06", "05/07"), note("03/18/2024"))
    assert [tuple(one)[:3] for one in other_people(read, split_documents(read, 11), 11)] == [("Peter Okun", 13, 14)]
    heads = ("Okun, Peter DOB: November 6, 1974 MRN 9586422", "OKUN, PETER #3459671", "Clinic | Chart export | OKUN, PETER")
    assert [patient_in([head]) for head in heads] == ["okun peter"] * 3
    assert not any(patient_in([head]) for head in ("Bao Quennevelle, MD", "Schwarzbeck, DPT", "Horatio Chaudhari, MD"))
    none = (
        "Patient: Hillview Spine & Joint Group",
        "Employee: Wc18331260 Adj19887199",
        "Re: Ridgefield Hand",
        "Re: Chronic Opioid Dependence",
    )
    assert not any(patient_in([head]) for head in none)
    tables = (
        ["Patient Name DOB Claim Number", "Peter Okun 01/02/1970 WC-1"],
        ["DOB Employee Employer", "01/02/1970 OKUN, PETER M. Orbit Freight"],
        ["Patient", "Peter Okun", "Date of birth", "01/02/1970"],
        ["Patient Peter Okun DOB 01/02/1970"],
    )
    assert [patient_in(table) for table in tables] == ["okun peter", "okun peter", "okun peter", "okun peter"]
    papers = ("REQUEST FOR AUTHORIZATION\nDWC Form RFA", "UTILIZATION REVIEW DETERMINATION\nDecision: denied")
    dispute = read_of(*(f"{paper}\nPatient: Vale, Rosa" for paper in papers), *[other] * 3)
    assert [tuple(one)[0] for one in other_people(dispute, split_documents(dispute, 1), 1)] == ["Peter Okun"]
    others = (
        ["Patient Education Handout", "Date 01/02/1970"],
        ["Provider Patient", "Bo Vale Jane Doe"],
        ["Patient Visit", "Note"],
    )
    assert not any(map(patient_in, others))
    assert same_person("vale rosa", "vale r")
    assert not same_person("vale rosa", "vale peter")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("VISIT NOTE\nDOS 6/4/24\nDOI: 01/02/2020", date(2024, 6, 4)),
        ("VISIT NOTE\nDate of birth: 01/02/1970\nDate of injury: 02/03/2020", None),
        ("VISIT NOTE\nSeen on 3/14/2042", None),
        ("REPORT\nDate of Injury Date of Exam\n02/03/2020 05/06/2021", date(2021, 5, 6)),
        ("REPORT\n02/03/2020 05/06/2021\nDate of Injury Date of Exam", date(2021, 5, 6)),
        ("BILL\n24. A. DATE(S) OF SERVICE 08 14 24\n99214", date(2024, 8, 14)),
        ("REPORT\nDate of Birth\n01/02/1970\nPlan: rest\nSignature Date of exam\n05/06/2021\nA Vale DO", date(2021, 5, 6)),
        ("PROCEDURE NOTE\nDay of procedure: 5/6/2021\nSecond on 5/13/2021, third on 5/20/2021.", date(2021, 5, 6)),
        (
            "ED NOTE\nJon Vale, MD at 5/6/2021 9:52 PM\nPain.\nElectronically signed by Jon Vale, MD at 5/7/2021",
            date(2021, 5, 6),
        ),
        ("ED NOTE\nArrival: 5/6/2021 2214 Mode: car\nPain.\nCT ordered 5/6/2021. Signed at 5/7/2021 0141", date(2021, 5, 6)),
        ("SCREENING\nSeen by video: May 6, 2021 Report:\nMay 9, 2021", date(2021, 5, 6)),
        ("VISIT NOTE\nDate of vis1t\nDate of service: O3/l4/2024", date(2024, 3, 14)),
    ],
)
def test_a_day_of_service_is_that_of_no_other_label(text, day):
    assert find_day([text], "", "progress report")[0] == day


@pytest.mark.parametrize(
    ("type_", "text", "day"),
    [
        ("ur determination", "Pat Vale DOI 01/02/2023\nSent 03/14/2024 to A. Other, MD; RFA 03/08/2024", date(2024, 3, 14)),
        (
            "ur determination",
            "03/14/2024 Vale, Pat\nNotice date Worker\n03/08/2024 03/09/2024\nRFA Received",
            date(2024, 3, 14),
        ),
        ("ur determination", "Vale Review\nFAX REPLY TO RFA May 7, 2024\nRFA 05/01/2024 REC'D 05/02/2024", date(2024, 5, 7)),
        ("ur determination", "Date 05/07/2024\nRFA / received 05/01/2024 / 05/02/2024\nDue 05/09/2024", date(2024, 5, 7)),
        ("ur determination", "05/07/2024 05/01/2024 05/02/2024\nDecision RFA Received", date(2024, 5, 7)),
        ("imr application", "Application received 06/02/2024\nUR letter 05/07/2024", date(2024, 6, 2)),
        ("imr application", "SIGNATURE DATE\nVALE-OKUNSEN, PATRICIA M 04/29/2024", date(2024, 4, 29)),
        ("first report", "13 Injured 15 First examined\n01/02/2023 01/05/2023", date(2023, 1, 5)),
        ("qme report", "Name Vale Exam 05/07/2024 DOI 01/02/2023\nTHERAPY NOTES, 02/03/2023 and later", date(2024, 5, 7)),
        (
            "ur determination",
            "Determination date 03/14/2024 Request received 03/08/2024\nValid from 03/14/2024 through 06/05/2024\n"
            "Records: MRI of 01/17/2024",
            date(2024, 3, 14),
        ),
        (
            "correspondence",
            "Vale Claims Services April 7, 2025\nP.O. Box 4\nAna Ruiz\nWork from 04/08/2025 on. Paid from 02/19/2024 "
            "through 04/07/2025.",
            date(2025, 4, 7),
        ),
        ("ur determination", "Worker injured 01/02/2023. Your request of 03/08/2024 is denied.", None),
        ("imr application", "UR decision date: 03/14/2024\nSigned by me, Pat Vale\n04/02/2024", date(2024, 4, 2)),
        ("imr application", "Application for Independent Medical Review\nUR letter 03/14/2024\nInjury 01/02/2023", None),
        ("rfa", "AUTHORIZATION REQUEST 03/08/2024\nBORN: 10/28/1965 HURT: CT: 05/25/2022 to\n10/29/2022", date(2024, 3, 8)),
        ("progress report", "FIRST REPORT OF WORK INJURY 2/26/23\nINJURED 2/18/23", date(2023, 2, 26)),
        ("imaging", "Knee MRI\nVale, Pat\n12/10/2024 08:11:54", None),
        (
            "rfa",
            "Resubmitted request for authorization, with a change in material facts\nMarch 8, 2024\nWorker Vale, Pat\n"
            "Prior operative report dated 09/25/2021 was available to me.",
            date(2024, 3, 8),
        ),
        (
            "ur determination",
            "March 8, 2024\nVale Care\nRequest dated 02/27/2024\nDECISION\nCertified from 03/08/2024 through 06/05/2024.",
            date(2024, 3, 8),
        ),
        (
            "imr application",
            "Injury 01/02/2023\nPat Vale\nEmployee Signature\n04/21/2024\nDate\nForm page 1",
            date(2024, 4, 21),
        ),
        (
            "progress report",
            "14. Date last worked 15. Date and hour of first examination\n9-1-22 9-2-22 11:10 AM",
            date(2022, 9, 2),
        ),
        (
            "imr application",
            "March 20, 2024\nREQUEST FOR INDEPENDENT MEDICAL REVIEW\nWe object to the decision of Vale Care\n"
            "Management dated 02/24/2024 and ask for review.",
            date(2024, 3, 20),
        ),
        (
            "ur determination",
            "No. Closed Level\nUR2 06/26/2024 Physician\nWorker Loss date Birth\nVALE, PAT 03/13/2019 06/25/1995\n"
            "Ordered Logged\n06/20/2024 06/21/2024",
            date(2024, 6, 26),
        ),
    ],
)
def test_a_day_that_other_words_claim_is_not_the_documents_own(type_, text, day):
    assert find_day([text], "", type_)[0] == day


def test_a_day_with_a_label_of_its_own_is_none_of_the_row_below():
    page = "VALE, PAT\nEvaluation: 11/2/2023\nPatient Date of Birth\nVale, Pat 5/10/1999\nDate of Injury No.\n6/21/2020 FD-3"
    assert find_day([page], "", "progress report") == (date(2023, 11, 2), True)


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("State of California - Application for Independent Medical", "Review", "UR letter date"), "imr application"),
        (
            ("Harbor Pain & Rehabilitation Center 9 W. Ferry Street", "Request for Authorization: Surgery and Aftercare"),
            "rfa",
        ),
        (("VIA FACSIMILE (555) 555-0100", "Utilization Review Department", "First report of work injury"), "first report"),
        (("Clínica del Este", "SOLICITUD DE AUTORIZACIÓN"), "rfa"),
        (("Harbor Clinic", "ITEMS:", "Physical therapy x 12 sessions"), ""),
    ],
)
def test_a_title_is_no_address_label_or_row_of_a_list(lines, kind):
    best = max(find_heads(lines).titles, key=lambda title: title.weight, default=None)
    assert (best.kind if best and best.weight > 0.5 else "") == kind


def test_every_kind_has_a_title_and_one_type_of_the_table():
    from imr_desktop.extract.doctypes import document_types

    types = {kind.key for kind in document_types()}
    assert all(kind.title and kind.type in types for kind in kinds())
    assert len({kind.key for kind in kinds()}) == len(kinds())


def test_a_letter_is_what_its_words_are_though_its_heading_names_the_care():
    words = (
        "MRI of the lumbar spine\nDear Dr. Vale,\nWe looked at what you asked for. Our physician found that the notes do not "
        "support it, and it is not certified. If the injured worker disputes the decision, the enclosed form may be mailed "
        "within 30 days."
    )
    (found,) = split_documents(read_of(words), 1)
    assert found.type == "ur determination"
    told = {kind for word in learned() for kind in leanings({word})}
    assert told < {kind.key for kind in kinds()}
    assert leanings(words_of("zzyzx")) == {}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Patient name: Horatio O'Trelawn. Date of birth 10/01/1962. Injured 12/05/2021.", "o'trelawn horatio"),
        ("O'Trelawn, Horatio DOB: 10/01/1962 MRN 1299150", "o'trelawn horatio"),
        ("Patient: Bao St. Clair MRN", "st clair bao"),
        ("Patient: Bao Quill MRN 7714410", "quill bao"),
        ("QUILL, BAO T (MRN 00417822) Page 2 of 3", "quill bao"),
        ("RE: RECONSIDERATION OF ADVERSE DETERMINATION", ""),
    ],
)
def test_a_name_ends_where_its_sentence_does(line, name):
    assert patient_in([line]) == name


def test_a_birth_captioned_below_its_day_dates_no_request():
    page = (
        "February 17, 2025\nTo the reviewing physician\nDoe, Jane 05/10/1999\nPatient Date of Birth\n"
        "06/21/2020 WC-1\nDate of Injury Claim No.\n\nRequest for authorization with reasons\n"
    )
    assert find_day([page], "rfa", "rfa") == (date(2025, 2, 17), True)


def test_lettered_sections_that_go_on_begin_no_document():
    first = (
        "STONE RISK POOL\nUtilization review report\nA. ITEMS UNDER REVIEW\n(a) Cervical fusion\n(b) Rigid collar\n"
        "D. GUIDELINES\nFusion is recommended for nerve root compression.\n"
    )
    report = read_of(first, "Stone Risk Pool\nE. CONCLUSION\nThe fusion is certified. The rigid collar is not certified.\n")
    assert [(one.first_page, one.last_page) for one in split_documents(report, 1)] == [(1, 2)]
