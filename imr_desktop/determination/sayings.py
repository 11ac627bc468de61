"""What the letter says of a whole case: its outcome, what follows from it, and what to bear in mind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from imr_desktop.case.dates import written
from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.case.outcome import outcome
from imr_desktop.determination.wording import Caution, Wording


def outcome_sentence(case: Case, words: Wording) -> str:
    """The case's result in one sentence, true of every mix: what it says of decided items it never says of ended ones."""
    ended = [(number, item.end_state) for number, item in enumerate(case.items, 1) if item.end_state]
    result = outcome(case) or ("ended" if case.items and len(ended) == len(case.items) else "open")
    if not ended or not words.mixed:
        return words.outcome[result]
    found = {why: [number for number, state in ended if state == why] for why in dict.fromkeys(why for _, why in ended)}
    parts = [_filled(_one_or_more(words.mixed, numbers), numbers, words.why[why]) for why, numbers in found.items()]
    return words.mixed[result].replace("{ended}", joined(parts))


def restated(item: DisputedItem) -> bool:
    """Whether a modified request is worded by the letter, because its title does not tell what was authorized."""
    return item.relation is not None and bool(item.authorized) and "original request" not in item.title.lower()


def shown(item: DisputedItem) -> str:
    """What is in dispute in the words that the letter shows: of a modified request what remains of it, else the request."""
    return (restated(item) and item.disputed_text.strip()) or item.title.strip() or item.disputed_text.strip()


def afterwards(case: Case, words: Wording) -> Iterator[str]:
    """What follows from the determination, paragraph by paragraph: whom it binds, what must be done, how it is appealed."""
    if not words.after:
        return
    overturned = [number for number, item in enumerate(case.items, 1) if _overturned(item)]
    if overturned:
        yield words.after["authorize"].replace("{items}", items_named(overturned, words))
    yield from cautions(case, words)
    mailed = written(case.dates.mailed)
    until = words.after["mailed"].replace("{mailed}", mailed) if mailed else words.after["unmailed"]
    yield f"{words.how.effect} {until} {words.after['appeal']}"


def cautions(case: Case, words: Wording) -> Iterator[str]:
    """What is to be borne in mind with items of a kind, such as opioids that were upheld."""
    for caution in words.caution:
        numbers = [number for number, item in enumerate(case.items, 1) if _concerned(item, caution)]
        if numbers:
            yield caution.text.replace("{items}", items_named(numbers, words))


def joined(parts: list[str]) -> str:
    """Parts as people write them: ``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def items_named(numbers: list[int], words: Wording) -> str:
    """Items by their numbers in the letter."""
    return _filled(_one_or_more(words.after, numbers), numbers)


def _overturned(item: DisputedItem) -> bool:
    return item.decision == "Overturned" and item.end_state is None


def _concerned(item: DisputedItem, caution: Caution) -> bool:
    if item.end_state is not None or item.decision != caution.decision:
        return False
    text = shown(item)
    return bool(_pattern(caution.names).search(text)) and not _pattern(caution.without).search(text)


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words) or '(?!)'})(?!\w)", re.IGNORECASE)


def _one_or_more(table: dict[str, str], numbers: list[int]) -> str:
    return table["item" if len(numbers) == 1 else "items"]


def _filled(pattern: str, numbers: list[int], why: str = "") -> str:
    return pattern.replace("{numbers}", joined([f"{number}" for number in numbers])).replace("{why}", why)
