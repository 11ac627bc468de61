"""A sentence as signs, one for each name and for each word that its grammar turns on: what `plainly` reads.

A name of a request is ``N``; words for it, against it, a change and a putting off are ``G R M W``, their nouns ``g r m``. The
other signs are those of ``resources/letter/plain_decisions.toml``; ``x`` is any other word.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from imr_desktop.extract.patterns import BREAK, in_small_letters
from imr_desktop.paths import resource

NAME = "N"
_STANDING = "ABLOPQ"
"""The signs of words that stand for requests: all, both, by their place, the others, the last, the rest of an amount."""
_FIRST = 0xE000
"""The first of the letters for private use, one of which stands for each request's name."""
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_MOST_NAMES = 200
_LONGEST = 900
_NAMED = re.compile(r"[dk]{0,9}(?:d{1,3}x{0,2})?N(?:[dk]{0,9}N){0,9}(?:d{1,3}x{1,4}(?=[bcn&w(:;y]|\Z))?[dk]{0,9}")
"""A name with its articles, amounts, and what it is for."""
_ASIDE = re.compile(r"&[^&N;]{0,8}T[^&N;]{0,4}&")
"""What is said by the way of an earlier decision: ", denied in January, "."""
_BY_THE_WAY = re.compile(r"\([^()NGRMW]{0,40}\)")
_NONE = re.compile(r"none(?: of)?|nothing|no (?:request|item|service|treatment)")
_SHORTENED = re.compile(r"\b(?P<verb>[a-z]{2,6})n['\u2019]t\b")
_WHOLE = {"ca": "can", "wo": "will"}
"""A verb with a shortened no: "isn't", "can't"."""
BEHIND, PARTLY = "|", "(partly)"
"""What stands for a name among the words beside it, and what says that some of so many are meant."""


class Span(NamedTuple):
    """Where a text names a request: from where up to where, and which."""

    start: int
    end: int
    item: int


class Sign(NamedTuple):
    """A word by what it does in a sentence; of a name the requests, in their order, and how the words read.

    `stands` is the sign of words that stand for requests which the sentences before tell ("the others").
    """

    sign: str
    items: tuple[int, ...] = ()
    words: str = ""
    stands: str = ""


@cache
def _kinds() -> tuple[dict[str, Any], ...]:
    with resource("letter", "plain_decisions.toml").open("rb") as file:
        return tuple(tomllib.load(file)["kind"])


@cache
def _words() -> re.Pattern[str]:
    """A word of a sentence: a name, one of some kind, which is the group's number, or any other."""
    able = "|".join(f"(?P<k{at}>{'|'.join(kind['words'])})" for at, kind in enumerate(_kinds()))
    pattern = (
        rf"(?P<name>[\ue000-\uf8ff])|(?:(?<![\w-])|(?=[^\w\s]))(?:{able})(?:(?!\w)|(?<=[^\w\s]))|(?P<other>[\w'%$.-]*\w|\S)"
    )
    return re.compile(pattern.replace(" ?", r"\s{0,9}").replace(" ", BREAK))


def signs_of(text: str, names: Sequence[Span]) -> Iterator[Sign]:
    """The signs of a text in which `names` stand."""
    for found in _words().finditer(_with_names(text[:_LONGEST], names)):
        group = found.lastgroup or ""
        if group == "name":
            yield Sign(NAME, (ord(found.group()) - _FIRST,))
        elif group == "other":
            yield Sign("x", words=found.group())
        else:
            sign = _kinds()[int(group[1:])]["sign"]
            if sign in _STANDING:
                yield Sign(NAME, words=found.group(), stands=sign)
            elif sign != "_":
                yield Sign(sign, words=found.group())


def _with_names(text: str, names: Sequence[Span]) -> str:
    """A text in small letters with one letter for each name; of names within others the one that begins first counts."""
    low = in_small_letters(_PRIVATE.sub(" ", text))
    parts: list[str] = []
    at = 0
    for one in sorted(names):
        if one.start >= at and one.item < _MOST_NAMES and one.end <= len(low):
            parts += [low[at : one.start], f" {chr(_FIRST + one.item)} "]
            at = one.end
    return _SHORTENED.sub(lambda found: f"{_WHOLE.get(found['verb'], found['verb'])} not", "".join((*parts, low[at:])))


def text_of(signs: Sequence[Sign]) -> str:
    """The signs as letters."""
    return "".join(one.sign for one in signs)


def collapsed(signs: list[Sign]) -> list[Sign]:
    """Signs with each name as one, its articles and amounts with it; what is said by the way of another time is left out."""
    signs = list(_with_exceptions(_without(_BY_THE_WAY, signs)))
    made: list[Sign] = []
    at = 0
    for match in _NAMED.finditer(text_of(signs)):
        ones = [one for one in signs[match.start() : match.end()] if one.sign == NAME]
        words = " ".join(one.words or BEHIND for one in signs[match.start() : match.end()])
        made += signs[at : match.start()]
        known = len({one.items or (one.stands,) for one in ones}) == 1
        made.append(ones[0]._replace(words=words) if known else Sign("x"))
        if "k" in match.group():
            made[-1] = made[-1]._replace(words=f"{words} {PARTLY}")
        at = match.end()
    return _without(_ASIDE, [*made, *signs[at:]])


def _with_exceptions(signs: Sequence[Sign]) -> Iterator[Sign]:
    """Signs in which "but" right behind all, or none, leaves out what follows, and begins no clause."""
    for at, one in enumerate(signs):
        before = signs[max(0, at - 2) : at]
        whole = any(_NONE.fullmatch(other.words) for other in before) or any(other.stands == "A" for other in before[-1:])
        yield Sign("e", words=one.words) if one.words == "but" and whole else one


def _without(pattern: re.Pattern[str], signs: list[Sign]) -> list[Sign]:
    kept: list[Sign] = []
    at = 0
    for match in pattern.finditer(text_of(signs)):
        kept += signs[at : match.start()]
        at = match.end()
    return [*kept, *signs[at:]]


def clauses_of(signs: list[Sign]) -> Iterator[list[Sign]]:
    """The clauses of a sentence, without the reasons that they give."""
    clause: list[Sign] = []
    for one in [*signs, Sign(";")]:
        if one.sign != ";":
            clause.append(one)
            continue
        text = text_of(clause)
        reason = text.find("y", 1)
        if text.startswith("y"):
            reason, clause = -1, clause[text.find("&") + 1 :] if "&" in text else []
        if clause:
            yield clause[:reason] if reason > 0 else clause
        clause = []
