"""Every character is drawn by a face that has it, or said to be lacking; none is an empty box or a code."""

from __future__ import annotations

import io
import unicodedata
from datetime import date

import msgspec
import pikepdf
import pytest
from determination_support import make_case
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.case.model import IssuingOffice
from imr_desktop.case.parties import Parties, Party, Service
from imr_desktop.determination import render
from imr_desktop.determination.cover import cover_letter
from imr_desktop.determination.cover_layout import render_cover
from imr_desktop.determination.fonts import register, spare
from imr_desktop.determination.fragments import fragments
from imr_desktop.determination.pdfium import page_texts
from imr_desktop.determination.printed import printed_texts
from imr_desktop.determination.signs import MARK, faces, lacking, printable, runs
from imr_desktop.determination.styles import styles
from imr_desktop.errors import RenderError

replace = msgspec.structs.replace

EVERYDAY = (
    "●▪►↔≦≅✔☒☐☑℞♂♀∅⊕⁺⁻•◦‣■□▲▼◆◇○★☆✓✗➢→←↑↓⇒⇔≤≥≠≈±×÷√∞∑∫∂∆πµ°′″‰½¼¾⅓⅔⅛αβγδεθλσφωΩΔΣ¹²³⁴⁵₁₂₃†‡§¶©®™€£¥₤«»‹›“”‘’„…–—―‐‑"
    "áéíóúñüçßøåæœłśžčřğşțẽỹđħıŁŚŽČĐİẞЖЯщіґĳəʻʼ"
)
BLOCKS = {
    "general punctuation": (0x2000, 0x206F),
    "superscripts": (0x2070, 0x209F),
    "letterlike": (0x2100, 0x214F),
    "number forms": (0x2150, 0x218F),
    "arrows": (0x2190, 0x21FF),
    "mathematical operators": (0x2200, 0x22FF),
    "technical": (0x2300, 0x23FF),
    "box drawing and geometric": (0x2500, 0x25FF),
    "symbols": (0x2600, 0x26FF),
    "dingbats": (0x2700, 0x27BF),
    "Latin": (0x00A0, 0x024F),
    "Latin additional": (0x1E00, 0x1EFF),
    "Greek": (0x0370, 0x03FF),
    "Cyrillic": (0x0400, 0x04FF),
    "Armenian": (0x0530, 0x058F),
    "private use of Word": (0xF000, 0xF0FF),
    "Hebrew and Arabic": (0x0590, 0x06FF),
    "wide forms": (0xFF00, 0xFFEF),
}


def drawn(text: str, *, final: bool = False) -> str:
    """What a reader of the letter's text layer gets of a rationale."""
    case = make_case(1)
    pdf = render(replace(case, items=(replace(case.items[0], rationale=text),)), draft=not final)
    whole = "".join("".join(page_texts(pdf)).split())
    return whole.partition("Decisionrationale:")[2]


def glyphs(face: str) -> dict[int, int]:
    """The glyph of each code point in a face's own file."""
    from reportlab.pdfbase import pdfmetrics

    register()
    return pdfmetrics.getFont(face if face.startswith("LiberationSerif") else spare(face)).face.charToGlyph


def test_the_table_of_faces_says_what_the_files_draw():
    for name, codes in faces().items():
        names = [name, f"{name}-Bold"] if name == "LiberationSerif" else [name]
        for one in names:
            has = glyphs(one)
            assert [f"{code:04X}" for code in codes if not has.get(code)] == []


def test_every_glyph_of_the_table_has_ink():
    from reportlab.pdfbase import pdfmetrics

    for name, codes in faces().items():
        shapes = glyphs(name)
        places = pdfmetrics.getFont(name).face.glyphPos
        blank = [code for code in codes if places[shapes[code]] == places[shapes[code] + 1]]
        assert [f"{code:04X}" for code in blank if code not in (0x20, 0xA0)] == []


def test_a_no_break_space_holds_two_words_together():
    assert printable("Labor Code\u00a04610.6(g), §\u202f7") == "Labor Code\u00a04610.6(g), §\u00a07"
    lines = "\n\n".join(f"{'word ' * count}Labor Code\u00a04610.6(q) ends it." for count in range(8, 20))
    pdf = render(replace(make_case(1), summary=lines))
    found = [line for page in page_texts(pdf) for line in page.splitlines() if "(q)" in line]
    assert len(found) == 12
    assert all("Code 4610.6(q)" in line.replace("\u00a0", " ") for line in found)


def test_no_break_spaces_instead_of_blanks_are_blanks():
    assert printable("\u00a0\u00a0 1.\u00a0\u00a02. \u00a0 3.") == "   1.  2.   3."
    pasted = "\u00a0".join(["pasted"] * 40)
    assert printable(pasted) == pasted.replace("\u00a0", " ")


def test_no_face_repeats_another():
    codes = [code for face in faces().values() for code in face]
    assert len(codes) == len(set(codes)) > 28_000


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_every_sign_of_a_block_is_drawn_or_lacking(block):
    signs = [chr(code) for code in range(block[0], block[1] + 1)]
    good = [sign for sign in signs if not list(lacking(f"a{sign}b"))]
    text = " ".join(f"a{sign}b" for sign in good)
    assert not list(lacking(text))
    shown = printable(text)
    assert MARK not in shown.replace(MARK, "", sum(sign == MARK for sign in good))
    got = drawn(text, final=True)
    missing = [sign for sign in dict.fromkeys(shown) if not sign.isspace() and unicodedata.category(sign)[0] != "M"]
    assert [
        f"{ord(sign):04X}" for sign in missing if unicodedata.normalize("NFKC", sign) not in got and sign not in got
    ] == []


def test_what_records_hold_is_drawn_as_it_stands():
    assert list(lacking(EVERYDAY)) == []
    got = drawn(" ".join(EVERYDAY), final=True)
    assert [sign for sign in EVERYDAY if sign not in got and unicodedata.normalize("NFKC", sign) not in got] == []


def test_names_of_the_east_are_drawn():
    names = "李梅 腰椎 髙橋 さくら カタカナ 김민준 박서연 뷁 Ակոբյան გიორგი Nguyễn Ōe Đặng Łukasz Şahin"
    assert drawn(names, final=True).startswith("".join(names.split()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain × ½ é Ł Ω Ж ≤ 40°", "plain × ½ é Ł Ω Ж ≤ 40°"),
        ("e\u0301", "é"),
        ("\u1100\u1161\u11a8", "각"),
        ("中文", "中文"),
        ("soft\u00adhyphen zero\u200bwidth\ufeff", "softhyphen zerowidth"),
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("Ｆｕｌｌ ㎎", "Full mg"),
        ("10\u2075 is not 105", "10⁵ is not 105"),
        ("", ""),
    ],
)
def test_text_is_shown_as_it_was_meant(text, shown):
    assert printable(text) == shown
    assert list(lacking(text)) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("ok 😀 ok", [(3, 4)]),
        ("\u202eevil\u202c", [(0, 1)]),
        ("tab\there\x00\x07", [(8, 9), (9, 10)]),
        ("\uf0b7 pain", [(0, 1)]),
        ("lost \ufffd", [(5, 6)]),
        ("x ส\u0e31 y", [(2, 4)]),
        ("ab\ue000", [(2, 3)]),
    ],
)
def test_what_cannot_be_printed_is_marked_and_named(text, places):
    assert [(one.start, one.end) for one in lacking(text)] == places
    assert [one.characters for one in lacking(text)] == [text[start:end] for start, end in places]
    assert printable(text).count(MARK) == len(places)
    assert drawn(text).count(MARK) == len(places)
    with pytest.raises(RenderError, match=rf"U\+{ord(text[places[0][0]]):04X} .*\(item 1, rationale\)"):
        drawn(text, final=True)


@pytest.mark.parametrize("name", ["Lee \u05d3\u05d5\u05d3", "Lee \uf0b7"])
def test_a_cover_letter_prints_no_name_as_a_mark(name):
    office = IssuingOffice("Example Review", ("PO Box 12",))
    worker = Party("employee", name, address=("12 Elm Street", "Fresno, CA 93650"), served="mail")
    parties = Parties((worker,), service=Service(date(2026, 12, 4), "Fresno", "Kim Example"))
    with pytest.raises(RenderError, match="cannot print"):
        render_cover(cover_letter(make_case(), parties, worker, office))


def test_no_more_than_three_are_named_in_the_sentence():
    with pytest.raises(RenderError, match=r"U\+E000 .*U\+E001 .*U\+E002 .* and others"):
        drawn("\ue000\ue001\ue002\ue003", final=True)


@given(st.text())
def test_text_is_marked_where_it_is_lacking_and_drawn_elsewhere(text):
    shown = printable(text)
    assert all(char == "\n" or any(ord(char) in codes for codes in faces().values()) for char in shown)
    assert shown.count(MARK) - text.count(MARK) == len(list(lacking(text)))
    assert all(text[one.start : one.end] == one.characters for one in lacking(text))


@given(st.text())
def test_shown_text_is_shown_the_same_again(text):
    assert printable(printable(text)) == printable(text)


@given(st.text())
def test_runs_lose_nothing_and_name_the_face_that_draws(text):
    shown = printable(text)
    parts = list(runs(shown))
    assert "".join(part for _, part in parts) == shown
    for face, part in parts:
        codes = faces()[face or "LiberationSerif"]
        assert all(char == "\n" or ord(char) in codes for char in part)


@settings(max_examples=12, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_reaches_the_page(text):
    shown = "".join(char for char in printable(text) if not char.isspace())
    got = drawn(f"x{text} END").partition("END")[0]
    assert unicodedata.normalize("NFKC", f"x{shown}") == unicodedata.normalize("NFKC", got)


def test_markup_is_words_in_every_face():
    made = fragments([("A <b>:", True), (" & 李\n<br/> ", False)], styles()["body"])
    assert [(one.fontName, one.text) for one in made if not hasattr(one, "lineBreak")] == [
        ("LiberationSerif-Bold", "A <b>:"),
        ("LiberationSerif", " & "),
        ("DroidSansFallback-Names", "李"),
        ("LiberationSerif", "<br/> "),
    ]


def test_every_printed_text_is_looked_at():
    case = make_case(2)
    places = {text.place for text in printed_texts(case)}
    assert {"number", "summary", "credentials, specialty", "item 1, title", "item 2, authorized"} <= places
    assert {"item 1, rationale", "document 2 of the record, author", "item 1, claims administrator guideline"} <= places


def test_spare_faces_are_embedded_only_where_they_are_needed():
    case = make_case(1)
    named = replace(case, documents=(replace(case.documents[0], author="李梅, MD"),), number="CM26-● 1")
    pdf = render(named)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        names = {str(font.BaseFont).partition("+")[2] for font in fonts}
        assert all("/FontFile2" in font.FontDescriptor and "/ToUnicode" in font for font in fonts)
    assert any(name.startswith("DroidSansFallback") for name in names)
    assert not any(name.startswith("Hangul") for name in names)
    assert "李梅, MD" in page_texts(pdf)[0]
    assert "IMR case CM26-● 1" in page_texts(pdf)[0]
