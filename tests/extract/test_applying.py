"""Papers told by who asks whom for what: independent review of a refusal, authorization of care."""

import pytest

from imr_desktop.extract import split_documents
from imr_desktop.extract.parts.asking import applying

from .records import read_of

LAY = """3/8/26
To the medical review people,
I am writing for my mother, who cleaned rooms and hurt her back and hip. Claim SL 2111.
On Feb 20 they wrote to say no to the hip injection and no to a shower chair.
We ask you to review both. She signs below that you may get her records.
Marisol Vane (daughter)
"""
FIRM = """VANE & OKORO, Attorneys
August 4, 2025
To: IMR Intake Unit
Please accept this as our client's timely request for Independent Medical Review.
The treatment in dispute is:
Pain psychology, 6 visits
The UR report is dated July 21, 2025.
"""
FAX = """FAX
to Harbor Insurance, UR
from Dr. Castell
pages 1
Please authorize an MR arthrogram of the left shoulder. Five weeks of therapy have not changed it.
"""
ANSWER = """Vale Review Group
We have reviewed the request of Dr. Castell. Acupuncture is denied.
You may apply for independent medical review within 30 days. The form is enclosed; the treatment in dispute is listed there.
"""


@pytest.mark.parametrize(
    ("page", "told"),
    [(LAY, "imr application"), (FIRM, "imr application"), (FAX, "rfa")],
    ids=["a daughter", "a firm", "a fax"],
)
def test_a_paper_is_told_by_what_it_asks_for(page, told):
    assert [one.type for one in split_documents(read_of(page), 1)] == [told]


def test_a_letter_that_answers_a_request_does_not_apply():
    assert applying(LAY) > 1
    assert applying(ANSWER) == 0
