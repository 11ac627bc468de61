"""Requests over several papers: what one names is known in the others; what names care at all."""

import pytest

from imr_desktop.extract import understand
from imr_desktop.extract.requests.care import names_care
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.ruling import settled

from .records import APPLICATION, read_of, taken, values


def test_a_table_of_contents_lists_no_requests():
    contents = "TABLE OF CONTENTS\n1. Application for Independent Medical Review ........ 2\n2. MRI ........ 38\n"
    _, proposals = taken(read_of(contents, APPLICATION))
    assert values(proposals, "items.1")
    assert "MRI" not in str([one.value for one in proposals])


UNLISTED = """UTILIZATION REVIEW DETERMINATION
Date of determination: 01/11/2025

The resonant humming whistle that was asked for is not medically necessary and is denied.

The patient breathes with ease. Nothing was asked for at home.
"""
ASKED_BY_NAME = """REQUEST FOR AUTHORIZATION
DWC Form RFA

Diagnosis             ICD-Code   Service or Good Requested    Quantity
Contusion of thorax   S20.219A   Resonant humming whistle       1
Contusion of thorax   S20.219A   Rib binder                   1
"""


def test_what_one_paper_names_is_known_in_the_others_and_proposed_only_where_they_say_it():
    alone, together = (read_of(*pages) for pages in ((UNLISTED,), (UNLISTED, ASKED_BY_NAME)))
    decided = []
    for read in (alone, together):
        case, _ = taken(read)
        found = understand(case, read, case.documents).requests
        decided.append([(one.title, one.decision) for one in found if one.source == "ur"])
    assert decided == [[], [("resonant humming whistle", "denied")]]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Incentive spirometer", True),
        ("tinted safety Rx", True),
        ("F/U ophtho", True),
        ("IF unit rental", True),
        ("Rosuvastatin", True),
        ("seat belt", False),
        ("moderate compression fracture", False),
        ("rotator cuff tear", False),
    ],
)
def test_care_of_any_specialty_is_known_and_what_only_sounds_like_it_is_not(words, named):
    assert names_care(words) is named


def test_what_is_called_certified_and_of_which_none_is_allowed_is_unknown():
    told = settled(Found("MRI of the knee", 0, "", 1, 0, "certified"))
    assert (told.verdict, told.allowed) == (None, None)
    assert settled(Found("MRI of the knee", 0, "", 1, None, "certified")).allowed == 1
