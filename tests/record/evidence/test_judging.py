"""Judging never fails, whatever a page is made of."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.record.evidence import Drawing, Gathered, Grey, PageParts, PartWord, judged
from imr_desktop.record.evidence.places import area, overlap
from imr_desktop.record.evidence.twice import doubled

SIDES = st.floats(-2, 3, allow_nan=False)
BOXES = st.tuples(SIDES, SIDES, SIDES, SIDES).map(
    lambda b: (min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3]))
)
BYTE = st.integers(0, 255)
COLORS = st.tuples(BYTE, BYTE, BYTE, BYTE)
WORDS = st.builds(
    PartWord,
    st.text(max_size=12),
    BOXES,
    font=st.just("F"),
    origin=st.just("text layer"),
    angle=st.just(0),
    at=st.integers(0, 9),
    fill=COLORS,
    mode=st.integers(0, 7),
    size=st.floats(0, 50),
    mapped=st.integers(0, 12),
    line=st.integers(0, 5),
)
DRAWINGS = st.builds(
    Drawing, st.sampled_from(["text", "path", "picture", "shading"]), BOXES, st.integers(0, 9), COLORS, st.booleans()
)
GREYS = st.binary(min_size=48 * 60, max_size=48 * 60).map(lambda data: Grey(48, 60, data))


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=8), st.lists(DRAWINGS, max_size=8), GREYS, st.booleans())
def test_any_page_is_judged(words, drawings, grey, plain):
    gathered = Gathered(tuple(words), tuple(drawings), grey)
    parts = PageParts(" ".join(word.text for word in words), 612, 792, 1, 1, 1, 1, plain, gathering=gathered)
    said = judged(parts)
    assert said.verdict in ("read", "doubtful", "not read")
    assert bool(said.reasons) == (said.verdict != "read")
    assert said.hidden | said.doubled | said.machine <= set(range(len(words)))
    assert not said.hidden & said.machine


@given(BOXES, BOXES)
def test_overlap_is_a_part(one, other):
    assert 0 <= overlap(one, other) <= 1.0001
    assert 0 <= area(one) <= 1


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=10))
def test_of_words_at_one_place_one_stays(words):
    left = [word for at, word in enumerate(words) if at not in doubled(words)]
    assert {word.text for word in left} == {word.text for word in words}
    assert not doubled(left)
