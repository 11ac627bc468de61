"""Which words of a machine's are doubtful, and when a page was not read at all: thresholds in ``resources/machine``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence

import msgspec

from imr_desktop.paths import resource
from imr_desktop.record.model import Word

MOST_MONTHS, MOST_DAYS = 12, 31
_AROUND = " .,;:()[]{}'\"“”‘’!?*"
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}")


class Kind(msgspec.Struct, frozen=True):
    """Words of a kind (a pattern over the whole word), and how sure of one the machine must be; see the file."""

    name: str
    words: str
    least: float
    flagged: float
    right: float
    without: float


class PageRule(msgspec.Struct, frozen=True):
    """When a page was read: this share of its `letters` in words that the machine is `sure` of."""

    sure: float
    letters: float


class Rules(msgspec.Struct, frozen=True):
    """All thresholds; the first kind that a word is of counts."""

    kind: tuple[Kind, ...]
    page: PageRule


def load() -> Rules:
    """The thresholds as shipped."""
    return msgspec.convert(tomllib.loads(resource("machine", "judging.toml").read_text(encoding="utf-8")), Rules)


RULES = load()
"""Read with this module: the confined process can open no file."""
_KINDS = tuple((re.compile(kind.words, re.IGNORECASE), kind.least) for kind in RULES.kind)


def judged(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words, each with whether it is to be shown as doubtful."""
    return tuple(msgspec.structs.replace(word, doubtful=is_doubtful(word.text, word.confidence)) for word in words)


def is_doubtful(text: str, confidence: float) -> bool:
    """Whether a word is to be looked at: the machine is not sure enough for its kind, or it is a date that cannot be."""
    core = text.strip(_AROUND)
    least = next(least for pattern, least in _KINDS if pattern.fullmatch(core))
    return confidence < least or _is_no_date(core)


def decides(text: str) -> bool:
    """Whether it is a word of a kind that decides cases: a number, a date, a dose, a side, a negation."""
    core = text.strip(_AROUND)
    return any(pattern.fullmatch(core) for pattern, _least in _KINDS[:-1])


def unreadable(words: Sequence[Word]) -> tuple[str, ...]:
    """Why the page counts as not read; nothing where it was read."""
    letters = sum(len(word.text) for word in words)
    if not letters:
        return ("The machine found no print on it.",)
    sure = sum(len(word.text) for word in words if word.confidence >= RULES.page.sure)
    if sure < RULES.page.letters * letters:
        return ("The machine could not make out what stands on it, as with handwriting and photographs.",)
    return ()


def reasons(words: Sequence[Word]) -> tuple[str, ...]:
    """What is said of a page that a machine read."""
    doubtful = sum(word.doubtful for word in words)
    told = "no word is" if not doubtful else "1 word is" if doubtful == 1 else f"{doubtful} words are"
    return (f"Only a machine read it; {told} in doubt.",)


def _is_no_date(text: str) -> bool:
    """Whether it has a date's form and is none, whichever of day and month comes first."""
    found = _DATE.fullmatch(text)
    if not found:
        return False
    first, second = sorted(map(int, found.groups()))
    return first < 1 or first > MOST_MONTHS or second > MOST_DAYS
