"""No character is ever drawn as an empty box."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.determination.fonts import printable, register


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain × ½ é Ł Ω Ж ≤ 40°", "plain × ½ é Ł Ω Ж ≤ 40°"),
        ("e\u0301", "é"),
        ("中文", "[U+4E2D U+6587]"),
        ("ok 😀 ok", "ok [U+1F600] ok"),
        ("soft\u00adhyphen zero\u200bwidth\ufeff", "softhyphen zerowidth"),
        ("\u202eevil\u202c", "evil"),
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("tab\there\x00\x07", "tab here"),
        ("Ｆｕｌｌ", "Full"),
        ("x" + "語" * 9, "x[U+8A9E U+8A9E U+8A9E U+8A9E U+8A9E U+8A9E and 3 more]"),
        ("", ""),
    ],
)
def test_text_is_shown_readably(text, shown):
    assert printable(text) == shown


@given(st.text())
def test_every_character_left_has_a_glyph(text):
    glyphs = register()
    assert all(char == "\n" or ord(char) in glyphs for char in printable(text))


@given(st.text())
def test_shown_text_is_shown_the_same_again(text):
    assert printable(printable(text)) == printable(text)


def test_lone_surrogates_do_not_crash():
    assert printable("a\ud800b") == "ab"
