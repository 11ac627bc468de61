"""What a document asks an insurer for: authorization of care, rather than telling of a visit."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from imr_desktop.extract.patterns import phrase
from imr_desktop.paths import resource

_MOST = 4


def asking(text: str) -> int:
    """How much a document's words ask for authorization (0 to 4); less where it tells of a visit, or answers a request."""
    asks = 2 * _count("outright", text) + _count("beside", text)
    return max(0, min(_MOST, asks) - _count("tells", text) - _count("answers", text))


def _count(name: str, text: str) -> int:
    return sum(pattern.search(text) is not None for pattern in _patterns(name))


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    with resource("letter", "document_asking.toml").open("rb") as file:
        return tuple(map(phrase, tomllib.load(file)[name]))
