"""What machines printed over a file's pages is found whatever its form, and what a page says of itself stays."""

from __future__ import annotations

from imr_desktop.extract.parts.furniture import PageCount, without_furniture


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


def test_a_fax_line_with_a_clock_and_a_telephone_may_count_its_pages_without_their_number():
    pages = [f"Sep 22 2025 10:0{n}AM Vale Claims 5105550181 p.{n}\nNote {n}\nRUIZ-OKUN_IMR_00000{n}" for n in range(1, 6)]
    assert _left(pages) == [f"Note {n}" for n in range(1, 6)]
    assert set(without_furniture(pages).counts) == {None}


def test_a_foot_with_a_stroke_counts_a_charts_pages_and_a_score_none():
    pages = [f"Visit {n}\nWalks {k} blocks.\nValeChart v7 {k}/2\nABC 00000{2 * n + k}" for n in range(3) for k in (1, 2)]
    assert [(one.k, one.n) for one in without_furniture(pages).counts if one] == [(1, 2), (2, 2)] * 3
    scores = [f"Visit {n}\nPain today 1/10" for n in range(4)]
    assert set(without_furniture(scores).counts) == {None}


def test_a_counter_that_was_misread_between_two_of_one_document_is_what_they_say():
    for misread in ("Page 1 of 5", "Page 3 of 6", "Page 3 of 5"):
        counts = without_furniture(["Page 2 of 5\nOne.", f"{misread}\nTwo.", "Page 4 of 5\nThree."]).counts
        assert counts[1] == PageCount(3, 5)
    other = without_furniture(["Page 2 of 5\nOne.", "Page 1 of 1\nTwo.", "Page 4 of 5\nThree."]).counts
    assert other[1] == PageCount(1, 1), "a paper of its own"
