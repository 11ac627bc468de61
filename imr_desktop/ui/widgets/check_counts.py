"""The counts in the checks' header: icon, number and word for each severity, or that all pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from imr_desktop.language import told, tr
from imr_desktop.ui.announce import mention
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
        self._shown: set[str] = set()
        self._narrow, self._said = False, ""
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
            "must fix": told(found.words) if found and must_fix else "",
            "consider": tr("{consider} to consider", consider=consider) if consider else "",
            "passed": tr("{passed} passed", passed=passed),
        }
        if not must_fix and not consider:
            words["passed"] = (
                tr("All {passed} checks pass", passed=passed)
                if all_pass
                else tr("Nothing to fix, {passed} passed", passed=passed)
            )
        for name in self._parts:
            self._labels[name].setText(words[name])
            self._shown = self._shown | {name} if checked and words[name] else self._shown - {name}
        self._show()
        said, before = ", ".join(filter(None, words.values())) if checked else "", self._said
        self._said = said
        if before and said != before:
            mention(self, said, "checks")

    def set_narrow(self, narrow: bool) -> None:
        """Where room is scarce, what passed is not counted beside what did not."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._show()

    def _show(self) -> None:
        for name, part in self._parts.items():
            spared = self._narrow and name == "passed" and len(self._shown) > 1
            part.setVisible(name in self._shown and not spared)
