"""Boosted trees from their table, and what relations of a letter say of its requests."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.extract.requests.boosted import UNKNOWN, trees_of
from imr_desktop.extract.requests.candidates import candidates
from imr_desktop.extract.requests.items import bound_items
from imr_desktop.extract.requests.learned import items_in
from imr_desktop.extract.requests.letter import Letter
from imr_desktop.extract.requests.outcomes import shipped
from imr_desktop.extract.requests.relations import relations_in
from imr_desktop.extract.requests.rows import rows_of
from imr_desktop.extract.requests.sheet import Sheet

TABLE = "width\theight\n0:1.5 -2000 1:0 1000 3000\n500\n"


@pytest.mark.parametrize(
    ("figures", "likely"),
    [
        ({"width": 1.0}, 1 / (1 + 2.718281828**1.5)),
        ({"width": 2.0, "height": 1.0}, 1 / (1 + 2.718281828**-3.5)),
        ({"width": 2.0}, 1 / (1 + 2.718281828**-1.5)),
    ],
)
def test_each_tree_asks_its_way_to_a_leaf_and_an_unknown_figure_is_less_than_all(figures, likely):
    assert UNKNOWN < 0
    assert trees_of(TABLE).likelihood(figures) == pytest.approx(likely)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(shipped().decided.names), st.floats(-2, 2_000), max_size=20))
def test_whatever_is_told_gives_a_likelihood(figures):
    assert 0 <= shipped().decided.likelihood(figures) <= 1
    assert 0 <= shipped().kept.likelihood(figures) <= 1


def told(text):
    rows = candidates(rows_of(Sheet.of([text])), "ur")[0]
    items = items_in(rows)
    ruled = bound_items(rows, items, decides=True)
    read = relations_in(Letter(rows, items), ruled, [None] * len(items))
    return {item.title.lower(): said.verdicts for item, said in zip(items, read, strict=True)}


def of(found, word):
    return next(said for title, said in found.items() if word in title)


def test_a_sentence_decides_what_it_names_in_order_and_the_former_apart_from_the_latter():
    listed = "UTILIZATION REVIEW DETERMINATION\n\nRequested:\n1. Acupuncture x 8\n2. Tizanidine 4 mg #60\n\n"
    found = told(f"{listed}The requests for acupuncture and for tizanidine 4 mg are certified and denied respectively.\n")
    assert (of(found, "acupuncture")["again in order"], of(found, "tizanidine")["again in order"]) == ("certified", "denied")
    found = told(
        f"{listed}The requests were for acupuncture and tizanidine 4 mg. The former is certified. The latter is denied.\n"
    )
    former, latter = (of(found, word)["again former, latter"] for word in ("acupuncture", "tizanidine"))
    assert (former, latter) == ("certified", "denied")


def test_a_decision_is_bound_by_its_number_by_one_word_and_by_what_all_share():
    found = told(
        "UTILIZATION REVIEW DETERMINATION\n\nRequested:\n1. Acupuncture, eight sessions\n2. Lumbar brace\n\n"
        "Item 2 is not certified.\nThe acupuncture is certified.\nBoth requests were received in time.\n"
    )
    assert of(found, "brace")["number"] == "denied"
    assert of(found, "acupuncture")["one word"] == "certified"
