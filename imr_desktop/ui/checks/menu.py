"""What can be done with a check, in the menu of its row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from imr_desktop.language import told, tr
from imr_desktop.ui.checks.reasons import may_be_passed
from imr_desktop.ui.widgets.row_menu import Act

if TYPE_CHECKING:
    from imr_desktop.ui.checks.pane import ChecksPane


def acts(pane: ChecksPane) -> Iterator[Act]:
    """For the current check: its place, its fix, a reason."""
    problem = pane.current()
    if problem is not None:
        yield Act(tr("Go to the place"), "Enter", pane.activate_current)
        if problem.fix is not None:
            yield Act(told(problem.fix.label), "Alt+Enter", pane.fix_current, pane.editable)
        yield Act(tr("Give a reason\u2026"), "Ctrl+.", pane.begin_reason, pane.editable and may_be_passed(problem))
