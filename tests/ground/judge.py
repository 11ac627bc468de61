"""Holds what the program says against what is true, and counts."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from imr_desktop.extract.parts.kinds import kinds

from .alike import DAY as _DAY
from .alike import contains, days_in, like, same_care, same_name

SAME = {  # our words for a type: the program's
    "qme report": {"qme report", "medical-legal report", "medical-legal evaluation", "ame report", "qme/ame report"},
    "lab": {"lab", "laboratory"},
    "first report": {"first report"},
    "emergency": {"emergency", "emergency note", "emergency report"},
    "pharmacy": {"pharmacy", "pharmacy record"},
    "injection": {"injection", "injection report", "procedure note", "injection note"},
    "chiropractic note": {"chiropractic note", "chiropractic", "chiropractic report"},
    "psychology report": {"psychology report", "psychology", "psychological report"},
    "nursing note": {"nursing note", "nursing"},
    "billing": {"billing", "billing record"},
    "legal": {"legal", "legal document"},
    "index": {"index", "record index", "index of records"},
    "fax cover": {"fax cover", "fax cover sheet"},
    "acupuncture note": {"acupuncture note", "acupuncture"},
    "therapy note": {"therapy note", "therapy"},
    "imaging": {"imaging", "imaging report"},
    "consultation": {"consultation", "consultation report"},
    "electrodiagnostic study": {"electrodiagnostic study", "electrodiagnostics"},
}
UNDATED = {"fax cover", "index"}
"""Their own day says nothing: neither asked for nor held against the program."""


@dataclass
class Count:
    """Right ones among those given and among those that are true."""

    right: float = 0
    given: float = 0
    true: float = 0

    def add(self, right: float, given: float, true: float) -> None:
        self.right, self.given, self.true = self.right + right, self.given + given, self.true + true

    def __str__(self) -> str:
        precision = f"{self.right / self.given:.3f}" if self.given else "  -  "
        recall = f"{self.right / self.true:.3f}" if self.true else "  -  "
        f1 = f"{2 * self.right / (self.given + self.true):.3f}" if self.given + self.true else "  -  "
        return f"P {precision}  R {recall}  F1 {f1}   ({self.right:.0f} right, {self.given:.0f} given, {self.true:.0f} true)"


@dataclass
class Table:
    """All counts of a run, and each miss."""

    counts: dict[str, Count] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    misses: list[tuple[str, str]] = field(default_factory=list)
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, name: str, right: float, given: float, true: float) -> None:
        self.counts.setdefault(name, Count()).add(right, given, true)

    def miss(self, name: str, text: str) -> None:
        self.misses.append((name, text))


def score(truth: dict, said: dict, table: Table, tag: str) -> None:
    parts = [part for each in said["documents"] for part in each.get("parts", [])]
    _documents(truth["truth"], parts, table, tag)
    _titles(truth, parts, table, tag)
    _requests(truth, said, table, tag)
    proposals = said.get("proposals", [])
    _facts(truth, said, table, tag)
    findings = [each for each in proposals if isinstance(each["value"], dict) and "text" in each["value"]]
    _lists(truth, findings, table, tag)
    _exam(truth, said.get("facts", []), table, tag)
    for name in ("conflicts", "missing"):
        _planted(name, truth[name], said.get(name), table, tag)


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
    right = bool({part["type"], part.get("kind")} & SAME.get(row["type"], {row["type"]}))
    table.add("type (start found)", right, 1, 1)
    if not right:
        table.miss("type", f"{where}: {row['type']} said {part['type']}")
        table.confused[row["type"], part["type"]] += 1
    if part["date"] != row["date"] and row["type"] not in UNDATED:
        table.miss("date", f"{where}: {row['date']} said {part['date']}")
    for name in ("author", "facility"):
        if name not in part:
            table.absent.add(name)
            continue
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
    if "requests" not in said:
        table.absent.add("requests")
        return
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
                    f"request {source}", f"{tag} p.{row['page']} {_note(truth, row['page'])}: {row['title']!r} not found"
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
                table.miss(f"request {source}", f"{tag} p.{row['page']} {_note(truth, row['page'])}: {want} said {got}")
        for each in given:
            table.miss(f"request {source} false", f"{tag} p.{each['page']} {_note(truth, each['page'])}: {each['title']!r}")
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


def _note(truth: dict, page: int) -> str:
    return next((row["note"] for row in truth["truth"] if row["first"] <= page <= row["last"]), "?")


FACTS = {
    "injury": "dates.injury",
    "ur_denial": "dates.ur_denial",
    "rfa": "dates.request_for_authorization",
    "age": "patient.age",
    "sex": "patient.sex",
}
_SEXES = {"woman": "female", "man": "male", "f": "female", "m": "male"}
ALSO = {"age": ("age", "demographics.age"), "sex": ("sex", "demographics.sex", "patient.gender")}


def _facts(truth: dict, said: dict, table: Table, tag: str) -> None:
    proposals = said.get("proposals", [])
    ends = {one["until"] for one in _spans(said)}
    for name, key in FACTS.items():
        planted = {_SEXES.get(word := str(row["value"]).lower(), word) for row in truth["conflicts"] if row["what"] == name}
        given = [each["value"] for each in proposals if each["key"] in (key, *ALSO.get(name, ()))]
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


def _lists(truth: dict, findings: list[dict], table: Table, tag: str) -> None:
    said = [each["value"] for each in findings]
    dx = [each for each in said if each.get("category", "").startswith("diagnos")]
    rows = _distinct((row for row in truth["diagnoses"] if row["named"]), "text")
    hit = [any(_is_named(row, each) for each in dx) for row in rows]
    good = sum(any(_is_named(row, each) for row in truth["diagnoses"]) for each in dx)
    _both(table, "diagnoses", good, len(dx), sum(hit), len(rows))
    for row, found in zip(rows, hit, strict=True):
        if not found:
            table.miss("diagnosis", f"{tag} p.{row['page']} {_note(truth, row['page'])}: {row['text']!r}")
    coded = _distinct((row for row in truth["diagnoses"] if row["code"]), "text")
    held = sum(any(row["code"].lower() in json.dumps(each).lower() for each in dx) for row in coded)
    _both(table, "diagnosis codes", held, held, held, len(coded))
    drugs = _distinct(truth["medications"], "text", "dose")
    meds = [each for each in said if each.get("category", "").startswith("medic") and _is_judged(each, drugs)]
    if not meds:
        table.absent.add("medications")
    hit = [any(_drug(row, each) for each in meds) for row in drugs]
    good = sum(any(_drug(row, each) for row in drugs) for each in meds)
    _both(table, "medications with dose", good, len(meds), sum(hit), len(drugs))
    for row, found in zip(drugs, hit, strict=True):
        if not found:
            table.miss("medication", f"{tag} p.{row['page']} {_note(truth, row['page'])}: {row['text']} {row['dose']}")
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


def _exam(truth: dict, facts: list[dict], table: Table, tag: str) -> None:
    """Each finding of an examination against the words on its page that say it most: findings cite a few pages alone."""
    shown = _told_by(facts)
    if not any(each["polarity"] for each in shown):
        table.absent.add("exam polarity and side")
    found, polar, sided, with_polarity, with_side = 0, 0, 0, 0, 0
    for row in truth["exam"]:
        best = max(shown, key=lambda each: _near(row, each), default=None)
        if best is None or _near(row, best) < 85:
            table.miss("exam", f"{tag} p.{row['page']} {_note(truth, row['page'])}: {row['text']!r} not found")
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


def _planted(name: str, true: list[dict], said: list[dict] | None, table: Table, tag: str) -> None:
    if said is None:
        table.absent.add(name)
        return
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
