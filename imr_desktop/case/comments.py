"""Comments on a case: where they are pinned, in words and in the texts, and which comments are answers to which."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from imr_desktop.case import bound, fields
from imr_desktop.case.dates import moment
from imr_desktop.case.model import Case, ClaimDates, Comment, DisputedItem, Finding
from imr_desktop.case.tree import escaped, place_of_fact

_SHOWN = 60
_SENTENCE_END = re.compile(r"[.!?…][\"”’)\]]*\s+|\n")


def text_at(case: Case, place: str) -> str | None:
    """The text a sentence can be pinned to: ``summary`` or ``items.<id>.rationale``; None for any other place."""
    if place == "summary":
        return case.summary
    if place.startswith("items.") and place.endswith(".rationale"):
        return bound.text_of(case, place.removeprefix("items.").removesuffix(".rationale"), "rationale")
    return None


def span(case: Case, comment: Comment) -> tuple[int, int] | None:
    """Where a comment's words stand in its text now; None where they are gone, or it is not pinned to words.

    They are looked for where they stood; failing that, where they stand nearest to it.
    """
    text = text_at(case, comment.place)
    if text is None or not comment.quote or comment.start is None:
        return None
    start = max(comment.start, 0)
    if text.startswith(comment.quote, start):
        return start, start + len(comment.quote)
    found = _nearest(text, comment.quote, start)
    return None if found is None else (found, found + len(comment.quote))


def _nearest(text: str, quote: str, start: int) -> int | None:
    before, after = text.rfind(quote, 0, start + len(quote)), text.find(quote, start)
    known = [one for one in (before, after) if one >= 0]
    return min(known, key=lambda one: abs(one - start)) if known else None


def threads(case: Case) -> tuple[tuple[Comment, ...], ...]:
    """The comments as conversations: each begins with a comment that answers none here, its answers by time behind it."""
    roots, found = _roots(case), dict[str, list[Comment]]()
    for comment in case.comments:
        found.setdefault(roots[comment.id], []).append(comment)
    return tuple(
        tuple(sorted(thread, key=lambda one: (one.id != root, moment(one.made_at), one.id))) for root, thread in found.items()
    )


def _roots(case: Case) -> dict[str, str]:
    """The id of each comment's first one; where answers go round in a circle, one in the circle."""
    asked = {comment.id: comment.reply_to for comment in case.comments}
    roots: dict[str, str] = {}
    for comment in case.comments:
        way, one = dict.fromkeys([comment.id]), comment.id
        while one not in roots and asked[one] in asked and asked[one] not in way:
            one = asked[one]
            way[one] = None
        root = roots.get(one, one)
        roots.update(dict.fromkeys(way, root))
    return roots


# --- places ------------------------------------------------------------------------------------------------------------


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
    """The place of a finding, to pin a comment to: ``findings.<id>``."""
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
    return fields.title(Case, parts[0])


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
    return Counter(thread[0].place for thread in threads(case) if not thread[0].resolved)


def open_comments(case: Case, place: str) -> list[Comment]:
    """The first comments of the open conversations at a place."""
    return [thread[0] for thread in threads(case) if thread[0].place == place and not thread[0].resolved]


def short(text: str) -> str:
    """A text in one short line."""
    words = " ".join(text[: 4 * _SHOWN].split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN].rstrip()}…"


def _fact_label(case: Case, key: str, item: str) -> str:
    numbers = {name: number for number, one in enumerate(case.items, 1) for name in (one.id, escaped(one.id))}
    words = "Fact: " + key.replace("_", " ").replace(".", ", ")
    return f"{words} (item {numbers[item]})" if item in numbers else words
