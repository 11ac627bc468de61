"""Runs the vault's battery whole and prints its table.

Usage: battery.py FOLDER [SHARE]    SHARE: of the full counts, 1.0 unless given. Takes about half an hour on two processors.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE.parent), str(_HERE.parent / "tests" / "store" / "battery")]

from battery_run import Outcome, run, shim  # noqa: E402  the path has to be set before

Row = tuple[str, Outcome, str]


def rows(folder: Path, share: float) -> Iterator[Row]:
    """The parts of the battery: name, what came of it, and what that has to be."""
    yield "kill -9 during mixed work", run("battery_kills", folder / "kills", _of(10_000, share), 1), ""
    yield from _power(folder, share)
    yield (
        "one bit flipped (database, log, files, keys)",
        run("battery_damage", folder / "flip", "flip", _of(10_000, share), 1),
        "",
    )
    yield "cut short (database, log, files, keys)", run("battery_damage", folder / "cut", "cut", _of(5_000, share), 2), ""
    yield "calls that fail (EIO, full, quota, read-only, no right)", _failing(folder, _of(3_000, share)), ""
    yield "real limits (file size, disk full, read-only, immutable)", run("battery_faults", "limits", folder / "limits"), ""


def _power(folder: Path, share: float) -> Iterator[Row]:
    if shim() is None:
        yield "power cuts", Outcome(ends={"not tried: no C compiler": 1}), ""
        return
    cuts, outcome = _of(1_000, share), Outcome()
    for seed in range(10):
        outcome.add(_cut(folder / f"power{seed}", seed, max(1, cuts // 10), {}))
    yield "power cut, unsynced writes lost, torn, reordered", outcome, ""
    mutant = _cut(folder / "mutant", 1, 40, {"IMR_SHIM_NOSYNC": "1"})
    yield "the same without any fsync (has to fail)", mutant, "mutant"


def _cut(folder: Path, seed: int, cuts: int, mutant: dict[str, str]) -> Outcome:
    (folder / "work").mkdir(parents=True)
    env = {"LD_PRELOAD": str(shim()), "IMR_SHIM_ROOT": str(folder / "work"), "IMR_SHIM_LOG": str(folder / "log"), **mutant}
    run("battery_power", "record", folder / "work", seed, 80, env=env)
    return run("battery_power", "replay", folder, folder / "log", cuts, seed, "strict")


def _failing(folder: Path, trials: int) -> Outcome:
    if shim() is None:
        return Outcome(ends={"not tried: no C compiler": 1})
    place = folder / "failing"
    place.mkdir(parents=True)
    return run("battery_faults", "inject", place, trials, 1, env={"LD_PRELOAD": str(shim()), "IMR_SHIM_ROOT": str(place)})


def _of(full: int, share: float) -> int:
    return max(1, round(full * share))


def _line(name: str, outcome: Outcome, seconds: float) -> str:
    ends = "; ".join(f"{kind} {count:,}" for kind, count in sorted(outcome.ends.items()))
    told = f"{outcome.acknowledged:,}" if outcome.acknowledged else ""
    return f"| {name} | {outcome.trials:,} | {told} | {ends} | {len(outcome.wrong)} | {seconds:.0f} s |"


def main(folder: Path, share: float) -> int:
    """Print the table row by row; 1 where anything is wrong."""
    print("| trial | count | acknowledged | ends | wrong | time |\n|---|---|---|---|---|---|", flush=True)
    bad, started = 0, time.monotonic()
    for name, outcome, kind in rows(folder, share):
        print(_line(name, outcome, time.monotonic() - started), flush=True)
        wrong = not outcome.wrong if kind == "mutant" else bool(outcome.wrong)
        if wrong:
            bad = 1
            print("\n".join(outcome.wrong[:20]) or "the mutant was not caught", file=sys.stderr)
        started = time.monotonic()
    return bad


if __name__ == "__main__":
    if len(sys.argv) < 2 or "--help" in sys.argv:
        print(__doc__)
        raise SystemExit
    os.environ.setdefault("IMR_BATTERY", "full")
    sys.exit(main(Path(sys.argv[1]).absolute(), float(sys.argv[2]) if len(sys.argv) > 2 else 1.0))
