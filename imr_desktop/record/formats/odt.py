"""OpenDocument texts (ODT, FODT): what stands on their pages, in reading order. Runs in the limited process.

OASIS OpenDocument 1.3. Deleted words (tracked changes) are no text, hidden ones are set apart, annotations are marked.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element

from imr_desktop.file_kinds import ODT
from imr_desktop.record.formats.flow import PaperFlow, comment
from imr_desktop.record.formats.xmltree import BAD, MOST_XML, archive, child, local, member, parse, value, words
from imr_desktop.record.model import Parsed

_DAMAGED = "is a damaged OpenDocument text; ask for it again, as PDF"
_LOCKED = "is an OpenDocument text locked by a password; ask for a copy without one, as PDF"
_CLOSED = frozenset(
    ("tracked-changes", "sequence-decls", "forms", "variable-decls", "user-field-decls", "table-columns", "ruby-text")
)
_LENGTH = re.compile(r"([\d.]{1,12})(in|cm|mm|pt|px)?")
_INCHES = {"in": 1.0, "cm": 2.54, "mm": 25.4, "pt": 72.0, "px": 96.0, "": 1.0}


def read(file: IO[bytes]) -> Parsed:
    """The pages of an OpenDocument text, as it breaks them."""
    try:
        content, styles = _trees(file)
        if content is None:
            return Parsed(wrong=_LOCKED)
        return _Document(content, styles).flow.parsed(ODT.label.lower())
    except BAD:
        return Parsed(wrong=_DAMAGED)


def _trees(file: IO[bytes]) -> tuple[Element | None, Element | None]:
    """Content and styles; none where they are encrypted."""
    file.seek(0)
    if file.read(2) != b"PK":
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        flat = parse(file.read(min(size, MOST_XML + 1)))
        return flat, flat
    with archive(file) as parts:
        if b"encryption-data" in _maybe(parts, "META-INF/manifest.xml"):
            return None, None
        styles = _maybe(parts, "styles.xml")
        return parse(member(parts, "content.xml")), parse(styles) if styles else None


def _maybe(parts: zipfile.ZipFile, name: str) -> bytes:
    try:
        return member(parts, name)
    except KeyError:
        return b""


class _Document:
    def __init__(self, content: Element, styles: Element | None) -> None:
        body = child(content, "body", "text")
        if body is None:
            body = child(child(content, "body"), "text")
        if body is None:
            raise KeyError("no text")
        self.flow = PaperFlow()
        self._breaks, self._hidden = _properties(content)
        self._edges(styles, "header")
        self._blocks(body)
        self.flow.end_notes()
        self._edges(styles, "footer")

    def _edges(self, styles: Element | None, which: str) -> None:
        """Headers or footers of all kinds of pages, each text once."""
        said: dict[str, None] = {}
        for one in styles.iter() if styles is not None else ():
            if re.fullmatch(rf"{which}(-left|-first)?", local(one)):
                said.update(dict.fromkeys(filter(None, self._lines(one))))
        for line in said:
            self.flow.line(line)

    def _lines(self, element: Element) -> list[str]:
        lines: list[str] = []
        for one in element:
            if local(one) in ("p", "h"):
                lines.extend(line.strip() for line in "".join(self._inline(one)).split("\n"))
            elif local(one) not in _CLOSED:
                lines.extend(self._lines(one))
        return [line for line in lines if line]

    def _blocks(self, element: Element) -> None:
        for one in element:
            name = local(one)
            if name in ("p", "h"):
                self._paragraph(one)
            elif name == "table":
                self._table(one)
            elif name == "section" and value(one, "display") == "none":
                self.flow.hide(" ".join(self._lines(one)))
            elif name in ("frame", "custom-shape", "g"):
                self.flow.add("".join(self._frame(one)))
            elif name not in _CLOSED:
                self._blocks(one)

    def _paragraph(self, paragraph: Element) -> None:
        before, after = self._breaks.get(value(paragraph, "style-name"), (False, False))
        if before:
            self.flow.page()
        *pages, last = "".join(self._inline(paragraph)).split("\f")
        for text in pages:
            self.flow.line(text.strip())
            self.flow.page()
        self.flow.line(last.strip())
        if after:
            self.flow.page()

    def _table(self, table: Element) -> None:
        if self._breaks.get(value(table, "style-name"), (False, False))[0]:
            self.flow.page()
        for row in (one for one in table.iter() if local(one) == "table-row"):
            cells = [one for one in row if local(one) in ("table-cell", "covered-table-cell")]
            if len(cells) > 1 and not any(local(one) == "table" for cell in cells for one in cell.iter()):
                texts = [" ".join(self._lines(cell)) for cell in cells]
                if any(texts):
                    self.flow.line("\t".join(texts).rstrip("\t"))
            else:
                for cell in cells:
                    self._cell(cell)

    def _cell(self, cell: Element) -> None:
        for one in cell:
            if local(one) in ("p", "h"):
                self._paragraph(one)
            elif local(one) == "list":
                self._blocks(one)

    def _inline(self, element: Element, hidden: bool = False) -> Iterator[str]:
        hidden = hidden or value(element, "style-name") in self._hidden
        yield from self._seen(element.text, hidden)
        for one in element:
            yield from self._one(one, hidden)
            yield from self._seen(one.tail, hidden)

    def _seen(self, text: str | None, hidden: bool) -> Iterator[str]:
        if text and hidden:
            self.flow.hide(text)
        elif text:
            yield re.sub(r"\s+", " ", text)

    def _one(self, one: Element, hidden: bool) -> Iterator[str]:
        name = local(one)
        if name == "s":
            count = value(one, "c", "1")
            yield " " * min(int(count) if count.isdigit() else 1, 200)
        elif name in ("tab", "line-break"):
            yield "\t" if name == "tab" else "\n"
        elif name == "soft-page-break":
            yield "\f"
        elif name == "note":
            mark = words(child(one, "note-citation")) or "*"
            yield self.flow.note(mark, " ".join(self._lines_of(child(one, "note-body"))))
        elif name == "annotation":
            yield comment(words(child(one, "creator")), " ".join(self._lines(one)))
        elif name in ("hidden-text", "hidden-paragraph"):
            self.flow.hide(words(one))
        elif name in ("frame", "custom-shape", "g", "rect", "ellipse"):
            yield from self._frame(one)
        elif name not in _CLOSED and name:
            yield from self._inline(one, hidden)

    def _lines_of(self, element: Element | None) -> list[str]:
        return self._lines(element) if element is not None else []

    def _frame(self, frame: Element) -> Iterator[str]:
        """A text box, or a picture of which large ones hold words that nobody has read."""
        lines = self._lines(frame)
        if lines:
            yield "\n" + "\n".join(lines) + "\n"
        kinds = {local(one) for one in frame.iter()}
        if kinds & {"object", "object-ole"}:
            self.flow.unread("A file embedded in it was not read.")
        elif "image" in kinds:
            self.flow.picture(_inches(value(frame, "width")) * _inches(value(frame, "height")))


def _properties(content: Element) -> tuple[dict[str, tuple[bool, bool]], frozenset[str]]:
    """By paragraph style whether a page ends before or after; and the styles whose text is hidden."""
    breaks, hidden = {}, set()
    for style in (one for one in content.iter() if local(one) == "style"):
        name = value(style, "name")
        for one in style:
            before, after = value(one, "break-before") == "page", value(one, "break-after") == "page"
            if before or after:
                breaks[name] = before, after
            if local(one) == "text-properties" and value(one, "display") == "none":
                hidden.add(name)
        if value(style, "master-page-name") and value(style, "family") == "paragraph":
            breaks[name] = True, False
    return breaks, frozenset(hidden)


def _inches(length: str) -> float:
    found = _LENGTH.fullmatch(length)
    return float(found[1]) / _INCHES[found[2] or ""] if found and found[1].count(".") < 2 and found[1] != "." else 0.0
