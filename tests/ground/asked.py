"""What is asked for, in the words of one document: titles, how many, how often, how many of them allowed."""

from __future__ import annotations

import random
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .markup import Row, Template

WORDS = {1: "one", 3: "three", 4: "four", 6: "six", 7: "seven", 8: "eight", 10: "ten", 12: "twelve", 14: "fourteen"}
ANY = ("x{n}", "x {n}", "{n}", "#{n}", "Qty {n}", "quantity of {n}", "{n}.00 Unit(s)", "{n} total", "{n} EA")
WAYS = {  # how a number of units is said, besides what stands in ANY; {w} the number in words, {a} or {t} times {b} is {n}
    "sessions": (
        "{n} sessions",
        "up to {n} sessions",
        "{t} a week for {b} weeks",
        "{a}x/week x {b} weeks",
        "{a} per week for {b} weeks ({n} total)",
        "{n} sessions over {b} weeks",
        "a total of {w} sessions",
        "sessions x{n}",
    ),
    "visits": (
        "{n} visits",
        "{w} visits",
        "{a}x{b}",
        "{t} weekly for {b} weeks",
        "{a} x per week, {b} weeks",
        "{n} visits within {b} weeks",
        "visits: {n}",
    ),
    "count": ("#{n}", "#{n} with 0 refills", "Qty: {n}", "quantity {n}", "#{n}, no refill", "{w} (#{n})", "count of {n}"),
    "unit": ("{w} ({n})", "{w}", "{n} each", "{n} unit", "one set", "one only"),
    "months": ("{n} months", "{w} months", "for {n} month(s)", "x {n} mo"),
    "days": ("{n} days", "{w} days", "x {n} days", "{n}-day rental"),
    "injections": ("series of {n}", "{w} injections", "x {n}", "{n} injections"),
}
OTHER = ("{n} {u}", "{w} {u}", "{u}: {n}", "{n} ({w}) {u}")
DISPENSED = ("count", "capsules", "films", "tubes", "syringes")


def amounts(item: Row, rng: random.Random) -> tuple[str, str, str]:
    """How often, how many, how many of them allowed: in one of the ways that stand on paper."""
    asked, allowed, unit = item["asked"], item["allowed"], item["unit"]
    if not asked:
        return "", "", "none"
    style = rng.choice(("plain", "plain", "words", "sign"))

    def said(count: int) -> str:
        if unit == "count":
            return {"plain": f"#{count}", "words": f"{count} tablets", "sign": f"Qty: {count}"}[style]
        name = unit if count != 1 else unit.rstrip("s")
        return {
            "plain": f"{count} {name}",
            "words": f"{WORDS.get(count, count)} ({count}) {name}",
            "sign": f"x {count} {name}",
        }[style]

    often = ""
    if unit in ("sessions", "visits"):
        times, weeks = _weekly(asked)
        short = f"{times}x{weeks}"
        often = rng.choice((short, short, f"{times} times a week for {weeks} weeks", f"{times} x week x {weeks} weeks"))
    return often, said(asked), said(allowed) if allowed else "none"


def _weekly(count: int) -> tuple[int, int]:
    return (2, count // 2) if count % 2 == 0 else (1, count)


def mixed(item: Row, rng: random.Random, choice: str) -> tuple[str, str]:
    """The same in more ways: `bare` for columns of numbers, `signs` without the unit's name, else any."""
    asked, allowed, unit = item["asked"], item["allowed"], item["unit"]
    if not asked:
        return "", "none"
    named: Sequence[str] = WAYS.get(unit, OTHER)
    pool = {"bare": ("{n}",), "signs": ANY, "named": named}.get(choice) or (*named, *named, *ANY)
    if choice != "bare" and max(asked, allowed or 0) == 1:
        pool = [way for way in pool if "total" not in way]
    way = rng.choice(pool)

    def said(count: int) -> str:
        times, weeks = _weekly(count)
        name = unit if count != 1 else unit.rstrip("s")
        return way.format(n=count, w=WORDS.get(count, count), u=name, a=times, t=("once", "twice")[times - 1], b=weeks)

    return said(asked), said(allowed) if allowed else "none"


def request(item: Row, template: Template, rng: random.Random) -> Row:
    """The item in this document's words: title, how many, how often. The code is made up: it stands for no service."""
    words = template.options.get("words") or rng.choice(("full", "full", "short", "formal"))
    often, quantity, granted = amounts(item, rng)
    if "counts" in template.options:
        quantity, granted = mixed(item, rng, template.options["counts"])
    return {
        **item,
        "title": item[words],
        "alias": item["full" if words == "short" else "short"],
        "often": often,
        "quantity": quantity,
        "granted": granted,
        "cpt": 10000 + zlib.crc32(item["formal"].encode()) % 90000,
        "rx": item["unit"] in DISPENSED,
        "qty": item["asked"] or "",
        "allow": "" if item["allowed"] is None else item["allowed"],
        "comma": f", {quantity}" if quantity else "",
        "paren": f" ({quantity})" if quantity else "",
        "grantedfor": f" for {granted}" if item["allowed"] else "",
    }
