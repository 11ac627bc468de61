"""The second row: which case this is, how far it has come, when it is due, and the sign button."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from imr_desktop.case import dates
from imr_desktop.case.deadlines import deadline
from imr_desktop.case.model import Case
from imr_desktop.language import told, tr
from imr_desktop.ui import wording
from imr_desktop.ui.shell.steps import Steps
from imr_desktop.ui.theme import color, current, pixmap, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.buttons import Button, IconButton
from imr_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row

if TYPE_CHECKING:
    from imr_desktop.review.checking import Checked

_MINUTE = 60_000


_GAP = 10
_FACTS = 260
"""How much of the facts' line the steps leave in view, before zoom, as long as they have words themselves."""


class DueLabel(QWidget):
    """The deadline: an icon and two lines; amber from 3 days down, red from 1 day down or when late."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._due: wording.Due | None = None
        self._case = Case(id="")
        self._clock = QTimer(self, interval=_MINUTE)
        self._clock.timeout.connect(self._on_minute)
        self._clock.start()

    @Slot()
    def _on_minute(self) -> None:
        """A window that stays open over midnight says what is true in the morning."""
        if self.isVisible():
            self.set_case(self._case, dates.today())

    def set_case(self, case: Case, today: date) -> None:
        """Show a case's due date as of today; nothing where no date to count from is known, nor once it is signed."""
        self._case = case
        found = deadline(case)
        now = dates.now() if case.track == "expedited" else None
        self._due = wording.due_words(found.due, today, calculated=found.calculated, now=now) if found else None
        if found and self._due:
            self.setAccessibleName(tr("Deadline: {left}, {when}", left=self._due.left, when=self._due.when))
            self.setToolTip(found.citation)
        self.setVisible(found is not None and not case.locked)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if self._due is None:
            return QSize(0, px(38))
        wide = max(paint.width_of(self._due.left, 14, 600), paint.width_of(self._due.when, 12))
        return QSize(wide + px(50), px(38))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._due is None:
            return
        painter, tone = QPainter(self), self._due.urgency
        area = QRectF(0, (self.height() - px(38)) / 2, self.width(), px(38))
        if tone:
            paint.box(painter, area, 8, color(f"{tone}_soft"), color(tone))
        painter.drawPixmap(int(px(10)), int(area.y() + px(10)), pixmap(self._due.icon, tone or "muted", 18))
        left, token = QRectF(px(36), area.y() + px(1), area.width() - px(36), px(19)), f"{tone}_text" if tone else ""
        when = QRectF(left.x(), area.y() + px(19), left.width(), px(17))
        paint.text(painter, left, self._due.left, token or "text", 14, 600)
        paint.text(painter, when, self._due.when, token or "muted", 12)


class CaseHeader(QFrame):
    """Back, case number, facts, steps, deadline, sign button. The sign button is never grey: it names what blocks it."""

    back_requested = Signal()
    facts_requested = Signal()
    step_requested = Signal(str)
    sign_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("casebar")
        self._short = False
        self._case = Case(id="")
        self._back = IconButton("arrow-left", tr("All cases"), key="Ctrl+W")
        self._number = PlainLabel("", "h1")
        self._facts = ElidedLabel("", "muted")
        self._edit = IconButton("pencil", tr("Edit case facts"), key="Ctrl+I")
        self.steps = Steps()
        self._due = DueLabel()
        self.sign = Button(tr("Review and sign"), "pen-line", kind="primary", key="Ctrl+Enter")
        names = holder(column(row(self._number, self._edit, None, spacing=4), self._facts))
        self._row = row(
            *(self._back, names, None, self.steps, None, self._due, self.sign), margins=(8, 0, 12, 0), spacing=_GAP
        )
        self.setLayout(self._row)
        self._back.clicked.connect(self.back_requested)
        self._edit.clicked.connect(self.facts_requested)
        self.steps.step_requested.connect(self.step_requested)
        self.sign.clicked.connect(self.sign_requested)
        current().changed.connect(self._restyle)
        self._restyle()

    def set_short(self, short: bool) -> None:
        """Short facts and steps without counts, for windows below 1600."""
        self._short = short
        self.steps.set_short(short)
        self._facts.setText(wording.facts_line(self._case, short=short))

    @Slot(object)
    def set_case(self, case: Case) -> None:
        self._case = case
        self._number.setText(case.number or tr("New case"))
        self._facts.setText(wording.facts_line(case, short=self._short))
        self._edit.setVisible(not case.locked)
        self._due.set_case(case, dates.today())
        self.steps.set_case(case)
        self._fit_steps()
        if case.locked:
            self._show_sign(tr("Signed letter"), "shield-check", "", tr("Signed: open the signed determination"))

    def clear(self) -> None:
        self.set_case(Case(id=""))
        self.set_unchecked()

    def show_busy(self, busy: str) -> None:
        """Say in place of the facts why nothing can be changed now; empty: it can."""
        self._facts.setText(busy or wording.facts_line(self._case, short=self._short))
        self._facts.set_role("body" if busy else "muted")

    @Slot(object)
    def set_checked(self, checked: Checked) -> None:
        from imr_desktop.review.checking import open_of

        self.steps.set_checked(checked)
        found = open_of(checked)
        if self._case.locked:
            return
        if found.to_fix:
            name = tr("Sign, blocked: {counted} must be fixed first", counted=wording.counted(found.to_fix, "check"))
            self._show_sign(tr("{words}, then sign", words=told(found.words)), "octagon-alert", "blocked", name)
        else:
            self._show_sign(tr("Review and sign"), "pen-line", "primary", tr("Review and sign"))

    @Slot()
    def set_unchecked(self) -> None:
        """The checks could not run: nothing can be said of signing."""
        if not self._case.locked:
            self._show_sign(tr("Not checked"), "octagon-alert", "blocked", tr("Sign: the checks could not run"))

    def show_signing(self, signing: bool) -> None:
        """In the sign view the button would lead nowhere."""
        self.sign.setVisible(not signing)
        self._fit_steps()

    def _show_sign(self, text: str, icon: str, kind: str, name: str) -> None:
        self.sign.set_kind(kind, icon)
        self.sign.set_text(text, name)
        self._fit_steps()
        self.sign.tell(*((tr("Goes to the first open check"), "F8") if kind == "blocked" else ("", "Ctrl+Enter")))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The steps take what the others leave."""
        super().resizeEvent(event)
        self._fit_steps()

    def _fit_steps(self) -> None:
        margins = self._row.contentsMargins()
        others = (self._back, self._number, self._edit, self._due, self.sign)
        taken = sum(part.sizeHint().width() for part in others if not part.isHidden())
        facts = (
            min(self._facts.sizeHint().width(), px(_FACTS)) - self._number.sizeHint().width() - self._edit.sizeHint().width()
        )
        gaps = margins.left() + margins.right() + 6 * _GAP
        self.steps.set_room(self.width() - taken - max(facts, 0) - gaps)

    @Slot()
    def _restyle(self) -> None:
        self.setFixedHeight(px(54))
        self.sign.setMinimumHeight(px(34))
        self._edit.setMinimumSize(px(24), px(24))
        self._number.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._fit_steps()
