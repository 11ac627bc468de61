"""One invented claim: its people, its places, its injury, what was asked and decided, and what is true of it."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from .markup import Row, held_back

DATA = Path(__file__).parent / "data"
DECISIONS = ("denied", "denied", "denied", "modified", "modified", "certified", "deferred")


@cache
def data(name: str) -> Row:
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Person:
    """A provider as the paper names him or her."""

    first: str
    last: str
    cred: str
    specialty: str
    facility: str
    middle: str = ""

    @property
    def name(self) -> str:
        return f"{self.first} {self.middle + '. ' if self.middle else ''}{self.last}"


@dataclass
class World:
    """All documents of a packet speak of one of these."""

    rng: random.Random
    unseen: bool | None = None
    """Whether the packet is one of unseen templates: further clinical pictures are drawn, seen or unseen ones."""
    scenario: Row = field(init=False)
    side: str = field(init=False)

    def __post_init__(self) -> None:
        rng, names = self.rng, data("world")
        self.scenario = rng.choice(self._pictures())
        self.side = rng.choice(("left", "right"))
        self.sex = rng.choice(("female", "male"))
        self.first, self.last = rng.choice(names[self.sex]), rng.choice(names["surnames"])
        self.middle = rng.choice("ABDEFGHJLMRT")
        self.ur_date = date(2024, 1, 8) + timedelta(rng.randrange(420))
        self.rfa_date = self.ur_date - timedelta(rng.randrange(4, 9))
        self.injury = self.ur_date - timedelta(rng.randrange(220, 2200))
        self.span_end = self.injury + timedelta(rng.randrange(90, 200)) if rng.random() < 0.25 else None
        self.born = date(self.ur_date.year - rng.randrange(24, 66), rng.randrange(1, 13), rng.randrange(1, 29))
        self.claim = f"{rng.choice(('WC', 'A', '0', 'FD-'))}{rng.randrange(10**7, 10**8)}"
        self.employer, self.carrier = rng.choice(names["employers"]), rng.choice(names["carriers"])
        self.uro, self.firm = rng.choice(names["uros"]), rng.choice(names["firms"])
        self.adjuster = f"{rng.choice(names['female'])} {rng.choice(names['surnames'])}"
        self.attorney = f"{rng.choice(names['male'])} {rng.choice(names['surnames'])}"
        self._taken: set[str] = {self.last}
        clinic = rng.choice(names["clinics"])
        self.treater = self.person(("MD", "MD", "DO", "M.D.", "D.O."), rng.choice(("pain", "ortho", "occ")), clinic)
        self.clinic = clinic
        self.requested = self.requests()

    def _pictures(self) -> list[Row]:
        known: list[Row] = data("scenarios")["scenario"]
        if self.unseen is None:
            return known
        return known + [each for each in data("more")["scenario"] if held_back(each["name"]) == self.unseen]

    def _words(self, pool: str) -> list[str]:
        words: list[str] = data("fillers")[pool]
        return words + (data("more")[pool] if self.unseen is not None else [])

    def person(self, creds: tuple[str, ...], kind: str, facility: str) -> Person:
        names = data("world")
        if len(self._taken) > 20:
            self._taken = {self.last, self.treater.last}
        last = self.rng.choice([each for each in names["doctors"] if each not in self._taken])
        self._taken.add(last)
        first = self.rng.choice(names[self.rng.choice(("female", "male"))])
        specialty = self.rng.choice(names["specialties"].get(kind, [kind]))
        return Person(first, last, self.rng.choice(creds), specialty, facility, self.rng.choice(("", "", "K", "R", "T")))

    def side_words(self, text: str) -> str:
        """A sentence of a scenario with its side set."""
        other = "right" if self.side == "left" else "left"
        letter, opposite = self.side[0].upper(), other[0].upper()
        bracket = self.rng.random() < 0.3
        for sign, words in (
            ("{s:upper}", self.side.upper()),
            ("{s}", self.side),
            ("{o}", other),
            ("{lr}", "2" if self.side == "left" else "1"),
            ("{S}", f"({letter})" if bracket else letter),
            ("{O}", f"({opposite})" if bracket else opposite),
        ):
            text = text.replace(sign, words)
        return text

    def side_of(self, text: str) -> str | None:
        if "{s}" in text or "{S}" in text:
            return self.side
        if "{o}" in text or "{O}" in text:
            return "right" if self.side == "left" else "left"
        return None

    def age(self, day: date) -> int:
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    def diagnoses(self, count: int) -> list[Row]:
        chosen = self.scenario["dx"][:2] + self.rng.sample(self.scenario["dx"][2:], max(0, count - 2))
        return [
            {"n": n, "dx": self.side_words(name), "icd": self.side_words(code)} for n, (name, code) in enumerate(chosen, 1)
        ]

    def medications(self, count: int) -> list[Row]:
        chosen = self.rng.sample(self.scenario["meds"], min(count, len(self.scenario["meds"])))
        return [
            {
                "n": n,
                "drug": drug,
                "drugcap": drug[0].upper() + drug[1:],
                "dose": dose,
                "sig": sig,
                "sigshort": short,
                "count": number,
            }
            for n, (drug, dose, sig, short, number) in enumerate(chosen, 1)
        ]

    def examination(self, count: int) -> list[Row]:
        chosen = self.rng.sample(self.scenario["exam"], min(count, len(self.scenario["exam"])))
        rows = []
        for row in chosen:
            structure, polarity, prose, terse = row.split("|")
            rows.append(
                {
                    "structure": structure,
                    "polarity": polarity,
                    "side": self.side_of(prose),
                    "finding": self.side_words(prose),
                    "terse": self.side_words(terse),
                }
            )
        return rows

    def requests(self) -> list[Row]:
        """What the physician asked for, and what became of it: the same in RFA, UR letter and application."""
        chosen = self.rng.sample(self.scenario["requests"], self.rng.randrange(2, 5))
        rows, guides, reasons = [], self._words("guide"), self._words("reason")
        for n, (_, titles, asked, allowed, unit) in enumerate(chosen, 1):
            decision = self.rng.choice(DECISIONS)
            if decision == "modified" and not allowed:
                decision = "denied"
            guide, says = self.rng.choice(guides).split("|")
            full, short, formal = (self.side_words(each) for each in titles.split("|"))
            rows.append(
                {
                    "n": n,
                    "full": full[0].upper() + full[1:],
                    "short": short,
                    "formal": formal[0].upper() + formal[1:],
                    "asked": asked or None,
                    "allowed": {"certified": asked or None, "modified": allowed}.get(decision, 0),
                    "unit": unit,
                    "decision": decision,
                    "guide": guide,
                    "says": says,
                    "reason": " ".join(self.rng.sample(reasons, self.rng.randrange(2, 6))),
                }
            )
        if all(row["decision"] in ("certified", "deferred") for row in rows):
            rows[0]["decision"], rows[0]["allowed"] = "denied", 0
        return rows
