"""The sample packet's words, read from ``packet.txt``: documents of pages of blocks."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

Kind = Literal["title", "section", "row", "bullet", "text"]


@dataclass(frozen=True)
class Block:
    """One piece of a page: `cells` are a row's columns, or one text with the line breaks to keep."""

    kind: Kind
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """One document of the packet. `look` is ``form``, ``letter``, ``report``, ``typed`` or ``scan`` (drawn as a picture)."""

    key: str
    type: str
    look: str
    title: str
    author: str
    date: date
    pages: tuple[tuple[Block, ...], ...]


def read_story(path: Path) -> tuple[Source, ...]:
    """The documents in `path`, in order. Raises ValueError where its mark-up does not hold."""
    documents = []
    for chunk in path.read_text(encoding="utf-8").split("%% document ")[1:]:
        header, _, body = chunk.partition("\n")
        fields = tomllib.loads(f"document = {{{_with_commas(header)}}}")["document"]
        pages = tuple(tuple(_blocks(page.splitlines())) for page in body.split("%% page\n"))
        documents.append(Source(pages=pages, **fields))
    return tuple(documents)


def _with_commas(header: str) -> str:
    """``a="x" b="y"`` as the inside of a TOML inline table."""
    parts, quoted = [], False
    for character in header:
        quoted = quoted != (character == '"')
        parts.append("," if character == " " and not quoted else character)
    return "".join(parts)


def _blocks(lines: list[str]) -> Iterator[Block]:
    paragraph: list[str] = []
    for line in [*lines, ""]:
        special = _special(line)
        if special or not line.strip():
            if paragraph:
                yield Block("text", ("".join(paragraph).strip(),))
                paragraph = []
            if special:
                yield special
        else:
            paragraph.append(line[:-1] + "\n" if line.endswith("\\") else line + " ")


def _special(line: str) -> Block | None:
    marks: tuple[tuple[str, Kind], ...] = (("## ", "section"), ("# ", "title"), ("- ", "bullet"))
    for mark, kind in marks:
        if line.startswith(mark):
            return Block(kind, (line.removeprefix(mark).strip(),))
    if line.startswith("|"):
        return Block("row", tuple(cell.strip() for cell in line.strip().strip("|").split("|")))
    return None
