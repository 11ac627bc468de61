"""Runs in the limited process: the files in a PDF, by its table of names, its pages' notes and its associated files."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, BinaryIO

import pikepdf

from imr_desktop.record.containers.model import MOST_PART_BYTES, MOST_PARTS, Part
from imr_desktop.record.containers.opened import TOO_LARGE, Locked, Opened, Unpacked, label

UNLISTED = "could not be looked for: the file is damaged there; open it elsewhere and save what is attached"
PARTLY = "could not all be looked for: the file is damaged there; open it elsewhere and save what is attached"
_DAMAGED = "is damaged in the PDF; ask for it again"
_MOST_FOLDERS = 1_000
_CHUNK = 1 << 20
_MARKS = re.compile(rb"/(?:(?:E|#45)(?:F|#46)(?![A-Za-z0-9])|ObjStm|Encrypt)")
"""The key under which each file in a PDF stands, and what hides it or locks the whole."""
_FILE_NAMES = ("/UF", "/F", "/DOS", "/Mac", "/Unix")
_ODD = (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError)
"""What pikepdf raises where a PDF is not as it should be."""


def load() -> None:
    """Let qpdf open its source of random numbers: it does that on the first PDF with the newest encryption."""
    locked, made = io.BytesIO(), pikepdf.new()
    made.save(locked, encryption=pikepdf.Encryption(owner="owner", user="", R=6))
    pikepdf.open(locked).close()


def open_pdf(file: BinaryIO, passwords: Sequence[str]) -> Opened | None:
    """The files in a PDF; None where there can be none. Raises Locked."""
    if not _may_hold(file):
        return None  # opening a large one only to find that takes a tenth of reading it
    document, chosen = _document(file, passwords)
    if document is None:
        return Opened("pdf", (Part("attachments", wrong=UNLISTED),), lambda _index: b"")
    listing, folders = _Listing(), _folders(document)
    listing.look(document)
    found = listing.files
    parts = [_part(name, spec, folders) for name, spec in found]
    parts += [Part("attachments", wrong=PARTLY if found else UNLISTED)] if listing.damaged else []
    return Opened("pdf", tuple(parts), lambda index: _bytes(found[index][1]), password=chosen, source=document)


def _may_hold(file: BinaryIO) -> bool:
    """Whether a PDF names files, or hides what it names: packed or encrypted."""
    file.seek(0)
    before = b""
    while piece := file.read(_CHUNK):
        if _MARKS.search(before + piece):
            return True
        before = piece[-20:]
    return False


def _document(file: BinaryIO, passwords: Sequence[str]) -> tuple[pikepdf.Pdf | None, int]:
    for index, password in enumerate(("", *passwords)):
        file.seek(0)
        try:
            return pikepdf.open(file, password=password), index - 1
        except pikepdf.PasswordError:
            continue
        except _ODD:
            return None, -1
    raise Locked


@dataclass
class _Listing:
    """The files that a PDF names, each once, with its name in their table (empty where it stands elsewhere).

    `description` is None where a file's own is damaged. `damaged`: a list of files could not be followed to its end.
    """

    files: list[tuple[str, Any]] = field(default_factory=list)
    damaged: bool = False
    seen: set[Any] = field(default_factory=set)

    def look(self, document: pikepdf.Pdf) -> None:
        """Go through every place that may name files."""
        self._aside(lambda: self._tree(document.Root.get("/Names")))
        self._aside(lambda: self._many(document.Root.get("/AF")))
        self._aside(lambda: self._pages(document))
        if document.get_warnings():  # what pointed to a file may be lost
            self._aside(lambda: self._unnamed(document))

    def _aside(self, step: Callable[[], None]) -> None:
        try:
            step()
        except _ODD:
            self.damaged = True

    def _tree(self, names: Any) -> None:
        waiting, known = [] if names is None else [names.get("/EmbeddedFiles")], set[Any]()
        while waiting and not self._is_full:
            node = waiting.pop()
            if node is None:
                continue
            if node.is_indirect and node.objgen in known:
                continue
            known.add(node.objgen)
            listed = _array(node.get("/Names"))
            self.damaged |= len(listed) % 2 > 0
            for at in range(0, len(listed) - 1, 2):
                self._add(str(listed[at]) if isinstance(listed[at], pikepdf.String) else "", listed[at + 1])
            waiting += reversed(list(self._whole(_array(node.get("/Kids")))))

    def _whole(self, kids: pikepdf.Array) -> Iterator[Any]:
        for kid in kids:
            if isinstance(kid, pikepdf.Dictionary):
                yield kid
            else:
                self.damaged = True

    def _many(self, specs: Any) -> None:
        for spec in (specs,) if isinstance(specs, pikepdf.Dictionary) else _array(specs):
            self._add("", spec)

    def _pages(self, document: pikepdf.Pdf) -> None:
        for page in document.pages:
            self._aside(partial(self._page, page.obj))
            if self._is_full:
                break

    def _page(self, page: pikepdf.Object) -> None:
        self._many(page.get("/AF"))
        for note in _array(page.get("/Annots")):
            if isinstance(note, pikepdf.Dictionary) and note.get("/Subtype") == "/FileAttachment":
                self._add("", note.get("/FS"))

    def _unnamed(self, document: pikepdf.Pdf) -> None:
        """Whether a file lies in a damaged PDF that nothing in it names any more."""
        for one in document.objects:
            if isinstance(one, pikepdf.Dictionary) and "/EF" in one:
                stream = _stream(one)
                self.damaged |= stream is not None and stream.objgen not in self.seen

    def _add(self, name: str, spec: Any) -> None:
        if isinstance(spec, pikepdf.String):
            return  # a file that lies elsewhere
        try:
            stream = _stream(spec)
            mark = stream.objgen if stream is not None and stream.is_indirect else (len(self.files), name)
            if mark not in self.seen and (stream is not None or "/EF" in spec):
                self.seen.add(mark)
                self.files.append((name, spec))
        except _ODD:
            self.files.append((name, None))

    @property
    def _is_full(self) -> bool:
        return len(self.files) > 2 * MOST_PARTS


def _array(found: Any) -> Any:
    """A list of a PDF, empty where there is none. Raises TypeError for what is none."""
    if found is not None and not isinstance(found, pikepdf.Array):
        raise TypeError
    return () if found is None else found


def _stream(spec: Any) -> Any:
    files = spec.get("/EF")
    if files is None:
        return None
    return next((files[name] for name in _FILE_NAMES if name in files), None)


def _part(name: str, spec: Any, folders: dict[int, str]) -> Part:
    listed = name.partition(">")[2] if name.startswith("<") else name
    shown = listed
    with suppress(*_ODD):
        shown = next((str(spec[key]) for key in _FILE_NAMES if key in spec), listed)
    if listed.lower().endswith(shown.rpartition(".")[2].lower()) and "." in listed:
        shown = listed  # the name it is listed by says more than the one of the file it was made of
    place = _folder(name, folders)
    full = label(f"{place}/{shown}" if place else shown, "attached file")
    if spec is None:
        return Part(full, wrong=_DAMAGED)
    with suppress(*_ODD):
        size = int(_stream(spec).get("/Params", {}).get("/Size", 0))
        if size > MOST_PART_BYTES:
            return Part(full, wrong=TOO_LARGE)
    return Part(full)


def _folder(name: str, folders: dict[int, str]) -> str:
    """The folder of a portfolio: its number stands in angle brackets before the name in the table."""
    number, mark, _ = name.removeprefix("<").partition(">")
    return folders.get(int(number), "") if mark and name.startswith("<") and number.isdecimal() else ""


def _folders(document: pikepdf.Pdf) -> dict[int, str]:
    """The folders of a portfolio by number, each with those it stands in; a loop ends."""
    found: dict[int, str] = {}
    with suppress(*_ODD):
        waiting: list[tuple[Any, str]] = [(document.Root.Collection.Folders, "")]
        while waiting and len(found) < _MOST_FOLDERS:
            folder, above = waiting.pop()
            number = int(folder.get("/ID", -1))
            if number in found:
                continue
            own = str(folder.get("/Name", ""))
            found[number] = f"{above}/{own}" if above else own if number > 0 else ""
            waiting += [(folder.get("/Child"), found[number])] if "/Child" in folder else []
            waiting += [(folder.get("/Next"), above)] if "/Next" in folder else []
    return found


def _bytes(spec: Any) -> bytes:
    try:
        data: bytes = _stream(spec).read_bytes()
    except _ODD:
        raise Unpacked(_DAMAGED) from None
    if len(data) > MOST_PART_BYTES:
        raise Unpacked(TOO_LARGE)
    return data
