"""What the summary says utilization review denied or allowed, against the items of the case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial

from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.preflight import places
from imr_desktop.preflight.data import compile_words, pattern_of, spaced, table
from imr_desktop.preflight.problem import Context, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.requests import kind, named, of_item
from imr_desktop.preflight.texts import Sentence, TextField
from imr_desktop.rules.match import NamedService

_PASSIVE = "".join(rf"(?<!\b{word}\s)" for word in ("not", "was", "were", "been", "is", "are"))
_words = partial(pattern_of, "told.toml")


@check("summary.unlisted", severity="consider")
def unlisted(case: Case, context: Context) -> Iterator[Raised]:
    """A treatment that the summary says was denied is an item; what it denies is what is decided here.

    bad: {"summary": "Utilization review denied the MRI of the knee and acupuncture.",
          "items": [{"title": "MRI of the left knee"}]}
    good: {"summary": "Utilization review denied the MRI of the knee and acupuncture.",
          "items": [{"title": "MRI of the left knee"}, {"title": "Acupuncture x 6"}]}
    good: {"summary": "Utilization review denied the request, and certified acupuncture.",
          "items": [{"title": "MRI of the left knee"}]}
    """
    own = [its for item in case.items if (its := of_item(context.packs, item))]
    if len(own) < len(case.items) or not own:
        return
    for sentence, start, words in _told(case, "denied"):
        here = named(context.packs, words)
        if here and not here.service.weak and not any(_same(here, its) for its in own):
            at = sentence.start + start
            message = f"Denied by utilization review, as the summary has it, and no item is it: {here.service.name}."
            yield TextField(case.summary, "summary").raised((at, at + len(words)), message, at)


@check("summary.authorized", severity="consider")
def authorized(case: Case, context: Context) -> Iterator[Raised]:
    """What utilization review allowed in full is not in dispute.

    bad: {"summary": "Utilization review denied the MRI of the knee and authorized acupuncture.",
          "items": [{"title": "MRI of the left knee"}, {"title": "Acupuncture x 6"}]}
    good: {"summary": "Utilization review denied the MRI of the knee and authorized acupuncture.",
          "items": [{"title": "MRI of the left knee"}]}
    good: {"summary": "Utilization review authorized six sessions of acupuncture.", "items": [{"title": "Acupuncture x 6",
          "requested": "Acupuncture x 12", "authorized": "Acupuncture x 6", "in_dispute": "Acupuncture x 6"}]}
    """
    denied = [its for _, _, words in _told(case, "denied") if (its := named(context.packs, words))]
    for sentence, _, words in _told(case, "allowed"):
        here = named(context.packs, words)
        for number, item in places.numbered(case) if here and not here.service.weak else ():
            its = of_item(context.packs, item)
            if here and its and _same(here, its) and not _of_part(item) and not any(_same(one, here) for one in denied):
                message = f"Item {number}: the summary says that it was authorized: is it in dispute?"
                yield places.raised(number, item, "title", message, sentence.text)


def _same(one: NamedService, other: NamedService) -> bool:
    return kind(one) == kind(other) and (not one.drugs or not other.drugs or bool(set(one.drugs) & set(other.drugs)))


def _of_part(item: DisputedItem) -> bool:
    """Whether only a part of a request is in dispute, so that another was allowed."""
    return bool(item.authorized.strip()) or "authorized" in item.title.lower()


def _told(case: Case, what: str) -> Iterator[tuple[Sentence, int, str]]:
    """Each thing the summary says was denied (or allowed): its sentence, where it starts there, and its words."""
    data = table("told.toml")
    for sentence in TextField(case.summary, "summary").sentences(*data["hints"]):
        if _words("who").search(sentence.text) is None or _words("skip").search(sentence.text):
            continue
        for found in _verb(what).finditer(sentence.text):
            stop = _ends().search(sentence.text, found.end())
            yield from _listed(sentence, found.end(), stop.start() if stop else len(sentence.text))


def _listed(sentence: Sentence, start: int, end: int) -> Iterator[tuple[Sentence, int, str]]:
    for part in [*_separators().finditer(sentence.text, start, end), None]:
        stop = part.start() if part else end
        words = sentence.text[start:stop]
        inner = words.strip()
        if inner:
            yield sentence, start + len(words) - len(words.lstrip()), inner
        start = part.end() if part else end


@cache
def _verb(what: str) -> re.Pattern[str]:
    data = table("told.toml")
    return re.compile(
        rf"{_PASSIVE}{compile_words(data[what]).pattern}\s+(?!(?:and|by|on|in|that|due|because|as)\b){spaced(data['lead'])}",
        re.IGNORECASE,
    )


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(spaced(table("told.toml")["ends"]), re.IGNORECASE)


@cache
def _separators() -> re.Pattern[str]:
    return re.compile(spaced(table("told.toml")["separators"]), re.IGNORECASE)
