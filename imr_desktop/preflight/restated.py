"""Where a text says again what was requested: "the request for MRI of the left knee", "12 visits are requested".

These words can be held against the item, since they can mean nothing else. What somebody asked for before, or asked for
besides, is told apart by the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import islice

from imr_desktop.case.model import DisputedItem
from imr_desktop.preflight.data import any_of, compile_any, pattern_of, table
from imr_desktop.preflight.prose_dates_found import DATE
from imr_desktop.preflight.texts import Sentence, TextField

MOST = 200
"""Restatements looked at in one text."""
LONGEST = 200
LOOK_BACK = 40


@dataclass(frozen=True, slots=True)
class Restated:
    """Words of a text that name the request, at ``start:end`` of it."""

    start: int
    end: int
    text: str


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return compile_any(table("restated.toml")["request"][key])


_words = partial(pattern_of, "restated.toml", "request")


@cache
def _end() -> re.Pattern[str]:
    stops = any_of(table("restated.toml")["request"]["stops"])
    return re.compile(rf"\s+{stops}(?!\w)|[;:?!\[]|\.(?=\s|$)|[,.]?[”\"]", re.IGNORECASE)


@cache
def _first() -> re.Pattern[str]:
    """Words no request begins with."""
    return re.compile(rf"(?:{any_of(table('restated.toml')['request']['stops'])}|for|on|and)(?!\w)", re.IGNORECASE)


@cache
def _start() -> re.Pattern[str]:
    """Where, before "are requested", the request's words can begin."""
    return re.compile(
        rf"[,;:]\s|\b{any_of(table('restated.toml')['request']['stops'])}(?!\w)|\b(?:and|case|time)\b", re.IGNORECASE
    )


@cache
def _date() -> re.Pattern[str]:
    return re.compile(DATE, re.IGNORECASE)


def asked(item: DisputedItem) -> str:
    """All words of an item that say what was requested: the whole, the part allowed, and the part in dispute."""
    return " ; ".join(dict.fromkeys(text for text in (item.title, item.requested, item.authorized, item.in_dispute) if text))


def restated(field: TextField) -> tuple[Restated, ...]:
    """Where a text names the request, in order; the first `MOST` of them."""
    return _found(field.text)


@lru_cache(maxsize=256)
def _found(text: str) -> tuple[Restated, ...]:
    field = TextField(text, "")
    every = (one for sentence in field.sentences(*table("restated.toml")["request"]["hints"]) for one in _in(sentence))
    return tuple(islice(every, MOST))


def _in(sentence: Sentence) -> Iterator[Restated]:
    dated = _date().search(sentence.text) is not None
    done = -1
    for key in ("noun", "verb"):
        for found in _pattern(key).finditer(sentence.text):
            if (key == "verb" and dated) or found.end() <= done or _of_another(sentence.text, found.start()):
                continue
            one = _after(sentence, found.end())
            if one:
                done = max(done, one.end - sentence.start)
                yield one
    for found in _pattern("behind").finditer(sentence.text):
        one = None if dated else _before(sentence, found.start())
        if one:
            yield one
    for found in _pattern("result").finditer(sentence.text):
        one = None if done >= 0 or _words("general").search(sentence.text) else _before(sentence, found.start())
        if one:
            yield one


def _of_another(text: str, start: int) -> bool:
    """Whether the words before show that another request is meant."""
    clause = re.split(r"[,;:(]", text[max(0, start - LOOK_BACK) : start])[-1]
    return _words("other").search(clause) is not None


def _after(sentence: Sentence, start: int) -> Restated | None:
    text = sentence.text
    while start < len(text) and text[start] in " \t\n“\"'":
        start += 1
    if _words("none").match(text, start) or _first().match(text, start):
        return None
    end = _end().search(text, start, start + LONGEST)
    return _made(sentence, start, end.start() if end else min(len(text), start + LONGEST))


def _before(sentence: Sentence, end: int) -> Restated | None:
    low = max(0, end - LONGEST)
    breaks = [found.end() for found in _start().finditer(sentence.text, low, end)]
    start = breaks[-1] if breaks else low
    return (
        None
        if _of_another(sentence.text, end) or _words("other").search(sentence.text, start, end)
        else _made(sentence, start, end)
    )


def _made(sentence: Sentence, start: int, end: int) -> Restated | None:
    words = sentence.text[start:end]
    inner = words.strip(' \t\r\n,.;:“”"')
    if len(inner) < 3:
        return None
    offset = sentence.start + start + words.index(inner)
    return Restated(offset, offset + len(inner), inner)
