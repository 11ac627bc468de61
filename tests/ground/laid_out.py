"""`python -m tests.ground.laid_out`: requests in letters, forms and applications that others laid out as PDF files.

Those who did had seen neither templates nor reader, each drew tables, boxes, columns and forms in a way of his own, and said
what is true of them. `data/laid_out.jsonl` keeps the pages as they lie (`record.layout`), a paper a line. Of each set the
even numbers are held back, and of the ordinary ones all: nobody looks at these, and `tests.ground.learn_requests` does not
learn from them; totals of all are told.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .written import KINDS, Asked, Written, score, shares

PATH = Path(__file__).parent / "data" / "laid_out.jsonl"


class LaidOut(NamedTuple):
    """A paper of a set, and whether it is held back."""

    of: str
    held: bool
    paper: Written


def laid_out() -> Iterator[LaidOut]:
    """All papers of the file."""
    with PATH.open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            requests = tuple(Asked((title,), *rest) for title, *rest in row["requests"])
            paper = Written(row["name"], KINDS[row["kind"]], "\f".join(row["pages"]), requests)
            yield LaidOut(row["set"], row["held"], paper)


def main() -> None:
    """Tell the totals of each set, held back or not, kind by kind: right of those given / of all."""
    counts: dict[tuple[str, bool, str], Counter[str]] = {}
    for one in laid_out():
        counts.setdefault((one.of, one.held, one.paper.kind), Counter()).update(score(one.paper))
    for (of, held, kind), count in sorted(counts.items()):
        sys.stdout.write(f"{of:<10} {'held back' if held else 'open':<10} {kind:<16} {shares(count)}\n")


if __name__ == "__main__":
    main()
