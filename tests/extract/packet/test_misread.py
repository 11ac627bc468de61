"""A day of injury that only a machine read, and that is one figure away from the day of many, is no contradiction."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from imr_desktop.case import edits
from imr_desktop.case.model import Case, CaseFile
from imr_desktop.extract import split_documents, understand
from imr_desktop.extract.packet import overlook
from tests.extract.records import read_of

MORE = "Sore.\nBetter.\nNo change.\nWalks."
DAYS = ("05/18/2023", "05/18/2023", "05/18/2023")


def seen(other: str, verdict: str = "doubtful", days: tuple[str, ...] = DAYS):
    pages = [
        f"INVENTED CLINIC\nVISIT NOTE\nPatient: Vale, Rosa\nDate of visit: 0{n}/04/2024\nDate of injury: {day}\n{MORE}"
        for n, day in enumerate([*days, other], 1)
    ]
    read = read_of(*pages)
    read = replace(read, pages=(*read.pages[:-1], replace(read.pages[-1], verdict=verdict)))
    documents = split_documents(read, 1)
    case = edits.add_files(Case(id="case"), [CaseFile(read.digest, read.name, len(pages), 1)], documents)
    found = understand(case, read, documents)
    return overlook(case, [read], found.proposals, found.facts, found.requests)


def test_one_figure_off_on_a_page_that_a_machine_read_is_a_doubtful_reading():
    whole = seen("05/13/2023")
    assert whole.conflicts == ()
    (one,) = whole.misread
    assert (one.day, one.stands, one.documents) == (date(2023, 5, 13), date(2023, 5, 18), 3)
    assert [source.page for source in one.sources] == [4]
    assert [event.date for event in whole.chronology if event.kind == "injury"] == [date(2023, 5, 18)]


@pytest.mark.parametrize(
    ("other", "verdict", "days"),
    [("05/13/2023", "read", DAYS), ("06/30/2023", "doubtful", DAYS), ("05/13/2023", "doubtful", DAYS[:2])],
)
def test_another_day_a_page_that_was_read_and_too_few_documents_stay_a_contradiction(other, verdict, days):
    whole = seen(other, verdict, days)
    assert whole.misread == ()
    assert [one.key for one in whole.conflicts] == ["dates.injury"]
