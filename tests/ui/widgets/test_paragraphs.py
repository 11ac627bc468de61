"""Paragraphs of a text and of a text document."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.ui.widgets import paragraphs


@given(st.text(alphabet="ab\n", max_size=30))
def test_paragraphs_go_into_a_document_and_back(text):
    assert paragraphs.from_document(paragraphs.to_document(text)) == text
    assert paragraphs.position(text, len(text) + 5) == len(paragraphs.to_document(text))
