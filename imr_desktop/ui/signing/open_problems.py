"""What the checks say in the sign view: what must be fixed, and what asks for a reason, each with a field for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from imr_desktop.language import mark, told, tr
from imr_desktop.ui.signing.rows import IconLine, ReasonRow
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column

if TYPE_CHECKING:
    from imr_desktop.review.checking import Checked, Problem

SHOWN = 24
"""Problems that stand here at once: a case with 140 items has hundreds, and those below follow as these are answered."""
_CLEAR = mark("Nothing stands in the way of signing")
_PASSED = mark("The checks find nothing to fix")
_ALL_BUT = mark("Nothing stands in the way but what is asked below")


class OpenProblems(QWidget):
    """`reason_given(problem id, reason)`; `reason_typed(draft's place, words)` before that, as typed.

    `reasons` are the fields in view by their problem, `must` the first thing that nothing but a change can answer,
    `to_answer` how many ask for a reason, those below included.
    """

    reason_given = Signal(str, str)
    reason_typed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: QVBoxLayout = column()
        self.setLayout(self._rows)
        self.reasons: dict[str, ReasonRow] = {}
        self.must, self.to_answer = "", 0
        self._typed: dict[str, str] = {}
        self._drafts: Mapping[str, str] = {}
        self._open: tuple[Any, ...] | None = None

    def clear(self) -> None:
        """Forget the case."""
        self._empty()
        self._open, self._drafts, self.must = None, {}, ""
        self._typed, self.to_answer = {}, 0

    def take_drafts(self, drafts: Mapping[str, str]) -> None:
        """Half-typed reasons of an earlier sitting."""
        self._drafts = drafts

    def show_checked(self, checked: Checked) -> bool:
        """Show what is open: must fix, to consider with a field for the reason, acknowledged, passed.

        Whether it is other than before: else the field a reason is being typed in keeps its focus.
        """
        from imr_desktop.review.checking import to_answer, to_fix

        problems = (*to_fix(checked), *to_answer(checked))
        clear = tr(_PASSED) if checked.case.locked else tr(_ALL_BUT) if checked.blocking else tr(_CLEAR)
        now = problems, checked.case.acknowledgements, clear
        if now == self._open:
            return False
        self._open = now
        self._keep_typed({problem.id for problem in problems})
        self._empty()
        self.must = next((told(one.message) for one in problems if _unpassable(one)), "")
        self.to_answer = sum(not _unpassable(problem) for problem in problems)
        self._show(problems)
        if noted := len(checked.case.acknowledgements):
            words = tr("{noted} acknowledged", noted=noted)
            self._rows.addWidget(IconLine("triangle-alert", "warn", words, tr("kept with the case")))
        if not problems:
            self._rows.addWidget(IconLine("circle-check", "ok", clear))
        return True

    def show_failure(self, sentence: str) -> None:
        """Say that the checks could not run."""
        self._empty()
        self._open, self.to_answer = None, 0
        words = tr("The checks could not run. {sentence}", sentence=sentence)
        self._rows.addWidget(IconLine("octagon-alert", "error", words))

    def _show(self, problems: tuple[Problem, ...]) -> None:
        for problem in problems[:SHOWN]:
            self._rows.addWidget(self._problem(problem))
        if more := len(problems[SHOWN:]):
            words = tr("{more:,} more follow here as these are answered.", more=more)
            self._rows.addWidget(PlainLabel(words, "muted", wrap=True))

    def _problem(self, problem: Problem) -> QWidget:
        if _unpassable(problem):
            return IconLine("octagon-alert", "error", told(problem.message), told(problem.place.label))
        reason = ReasonRow(problem)
        reason.field.setText(self._typed.get(problem.id, self._drafts.get(reason.draft, "")))
        reason.reason_given.connect(self.reason_given)
        reason.reason_typed.connect(self.reason_typed)
        self.reasons[problem.id] = reason
        return reason

    def _keep_typed(self, still_open: Iterable[str]) -> None:
        """Half-typed reasons outlive their rows, as long as their problems are open."""
        self._typed |= {problem_id: reason.field.text() for problem_id, reason in self.reasons.items()}
        self._typed = {problem_id: words for problem_id, words in self._typed.items() if problem_id in still_open}

    def typing(self) -> tuple[str, int] | None:
        """The problem whose reason has the keyboard, and where in it."""
        focused = QApplication.focusWidget()
        for problem, reason in self.reasons.items():
            if focused is not None and reason.isAncestorOf(focused):
                return problem, reason.field.cursorPosition()
        return None

    def follow(self, before: QWidget) -> None:
        """Fields are made after all that stands below them: Tab would come to them last, after the signature."""
        for reason in self.reasons.values():
            before = reason.follow(before)

    def _empty(self) -> None:
        self.reasons = {}
        while self._rows.count():
            item = self._rows.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()


def _unpassable(problem: Problem) -> bool:
    return problem.severity == "must fix" and not problem.overridable
