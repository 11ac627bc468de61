"""What the checks pane is made of: counts in its head, the list, a reason's field, what a fix would change."""

from __future__ import annotations

from imr_desktop.language import mark, tr
from imr_desktop.ui.checks.delegate import ProblemDelegate
from imr_desktop.ui.checks.foretelling import ForetoldBar
from imr_desktop.ui.checks.model import ChecksModel
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.case_line import DraftLine
from imr_desktop.ui.widgets.check_counts import CheckCounts
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import holder, row
from imr_desktop.ui.widgets.pane import Pane
from imr_desktop.ui.widgets.rows import RowList

HELP = mark("Enter goes to the place, Alt+Enter fixes, Ctrl+. gives a reason to sign all the same.")


class ChecksParts(Pane):
    """Makes the parts and lays them out; what they do is the pane's."""

    def __init__(self) -> None:
        super().__init__(tr("Checks"), "clipboard-check")
        self.counts = CheckCounts()
        self.head_row.insertWidget(2, self.counts)
        self._hint = PlainLabel(tr("F8 next"), "muted")
        self.fold_button = IconButton("chevron-down", tr("Fold the checks"), checkable=True)
        self.tools.addWidget(self._hint)
        self.tools.addWidget(self.fold_button)
        self.model = ChecksModel()
        self.list = RowList(tr("Checks to resolve"), tr(HELP), self.model, ProblemDelegate)
        self.reason = DraftLine()
        self.reason.setAccessibleName(tr("Reason to sign all the same"))
        self.reason.setPlaceholderText(tr("Reason to sign all the same, kept with the case. Enter keeps it, Esc leaves."))
        self.reason.setMaxLength(1_000)
        self._reason_row = holder(row((self.reason, 1), margins=(12, 4, 12, 6)))
        self._reason_row.hide()
        self.not_run = PlainLabel("", "muted")
        self.not_run.setWordWrap(True)
        self.not_run.setContentsMargins(12, 4, 12, 6)
        self.not_run.hide()
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.not_run)
        self.body.addWidget(self._reason_row)
        self.foretold = ForetoldBar()
        self.body.addWidget(self.foretold)
