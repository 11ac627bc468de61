"""What machines printed over a file's pages is found whatever its form, and what a page says of itself stays."""

from __future__ import annotations

from imr_desktop.extract.parts.furniture import without_furniture


def _left(pages: list[str]) -> list[str]:
    return [" ".join(text.split()) for text in without_furniture(pages).texts]


def test_a_fax_line_may_count_by_a_stroke_alone():
    pages = [f"11/04/2024 15:1{n} FAX 9165550142 VALE CLAIMS -> INTAKE 00{n}/009\nNote {n}\nPain 5/10" for n in range(1, 6)]
    assert _left(pages) == [f"Note {n} Pain 5/10" for n in range(1, 6)]
    assert set(without_furniture(pages).counts) == {None}


def test_what_stands_beside_a_bates_number_on_all_pages_goes_with_it():
    pages = [f"Visit {n}\nKnee better.\nIMR CM25-0055512 HMI 00000{n}" for n in range(1, 6)]
    assert _left(pages) == [f"Visit {n} Knee better." for n in range(1, 6)]
    own = [f"Visit {n}\nKnee {word}.\n{word} HMI 00000{n}" for n, word in enumerate(("one", "two", "three", "four"), 1)]
    assert _left(own) == [f"Visit {n} Knee {word}. {word}" for n, word in enumerate(("one", "two", "three", "four"), 1)]
