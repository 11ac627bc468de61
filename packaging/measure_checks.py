"""Prints how often each check speaks up over real letters: ``python packaging/measure_checks.py [FOLDER]``.

FOLDER holds published determinations as PDF (default: what the environment variable IMR_LETTERS names). Two Markdown tables
for the user guide: each check with its severity, the problems it raises and the letters it raises them in; and precision and
recall of the words that say something is absent, against the files marked by hand in tests/preflight.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from imr_desktop.case.model import Case  # noqa: E402
from imr_desktop.preflight import Context, Others, Problem, all_checks, decided_items, run  # noqa: E402
from imr_desktop.rules import evaluate_case, load_packs  # noqa: E402
from tests.preflight.absence_scores import flagged, invented, marked, paragraphs, scores  # noqa: E402
from tests.preflight.letters import FOLDER, cases_of  # noqa: E402

ABSENCE = (
    ("sentence", "invented sentences the phrases were written with"),
    ("later", "invented sentences written afterwards"),
    ("usual", "invented determinations' sentences, written after the phrases"),
    ("hard", "invented sentences in rare wordings, tuned on since"),
)


def tables(cases: Sequence[Case]) -> str:
    """Both tables over the cases."""
    return "\n".join((*_checks(cases), "", *_absence(cases)))


def _checks(cases: Sequence[Case]) -> Iterator[str]:
    """One row a check. Every letter knows what all the others decided, as if one reviewer had written them."""
    others, packs = Others(item for case in cases for item in decided_items(case)), load_packs()
    raised = [
        (case.id, problem)
        for case in cases
        for problem in run(
            case, Context(today=date(2026, 1, 1), others=others, packs=packs, reports=evaluate_case(case, packs, {}))
        )
    ]
    items = sum(len(case.items) for case in cases)
    yield f"{len(cases)} letters, {items} items."
    yield ""
    yield "| check | what it asks for | severity | problems | letters | of these only shown |"
    yield "|---|---|---|--:|--:|--:|"
    for one in all_checks():
        mine = [(case, problem) for case, problem in raised if problem.check == one.name]
        shown = sum(problem.flag for _, problem in mine)
        severity = _severity([problem for _, problem in mine], one.severity, one.flag)
        yield f"| `{one.name}` | {one.title} | {severity} | {len(mine)} | {len({case for case, _ in mine})} | {shown or ''} |"


def _severity(problems: Sequence[Problem], usual: str, flag: bool) -> str:
    """The check's severity; where its problems here differ among themselves, each with its number."""
    counted = Counter("hint" if problem.flag else problem.severity for problem in problems)
    if len(counted) > 1:
        return ", ".join(f"{name} {count}" for name, count in sorted(counted.items()))
    return next(iter(counted), "hint" if flag else usual)


def _absence(cases: Sequence[Case]) -> Iterator[str]:
    yield "| words that say something is absent, in | marks | precision | recall | sentences without one, flagged |"
    yield "|---|--:|--:|--:|--:|"
    sets = [(name, invented(table)) for table, name in ABSENCE]
    sets += [
        ("invented paragraphs, mended on since", paragraphs()),
        ("the letters' rationales, marked by hand", marked(cases)),
    ]
    for name, pairs in sets:
        if any(gold for _, gold in pairs):
            precision, recall = scores(pairs)
            vain, of = flagged(pairs)
            share = f"{vain} of {of}" if of else ""
            yield f"| {name} | {sum(len(gold) for _, gold in pairs)} | {precision:.1%} | {recall:.1%} | {share} |"


def main(folder: Path) -> int:
    """Print the tables for a folder; 2 where it holds no letter."""
    cases = cases_of(folder)
    if not cases:
        print(f"There is no PDF in {folder}; name a folder of letters, or set IMR_LETTERS.", file=sys.stderr)
        return 2
    print(tables(cases))
    return 0


if __name__ == "__main__":
    if "--help" in sys.argv:
        print(__doc__)
        raise SystemExit
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
