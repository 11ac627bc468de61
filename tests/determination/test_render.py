"""The PDF: what it says, what it carries, and that no input breaks it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pikepdf
import pytest
from determination_support import make_case
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.case import codec
from imr_desktop.case.model import Case
from imr_desktop.determination import build_letter, letter_data, render
from imr_desktop.determination.pdfium import page_texts
from imr_desktop.errors import RenderError

replace = msgspec.structs.replace


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page_texts(pdf)).split())


def with_rationale(text: str) -> Case:
    case = make_case(1)
    return replace(case, items=(replace(case.items[0], rationale=text),))


def test_everything_of_the_letter_stands_on_the_pages(case):
    text = words(render(case))
    letter = build_letter(case)
    for row in (*letter.rows, *letter.credentials, letter.outcome):
        assert f"{row.label}: {row.value}" in text
    order = [
        "HOW THE IMR FINAL DETERMINATION WAS MADE",
        "DOCUMENTS REVIEWED",
        "CLINICAL CASE SUMMARY",
        "IMR ISSUES, DECISIONS AND RATIONALES",
        "1. Trigger point injections ×6 to the trapezius: Upheld",
        "2. 12 sessions of physical therapy",
        "of physical therapy, is: Overturned",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "Straight leg raise was < 40° & painless." in text


def test_every_page_names_the_case_and_counts(case):
    pages = page_texts(render(replace(case, items=case.items * 4)))
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert "IMR case CM26-0012345" in page
        assert f"Page {number} of {len(pages)}" in page


def test_a_draft_says_so_on_every_page_and_cannot_be_signed(case):
    pdf = render(replace(case, items=(*case.items, replace(case.items[0], id="x", decision=None))), draft=True)
    assert all("DRAFT – NOT SIGNED" in page for page in page_texts(pdf))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert "/AcroForm" not in document.Root


def test_a_final_letter_says_nothing_of_drafts(unsigned):
    assert "DRAFT" not in words(unsigned)


@pytest.mark.parametrize("items", [0, 1])
def test_a_final_letter_without_a_decision_is_refused(items):
    case = make_case(1)
    undecided = tuple(replace(item, decision=None) for item in case.items[:items])
    with pytest.raises(RenderError, match=r"decision|no disputed item"):
        render(replace(case, items=undecided))


def test_markup_in_case_text_prints_as_it_is():
    nasty = "<b>x</b> &amp; <img src='/etc/passwd'/> <para> ]]> <!-- c --> &nbsp; {page} %s <seq/> </i>"
    assert nasty in words(render(with_rationale(nasty)))


@pytest.mark.parametrize(
    "text",
    [
        "The reviewer weighs reports. " * 3500,
        "w" * 100_000,
        "line\n" * 3000,
        "(" * 5000,
        "Ωμέγα Жук 中文 김민준 ● ≦ ☒ " * 50,
        "\n\n\n",
        "\ud800",
        "paragraph\n\n" * 800,
    ],
    ids=["long", "one word", "lines", "parentheses", "scripts", "blank", "surrogate", "paragraphs"],
)
def test_no_rationale_breaks_the_letter(text):
    if "\ud800" in text:
        with pytest.raises(RenderError, match="half a character"):
            render(with_rationale(text))
        return
    assert render(with_rationale(text)).startswith(b"%PDF-1.7")


def test_the_end_of_a_very_long_rationale_is_printed():
    pages = page_texts(render(with_rationale("The reviewer weighs reports. " * 3500 + "THE END")))
    assert len(pages) > 20
    assert "THE END" in " ".join(" ".join(pages[-2:]).split())


def test_twenty_one_items_and_five_hundred_documents(case):
    items = tuple(replace(case.items[number % 2], id=f"{number}") for number in range(21))
    documents = tuple(replace(case.documents[0], id=f"{number}") for number in range(500))
    text = words(render(replace(case, items=items, documents=documents)))
    assert "21. Trigger point injections" in text
    assert "500 Utilization review determination" in text


def test_an_endless_letter_is_refused_before_it_is_laid_out():
    with pytest.raises(RenderError, match="longer than 300 pages"):
        render(with_rationale("word " * 400_000))


def test_an_item_heading_longer_than_a_page(case):
    item = replace(case.items[0], title="A request that goes on and on " * 400)
    assert "Upheld" in words(render(replace(case, items=(item,))))


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=300), st.text(max_size=120))
def test_any_text_makes_a_letter(rationale, title):
    case = make_case(1)
    item = replace(case.items[0], rationale=rationale, title=title)
    try:
        codec.encode(replace(case, items=(item,)))
    except UnicodeEncodeError:
        return
    assert page_texts(render(replace(case, items=(item,)), draft=True))


def test_fonts_are_embedded_and_no_other_is_named(unsigned):
    with pikepdf.open(io.BytesIO(unsigned)) as document:
        fonts = [
            thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font"
        ]
        assert fonts
        for font in fonts:
            assert "LiberationSerif" in str(font.BaseFont)  # a spare face only where the text needs one
            assert "/FontFile2" in font.FontDescriptor
            assert "/ToUnicode" in font


def test_properties_are_neutral_and_accessible(unsigned):
    with pikepdf.open(io.BytesIO(unsigned)) as document:
        assert str(document.Root.Lang) == "en-US"
        assert document.Root.ViewerPreferences.DisplayDocTitle is True
        assert str(document.docinfo["/Title"]) == "Independent Medical Review Final Determination CM26-0012345"
        assert str(document.docinfo["/Author"]) == "Independent Medical Review"
        assert str(document.docinfo["/Producer"]) == "IMR Desktop"
        assert not {"/CreationDate", "/ModDate"} & set(document.docinfo), "the decision's day is no moment of making a file"
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "Independent Medical Review Final Determination CM26-0012345"


def test_the_attached_case_is_what_the_pages_say(case, unsigned):
    with pikepdf.open(io.BytesIO(unsigned)) as document:
        data = document.attachments["case.json"].get_file().read_bytes()
    assert codec.decode(data) == letter_data(case)
    assert b"Doe" not in data


def test_the_same_case_gives_the_same_bytes_elsewhere(case, unsigned, tmp_path):
    source = tmp_path / "case.json"
    source.write_bytes(codec.encode(case))
    program = (
        "import sys, pathlib; from imr_desktop.case import codec; from imr_desktop.determination import render;"
        "sys.stdout.buffer.write(render(codec.decode(pathlib.Path(sys.argv[1]).read_bytes())))"
    )
    made = subprocess.run(
        [sys.executable, "-c", program, str(source)],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
    ).stdout
    assert made == unsigned == render(case)


def test_importing_the_room_loads_no_heavy_library():
    program = (
        "import sys, imr_desktop.determination;"
        "heavy = {'reportlab', 'pikepdf', 'pyhanko', 'cryptography', 'pypdfium2', 'PIL', 'mnemonic', 'asn1crypto'};"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_letters_rendered_at_the_same_time_do_not_mix():
    cases = [replace(make_case(2), number=f"CM26-{number:07}", summary=f"Summary {number}. " * 60) for number in range(4)]
    alone = [render(case) for case in cases]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(render, cases * 6))
    assert together == alone * 6
