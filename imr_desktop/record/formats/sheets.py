"""The cells of a workbook of tables (xlsx, xlsm, xls, ods) or a comma-separated text, as bounded words.

`rows_of` runs in a limited process of its own (`sheet_sandbox`): reading workbooks is Rust code that case files never need.
A formula is never computed; its last value stands for it.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import IO, TYPE_CHECKING

import msgspec

from imr_desktop.sandbox import given
from imr_desktop.sandbox.failure import SandboxFailure

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

    from imr_desktop.sandbox import Sandbox

_HERE = "imr_desktop.record.formats.sheets:"
_MEMORY = 900_000_000
MOST_BYTES = 20 * 1024 * 1024
_MOST_UNPACKED = 200 * 1024 * 1024
_MOST_SHEETS, MOST_ROWS, _MOST_COLUMNS, _MOST_CELL = 30, 30_000, 60, 1_000
_TIMEOUT, _WORK = 40.0, 20.0
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_NO_TABLE = "is no workbook and no comma-separated text"
_TOO_LARGE = "holds more than any drug list does"

Rows = tuple[tuple[str, ...], ...]


class Sheet(msgspec.Struct, frozen=True):
    """One sheet by name: its rows from the first on, so that a row's number is its place."""

    name: str
    rows: Rows


class Sheets(msgspec.Struct, frozen=True):
    """A workbook's sheets; `wrong` is half a sentence where it cannot be read."""

    sheets: tuple[Sheet, ...] = ()
    wrong: str = ""


def sheet_sandbox() -> Sandbox:
    """A limited process that reads workbooks; nothing is started yet."""
    from imr_desktop.sandbox import Sandbox

    return Sandbox(allow=(_HERE,), preload=(f"{_HERE}ready",), memory=_MEMORY, spare=False)


def sheets_of(file: IO[bytes], sandbox: Sandbox) -> Sheets:
    """A file's sheets, read in the limited process and measured before they are used; `wrong` where they cannot be."""
    if file.seek(0, io.SEEK_END) > MOST_BYTES:
        return Sheets(wrong="is larger than 20 MB, more than any drug list")
    try:
        told = sandbox.call(f"{_HERE}rows_of", b"", file=file, identity="sheet", timeout=_TIMEOUT, work=_WORK)
        return _bounded(msgspec.msgpack.decode(told, type=Sheets))
    except SandboxFailure as error:
        return Sheets(wrong=f"could not be read: {error.sentence[:1].lower()}{error.sentence[1:].rstrip('.')}")
    except msgspec.DecodeError:
        return Sheets(wrong=_NO_TABLE)


def _bounded(found: Sheets) -> Sheets:
    cells = [cell for sheet in found.sheets for row in sheet.rows for cell in row]
    rows = sum(len(sheet.rows) for sheet in found.sheets)
    if len(found.sheets) > _MOST_SHEETS or rows > MOST_ROWS or any(len(cell) > _MOST_CELL for cell in cells):
        return Sheets(wrong=_TOO_LARGE)
    return found


# ----- in the limited process


def ready() -> None:
    """Load what reading needs before the process confines itself."""
    import codecs

    import python_calamine  # noqa: F401

    for name in ("utf-8-sig", "utf-16", "cp1252", "cp437"):
        codecs.lookup(name)


def rows_of(_: bytes) -> bytes:
    """The given file's `Sheets` as msgpack."""
    file = given.current()
    file.seek(0)
    return msgspec.msgpack.encode(read(file.read()))


def read(data: bytes) -> Sheets:
    """The sheets in a file's bytes."""
    if not data.strip():
        return Sheets(wrong="is empty")
    if data.startswith((_ZIP, _OLE)):
        return _workbook(data)
    return _text(data)


def _workbook(data: bytes) -> Sheets:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if data.startswith(_ZIP) and (wrong := _unpacked_wrong(data)):
        return Sheets(wrong=wrong)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return _sheets(book)
    except PasswordError:
        return Sheets(wrong="is protected by a password; save it without one")
    except (CalamineError, ValueError, OSError):
        return Sheets(wrong="is no workbook that can be read, or is damaged; fetch it again")


def _unpacked_wrong(data: bytes) -> str:
    """What keeps an archive from being opened: its parts say how long they are before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return "is no workbook that can be read, or is damaged; fetch it again"
    return _TOO_LARGE if size > _MOST_UNPACKED else ""


def _sheets(book: CalamineWorkbook) -> Sheets:
    if len(book.sheet_names) > _MOST_SHEETS:
        return Sheets(wrong=_TOO_LARGE)
    found, left = [], MOST_ROWS
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height > left or sheet.total_width > 20 * _MOST_COLUMNS:
            return Sheets(wrong=_TOO_LARGE)
        rows = sheet.to_python(skip_empty_area=False)
        left -= len(rows)
        found.append(Sheet(_words(name), tuple(_row(row) for row in rows)))
    return Sheets(tuple(found))


def _text(data: bytes) -> Sheets:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if "\0" in text or text.lstrip()[:1] in ("<", "{", "%"):
        return Sheets(wrong=_NO_TABLE)
    first = text[:20_000]
    marks = {mark: first.count(mark) for mark in (",", ";", "\t")}
    try:
        cells = csv.reader(io.StringIO(text, newline=""), delimiter=max(marks, key=marks.__getitem__))
        rows = tuple(_row(row) for row in cells)
    except csv.Error:
        return Sheets(wrong=_NO_TABLE)
    return Sheets(wrong=_TOO_LARGE) if len(rows) > MOST_ROWS else Sheets((Sheet("", rows),))


def _row(cells: Sequence[object]) -> tuple[str, ...]:
    words = [_words(cell) for cell in cells[:_MOST_COLUMNS]]
    while words and not words[-1]:
        words.pop()
    return tuple(words)


def _words(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return " ".join(str(cell)[:_MOST_CELL].split())
