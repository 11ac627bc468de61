"""The table of document types and report sections, as it stands in ``resources/letter/document_types.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from imr_desktop.paths import resource

OTHER = "other"
_BEFORE_DAY = r"(?<=[.i])(?=[ ]{1,6}\d{1,4}[./\-]\d)"
"""An abbreviation (DOI, D.O.I.) may stand before its day without a sign between."""


@dataclass(frozen=True)
class DocumentType:
    """One kind of document: its key, a title to fall back on, its rank where sources differ, and how to know it."""

    key: str
    title: str
    rank: int
    names: tuple[re.Pattern[str], ...]
    fields: tuple[tuple[str, re.Pattern[str]], ...]


@dataclass(frozen=True)
class SectionName:
    """A heading of a report and the category of finding under it (empty: no finding)."""

    category: str
    pattern: re.Pattern[str]


@cache
def document_types() -> tuple[DocumentType, ...]:
    """All types, in the order they are tried."""
    return tuple(_type(row) for row in _table()["type"])


@cache
def section_names() -> tuple[SectionName, ...]:
    """All headings that part a report; a heading stands at a line's start, alone or before a colon."""
    return tuple(
        SectionName(
            row["category"],
            re.compile(
                rf"^[ ]{{0,40}}(?:{_spaced('|'.join(row['headings']))})[ ]{{0,6}}(?::|$)", re.IGNORECASE | re.MULTILINE
            ),
        )
        for row in _table()["section"]
    )


def rank_of(key: str) -> int:
    """How far a type stands back where documents differ; unknown types stand last."""
    return next((kind.rank for kind in document_types() if kind.key == key), 99)


def _type(row: dict[str, Any]) -> DocumentType:
    fields = tuple((place, _label(labels)) for place, labels in row.get("fields", {}).items())
    names = tuple(re.compile(_spaced(name), re.IGNORECASE) for name in row["names"])
    return DocumentType(row["key"], row["title"], row["rank"], names, fields)


def _label(labels: list[str]) -> re.Pattern[str]:
    words = _spaced("|".join(labels))
    return re.compile(
        rf"(?<!\w)(?:{words})(?:[ ]{{0,3}}\([^)\n]{{0,30}}\))?"
        rf"(?:[ ]{{0,6}}[:=]|[ ]{{1,6}}[\-\u2013\u2014](?=[ ])|{_BEFORE_DAY})",
        re.IGNORECASE,
    )


def _spaced(pattern: str) -> str:
    return pattern.replace("(?! ", "(?!\\s{1,20}").replace(" ", r"\s{1,20}")


@cache
def _table() -> dict[str, Any]:
    with resource("letter", "document_types.toml").open("rb") as file:
        return tomllib.load(file)
