"""The time line: what happened when, each once."""

from __future__ import annotations

from datetime import date

from imr_desktop.case.model import SourceRef
from imr_desktop.extract.facts import RecordFact
from imr_desktop.extract.packet.chronology import chronology_of

FIRST, LAST = date(2020, 1, 6), date(2022, 3, 14)


def _injury(page: int, day: date, until: date | None = None) -> RecordFact:
    return RecordFact(kind="injury", value="injury", date=day, until=until, source=SourceRef(f"d{page}", page))


def test_an_injury_told_by_one_end_of_its_span_is_no_second_entry():
    facts = [_injury(1, FIRST, LAST), _injury(2, FIRST), _injury(3, LAST), _injury(4, date(2021, 5, 5))]
    injuries = [(one.date, one.until, [source.page for source in one.sources]) for one in chronology_of([], facts)]
    assert injuries == [(FIRST, LAST, [1, 2, 3]), (date(2021, 5, 5), None, [4])]
