"""Sentences that lower floors made, said in another language: by the pattern each was made by.

A pattern is an English sentence with ``{name}`` for what stood in it. Text is looked for from left to right, never by a
regular expression: what stands in the fields may come from a file, and no text can make the search run away.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

_LONGEST = 2_000
_DEEPEST = 3
_PLACE = "› "
"""What stands behind it is a field's own title."""
_SENTENCES = re.compile(r"(?<=[.?!]) (?=[A-Z“])")


@dataclass(frozen=True)
class Pattern:
    """The words between the fields, the fields between the words, and how it is said."""

    words: tuple[str, ...]
    fields: tuple[str, ...]
    said: str

    @property
    def weight(self) -> int:
        """How much of a sentence is the pattern's own."""
        return sum(map(len, self.words))

    def found(self, text: str) -> dict[str, str] | None:
        """What stands in the fields; None where the text was not made by this pattern."""
        first, *rest = self.words
        if not text.startswith(first):
            return None
        held: dict[str, str] = {}
        at = len(first)
        for number, (name, words) in enumerate(zip(self.fields, rest, strict=True), 1):
            last = number == len(rest)
            end = len(text) - len(words) if last and text.endswith(words) else -1 if last else text.find(words, at)
            if end < at or held.setdefault(name, text[at:end]) != text[at:end]:
                return None
            at = end + len(words)
        return held if at == len(text) else None


class Retelling:
    """Says sentences by their patterns; what no pattern made stays as it is."""

    def __init__(self, said: Mapping[str, str], titles: Mapping[str, str] | None = None) -> None:
        """`said`: patterns and how they are said; `titles`: the window's own words, for fields that a place names."""
        self._titles = titles or {}
        self._whole = {text.format(): words.format() for text, words in said.items() if not _fields(text)}
        self._by_start: dict[str, list[Pattern]] = defaultdict(list)
        for text, words in said.items():
            if made := _pattern(text, words):
                self._by_start[made.words[0][:1]].append(made)
        for patterns in self._by_start.values():
            patterns.sort(key=lambda one: -one.weight)

    def __call__(self, text: str, depth: int = 0) -> str:
        """The sentence, or each of several, as far as their patterns are known."""
        if len(text) > _LONGEST or depth > _DEEPEST:
            return text
        if text in self._whole:
            return self._whole[text]
        parts = _SENTENCES.split(text)
        for joined, pieces in ((" ", parts if len(parts) > 1 else []), ("", [text]), (", ", text.split(", "))):
            known = [self._known(piece, depth) for piece in pieces]
            if known and None not in known:
                return joined.join(filter(None, known))
        return " ".join(self(part, depth + 1) for part in parts) if len(parts) > 1 else text

    def _known(self, text: str, depth: int) -> str | None:
        if text in self._whole:
            return self._whole[text]
        small = self._whole.get(text[:1].upper() + text[1:])
        if small is not None:
            return small[:1].lower() + small[1:]
        for pattern in self._patterns(text):
            held = pattern.found(text)
            if held is not None:
                own = any(words.endswith(_PLACE) for words in pattern.words)
                return pattern.said.format(**{name: self._inner(one, depth, own=own) for name, one in held.items()})
        return None

    def _patterns(self, text: str) -> Iterator[Pattern]:
        yield from self._by_start.get(text[:1], ())
        yield from self._by_start.get("", ())

    def _inner(self, held: str, depth: int, *, own: bool) -> str:
        """What stands in a field: the program's own words there are said too, and begin small; a file's stay as they are."""
        own = own or held == held.lower() or held.startswith("Item ") or held[:1].isdigit()
        return (self._known(held, depth + 1) or self._titles.get(held, held)) if own and depth < _DEEPEST else held


def _fields(text: str) -> bool:
    return any(name is not None for _, name, _, _ in Formatter().parse(text))


def _pattern(text: str, said: str) -> Pattern | None:
    words, fields = [""], list[str]()
    for before, name, _, _ in Formatter().parse(text):
        words[-1] += before
        if name is not None:
            fields.append(name)
            words.append("")
    return Pattern(tuple(words), tuple(fields), said) if fields and any(map(str.strip, words)) else None
