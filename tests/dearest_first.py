"""The tests that take longest begin first, dealt to the workers of a run: else one worker ends long after the others."""

from __future__ import annotations

import os
from itertools import groupby
from pathlib import Path

import pytest

DEAREST = (
    "packaging/test_wheel.py",
    "cli/test_main_job.py",
    "ui/trials/test_actions.py",
    "ui/real/test_lock.py",
    "ui/real/test_typing.py",
    "ui/shell/test_a11y.py",
    "ui/trials/test_flows.py",
    "preflight/test_letters.py",
    "packaging/test_papers.py",
    "preflight/test_absence_gold.py",
    "ui/real/test_ending.py",
    "determination/test_layout.py",
    "ui/trials/test_random_use.py",
    "review/test_isolated_check.py",
)
"""Files, the one that takes longest first; the tests of one stay together, as they share what they were given."""


def dealt(items: list[pytest.Item], tests: Path, workers: int) -> list[pytest.Item]:
    """The same tests, so that each of the equal shares that workers are handed at first begins with some of the dearest."""
    rank = {tests / name: at for at, name in enumerate(DEAREST)}
    dear = sorted((item for item in items if item.path in rank), key=lambda item: rank[item.path])
    rest = [item for item in items if item.path not in rank]
    files = [list(group) for _path, group in groupby(dear, key=lambda item: item.path)]
    order: list[pytest.Item] = []
    for worker in range(workers):
        first = [item for file in files[worker::workers] for item in file]
        share = (len(items) - len(order)) // (workers - worker)
        more = max(share - len(first), 0)
        order += first + rest[:more]
        rest = rest[more:]
    return order + rest


def workers() -> int:
    """How many workers share this run."""
    return int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
