"""Sentences against the pages they cite: each fault is named, and what is only said in other words is not."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from imr_desktop.case.model import Case, CaseFile, ClaimDates, Document
from imr_desktop.preflight import Context, not_run, run_checks
from imr_desktop.preflight.kept import words
from imr_desktop.preflight.registry import all_checks

AT = date(2025, 1, 1)
RECORD = {
    1: """PROGRESS REPORT
Date of injury: 03/14/2024
Date of examination: 01/29/2025
A 53 year old man. He rates the low back pain 7/10 on most days and 9/10 after a shift. Gabapentin 300 mg three times a
day, since 10/02/2024.""",
    2: """PROGRESS REPORT, CONTINUED
Straight leg raise is positive on the right at 45 degrees and negative on the left. Strength is 5/5. Sensation is
decreased over the right foot. There is no muscle spasm. The patient has had no epidural injection. Diagnosis: lumbar
radiculopathy, right.
Treatment rendered [X] Yes [ ] No
Meloxicam 15 mg.""",
    3: """MRI OF THE LUMBAR SPINE
Date of examination: 06/20/2024
Injury on 03/14/2024.
L4-5: 2 mm bulge, no stenosis.
L5-S1: 4 mm right paracentral protrusion. Mild to moderate narrowing of the right foramen.""",
    4: """PHYSICAL THERAPY NOTE
Visit 10 of 12
Date of service: 06/05/2024
Home stretching on 50 of 63 days. Oswestry index 48%.""",
}
DOCUMENTS = ((1, 2, "2025-01-29"), (3, 3, "2024-06-20"), (4, 4, "2024-06-05"))
CASE = Case(
    id="c",
    dates=ClaimDates(injury=date(2024, 3, 14)),
    files=(CaseFile("0" * 64, "packet.pdf", 4, 1),),
    documents=tuple(
        Document(f"d{first}", "0" * 64, "Report", "progress report", first, last, date=date.fromisoformat(day))
        for first, last, day in DOCUMENTS
    ),
)
CITED = {check.name for check in all_checks() if check.name.startswith("cited.")}


def found(text: str) -> list[str]:
    problems = run_checks(replace(CASE, summary=text), Context(today=AT, record=RECORD), CITED)
    return [problem.check for problem in problems]


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("The MRI of 06/02/2024 shows a protrusion [p. 3].", "date"),
        ("The MRI of 03/14/2024 shows a protrusion [p. 3].", "date"),
        ("The pain is rated 5/10 [p. 1].", "number"),
        ("The pain is rated 9/10 [p. 1].", "number"),
        ("Twelve of fourteen therapy visits were used [p. 4].", "number"),
        ("He stretched on 30 of 63 days [p. 4].", "number"),
        ("He takes gabapentin 600 mg [p. 1].", "number"),
        ("He takes pregabalin 300 mg [p. 1].", "drug"),
        ("Ten visits of acupuncture were made [p. 4].", "treatment"),
        ("He had an epidural injection [p. 2].", "treatment"),
        ("The MRI of the neck shows a protrusion [p. 3].", "part"),
        ("A left paracentral protrusion was seen [p. 3].", "side"),
        ("Straight leg raise was positive on the left [p. 2].", "finding"),
        ("Sensation over the foot was normal [p. 2].", "finding"),
        ("There was muscle spasm [p. 2].", "finding"),
        ("The disc protrudes at L2-3 [p. 3].", "level"),
        ("A 4 mm change is seen at L4-5 [p. 3].", "level"),
        ("A 35 year old man has back pain [p. 1].", "person"),
        ("Straight leg raise is positive, sensation decreased, the diagnosis is radiculopathy [p. 4].", "page"),
    ],
)
def test_a_fault_is_named(text, check):
    assert f"cited.{check}" in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "The MRI of June 20, 2024 shows a protrusion of 4 mm at L5-S1 [p. 3].",
        "Since the injury of 03/14/2024 he has low back pain of 7/10, 9/10 after a shift [p. 1].",
        "Ten of the twelve PT visits were used [p. 4], and he stretched on 50 of 63 days [p. 4].",
        "SLR was positive on the right and negative on the left [p. 2].",
        "Neurontin 300 mg was begun in October 2024 [p. 1]; the epidural has not been tried [p. 2].",
        "Meloxicam is taken [p. 2].",
        "The right foramen is mildly to moderately narrowed [p. 3].",
        "The guideline asks for 12 visits and a pain of 8/10, and he has radiculopathy [p. 2].",
        "About ten visits were made [p. 4]. The index was nearly 50% [p. 4].",
        "He was seen ten months after the injury [p. 1].",
        "The record names visits [pp. 1–4]. He is 53 [p. 1].",
    ],
)
def test_other_words_for_the_same_raise_nothing(text):
    assert found(text) == []


def test_what_was_compared_is_kept_until_its_sentence_changes():
    words(RECORD).compared.clear()
    found("The pain is rated 7/10 [p. 1]. SLR was positive on the right [p. 2].")
    before = dict(words(RECORD).compared["sentences"][1])
    found("The pain is rated 8/10 [p. 1]. SLR was positive on the right [p. 2].")
    after = words(RECORD).compared["sentences"][1]
    assert len(before) == 2
    assert len(after) == 3
    assert all(after[key] is value for key, value in before.items())


def test_what_could_not_be_checked_is_said():
    without = {one.check: one.reason for one in not_run(Context(today=AT, away="Pages 1–4 are not at hand."), ())}
    assert without.keys() >= CITED
    assert without["cited.date"] == "Pages 1–4 are not at hand."
    part = {one.check: one.reason for one in not_run(Context(today=AT, record=RECORD, away="Page 9 is not at hand."), ())}
    assert part["cited.date"] == "Made in part: Page 9 is not at hand."
    assert "cited.date" not in {one.check for one in not_run(Context(today=AT, record=RECORD), ())}
