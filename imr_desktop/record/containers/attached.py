"""Runs in the limited process: the files in a PDF, by its table of names, its pages' notes and its associated files."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, BinaryIO

import pikepdf

from imr_desktop.record.containers.model import MOST_PART_BYTES, MOST_PARTS, Part
from imr_desktop.record.containers.opened import TOO_LARGE, Locked, Opened, Unpacked, label

UNLISTED = "could not be looked for: the file is damaged there; open it elsewhere and save what is attached"
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
    found = _specs(document)
    folders = _folders(document)
    parts = tuple(_part(name, spec, folders) for name, spec in found)
    return Opened("pdf", parts, lambda index: _bytes(found[index][1]), password=chosen, source=document)


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


def _specs(document: pikepdf.Pdf) -> list[tuple[str, Any]]:
    """Each file once, with the name it has in its table (empty where it stands elsewhere)."""
    found: list[tuple[str, Any]] = []
    seen: set[Any] = set()
    for name, spec in _all_specs(document):
        with suppress(*_ODD):
            stream = _stream(spec)
            mark = stream.objgen if stream is not None and stream.is_indirect else (len(found), name)
            if mark not in seen and (stream is not None or "/EF" in spec):
                seen.add(mark)
                found.append((name, spec))
        if len(found) > 2 * MOST_PARTS:
            break
    return found


def _all_specs(document: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    with suppress(*_ODD):
        yield from pikepdf.NameTree(document.Root.Names.EmbeddedFiles).items()
    with suppress(*_ODD):
        yield from (("", spec) for spec in document.Root.AF)
    for page in document.pages:
        with suppress(*_ODD):
            yield from (("", spec) for spec in page.obj.get("/AF", ()))
        with suppress(*_ODD):
            for note in page.obj.get("/Annots", ()):
                if note.get("/Subtype") == "/FileAttachment" and "/FS" in note:
                    yield "", note.FS


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
        raise Unpacked("is damaged in the PDF; ask for it again") from None
    if len(data) > MOST_PART_BYTES:
        raise Unpacked(TOO_LARGE)
    return data
