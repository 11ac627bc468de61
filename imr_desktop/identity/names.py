"""A name as people write it, taken apart: "John Q. Smith, MD, FACP", "Smith, John", "Dr. Nguyen Van An", "A 54321"."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from imr_desktop.identity.model import ReviewerIdentity
from imr_desktop.paths import resource

_PEOPLE = re.compile(r"\s*(?:[;\n|]|\s(?:and|&|/)\s)\s*")
_LABEL = re.compile(r"(?i)^\s*(?:(?:full\s+)?name|(?:signing\s+)?(?:reviewer|physician|doctor|signatory))\s*[:=]\s*")
_NUMBERED = re.compile(
    r"(?i)[\s,(\[–—-]*(?:\b(?:licen[cs]e|lic|npi|no|nr|number|ca|california)\b[\s.:#,]*){0,4}"
    r"(?<![A-Za-z])[A-Za-z0-9]{0,4}[-\s.#]{0,2}(?:\d[-\s.]{0,2}){3,11}\d[)\]]?\s*"
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0002ffff]+")
_DOTTED = re.compile(r"\b(?:[^\W\d_]{1,2}\.){2,}")
_NPI_DIGITS = 10
_FEWEST_DIGITS = 4


@cache
def words(name: str) -> frozenset[str]:
    """A list of words of ``resources/identity/names.toml``: titles, degrees, particles and their like."""
    return frozenset(str(table()[name]).split())


@cache
def table() -> dict[str, Any]:
    """The lists of words about names. Raises OSError, TOMLDecodeError."""
    return tomllib.loads(resource("identity", "names.toml").read_text(encoding="utf-8"))


@cache
def given_names() -> frozenset[str]:
    """Names that are given to children and are hardly ever surnames, told from the list of short forms."""
    known = frozenset(name for line in str(table()["short_forms"]).splitlines() for name in line.split()[:1])
    return known - words("frequent") - words("common_words")


def plain(text: str) -> str:
    """Small letters without accents and signs, for looking a word up in a list."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if sign.isalnum())


@lru_cache(maxsize=64)
def people(text: str) -> tuple[ReviewerIdentity, ...]:
    """The people, and the numbers, that words of a setting name."""
    found: list[ReviewerIdentity] = []
    for part in (bare for piece in _PEOPLE.split(text) for bare in _apart(_LABEL.sub("", piece))):
        if one := _person(_CJK.sub(" ", part).strip(" ,()")):
            found += [one, *_turned(one)]
        found += [ReviewerIdentity(surname=run) for run in _CJK.findall(part)]
    return tuple(found)


def _turned(one: ReviewerIdentity) -> Iterator[ReviewerIdentity]:
    """The name with its surname first, where the last word is one that is given to children: "smithson john"."""
    first, last = plain(one.given), plain(one.surname)
    if first and not one.middle and last in given_names() and first not in given_names():
        yield ReviewerIdentity(one.surname, "", one.given)


def _apart(text: str) -> list[str]:
    """A name, and each number that stands behind it in the same words: "J. Smith, MD, licence A54321"."""
    numbers = list(_NUMBERED.finditer(text))
    bare = _NUMBERED.sub(", ", text).strip(" ,([")
    if not numbers or "@" in text or not re.search(r"[^\W\d_]{3}", bare):
        return [text]
    return [bare, *(number[0].strip(" ,()[]–—-") for number in numbers)]


def _person(text: str) -> ReviewerIdentity | None:
    digits = "".join(sign for sign in text if sign.isdigit())
    if "@" in text:
        return ReviewerIdentity(email=text.strip())
    if len(digits) >= _FEWEST_DIGITS:
        return ReviewerIdentity(npi=text) if len(digits) == _NPI_DIGITS else ReviewerIdentity(licence=text)
    parts, degrees = _parted(text)
    if not parts or all(_is_degree(token, after_comma=False) for token in parts[0]):
        return None
    if len(parts) > 1:
        given, surname = parts[1], parts[0]
    else:
        given, surname = _split(parts[0])
    return ReviewerIdentity(" ".join(given[:1]), " ".join(given[1:]), " ".join(surname), " ".join(degrees))


def _parted(text: str) -> tuple[list[list[str]], list[str]]:
    """The name's words, in one part or (surname, given names), and what follows a name."""
    text = _DOTTED.sub(lambda found: _undotted(found[0]), text)
    parts: list[list[str]] = []
    degrees: list[str] = []
    for number, segment in enumerate(text.split(",")):
        tokens = [token for token in re.split(r"\s+", segment.replace("(", " ").replace(")", " ")) if plain(token)]
        if not parts:
            tokens = _without_title(tokens)
        kept, after = _without_degrees(tokens, first=not parts, named=bool(parts) and len(parts[0]) > 1)
        degrees += after
        if kept and len(parts) < 2:
            parts.append(kept)
        elif kept and number:
            degrees += kept
    return parts, degrees


def _undotted(word: str) -> str:
    """A degree without its dots ("M.D." is "MD"); initials stay apart."""
    joined = word.replace(".", "")
    return joined if joined.casefold() in words("degrees") else word.replace(".", ". ")


def _without_title(tokens: list[str]) -> list[str]:
    while len(tokens) > 1 and plain(tokens[0]) in words("titles"):
        tokens = tokens[1:]
    return tokens


def _without_degrees(tokens: list[str], *, first: bool, named: bool) -> tuple[list[str], list[str]]:
    """The words before the degrees, and the degrees. In the first part two words at least are a name."""
    if not first:
        is_after = all(_is_degree(token, after_comma=True) or (named and _looks_like_one(token)) for token in tokens)
        return ([], tokens) if is_after else (tokens, [])
    after: list[str] = []
    kept = list(tokens)
    while len(kept) > 2 and _is_degree(kept[-1], after_comma=False):
        after.insert(0, kept.pop())
    return kept, after


def _is_degree(token: str, *, after_comma: bool) -> bool:
    word = plain(token)
    known = word in words("degrees") or word in words("generations")
    return known and (after_comma or word not in words("degrees_like_names") or token.isupper())


def _looks_like_one(token: str) -> bool:
    """A row of capitals behind a comma, after a whole name, is a fellowship nobody listed."""
    letters = "".join(sign for sign in token if sign.isalpha())
    return len(letters) > 1 and letters.isupper()


def _split(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Given names and surname of a name in speaking order; in some languages that order has the surname first."""
    if len(tokens) < 2:
        return [], tokens
    first, last = plain(tokens[0]), plain(tokens[-1])
    if first in words("surnames_first") and last not in words("surnames_first"):
        return [tokens[-1], *tokens[1:-1]], tokens[:1]
    at = len(tokens) - 1
    while at > 1 and _is_particle(tokens[at - 1]):
        at -= 1
    return tokens[:at], tokens[at:]


def _is_particle(token: str) -> bool:
    """A part of the surname before it, as "de"; a single capital is an initial."""
    return plain(token) in words("particles") and (len(token) > 1 or token.islower())
