"""Quantities: a request is decided whole, so there is no "modified" and no smaller amount without saying so."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from imr_desktop.case.model import Case
from imr_desktop.preflight.checks.outcome import appended
from imr_desktop.preflight.data import any_of, pattern_of, spaced, table
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.requests import numbers, numbers_of
from imr_desktop.preflight.texts import Sentence, TextField, rationales, sentences

_words = functools.partial(pattern_of, "wording.toml")


@check("quantity.modified", severity="must fix")
def modified(case: Case, context: Context) -> Iterator[Raised]:
    """The word "modified" names no disposition: an item is Upheld or Overturned.

    bad: {"items": [{"rationale": "Six visits are enough. The request is modified to six visits."}]}
    bad: {"items": [{"rationale": "The request is partially certified for one month."}]}
    good: {"items": [{"rationale": "Utilization review modified the request to six visits."}]}
    good: {"items": [{"rationale": "There is no provision for modification of the request."}]}
    """
    for field in rationales(case):
        for count, span in enumerate(_modified(field.text), start=1):
            message = f"Item {field.number}: a request cannot be modified; write Upheld or Overturned and why."
            yield field.raised(span, message, count)


@functools.lru_cache(maxsize=512)
def _modified(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text modifies the request."""
    every = TextField(text, "").sentences(*table("wording.toml")["modified"]["hints"])
    found = ((sentence, match) for sentence in every if (match := _words("modified", "phrases").search(sentence.text)))
    others = _words("modified", "others")
    return tuple(
        (sentence.start + match.start(), sentence.start + match.end())
        for sentence, match in found
        if not others.search(sentence.text, 0, match.end())
    )


@check("quantity.portion", severity="consider")
def portion(case: Case, context: Context) -> Iterator[Raised]:
    """No part of a request is allowed while the rest is refused: a request is decided as a whole.

    bad: {"items": [{"title": "PT x 6", "decision": "Upheld", "rationale": "The request for PT is medically necessary for
          four sessions; the other two are not medically necessary."}]}
    bad: {"items": [{"title": "Acupuncture x 8", "decision": "Overturned", "rationale": "Six visits are approved."}]}
    bad: {"items": [{"title": "Norco #60", "decision": "Upheld", "rationale": "One month for weaning is certified."}]}
    bad: {"items": [{"title": "PT x 12", "decision": "Upheld", "rationale": "Half of the request is medically necessary."}]}
    good: {"items": [{"title": "PT x 6", "decision": "Overturned", "rationale": "The six sessions are medically necessary."}]}
    good: {"items": [{"title": "PT x 6", "decision": "Upheld", "rationale": "Utilization review allowed six visits, and six
          more were authorized. The remaining visits are not medically necessary."}]}
    good: {"items": [{"title": "PT x 6", "decision": "Upheld", "rationale": "Four sessions are necessary, but the request is
          decided as a whole."}]}
    """
    for field in rationales(case):
        own = numbers_of(field.item) if field.item else None
        known = own.counts | own.packs | frozenset(count for count, _ in own.supplies) if own else frozenset()
        found = _portion(field.text, known, bool(field.item and field.item.decision == "Upheld"))
        if found:
            message = f"Item {field.number}: a part of the request is allowed; a request is decided as a whole."
            yield field.raised((found.start, found.end), message)


@functools.lru_cache(maxsize=256)
def _portion(text: str, known: frozenset[int], upheld: bool) -> Sentence | None:
    """The sentence that allows a part of the request; `known` are the request's own numbers."""
    if not TextField(text, "").mentions(*table("wording.toml")["portion"]["hints"]) or _words("portion", "whole").search(
        text
    ):
        return None
    every = sentences(text)
    for at, sentence in enumerate(every):
        if _words("portion", "others").search(sentence.text):
            continue
        after = every[at + 1].text if at + 1 < len(every) else ""
        counted = (known or upheld) and _part_with_number(sentence.text, known)
        if _pattern("parts").search(sentence.text) or counted or _refuses(sentence.text, after):
            return sentence
    return None


def _part_with_number(text: str, known: frozenset[int]) -> bool:
    """Whether a number is allowed that is not the whole request's."""
    for found in _pattern("allowed").finditer(text):
        number = next(one for one in found.groups() if one)
        if not known & numbers(f"{number} sessions").counts:
            return True
    return False


def _refuses(text: str, after: str) -> bool:
    """Whether a sentence allows some, and it or the next refuses the rest."""
    some = _pattern("some").search(text)
    return some is not None and any(_pattern("rest").search(words) for words in (text[some.end() :], after) if words)


@functools.cache
def _pattern(key: str) -> re.Pattern[str]:
    data = table("wording.toml")["portion"]
    rows = data[key] if isinstance(data[key], list) else [data[key]]
    words = any_of(rows).replace("{n}", data["number"]).replace("{unit}", data["unit"])
    return re.compile(rf"\b(?:{spaced(words)})", re.IGNORECASE)


@check("quantity.partial", severity="consider")
def partial(case: Case, context: Context) -> Iterator[Raised]:
    """Where fewer would do, the rationale says that the request is decided as a whole.

    bad: {"items": [{"decision": "Upheld",
          "rationale": "Fewer sessions would be reasonable. The request is not medically necessary."}]}
    good: {"items": [{"decision": "Upheld",
          "rationale": "Six visits would be reasonable, but the request is decided as a whole."}]}
    """
    for field in rationales(case):
        if field.item is None or field.item.decision == "Overturned":
            continue
        found = _fewer(field.text)
        if found:
            start, words = found
            fix = Fix("Add the sentence", (appended(field, table("wording.toml")["whole"]["sentence"]),))
            message = f"Item {field.number}: fewer would do; say the request is decided whole."
            yield field.raised((start, start + len(words)), message, fix=fix)


@functools.lru_cache(maxsize=512)
def _fewer(text: str) -> tuple[int, str] | None:
    """Where a text says that fewer or a trial would be right, and in which words; not where it decides as a whole."""
    for sentence in TextField(text, "").sentences(*table("wording.toml")["whole"]["hints"]):
        found = _words("whole", "partial").search(sentence.text)
        if found:
            return None if _words("whole", "phrases").search(text) else (sentence.start + found.start(), found[0])
    return None
