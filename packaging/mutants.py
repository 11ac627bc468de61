"""Mutated case JSON against the import policy: each gives a sentence, or a case that is checked in bounded memory and time.

    python packaging/mutants.py [--trials 1000] [--seed 1]

Runs in a process whose address space is limited to a gigabyte. Prints a table as JSON; exit code 1 where a mutant raised
anything but a sentence, ran out of memory, or took more than 30 seconds of processor time.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import signal
import sys
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

MEMORY = 1_000_000_000
SECONDS = 30
NUMBERS = (0, -1, 1, 2, 10**5, 10**6, 10**7, 10**9, 10**11, 2**31, 2**63, -(2**63), 10**20, 10**400, 1e308, -1e308, 1.5)
TEXTS = (
    "",
    "\x00",
    "\u202e",
    "x" * 100_001,
    "y" * 1_000_001,
    "../../etc/passwd",
    "(" * 5_000,
    " " * 60_000,
    "There is no documentation of it. " * 300,
    "1/2/2020 " * 500,
    "[p. 99999999999]",
    "\U0001f600" * 1_000,
)
ODD: tuple[object, ...] = (None, True, [], {}, [[]], "Upheld", "2026-02-31", "9999-12-31", "0001-01-01T00:00:00Z")


def main() -> int:
    """Run the trials; 0 where every mutant was handled."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--trials", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    _limit()
    told = run(options.trials, options.seed)
    print(json.dumps(told, indent=1))
    return 1 if told["exceptions"] or told["memory"] or told["slow"] else 0


def run(trials: int, seed: int) -> dict[str, Any]:
    """The table: how many were refused with a sentence, how many accepted, and what was not handled."""
    from imr_desktop.paths import resource

    chance = random.Random(seed)
    sample = json.loads(resource("samples", "case.json").read_bytes())
    told: dict[str, Any] = {"trials": 0, "sentences": 0, "accepted": 0, "exceptions": [], "memory": [], "slow": []}
    mutants = [*_each_number(sample), *(_mutated(sample, chance) for _ in range(trials))]
    for name, value in mutants if trials >= 1_000 else chance.sample(mutants, trials):
        told["trials"] += 1
        _tried(name, value, told)
    return told


def _tried(name: str, value: Any, told: dict[str, Any]) -> None:
    from imr_desktop.errors import ImrError

    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        _checked(value)
        told["accepted"] += 1
    except ImrError as error:
        told["sentences" if error.sentence.endswith(".") else "exceptions"] += 1 if error.sentence.endswith(".") else [name]
    except TimeoutError:
        told["slow"].append(name)
    except MemoryError:
        told["memory"].append(name)
    except Exception as error:  # noqa: BLE001  whatever it is, it is counted
        told["exceptions"].append(f"{name}: {type(error).__name__}")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _checked(value: Any) -> None:
    from imr_desktop.case import incoming
    from imr_desktop.review import checking, isolated_check
    from imr_desktop.store.exchange.strict import plain_case

    case = plain_case(json.dumps(value).encode(), "a.json")
    come = incoming.admit(incoming.plain_names(case)).case
    packs = isolated_check.shipped_packs()
    for one in (come, incoming.adopt(case)):
        checked = checking.check(one, packs, {}, today=date(2026, 1, 5))
        if any(problem.id.endswith(":not-run") for problem in checked.problems):
            raise MemoryError


def _each_number(sample: Any) -> list[tuple[str, Any]]:
    """Every number of the sample replaced by each odd one, the places of a list's other elements left out."""
    places = [
        path
        for path in _paths(sample)
        if isinstance(_at(sample, path), int | float) and not any(isinstance(part, int) and part > 0 for part in path)
    ]
    return [(f"{path}={str(number)[:12]}", _with(sample, path, number)) for path in places for number in NUMBERS]


def _mutated(sample: Any, chance: random.Random) -> tuple[str, Any]:
    value, names = sample, []
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        path = chance.choice(_paths(value))
        act = chance.choice(("number", "text", "odd", "gone", "twice", "deep"))
        names.append(f"{path} {act}")
        value = _act(value, path, act, chance)
    return "; ".join(names), value


def _act(value: Any, path: tuple[Any, ...], act: str, chance: random.Random) -> Any:
    if act == "deep":
        nested: Any = []
        for _ in range(chance.choice((5, 100))):
            nested = [nested]
        return _with(value, path, nested)
    if act in ("gone", "twice"):
        return _relisted(value, path, act, chance)
    return _with(value, path, chance.choice({"number": NUMBERS, "text": TEXTS, "odd": ODD}[act]))


def _relisted(value: Any, path: tuple[Any, ...], act: str, chance: random.Random) -> Any:
    made = copy.deepcopy(value)
    above = _at(made, path[:-1])
    if act == "gone":
        del above[path[-1]]
    elif isinstance(above, list):
        above.extend([above[path[-1]]] * chance.choice((1, 50, 5_000)))
    return made


def _paths(value: Any) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    waiting: list[tuple[tuple[Any, ...], Any]] = [((), value)]
    while waiting and len(found) < 20_000:
        above, one = waiting.pop()
        for key, inner in one.items() if isinstance(one, dict) else enumerate(one) if isinstance(one, list) else ():
            found.append((*above, key))
            waiting.append((found[-1], inner))
    return found


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for part in path:
        value = value[part]
    return value


def _with(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    made = copy.deepcopy(value)
    _at(made, path[:-1])[path[-1]] = new
    return made


def _limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGPROF, _too_long)


def _too_long(*_: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    sys.exit(main())
