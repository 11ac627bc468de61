"""Where comments are pinned, in words, and which places can be chosen. Imports no Qt."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from imr_desktop.case import comments, fields
from imr_desktop.case.model import Case, ClaimDates, Comment, DisputedItem, Finding
from imr_desktop.case.places import escaped, place_of_fact

_SHOWN = 60
_SENTENCE_END = re.compile(r"[.!?…][\"”’)\]]*\s+|\n")


class Pin(NamedTuple):
    """A place to pin a comment to; for a sentence also its offsets in the text and its words."""

    place: str = ""
    start: int | None = None
    end: int | None = None
    quote: str = ""


def item_place(item_id: str, field: str = "") -> str:
    """``items.<id>``, or one of its fields."""
    return f"items.{escaped(item_id)}" + (f".{field}" if field else "")


def finding_place(finding_id: str) -> str:
    """``findings.<id>``."""
    return f"findings.{escaped(finding_id)}"


def choices(case: Case) -> list[tuple[Pin, str]]:
    """Every place a comment can be pinned to, with its words, in the order of the work."""
    found = [(Pin(), "The whole case"), (Pin("summary"), "Case summary")]
    for number, item in enumerate(case.items, 1):
        found += [
            (Pin(item_place(item.id)), f"Item {number}: {short(item.title)}"),
            (Pin(item_place(item.id, "rationale")), f"Item {number} › Rationale"),
        ]
    found += [
        (Pin(finding_place(finding.id)), f"Finding {number}: {short(finding.text)}")
        for number, finding in enumerate(case.findings, 1)
    ]
    found += [(Pin(place_of_fact(fact.key, fact.item)), _fact_label(case, fact.key, fact.item)) for fact in case.facts]
    dates = (field for field in fields.named(ClaimDates, fields.EDITED) if getattr(case.dates, field))
    found += [(Pin(f"dates.{field}"), fields.title(ClaimDates, field)) for field in dates]
    return found


def label(case: Case, place: str) -> str:
    """A place in words; one that is gone is told as such."""
    if not place:
        return "The whole case"
    if place == "summary":
        return "Case summary"
    parts = place.split(".")
    ids = {"items": [item.id for item in case.items], "findings": [one.id for one in case.findings]}
    if parts[0] in ids and len(parts) > 1:
        known = [escaped(one) for one in ids[parts[0]]]
        if parts[1] not in known:
            return f"{parts[0][:-1].capitalize()} that is gone"
        named = f"{parts[0][:-1].capitalize()} {known.index(parts[1]) + 1}"
        kind = DisputedItem if parts[0] == "items" else Finding
        return " › ".join([named, *(fields.title(kind, part) for part in parts[2:])])
    if parts[0] == "dates":
        return fields.title(ClaimDates, parts[-1])
    if parts[0] == "facts":
        key, _, item = place.removeprefix("facts.").partition("@")
        return _fact_label(case, key, item)
    return place


def item_of(case: Case, place: str) -> str:
    """The id of the item a place belongs to, empty for none."""
    named = place.split(".")[1] if place.startswith("items.") else place.partition("@")[2]
    return next((item.id for item in case.items if named and escaped(item.id) == named), "")


def finding_of(case: Case, place: str) -> str:
    """The id of the finding a place is, empty for none."""
    named = place.removeprefix("findings.") if place.startswith("findings.") else ""
    return next((one.id for one in case.findings if named and escaped(one.id) == named), "")


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence that holds an offset, or the words selected where some are."""
    if end <= start:
        begin = max((found.end() for found in _SENTENCE_END.finditer(text, 0, start)), default=0)
        stop = _SENTENCE_END.search(text, start)
        start, end = begin, stop.end() if stop else len(text)
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))


def open_by_place(case: Case) -> Counter[str]:
    """How many open conversations each place has."""
    return Counter(thread[0].place for thread in comments.threads(case) if not thread[0].resolved)


def open_comments(case: Case, place: str) -> list[Comment]:
    """The first comments of the open conversations at a place."""
    return [thread[0] for thread in comments.threads(case) if thread[0].place == place and not thread[0].resolved]


def short(text: str) -> str:
    """A text in one short line."""
    words = " ".join(text[: 4 * _SHOWN].split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN].rstrip()}…"


def _fact_label(case: Case, key: str, item: str) -> str:
    numbers = {name: number for number, one in enumerate(case.items, 1) for name in (one.id, escaped(one.id))}
    words = "Fact: " + key.replace("_", " ").replace(".", ", ")
    return f"{words} (item {numbers[item]})" if item in numbers else words
