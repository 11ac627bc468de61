"""What rules read in a letter of utilization review by themselves: evidence for what is told of it (`requests/both`)."""

import pytest

from imr_desktop.extract.requests.evidence import by_rules
from imr_desktop.extract.requests.sheet import Sheet

ESSAY = """Your form asks for (1) Zephyr breathing trainer (one); (2) naproxen 550 mg (60 tablets); and this alone.

(1) is non-certified. (2) is reduced from 60 to 30 tablets. If anything was denied you may ask for review.

In sum: aquatic therapy, 12 visits, is certified; knee brace is denied; the rest of the file changes nothing.

Not approved, even with the report: MRI of the right hip, 1 study; lumbar corset, 1 unit; no more than this.

APPROVED IN PART. Interferential stimulator, rental. You asked for 2 months; 1 month is approved.

1. Recommend prospective request for 1 x-ray of the left ankle be non-certified.

Most devices for use at home, such as traction, are not recommended.
"""


def by_rules_found(letter):
    return by_rules(Sheet.of([letter]), "ur").kept


def test_rules_read_a_letter_in_prose_by_its_clauses_marks_and_heads():
    found = {one.title.split(",")[0]: (one.asked, one.allowed, one.verdict) for one in by_rules_found(ESSAY)}
    assert found == {
        "Zephyr breathing trainer (one)": (1, 0, "denied"),
        "naproxen 550 mg (60 tablets)": (60, 30, "modified"),
        "aquatic therapy": (12, 12, "certified"),
        "knee brace": (None, 0, "denied"),
        "MRI of the right hip": (1, 0, "denied"),
        "lumbar corset": (1, 0, "denied"),
        "Interferential stimulator": (2, 1, "modified"),
        "1 x-ray of the left ankle": (1, 0, "denied"),
    }


WHATEVER_WORDS = """UTILIZATION REVIEW DETERMINATION
1. Physical therapy, right knee, 12 visits - approved for 6 visits
2. Helmet insert - denied

Knee brace            1 (one)      Certified
Wobble board          2            Denied

ITEM 1 OF 2 Acupuncture, low back, 8 visits
CERTIFIED
ITEM 2 OF 2 Parking permit
NOT CERTIFIED
"""
BY_LABELS = """UTILIZATION REVIEW DETERMINATION
Granted: nothing.
Refused: Helmet insert (2); Wobble board, x 1; nothing more.

DENIED. Knee brace, right. No gain is told.
APPROVED. Urine drug screen x 1.

The worker may ask for an MRI of the neck, which is not approved here.
"""
UNDER = """Utilization review determination
Parking permit: #8
ACCEPT #6, REJECT BALANCE
Window film: x2
REJECT
"""
ABOVE = """Utilization review determination
What can go ahead?
- Knee brace, right
What can not go ahead?
- Urine drug screen x 1
"""
COMPARED = """Utilization review determination
You asked on 9/2/2024 to approve an MRI of the neck, and acupuncture (12 visits).
MRI of the neck is turned down. You may have 2 per week for 3 weeks (6 total) of acupuncture for the neck, not the 2 per
week for 6 weeks (12 total) your doctor asked for. This was modified.
"""


@pytest.mark.parametrize(
    ("letter", "right"),
    [
        (
            WHATEVER_WORDS,
            {
                "Helmet insert": (None, 0),
                "Wobble board": (2, 0),
                "Parking permit": (None, 0),
                "Physical therapy, right knee, 12 visits": (12, 6),
            },
        ),
        (
            BY_LABELS,
            {
                "Helmet insert (2)": (2, 0),
                "Wobble board, x 1": (1, 0),
                "Knee brace, right": (None, 0),
                "Urine drug screen x 1": (1, 1),
                "MRI of the neck": "missing",
            },
        ),
        (UNDER, {"Parking permit": (8, 6), "Window film": (2, 0)}),
        (ABOVE, {"Knee brace, right": (None, None), "Urine drug screen x 1": (1, 0)}),
        (COMPARED, {"acupuncture for the neck": (12, 6)}),
    ],
    ids=["place", "labels", "under", "above", "compared"],
)
def test_rules_read_a_letter_by_where_things_stand_and_what_is_compared(letter, right):
    found = {one.title: (one.asked, one.allowed) for one in by_rules_found(letter)}
    assert {title: found.get(title, "missing") for title in right} == right
