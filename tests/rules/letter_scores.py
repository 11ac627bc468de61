"""How well requests are understood, measured against what was read by hand from real letters."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imr_desktop.rules import parse_request
from imr_desktop.rules.model import Request
from imr_desktop.rules.packs import Packs

GOLD = Path(__file__).parent / "data" / "letters_gold.toml"
QUANTITY = ("total", "count", "per_week", "weeks", "pack", "refills")
PARTS = ("original", "authorized")
PLACES = ("side", "levels", "body")


def match_service(packs: Packs, text: str) -> str | None:
    """The canonical name of the service an item's words ask for, or None where the packs do not know it."""
    named = packs.matcher.match(text)
    return named.service.name if named else None


@dataclass(frozen=True)
class Item:
    """One disputed item: where it stands, what was read by hand (`gold`), and what the program reads."""

    place: str
    gold: dict[str, Any]
    service: str | None
    request: Request

    def right(self, name: str) -> bool:
        """Whether the program reads `name` as it was read by hand; a count may repeat the total."""
        read = getattr(self.request, name)
        if name == "count" and name not in self.gold:
            return read is None or read in (self.gold.get("total"), self.gold.get("pack"))
        if name == "pack" and name not in self.gold:
            return read is None or read == self.gold.get("total")
        wanted = self.gold.get(name)
        return bool(read == (tuple(wanted or ()) if name in ("levels", "body", "service_dates") else wanted))

    @property
    def states_quantity(self) -> bool:
        """Whether its words state a number of anything."""
        return any(name in self.gold for name in QUANTITY)


def items_of(folder: Path, packs: Packs) -> list[Item]:
    """The items of the letters listed in the folder's ``expected.json``, as far as the gold file knows them."""
    gold = tomllib.loads(GOLD.read_text(encoding="utf-8"))
    cases = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return [
        Item(
            f"{case['case']} {number}",
            gold[case["case"]][str(number)],
            match_service(packs, item["title"]),
            parse_request(item["title"]),
        )
        for case in cases
        if case["case"] in gold
        for number, item in enumerate(case["items"], 1)
    ]


def table(items: list[Item]) -> Iterator[str]:
    """A Markdown table: what was asked of the program, of how many items, and how often it was right."""
    stated = [item for item in items if item.states_quantity]
    divided = [item for item in items if any(name in item.gold for name in PARTS)]
    yield "| measured | items | right | |"
    yield "|---|--:|--:|--:|"
    yield _row("service recognised", len(items), sum(item.service is not None for item in items))
    yield _row("recognised service is the right one", len(items), len(items) - len(wrong_services(items)))
    yield _row("quantity, where one is stated", len(stated), sum(quantity_right(item) for item in stated))
    yield _row(
        "no quantity, where none is stated",
        len(items) - len(stated),
        sum(quantity_right(item) for item in items if not item.states_quantity),
    )
    yield _row(
        "original and authorized, where told", len(divided), sum(all(item.right(name) for name in PARTS) for item in divided)
    )
    for name in PLACES:
        yield _row(
            {"side": "side", "levels": "spinal levels", "body": "body parts"}[name],
            len(items),
            sum(item.right(name) for item in items),
        )
    yield _row("retrospective, with its dates", len(items), sum(_dated(item) for item in items))
    yield _row("asks just where the words leave it open", len(items), sum(asks_rightly(item) for item in items))


def wrong_services(items: list[Item]) -> list[str]:
    """Where a service was recognised that is another than the one asked for."""
    return [item.place for item in items if item.service not in (None, item.gold["service"])]


def quantity_right(item: Item) -> bool:
    """Whether all numbers of a quantity are read as they stand."""
    return all(item.right(name) for name in QUANTITY)


def asks_rightly(item: Item) -> bool:
    """Whether a question is asked just where the words leave something open."""
    return bool(item.request.ambiguous) == bool(item.gold.get("asks"))


def _dated(item: Item) -> bool:
    return item.request.retrospective == item.gold.get("retrospective", False) and item.right("service_dates")


def _row(name: str, of: int, right: int) -> str:
    return f"| {name} | {of} | {right} | {right / of:.1%} |" if of else f"| {name} | 0 | | |"
