"""No attribute or method of ours hides one of Qt's own by its name."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import textwrap
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QDialog, QWidget

from imr_desktop import ui

VIRTUAL = frozenset(("accept", "data", "done", "event", "flags", "id", "paint", "redo", "reject", "run", "undo"))
"""Qt's virtual functions of one word: what is defined under these names overrides them, as Qt means it."""


def ours() -> Iterator[type]:
    """Every class of the window that is one of Qt's."""
    for module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
        for one in vars(importlib.import_module(module.name)).values():
            if isinstance(one, type) and one.__module__ == module.name and _qt(one):
                yield one


def hidden(one: type) -> set[str]:
    """The names of Qt's that a class takes for itself, as an attribute of its objects or of its own."""
    assigned = {
        node.attr
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(one))))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and getattr(node.value, "id", "") == "self"
    }
    named = {name for name, value in vars(one).items() if not name.startswith("__") and not _overrides(name, value)}
    return (assigned | named) & set(dir(_qt(one)[0])) - {"staticMetaObject"}


def _qt(one: type) -> list[type]:
    return [base for base in one.__mro__ if base.__module__.startswith("PySide6.")]


def _overrides(name: str, value: object) -> bool:
    return inspect.isfunction(value) and (name in VIRTUAL or not name.islower())


def test_no_name_of_ours_hides_one_of_qts(qapp):
    classes = set(ours())
    assert len(classes) > 100
    assert {f"{one.__module__}.{one.__qualname__}": hidden(one) for one in classes if hidden(one)} == {}


@pytest.mark.parametrize(
    ("base", "body", "name"),
    [
        (QDialog, "def __init__(self): self.result = None", "result"),
        (QWidget, "def find(self): pass", "find"),
        (QWidget, "style = 3", "style"),
    ],
)
def test_one_that_does_is_seen(monkeypatch, base, body, name):
    source = f"class Hiding(Base):\n    {body}\n"
    made = {"Base": base}
    exec(source, made)  # noqa: S102  our own three lines
    monkeypatch.setattr(inspect, "getsource", lambda _one: source)
    assert hidden(made["Hiding"]) == {name}
