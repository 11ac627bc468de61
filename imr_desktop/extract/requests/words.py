"""The words of ``resources/letter/requests.toml`` as patterns: what was decided, what a label asks for, what ends a list."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

from imr_desktop.extract.facts.tables import phrase as phrase
from imr_desktop.extract.patterns import phrase as spaced
from imr_desktop.paths import resource

Verdict = Literal["certified", "modified", "denied", "deferred"]
OPPOSITE: dict[Verdict, Verdict] = {"certified": "denied", "denied": "certified"}
"""What is decided of those that a decision of all leaves out."""

LONGEST_LABEL = 72
_NUMBERED = re.compile(r"\A\d{1,2}[.)]\s{1,9}|\s{0,9}(?:#|\bno\.?|\bnumber)?\s{0,9}\d{1,2}\Z", re.IGNORECASE)
_ASIDE = re.compile(
    r"\(\s*(?:required|optional|if known|see instructions|"
    r"(?:list|attach|use|please|continued|specify|describe|one per)\b[^()]*)\s*\)",
    re.IGNORECASE,
)


_TOLD = spaced(
    r"(?<!dos[ ])(?<!dos:[ ])(?<!service[ ])(?<!service:[ ])(?<!\bon[ ])(?:(?<!\d)\d{1,4}[/-]\d{1,2}[/-]\d{2}|"
    r"\d-(?:[a-z]{3})-\d|"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}, \d{4})|"
    r",\s?(?:m\.?d|d\.?o|d\.?c|ph\.?d|pa-?c|d\.?p\.?m|n\.?p)\b|\b(?:came to|(?:was|were|is|are|has|have|"
    r"had) (?:been )?(?:received|asked|given|tried|noted)|"
    r"\b(?:shown|listed|described|named) (?:below|above|here)|\b(?:i|we) (?:am|are|have|find|recommend)|asked our|"
    r"claims? (?:is|are)|does not|did not|do not|has not|have not|"
    r"had not|"
    r"(?:is|are|was|were|has|have|had|needs|needed|says|states|denies|reports)\b(?! \())\b"
)
"""What tells of something rather than names a treatment."""


_LETTERS = re.compile(r"[a-z]+")


_BEFORE_COUNT = re.compile(r"\b(?:units?|visits?|sessions?|qty\.?|quantity|amount|number|count|total)\s\Z", re.IGNORECASE)
_BEHIND_COUNT = re.compile(r"\s?[:=]?\s?#?\d")
_OF_NONE = re.compile(r"[:\s]{1,3}(?:0|none|zero)(?![\w.%])(?!\sof\b)", re.IGNORECASE)
_NONE_OF = re.compile(
    r"(?<![\w.])(?:(?:0|zero|none|nil)(?:\s(?:units?|visits?|sessions?|tablets?))?|no\s(?:units?|visits?|sessions?|tablets?))"
    r"(?:\s(?:is|are|was|were))?\s\Z",
    re.IGNORECASE,
)
"""What stands around words that say what a number counts; and that none was certified."""
_LONGEST_COUNT = 18


class Decided(NamedTuple):
    """A decision's words in a text: what they say, and where they stand."""

    verdict: Verdict
    start: int
    end: int


@cache
def _table() -> dict[str, Any]:
    with resource("letter", "requests.toml").open("rb") as file:
        return tomllib.load(file)


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(words) + ")"


@cache
def _decision_words() -> re.Pattern[str]:
    """Any decision's words, a named group for each kind."""
    kinds = "|".join(f"(?P<{row['kind']}>{_any(row['words'])})" for row in _table()["decision"])
    return phrase(rf"(?<![\w-])(?:{kinds})(?![\w]|-(?!\s))")


@cache
def _labels() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, phrase(rf"\W{{0,3}}{_any(words)}\W{{0,3}}\Z")) for kind, words in _table()["label"].items())


@cache
def list_ends() -> re.Pattern[str]:
    """How a line begins that ends a list or a table of items."""
    return phrase(rf"[\s\W]{{0,10}}{_any(_table()['ends']['words'])}")


@cache
def _never() -> re.Pattern[str]:
    return phrase(rf"[\s\W]{{0,10}}{_any(_table()['never']['words'])}[\s\W]{{0,10}}\Z")


@cache
def units() -> str:
    """What is counted, as a part of a pattern (a space stands for any break)."""
    return _any(_table()["unit"]["words"])


def _counted_by(words: str) -> str:
    """Whether a label of nothing but words for counting asks for what was asked, or for what was allowed."""
    found = set(_LETTERS.findall(words.lower()))
    counts, allowing = labelling("counting"), labelling("allowing")
    if not found & counts or not found <= counts | labelling("about_counts") | allowing:
        return ""
    return "allowed" if found & allowing else "asked"


@cache
def words_in(name: str) -> tuple[str, ...]:
    """The patterns of a list of the table."""
    return tuple(_table()[name]["words"])


@cache
def asking_words() -> dict[str, str]:
    """The words that tell what a label asks for, and what: of several in one label the first kind in this order counts."""
    found: dict[str, str] = {}
    for kind, words in _table()["asking"].items():
        for word in words.split():
            found.setdefault(word, kind)
    return found


@cache
def labelling(kind: str) -> frozenset[str]:
    """More words of labels, by what they do in one."""
    return frozenset(_table()["labelling"][kind].split())


@cache
def signs() -> dict[str, Verdict]:
    """What short words stand for where a label or column asks for the decision."""
    return {word: verdict for verdict, words in _table()["sign"].items() for word in words.split()}


@cache
def form_words() -> frozenset[str]:
    """The words that labels of forms are made of."""
    return frozenset(_table()["form"]["words"])


@lru_cache(maxsize=4096)
def decided(text: str, start: int = 0, end: int | None = None) -> Decided | None:
    """The first decision in ``text[start:end]``."""
    return next(_decisions(text, start, len(text) if end is None else end), None)


@lru_cache(maxsize=4096)
def all_decided(text: str) -> tuple[Decided, ...]:
    """Every decision in a text."""
    return tuple(_decisions(text, 0, len(text)))


def _decisions(text: str, start: int, end: int) -> Iterator[Decided]:
    """The decisions' words, but for those that say what a number behind them counts ("units certified: 0")."""
    for match in _decision_words().finditer(text, start, end):
        before = text[max(0, match.start() - _LONGEST_COUNT) : match.start()]
        if _BEFORE_COUNT.search(before) and _BEHIND_COUNT.match(text, match.end()):
            continue
        none = match.lastgroup == "certified" and (_OF_NONE.match(text, match.end()) or _NONE_OF.search(before))
        yield _decided(match)._replace(verdict="denied") if none else _decided(match)


def _decided(match: re.Match[str]) -> Decided:
    return Decided(match.lastgroup, match.start(), match.end())  # type: ignore[arg-type]


@lru_cache(maxsize=8192)
def label_of(words: str) -> str:
    """What a column's head or a label asks for (a key of the table); empty for words that are no label."""
    words = _ASIDE.sub("", words).strip()
    if words.strip(" .:").lower() in ("#", "no", "line", "item", "nr"):
        return "number"
    if not words or len(words) > LONGEST_LABEL:
        return ""
    kind = next((kind for kind, pattern in _labels() if pattern.match(words)), "")
    kind = kind or _counted_by(words)
    bare = _NUMBERED.sub("", words)
    return kind or (label_of(bare) if bare != words and bare else "")


def is_treatment(words: str) -> bool:
    """Whether words may name a treatment: some letters, and not the papers' own words for requests and letters."""
    if sum(map(str.isalpha, words)) < 3 or _never().match(words) or _TOLD.search(words):
        return False
    return label_of(words) != "title" and not all(word in form_words() for word in _LETTERS.findall(words.lower()))
