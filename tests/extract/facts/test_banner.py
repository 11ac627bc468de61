"""A line's patient and day of birth are no part of a finding."""

from __future__ import annotations

from datetime import date

import pytest

from imr_desktop.extract.facts.banner import without_birth
from tests.extract.records import read_of, taken

SAID = {
    "Vale, Rosa DOB: 09/12/1980 Work status: modified duty": "Work status: modified duty",
    "Vale Rosa 09/12/1980 F PT visit 3 of 12": "PT visit 3 of 12",
    "Born on 09/12/1980.": "",
    "Knee pain since 03/04/2023.": "Knee pain since 03/04/2023.",
    "The knee was replaced. " * 5 + "DOB 09/12/1980": "The knee was replaced. " * 5 + "DOB 09/12/1980",
}


@pytest.mark.parametrize("said", SAID)
def test_what_stands_behind_the_day_of_birth_is_the_finding(said):
    assert without_birth(said, {date(1980, 9, 12)}) == SAID[said]


def test_a_line_with_a_day_of_birth_is_offered_without_it():
    line = "Patient: Vale, Rosa DOB: 09/12/1980 Work status: modified duty"
    page = f"INVENTED CLINIC\nPROGRESS NOTE\n{line}\nDate of visit: 03/04/2024\nThe pain is less.\nAnn Sample, M.D.\n"
    _case, proposals = taken(read_of(page))
    findings = [one.value["text"] for one in proposals if one.key.startswith("findings.")]
    assert "Work status: modified duty" in findings
    assert not [text for text in findings if "1980" in text]
