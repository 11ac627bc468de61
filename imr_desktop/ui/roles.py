"""What painted widgets that can have the keyboard are to a screen reader.

Without a word from here they are bare fillers there, which a reader may pass over. A widget with a class of Qt's below it,
a button, a list, a frame, needs none.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

ROLES: Mapping[str, QAccessible.Role] = MappingProxyType(
    {
        "PageView": QAccessible.Role.Document,
        "ProposalPage": QAccessible.Role.Document,
        "HomeView": QAccessible.Role.Pane,
        "DecisionBox": QAccessible.Role.Grouping,
        "SignView": QAccessible.Role.Pane,
        "ScrolledPart": QAccessible.Role.Pane,
        "Cover": QAccessible.Role.Pane,
    }
)
"""By the name of the widget's class."""


def told(kind: str, thing: QObject) -> QAccessibleInterface | None:
    """What a widget of a class is; None where Qt knows better."""
    role = ROLES.get(kind)
    return QAccessibleWidget(thing, role) if role is not None and isinstance(thing, QWidget) else None


def tell_roles() -> None:
    """Have screen readers told, from now on, in this program."""
    QAccessible.installFactory(told)
