"""Forms and tables of utilization review as they are printed: what each request got."""

import pytest

from imr_desktop.extract.requests import papers_found

FORM = """UTILIZATION REVIEW DECISION
Employee                Jo Sample
Claim                   AB-100

  Service                 Aquatic therapy, low back
────────────────────
  Units asked             12
────────────────────
  Decision                CERTIFIED: 12
────────────────────
  Why                     The plan names a goal and an end.
────────────────────
  Service                 Gabapentin 300 mg, with 2 refills
────────────────────
  Units asked             90 capsules
────────────────────
  Decision                MODIFIED: 90 capsules, no refills
────────────────────
  Why                     Refills want a new look.
────────────────────
  Service                 Urine drug screen
────────────────────
  Units asked             1
────────────────────
  Decision                NOT CERTIFIED
────────────────────
  Why                     No drug is given that asks for one.
"""


CLOSE = """UTILIZATION REVIEW DETERMINATION
     #      Service                                        Qty asked       Qty auth.      Outcome
────────────────────
     1      Left carpal tunnel release                                  1               1 APPROVED
────────────────────
     2      Occupational therapy, left hand                            12               8 PARTIALLY
                                                                                          APPROVED
────────────────────
     3      Assistant surgeon                                           1               0 DENIED
"""


BROKEN = """UTILIZATION REVIEW DETERMINATION
     Line       Treatment                      Code            Asked    Allowe   Decision
                                                                        d
────────────────────
     1          Physical therapy, right        97110           12       6        Modified
                shoulder
────────────────────
     2          Lumbar brace                   L0631           1        0        Non-certified
"""


GRID = """UTILIZATION REVIEW DETERMINATION
  Requested treatment                   Approved       Modified       Denied        Qty asked       Qty given
  Physical therapy lumbar               [ ]            [X]            [ ]           18              10
  Tizanidine 4 mg                       [ ]            [ ]            [X]           60              0
"""


POINTS = """UTILIZATION REVIEW DETERMINATION
We have approved
   \u2022  Physical therapy for the right ankle, 8 visits
We have approved part of
   \u2022  Acupuncture for the right ankle: 12 visits requested, 4 visits approved
We are unable to approve
   \u2022  Knee scooter, purchase
"""


AGAIN = """UTILIZATION REVIEW: RECONSIDERATION
 Service                              Asked    First decision          Reconsideration decision    Units now approved
 Right carpal tunnel release              1    Denied                  Overturned - approved                     1
 Medical clearance by an internist        1    Denied                  Upheld - denied                           0
"""


@pytest.mark.parametrize(
    ("letter", "right"),
    [
        (FORM, [("aquatic", "certified", 12, 12), ("gabapentin", "modified", 90, 90), ("urine", "denied", 1, 0)]),
        (CLOSE, [("carpal", "certified", 1, 1), ("occupational", "modified", 12, 8), ("assistant", "denied", 1, 0)]),
        (BROKEN, [("physical", "modified", 12, 6), ("brace", "denied", 1, 0)]),
        (GRID, [("physical", "modified", 18, 10), ("tizanidine", "denied", 60, 0)]),
        (POINTS, [("physical", "certified", 8, 8), ("acupuncture", "modified", 12, 4), ("scooter", "denied", None, 0)]),
        (AGAIN, [("carpal", "certified", 1, 1), ("clearance", "denied", 1, 0)]),
    ],
    ids=["form", "close", "broken head", "grid", "points", "reconsidered"],
)
def test_forms_and_tables_as_they_are_printed_say_what_each_request_got(letter, right):
    found = papers_found("ur determination", [letter])
    said = [(one.title.lower(), one.verdict, one.asked, one.allowed) for one in found]
    assert [(word, *rest[1:]) for (word, *_), rest in zip(right, said, strict=True) if word in rest[0]] == right
