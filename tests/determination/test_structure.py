"""What a letter is to those who do not see it: tags, links, outline."""

from __future__ import annotations

import io

import msgspec
import pikepdf
import pypdfium2
import pytest
from determination_support import make_case
from hypothesis import given, settings
from hypothesis import strategies as st
from pieces_of_letters import document_of, listed, pieces
from tagged import assert_every_word_has_its_place, tree

from imr_desktop.determination import render

replace = msgspec.structs.replace


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def with_documents(count: int):
    case = make_case()
    documents = (
        replace(case.documents[0], id=f"d{page}", first_page=page, last_page=page + 2) for page in range(1, 3 * count, 3)
    )
    return replace(case, documents=tuple(documents))


def words_at(pdf: bytes, annotation: pikepdf.Object, page: int) -> str:
    """What stands inside a link."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = document[page].get_textpage().get_text_bounded(*(float(side) for side in annotation.Rect))
        return " ".join(found.split())
    finally:
        document.close()


def links(document: pikepdf.Pdf) -> list[tuple[int, pikepdf.Object]]:
    return [
        (number, annotation)
        for number, page in enumerate(document.pages)
        for annotation in page.obj.get("/Annots", ())
        if annotation.Subtype == "/Link"
    ]


def test_headings_tables_and_signature_are_what_they_are(unsigned):
    top = assert_every_word_has_its_place(unsigned)
    headings = [one.role for one in top.all("H1", "H2", "H3")]
    assert headings[0] == "H1"
    assert headings.count("H1") == 1
    assert headings.count("H3") == 2
    assert all(after <= before + 1 for before, after in zip(map(level, headings), map(level, headings[1:]), strict=False))
    (form,) = top.all("Form")
    assert form.objects
    for cell in top.all("TH"):
        assert cell.scope in {"/Row", "/Column"}
    for table in top.all("Table"):
        widths = {len(row.kids) for row in table.all("TR")}
        assert len(widths) == 1, "rows of different length"


def level(role: str) -> int:
    return int(role[1])


def test_a_table_over_pages_names_its_columns_once():
    top = assert_every_word_has_its_place(render(with_documents(120)))
    documents = max(top.all("Table"), key=lambda table: len(table.all("TR")))
    assert [cell.role for cell in documents.kids[0].kids[0].kids] == ["TH"] * 5
    assert len(documents.all("TR")) == 121
    pages = {page for one in documents.all("TH") for page, _ in one.marks}
    assert len(pages) == 1
    assert len({page for one in documents.all("TD") for page, _ in one.marks}) > 1


def test_a_cited_page_leads_to_the_document_that_holds_it():
    case = with_documents(30)
    item = replace(
        case.items[0], rationale="Seen on the first day [p. 14] and after it [pp. 3, 25\u201327; 88]; not on [p. 999]."
    )
    pdf = render(replace(case, items=(item,), summary="Spasm [p. 2]."))
    assert_every_word_has_its_place(pdf)
    with opened(pdf) as document:
        found = {words_at(pdf, link, page): link for page, link in links(document)}
        assert set(found) == {"p. 14", "pp. 3", "25\u201327", "88", "p. 2"}
        row = {words: str(link.Contents).partition(",")[0] for words, link in found.items()}
        assert row["p. 14"] == "Go to document 5"
        assert row["25\u201327"] == "Go to document 9"
        assert row["88"] == "Go to document 30"
        for link in found.values():
            number = str(link.Contents).partition(",")[0].rpartition(" ")[2]
            page = [one.obj.objgen for one in document.pages].index(link.Dest[0].objgen)
            assert number in words_below(pdf, page, float(link.Dest[3])).split()[:2]


def words_below(pdf: bytes, page: int, top: float) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[page].get_textpage().get_text_bounded(0, top - 20, 612, top + 1)
    finally:
        document.close()


def test_no_link_leads_nowhere():
    with opened(render(replace(make_case(1), documents=()))) as document:
        assert links(document) == []


def test_the_outline_leads_to_sections_and_items():
    case = make_case(5)
    with opened(render(case)) as document, document.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
        assert len(titles) >= 3
        items = next(entry for entry in outline.root if entry.children)
        assert [child.title.partition(".")[0] for child in items.children] == ["1", "2", "3", "4", "5"]
        pages = [page.obj.objgen for page in document.pages]
        places = [pages.index(child.destination[0].objgen) for child in items.children]
        assert places == sorted(places)
        assert places[-1] > 0


def test_a_draft_is_tagged_and_its_mark_is_not_read(case):
    top = assert_every_word_has_its_place(render(case, draft=True))
    assert top.all("Form") == []


@pytest.mark.parametrize(
    "text",
    [
        "word " * 9000 + "[p. 3]",
        "w" * 3000 + "[p. 3]",
        "[p. 3]" * 300,
        "[pp. " + ", ".join(["3"] * 400) + "]",
        "a\n[p. 3]\n\n\nb",
        "<b>[p. 3]</b> &",
    ],
    ids=["long", "no space", "links alone", "many pages", "lines", "markup"],
)
def test_every_word_of_any_rationale_has_its_place(text):
    case = make_case(1)
    assert_every_word_has_its_place(render(replace(case, items=(replace(case.items[0], rationale=text),))))


@settings(max_examples=15, deadline=None)
@given(st.text(alphabet="ab [].,;-–p39\n\u00a0<&*1", max_size=200))
def test_every_word_of_whatever_is_written_has_its_place(text):
    case = make_case(1)
    assert_every_word_has_its_place(render(replace(case, summary=text), draft=True))


# ----- pieces that a letter may hold


def test_lists_pictures_and_tables_are_what_they_are():
    pdf = document_of(pieces)
    top = assert_every_word_has_its_place(pdf)
    roles = [kid.role for kid in top.kids]
    assert roles == ["Figure", "H1", "P", "P", "P", "H2", "P", "L", "Table", "H3", "P"]
    outer = top.kids[7]
    assert [item.role for item in outer.kids] == ["LI", "LI"]
    assert [part.role for part in outer.kids[0].kids] == ["Lbl", "LBody"]
    assert [part.role for part in outer.kids[0].kids[1].kids] == ["P", "L"]
    (link,) = top.all("Link")
    with opened(pdf) as document:
        (figure,) = tree(document).all("Figure")
        assert str(figure.source.Alt) == "Letterhead of the office"
        assert [float(side) for side in figure.source.A.BBox][2] > 72
        ((_, annotation),) = links(document)
        assert str(annotation.Contents) == "Go to 1. Injections"
        assert len(link.marks) == 1


def test_a_heading_below_its_due_level_still_stands_in_the_outline():
    from imr_desktop.determination.paragraphs import paragraph

    pdf = document_of(lambda: [paragraph("Title", "title"), paragraph("Item", "item"), paragraph("Section", "heading")])
    with opened(pdf) as document, document.open_outline() as outline:
        assert [entry.title for entry in outline.root] == ["Item", "Section"]


def test_a_list_that_begins_further_in_has_its_place():
    def story():
        return [
            listed("Deep", "\u2022", 3),
            listed("goes on", None, 3),
            listed("Out", "\u2022", 1),
            listed("In", "\u2022", 2),
        ]

    top = assert_every_word_has_its_place(document_of(story))
    (outer,) = top.kids
    assert len(outer.kids) == 2
    assert [one.role for one in outer.all("P", "Lbl")] == ["Lbl", "P", "P", "Lbl", "P", "Lbl", "P"]


def test_lists_and_tables_of_a_text_are_what_they_are():
    case = make_case(1)
    text = "Tried:\n- ibuprofen [p. 3]\n- exercise\n\nDate\tPain\n03/01/2026\t6/10\n04/01/2026\t5/10\n\nLeft\tright\nup\tdown"
    top = assert_every_word_has_its_place(render(replace(case, items=(replace(case.items[0], rationale=text),))))
    assert [[item.role for item in one.kids] for one in top.all("L")] == [["LI", "LI"]]
    assert len(top.all("Table")) >= 3
    assert len(top.all("Link")) == 1


def test_the_table_of_decisions_leads_to_the_items():
    case = make_case(3)
    pdf = render(case)
    with opened(pdf) as document:
        found = {str(link.Contents): link for _, link in links(document) if "document" not in str(link.Contents)}
        assert [words[:8] for words in found] == ["Go to 1.", "Go to 2.", "Go to 3."]
        for words, link in found.items():
            page = [one.obj.objgen for one in document.pages].index(link.Dest[0].objgen)
            assert words_below(pdf, page, float(link.Dest[3])).startswith(words[6:8])
