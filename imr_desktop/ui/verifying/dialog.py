"""What a signed file is worth: one line first, then why, whose it is, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from imr_desktop.language import mark, told, tr
from imr_desktop.ui.announce import announce
from imr_desktop.ui.signing.signed_note import MARKS
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from imr_desktop.review.letters import VerifyReport

_NO_OFFICE = mark("No office’s root certificate was chosen yet; without one nobody vouches for a signer.")


class VerdictDialog(QDialog):
    """`root_requested()`: choose the office's root; `reading_requested()`: take the file in as it is; `case_requested()`:
    take in the case that is attached.
    """

    root_requested = Signal()
    reading_requested = Signal()
    case_requested = Signal()

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Verify a determination"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(px(640))
        self.verdict = PlainLabel(tr("Verifying…"), "h1")
        self._mark = IconLabel("circle-dashed", "undecided", 20)
        self.reasons = PlainLabel("", "body", wrap=True)
        self.signer = PlainLabel("", "body", wrap=True)
        self.office = PlainLabel("", "muted", wrap=True)
        for label in (self.reasons, self.signer):
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.root_button = Button(tr("Office’s root…"))
        self.read_button = Button(tr("Read into a case"))
        self.case_button = Button(tr("Restore the case"))
        self.close_button = Button(tr("Close"), kind="primary")
        self.close_button.setDefault(True)
        name_label = PlainLabel(name, "muted", wrap=True)
        buttons = row(self.root_button, None, self.read_button, self.case_button, self.close_button)
        parts = (
            row(self._mark, (self.verdict, 1)),
            4,
            name_label,
            12,
            self.reasons,
            12,
            self.signer,
            8,
            self.office,
            None,
            16,
            buttons,
        )
        self.setLayout(column(*parts, margins=(20, 16, 20, 16)))
        self.root_button.clicked.connect(self.root_requested)
        self.read_button.clicked.connect(self.reading_requested)
        self.case_button.clicked.connect(self.case_requested)
        self.close_button.clicked.connect(self.reject)
        self.begin()
        self.close_button.setFocus()

    def begin(self) -> None:
        """Wait for a verdict."""
        self._mark.set_icon("circle-dashed", "undecided", 20)
        self.verdict.setText(tr("Verifying…"))
        self.reasons.say("")
        self.signer.say("")
        self.office.say("")
        self.case_button.hide()

    def show_office(self, office: str) -> None:
        """Say against whose root is verified."""
        self.office.setText(
            tr("Verified against the root certificate of {office}.", office=office) if office else tr(_NO_OFFICE)
        )

    def show_report(self, report: VerifyReport) -> None:
        """The verdict, and what it rests on."""
        from imr_desktop.review.letters import spaced

        self._mark.set_icon(*MARKS[report.verdict], 20)
        self.verdict.setText(told(report.verdict).upper())
        self.reasons.say("\n".join(map(told, report.reasons)))
        signed = tr("Signed by {signer}", signer=report.signer) if report.signer else ""
        fingerprint = tr("Fingerprint (SHA-256): {spaced}", spaced=spaced(report.fingerprint)) if report.fingerprint else ""
        self.signer.say("\n".join(filter(None, (signed, fingerprint))))
        self.case_button.setVisible(report.attached == "whole case")
        self.adjustSize()
        announce(self, f"{self.verdict.text()}. {self.reasons.text()}")

    def show_failure(self, sentence: str) -> None:
        """Why there is no verdict."""
        self.verdict.setText(told("cannot tell").upper())
        self.reasons.say(sentence)
        announce(self, sentence)
