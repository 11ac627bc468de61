"""The counts in the checks' header: icon, number and word for each severity, or that all pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from imr_desktop.ui.widgets.labels import IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import holder, row
from imr_desktop.ui.widgets.statuses import SEVERITY

if TYPE_CHECKING:
    from imr_desktop.review.checking import Open

_ROLES = {"must fix": "error", "consider": "warn", "passed": "ok"}


class CheckCounts(QWidget):
    """To fix, to consider, passed; those that are zero are left out."""

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
        self.show_counts(None, 0, 0, all_pass=False)

    def show_counts(self, found: Open | None, consider: int, passed: int, *, all_pass: bool) -> None:
        """Show how many of each; `found` is None before the first run, `all_pass` false while the statements are not made."""
        checked = found is not None
        must_fix = found.to_fix if found else 0
        words = {
            "must fix": found.words if found and must_fix else "",
            "consider": f"{consider} to consider" if consider else "",
            "passed": f"{passed} passed",
        }
        if not must_fix and not consider:
            words["passed"] = f"All {passed} checks pass" if all_pass else f"Nothing to fix, {passed} passed"
        for name, part in self._parts.items():
            self._labels[name].setText(words[name])
            part.setVisible(checked and bool(words[name]))
