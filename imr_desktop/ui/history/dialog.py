"""The history of a case: its versions at the left, what differs at the right, and the way back to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui.announce import announce
from imr_desktop.ui.history import differences_list
from imr_desktop.ui.history.differences_list import SIDE, DifferenceRow, DifferencesList
from imr_desktop.ui.history.versions_list import VersionsList
from imr_desktop.ui.tasks import Tasks, sentence
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import Button, RadioButton
from imr_desktop.ui.widgets.labels import ElidedLabel, Hairline, PlainLabel
from imr_desktop.ui.widgets.layouts import column, framed, holder, row, tab_chain
from imr_desktop.ui.wording import counted

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.cases import VersionLine

WIDTH, HEIGHT, LIST = 1080, 640, 300
_EDGE = 48
SIGNED = mark("This case is signed; no older version can take its place. Case › Reopen as new version comes first.")


class Comparison(NamedTuple):
    """What was compared, the rows, and how many places differ in all."""

    before: int
    after: int
    rows: tuple[DifferenceRow, ...]
    total: int


class HistoryDialog(QDialog):
    """Versions and their differences. `restore_requested(version)`: that one shall be the case again."""

    restore_requested = Signal(int)

    def __init__(self, parent: QWidget, services: Services, tasks: Tasks, case_id: str, number: str, *, locked: bool) -> None:
        super().__init__(parent)
        self._services, self._tasks, self._case_id, self._locked = services, tasks, case_id, locked
        self._lines: tuple[Any, ...] = ()
        self._words: dict[int, str] = {}
        self._asked: set[int] = set()
        self._shown = (0, 0)
        self.setWindowTitle(tr("History"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build(number)
        self._connect()
        self.resize(min(px(WIDTH), parent.width() - _EDGE), min(px(HEIGHT), parent.height() - _EDGE))
        self._tasks.run(services.cases.history, case_id, on_done=self._on_lines, on_error=self._on_failed)

    def _build(self, number: str) -> None:
        self.title = PlainLabel(tr("History of {what}", what=number or tr("this case")), "h1")
        self.tally = ElidedLabel(tr("Reading the versions…"), "muted")
        self.versions, self.list = VersionsList(), DifferencesList()
        self.to_before, self.to_now = RadioButton(tr("The version &before it")), RadioButton(tr("The case as it is &now"))
        self.to_before.setChecked(True)
        self._kinds = QButtonGroup(self)
        for button in (self.to_before, self.to_now):
            self._kinds.addButton(button)
        self.heads = (ElidedLabel("", "muted"), ElidedLabel("", "muted"))
        self.note = PlainLabel("", "muted", wrap=True)
        self.error = PlainLabel("", "error", wrap=True)
        self.error.hide()
        self.restore_button = Button(tr("&Restore this version…"), "history")
        self.close_button = Button(tr("Close"), kind="ghost", tip="Esc")
        self.setLayout(
            column(
                row(self.title, (self.tally, 1), spacing=12),
                12,
                (self._body(), 1),
                self._sure(),
                12,
                row(holder(column(self.error)), None, self.restore_button, self.close_button),
                margins=(20, 16, 20, 16),
            )
        )
        tab_chain(
            self.versions,
            self.to_before,
            self.to_now,
            self.list,
            self.restore_button,
            self.sure_button,
            self.not_sure_button,
            self.close_button,
        )

    def _body(self) -> QWidget:
        left = framed(column((self.versions, 1), margins=(1, 6, 1, 6)))
        left.setFixedWidth(px(LIST))
        compared = row(
            PlainLabel(tr("Compared with"), "muted"), self.to_before, self.to_now, None, margins=(16, 6, 16, 6), spacing=12
        )
        heads = row((self.heads[0], 1), (self.heads[1], 1), margins=(px(SIDE), 6, px(SIDE + 14), 6), spacing=px(20))
        self.note.setContentsMargins(px(SIDE), px(12), px(SIDE), px(12))
        parts = compared, Hairline(), heads, Hairline(), self.note, (self.list, 1)
        right = framed(column(*parts, margins=(1, 0, 1, 1)))
        return holder(row(left, (right, 1)))

    def _sure(self) -> QWidget:
        """The question asked once, in place: no window over this window."""
        self.sure_words = PlainLabel("", "strong", wrap=True)
        self.sure_button = Button(tr("Restore"), "history", kind="primary")
        self.not_sure_button = Button(tr("Keep the case as it is"))
        asked = row((self.sure_words, 1), self.not_sure_button, self.sure_button, margins=(16, 8, 12, 8))
        self._sure_row = framed(asked)
        self._sure_row.setProperty("active", True)
        self._sure_row.hide()
        return holder(column(8, self._sure_row))

    def _connect(self) -> None:
        self.versions.current_changed.connect(self._show_current)
        self.versions.words_wanted.connect(self._want_words)
        self._kinds.buttonToggled.connect(self._show_current)
        self.restore_button.clicked.connect(self.ask)
        self.sure_button.clicked.connect(self._on_sure)
        self.not_sure_button.clicked.connect(self.unask)
        self.close_button.clicked.connect(self.reject)

    # --- what is shown

    @Slot(object)
    def _on_lines(self, lines: tuple[VersionLine, ...]) -> None:
        self._lines = lines
        self.tally.setText(tr("{lines} kept", lines=counted(len(lines), "version")) if lines else "")
        if not lines:
            self.note.say(tr("This case was not saved yet."))
        self.versions.show_lines(lines, self._words)
        self.versions.select_row(0)
        self.versions.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_restore()

    def _compare(self, version: int) -> None:
        """Ask for the differences of a version; what was asked before is dropped."""
        self.unask()
        self._show_restore()
        before, after = self._pair(version)
        self._shown = (before, after)
        self.heads[0].setText(tr("Version {before}", before=before) if before else "")
        self.heads[1].setText(tr("Version {after}", after=after) if after else "")
        if before and after and before != after:
            self._tasks.run(
                _compare,
                self._services,
                self._case_id,
                before,
                after,
                on_done=self._on_compared,
                on_error=self._on_failed,
                key="history",
            )
            return
        self.list.row_model.show_rows(())
        self.note.say(
            tr("This is the case as it is now.") if self.to_now.isChecked() else tr("This is the first version kept.")
        )

    def _pair(self, version: int) -> tuple[int, int]:
        """The two versions to compare, the older first; 0 where there is none."""
        numbers = [line.version for line in self._lines]
        if self.to_now.isChecked():
            return version, numbers[0]
        return self._before(version), version

    def _before(self, version: int) -> int:
        """The version kept before another, 0 for none."""
        return next((line.version for line in self._lines if line.version < version), 0)

    @Slot(object)
    def _on_compared(self, compared: Comparison) -> None:
        if (compared.before, compared.after) != self._shown:
            return
        self.list.row_model.show_rows(compared.rows)
        self.list.scrollToTop()
        left_out = compared.total - len(compared.rows)
        self.note.say(
            tr("Nothing differs.")
            if not compared.total
            else tr("{rows_count:,} of {total:,} differences are shown.", rows_count=len(compared.rows), total=compared.total)
            if left_out
            else ""
        )
        announce(self.list, counted(compared.total, "difference"))

    @Slot(object)
    def _want_words(self, numbers: list[int]) -> None:
        wanted = [(number, self._before(number)) for number in numbers if number not in self._asked]
        if wanted:
            self._asked.update(numbers)
            self._tasks.run(self._services.cases.changes, self._case_id, wanted, on_done=self._on_words)

    @Slot(object)
    def _on_words(self, words: dict[int, str]) -> None:
        self._words.update(words)
        self.versions.show_lines(self._lines, self._words)

    @Slot()
    def _show_current(self) -> None:
        current = self.versions.current()
        if current is not None:
            self._compare(current.line.version)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.list.row_model.show_rows(())
        self.show_failure(sentence(error))

    def show_failure(self, words: str) -> None:
        self.error.set_role("error")
        self.error.setText(words)
        self.error.show()
        announce(self, words)

    # --- going back

    def _show_restore(self) -> None:
        current = self.versions.current()
        self.restore_button.setVisible(not self._locked)
        self.restore_button.setEnabled(current is not None and not current.newest)
        self.restore_button.setToolTip(tr("This is the case as it is now") if current is not None and current.newest else "")
        if self._locked and self.error.isHidden():
            self.error.set_role("muted")
            self.error.setText(tr(SIGNED))
            self.error.show()

    @Slot()
    def ask(self) -> None:
        """Ask once, saying what becomes of what there is now."""
        current = self.versions.current()
        if current is None or current.newest or self._locked:
            return
        now = self._lines[0].version
        self.sure_words.setText(
            tr(
                "Version {version} becomes the case again, as version {now}. Version {now2} is kept: "
                "undo, or restore it, to come back.",
                version=current.line.version,
                now=now + 1,
                now2=now,
            )
        )
        self.sure_button.set_text(tr("Restore version {version}", version=current.line.version))
        self._sure_row.show()
        self.restore_button.setEnabled(False)
        self.not_sure_button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.sure_words.text())

    @Slot()
    def unask(self) -> None:
        if self._sure_row.isVisible():
            self._sure_row.hide()
            self._show_restore()
            self.versions.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_sure(self) -> None:
        current = self.versions.current()
        if current is not None:
            self.sure_button.setEnabled(False)
            self.restore_requested.emit(current.line.version)

    def reject(self) -> None:
        """Esc takes the question back first."""
        if self._sure_row.isVisible() and self.sure_button.isEnabled():
            self.unask()
        else:
            super().reject()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing that still runs may fill lists that are going away."""
        if not event.spontaneous():  # put aside by the window system, it comes back
            self._shown = (0, 0)
        super().hideEvent(event)


def _compare(services: Services, case_id: str, before: int, after: int) -> Comparison:
    """The rows of what differs: comparing long texts takes a moment, so that a worker does it."""
    found = services.cases.compare(case_id, before, after)
    return Comparison(before, after, differences_list.rows(found), len(found))
