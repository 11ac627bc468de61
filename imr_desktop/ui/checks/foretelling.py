"""A fix that sets a date says what it changes elsewhere before it does it: the real checks look at the case it would make."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea

from imr_desktop.case import edits
from imr_desktop.case.model import Case
from imr_desktop.language import tr
from imr_desktop.ui.tasks import Tasks, sentence
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row

if TYPE_CHECKING:
    from imr_desktop.review.checking import Checked, Problem
    from imr_desktop.ui.checks.pane import ChecksPane
    from imr_desktop.ui.session import CaseSession


def sets_date(part: object) -> bool:
    """Whether it is a problem whose fix sets a date: editions and deadlines hang on dates."""
    from imr_desktop.review.checking import Problem, SetDate

    return isinstance(part, Problem) and part.fix is not None and any(isinstance(one, SetDate) for one in part.fix.changes)


class ForetoldBar(QFrame):
    """What a fix would change, and the two answers. `agreed()`; `left()`."""

    agreed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("What this changes"))
        self.words = PlainLabel("", "body", wrap=True)
        self.do = Button(tr("Do it"), kind="primary", tip=tr("Alt+Enter again"))
        self.leave = Button(tr("Leave it"), kind="ghost")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(holder(column(self.words, None, margins=(0, 0, 8, 0))))
        self._area.setAccessibleName(tr("What this changes"))
        answers = column(self.do, self.leave, None, spacing=4)
        self.setLayout(row(IconLabel("info"), (self._area, 1), answers, margins=(12, 6, 12, 6), spacing=8))
        self.do.clicked.connect(self.agreed)
        self.leave.clicked.connect(self.left)
        self.hide()

    def ask(self, label: str, words: str, *, take_keys: bool) -> None:
        """Show what it changes, which who asks says too; the keyboard stays where it is, or comes to the answer."""
        self.words.setText(tr("{label}: {words} Alt+Enter again does it; it can be undone.", label=label, words=words))
        self.do.setText(label)
        self.show()
        if take_keys:
            self.do.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves it."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Foretelling(QObject):
    """Works out what a fix would change. `foretold(problem, words)`: empty words where it changes nothing else."""

    foretold = Signal(object, str)

    def __init__(self, check: Callable[[Case], Checked], tasks: Tasks, session: CaseSession, pane: ChecksPane) -> None:
        super().__init__(session)
        self._check, self._tasks, self._session = check, tasks, session
        self._asked: tuple[Case, Problem] | None = None
        pane.foretell_requested.connect(self.look_at)
        self.foretold.connect(pane.show_foretold)

    @Slot(object)
    def look_at(self, problem: Problem) -> None:
        """Check the case as the fix would make it, in a worker."""
        case = self._session.case
        if case is not None and not self._session.refuses():
            checked = self._session.last_checked
            before = checked if checked is not None and checked.case is case else None
            self._asked = case, problem
            job = partial(_foreseen, self._check, case, before, problem)
            self._tasks.run(job, on_done=self._on_foreseen, on_error=self._on_unknown, key="foretell")

    @Slot(object)
    def _on_foreseen(self, found: tuple[Case, Problem, tuple[str, ...]]) -> None:
        case, problem, words = found
        if self._stands(case):
            self.foretold.emit(problem, " ".join(words))

    @Slot(object)
    def _on_unknown(self, error: Exception) -> None:
        """It is not known what it changes: that is said, and the reviewer may still do it."""
        if self._asked is not None and self._stands(self._asked[0]):
            self.foretold.emit(self._asked[1], tr("What it changes elsewhere is not known ({error})", error=sentence(error)))

    def _stands(self, asked: Case) -> bool:
        """Whether the case is what it was when it was asked; pages that were shown meanwhile change nothing of the answer."""
        case = self._session.case
        return case is not None and edits.is_same_but_read(asked, case)


def _foreseen(
    check: Callable[[Case], Checked], case: Case, before: Checked | None, problem: Problem
) -> tuple[Case, Problem, tuple[str, ...]]:
    from imr_desktop.review.checking import apply_fix
    from imr_desktop.review.foreseen import foreseen

    return case, problem, foreseen(before or check(case), check(apply_fix(case, problem)), problem.id)
