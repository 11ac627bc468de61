"""An index held against the record: what is listed and was not found, and what stands on another page than is listed."""

from __future__ import annotations

from datetime import date, timedelta

from imr_desktop.case.model import Document
from imr_desktop.extract.packet import indexes_held

DAYS = [date(2024, 5, 1) + timedelta(20 * at) for at in range(5)]
INDEX = Document("i", "f", "Index", "correspondence", 1, 2, kind="index")
RECORD = (
    INDEX,
    *(Document(f"d{at}", "f", f"Report {at}", "other", 3 + 2 * at, 4 + 2 * at, date=day) for at, day in enumerate(DAYS)),
)


def held(*pages: object, days=DAYS):
    rows = [f"{day:%m/%d/%Y}  Report of Orla Venn, M.D. ..... {page}" for day, page in zip(days, pages, strict=False)]
    return indexes_held(RECORD, {1: "INDEX\n" + "\n".join(rows)})


def test_an_index_that_agrees_is_not_spoken_of_however_it_counts():
    assert held(3, 5, 7, 9, 11) == ()
    assert held(1, 3, 5, 7, 9) == (), "without its own pages"
    assert held("DEF_000103 - DEF_000104", "DEF_000105", "DEF_000107", "DEF_000109", "DEF_000111") == ()
    assert held(3, 6, 7, 9, 11) == (), "within the document"


def test_what_stands_elsewhere_and_what_was_not_found_is_named():
    (one,) = held(3, 5, 17, 9, 11)
    assert (one.page, one.absent) == (1, ())
    assert [tuple(each) for each in one.misplaced] == [("Report 2", 17, 7)]
    (one,) = held(3, 5, 7, 9, days=[*DAYS[:3], date(2023, 1, 2)])
    assert (one.absent, one.misplaced) == ((date(2023, 1, 2),), ())


def test_where_no_counting_is_agreed_on_no_page_is_called_wrong():
    assert held(3, 50, 7, 90) == ()
    assert held(3, 5) == (), "two rows are no index"
    assert indexes_held(RECORD, {1: "Seen on 05/01/2024 for 20 minutes"}) == ()


def test_a_page_that_wraps_on_to_the_next_line_is_its_rows():
    rows = [
        f"{day:%m/%d/%Y} Report of Orla Venn, M.D., of a center with a long\nname ....... {3 + 2 * at}"
        for at, day in enumerate(DAYS)
    ]
    assert indexes_held(RECORD, {1: "\n".join(rows)}) == ()
    (one,) = indexes_held(
        RECORD, {1: "\n".join(rows).replace("name ....... 7", "name\nDEF_000017-18").replace("... ", "... DEF_0000")}
    )
    assert [tuple(each) for each in one.misplaced] == [("Report 2", 17, 7)]
    unpaged = "\n".join(f"{day:%m/%d/%Y} Report {at}\nPage {at + 1} of 9" for at, day in enumerate(DAYS))
    assert indexes_held(RECORD, {1: unpaged}) == (), "a page's own counter is no row's page"
