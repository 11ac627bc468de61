"""A document is a request for authorization by what it asks for, and a note of a visit stays one."""

from __future__ import annotations

import pytest

from imr_desktop.extract.parts.asking import asking

ORDER = "Rx 1) Walking boot. Kindly authorize the above and fax your answer to 555-0100."
NOTE = (
    "Subjective: pain. Objective: tender. Work status: modified. I request authorization for six visits of physical therapy. "
    "Past medical history: none."
)
ANSWER = "The request for authorization dated 3/1/2024 was received. The treatment is not medically necessary."


@pytest.mark.parametrize(("text", "asks"), [(ORDER, True), (NOTE, False), (ANSWER, False)])
def test_who_asks_an_insurer_for_authorization(text, asks):
    assert (asking(text) > 0) is asks
