"""Who wrote a document: who signed it, and nobody whom it was sent to, who asked for it or whom it quotes."""

from datetime import date

import pytest

from imr_desktop.extract.parts.author import find_author
from imr_desktop.extract.parts.signatures import signed_on


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("To: B. Other, M.D.\nWords.\nElectronically signed by Ann de la Sample, MD on 03/04/2024", "Ann de la Sample, MD"),
        ("Referring physician: B. Other, M.D.\nImpression.\nSample, Ann R. MD", "Ann R. Sample, MD"),
        ("Dear Dr. Other:\nWords.\nSincerely,\nAnn Sample\ncc: B. Other, M.D.", "Ann Sample"),
        ("Patient: Rosa Vale\nNothing else.", ""),
        ("S: Looser.\nTherapist: Ann Sample, PT, DPT", "Ann Sample, PT, DPT"),
        ("The wrist is looser.\nI. Sample MD (signature on file) / d: 11/27/2023", "I. Sample, MD"),
        ("PLAN: Go on.\nAnn Sample, PA-C, for Bo Other, MD", "Ann Sample, PA-C"),
        ("Opinion: Enlarged nerves.\nA. Sample", "A. Sample"),
        ("If you have questions call me.\nAnn Sample\nClaims Examiner III", "Ann Sample"),
        (
            "I served this on:\nBo Other MD, 707-555-0134\nI declare under penalty of perjury so.\nA. Sample\nAnn Sample",
            "Ann Sample",
        ),
        ("DECISION: CERTIFIED IN PART\nThe rest is asked about.", ""),
    ],
)
def test_an_author_is_who_signed_and_nobody_written_to(text, author):
    assert find_author([f"\n\n\n\n\n\n{text}"], "progress report", "vale rosa") == author


@pytest.mark.parametrize(
    ("type_", "text", "author"),
    [
        (
            "ur determination",
            "Provider: B. Other, MD\nDear Dr. Other:\nReport by C. Third, DO: mild.\nRegards,\nA. Sample, MD",
            "A. Sample",
        ),
        ("qme report", "6/7/2023 A. Sample, M.D.\nExam date Examiner\nProgress report, B. Other, DO: pain.", "A. Sample"),
        ("ur determination", "Requesting: B. Other, MD\nAnn Sample, DO, license G00001, decided.", "Ann Sample"),
        ("ur determination", "To B. Other, MD\nReviewer (print) Specialty\nAnn Sample, Sports Medicine", "Ann Sample"),
        ("therapy note", "Doctor of chiropractic: Ann Sample,\nDC\nAdjusted L4.", "Ann Sample"),
        ("progress report", "VIDEO VISIT\nHeld on May 7, 2024 by Ann Sample, MD for B. Other, MD", "Ann Sample"),
        ("imr application", "Physician: B. Other, MD\nSigned: Pat Vale", ""),
        (
            "ur determination",
            "Quill Review\nB. Other, MD\n7 Kelp Street\nAll is certified.\nA. Sample, RN, nurse",
            "A. Sample",
        ),
        (
            "ur determination",
            "DECISION: CERTIFIED IN PART\nDr. Other asked.\nReviewer\nAnn Sample, MD, state license",
            "Ann Sample",
        ),
        (
            "operative report",
            "OPERATION 01/02/2023\nSURGEON Ann Sample, M.D.\nASSISTANT B. Other, PA-C\nDr. Third slept.",
            "Ann Sample",
        ),
        ("progress report", "Seen.\n\n\n\n\n\nAnn Sample, PA-C, for B. Other, MD", "Ann Sample"),
        (
            "imaging",
            "Ordered: B. Other, MD\nNo fracture.\nI. Sample MD (signature on file) / d: 01/02/2023 / t: 01/03/2023",
            "I. Sample",
        ),
        ("imaging", "Ultrasound of the wrists\nNo mass.\nA. Sample\nCASE 000028", "A. Sample"),
        ("correspondence", "Dear Ms. Other:\nWe pay. Call me with questions.\nAnn Sample\nClaims Examiner", "Ann Sample"),
        (
            "legal",
            "I served this notice by placing it in the mail, to:\nB. Other, MD, 555-0100\n"
            "I declare under penalty of perjury that this is true.\nA. Sample\nAnn Sample",
            "Ann Sample",
        ),
        ("pharmacy", "FILLED DRUG QTY DAYS PRESCRIBER PHARMACY PAID\n20220902 IBUPROFEN 60 30 OTHER B", ""),
    ],
)
def test_who_asked_or_is_quoted_wrote_something_else(type_, text, author):
    assert find_author([text], type_).partition(",")[0] == author


def test_of_notes_of_several_days_in_one_paper_the_one_who_signed_on_its_day_wrote_it():
    text = "Pain.\nSigned: Ann Sample, MD on 8/16/2022\nPain.\nElectronically signed by Bo Vale, NP on 10/11/2022"
    assert signed_on(text, date(2022, 8, 16)) == "Ann Sample, MD"
    assert signed_on(text, date(2022, 10, 11)) == "Bo Vale, NP"
    assert signed_on(text, date(2022, 9, 1)) == signed_on(text.partition("Electronically")[0], date(2022, 8, 16)) == ""
