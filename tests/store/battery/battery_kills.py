"""kill -9 at random moments of mixed work: every acknowledged change is there, and the vault opens.

Usage: battery_kills.py FOLDER TRIALS SEED
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

from battery_run import Outcome
from battery_work import Known, Work, opened_after

from imr_desktop.errors import ImrError
from imr_desktop.paths import Home

_FRESH, _WHOLE = 60, 20
_STEPS = 10_000


def main(folder: Path, trials: int, seed: int) -> Outcome:
    outcome, chance = Outcome(), random.Random(seed)
    home, known = Home(folder / "home"), Known()
    for trial in range(trials):
        if trial % _FRESH == 0:
            shutil.rmtree(home.root, ignore_errors=True)
            known = Known()
        lines = _killed(home, chance.randrange(2**32), chance.choice((0, 1, 3, 10)), 0.03 * chance.random())
        before = known.acknowledged
        known.take(lines)
        outcome.trials += 1
        outcome.acknowledged += known.acknowledged - before
        faults = _faults(home, known, whole=trial % _WHOLE == 0 or trial == trials - 1)
        outcome.end("as acknowledged" if not faults else "wrong")
        if faults:
            outcome.wrong += [f"trial {trial}: {fault}" for fault in faults[:3]]
            shutil.rmtree(home.root, ignore_errors=True)
            known = Known()
    return outcome


def _killed(home: Home, seed: int, awaited: int, after: float) -> list[str]:
    """Work in a forked child until it is killed, `after` seconds from `awaited` lines on; the lines it acknowledged."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        status = 1
        try:
            Work(home, seed, lambda line: os.write(write, f"{line}\n".encode())).run(_STEPS)
            status = 0
        finally:
            os._exit(status)
    os.close(write)
    with os.fdopen(read) as file:
        lines = [line for _ in range(awaited) if (line := file.readline().rstrip("\n"))]
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        lines += file.read().splitlines()
    if not os.WIFSIGNALED(status):
        raise RuntimeError("the work failed by itself")
    return lines


def _faults(home: Home, known: Known, *, whole: bool) -> list[str]:
    from imr_desktop.store.vault import Vault

    try:
        if not known.created and Vault.protection(home) == "none":
            return []
        with opened_after(home) as vault:
            return known.faults(vault, whole=whole)
    except ImrError as error:
        return [f"not readable: {error.sentence}"]


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])).tell()
