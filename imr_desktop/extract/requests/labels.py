"""What a label or the head of a column asks for: known labels first, else the words that labels are made of."""

from __future__ import annotations

import re
from functools import cache

from imr_desktop.extract.requests.words import asking_words, decided, form_words, label_of, labelling

_LONGEST = 70
_MOST_WORDS = 9
_WORD = re.compile(r"[a-z]+")
_NON = re.compile(r"non-?\s?(?=cert|auth)")
_BESIDE_TITLES = frozenset({"title", "asked", "amount", "lost", "allowed", "changed", "put_off", "decision"})
_PAST = re.compile(r"\b(?:to date|prior|previous(?:ly)?|already|so far|used|completed)\b", re.IGNORECASE)
_NONE = re.compile(r"\W{0,3}no requests?\b", re.IGNORECASE)
_BREAK = re.compile(r"[.?!]\s+(?=[A-Z(#])|[;|]\s*|\)\s+(?=[A-Z])|,\s+(?=[A-Z])")
_BREAK_IN_CAPITALS = re.compile(r"[?!]\s+|[;|]\s*")
"""In a line of capitals nothing tells a word that opens a label from one that goes on with the words before it."""
_MARK = re.compile(r"\(?\d{1,2}\)?\Z")
_MOST_TAIL = 6
_ABOUT = re.compile(r"(?P<what>[A-Za-z]{4,14}) (?:on|upon|about|after|following) [^.:]{3,40}\Z")
_OF_DECISIONS = frozenset({"decision", "asked", "allowed"})
"""What the first word of a head asks for, whatever it is about ("Decision on what was understood")."""


@cache
def kind_of(words: str) -> str:
    """What a label asks for (a key of the table of labels); empty for words that are no label."""
    words = words.strip(" :")
    kind = label_of(words)
    kind = kind or (_by_words(words) if len(words) <= _LONGEST else "")
    about = None if kind else _ABOUT.match(words)
    if about and (of := label_of(about["what"])) in _OF_DECISIONS and _by_words(words) != "amount":
        return of
    return kind


def _by_words(label: str) -> str:
    if _NONE.match(label):
        return ""
    words = _WORD.findall(_NON.sub("non", label.lower()))
    known = asking_words()
    hits = {known[word] for word in words if word in known}
    if hits & {"asked", "allowed"} and _PAST.search(label):
        return ""
    if not hits or (hits & {"allowed", "lost"} and not labelling("still").isdisjoint(words)):
        return ""
    if hits <= {"asked", "number"} and not labelling("numbered").isdisjoint(words):
        return ""
    if not all(word in known or word in labelling("small") or word in form_words() for word in words):
        return ""
    if "title" in hits and hits <= _BESIDE_TITLES and not labelling("titles").isdisjoint(words):
        return "asked" if hits & {"asked", "amount"} and words[0] in labelling("leading") else "title"
    hits -= {"title"} if len(hits) > 1 else set()
    return next(kind for kind in dict.fromkeys(known.values()) if kind in hits)


def is_label(words: str) -> bool:
    """Whether words are nothing but a label: of a known kind, or of the words that forms' labels are made of."""
    common = form_words() | labelling("small")
    return bool(kind_of(words)) or all(word in common for word in _WORD.findall(words.lower()))


def label_start(words: str, *, fresh: bool) -> int | None:
    """Where the label begins that ends these words, which stand before a colon; None where they are no label.

    What opens a line or cell (`fresh`) is a label whole; behind a value it is as long as its words are those of labels.
    """
    words = words.rstrip()
    if _MARK.match(words):
        return None  # a number of a list
    breaking = _BREAK_IN_CAPITALS if words.isupper() else _BREAK
    breaks = [mark for mark in breaking.finditer(words) if not _is_within(words, mark.start())]
    base = breaks[-1].end() if breaks else 0
    tail = words[base:]
    if breaks and breaks[-1].group()[0] in ";|" and kind_of(tail):
        return base  # in small letters, too
    if fresh and (kind_of(tail) or len(tail.split()) <= _MOST_WORDS):
        return base
    best: int | None = None
    for token in reversed([*re.finditer(r"\S+", tail)][-_MOST_TAIL:]):
        longer = tail[token.start() :]
        if not is_label(longer):
            break
        if longer[0].isupper() or longer[0] == "#":
            if best is not None and not _goes_with(longer, tail[best:], token.group()):
                break
            best = token.start()
    return None if best is None else base + best


def _is_within(words: str, at: int) -> bool:
    """Whether a place lies within brackets that close behind it."""
    before = words[: at + 1]
    return before.count("(") > before.count(")") and ")" in words[at + 1 :]


def _goes_with(longer: str, label: str, word: str) -> bool:
    """Whether a word before a label is part of it, rather than the end of the value before."""
    return bool(label_of(longer)) or (kind_of(longer) == kind_of(label) and decided(word) is None)
