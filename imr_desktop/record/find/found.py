"""What a query found in a record, and what it could not see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from imr_desktop.case import citation
from imr_desktop.record.model import Verdict


@dataclass(frozen=True)
class Hit:
    """A place found: `start` and `end` are offsets in the case page's text, `quote` the words around it.

    `beyond` are words of it on the next page; `denied` the words that deny it; `named` the other name it stands under;
    `tolerant` says that a likely misreading was taken for what was asked; `also` are pages where the same stands again.
    """

    page: int
    start: int
    end: int
    quote: str
    term: str = ""
    verdict: Verdict = "read"
    beyond: str = ""
    denied: str = ""
    named: str = ""
    tolerant: bool = False
    also: tuple[int, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What must be known of it, in a few words each; for lists in the window and on paper."""
        told = [f"denied: “{self.denied}”"] if self.denied else []
        told += [f"goes on on the next page: “{self.beyond}”"] if self.beyond else []
        told += [f"another name: “{self.named}”"] if self.named else []
        told += ["read by machine: doubtful"] if self.verdict == "doubtful" else []
        told += ["likely misread"] if self.tolerant else []
        told += [f"also on {_pages(self.also)}"] if self.also else []
        return tuple(told)


@dataclass(frozen=True)
class Group:
    """The hits in one document; `document` is its id, empty for pages of none."""

    document: str
    title: str
    day: date | None
    hits: tuple[Hit, ...]
    score: float = 0.0


class Missed(NamedTuple):
    """A page that could not be searched, in which document, and why."""

    page: int
    title: str
    reason: str


@dataclass(frozen=True)
class Found:
    """What a query found: documents, best first, and every page it could not see.

    `searched` is how many pages were searched; `more` on how many pages the words also stand or may, beyond those listed;
    `notes` are sentences on what was left out; `terms` all that was looked for, other names too.
    """

    groups: tuple[Group, ...] = ()
    missed: tuple[Missed, ...] = ()
    searched: int = 0
    more: int = 0
    notes: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All hits, the best document's first."""
        return tuple(hit for group in self.groups for hit in group.hits)

    @property
    def sentence(self) -> str:
        """How much was found, in how much of the record: never the one without the other."""
        count = len(self.hits)
        doubtful = sum(hit.verdict == "doubtful" for hit in self.hits)
        found = f"{count:,} hit{'' if count == 1 else 's'} in {self.searched:,} page{'' if self.searched == 1 else 's'}"
        found += f" ({doubtful:,} read by machine only)" if doubtful else ""
        found += f"; the words may stand on {self.more:,} more pages: add a word or a filter" if self.more else ""
        return f"{found}; {self.unseen}" if self.missed else f"{found}; every page was searched" if self.searched else found

    @property
    def unseen(self) -> str:
        """``3 pages could not be searched: p. 2, pp. 5–6``; empty where every page was."""
        count = len(self.missed)
        if not count:
            return ""
        pages = _pages(miss.page for miss in self.missed)
        return f"{count:,} page{'' if count == 1 else 's'} could not be searched: {pages}"


def _pages(pages: Iterable[int]) -> str:
    return citation.listed(pages, "p.", "pp.")
