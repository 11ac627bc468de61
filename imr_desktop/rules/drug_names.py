"""From words to a drug: ingredients, brands, salt, release, form and strength, in a request and in the drug list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from imr_desktop.rules.request.clean import MAX_CHARACTERS
from imr_desktop.rules.request.phrases import Match, PhraseTable, tokens_of

if TYPE_CHECKING:
    from imr_desktop.rules.formulary import NamesData

_DASHES = str.maketrans({"‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-"})
_APART = re.compile(r"[/+;,&]|\band\b|\bwith\b|\bw/")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_STRENGTH = re.compile(
    r"(?<![\w.])((?:\d{1,5}(?:\.\d{1,4})?|\.\d{1,4})(?:\s?[-/]\s?\d{1,5}(?:\.\d{1,4})?){0,3})\s?(mg|mcg|%)"
)

_COMBINED = re.compile(r"(?<![\w./])\d{1,4}(?:\.\d{1,2})?(?:\s?mg)?\s?[-/]\s?\d{2,4}(?:\.\d{1,2})?(?:\s?mg)?(?![\w/])")
_NUMBERS = re.compile(r"\d[\d.,]*\s?(?:mg|mcg|ml|gm|g|%|hr|hour)?\b|%")
_ALIKE, _SHORTEST_ALIKE = 80.0, 4
_LONG_WORD = re.compile(r"[a-z]{4,}")
_WORD = re.compile(r"[a-z][a-z0-9'-]*")
Kind = Literal["ingredient", "brand", "salt", "release", "form"]


class _Word(NamedTuple):
    """What a phrase of a drug's name stands for; `names` are the ingredients, or the one kind of salt, release or form."""

    kind: Kind
    names: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class DrugWords:
    """What the words of a drug say. `ingredients` in the order named; `brands` the brands named; the sets hold kinds.

    `forms` holds kinds and words of forms; `combined` tells that the strength is one of a combination (``10/325``), `joined`
    that the ingredients are written as one drug.
    """

    ingredients: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    generics: tuple[str, ...] = ()
    salts: frozenset[str] = frozenset()
    releases: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    strengths: frozenset[str] = frozenset()
    combined: bool = False
    joined: bool = False

    @property
    def key(self) -> frozenset[str]:
        return frozenset(self.ingredients)


class Vocabulary:
    """The words of drug names: what ships, the drugs of the services, and the names of a list."""

    def __init__(self, names: NamesData, drugs: Mapping[str, Iterable[str]], listed: Iterable[str] = ()) -> None:
        self._names = names
        self._qualifiers = {word for one in (names.salts, *names.releases.values(), *names.forms.values()) for word in one}
        self.generics = {*names.generics, *(name for name in drugs if " " not in name)}
        self.generics |= {part for name in listed for part in self.parts(name)}
        self._table = PhraseTable[_Word]()
        words = tuple(self._words(drugs))
        for word in words:
            self._table.add(word.said, word)
        named = (word.said.lower() for word in words if word.kind in ("ingredient", "brand"))
        self._long_names = [name for name in named if len(name) > _SHORTEST_ALIKE and name.isalpha()]
        self.parse = lru_cache(maxsize=4096)(self._parse)
        self.nearly = lru_cache(maxsize=4096)(self._nearly)

    def _words(self, drugs: Mapping[str, Iterable[str]]) -> Iterator[_Word]:
        names = self._names
        for name in sorted(self.generics):
            yield _Word("ingredient", (name,), name)
        for other, name in names.same.items():
            yield _Word("ingredient", (name,), other)
        for brand, parts in names.brands.items():
            yield _Word("brand", parts, brand)
        better = {brand.lower() for brand in names.brands}
        for generic, brands in drugs.items():
            parts = self._known_parts(generic)
            for brand in brands:
                if brand.lower().split()[0] not in better and not self._is_generic(brand):
                    yield _Word("brand", parts, brand)
        for salt in names.salts:
            yield _Word("salt", (salt,), salt)
        for kind, words in names.releases.items():
            yield from (_Word("release", (kind,), word) for word in words)
        for kind, words in names.forms.items():
            yield from (_Word("form", (kind,), word) for word in words)

    def _is_generic(self, phrase: str) -> bool:
        """Whether a name that goes with a generic is no brand: it says the generic, or another one, itself."""
        words = set(_WORD.findall(phrase.lower()))
        return bool(words & (self.generics | set(self._names.same))) or any(
            name in phrase.lower() for name in self.generics if " " in name
        )

    def _known_parts(self, name: str) -> tuple[str, ...]:
        """The ingredients of a name of several words, where each is one; the name itself otherwise."""
        words = tuple(name.split())
        return words if name not in self.generics and all(word in self.generics for word in words) else (name,)

    def parts(self, text: str) -> tuple[str, ...]:
        """The ingredients in a list's name of a drug, without salts, forms and strengths."""
        plain = _NUMBERS.sub(" ", _IN_BRACKETS.sub(" ", text.lower().translate(_DASHES).replace("*", " ")))
        found = (self._bare(part) for part in _APART.split(plain))
        apart = (one for part in found for one in self._unhyphened(part))
        return tuple(dict.fromkeys(self._names.same.get(one, one) for one in apart if one))

    def _unhyphened(self, part: str) -> tuple[str, ...]:
        sides = tuple(side.strip() for side in part.split("-"))
        known = {*self._names.generics, *self._names.same}
        return sides if len(sides) > 1 and any(side in known for side in sides) else (part,)

    def _bare(self, part: str) -> str:
        words = part.split()
        kept = [word for word in words if word.strip("-.") not in self._qualifiers]
        return " ".join(kept).strip(" -.")

    def of_list(self, name: str, form: str, strength: str) -> DrugWords:
        """What a line of a list says: its ingredients are what the name is made of."""
        said = self.parse(f"{name} {form} {strength}"[:MAX_CHARACTERS])
        return replace(said, ingredients=self.parts(name), brands=(), generics=(), joined=True)

    def _parse(self, text: str) -> DrugWords:
        """What a text says of a drug."""
        lowered = text.lower().translate(_DASHES)
        chosen = tuple(self._chosen(text))
        named = [word for word in chosen if word.kind in ("ingredient", "brand")]
        said = tuple(match.payload for match in self._table.find(tokens_of(lowered)))  # “Voltaren gel” names a form, too
        return DrugWords(
            ingredients=tuple(dict.fromkeys(name for word in named for name in word.names)),
            brands=tuple(dict.fromkeys(word.said for word in named if word.kind == "brand")),
            generics=tuple(dict.fromkeys(word.names[0] for word in named if word.kind == "ingredient")),
            salts=_kinds(said, "salt"),
            releases=_kinds(said, "release"),
            forms=_kinds(said, "form"),
            words=frozenset(word.said.rstrip("s") for word in said if word.kind == "form"),
            strengths=frozenset(f"{number.replace(' ', '')}{unit}" for number, unit in _STRENGTH.findall(lowered)),
            combined=bool(_COMBINED.search(lowered)),
            joined=self._is_one(lowered, named),
        )

    def _is_one(self, text: str, named: list[_Word]) -> bool:
        """Whether all that is named is one drug: a brand beside its own ingredients, or ``a/b``, ``a-b``, ``a with b``."""
        everything = {name for word in named for name in word.names}
        if any(set(word.names) == everything for word in named):
            return True
        between = (_between(text, first.said.lower(), second.said.lower()) for first, second in pairwise(named))
        joining = {*self._names.salts, "with", "w"}
        return bool(named) and all(words is not None and set(words) <= joining for words in between)

    def _nearly(self, word: str) -> bool:
        """Whether a word is the name of an ingredient or a brand but for a letter or two."""
        from rapidfuzz import fuzz, process

        return process.extractOne(word, self._long_names, scorer=fuzz.ratio, score_cutoff=_ALIKE) is not None

    def forget_texts(self) -> None:
        """Forget what was found in which text."""
        self.parse.cache_clear()
        self.nearly.cache_clear()

    def others(self, text: str) -> tuple[tuple[str, bool], ...]:
        """The words of a text that say nothing known of a drug, each with whether ``/`` joins it to the name of one."""
        lowered = text.lower().translate(_DASHES)
        chosen = tuple(self._chosen(text))
        known = {part for word in chosen for part in _WORD.findall(word.said.lower().replace("-", " "))}
        named = {part for word in chosen if word.kind in ("ingredient", "brand") for part in _WORD.findall(word.said.lower())}
        found = (match for match in _LONG_WORD.finditer(lowered) if not {match[0], match[0].rstrip("s")} & known)
        return tuple((match[0], _joins(lowered, match.start(), match.end(), named)) for match in found)

    def _chosen(self, text: str) -> Iterator[_Word]:
        """The longest phrases from the left, none over another."""
        tokens = tokens_of(text[:MAX_CHARACTERS].translate(_DASHES))
        found: list[Match[_Word]] = sorted(self._table.find(tokens), key=_first_longest)
        last = -1
        for match in found:
            if match.first > last:
                last = match.last
                yield match.payload


def _between(text: str, first: str, second: str) -> list[str] | None:
    """The words between two names that follow one another; None where a comma or other sign stands there."""
    start = text.find(first) + len(first)
    end = text.find(second, start)
    apart = text[start:end] if end >= 0 else ","
    return re.findall(r"[a-z]+", apart) if re.fullmatch(r"[a-z /+\-]{1,40}", apart) else None


def _joins(text: str, start: int, end: int, named: set[str]) -> bool:
    """Whether a slash with one of some words beyond it stands before or after a word."""
    before, after = re.search(r"([a-z]+)\s?/\s?\Z", text[:start]), re.match(r"\s?/\s?([a-z]+)", text[end:])
    return any(match is not None and match[1] in named for match in (before, after))


def _kinds(words: Iterable[_Word], kind: Kind) -> frozenset[str]:
    return frozenset(name for word in words if word.kind == kind for name in word.names)


def _first_longest(match: Match[_Word]) -> tuple[int, int]:
    return match.first, -match.length
