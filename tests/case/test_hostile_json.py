"""Mutated case JSON: a sentence or a case, in bounded memory and time; what is accepted is checked in bounds too.

The small version of ``packaging/mutants.py``; it runs in a child process whose address space is limited.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRIALS = 50


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is limited on Linux")
def test_mutated_cases_take_bounded_memory_and_give_a_case_or_a_sentence():
    done = subprocess.run(
        [sys.executable, ROOT / "packaging" / "mutants.py", "--trials", str(TRIALS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=115,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["trials"] >= TRIALS
    assert told["sentences"] > 0
    assert told["accepted"] > 0
    assert (told["exceptions"], told["memory"], told["slow"]) == ([], [], [])
