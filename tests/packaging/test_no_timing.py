"""No test outside tests/bench rests on how long something took: that says more about the computer than about the program."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

CLOCKS = {
    "time",
    "perf_counter",
    "perf_counter_ns",
    "monotonic",
    "monotonic_ns",
    "time_ns",
    "process_time",
    "process_time_ns",
    "thread_time",
    "elapsed",
    "default_timer",
}
MODULES = {"time", "timeit"}
CALLED = re.compile(rf"\b(?:{'|'.join(CLOCKS)})\s*\(")


def reads_a_clock(node: ast.AST, names: set[str]) -> bool:
    """Whether an expression calls a clock or uses one of the names that hold a reading of one."""
    return any(
        isinstance(part, ast.Name) and part.id in names or isinstance(part, ast.Call) and is_clock(part.func)
        for part in ast.walk(node)
    )


def is_clock(called: ast.expr) -> bool:
    """`time.monotonic`, `timer.elapsed`, or `perf_counter` taken out of its module."""
    if isinstance(called, ast.Attribute):
        from_module = isinstance(called.value, ast.Name) and called.value.id in MODULES
        return called.attr in CLOCKS and (from_module or called.attr == "elapsed")
    return isinstance(called, ast.Name) and called.id in CLOCKS - {"time"}


def readings(tree: ast.AST) -> set[str]:
    """The names that hold a reading of a clock, or anything computed from one."""
    names: set[str] = set()
    while True:
        found = set(names)
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.NamedExpr)
                and node.value is not None
                and reads_a_clock(node.value, names)
            ):
                found |= {
                    part.id
                    for target in getattr(node, "targets", None) or [node.target]
                    for part in ast.walk(target)
                    if isinstance(part, ast.Name)
                }
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"append", "add"}
                and isinstance(node.func.value, ast.Name)
                and any(reads_a_clock(one, names) for one in node.args)
            ):
                found.add(node.func.value.id)
        if found == names:
            return names
        names = found


def timed_assertions(source: str) -> list[int]:
    """The lines of assertions that a clock decides; a source that calls nothing of a clock's name has none."""
    if not CALLED.search(source):
        return []
    return sorted(
        {
            node.lineno
            for function in ast.walk(ast.parse(source))
            if isinstance(function, ast.FunctionDef)
            for names in [readings(function)]
            for node in ast.walk(function)
            if isinstance(node, ast.Assert) and reads_a_clock(node.test, names)
        }
    )


def test_no_assertion_reads_a_clock(root: Path) -> None:
    files = [path for path in sorted((root / "tests").rglob("*.py")) if not path.is_relative_to(root / "tests/bench")]
    assert len(files) > 100
    found = [f"{path.relative_to(root)}:{line}" for path in files for line in timed_assertions(path.read_text("utf-8"))]
    assert found == [], "measure in tests/bench, beside a reference in the same run, or count work (fixture `work`)"


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("start = time.perf_counter()\n    act()\n    assert time.perf_counter() - start < 1", 4),
        ("start = time.monotonic()\n    took = time.monotonic() - start\n    assert took < 1", 4),
        ("costs = []\n    costs.append(perf_counter())\n    assert sorted(costs)[5] < 1", 4),
        ("timer = QElapsedTimer()\n    assert timer.elapsed() < 5", 3),
        ("end = time.monotonic() + 5\n    while time.monotonic() < end:\n        act()\n    assert done()", None),
        ("assert made.time() == noon.time()", None),
    ],
)
def test_what_counts_as_one(body: str, line: int | None) -> None:
    assert timed_assertions(f"def test():\n    {body}\n") == ([line] if line else [])
