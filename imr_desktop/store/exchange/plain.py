"""Cases as plain files, so that nobody is locked in: JSON of the schema (`case.codec`), and a stock TinyDB file.

The TinyDB file is what ``TinyDB(path).all()`` reads: one table, one document a case. It is written and read one case at a
time, whatever its size, and read as strictly as a package.
"""

from __future__ import annotations

import json
import mmap
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

import msgspec

from imr_desktop.atomic import explained, replaced
from imr_desktop.case import codec
from imr_desktop.case.model import Case
from imr_desktop.errors import CaseInvalid, FileUnreadable, StoreError
from imr_desktop.regular_files import open_regular
from imr_desktop.store.exchange.strict import MOST_JSON, strict_case

TABLE = "_default"
"""The table stock TinyDB reads where none is named."""

_SPACE = rb"[ \t\r\n]*+"
_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_OPEN = re.compile(_SPACE + rb"\{" + _SPACE)
_KEY = re.compile(rb"(" + _STRING + rb")" + _SPACE + rb":" + _SPACE, re.DOTALL)
_NEXT = re.compile(_SPACE + rb"([,}])" + _SPACE)
_TOKEN = re.compile(_STRING + rb'|["{}\[\]]', re.DOTALL)
_END = re.compile(_SPACE + rb"\Z")
_LONGEST_KEY = 1000


def write_tinydb(path: Path, cases: Iterable[Case]) -> int:
    """Write cases as a stock TinyDB file, in ASCII so that it reads the same everywhere; how many they were.

    The file appears whole or not at all, private (0600). Raises StoreError.
    """
    count = 0
    with explained(), replaced(path) as file:
        file.write(json.dumps({TABLE: {}})[:-2].encode("ascii"))
        for count, case in enumerate(cases, start=1):
            file.write(f'{", " if count > 1 else ""}"{count}": {_document(case)}'.encode("ascii"))
        file.write(b"}}")
    return count


def _document(case: Case) -> str:
    try:
        return json.dumps(msgspec.json.decode(codec.encode(case)), allow_nan=False)
    except (UnicodeError, ValueError, msgspec.MsgspecError):
        raise StoreError("Not written: a text holds broken characters; delete them and try again.") from None


def read_tinydb(path: Path) -> Iterator[Case]:
    """The cases in a TinyDB file, one at a time, from all its tables. Memory is that of the largest case.

    Raises FileUnreadable where it cannot be read, CaseInvalid for anything that is no TinyDB file of cases: a key that stands
    twice, a document that is no case, JSON that does not hold, more than a case can have.
    """
    where = f"“{path.name[:80]}”"
    try:
        with open_regular(path) as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield from _cases(data, where)
    except OSError as error:
        raise FileUnreadable(
            f"{where} cannot be read ({(error.strerror or 'no reason given').lower()}); check the path and try again."
        ) from None
    except ValueError:
        raise FileUnreadable(f"{where} is empty; choose a TinyDB file that holds cases.") from None


def _cases(data: mmap.mmap, where: str) -> Iterator[Case]:
    place, tables = _opened(data, 0, where), set[str]()
    while (found := _key(data, place, tables, where)) is not None:
        documents = set[str]()
        place = _opened(data, found, where)
        while (start := _key(data, place, documents, where)) is not None:
            end = _document_end(data, start, where)
            yield strict_case(data[start:end], where)
            place = _after(data, end, where)
        place = _after(data, place + 1, where)
    if not _END.match(data, place + 1):
        _refuse(where)


def _opened(data: mmap.mmap, place: int, where: str) -> int:
    match = _OPEN.match(data, place)
    return match.end() if match else _refuse(where)


def _key(data: mmap.mmap, place: int, seen: set[str], where: str) -> int | None:
    """Where the value of the next key begins; None at the object's end, which `place` is then."""
    if data[place : place + 1] == b"}":
        return None
    match = _KEY.match(data, place)
    if match is None or match.end(1) - match.start(1) > _LONGEST_KEY:
        _refuse(where)
    try:
        key = json.loads(match[1])
    except ValueError:
        _refuse(where)
    if key in seen:
        raise CaseInvalid(f"{where} holds the key “{key[:60]}” twice and was not read; which of them counts is unclear.")
    seen.add(key)
    return match.end()


def _after(data: mmap.mmap, place: int, where: str) -> int:
    """Where the next key begins, or where the object ends."""
    match = _NEXT.match(data, place)
    if match is None:
        _refuse(where)
    if match[1] == b"}":
        return match.start(1)
    return match.end() if data[match.end() : match.end() + 1] == b'"' else _refuse(where)


def _document_end(data: mmap.mmap, start: int, where: str) -> int:
    """Where the object that begins at `start` ends; strings are passed over, brackets counted."""
    depth = 0
    for match in _TOKEN.finditer(data, start, min(len(data), start + MOST_JSON + 1)):
        token = data[match.start() : match.start() + 1]
        if token in b"{[":
            depth += 1
        elif token in b"}]":
            depth -= 1
        elif match.end() - match.start() == 1:
            break
        if depth <= 0:
            return match.end() if depth == 0 and match.start() > start and data[start : start + 1] == b"{" else _refuse(where)
    if len(data) - start > MOST_JSON:
        raise CaseInvalid(f"{where} holds more than a case can have and was not read.")
    return _refuse(where)


def _refuse(where: str) -> NoReturn:
    raise CaseInvalid(f"{where} is not a TinyDB file of cases; choose a file that TinyDB or this program wrote.")
