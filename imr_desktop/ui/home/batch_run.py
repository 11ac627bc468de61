"""One thing done with case after case, off the window's thread: how far it is, and what became of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QProgressDialog, QWidget

from imr_desktop.language import tr
from imr_desktop.ui.tasks import Tasks, sentence
from imr_desktop.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from imr_desktop.review.cases import CaseSummary

_NAMED = 15
_SHOWN_AFTER = 600
"""Milliseconds of work after which it is shown how far it is."""


@dataclass(frozen=True)
class Act:
    """What is done: ``exporting``, ``exported``, ``Not exported``, and the function that does it with one case's id."""

    doing: str
    done: str
    job: Callable[[str], object]


@dataclass
class Outcome:
    """What became of the cases: results by id, and why it could not be done, by the name of the case."""

    total: int
    done: dict[str, object] = field(default_factory=dict)
    failed: list[tuple[str, str]] = field(default_factory=list)
    stopped: bool = False

    def words(self, act: Act) -> str:
        """How many, and each that could not be, by its number with the reason."""
        told = tr("{done_count:,} of {total:,} cases {done}.", done_count=len(self.done), total=self.total, done=act.done) + (
            tr(" The rest was left.") if self.stopped else ""
        )
        if not self.failed:
            return told
        named = [f"{name}: {why}" for name, why in self.failed[:_NAMED]]
        more = len(self.failed) - _NAMED
        return "\n".join(
            [
                tr("{told} Not {done}:", told=told, done=act.done),
                "",
                *named,
                *([tr("and {more:,} more", more=more)] if more > 0 else []),
            ]
        )


def name_of(line: CaseSummary) -> str:
    """What a case is called where it is spoken of among others."""
    return line.number or (" ".join(line.titles[0].split())[:60] if line.titles else tr("A case without a number"))


class BatchRun(QObject):
    """Goes through the cases. `ended(outcome)`: each was done, or it was said why not."""

    ended = Signal(object)

    def __init__(self, tasks: Tasks, window: QWidget, act: Act, lines: Sequence[CaseSummary]) -> None:
        super().__init__(window)
        self._tasks, self.act, self._lines = tasks, act, list(lines)
        self.outcome = Outcome(len(lines))
        self._at = 0
        self._progress = QProgressDialog(window)
        self._progress.setWindowTitle(tr("{capitalize} cases", capitalize=tr(act.doing).capitalize()))
        self._progress.setLabel(PlainLabel("", "body"))
        self._progress.setRange(0, len(lines))
        self._progress.setMinimumDuration(_SHOWN_AFTER)
        self._progress.setWindowModality(Qt.WindowModality.WindowModal)
        self._progress.setAutoClose(False)
        self._progress.setAutoReset(False)

    def begin(self) -> None:
        """Take the first case."""
        self._next()

    def _next(self) -> None:
        if self._at >= len(self._lines) or self._progress.wasCanceled():
            self.outcome.stopped = self._at < len(self._lines)
            self._progress.reset()
            self._progress.deleteLater()
            self.ended.emit(self.outcome)
            self.deleteLater()
            return
        line = self._lines[self._at]
        self._progress.setLabelText(
            tr(
                "{capitalize} {name_of}, {at:,} of {lines_count:,}",
                capitalize=tr(self.act.doing).capitalize(),
                name_of=name_of(line),
                at=self._at + 1,
                lines_count=len(self._lines),
            )
        )
        self._progress.setValue(self._at)
        self._tasks.run(self.act.job, line.id, on_done=self._on_done, on_error=self._on_failed)

    @Slot(object)
    def _on_done(self, result: object) -> None:
        self.outcome.done[self._lines[self._at].id] = result
        self._at += 1
        self._next()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.outcome.failed.append((name_of(self._lines[self._at]), sentence(error)))
        self._at += 1
        self._next()
