"""Threads import at the same time: nobody imports a part of a package with parts of its own before the package itself."""

from __future__ import annotations

import ast
from pathlib import Path

import imr_desktop

ROOT = Path(imr_desktop.__file__).parent


def test_the_checks_are_imported_as_a_package_before_a_part_of_them():
    """A thread that holds a part waits for the package, one that holds the package for the part: one of them fails."""
    early = []
    for path in ROOT.rglob("*.py"):
        if path.is_relative_to(ROOT / "preflight"):
            continue
        for scope in ast.walk(ast.parse(path.read_text())):
            if isinstance(scope, ast.Module | ast.FunctionDef):
                names = [one.module or "" for one in scope.body if isinstance(one, ast.ImportFrom)]
                ours = [name for name in names if name.startswith("imr_desktop.preflight")]
                early += [f"{path.name}: {name}" for name in ours[:1] if name != "imr_desktop.preflight"]
    assert early == []
