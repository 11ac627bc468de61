"""The checks: what must be fixed before signing, what to consider, where, and the fix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from imr_desktop.case import edits
from imr_desktop.case.model import Acknowledgement, Case
from imr_desktop.language import mark, told, tr
from imr_desktop.ui.checks.checks_parts import ChecksParts
from imr_desktop.ui.checks.delegate import FIX, NOTE
from imr_desktop.ui.checks.foretelling import sets_date
from imr_desktop.ui.checks.menu import acts
from imr_desktop.ui.checks.model import ProblemRow, passed
from imr_desktop.ui.checks.reasons import covers, may_be_passed, reason_target
from imr_desktop.ui.checks.words import not_run_words, state_words
from imr_desktop.ui.theme import current, px, set_property
from imr_desktop.ui.widgets.row_menu import RowMenu

if TYPE_CHECKING:
    from imr_desktop.review.checking import Checked, Open, Problem

_DRAFT = "reason:"
_NARROW = 460
_NOTHING = mark("No check is open.")
_IN_DIALOGS = ("case", "dates")
"""Areas of a case that are edited in a dialog, in which the next F8 or Alt+Enter would mean nothing."""


class ChecksPane(ChecksParts):
    """Checks. `problem_activated(problem)`: go to its place. `act_requested(problem)`: its fix is an act of the reviewer
    (`problem.fix.act`, `problem.fix.target`), not a change of words. `collapsed(bool)`: folded to the header or opened.
    `said(sentence)`: which check is shown, or why a key did nothing; `done(sentence)`: what was changed and can be undone.
    """

    problem_activated = Signal(object)
    act_requested = Signal(object)
    collapsed = Signal(bool)
    foretell_requested = Signal(object)
    said = Signal(str)
    done = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._problems: tuple[Problem, ...] = ()
        self._checked = False
        self._not_run = ""
        self._lacking: frozenset[str] = frozenset()
        self._asked: frozenset[str] = frozenset()
        self._open: Open | None = None
        self._reason_for: ProblemRow | None = None
        self._typed: dict[str, str] = {}
        self._shown, self._act, self._showing = "", "", False
        self._came_from: QWidget | None = None
        self._foretold: Problem | None = None
        self._foretold_of: Case | None = None
        self._connect()

    def _connect(self) -> None:
        current().changed.connect(self._fit_head)
        self.foretold.agreed.connect(self._do_it)
        self.foretold.left.connect(self._leave_it)
        self.list.part_clicked.connect(self._on_part)
        self.list.doubleClicked.connect(self.activate_current)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        RowMenu(self.list, partial(acts, self))
        self.list.installEventFilter(self)
        self.reason.installEventFilter(self)
        self.reason.returnPressed.connect(self._keep_reason)
        self.reason.textEdited.connect(self._on_reason_typed)
        self.fold_button.toggled.connect(self.set_collapsed)
        self.add_key("Alt+Return", self.fix_current)
        self.add_key("Ctrl+.", self.begin_reason)
        self.change_with(self.reason)

    # --- what the main window asks ---------------------------------------------------------------------------------

    def show_case(self, case: Case) -> None:
        """Acknowledgements may have changed; the problems come with `set_checked`."""
        if self._foretold_of is None or not edits.is_same_but_read(self._foretold_of, case):
            self._leave_it()
        if self.other(case, "id", "acknowledgements", "signed"):
            self._refresh()

    def set_checked(self, checked: Checked) -> None:
        """Show `checked.problems` but for what the sign view asks itself.

        The current row stays while its problem does, and the focus never moves.
        """
        from imr_desktop.review.checking import asked_at_signing, open_of

        self._problems, self._checked = tuple(one for one in checked.problems if not asked_at_signing(one)), True
        self._asked = frozenset(one.check for one in checked.problems if asked_at_signing(one))
        self._open = open_of(checked)
        self._not_run = not_run_words(checked.without_record)
        self._lacking = frozenset(one.check for one in checked.not_run)
        self._refresh()
        self.tell_digest()

    def clear(self) -> None:
        self._problems, self._checked, self._reason_for, self._typed = (), False, None, {}
        self._open, self._asked = None, frozenset()
        self._not_run = self._shown = self._act = ""
        self._say_not_run()
        self.reason.begin_anew()
        self._reason_row.hide()
        super().clear()

    def take_drafts(self, drafts: Mapping[str, str]) -> None:
        """Half-typed reasons, shown when their problem is asked for one again."""
        self._typed = {place: words for place, words in drafts.items() if place.startswith(_DRAFT)}

    def state(self) -> str:
        """``1 to fix, 2 to consider``, or that all checks pass."""
        return state_words(self._open, self.model.count("consider"), asked=bool(self._asked))

    def tell_digest(self) -> None:
        """The counts in the header say it with their icons, once there are any."""
        super().tell_digest()
        self.state_label.setText("" if self._checked else self.state())

    def focus_first(self) -> None:
        """The list, on its current row; the pane while there is none: letters must not go on to where the keyboard was."""
        self.fold_button.setChecked(False)
        (self.list if self.list.isEnabled() else self).setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.select_row(max(self.list.row(), 0))

    def key_hints(self) -> str:
        if self.reason.hasFocus():
            return tr("Enter  keep the reason   ·   Esc  back to the checks")
        return tr("Enter  go there   ·   Alt+Enter  fix   ·   F8  next   ·   Ctrl+.  give a reason")

    def set_compact(self, compact: bool) -> None:
        """The header stays in both layouts."""

    def set_collapsed(self, folded: bool) -> None:
        """Fold to the header, or open."""
        if self.fold_button.isChecked() != folded:
            self.fold_button.setChecked(folded)
            return
        self.list.setVisible(not folded and self.foretold.isHidden())
        self.not_run.setVisible(not folded and bool(self._not_run))
        self._reason_row.setVisible(not folded and self._reason_for is not None)
        self.fold_button.set_icon("chevron-up" if folded else "chevron-down")
        self.fold_button.setAccessibleName(tr("Open the checks") if folded else tr("Fold the checks"))
        set_property(self.head, "alone", folded)
        self.collapsed.emit(folded)

    # --- edits --------------------------------------------------------------------------------------------------------

    def current(self) -> Problem | None:
        shown = self.list.current()
        return shown.problem if shown else None

    def select(self, problem_id: str) -> None:
        """Make a problem current whose place is shown, as "1 to fix, then sign" does."""
        self.list.select_row(self.model.row_of(problem_id))
        self._shown, self._act = problem_id, ""

    def next_problem(self) -> None:
        """Go to the next problem and its place, the current one first where it was not shown; after the last to the first."""
        self._step(1)

    def previous_problem(self) -> None:
        self._step(-1)

    def activate_current(self) -> None:
        problem = self.current()
        if problem is not None:
            self._shown, self._act = problem.id, ""
            self.problem_activated.emit(problem)

    def fix_current(self) -> None:
        """Apply the current problem's fix as one undo step, or ask for the act it needs.

        Where the problem before is gone and this one asks for something else, it is only shown: the same key pressed again
        must not open another view unasked.
        """
        problem = self.current()
        if problem is None or problem.fix is None:
            self.said.emit(
                tr(_NOTHING)
                if problem is None
                else tr("No fix is known. Enter goes to the place: {message}", message=told(problem.message))
            )
            return
        fix = problem.fix
        if not fix.changes and self._act not in ("", fix.act) and problem.id != self._shown:
            self._shown = problem.id
            self.said.emit(
                tr("Next: {message} Alt+Enter again: {label}", message=told(problem.message), label=told(fix.label))
            )
            return
        self._shown, self._act = problem.id, fix.act or "change"
        if fix.changes:
            self._change(problem, told(fix.label))
        elif problem.fix.act == "give reason" and covers(problem.fix.target or problem.id, problem.id):
            self.begin_reason()
        elif self.editable:
            self.act_requested.emit(problem)

    def _change(self, problem: Problem, label: str) -> None:
        from imr_desktop.review.checking import apply_fix

        before = self.case
        self.request_edit(label, apply_fix, problem)
        if self.case is not before:
            self.done.emit(tr("{label}: done.", label=label))

    def begin_reason(self) -> None:
        """Ask for the reason to sign although the current problem is open; must-fix problems have none, but for what may be
        overridden.
        """
        shown = self.list.current()
        if shown is None or not may_be_passed(shown.problem) or not self.editable:
            words = tr("must be fixed: no reason lets it pass.") if self.editable else tr("is read-only now.")
            self.said.emit(tr(_NOTHING) if shown is None else f"“{told(shown.problem.message)}” {words}")
            return
        focused = QApplication.focusWidget()
        if focused is not self.reason:
            self._came_from = None if focused is None or self.isAncestorOf(focused) else focused
        self.fold_button.setChecked(False)
        self._reason_for = shown
        self.reason.setText(self._typed.get(_DRAFT + reason_target(shown.problem), shown.reason))
        alike = sum(covers(reason_target(shown.problem), one.id) for one in self._problems)
        self.reason.setAccessibleDescription(
            tr("For {alike} problems: {message}", alike=alike, message=told(shown.problem.message))
            if alike > 1
            else told(shown.problem.message)
        )
        self._reason_row.show()
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _keep_reason(self) -> None:
        words, asked = " ".join(self.reason.text().split()), self._reason_for
        if asked is None or not words:
            return
        target, before = reason_target(asked.problem), self.case.acknowledgements
        self.request_edit(tr("Give a reason"), edits.acknowledge, Acknowledgement(target, words, datetime.now(UTC)))
        if self.case.acknowledgements is not before:  # where it was refused, the words stay
            self._note(target, "")
            self._end_reason()

    def request_edit(self, label: str, edit: Callable[..., Case], *args: object, merge: str = "", **fields: object) -> None:
        """A fix that sets a date is made once it was told what it changes: `foretell_requested(problem)` asks for that."""
        problem = next((one for one in args if sets_date(one)), None)
        if problem is not None and self.editable and self._foretold != problem:
            self.foretell_requested.emit(problem)
            return
        self._leave_it()
        super().request_edit(label, edit, *args, merge=merge, **fields)

    def show_foretold(self, problem: Problem, words: str) -> None:
        """What a fix changes elsewhere; where that is nothing, it is made at once."""
        self._foretold, self._foretold_of = problem, self.case
        if words and problem.fix is not None:
            self.fold_button.setChecked(False)
            self.foretold.ask(told(problem.fix.label), words, take_keys=self.list.hasFocus())
            self.list.hide()  # a question that is cut off is none
            self.said.emit(self.foretold.words.text())
        else:
            self._do_it()

    def _do_it(self) -> None:
        if (problem := self._foretold) is not None and problem.fix is not None:
            self._change(problem, told(problem.fix.label))

    def _leave_it(self) -> None:
        self._foretold = self._foretold_of = None
        had_keys = self.foretold.isAncestorOf(QApplication.focusWidget() or self)
        if not self.foretold.isHidden():
            self.list.setVisible(not self.fold_button.isChecked())
            if had_keys:
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.foretold.hide()

    def _on_reason_typed(self, words: str) -> None:
        if self._reason_for is not None:
            self._note(reason_target(self._reason_for.problem), words)

    def _note(self, target: str, words: str) -> None:
        self._typed[_DRAFT + target] = words
        self.draft_changed.emit(_DRAFT + target, words)

    def _end_reason(self) -> None:
        self._reason_for = None
        back, self._came_from = self._came_from, None
        usable = back is not None and isValid(back) and back.isVisible() and back.isEnabled()
        (back if back is not None and usable else self.list).setFocus(Qt.FocusReason.OtherFocusReason)
        self._reason_row.hide()

    def _step(self, by: int) -> None:
        total, at, current = self.list.rows(), self.list.row(), self.current()
        if not total:
            self.said.emit(tr(_NOTHING))
            return
        self._leave_it()
        fresh = by > 0 and current is not None and current.id != self._shown
        following = at if fresh else at + by
        self.list.select_row(following % total)
        self._show_current()
        if (shown := self.current()) is not None:
            from_there = tr("Once more from the first. ") if by > 0 else tr("Once more from the last. ")
            round_again = "" if 0 <= following < total else from_there
            self.said.emit(
                tr(
                    "{round_again}Check {following} of {total}: {message}",
                    round_again=round_again,
                    following=following % total + 1,
                    total=total,
                    message=told(shown.message),
                )
            )

    def _show_current(self) -> None:
        """Go to the current problem's place; one that stands in a dialog is shown here, where the next key still works."""
        problem = self.current()
        if problem is not None and problem.place.area in _IN_DIALOGS:
            self._shown, self._act = problem.id, ""
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.activate_current()

    def _on_current(self) -> None:
        """Another row was chosen in the list: what Alt+Enter does there is in view."""
        if self.list.hasFocus() and not self._showing:
            self._act = ""

    def _on_part(self, at: int, part: str) -> None:
        self.list.select_row(at)
        {FIX: self.fix_current, NOTE: self.begin_reason}[part]()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the place; Esc leaves the reason."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.modifiers():
            if watched is self.list and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.activate_current()
                return True
            if watched is self.reason and event.key() == Qt.Key.Key_Escape:
                self._end_reason()
                return True
        return super().eventFilter(watched, event)

    def _say_not_run(self) -> None:
        """Below the list, which checks lack the record: that nothing is said there is no good answer."""
        self.not_run.setText(self._not_run)
        self.not_run.setVisible(bool(self._not_run) and not self.fold_button.isChecked())

    def _refresh(self) -> None:
        current, at = self.current(), self.list.row()
        self._showing = True
        self.model.show(self._problems, self.case)
        if current is not None and self.list.rows():
            found = self.model.row_of(current.id)
            self.list.select_row(found if found >= 0 else min(at, self.list.rows() - 1))  # what came after it
        elif self.list.rows() and self.list.row() < 0:
            self.list.select_row(0)
        self._showing = False
        self.counts.show_counts(
            self._open,
            self.model.count("consider"),
            passed(self._problems, self._lacking | self._asked) if self._checked else 0,
            all_pass=not self._asked,
        )
        self._say_not_run()
        self.list.setEnabled(bool(self.list.rows()))
        if self.hasFocus():
            self.focus_first()
        self._fit_head()

    @Slot()
    def _fit_head(self) -> None:
        narrow = self.width() < px(_NARROW)
        self.counts.set_narrow(narrow)
        self._hint.setVisible(bool(self.list.rows()) and not narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow header what must be fixed goes before what passed."""
        super().resizeEvent(event)
        self._fit_head()
