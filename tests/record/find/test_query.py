"""The language of queries: what is understood, and a sentence for everything else."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.errors import UsageError
from imr_desktop.record.find.query import Clause, Near, Term, parsed


def test_words_phrases_nearness_and_what_is_left_out():
    query = parsed("knee “patellar tendon” graft ~4 tear MRI OR CT -hip =PT menisc*")
    assert query.clauses == (
        Clause((Term("knee"),)),
        Clause((Term("patellar tendon", whole=True),)),
        Clause((Near(Term("graft"), Term("tear"), 4),)),
        Clause((Term("MRI"), Term("CT"))),
        Clause((Term("hip"),), without=True),
        Clause((Term("PT", exact=True),)),
        Clause((Term("menisc*"),)),
    )


def test_filters():
    filters = parsed('graft type:imaging,"operative report" doc:Lee date:2023-11..02/2024 page:4-6,9').filters
    assert filters.types == ("imaging",) or "imaging" in filters.types
    assert filters.documents == ("Lee",)
    assert filters.dates == ((date(2023, 11, 1), date(2024, 2, 29)),)
    assert [page for page in range(12) if filters.admits_page(page)] == [4, 5, 6, 9]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "no word"),
        ("%%", "no word"),
        ("-hip", "only says what to leave out"),
        ("type:imaging", "a filter alone"),
        ("OR hip", "between two words"),
        ("hip OR", "a word must follow"),
        ("hip ~", "a word must follow"),
        ("a ~3 b ~3 c", "not more"),
        ('"hip', "quotation mark"),
        ("colour:red", "is no filter"),
        ("hip page:x", "page:12"),
        ("hip page:9-3", "before it begins"),
        ("hip date:31/31/2024", "date:03/14/2024"),
        ("hip date:2024..2022", "before it begins"),
        ("h*", "two letters"),
        ("men*cus", "word's end"),
        ("hip -page:3", "cannot be left out"),
        ("hip OR -knee", "cannot be joined"),
        ("hip ~500 knee", "100 words at most"),
        ("x" * 2000, "longer than"),
    ],
)
def test_a_mistake_gives_a_sentence(query, told):
    with pytest.raises(UsageError) as caught:
        parsed(query)
    assert told in caught.value.sentence
    assert caught.value.sentence.endswith(".")


@given(st.text(st.sampled_from('ab*"~-=: ()|ORNEAR/5.,date page'), max_size=30))
def test_every_query_is_understood_or_answered(text):
    with suppress(UsageError):
        assert parsed(text).wanted
