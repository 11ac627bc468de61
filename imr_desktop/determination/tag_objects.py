"""A letter's structure as objects of the PDF: the tree of tags, what leads from marks to tags, the links.

Written as text through ReportLab, because an object library takes as long for a letter's tags as for all its pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportlab.pdfbase.pdfdoc import PDFObject, PDFObjectReference

from imr_desktop.determination.tags import Tag

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFDocument

    from imr_desktop.determination.tags import Link

_PRINTED = 4


class _Object(PDFObject):
    """An object in PDF's own words."""

    text = ""
    __InternalName__: str  # given by ReportLab

    def format(self, _document: PDFDocument) -> bytes:
        """What ReportLab writes for it."""
        return self.text.encode("ascii")


class Annotation(_Object):
    """A link's place to press; its words are filled in once all pages have their numbers."""

    def __init__(self, tag: Tag, link: Link) -> None:
        self.tag, self.link = tag, link


def write_structure(document: PDFDocument, root: Tag, annotations: list[Annotation], pages: int) -> None:
    """Add the tree below `root` to a document whose pages are all drawn; each tag then knows its object's `number`."""
    _Writer(document, root, pages).write(root, annotations)


class _Writer:
    def __init__(self, document: PDFDocument, root: Tag, pages: int) -> None:
        self._document = document
        self._pages = [self._numbered(f"Page{number}") for number in range(1, pages + 1)]
        self._owners: list[dict[int, int]] = [{} for _ in range(pages)]
        self._objects: list[_Object] = []
        root.prune()
        for number, tag in enumerate(root.walk()):
            made = _Object()
            tag.number = self._added(made, f"Tag{number}")
            self._objects.append(made)

    def write(self, root: Tag, annotations: list[Annotation]) -> None:
        links = {id(one.tag): self._numbered(one.__InternalName__) for one in annotations}
        tree, parents = _Object(), _Object()
        tree_number, parents_number = self._added(tree, "TagTree"), self._added(parents, "TagParents")
        objects = iter(self._objects)
        self._fill(root, tree_number, objects, links)
        entries = [f"{page} {self._page_owners(page)} 0 R" for page in range(len(self._pages))]
        for key, annotation in enumerate(annotations, len(self._pages)):
            annotation.text = self._annotation(annotation, key)
            entries.append(f"{key} {annotation.tag.number} 0 R")
        parents.text = f"<</Nums[{' '.join(entries)}]>>"
        tree.text = (
            f"<</Type/StructTreeRoot/K {root.number} 0 R/ParentTree {parents_number} 0 R/ParentTreeNextKey {len(entries)}>>"
        )
        marked = _Object()
        marked.text = "<</Marked true>>"
        catalog = self._document.Catalog  # type: ignore[attr-defined]  # the stubs leave it out
        catalog.StructTreeRoot, catalog.MarkInfo = PDFObjectReference("TagTree"), marked

    def _fill(self, tag: Tag, parent: int, objects: Iterator[_Object], links: dict[int, int]) -> None:
        """Write a tag and all below it, in the order in which they were numbered."""
        made = next(objects)
        own = next((kid[0] for kid in tag.kids if not isinstance(kid, Tag)), None)
        kids = []
        for kid in tag.kids:
            if isinstance(kid, Tag):
                kids.append(f"{kid.number} 0 R")
                self._fill(kid, tag.number, objects, links)
            else:
                kids.append(self._piece(kid, own))
                self._owners[kid[0]][kid[1]] = tag.number
        if tag.link is not None:
            page = self._pages[tag.link.page]
            kids.append(f"<</Type/OBJR/Pg {page} 0 R/Obj {links[id(tag)]} 0 R>>")
        made.text = (
            f"<</S/{tag.role}/P {parent} 0 R"
            + (f"/Pg {self._pages[own]} 0 R" if own is not None else "")
            + (f"/A {tag.attributes}" if tag.attributes else "")
            + (f"/Alt {_string(tag.alt)}" if tag.alt else "")
            + (f"/K[{' '.join(kids)}]>>" if kids else ">>")
        )

    def _piece(self, kid: tuple[int, int], own: int | None) -> str:
        page, mark = kid
        return f"{mark}" if page == own else f"<</Type/MCR/Pg {self._pages[page]} 0 R/MCID {mark}>>"

    def _page_owners(self, page: int) -> int:
        """The object that lists, for each mark of a page, its tag."""
        owners, made = self._owners[page], _Object()
        made.text = "[" + " ".join(f"{owners[mark]} 0 R" for mark in sorted(owners)) + "]"
        return self._added(made, f"TagsOfPage{page + 1}")

    def _annotation(self, annotation: Annotation, key: int) -> str:
        link = annotation.link
        page, left, top = link.target.begins() or (0, 0.0, 0.0)
        rect = " ".join(f"{corner:.2f}" for corner in link.rect)
        return (
            f"<</Type/Annot/Subtype/Link/F {_PRINTED}/Border[0 0 0]/Rect[{rect}]/P {self._pages[link.page]} 0 R"
            f"/StructParent {key}/Contents {_string(f'Go to {link.target.title}')}"
            f"/Dest[{self._pages[page]} 0 R/XYZ {left:.2f} {top:.2f} null]>>"
        )

    def _added(self, made: _Object, name: str) -> int:
        self._document.Reference(made, name)  # type: ignore[no-untyped-call]
        return self._numbered(name)

    def _numbered(self, name: str) -> int:
        number: int = self._document.idToObjectNumberAndVersion[name][0]
        return number


def _string(text: str) -> str:
    """A text as PDF writes it."""
    if text.isascii() and text.isprintable():
        return "(" + re.sub(r"([\\()])", r"\\\1", text) + ")"
    return f"<feff{text.encode('utf-16-be', 'replace').hex()}>"
