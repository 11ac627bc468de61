"""The table of document types, as it stands in ``resources/letter/document_types.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from imr_desktop.paths import resource

_BEFORE_DAY = r"(?<=[.i])(?=[ ]{1,6}\d{1,4}[./\-]\d)|(?=[ ]{1,6}\d{1,2}[./\-]\d{1,2}[./\-]\d)"
"""A label may stand before its day without a sign between, as in a form's cells, an abbreviation (DOI) before any day."""


@dataclass(frozen=True)
class DocumentType:
    """One type of document: its key, its rank where sources differ, and the labels of its fields by their place in a case."""

    key: str
    rank: int
    fields: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def document_types() -> tuple[DocumentType, ...]:
    """All types."""
    with resource("letter", "document_types.toml").open("rb") as file:
        return tuple(_type(row) for row in tomllib.load(file)["type"])


def rank_of(key: str) -> int:
    """How far a type stands back where documents differ; unknown types stand last."""
    return next((one.rank for one in document_types() if one.key == key), 99)


def _type(row: dict[str, Any]) -> DocumentType:
    fields = tuple((place, _label(labels)) for place, labels in row.get("fields", {}).items())
    return DocumentType(row["key"], row["rank"], fields)


def _label(labels: list[str]) -> re.Pattern[str]:
    words = "|".join(labels).replace(" ", r"\s{1,20}")
    return re.compile(
        rf"(?<!\w)(?:{words})(?:[ ]{{0,3}}\([^)\n]{{0,30}}\))?"
        rf"(?:[ ]{{0,6}}[:=]|[ ]{{1,6}}[\-\u2013\u2014](?=[ ])|{_BEFORE_DAY})",
        re.IGNORECASE,
    )
