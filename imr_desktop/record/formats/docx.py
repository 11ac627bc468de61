"""Word documents (DOCX): what stands on their pages, in reading order. Runs in the limited process.

The parts are ISO/IEC 29500 WordprocessingML, in the strict namespaces or Word's own: elements go by their local names.
Headers and footers stand once, notes at the end of their page, comments where they belong, marked; deleted words are no
text, and hidden ones are set apart.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import IO
from xml.etree.ElementTree import Element

from imr_desktop.file_kinds import DOCX
from imr_desktop.record.formats import html
from imr_desktop.record.formats.flow import PaperFlow, comment
from imr_desktop.record.formats.xmltree import BAD, archive, child, children, local, member, parse, value
from imr_desktop.record.model import Parsed

_EMU = 914_400
_DAMAGED = "is a damaged Word document; ask for it again, as PDF"
_CLOSED = frozenset(
    ("del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "tblPr", "trPr", "tcPr", "sectPr", "fldData")
)
_SYMBOLS = {
    "F0FE": "☒", "F0FD": "☒", "F078": "☒", "F0A8": "☐", "F06F": "☐", "F071": "☐", "F0FC": "✓", "F050": "✓", "F0FB": "✗",
    "F0B7": "•", "F0A7": "•", "F0D8": "•", "F0E0": "→", "F0B0": "°", "F0B1": "±", "F0A3": "≤", "F0B3": "≥", "F06D": "µ",
}  # fmt: skip
"""Characters of the symbol fonts that forms use for boxes, marks and bullets."""
_TEXTS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_STYLE_SIZE = re.compile(r"(?<![-\w])(width|height):(\d{1,6}(?:\.\d{1,6})?)(pt|in|px|)")
_INCHES = {"in": 1.0, "pt": 72.0, "px": 96.0, "": 96.0}


def read(file: IO[bytes]) -> Parsed:
    """The pages of a Word document, as it breaks them."""
    try:
        with archive(file) as parts:
            return _Document(parts).flow.parsed(DOCX.label.lower())
    except BAD:
        return Parsed(wrong=_DAMAGED)


class _Package:
    """The parts of a document and how they point to each other."""

    def __init__(self, parts: zipfile.ZipFile) -> None:
        self._parts = parts
        self._names = {info.filename.lower(): info.filename for info in parts.infolist()}
        targets = self.targets("")
        main = next((target for kind, target in targets.values() if kind == "officeDocument"), "word/document.xml")
        self.main = main

    def targets(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part points to: kind and part by its number."""
        folder, name = posixpath.split(part)
        relations = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {
            value(one, "Id"): (value(one, "Type").rpartition("/")[2], _joined(folder, value(one, "Target")))
            for one in (relations if relations is not None else ())
            if value(one, "TargetMode") != "External"
        }

    def tree(self, part: str) -> Element | None:
        """A part's tree; None where it is not there."""
        name = self._names.get(part.lower())
        return parse(member(self._parts, name)) if name else None

    def data(self, part: str) -> bytes:
        name = self._names.get(part.lower())
        return member(self._parts, name) if name else b""


def _joined(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


class _Document:
    """One walk over the body; `flow` is what came out."""

    def __init__(self, parts: zipfile.ZipFile) -> None:
        self._package = _Package(parts)
        tree = self._package.tree(self._package.main)
        body = child(tree, "body")
        if body is None:
            raise KeyError("no body")
        self.flow = PaperFlow()
        self._targets = self._package.targets(self._package.main)
        self._notes = {kind: self._texts(kind, kind[:-1]) for kind in ("footnotes", "endnotes", "comments")}
        self._edges("headerReference", body)
        self._blocks(body, self._paragraph)
        self.flow.end_notes()
        self._edges("footerReference", body)

    def _texts(self, kind: str, name: str) -> dict[str, Element]:
        part = next((target for said, target in self._targets.values() if said == kind), "")
        tree = self._package.tree(part) if part else None
        return {
            value(one, "id"): one
            for one in children(tree, name)
            if value(one, "type") not in ("separator", "continuationSeparator", "continuationNotice")
        }

    def _edges(self, name: str, body: Element) -> None:
        """The headers or footers of all sections, each text once."""
        said: dict[str, None] = {}
        for reference in body.iter():
            if local(reference) == name:
                part = self._targets.get(value(reference, "id"), ("", ""))[1]
                tree = self._package.tree(part) if part else None
                if tree is not None:
                    said.update(dict.fromkeys(filter(None, self._lines(tree))))
        for line in said:
            self.flow.line(line)

    def _lines(self, element: Element) -> list[str]:
        """What stands in an element beside the body, by line."""
        lines: list[str] = []
        self._blocks(element, lambda one: lines.extend(self._own_text(one).split("\n")))
        return [line.strip() for line in lines if line.strip()]

    def _own_text(self, paragraph: Element) -> str:
        return "".join(part for part in self._runs(paragraph) if part != "\f").strip()

    def _blocks(self, element: Element, each: Callable[[Element], None]) -> None:
        for one in element:
            name = local(one)
            if name == "p":
                each(one)
            elif name == "tbl":
                self._table(one, each)
            elif name == "altChunk":
                self._chunk(one)
            elif name not in _CLOSED:
                self._blocks(one, each)

    def _paragraph(self, paragraph: Element) -> None:
        if _is_on(child(paragraph, "pPr", "pageBreakBefore")):
            self.flow.page()
        line: list[str] = []
        for part in self._runs(paragraph):
            if part == "\f":
                self._say("".join(line))
                self.flow.page()
                line = []
            else:
                line.append(part)
        self._say("".join(line), always=True)
        section = child(paragraph, "pPr", "sectPr")
        if section is not None and value(child(section, "type"), "val", "nextPage") != "continuous":
            self.flow.page()

    def _say(self, line: str, *, always: bool = False) -> None:
        if line.strip() or always:
            self.flow.line(line.strip())

    def _table(self, table: Element, each: Callable[[Element], None]) -> None:
        for row in _rows(table):
            cells = [cell for cell in row.iter() if local(cell) == "tc"] if _is_simple(row) else []
            if cells:
                texts = [" ".join(self._lines(cell)) for cell in cells]
                if any(texts):
                    self._tell("\t".join(texts), each)
            else:  # a table that lays out a page, or holds others: its cells one after another
                for cell in _cells(row):
                    self._blocks(cell, each)

    def _tell(self, line: str, each: Callable[[Element], None]) -> None:
        """A row of a table, as a paragraph of its own."""
        made = Element("p")
        run = Element("t")
        run.text = line
        made.append(run)
        each(made)

    def _chunk(self, element: Element) -> None:
        """A document of another kind that Word takes in when it opens this one."""
        data = self._package.data(self._targets.get(value(element, "id"), ("", ""))[1])
        if data.lstrip()[:1] == b"<":
            html.flow_into(self.flow, data)
        elif data:
            self.flow.unread("A document inside it was not read.")

    def _runs(self, element: Element, hidden: bool = False) -> Iterator[str]:
        """What a paragraph says; a form feed stands where a page ends."""
        for one in element:
            name = local(one)
            if name in _CLOSED:
                continue
            if name == "AlternateContent":
                yield from self._alternative(one, hidden)
            elif name == "r":
                yield from self._runs(one, hidden or _is_hidden(one))
            elif name == "t":
                yield from self._seen(one.text or "", hidden)
            elif (name == "br" and value(one, "type") == "page") or name == "lastRenderedPageBreak":
                yield "\f"
            elif name in _TEXTS:
                yield _TEXTS[name]
            elif name == "sym":
                yield _SYMBOLS.get(value(one, "char").upper(), "")
            elif name == "txbxContent":
                yield f"\n{chr(10).join(self._lines(one))}\n"
            elif name in ("footnoteReference", "endnoteReference", "commentReference"):
                yield from self._pointed(name, value(one, "id"))
            elif name == "checkBox":
                yield _box(one)
            elif name == "ddList":
                yield _chosen(one)
            elif name in ("drawing", "pict", "object"):
                self._weigh(one)
                yield from self._runs(one, hidden)
            else:
                yield from self._runs(one, hidden)

    def _seen(self, text: str, hidden: bool) -> Iterator[str]:
        if hidden:
            self.flow.hide(text)
        else:
            yield text

    def _alternative(self, element: Element, hidden: bool) -> Iterator[str]:
        """The same thing in a newer and an older way: one of them."""
        chosen = child(element, "Choice")
        chosen = child(element, "Fallback") if chosen is None else chosen
        if chosen is not None:
            yield from self._runs(chosen, hidden)

    def _pointed(self, name: str, number: str) -> Iterator[str]:
        kind = f"{name.removesuffix('Reference')}s"
        note = self._notes[kind].pop(number, None)
        if note is None:
            return
        text = " ".join(self._lines(note))
        if kind == "comments":
            yield comment(value(note, "author"), text)
        else:
            yield self.flow.note(number, text)

    def _weigh(self, drawing: Element) -> None:
        """Large pictures hold words that nobody has read."""
        inside = {local(one): one for one in drawing.iter()}
        if "OLEObject" in inside and not value(inside["OLEObject"], "ProgID").startswith("Equation"):
            self.flow.unread("A file embedded in it was not read.")
        if {"chart", "relIds"} & inside.keys():
            self.flow.unread("A diagram in it was not read.")
        if {"blip", "imagedata"} & inside.keys():
            self.flow.picture(_area(drawing))


def _is_hidden(run: Element) -> bool:
    return _is_on(child(run, "rPr", "vanish"))


def _is_on(switch: Element | None) -> bool:
    return switch is not None and value(switch, "val", "1") not in ("0", "false", "off")


def _is_simple(row: Element) -> bool:
    """Whether a row is one of values rather than part of a page's layout: several short cells and no table in them."""
    cells = list(_cells(row))
    return len(cells) > 1 and all(
        sum(local(one) == "p" for one in cell.iter()) <= 4
        and not any(local(one) in ("tbl", "txbxContent") for one in cell.iter())
        for cell in cells
    )


def _rows(table: Element) -> Iterator[Element]:
    for one in table:
        name = local(one)
        if name == "tr":
            properties = child(one, "trPr")
            if child(properties, "del") is None:
                yield one
        elif name in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _rows(one)


def _cells(row: Element) -> Iterator[Element]:
    for one in row:
        name = local(one)
        if name == "tc":
            yield one
        elif name in ("sdt", "sdtContent", "customXml"):
            yield from _cells(one)


def _box(element: Element) -> str:
    checked = child(element, "checked")
    return "☒" if _is_on(child(element, "default") if checked is None else checked) else "☐"


def _chosen(element: Element) -> str:
    entries = [value(one, "val") for one in children(element, "listEntry")]
    chosen = value(child(element, "result"), "val", "0")
    return entries[int(chosen)] if chosen.isdigit() and int(chosen) < len(entries) else ""


def _area(drawing: Element) -> float:
    """Square inches of a picture."""
    for one in drawing.iter():
        if local(one) == "extent":
            across, down = value(one, "cx", "0"), value(one, "cy", "0")
            if across.isdigit() and down.isdigit():
                return int(across[:12]) / _EMU * int(down[:12]) / _EMU
        style = _STYLE_SIZE.findall(value(one, "style").replace(" ", ""))
        sides = {side: float(much) / _INCHES[unit] for side, much, unit in style}
        if len(sides) == 2:
            return sides["width"] * sides["height"]
    return 0.0
