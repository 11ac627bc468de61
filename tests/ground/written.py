"""`python -m tests.ground.written`: what the reader makes of letters, forms and applications written out whole.

Their writers had seen neither the templates nor the reader. A third, by the rule of the templates, is held back: nobody
looks at it, and `tests.ground.learn_requests` does not learn from it; totals of both parts are told.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from imr_desktop.extract.requests.reading import papers_found

from .alike import same_care
from .markup import held_back

PATH = Path(__file__).parent / "data" / "requests.txt"
KINDS = {"ur": "ur determination", "rfa": "rfa", "application": "imr application"}
ALIKE = 75
_TAGGED = re.compile(r"<(\d+)>([^<>]*)</\1>")


class Asked(NamedTuple):
    """A request of a paper: its names there, what is decided (`asked` where the paper only asks), and how much of it."""

    names: tuple[str, ...]
    outcome: str
    asked: float | None
    allowed: float | None


class Written(NamedTuple):
    """A paper written out: its kind, its text (form feeds between pages), and the requests it names."""

    name: str
    kind: str
    text: str
    requests: tuple[Asked, ...]

    @property
    def held(self) -> bool:
        """Whether it is held back."""
        return held_back(self.name)


def written_out() -> Iterator[Written]:
    """All papers of the file."""
    for chunk in PATH.read_text("utf-8").split("\n=== ")[1:]:
        head, _, rest = chunk.partition("\n")
        items, _, text = rest.partition("\n---\n")
        kind, name = head.split(" ", 1)
        requests = tuple(_asked(line.split(), text) for line in items.splitlines() if line)
        yield Written(name, KINDS[kind], _TAGGED.sub(r"\2", text), requests)


def _asked(line: list[str], text: str) -> Asked:
    """A request by its line; of its names those that name it like the first, and no word that stands for many."""
    number, outcome, asked, allowed = line
    names = [" ".join(name.split()) for mark, name in _TAGGED.findall(text) if mark == number]
    alike = (name for name in dict.fromkeys(names) if same_care(names[0], name) >= ALIKE)
    return Asked(tuple(alike), outcome, _number(asked), _number(allowed))


def _number(words: str) -> float | None:
    return None if words == "-" else float(words)


def score(paper: Written) -> Counter[str]:
    """What the reader gives, how much of it is right, and how much there is."""
    found = list(papers_found(paper.kind, paper.text.split("\f")))
    count = Counter(papers=1, given=len(found), true=len(paper.requests))
    for request in paper.requests:
        able = [(max(same_care(name, one.title) for name in request.names), -at) for at, one in enumerate(found)]
        likeness, at = max(able, default=(0, 0))
        if likeness < ALIKE:
            continue
        one = found.pop(-at)
        decided = request.outcome in ("asked", one.verdict)
        counts = (request.asked, None) if request.asked == 1 else (request.asked,)  # one of it, which no word says
        counted = one.asked in counts and (request.outcome != "modified" or one.allowed == request.allowed)
        count.update(titles=1, decided=decided, whole=decided and counted)
    return count


def shares(count: Counter[str]) -> str:
    """Totals in words: right of those given / of all."""
    told = " ".join(
        f"{name} {count[name] / max(1, count['given']):.3f}/{count[name] / max(1, count['true']):.3f}"
        for name in ("titles", "decided", "whole")
    )
    return f"{told}  ({count['papers']} papers, {count['true']} requests)"


def main() -> None:
    """Tell the totals of both parts, kind by kind: right of those given / of all."""
    counts: dict[tuple[bool, str], Counter[str]] = {}
    for paper in written_out():
        counts.setdefault((paper.held, paper.kind), Counter()).update(score(paper))
    for (held, kind), count in sorted(counts.items()):
        part = "held back" if held else "learned from"
        sys.stdout.write(f"{part:<12} {kind:<16} {shares(count)}\n")


if __name__ == "__main__":
    main()
