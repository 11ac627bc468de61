"""The keyboard of the home view: what is typed anywhere searches, and Enter opens the highlighted case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from imr_desktop.ui.home.case_list import CaseList
    from imr_desktop.ui.home.head import Head
    from imr_desktop.ui.widgets.buttons import Button

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TypedView(QWidget):
    """Gives the keys that nothing in it takes to its search and its list."""

    head: Head
    clear_button: Button
    worklist: CaseList | None = None

    @property
    def expects_cases(self) -> bool:
        """Whether the stored cases are still being listed."""
        raise NotImplementedError

    @property
    def has_cases(self) -> bool:
        """Whether there is anything to search and to open."""
        raise NotImplementedError

    def clear_search(self) -> None:
        """Show all cases again."""
        raise NotImplementedError

    @Slot(QKeyEvent)
    def move_in_list(self, event: QKeyEvent) -> None:
        """A key of the search that is the list's."""
        if self.worklist is not None and not self.worklist.isHidden():
            QApplication.sendEvent(self.worklist, event)
            if event.key() == Qt.Key.Key_A:  # all are chosen: what is done with them is done in the list
                self.worklist.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter is the highlighted case's, also on a button that Space presses."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _ENTER and self.has_cases:
            self._open_current()
            return True
        return False

    def _open_current(self) -> None:
        if self.worklist is not None and not self.worklist.isHidden():
            self.worklist.open_current()
        elif self.clear_button.hasFocus():
            self.clear_search()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is typed anywhere here goes to the search; Enter opens the highlighted case; Escape ends the search."""
        if not self._take_early(event) and not (self.has_cases and self.worklist is not None and self._take_key(event)):
            super().keyPressEvent(event)

    def _take_early(self, event: QKeyEvent) -> bool:
        """What is typed before the cases are listed is searched for as soon as they are; whether it was kept."""
        from imr_desktop.ui.home.case_list import is_typed

        field = self.head.search
        if not self.expects_cases or not (is_typed(event) and (event.text().strip() or field.text())):
            return False
        field.insert(event.text())
        return True

    def _take_key(self, event: QKeyEvent) -> bool:
        from imr_desktop.ui.home.case_list import is_typed

        field = self.head.search
        if event.key() in _ENTER:
            self._open_current()
        elif event.matches(QKeySequence.StandardKey.Find):
            field.setFocus()
            field.selectAll()
        elif event.key() == Qt.Key.Key_Escape and field.text():
            self.clear_search()
        elif event.key() == Qt.Key.Key_Backspace and field.text():
            field.setFocus()
            field.backspace()
        elif is_typed(event) and (event.text().strip() or field.text()):
            field.setFocus()
            field.insert(event.text())
        else:
            return False
        return True
