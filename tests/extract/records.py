"""Files of invented records, as the reader gives them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from imr_desktop.case import edits
from imr_desktop.case.model import Case, CaseFile
from imr_desktop.extract import Proposal, propose, split_documents
from imr_desktop.record.model import FileRead, PageText

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def read_of(*pages: str, name: str = "record.pdf") -> FileRead:
    """A file with these pages; an empty one stands for a picture."""
    digest = hashlib.sha256("\f".join((name, *pages)).encode()).hexdigest()
    return FileRead(
        path=name,
        name=name,
        digest=digest,
        kind="pdf",
        pages=tuple(
            PageText(number=number, text=text, verdict="read" if text else "not read", width=612, height=792)
            for number, text in enumerate(pages, 1)
        ),
    )


def taken(*reads: FileRead) -> tuple[Case, tuple[Proposal, ...]]:
    """A case holding the files, and all they propose."""
    case, proposals = Case(id="case"), ()
    for read in reads:
        first = case.page_count + 1
        documents = split_documents(read, first)
        case = edits.add_files(case, [CaseFile(read.digest, read.name, len(read.pages), first)], documents)
        proposals += propose(case, read, documents)
    return case, proposals


def values(proposals: tuple[Proposal, ...], key: str) -> list:
    """The values proposed for a key, the best supported first."""
    return [proposal.value for proposal in proposals if proposal.key == key]


APPLICATION = """State of California
Division of Workers' Compensation
APPLICATION FOR INDEPENDENT MEDICAL REVIEW
DWC Form IMR
Type of Utilization Review: [ ] Regular [X] Expedited [ ] Retrospective
Date of Injury (MM/DD/YYYY): 04/11/2025
Employer Name: Invented Works
Date of Utilization Review Determination Letter: 11/03/2025
List each specific requested medical services, goods, or items that were denied or modified in the space below:
1. Physical therapy 2 times a week for 6 weeks, left
shoulder
2. Tramadol 50 mg #60
3.
4. n/a
Request for Review and Consent to Obtain Medical Records
I request an independent medical review.
Employee Signature: [redacted]
Date: 11/20/2025
"""

UR = """NOTICE OF UTILIZATION REVIEW DETERMINATION
Date of determination: 11/03/2025
Date mailed: 11/04/2025
Date of Injury: 04/12/2025
Request for Authorization dated: 10/27/2025
The employee is a 52 year old male.
Requested Treatment Decision
1. Physical therapy 2 times a week for 6 weeks, left shoulder
Modified to 4 visits
2. Tramadol 50mg #60
Non-certified
3. Ice pack
Approved
Guidelines cited:
MTUS, Shoulder Disorders Guideline, physical therapy.
Reviewer: R. Reviewer, M.D.
"""

RFA = """State of California, Division of Workers' Compensation
REQUEST FOR AUTHORIZATION
DWC Form RFA
Date of Injury (MM/DD/YYYY): 04/11/2025
Requesting Physician Information
Name: T. Treater, M.D.
Service/Good Requested: Physical therapy 2 times a week for 6 weeks
Requesting Physician Signature: (signed)
Date: 10/27/2025
"""

REPORT = """Invented Orthopedic Clinic
12 Nowhere Street
PRIMARY TREATING PHYSICIAN'S PROGRESS REPORT (PR-2)
Date of Exam: 10/25/2025
Date of Injury: 04/11/2025
Subjective Complaints: The patient is a 52 year old right-handed man with left shoulder pain.
Objective Findings:
There is tenderness over the left biceps groove. Flexion is 120 degrees.
Diagnoses:
1. Left shoulder impingement
2. Biceps tendinitis
Treatment Plan
Physical therapy is requested.
T. Treater, M.D.
"""


def note(day: str, more: str = "") -> str:
    head = "INVENTED CLINIC GROUP\nVISIT NOTE\nPatient: Vale, Rosa"
    return f"{head}\nDate of visit: {day}\nPain is less.\n{more}Ann Sample, M.D.\n"
