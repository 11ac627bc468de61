"""The time line: what happened when, each once."""

from __future__ import annotations

from datetime import date

from imr_desktop.case.model import Document, SourceRef
from imr_desktop.extract.facts import RecordFact
from imr_desktop.extract.packet.chronology import chronology_of, undated

FIRST, LAST = date(2020, 1, 6), date(2022, 3, 14)


def _injury(page: int, day: date, until: date | None = None) -> RecordFact:
    return RecordFact(kind="injury", value="injury", date=day, until=until, source=SourceRef(f"d{page}", page))


def test_an_injury_told_by_one_end_of_its_span_is_no_second_entry():
    facts = [_injury(1, FIRST, LAST), _injury(2, FIRST), _injury(3, LAST), _injury(4, date(2021, 5, 5))]
    injuries = [(one.date, one.until, [source.page for source in one.sources]) for one in chronology_of([], facts)]
    assert injuries == [(FIRST, LAST, [1, 2, 3]), (date(2021, 5, 5), None, [4])]


def _fact(kind: str, value: str, page: int, day: date, **said: object) -> RecordFact:
    return RecordFact(kind=kind, value=value, date=day, source=SourceRef(f"d{page}", page), **said)


def _told(facts: list[RecordFact], documents: tuple[Document, ...] = ()) -> list[tuple[object, ...]]:
    return [
        (one.kind, one.date, one.until, one.text, one.detail, [source.page for source in one.sources])
        for one in chronology_of(documents, facts)
    ]


def test_a_drug_runs_from_where_it_is_first_named_to_where_it_is_last_and_another_dose_is_another_entry():
    days = date(2024, 1, 5), date(2024, 2, 5), date(2024, 3, 5)
    named = [
        _fact("medication", "naproxen", page, day, dose="500 mg") for page, day in zip((3, 1, 2), days[::-1], strict=True)
    ]
    later = _fact("medication", "Naproxen", 4, date(2024, 4, 5), dose="250 mg")
    asked = _fact("medication", "naproxen", 5, date(2024, 5, 5), dose="500 mg", status="planned")
    assert _told([*named, later, asked]) == [
        ("medication", days[0], days[2], "Naproxen", "500 mg", [2, 1, 3]),
        ("medication", date(2024, 4, 5), None, "Naproxen", "250 mg", [4]),
    ]


def test_work_is_an_entry_where_it_changes():
    said = ("off work", 1), ("off work", 2), ("modified duty", 3), ("off work", 4)
    facts = [_fact("work status", value, page, date(2024, page, 5)) for value, page in said]
    family = _fact("work status", "full duty", 5, date(2024, 2, 20), subject="family")
    assert [(day.month, text) for _kind, day, _until, text, *_rest in _told([*facts, family])] == [
        (1, "off work"),
        (3, "modified duty"),
        (4, "off work"),
    ]


def test_what_is_done_is_entered_on_its_own_day_alone_and_once_with_all_its_pages():
    report = Document("d1", "f", "Visit note", "progress report", 1, 1, "A. Vale, MD", date(2024, 6, 1))
    bare = Document("d2", "f", "Letter", "correspondence", 2, 2)
    facts = [
        _fact("surgery", "Knee arthroscopy", 1, date(2023, 2, 3)),
        _fact("surgery", "knee arthroscopy", 2, date(2023, 2, 3)),
        _fact("imaging", "MRI: tear", 1, report.date),
        _fact("treatment", "acupuncture", 2, date(2023, 5, 5), polarity="absent"),
        _fact("surgery", "fusion", 2, date(2023, 5, 5), status="planned"),
    ]
    assert _told(facts, (report, bare)) == [
        ("surgery", date(2023, 2, 3), None, "Knee arthroscopy", "", [1, 2]),
        ("document", report.date, None, "Visit note", "A. Vale, MD", [1]),
    ]
    assert undated((report, bare)) == (bare,)
