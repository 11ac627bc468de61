"""Kills the real window while real keys are typed, and prints what was lost of what was typed.

Usage: typing_battery.py FOLDER [TRIALS [ROOT]]    200 trials unless told, three at a time; ROOT: the checkout that is tried.
Needs Xvfb, xdotool and libXtst. Takes about half an hour on two processors. Exits with 1 where anything older than a second
was lost.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE.parent), str(_HERE.parent / "tests" / "ui" / "real")]

from real_window import ROOT, missing, screen  # noqa: E402  the path has to be set before
from typing_trials import FIELDS, SCREEN, Trial, make_home, trial  # noqa: E402

_AT_ONCE = 3
_MOST_SECONDS = 1.0


def run(folder: Path, count: int, root: Path) -> list[Trial]:
    """So many trials, the fields in turn."""
    template = make_home(folder / "template")

    def lane(first: int) -> list[Trial]:
        with screen(SCREEN) as name:
            return [
                told(trial(name, template, folder / str(number), FIELDS[number % len(FIELDS)], number, root))
                for number in range(first, count, _AT_ONCE)
            ]

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return [one for lanes in pool.map(lane, range(_AT_ONCE)) for one in lanes]


def told(one: Trial) -> Trial:
    """The trial, said at once: what takes half an hour shall be seen to go on."""
    print(f"{one.field}: {one.typed} typed, {one.lost} lost, the oldest {one.oldest:.2f} s", file=sys.stderr, flush=True)
    return one


def row(name: str, trials: list[Trial]) -> str:
    """A line of the table."""
    typed, lost = sum(one.typed for one in trials), sum(one.lost for one in trials)
    most, oldest = max(one.lost for one in trials), max(one.oldest for one in trials)
    whole = sum(one.lost == one.typed for one in trials)
    return f"| {name} | {len(trials)} | {typed:,} | {lost:,} | {most} | {whole} | {oldest:.2f} |"


def main(folder: Path, count: int, root: Path) -> int:
    """Print the table; 1 where something older than a second was lost, 2 where it cannot be tried."""
    lacking = missing()
    if lacking:
        print(lacking, file=sys.stderr)
        return 2
    trials = run(folder, count, root)
    print("| typed into | trials | characters typed | lost | most in a trial | trials that lost all | oldest loss (s) |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for field in FIELDS:
        some = [one for one in trials if one.field == field]
        if some:
            print(row(field, some))
    print(row("all", trials))
    return int(max(one.oldest for one in trials) > _MOST_SECONDS)


if __name__ == "__main__":
    if "--help" in sys.argv:
        print(__doc__)
        raise SystemExit
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(
        main(
            Path(sys.argv[1]),
            int(sys.argv[2]) if len(sys.argv) > 2 else 200,
            Path(sys.argv[3]).resolve() if len(sys.argv) > 3 else ROOT,
        )
    )
