"""What a document asks an insurer for, or answers: authorization of care, rather than telling of a visit."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from imr_desktop.extract.patterns import in_small_letters, phrase
from imr_desktop.paths import resource

_MOST = 4
_MOST_COMMON = 2
"""Ways of answering that reports and applications have, too."""
_LEAST_APPLYING = 2
"""Ways of asking for independent review that together make an application; one, any paper of a dispute may have."""
_LEAST_GRANTING = 2
"""Ways of granting that together make a letter which does, and count twice each; one, any paper of a claim has."""


def asking(text: str) -> int:
    """How much a document's words ask for authorization (0 to 4); less where it tells of a visit, or answers a request."""
    words = in_small_letters(text)
    asks = 2 * _count("outright", words) + _count("beside", words)
    if not asks:
        return 0
    return max(0, min(_MOST, asks) - _count("tells", words) - _count("answers", words))


def answering(text: str) -> int:
    """How much a document's words answer a request for authorization (0 to 22); less where it tells of a visit."""
    words = in_small_letters(text)
    granting = _count("granting", words)
    ways = _count("answering", words) + (2 * granting if granting >= _LEAST_GRANTING else 0)
    return max(0, ways - _MOST_COMMON - _count("tells", words) - _MOST * _count("judges", words))


def applying(text: str) -> int:
    """How many ways of asking for independent review a document's words have (0, or 2 and more); none where it answers."""
    words = in_small_letters(text)
    ways = _count("applying", words)
    return ways if ways >= _LEAST_APPLYING and not _count("own", words) else 0


def sends_records(text: str) -> bool:
    """Whether a letter sends what an independent medical review that is under way asked for: it applies for none."""
    return _count("sends", in_small_letters(text)) > 1


def covers_others(text: str) -> bool:
    """Whether a fax's page speaks of papers behind it."""
    return _count("covers", in_small_letters(text)) > 0


def appealing(text: str) -> bool:
    """Whether a document's words appeal to the reviewer against a decision, as a requesting physician's letter does."""
    return _count("appealing", in_small_letters(text)) > 0


def _count(name: str, words: str) -> int:
    return sum(pattern.search(words) is not None for pattern in _patterns(name))


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    with resource("letter", "document_asking.toml").open("rb") as file:
        return tuple(phrase(words, flags=re.NOFLAG) for words in tomllib.load(file)[name])
