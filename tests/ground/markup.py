"""Templates: text files of our own words. A line says what it is by its first sign (see README); values stand in braces."""

from __future__ import annotations

import hashlib
import random
import re
from calendar import month_name
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

Row = dict[str, Any]
"""What is true of one thing, by names: a mark, an item asked for, a row of the truth."""
FOLDER = Path(__file__).parent / "templates"
OPEN, CLOSE = "\x02", "\x03"
"""Around every value: what is truth gets no typing errors, and forms can draw labels and values apart."""
_VALUE = re.compile(r"\{([a-z_]+)(?::([a-z]+))?\}")
MONTHS = tuple(month_name)[1:]
DATE_FORMS = ("us", "us", "us", "short", "plain", "long", "dash", "iso", "abbr", "dayfirst")


SAYING = re.compile(r"\{(?:title|dx|drug|drugcap|finding|terse)(?::[a-z]+)?\}")
"""The values that say which item a line is about: it stands on that line's page."""
COUNTS = ("qty", "quantity", "often", "comma", "paren", "allow", "granted", "grantedfor")
"""The values that say how many. They are true where that line's page is in the file; so is a decision."""


def held_back(name: str) -> bool:
    """A third of all, by a rule that nobody chose: never looked at while a parser is tuned."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 3 == 0


@dataclass(frozen=True)
class Template:
    """One body: its type, its name, its options, its lines."""

    kind: str
    name: str
    options: Mapping[str, str]
    lines: tuple[str, ...]

    @property
    def unseen(self) -> bool:
        return held_back(self.name)


@cache
def templates() -> tuple[Template, ...]:
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        for chunk in re.split(r"(?m)^=== ", path.read_text("utf-8"))[1:]:
            head, _, body = chunk.partition("\n")
            name, *options = head.split()
            given = dict(option.split("=", 1) for option in options)
            found.append(
                Template(given.pop("type", path.stem.replace("_", " ")), name, given, tuple(body.rstrip().split("\n")))
            )
    return tuple(found)


def written(day: date, form: str) -> str:
    """A day in one of the forms that stand on paper."""
    month = MONTHS[day.month - 1]
    return {
        "us": f"{day:%m/%d/%Y}",
        "short": f"{day.month}/{day.day}/{day:%y}",
        "plain": f"{day.month}/{day.day}/{day.year}",
        "long": f"{month} {day.day}, {day.year}",
        "dash": f"{day:%m-%d-%Y}",
        "iso": f"{day:%Y-%m-%d}",
        "abbr": f"{month[:3]} {day.day:02d}, {day.year}",
        "dayfirst": f"{day.day:02d}-{month[:3].upper()}-{day.year}",
        "dots": f"{day:%m.%d.%y}",
        "caps": f"{month.upper()} {day.day}, {day.year}",
        "weekday": f"{day:%A}, {month} {day.day}, {day.year}",
    }[form]


@dataclass
class Line:
    """A line ready to be laid out, and what is true of it once it stands on a page."""

    text: str
    marks: list[Row] = field(default_factory=list)


def _joined(lines: list[Line], between: str) -> Line:
    return Line(between.join(line.text for line in lines), [mark for line in lines for mark in line.marks])


@dataclass
class Expansion:
    """Fills a template with one document's values and notes which of them were printed."""

    values: Row
    rng: random.Random
    date_form: str
    fillers: Row
    longer: float = 1
    used: set[str] = field(default_factory=set)
    groups: dict[str, list[Row]] = field(default_factory=dict)

    def lines(self, source: tuple[str, ...]) -> Iterator[Line]:
        at = 0
        while at < len(source):
            start = at
            while at < len(source) and not source[at].startswith("*each "):
                at += 1
            yield from self._run(source[start:at], {})
            if at < len(source):
                end = source.index("*end", at)
                for item in self.groups.get(source[at][6:].strip(), []):
                    yield from self._run(source[at + 1 : end], item)
                at = end + 1

    def _run(self, lines: tuple[str, ...], item: Row) -> Iterator[Line]:
        """A line that ends with a percent sign goes on with the next one that holds."""
        begun: list[Line] = []
        for line in lines:
            open_end = line.endswith(" %")
            text = line[:-2] if open_end else line
            more = list(self._one(text, item) if item else self._line(text))
            if open_end or (begun and not more):
                begun += more
            else:
                yield from [_joined([*begun, *more], " ")] if begun else more
                begun = []
        yield from [_joined(begun, " ")] if begun else ()

    def _line(self, line: str) -> Iterator[Line]:
        if line.startswith("%"):
            pool, _, count = line[1:].partition(" ")
            found = [
                each for text in self._sentences(pool, round(int(count or 1) * self.longer)) for each in self._one(text, {})
            ]
            cut = self.rng.choice((1, 4, 6, 9, 99)) if pool not in ("records", "excerpts") else 1
            yield from (_joined(found[n : n + cut], " ") for n in range(0, len(found), cut))
        elif line.startswith("*") and not line.startswith("**"):
            name, _, rest = line[1:].partition(" ")
            found = [each for item in self.groups.get(name, []) for each in self._one(rest, item)]
            plain = rest[:1] not in "-|>+#* ^[(" and not any(sign in rest for sign in ("{n}", "::", "//"))
            if found and plain and name in ("exam", "dx", "med") and self.rng.random() < (0.5 if name == "exam" else 0.3):
                found = [_joined(found, " " if rest.rstrip("}").endswith(("finding", ".", ";", ",")) else "; ")]
            yield from found
        else:
            yield from self._one(line, {})

    def _sentences(self, pool: str, count: int) -> list[str]:
        """So many of a pool; where it has too few of them, made ones after them."""
        chosen = self.rng.sample(self.fillers[pool], min(count, len(self.fillers[pool])))
        made = self.fillers["made"]
        if pool in ("history", "course", "records", "session"):
            chosen += [f"{self.rng.choice(made['who'])} {self.rng.choice(made['does'])}." for _ in range(count - len(chosen))]
        elif pool == "radiology":
            chosen += [
                f"At T{n}-T{n + 1}: {self.rng.choice(self.fillers[pool]).lower()}"
                for n in range(1, min(12, count - len(chosen)))
            ]
        return chosen

    def _one(self, line: str, item: Row) -> Iterator[Line]:
        decided = False
        while line.startswith("?"):
            condition, _, line = line[1:].partition(" ")
            wanted = not condition.startswith("!")
            name = condition.lstrip("!")
            holds = item.get("decision") == name or bool(item.get(name, self.values.get(name)))
            if holds != wanted:
                return
            decided = decided or (wanted and item.get("decision") == name)
        if "{past:" in line:
            line, _, self.values["pastwhat"] = line.rpartition("|")
            self.values["past"] = self.values["dos"] - timedelta(self.rng.randrange(60, 1500))
            names = self.values["other_one"], self.values["other_two"], "the previous physician"
            self.values["somedoc"] = self.rng.choice(names)
        marks = [item] if SAYING.search(line) and item else []
        marks += [{"counted": item["n"], "name": "decision"}] if decided else []
        if " || " in line:  # a heading, and the text below it
            head, _, line = line.partition(" || ")
            yield Line(_VALUE.sub(lambda found: self._value(found, item, marks), head), marks)
            marks = []
        yield Line(_VALUE.sub(lambda found: self._value(found, item, marks), line), marks)

    def _value(self, found: re.Match[str], item: Row, marks: list[Row]) -> str:
        name, form = found[1], found[2]
        if name in ("fordx", "foricd"):  # the diagnosis that something is asked for
            item, name = item["because"], name[3:]
            if not any(mark is item for mark in marks):
                marks.append(item)
        if name in item:
            value = item[name]
            item.setdefault("printed", set()).add(name)
            if name in COUNTS:
                marks.append({"counted": item["n"], "name": name})
        else:
            value = self.values[name]
            self.used.add(name)
        if isinstance(value, date):
            value = written(value, form or self.date_form)
        elif form == "upper":
            value = str(value).upper()
        elif form == "low":  # inside a sentence: but not MRI
            value = str(value) if str(value)[1:2].isupper() else str(value)[:1].lower() + str(value)[1:]
        if name not in item:
            past = name == "past"
            text = f"{self.values['pastwhat']} {value}" if past else str(value)
            marks.append({"value": "absent" if past else name, "text": text})
        return f"{OPEN}{value}{CLOSE}" if value not in ("", None) else ""
