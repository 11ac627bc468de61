"""The counts in the checks' header: icon, number and word for each severity, or that all pass."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from imr_desktop.ui.widgets.labels import IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import holder, row
from imr_desktop.ui.widgets.statuses import SEVERITY

_ROLES = {"must fix": "error", "consider": "warn", "passed": "ok"}


class CheckCounts(QWidget):
    """Must fix, to consider, passed; those that are zero are left out."""

    def __init__(self) -> None:
        super().__init__()
        self._labels: dict[str, PlainLabel] = {}
        self._parts: dict[str, QWidget] = {}
        for name, role in _ROLES.items():
            look = SEVERITY[name]
            label = PlainLabel("", role)
            self._labels[name] = label
            self._parts[name] = holder(row(IconLabel(look.icon, look.token, 15), label, spacing=5))
        self.setLayout(row(*self._parts.values(), margins=(4, 0, 0, 0), spacing=12))
        self.show_counts(0, 0, 0, checked=False)

    def show_counts(self, must_fix: int, consider: int, passed: int, *, checked: bool) -> None:
        """Show how many of each; `checked` is false before the first run."""
        words = {
            "must fix": f"{must_fix} must fix" if must_fix else "",
            "consider": f"{consider} to consider" if consider else "",
            "passed": f"{passed} passed",
        }
        if checked and not must_fix and not consider:
            words["passed"] = f"All {passed} checks pass"
        for name, part in self._parts.items():
            self._labels[name].setText(words[name])
            part.setVisible(checked and bool(words[name]))
