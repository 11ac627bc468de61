"""Counts of what is right, of what was said and of what is true."""

from __future__ import annotations

from dataclasses import dataclass, field


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
    misses: list[tuple[str, str]] = field(default_factory=list)

    def add(self, name: str, right: float, given: float, true: float) -> None:
        self.counts.setdefault(name, Count()).add(right, given, true)

    def miss(self, name: str, text: str) -> None:
        self.misses.append((name, text))


def note_of(truth: dict, page: int) -> str:
    """The template of the document that a page is of."""
    return next((row["note"] for row in truth["truth"] if row["first"] <= page <= row["last"]), "?")
