"""Determinations of invented cases, laid out as published ones are."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from datetime import date


@dataclass
class Item:
    title: str
    decision: str
    administrator: str = "Decision based on MTUS Low Back Complaints 2004."
    reviewer: str = "Decision based on MTUS Low Back Complaints 2004, Section(s): Summary."
    rationale: str = "The guideline asks for a trial first. The record shows none. The request is not medically necessary."


@dataclass
class Letter:
    number: str = "CM26-0001234"
    assigned: date = date(2026, 1, 5)
    injury: date = date(2025, 6, 2)
    decision: date = date(2026, 2, 3)
    denial: date = date(2025, 12, 19)
    received: date = date(2025, 12, 30)
    priority: str = "Standard"
    licensure: str = "California, Nevada"
    specialty: str = "Orthopedic Surgery, Sports Medicine"
    summary: str = "The injured worker is a 44 year old female who lifted a crate. The diagnoses include lumbar strain."
    items: list[Item] = field(default_factory=list)


def us(day: date) -> str:
    return f"{day:%m/%d/%Y}"


def lines(letter: Letter) -> list[str]:
    """Format 1 (2014 to 2017), one logical line each; the header's last label stands over two lines."""
    text = [
        f"Case Number: {letter.number}",
        f"Date Assigned: {us(letter.assigned)} Date of Injury: {us(letter.injury)}",
        f"Decision Date: {us(letter.decision)} UR Denial Date: {us(letter.denial)}",
        f"Priority: {letter.priority} Application",
        "Received:",
        us(letter.received),
        "HOW THE IMR FINAL DETERMINATION WAS MADE",
        "The file went to an expert reviewer. He/she has no affiliation with the employer, employee, providers or the claims "
        "administrator.",
        "He/she has been in active clinical practice for more than five years, 24 hours a week, in a like specialty "
        "and knows the law and the hierarchy of the strength of evidence.",
        "The Expert Reviewer has the following credentials:",
        f"State(s) of Licensure: {letter.licensure}",
        f"Certification(s)/Specialty: {letter.specialty}",
        "CLINICAL CASE SUMMARY",
        "The expert reviewer developed the following clinical case summary based on a review of the case file, including all "
        "medical records:",
        letter.summary,
        "IMR ISSUES, DECISIONS AND RATIONALES",
        "The Final Determination was based on decisions for the disputed items/services set forth below:",
    ]
    for item in letter.items:
        text += [
            f"{item.title}: {item.decision}",
            f"Claims Administrator guideline: {item.administrator}",
            f"MAXIMUS guideline: {item.reviewer}",
            f"Decision rationale: {item.rationale}",
        ]
    return text


def laid_out(letter: Letter, width: int = 95, gap: str = "\n") -> str:
    """The letter as text, wrapped at `width`, paragraphs parted by `gap`."""
    return gap.join("\n".join(textwrap.wrap(line, width, break_on_hyphens=False)) for line in lines(letter))


FORMAT_2 = """MAXIMUS FEDERAL SERVICES, INC.
Independent Medical Review
P.O. Box 1, Sacramento

Case Number: CM13-9900001    Date Assigned: 10/02/2013    Date of Injury: 05/11/2011
Decision Date: 11/20/2013    UR Denial Date: 08/29/2013
Priority: Standard    Application Received: 09/13/2013

HOW THE IMR FINAL DETERMINATION WAS MADE
The file was given to a physician reviewer, who has no affiliation with the employer, employee, providers or the claims
administrator.

DOCUMENTS REVIEWED
Application for review; utilization review determination; medical records.

CLINICAL CASE SUMMARY
The patient is a 39-year-old male with knee pain after a fall from a ladder.

IMR DECISION(S) AND RATIONALE(S)
The Final Determination was based on decisions for the disputed items/services set forth below:

1. Hot and cold pack for the left knee is not medically necessary and appropriate.
The Claims Administrator based its decision on the Official Disability Guidelines.
The Physician Reviewer based his/her decision on the Knee Complaints chapter, which is part of the MTUS.
The Physician Reviewer's decision rationale:
Ice at home serves the same purpose. The request is not medically necessary and appropriate.

2. MRI of the left knee is medically necessary and appropriate.
The Claims Administrator based its decision on the Official Disability Guidelines.
The Physician Reviewer based his/her decision on the Knee Complaints chapter, which is part of the MTUS.
The Physician Reviewer's decision rationale:
The knee locks. The request is medically necessary and appropriate.
"""

FORMAT_3 = """MEDICAL PROFESSIONAL REVIEW
ISSUE AT DISPUTE:
Whether the request for a lumbar brace is medically necessary.

CASE SUMMARY:
The patient is a 51 year old woman who strained her back on 2/3/12.

DOCUMENTS REVIEWED FOR DETERMINATION:
Progress reports of 2013.

MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:
Low Back Complaints, MTUS.

RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS NOT MEDICALLY NECESSARY:
Supports help only in the first weeks.

MEDICAL REVIEWER QUALIFICATIONS:
The reviewer is Board Certified in Family Practice and is licensed to practice in California.
"""

NOTICE = """MAXIMUS FEDERAL SERVICES, INC.
Notice of Independent Medical Review Determination
Dated: 9/30/2013

Date of UR Decision: 8/20/2013
Date of Injury: 4/2/2009
MAXIMUS Case Number: CM13-9900002

1) MAXIMUS Federal Services, Inc. has determined the request for a 14 day
work hardening program is not medically necessary and appropriate.

2) MAXIMUS Federal Services, Inc. has determined the request for six sessions of
acupuncture is medically necessary and appropriate.

INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE

An application for Independent Medical Review was filed on 8/29/2013 disputing the
Utilization Review Denial dated 8/20/2013. A Notice of Assignment and Request for
Information was provided to the above parties on 9/12/2013. A decision has been made
for each of the treatment and/or services that were in dispute:

1) MAXIMUS Federal Services, Inc. has determined the request for a 14 day
work hardening program is notmedically necessary and appropriate.

2) MAXIMUS Federal Services, Inc. has determined the request for six sessions of
acupuncture is medically necessary and appropriate.

Medical Qualifications of the Expert Reviewer:
The doctor has no affiliation with the employer. The physician reviewer is Board Certified in
Physical Medicine and Rehabilitation, has a subspecialty in Pain Management and is licensed to practice in California.

Case Summary:
The employee is a 44 year-old female who was hurt at work.

1) Regarding the request for a 14 day work hardening program:

Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert
Reviewer to Make His/Her Decision:
The Claims Administrator based its decision on the Chronic Pain Guidelines.
The Expert Reviewer found the same guidelines relevant.

Rationale for the Decision:
The file holds no test of capacity. The program is not medically necessary and appropriate.

2) Regarding the request for six sessions of acupuncture:

Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert
Reviewer to Make His/Her Decision:
The Claims Administrator did not cite any criteria.
The Expert Reviewer based his/her decision on the Acupuncture Guidelines.

Rationale for the Decision:
Six visits are a first trial. The request is medically necessary and appropriate.

Sincerely,
The Director
"""

_LETTER = laid_out(Letter(items=[Item("Ice pack", "Upheld"), Item("MRI of the lumbar spine", "Overturned")]))
TWO_PAGES = [_LETTER[: _LETTER.index("MRI of")], _LETTER[_LETTER.index("MRI of") :]]  # an item's heading tops the second
