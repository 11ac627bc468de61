"""Holds what the program says against what is true, and counts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from imr_desktop.extract.parts.kinds import kinds

from .alike import DAY as _DAY
from .alike import contains, days_in, like, same_care, same_name
from .judge_facts import judge_exam, judge_facts, judge_lists
from .tally import Table, note_of

UNDATED = {"fax cover", "index"}
"""Their own day says nothing: neither asked for nor held against the program."""


def score(truth: dict, said: dict, table: Table, tag: str) -> None:
    parts = [part for each in said["documents"] for part in each["parts"]]
    _documents(truth["truth"], parts, table, tag)
    _titles(truth, parts, table, tag)
    _requests(truth, said, table, tag)
    proposals = said["proposals"]
    judge_facts(truth, said, table, tag)
    findings = [each for each in proposals if isinstance(each["value"], dict) and "text" in each["value"]]
    judge_lists(truth, findings, table, tag)
    judge_exam(truth, said["facts"], table, tag)
    for name in ("conflicts", "missing"):
        _planted(name, truth[name], said[name], table, tag)


def _documents(rows: list[dict], parts: list[dict], table: Table, tag: str) -> None:
    first = {part["first_page"]: part for part in parts}
    starts, true = set(first) - {1}, {row["first"] for row in rows} - {1}
    table.add("boundaries", len(starts & true), len(starts), len(true))
    table.add(
        "documents whole",
        sum(row["first"] in first and first[row["first"]]["last_page"] == row["last"] for row in rows),
        len(parts),
        len(rows),
    )
    at = {page: row for row in rows for page in range(row["first"], row["last"] + 1)}
    for page in sorted(true - starts):
        table.miss("start not found", f'{tag} p.{page} {at[page]["note"]} "{at[page]["title"]}"')
    for page in sorted(starts - true):
        table.miss(
            "false start",
            f"{tag} p.{page} inside {at[page]['note']} (from p.{at[page]['first']}): said {first[page]['title']!r}",
        )
    for row in rows:
        part = first.get(row["first"])
        _one(row, part, table, f"{tag} p.{row['first']} {row['note']}")
    dated = [part for part in parts if part["date"]]
    judged = [part for part in dated if part["first_page"] not in {row["first"] for row in rows if row["type"] in UNDATED}]
    true_dates = {(row["first"], row["date"]) for row in rows if row["date"] and row["type"] not in UNDATED}
    table.add(
        "date of service",
        sum((part["first_page"], part["date"]) in true_dates for part in judged),
        len(judged),
        len(true_dates),
    )


def _one(row: dict, part: dict | None, table: Table, where: str) -> None:
    if part is None:
        if row["date"] and row["type"] not in UNDATED:
            table.miss("date", f"{where}: {row['date']} start not found")
        return
    right = row["type"] in (part["type"], part["kind"])
    table.add("type (start found)", right, 1, 1)
    if not right:
        table.miss("type", f"{where}: {row['type']} said {part['type']}")
    if part["date"] != row["date"] and row["type"] not in UNDATED:
        table.miss("date", f"{where}: {row['date']} said {part['date']}")
    for name in ("author", "facility"):
        said, true = part[name] or "", row[name] or ""
        good = bool(said and true) and (
            same_name(said, true) if name == "author" else contains(said, true) >= 85 or like(said, true) >= 80
        )
        table.add(f"{name} (start found)", good, bool(said), bool(true))
        if (said or true) and not good:
            table.miss(name, f"{where}: {true!r} said {said!r}")


_NUMBER = re.compile(r"\d{5}|\d{3}[) .-]{1,2}\d{4}|\b(?:page|pg)\b\W*\d", re.IGNORECASE)
"""Claims, telephones, ZIP codes, page counts: in no title."""
_ALIKE = 85.0


def _titles(truth: dict, parts: list[dict], table: Table, tag: str) -> None:
    """A title is right if it is the paper's own; where it is its kind's plain name, none was given. It is clean if it names
    nobody, no day and no number. Papers without a line marked as their title are asked for clean ones alone."""
    first, plain = {part["first_page"]: part["title"] for part in parts}, {kind.title.lower() for kind in kinds()}
    people = [name.lower() for name in (*truth.get("patient", "").split(), *_surnames(truth["truth"]))]
    for row in truth["truth"]:
        said = first.get(row["first"])
        if said is None:
            continue
        where = f"{tag} p.{row['first']} {row['note']}: {row['title']!r} said {said!r}"
        clean = not days_in(said) and not _NUMBER.search(said) and not any(name in said.lower() for name in people)
        table.add("title clean (start found)", clean, 1, 1)
        if not clean:
            table.miss("title not clean", where)
        true = _without_day(row["title"], truth.get("patient", ""))
        good = bool(true) and (like(_without_day(said, ""), true) >= _ALIKE or true.lower().startswith(said.lower()))
        if true:
            table.add("title (start found)", good, good or said.lower() not in plain, 1)
        if true and not good:
            table.miss("title", where)


def _surnames(rows: list[dict]) -> Iterable[str]:
    return (row["author"].split(",")[0].split()[-1] for row in rows if row["author"])


def _without_day(title: str, patient: str) -> str:
    bare = _DAY.sub(" ", title)
    for name in patient.split():
        bare = bare.replace(name, " ")
    return " ".join(re.sub(r"\b[A-Z]{2}-\d{5,}", " ", bare).split()).strip(" ,:-")


def _requests(truth: dict, said: dict, table: Table, tag: str) -> None:
    left = list(said["requests"])
    for source in ("application", "ur", "rfa"):
        rows = [row for row in truth["requests"] if row["source"] == source]
        given = [each for each in left if each["source"] == source]
        count, whole, decided = 0, 0, 0
        pairs = _pairs(truth, rows, given)
        for at, row in enumerate(rows):
            best = pairs.get(at)
            if best is None:
                table.miss(
                    f"request {source}", f"{tag} p.{row['page']} {note_of(truth, row['page'])}: {row['title']!r} not found"
                )
                continue
            given.remove(best)
            count += 1
            counts = best["asked"] == row["asked"] and _allowed(row, best)
            decided += best["decision"] == row["decision"]
            whole += counts and best["decision"] == row["decision"]
            if not counts or best["decision"] != row["decision"]:
                names = ("title", "asked", "allowed", "decision")
                want, got = [row[name] for name in names], [best[name] for name in names]
                table.miss(f"request {source}", f"{tag} p.{row['page']} {note_of(truth, row['page'])}: {want} said {got}")
        for each in given:
            table.miss(f"request {source} false", f"{tag} p.{each['page']} {note_of(truth, each['page'])}: {each['title']!r}")
        total = count + len(given)
        table.add(f"requests {source}: titles", count, total, len(rows))
        table.add(f"requests {source}: title, counts, decision", whole, total, len(rows))
        if source == "ur":
            table.add("requests ur: decision", decided, count, count)


def _pairs(truth: dict, rows: list[dict], given: list[dict]) -> dict[int, dict]:
    """Which request said is which true one, by its place among `rows`: of the same document, the most alike first."""

    def document(page: int) -> int:
        return next((row["first"] for row in truth["truth"] if row["first"] <= page <= row["last"]), 0)

    able = [
        (same_care(row["title"], each["title"]), -at, -nr)
        for at, row in enumerate(rows)
        for nr, each in enumerate(given)
        if document(row["page"]) == document(each["page"])
    ]
    pairs: dict[int, dict] = {}
    used: set[int] = set()
    for likeness, at, nr in sorted(able, reverse=True):
        if likeness >= 75 and -at not in pairs and -nr not in used:
            pairs[-at] = given[-nr]
            used.add(-nr)
    return pairs


def _allowed(row: dict, best: dict) -> bool:
    free = {"certified": (row["asked"], row["allowed"], None), "denied": (0, None), "deferred": (0, None)}
    return best["allowed"] in free.get(row["decision"], (row["allowed"],))


def _planted(name: str, true: list[dict], said: list[dict], table: Table, tag: str) -> None:
    given = [each for each in said if name != "missing" or each["named_on"]]  # what the law owes is no page's word
    found, used = 0, []
    for row in true:
        able = [each for each in given if _meets(name, row, each)]
        able.sort(key=lambda each: row.get("named_on") not in each.get("pages", (None,)))
        hit = next(
            (each for each in able if each not in used), able[0] if able and len(able[0].get("pages", ())) > 1 else None
        )
        if hit is None:
            table.miss(name, f"{tag}: {row}")
        else:
            used.append(hit)
            found += 1
    false = [each for each in given if each not in used]
    for each in false:
        table.miss(f"{name} false", f"{tag}: {each}")
    table.add(name, found, found + len(false), len(true))


def _meets(name: str, row: dict, each: dict) -> bool:
    text = json.dumps(each)
    if name == "conflicts":
        return bool(re.match(rf"(?:dates\.)?{row['what']}\b", each["key"]))
    if not {row["named_on"], row["named_on"] - 1} & set(each["pages"]):  # a paragraph's page is where it ends
        return False
    if "page " in row["what"]:
        return row["what"] in each["what"]
    days = days_in(row["what"])
    return bool(days & days_in(each["what"])) if days else contains(row["what"], text) >= 60
