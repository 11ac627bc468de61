"""Holds facts, diagnoses, drugs and findings of an examination against what is true."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from .alike import contains, like
from .tally import Table, note_of

FACTS = {
    "injury": "dates.injury",
    "ur_denial": "dates.ur_denial",
    "rfa": "dates.request_for_authorization",
    "age": "age",
    "sex": "sex",
}
_SEXES = {"woman": "female", "man": "male", "f": "female", "m": "male"}


def judge_facts(truth: dict, said: dict, table: Table, tag: str) -> None:
    proposals = said.get("proposals", [])
    ends = {one["until"] for one in _spans(said)}
    for name, key in FACTS.items():
        planted = {_SEXES.get(word := str(row["value"]).lower(), word) for row in truth["conflicts"] if row["what"] == name}
        given = [each["value"] for each in proposals if each["key"] == key]
        if name == "injury":  # a span is a fact, and no value of a case: its first day is proposed as the day
            spans = [f"{one['date']}/{one['until']}" for one in _spans(said)]
            given = [value for value in given if not any(value in span for span in spans)] + spans
        given = [value for value in given if not _plain(value) & planted]  # the other side of a conflict
        true = truth["facts"][name]
        whole = name != "injury" or len(true["value"]) == 1 or true["value"][1] in ends  # a span has an end too
        good = [whole and bool(_plain(value) & _wanted(name, true["value"])) for value in given]
        shown = min(1, len(given)) if name == "rfa" else len(given)
        for row in (f"fact {name}", "facts all"):
            table.add(row, any(good), shown, bool(true["pages"]) or any(good))
        if true["pages"] and not any(good):
            table.miss(f"fact {name}", f"{tag} {true['value']} on pages {true['pages'][:6]} said {given}")
        elif not all(good) and name != "rfa":
            table.miss(f"fact {name}", f"{tag} {true['value']} also said {given}")


def _spans(said: dict) -> list[dict]:
    """Each span of an injury once."""
    told = [fact for fact in said.get("facts", []) if fact["kind"] == "injury" and fact.get("until")]
    return _distinct((fact for fact in told if fact["subject"] == "patient"), "date", "until")


def _plain(value: object) -> set[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return {str(each).lower() for each in value} | {"/".join(str(each) for each in value)}
    return {str(value).lower(), *re.findall(r"\d{4}-\d\d-\d\d", str(value))}


def _wanted(name: str, value: object) -> set[str]:
    if name == "age":
        return {str(each) for each in value}
    if name == "sex":
        return {value, value[0]}
    if isinstance(value, list) and len(value) == 2:
        return {"/".join(value), value[0]}
    return {value[0]} if isinstance(value, list) else {value}


def _distinct(rows: Iterable[dict], *names: str) -> list[dict]:
    return list({tuple(str(row[name]).lower() for name in names): row for row in rows}.values())


def judge_lists(truth: dict, findings: list[dict], table: Table, tag: str) -> None:
    said = [each["value"] for each in findings]
    dx = [each for each in said if each.get("category", "").startswith("diagnos")]
    rows = _distinct((row for row in truth["diagnoses"] if row["named"]), "text")
    hit = [any(_is_named(row, each) for each in dx) for row in rows]
    good = sum(any(_is_named(row, each) for row in truth["diagnoses"]) for each in dx)
    _both(table, "diagnoses", good, len(dx), sum(hit), len(rows))
    for row, found in zip(rows, hit, strict=True):
        if not found:
            table.miss("diagnosis", f"{tag} p.{row['page']} {note_of(truth, row['page'])}: {row['text']!r}")
    coded = _distinct((row for row in truth["diagnoses"] if row["code"]), "text")
    held = sum(any(row["code"].lower() in json.dumps(each).lower() for each in dx) for row in coded)
    _both(table, "diagnosis codes", held, held, held, len(coded))
    drugs = _distinct(truth["medications"], "text", "dose")
    meds = [each for each in said if each.get("category", "").startswith("medic") and _is_judged(each, drugs)]
    hit = [any(_drug(row, each) for each in meds) for row in drugs]
    good = sum(any(_drug(row, each) for row in drugs) for each in meds)
    _both(table, "medications with dose", good, len(meds), sum(hit), len(drugs))
    for row, found in zip(drugs, hit, strict=True):
        if not found:
            table.miss("medication", f"{tag} p.{row['page']} {note_of(truth, row['page'])}: {row['text']} {row['dose']}")
    for each in meds:
        if not any(_drug(row, each) for row in drugs):
            table.miss("medication false", f"{tag} {each['text']!r}")
    for each in dx:
        if not any(_is_named(row, each) for row in truth["diagnoses"]):
            table.miss("diagnosis false", f"{tag} {each['text']!r}")


def _both(table: Table, name: str, good: float, given: float, found: float, true: float) -> None:
    """Precision and recall that are counted on different sides."""
    table.add(f"{name}: precision", good, given, given)
    table.add(f"{name}: recall", found, true, true)


def _is_named(row: dict, each: dict) -> bool:
    """Whether a diagnosis is said: in its words, or by its code with most of them, where a line cuts off the rest."""
    if like(row["text"], each["text"]) >= 82 or contains(row["text"], each["text"]) >= 92:
        return True
    name = each["text"].rpartition(" (")[0]
    coded = row["code"] is not None and each.get("code") == row["code"]
    return coded and (like(row["text"], name) >= 60 or contains(name, row["text"]) >= 85)


def _is_judged(each: dict, drugs: list[dict]) -> bool:
    """Whether the truth tells of a drug: one without a dose that no row names came with a template's own words."""
    return bool(each.get("dose")) or any(contains(row["text"], each["text"].lower()) >= 90 for row in drugs)


def _drug(row: dict, each: dict) -> bool:
    text = json.dumps(each).lower()
    return contains(row["text"], text) >= 90 and re.sub(r"\s", "", row["dose"].lower()) in re.sub(r"\s", "", text)


def judge_exam(truth: dict, facts: list[dict], table: Table, tag: str) -> None:
    """Each finding of an examination against the words on its page that say it most: findings cite a few pages alone."""
    shown = _told_by(facts)
    found, polar, sided, with_polarity, with_side = 0, 0, 0, 0, 0
    for row in truth["exam"]:
        best = max(shown, key=lambda each: _near(row, each), default=None)
        if best is None or _near(row, best) < 85:
            table.miss("exam", f"{tag} p.{row['page']} {note_of(truth, row['page'])}: {row['text']!r} not found")
            continue
        found += 1
        polarity, side = {"positive": "present", "negative": "absent"}[row["polarity"]], row["side"] or ""
        with_polarity += bool(best["polarity"])
        polar += best["polarity"] == polarity
        with_side += bool(best["side"] or not side)
        sided += best["side"] == side
        if (best["polarity"], best["side"]) != (polarity, side):
            table.miss("exam", f"{tag} p.{row['page']}: {row['text']!r} {row['polarity']} {row['side']} said {best}")
    table.add("exam findings found", found, found, len(truth["exam"]))
    table.add("exam polarity", polar, with_polarity, found)
    table.add("exam side", sided, with_side, found)


def _told_by(facts: list[dict]) -> list[dict]:
    """What one stretch of words says of the examination: polarity and side where all signs in it agree."""
    told: dict[tuple[int, str], list[dict]] = {}
    for fact in facts:
        if fact["kind"] in ("exam", "symptom"):
            told.setdefault((fact["page"], fact["quote"]), []).append(fact)
    return [
        {"page": page, "quote": quote, **{name: _agreed(same, name) for name in ("polarity", "side")}}
        for (page, quote), same in told.items()
    ]


def _agreed(facts: list[dict], name: str) -> str:
    values = {fact[name] for fact in facts if fact.get(name)}
    return values.pop() if len(values) == 1 else ""


def _near(row: dict, each: dict) -> float:
    return contains(row["text"], each["quote"]) if row["page"] == each["page"] else 0
