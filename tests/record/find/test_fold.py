"""Texts made alike, and terms found in them: what stands on a page is found however it is broken, spelt or set."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.record.find.fold import Folded, fold, pattern


def found(text: str, term: str, **how: bool) -> list[str]:
    """The words of a text that a term finds, as they stand."""
    return [text[place.start : place.end] for place in fold(text).places(pattern([term], **how))]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("sacro-\niliac", "sacroiliac"),
        ("sacro\u2010\n  iliac", "sacroiliac"),
        ("sacro\u00ad\niliac", "Sacroiliac"),
        ("sacro\u0002\r\niliac", "sacroiliac"),
        ("sacro\ufffeiliac", "sacroiliac"),
        ("sacro-\n\niliac joint", "sacroiliac joint"),
        ("low-\nback pain", "back pain"),
        ("o\ufb03ce visit", "office visit"),
        ("S83\u200b.24", "S83.24"),
        ("S83.\n24", "S83.24"),
        ("hot\u00a0pack", "hot pack"),
        ("N C V / E M G", "EMG"),
        ("F I N D I N G S  O N  E X A M", "findings on exam"),
        ("I M P R E S S I O N T O R N M E N I S C U S", "torn meniscus"),
        ("O S T E O - A R T H R I T I S", "osteoarthritis"),
        ("anti inflammatory", "antiinflammatory"),
        ("anti-inflammatory", "anti inflammatory"),
        ("antiinflammatory", "anti-inflammatory"),
        ("L5 -S1", "L5-S1"),
        ("C5\u20136", "C5-6"),
        ("12\u2009500 units", "12500 units"),
        ("12,500 units", "12500 units"),
        ("300mg", "300 mg"),
        ("300 mg", "300mg"),
        ("Peñaranda", "penaranda"),
        ("Pen\u0303aranda", "Peñaranda"),
        ("Đặng Văn Lâm", "dang van lam"),
        ("Großmann", "GROSSMANN"),
        ("\u0130lhan, ILHAN", "ılhan"),
        ("Պետրոսյան", "ՊԵՏՐՈՍՅԱՆ"),
        ("\u053b\u057d\u056f\u0578\u055e\u0582\u0570\u056b", "Իսկուհի"),
        ("請王芳女士來", "王芳"),
        ("請王\n芳女士", "王芳"),
        ("患者CT檢查", "ct"),
        ("박서연은", "박서연"),
        ("رضايي", "رضایی"),
        ("ＣＰＴ　９７１１０", "cpt 97110"),
        ("the knee’s effusion", "knee's"),
        ("____tender____", "tender"),
        ("two blocks", "block"),
    ],
)
def test_found_however_it_is_set(text: str, term: str) -> None:
    assert found(text, term)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("L5-S1", "L5-1"),
        ("C5-6", "C56"),
        ("the rapist", "therapist"),
        ("pain 1 2 3", "12"),
        ("S83.241", "S83.24"),
        ("men1scus", "meniscus"),
        ("pain", "pai"),
        ("anything", ""),
        ("anything", "* # -"),
    ],
)
def test_other_words_are_not_found(text: str, term: str) -> None:
    assert not found(text, term)


def test_a_tolerant_pattern_finds_what_a_machine_misread() -> None:
    assert found("men1scus, lurnbar 3OO mg", "meniscus", tolerant=True) == ["men1scus"]
    assert found("men1scus, lurnbar 3OO mg", "lumbar", tolerant=True) == ["lurnbar"]
    assert found("men1scus, lurnbar 3OO mg", "300 mg", tolerant=True) == ["3OO mg"]
    assert not found("fail", "fall", tolerant=True)


def test_an_ending_and_a_number_may_be_left_open() -> None:
    assert found("tapered to 20 MME", "taper*") == ["tapered"]
    assert found("tapered to 20 MME", "# MME") == ["20 MME"]


def test_a_word_goes_on_over_the_end_of_a_page_past_running_heads_and_feet() -> None:
    page = "CLAIM 44-1\nright knee: large chondro-\nFaxed 1 of 9"
    following = "CLAIM 44-1\nmalacia of the patella\nFaxed 2 of 9"
    [place] = fold(page, following).places(pattern(["chondromalacia"]))
    assert (page[place.start : place.end], place.beyond) == ("chondro-", "malacia")
    assert [page[place.start : place.end] for place in fold(page, following).places(pattern(["large", "patella"]))] == [
        "large"
    ]
    assert list(fold("full passive", "extension").places(pattern(["passive extension"])))


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_every_place_is_one_in_the_original(text: str) -> None:
    made = fold(text)
    for at in range(len(made.text)):
        start, end = made.span(at, at + 1)
        assert 0 <= start < end <= len(text)
    assert [made.span(at, at + 1)[0] for at in range(len(made.text))] == sorted(
        made.span(at, at + 1)[0] for at in range(len(made.text))
    )


@given(st.lists(st.sampled_from([*"abz19", "ñ", "n\u0303", "ﬁ", "ß", "\u200b"]), min_size=1, max_size=20))
def test_a_word_is_found_whole_and_exactly(letters: list[str]) -> None:
    word = "".join(letters).strip("\u200b")
    if not word or unicodedata.combining(word[0]):
        return
    text = f"before; {word} ... after"
    places = [text[place.start : place.end] for place in fold(text).places(pattern([word], plural=False))]
    assert places == [word]


def test_an_empty_text_has_no_places() -> None:
    assert Folded("").span(0, 5) == (0, 0)
