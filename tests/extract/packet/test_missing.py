"""What a packet lacks: owed documents, records that are named, pages that counters promise."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imr_desktop.case.model import Document
from imr_desktop.extract.packet.absent_pages import absent_pages
from imr_desktop.extract.packet.missing import missing_in
from imr_desktop.extract.parts.furniture import PageCount

RFA = date(2024, 9, 20)


def document(number: int, kind: str, first: int, last: int, day: date | None = None) -> Document:
    return Document(f"d{number}", "f", kind.title(), kind, first, last, date=day)


FULL = (
    document(1, "imr application", 1, 1, date(2024, 10, 11)),
    document(2, "ur determination", 2, 3, date(2024, 10, 2)),
    document(3, "rfa", 4, 4, RFA),
    document(4, "progress report", 5, 7, date(2024, 9, 18)),
    document(5, "imaging", 8, 8, date(2024, 3, 4)),
)


def whats(documents, texts=None, counters=None, requested=RFA):
    return [(one.what, one.named_on) for one in missing_in(documents, texts or {}, counters or {}, requested)]


def test_a_full_packet_lacks_nothing():
    assert whats(FULL, {5: "MRI of the lumbar spine dated 03/02/2024 shows a bulge.", 6: "He had an MRI 03/02/2024."}) == []


def test_owed_documents_are_named_with_their_law():
    found = missing_in(FULL[3:], {}, {}, RFA)
    assert [one.what.split(" (")[0] for one in found] == [
        "the application for independent medical review",
        "the utilization review decision",
        "the request for authorization",
    ]
    assert all(one.source.startswith("8 CCR 979") and one.named_on is None for one in found)


def test_reports_must_be_of_the_six_months_before_the_request():
    old = [*FULL[:3], document(4, "progress report", 5, 7, date(2024, 3, 19)), FULL[4]]
    assert whats(old) == [
        ("physicians' reports of the six months before the request for authorization, 03/20/2024 to 09/20/2024", None)
    ]
    assert whats([*FULL[:3], document(4, "progress report", 5, 7, date(2024, 3, 20)), FULL[4]]) == []


def test_a_determination_alone_says_nothing_of_its_record():
    assert whats([document(1, "determination", 1, 9)]) == []


SAID = {
    "An MRI of the right shoulder performed on 05/02/2023 revealed a tear.": [("MRI of 05/02/2023", 5)],
    "Records reviewed: EMG/NCV (Dr. Ames) dated June 3, 2023; 04/11/2023 operative report.": [
        ("EMG/NCS of 06/03/2023", 5),
        ("operative report of 04/11/2023", 5),
    ],
    "X-rays from March 2021 were normal.": [("X-ray of 03/2021", 5)],
    "The QME report of Dr. Orlo, M.D., dated 01/15/2024 was read.": [("QME/AME report of 01/15/2024", 5)],
    "MRI lumbar spine 02/27/2024: bulge": [],
    "05/06/2023 Initial evaluation by Rowan Hale, DO.\n5/20/23, physical therapy note: better": [
        ("evaluation of 05/06/2023", 5),
        ("therapy note of 05/20/2023", 5),
    ],
    "An MRI scheduled for 10/20/2024. We requested an MRI on 05/02/2023.": [],
    "The RFA dated 09/20/2024 was received on 09/22/2024.": [],
    "Date of birth 05/02/1970. MRI was not done.": [],
    "Progress Report of 09/18/2024": [],
    "05/21/2023 EMG/NCV, both arms   approved": [],
    "CT 2019 to June 13, 2021\nRFA date\nSee below": [],
    "The MRI of the left jaw dated 05/02/2023 was reviewed.": [("MRI of 05/02/2023", 5)],
    "The report of the spine surgeon, Dr. Ana Quill, of 9 December 2023 has not come.": [
        ("report by Dr. Ana Quill of 12/09/2023", 5)
    ],
    "He saw Dr. Ana Quill, spine surgeon, on 05/02/2023. He will be seen by Dr. Orlo on 05/03/2024.": [
        ("report by Dr. Ana Quill of 05/02/2023", 5)
    ],
    "Dr. Quill's report of 12/09/2023 has not come.": [("report by Dr. Quill of 12/09/2023", 5)],
    "My partner Dr. Quill agrees (see his note of August 29).": [("report by Dr. Quill of 08/29/2024", 5)],
    "The 12/09/2023 report of A. Quill, M.D. helps; so does a letter dated 05/02/2023 by Dr. Orlo.": [
        ("report by A. Quill, M.D. of 12/09/2023", 5),
        ("report by Dr. Orlo of 05/02/2023", 5),
    ],
    "Dr. Quill was told. A. Orlo, MD will send her note of 05/02/2023.": [],
    "MRI of the neck of 05/02/2023, 06/02/2023 and 07/03/2023; 08/01/2023 visit.": [
        ("MRI of 05/02/2023", 5),
        ("MRI of 06/02/2023", 5),
        ("MRI of 07/03/2023", 5),
    ],
    "Visit notes of May 22 and May 29, 2023, were not found.": [
        ("visit note of 05/22/2023", 5),
        ("visit note of 05/29/2023", 5),
    ],
    "Read: MRI lumbar\n03/04/2024; AME report 05/02/2023.": [("QME/AME report of 05/02/2023", 5)],
    "03/04/2024 ........ MRI Orlo\n05/02/2023 ........ EMG Quill": [("EMG/NCS of 05/02/2023", 5)],
    "Note of Ana Quill, MD, 05/02/2023": [("report by Ana Quill, MD of 05/02/2023", 5)],
    "The injection was approved by letter of 05/02/2023.": [("utilization review determination of 05/02/2023", 5)],
    "Labs of 05/02/2023 and a CURES report dated 06/03/2023.": [
        ("laboratory report of 05/02/2023", 5),
        ("prescription monitoring report of 06/03/2023", 5),
    ],
    "An EMG done last March was normal; the QME, Dr. Orlo, saw him on 05/02/2023.": [
        ("EMG/NCS of 03/2024", 5),
        ("QME/AME report of 05/02/2023", 5),
    ],
    "She was seen in the emergency room on 05/02/2023. Arthroscopy of the right knee on 06/03/2023 by Dr. Vale.": [
        ("operative report of 06/03/2023", 5),
        ("emergency report of 05/02/2023", 5),
    ],
    "A sleep study of 05/02/2023. Orthopaedic Surgery 05/02/2023.": [("further study of 05/02/2023", 5)],
    "The prior operative report has been requested. No record of the EMG was provided.": [
        ("EMG/NCS of an unknown day, said not to be here", 5),
        ("operative report of an unknown day, said not to be here", 5),
    ],
    "We asked for an EMG. No EMG is needed. The operative report was read. An MRI was not provided.": [],
    "Deposition of the applicant, 05/02/2023, 74 pages.": [("deposition transcript of 05/02/2023", 5)],
}


def test_records_that_are_named_and_absent():
    assert {words: whats(FULL, {5: words}) for words in SAID} == SAID


LIST = """REVIEW OF RECORDS
09/18/2023 A. Vale, MD. Gabapentin.
10/16/2023 B. Orlo, MD, initial report.
MRI of the neck sought.
11/13/2023 A. Vale, MD. Same.
12/11/2023 Films of the hand.
SUMMARY
01/08/2024 A. Vale, MD"""


def test_a_list_of_records_names_reports_by_author_and_day_alone():
    assert whats(FULL, {6: LIST}) == [
        ("report by A. Vale, MD of 09/18/2023", 6),
        ("report by B. Orlo, MD of 10/16/2023", 6),
        ("report by A. Vale, MD of 11/13/2023", 6),
    ]
    seen = document(6, "consultation", 9, 9, date(2023, 10, 16))
    assert ("report by B. Orlo, MD of 10/16/2023", 6) not in whats([*FULL, seen], {6: LIST})
    assert whats(FULL, {6: LIST.removeprefix("REVIEW OF RECORDS")}) == [], "a list of visits is none of records"


def test_a_list_of_records_may_be_headed_by_one_word_and_have_points():
    said = LIST.replace("REVIEW OF RECORDS", "7. Records").replace("09/18/2023 A.", "\u2022 09/18/2023: A.")
    assert ("report by A. Vale, MD of 09/18/2023", 6) in whats(FULL, {6: said})


def test_a_report_is_also_named_by_the_day_it_was_written():
    examined = Document("q", "f", "QME", "progress report", 9, 9, "A. Quill, MD", date(2023, 11, 2), kind="qme report")
    said = {5: "The QME report of 12/01/2023 and Dr. Quill's report of 12/01/2023 were read."}
    assert whats([*FULL, examined], {**said, 9: "QME report\nDate of examination 11/02/2023\nMailed December 1, 2023"}) == []
    assert whats([*FULL, examined], {**said, 9: "QME report\nNext visit: December 1, 2023"}) != []


def test_a_report_titled_with_the_day_of_its_examination_is_not_missing():
    examined = Document(
        "q", "f", "Panel QME report: examination", "progress report", 9, 9, date=date(2023, 11, 30), kind="qme report"
    )
    head = "\n".join(["Letter of 11/30/2023", *["To the parties"] * 9])
    said = {9: f"{head}\nPANEL QME REPORT: EXAMINATION OF NOVEMBER 2, 2023\nWell."}
    assert whats([*FULL, examined], said) == []


def test_films_that_are_read_in_another_document_of_that_day_are_not_missing():
    emergency = document(6, "progress report", 9, 9, date(2023, 2, 14))
    said = {5: "Compared with X-rays of 02/14/2023.", 9: "XR shoulder, three views: no fracture."}
    assert whats([*FULL, emergency], said) == []
    assert whats([*FULL, emergency], {**said, 9: "Given a sling."}) == [("X-ray of 02/14/2023", 5)]


def test_a_record_named_on_several_pages_is_missing_once():
    words = "The MRI of 05/02/2023 showed a tear."
    (one,) = missing_in(FULL, {5: words, 7: words}, {}, RFA)
    assert (one.named_on, one.pages) == (5, (5, 7))


def test_a_study_as_made_as_read_and_by_its_month_is_missing_once_but_not_one_of_another_part():
    said = "MRI of the lumbar spine dated {}. MRI of the cervical spine dated 05/03/2023."
    texts = {5: said.format("05/02/2023"), 6: "MRI lumbar spine, 05/04/2023", 7: "An MRI from May 2023."}
    assert [(one.what, one.pages) for one in missing_in(FULL, texts, {}, RFA)] == [
        ("MRI of 05/02/2023", (5, 6, 7)),
        ("MRI of 05/03/2023", (5,)),
    ]


def counted(counters, words="Improved.\nPage {} of {}"):
    texts = {page: words.format(*counter) for page, counter in counters.items()}
    return whats(FULL, texts, {page: PageCount(*counter) for page, counter in counters.items()})


def test_a_study_without_a_date_may_be_the_one_that_is_named():
    (one,) = whats([*FULL[:4], document(5, "imaging", 8, 8)], {5: "MRI of the knee dated 03/02/2021."})
    assert one == ("MRI of 03/02/2021 (the one on page 8 has no date that could be read)", 5)


def test_an_undated_index_is_not_taken_for_a_record_that_is_named():
    index = Document("x", "f", "List of records", "correspondence", 8, 8, kind="index")
    (one,) = whats([*FULL[:4], index], {5: "Deposition transcript of 03/02/2021."})
    assert one == ("deposition transcript of 03/02/2021", 5)


def test_a_record_of_a_day_still_to_come_is_named_with_its_slip():
    said = [("operative report of 07/26/2048 (a day still to come: a slip of the page)", 5)]
    assert whats(FULL, {5: "The prior operative report dated 07/26/2048 was available."}) == said


def test_the_request_that_is_owed_and_named_is_missing_once():
    form, bare = "the request for authorization (DWC Form RFA)", [one for one in FULL if one.type != "rfa"]
    assert (f"{form} of 04/01/2024", 5) in whats(
        bare, {5: "The RFA dated 04/01/2024 was denied."}, requested=date(2024, 4, 1)
    )
    assert (f"{form}; one of 03/02/2024 is named", 5) in whats(bare, {5: "RFA dated 03/02/2024 was reviewed."}, requested=RFA)
    said = whats(bare, {5: "RFA dated 03/02/2024 was reviewed.\nRFA dated 01/02/2024 was reviewed."}, requested=RFA)
    assert [what for what, _page in said if "equest for auth" in what] == [
        form,
        "request for authorization of 03/02/2024",
        "request for authorization of 01/02/2024",
    ], "which of them it is nobody knows"


def test_pages_that_a_documents_own_counter_promises():
    assert counted({5: (1, 5), 6: (2, 5), 7: (4, 5)}) == [("pages 3, 5 of 5 of Progress Report", 6)]
    assert counted({5: (1, 3), 7: (3, 3)}) == []
    assert counted({5: (1, 2), 6: (2, 2), 7: (1, 4)}) == []
    parted = [document(1, "progress report", 1, 2), document(2, "qme report", 3, 3), *FULL[2:3]]
    texts = {1: "Page 1 of 3", 2: "Page 2 of 3", 3: "Page 3 of 3"}
    counters = {page: PageCount(page, 3) for page in texts}
    assert not [what for what, _ in whats(parted, texts, counters) if what.startswith("page")]
    assert counted({5: (3, 12)}, "Visit {} of {}\nImproved.") == []


PIECES = ["MRI", "of", "03/02/2023", "PR-2", "dated", "March 2021", ".", "\n", "RFA", "x" * 80, "%"]
PAGES = st.lists(st.sampled_from([*PIECES, "\f"]), max_size=40).map(lambda pieces: " ".join(pieces).split("\f"))
COUNTS = st.dictionaries(st.integers(1, 8), st.builds(PageCount, st.integers(1, 9), st.integers(0, 9)))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(PAGES, COUNTS)
def test_any_text_gives_an_answer(pages, counters):
    for one in missing_in(FULL, dict(enumerate(pages, 1)), counters, RFA):
        assert one.what
        assert one.named_on in (None, *range(1, 9))


def test_neither_a_title_nor_a_day_of_injury_is_a_record():
    assert whats(FULL, {5: "PROGRESS REPORT\nRE Ana Ruiz\nD/I CT 04/04/2019 - 09/01/2019\nSEEN 09/18/2024"}) == []
    assert whats(FULL, {5: "DISCHARGE SUMMARY\nPatient: Ana Ruiz\nDischarged: 01/31/2024"}) == []
    assert whats(FULL, {6: "I read the discharge summary of 01/31/2024."}) == [("discharge summary of 01/31/2024", 6)]


COUNTED = {
    ("1/5", "2/5", "4/5", "5/5"): "page 3 of 5",
    ("1/5", "2/5", "5/5", "4/5", "5/5"): "",
    ("1/5", "2/5", "3/6", "4/5", "5/5"): "",
    ("1/5", "2/5", "3/5", "4/5", "3/5"): "",
    ("1/5", "2/5", "3/5", "4/5", "5/6"): "",
    ("1/5", "2/5", "", "4/5", "5/5"): "",
    ("1/5", "2/5", "2/5"): "at least 2 of pages 3\u20135 of 5",
    ("5/5", "4/5", "2/5", "1/5"): "page 3 of 5",
    ("1/3", "1/3", "1/2"): "",
}


@pytest.mark.parametrize("said", COUNTED)
def test_a_counter_that_contradicts_its_neighbours_is_no_missing_page(said):
    one = Document("d", "f", "PR-2", "progress report", 1, len(said))
    pairs = {page: tuple(map(int, count.split("/"))) for page, count in enumerate(said, 1) if count}
    texts = {page: f"Page {k} of {n}" for page, (k, n) in pairs.items()}
    found = list(absent_pages([one], texts, {page: PageCount(*pair) for page, pair in pairs.items()}))
    assert [each.words for each in found] == [COUNTED[said]] * bool(COUNTED[said])


@given(st.lists(st.integers(1, 9), max_size=9), st.integers(1, 9))
def test_no_more_pages_are_absent_than_counters_leave_room_for(numbers, n):
    one = Document("d", "f", "PR-2", "progress report", 1, max(1, len(numbers)))
    counters = {page: PageCount(k, n) for page, k in enumerate(numbers, 1)}
    texts = {page: f"Page {k} of {n}" for page, k in enumerate(numbers, 1)}
    assert n > len(numbers) or not list(absent_pages([one], texts, counters))


def test_what_is_missing_may_stand_on_pages_that_were_not_read():
    found = missing_in(FULL[:2], {}, {}, RFA, unread=(9, 7))
    assert {one.unread for one in found} == {(7, 9)}
    assert {one.unread for one in missing_in(FULL[:2], {}, {}, RFA)} == {()}


def test_a_study_of_another_kind_is_not_the_one_that_is_named():
    scan = Document("ct", "f", "CT of the left shoulder", "imaging", 9, 9, date=date(2023, 5, 2))
    assert whats([*FULL, scan], {5: "X-rays of 05/02/2023 were normal."}) == [("X-ray of 05/02/2023", 5)]
    unsaid = msgspec.structs.replace(scan, title="Imaging report")
    assert whats([*FULL, unsaid], {5: "X-rays of 05/02/2023 were normal."}) == []


def test_a_row_of_an_index_keeps_its_own_day():
    index = "\n".join(
        (
            "TAB DATE DOCUMENT PROVIDER",
            "1 09/18/2024 PR-2 and RFA Vale MD",
            "2 02/06/2023 Decision Oakmere",
            "3 03/04/2024 MRI Birch Imaging",
            "4 07/09/2023 Letter Vale MD",
        )
    )
    assert [what for what, _ in whats(FULL, {6: index})] == ["request for authorization of 09/18/2024"]


def test_a_day_under_a_row_of_labels_is_no_record():
    form = "X Request for authorization Other\nPatient Sex Date of Birth\nSAMPLE, ANN F 03/05/1981\nPain of the knee."
    assert whats(FULL, {6: form}) == []
    assert whats(FULL, {6: "Request for authorization\nof Dr. Vale\n03/05/2023"}) != []


@pytest.mark.parametrize(("words", "said"), [("L-spine 3 views", []), ("A. Vale, MD", ["laboratory report of 05/15/2024"])])
def test_a_laboratory_tells_nothing_of_a_part_of_the_body(words, said):
    results = f"\n\nAlert.\nX-ray and laboratory results: {words} 05/15/2024: as before."
    assert [what for what, _ in whats(FULL, {6: results}) if "laboratory" in what] == said


def test_notes_of_several_days_are_not_missing_under_their_own_title():
    notes = Document("d6", "f", "Therapy daily notes", "therapy note", 9, 9, date=date(2024, 8, 20))
    head = "Birch Hand and Upper Limb Center - Occupational Therapy daily notes"
    text = f"{head}\nSample, Ann 8/6/24\nAs before.\nSample, Ann 8/20/24"
    assert whats([*FULL, notes], {9: text}) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [("no fracture", 0), ("wet read no fracture, radiology report to follow", 1), ("done, see separate report", 1)],
)
def test_films_that_an_emergency_record_reads_are_missing_where_their_report_is_to_follow(words, said):
    emergency = Document("d6", "f", "Emergency record", "progress report", 9, 10, kind="emergency", date=date(2024, 2, 3))
    seen = "\n".join(("Birch Hospital", *("Alert." for _ in range(9)), f"Right hand x-rays 3 views 02/03/2024, {words}."))
    found = whats([*FULL, emergency], {9: seen, 10: "Hand x-ray done."})
    assert found == [("X-ray of 02/03/2024", 9)][:said]


def test_the_visits_of_one_paper_are_not_missing_and_one_that_it_speaks_of_is():
    notes = "Daily Note 02/06/2024 Visit 2\nSore.\nDaily Note 02/08/2024 Visit 3\nSee the daily note 01/30/2024 too.\n"
    held = (*FULL, document(6, "therapy note", 9, 9, date(2024, 2, 6)))
    (one,) = whats(held, {9: notes})
    assert "01/30/2024" in one[0]
