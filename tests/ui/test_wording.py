"""Small words of the window."""

from __future__ import annotations

from imr_desktop.ui.wording import size_note


def test_counts_leave_citations_out_of_the_words():
    assert size_note("Neck pain 3\u20134/10 [p.\u00a037].") == "3 words \u00b7 1 citation"
    assert size_note(" \n ") == "Empty"
