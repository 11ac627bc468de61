"""Texts compared: what is alike for a reader, where a quotation stands, and how one text became another."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, AnyStr, Literal, NamedTuple

if TYPE_CHECKING:
    from diff_match_patch import diff_match_patch

_PLAIN = dict(zip("ßøđłæœıþð", "sodlaoitd", strict=True))
_SIGNS = re.compile(r"[\W_]+")

# --- what is alike for a reader -------------------------------------------------------------------------------------------


def fold(text: str) -> str:
    """The text without accents and capitals, letter for letter, so that offsets stay the same."""
    return text.lower() if text.isascii() else text.translate(_folding())


def bare(text: str) -> str:
    """The words alone, for whether two texts say the same: without capitals, line ends and the signs around them."""
    return " ".join(text.casefold().split()).strip(" .,;:")


@cache
def _folding() -> dict[int, str]:
    table = {code: _base(chr(code)) for code in (*range(0x41, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000))}
    return {**table, 0x2019: "'", 0x2010: "-", 0x2011: "-", 0xA0: " "}


def _base(letter: str) -> str:
    """The letter's plain small form; one letter always, so that offsets hold."""
    plain = unicodedata.normalize("NFKD", letter)[0].lower()[:1] or letter
    return _PLAIN.get(plain, plain)


def letters(text: str) -> str:
    """A text's letters and digits alone, folded, so that breaks, hyphens, ligatures and signs of a scan do not count."""
    return _SIGNS.sub("", fold(text.casefold()))


# --- where a quotation stands ---------------------------------------------------------------------------------------------

_MISREAD = frozenset(("1l", "1i", "0o", "5s", "8b", "6b", "2z", "9g"))
"""Digits and letters that a scan takes for one another.

Never two letters and never two digits: ``fall`` and ``fail``, ``4/5`` and ``5/5`` look alike and say different things, while
a digit within a word, or a letter within a number, can only be a misreading.
"""
_ALIKE = 85.0
"""The percentage of a passage's letters that must be read rightly: more than one misread in seven is no scan to rely on."""
_LEAST = 12
"""Letters of a quotation from which on a passage with a misread letter counts."""
_MOST = 100_000
"""Letters of a text, some forty pages, in which misread passages are looked for."""


def place_of(quote: str, there: str) -> range:
    """Where a quotation is first among the `letters` of a text; empty where it does not stand there.

    Where it is not there letter for letter, a passage counts in which a scan took nothing but digits and letters for one
    another.
    """
    wanted = letters(quote)
    at = there.find(wanted) if wanted else -1
    if at < 0 and _LEAST <= len(wanted) <= len(there) <= _MOST:
        at = _misread(wanted, there)
    return range(at, at + len(wanted)) if at >= 0 else range(0)


def _misread(wanted: str, there: str) -> int:
    from rapidfuzz import fuzz

    found = fuzz.partial_ratio_alignment(wanted, there, score_cutoff=_ALIKE)
    passage = there[found.dest_start : found.dest_start + len(wanted)] if found else ""
    alike = len(passage) == len(wanted) and all(map(_may_be, wanted, passage))
    return found.dest_start if found and alike else -1


def _may_be(letter: str, other: str) -> bool:
    return letter == other or min(letter, other) + max(letter, other) in _MISREAD


# --- how one text became another ------------------------------------------------------------------------------------------

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_SECONDS = 0.5
"""How long two texts are compared; what is not settled by then is shown as replaced whole."""
_LONGEST = 100_000
"""Characters that are compared, of what lies between the common ends of both texts; more is shown as replaced whole."""


class Change(NamedTuple):
    """A run of the texts: what stands in both (`same`), what was taken out, or what was put in."""

    kind: Literal["same", "out", "in"]
    words: str


def changed_words(before: str, after: str) -> tuple[Change, ...]:
    """The runs that make up both texts, word by word: all but ``in`` give the one before, all but ``out`` the one after."""
    start = before.rfind(" ", 0, common_start(before, after)) + 1
    stop = before.find(" ", len(before) - common_end(before[start:], after[start:]))
    end = len(before) - stop if stop >= 0 else 0
    middle = _compared(before[start : len(before) - end], after[start : len(after) - end])
    runs = ((0, before[:start]), *middle, (0, before[len(before) - end :]))
    return tuple(change for change in _trimmed(runs) if change.words)


def _compared(before: str, after: str) -> list[tuple[int, str]]:
    """The runs of both texts as the library has them: -1 is taken out, 0 in both, 1 put in."""
    if len(before) + len(after) > _LONGEST:
        return [(-1, before), (1, after)]
    old, new = _words(before), _words(after)
    words = dict((*old, *new))
    codes = {key: chr(code) for code, key in enumerate(words)}
    shown = dict(zip(codes.values(), words.values(), strict=True))
    coded = ("".join(codes[key] for key, _ in tokens) for tokens in (old, new))
    runs = _differ().diff_main(*coded, False, time.time() + _SECONDS)
    return [(kind, "".join(map(shown.__getitem__, run))) for kind, run in runs]


def _words(text: str) -> list[tuple[str, str]]:
    """The words, signs and spaces of a text, each with what it is known by: a space is alike only behind the same word."""
    tokens = _WORDS.findall(text)
    pairs = zip(["", *tokens], tokens, strict=False)
    return [(before + token if token.isspace() else token, token) for before, token in pairs]


def _trimmed(runs: Iterable[tuple[int, str]]) -> Iterator[Change]:
    """The runs as changes, some empty; the space behind words that gave way to others belongs to what follows."""
    same, out = "", ""
    for kind, words in runs:
        if kind < 0:
            out = words
        elif kind == 0 and not out:
            same += words
        elif kind == 0:
            yield from (Change("same", same), Change("out", out))
            same, out = words, ""
        else:
            tail = words[len(words) - common_end(out, words) :]
            space = tail[len(tail.rstrip()) :]
            yield from (Change("same", same), Change("out", out.removesuffix(space)), Change("in", words.removesuffix(space)))
            same, out = space, ""
    yield Change("same", same)


def common_start(one: AnyStr, other: AnyStr) -> int:
    """How many characters (or bytes) two texts begin with in common."""
    return int(_differ().diff_commonPrefix(one, other)) if one and other else 0


def common_end(one: AnyStr, other: AnyStr) -> int:
    """How many characters (or bytes) two texts end with in common."""
    return int(_differ().diff_commonSuffix(one, other)) if one and other else 0


@cache
def _differ() -> diff_match_patch:
    """The library, loaded at the first comparison; it keeps to the deadline it is given and never guesses at halves."""
    from diff_match_patch import diff_match_patch

    made = diff_match_patch()
    made.Diff_Timeout = 0
    return made
