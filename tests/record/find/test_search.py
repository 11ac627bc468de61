"""Queries over a record: hits by document, the pages not seen, and an index that never hides a page."""

from __future__ import annotations

from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from imr_desktop.case.model import Case, CaseFile, Document
from imr_desktop.record import RecordText
from imr_desktop.record.find.index import PageIndex
from imr_desktop.record.find.query import Term, parsed
from imr_desktop.record.find.search import Limits, Searcher, search
from imr_desktop.record.find.words import expression, guess, words_on

PAGES = {
    1: "OPERATIVE REPORT\nDate: 01/05/2024\nThe anterior cruciate graft was placed without compli-\n"
    "cations. Cruciate graft tension good.",
    2: "Physical exam: he denies locking. Effusion: none. No instability but pain persists; swell-\nPage 2 of 5",
    3: "ing of the knee was seen.\nPage 3 of 5",
    4: "",
    5: "The rneniscus is t0rn, graft intact, 3OO mg given.",
}
CASE = Case(
    id="1",
    files=(CaseFile("a", "a.pdf", 5, 1, unreadable=(4,), doubtful=(5,)),),
    documents=(
        Document("d1", "a", "Visit note", "progress report", 2, 3, date=date(2024, 2, 1)),
        Document("d2", "a", "Operative report", "operative report", 1, 1, author="Lee", date=date(2024, 1, 5)),
        Document("d3", "a", "MRI of the knee", "imaging", 4, 5),
    ),
)
TEXT = RecordText(PAGES, (4,), {5: "doubtful"}, {4: ("a picture without text",)})


def found(query, names=None):
    return search(parsed(query), CASE, TEXT, names)


def terms(query):
    return [(hit.page, hit.term) for hit in found(query).hits]


def test_hits_are_by_document_and_say_how_sure_they_are():
    result = found("graft")
    assert [(group.title, [hit.page for hit in group.hits]) for group in result.groups] == [
        ("Operative report", [1, 1]),
        ("MRI of the knee", [5]),
    ]
    assert [hit.verdict for hit in result.hits] == ["read", "read", "doubtful"]
    assert result.sentence == "3 hits in 4 pages (1 read by machine only); 1 page could not be searched: p. 4"
    assert result.missed == ((4, "MRI of the knee", "a picture without text"),)


def test_nothing_found_never_stands_alone():
    assert found("zebra").sentence == "0 hits in 4 pages; 1 page could not be searched: p. 4"
    assert not found("zebra").hits


def test_words_broken_over_lines_and_pages():
    assert terms("complications") == [(1, "compli-cations")]
    [hit] = found("swelling").hits
    assert (hit.page, hit.term, hit.beyond) == (2, "swell-", "ing")


def test_phrases_nearness_and_what_is_left_out():
    assert terms('"cruciate graft"') == [(1, "cruciate graft"), (1, "Cruciate graft")]
    assert terms("anterior ~1 graft") == [(1, "anterior cruciate graft")]
    assert terms("anterior ~0 graft") == []
    assert terms("graft -tension") == [(5, "graft")]
    assert terms("zebra OR tension") == [(1, "tension")]


def test_denial_is_shown_and_ends_with_its_clause():
    assert [hit.denied for hit in found("locking").hits] == ["denies"]
    assert [hit.denied for hit in found("effusion").hits] == ["none"]
    assert [hit.denied for hit in found("instability").hits] == ["no"]
    assert [hit.denied for hit in found("pain").hits] == [""]


def test_likely_misreadings_count_on_doubtful_pages_alone_and_say_so():
    assert [(hit.page, hit.term, hit.tolerant) for hit in found("meniscus").hits] == [(5, "rneniscus", True)]
    assert [(hit.term, hit.tolerant) for hit in found('"300 mg"').hits] == [("3OO mg", True)]
    assert not search(parsed("meniscus"), CASE, RecordText(PAGES)).hits


def test_filters_narrow_what_is_searched_and_what_was_missed():
    assert {hit.page for hit in found("graft type:imaging").hits} == {5}
    assert [hit.page for hit in found("graft doc:lee").hits] == [1, 1]
    result = found("graft date:2024-01")
    assert ({hit.page for hit in result.hits}, result.missed, result.searched) == ({1}, (), 1)
    assert result.notes == ("1 document has no date and was not looked in.",)
    assert found("graft page:4-5").missed[0].page == 4


def test_the_same_words_in_a_copied_page_count_once():
    copy = "Impression: full thickness tear of the supraspinatus tendon with retraction to the glenoid. " * 2
    text = RecordText({1: copy, 2: "Other words.", 3: copy, 4: "A tear, seen alone."})
    hits = search(parsed("retraction"), Case(id="1"), text).hits
    assert [(hit.page, hit.also) for hit in hits] == [(1, (3,)), (1, (3,))]
    assert "also on p. 3" in hits[0].remarks


def test_other_names_are_found_and_shown():
    hits = found("transplant", {Term("transplant"): ("graft",)}).hits
    assert {hit.named for hit in hits} == {"graft"}


def test_what_is_not_listed_is_counted():
    text = RecordText({page: f"Pain on day {page}, worse than before." for page in range(1, 31)})
    result = Searcher(Case(id="1"), text).find(parsed("pain"), limits=Limits(pages=10, hits=4))
    assert (len(result.hits), result.more) == (4, 26)
    assert "26 more pages" in result.sentence


# --- the index

_PIECES = [*"abmn15lo-", "rn", "cl", " ", "\n", "-\n", " - ", "E M G ", "王", "ñ", "ﬁ", "non-", "s "]


@given(
    st.lists(st.sampled_from(_PIECES), max_size=25), st.lists(st.sampled_from(_PIECES), min_size=1, max_size=4), st.booleans()
)
def test_the_index_admits_every_page_that_a_query_is_found_on(page, asked, doubtful):
    words = " ".join("".join(asked).replace("-\n", "").split()).strip("- ")
    assume(any(letter.isalnum() for letter in words))
    query = parsed(f'"{words}"')
    text = RecordText({1: "".join(page)}, verdicts={1: "doubtful" if doubtful else "read"})
    if search(query, Case(id="1"), text).hits:
        index = _index()
        index.update(text.pages, frozenset({1} if doubtful else ()))
        asked_of_index = expression(query, {})
        assert not asked_of_index or index.pages(asked_of_index) == [1]


def _index() -> PageIndex:
    from sqlcipher3 import dbapi2

    return PageIndex(dbapi2.connect(":memory:", isolation_level=None, check_same_thread=False))


def test_the_index_follows_the_record():
    index, asked = _index(), expression(parsed("graft"), {})
    assert index.update(PAGES, frozenset({5})) == 5
    assert index.pages(asked) == [1, 5]
    assert index.update(PAGES, frozenset({5})) == 0
    changed = {**PAGES, 3: "a graft, typed by hand", 9: "graft"}
    assert index.update(changed, frozenset({5})) == 3, "the page before reads on into the changed one"
    assert index.pages(asked) == [1, 2, 3, 5, 9], "never too few"
    assert index.update({1: PAGES[1]}, frozenset()) == 1
    assert index.pages(asked) == [1]


def test_an_index_of_another_format_is_made_anew():
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(":memory:", isolation_level=None)
    connection.executescript("CREATE TABLE kept(page); INSERT INTO kept VALUES(1); PRAGMA user_version=99;")
    assert PageIndex(connection).update({1: "graft"}, frozenset()) == 1


def test_misreadings_share_a_form():
    assert guess("rneniscus") == guess("meniscus")
    assert {"compli", "cations", "complications"} <= words_on("compli-cations")
