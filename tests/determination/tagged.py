"""Reading a tagged PDF in tests: its tags as a tree, the words inside each, and whether every word has its place."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Dictionary, Name

SHOWS = {"Tj", "TJ", "'", '"'}
PAINTS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh"}


@dataclass
class Element:
    """A tag as a reader finds it: `marks` are (page, number) in its own order, `objects` what it refers to."""

    role: str
    source: pikepdf.Object
    kids: list[Element] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    objects: list[pikepdf.Object] = field(default_factory=list)
    scope: str = ""

    def all(self, *roles: str) -> list[Element]:
        found = [self] if not roles or self.role in roles else []
        return found + [one for kid in self.kids for one in kid.all(*roles)]


def tree(document: pikepdf.Pdf) -> Element:
    """The top element."""
    pages = {page.obj.objgen: number for number, page in enumerate(document.pages)}
    return _element(document.Root.StructTreeRoot.K, pages)


def _element(tag: pikepdf.Object, pages: dict) -> Element:
    made = Element(str(tag.S)[1:], tag, scope=str(tag.get("/A", Dictionary()).get("/Scope", "")))
    kids = tag.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if not isinstance(kid, Dictionary):
            made.marks.append((pages[tag.Pg.objgen], int(kid)))
        elif kid.get("/Type") == Name.MCR:
            made.marks.append((pages[kid.Pg.objgen], int(kid.MCID)))
        elif kid.get("/Type") == Name.OBJR:
            made.objects.append(kid.Obj)
        else:
            assert kid.P.objgen == tag.objgen
            made.kids.append(_element(kid, pages))
    return made


def marks_of_pages(document: pikepdf.Pdf) -> list[list[int]]:
    """The numbers of the marks on each page, as drawn; nothing shows outside a mark, and marks are nested rightly."""
    return [_marks(page) for page in document.pages]


def _marks(page: pikepdf.Page) -> list[int]:
    found, open_marks, in_text = [], [], False
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in {"BDC", "BMC"}:
            assert not open_marks, "a mark inside another"
            open_marks.append(in_text)
            number = operands[1].get("/MCID") if name == "BDC" else None
            if number is not None:
                found.append(int(number))
        elif name == "EMC":
            assert open_marks.pop() == in_text, "a mark begins inside a text and ends outside"
        elif name in {"BT", "ET"}:
            in_text = name == "BT"
        else:
            assert open_marks or name not in SHOWS | PAINTS, f"{name} outside every mark"
    assert not open_marks
    return found


def assert_every_word_has_its_place(pdf: bytes) -> Element:
    """Each mark of a page belongs to one tag, the page's list of tags says so too, and tags are read in the order drawn."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        top = tree(document)
        numbers = document.Root.StructTreeRoot.ParentTree.Nums
        owners = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
        own = {mark: one for one in top.all() for mark in one.marks}
        assert sum(len(one.marks) for one in top.all()) == len(own), "a mark with two tags"
        for page, drawn in enumerate(marks_of_pages(document)):
            assert drawn == list(range(len(drawn)))
            listed = owners[int(document.pages[page].obj.StructParents)]
            assert [tag.objgen for tag in listed] == [own.pop((page, mark)).source.objgen for mark in drawn]
            assert document.pages[page].obj.Tabs == Name.S
        assert own == {}, "a tag refers to a mark that is on no page"
        first = [one.marks[0] for one in top.all() if one.marks]
        assert first == sorted(first), "read in another order than drawn"
        for one in top.all("Link", "Form"):
            for thing in one.objects:
                assert owners[int(thing.StructParent)].objgen == one.source.objgen
    return top
