"""Letters that decide by the numbers or letters of a list, one or several at once."""

import pytest

from imr_desktop.extract.requests.clauses import marked
from imr_desktop.extract.requests.reading import papers_found

SETS = """UTILIZATION REVIEW DETERMINATION
Requested:
  1. Left shoulder arthroscopy
  2. Pain pump
  3. Physical therapy, 24 visits
  4. Abduction sling

DECISION
Items 1 and 4 are certified.
Item 2 is non-certified.
Item 3 is modified to 12 visits.
"""


def test_marks_of_a_list_are_decided_together():
    found = papers_found("ur determination", [SETS])
    assert [(one.verdict, one.allowed) for one in found] == [
        ("certified", None),
        ("denied", 0),
        ("modified", 12),
        ("certified", None),
    ]


@pytest.mark.parametrize(
    ("sentence", "marks"),
    [
        ("Items 1 and 5 are certified.", (1, 5)),
        ("A and B will not be paid for.", (1, 2)),
        ("Requests 2-4 are denied.", (2, 3, 4)),
        ("We do not approve (i), (ii) or (iv) because nothing has changed.", (1, 2, 4)),
        ("Physical therapy is denied.", ()),
        ("Five visits are approved.", ()),
    ],
)
def test_a_sentence_may_decide_several_marks(sentence, marks):
    assert marked(sentence).numbers == marks
