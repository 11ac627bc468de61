"""What a signed case says of its letter: that it is signed, by whom as a role, when, which version, and what it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame

from imr_desktop.case import dates
from imr_desktop.case.model import Case
from imr_desktop.language import mark, told, tr
from imr_desktop.ui.announce import announce
from imr_desktop.ui.widgets.labels import IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, row
from imr_desktop.ui.wording import version_words

if TYPE_CHECKING:
    from imr_desktop.review.letters import VerifyReport

MARKS = {
    "valid": ("circle-check", "ok"),
    "not valid": ("octagon-alert", "error"),
    "cannot tell": ("circle-dashed", "undecided"),
}
_ROLE = mark("the reviewing physician")


class SignedNote(QFrame):
    """Signed on, by the role alone (Labor Code 4610.6(f)), as which version; and the verdict on the file, found just now."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("The signature"))
        self.said = PlainLabel("", "h1", wrap=True)
        self.by = PlainLabel("", "body", wrap=True)
        self.version = PlainLabel("", "body", wrap=True)
        self._mark = IconLabel("circle-dashed", "undecided", 18)
        self.verdict = PlainLabel("", "strong")
        self.reasons = PlainLabel("", "muted", wrap=True)
        self.setLayout(
            column(
                row(IconLabel("shield-check", "ok", 20), (self.said, 1)),
                4,
                self.by,
                self.version,
                10,
                row(self._mark, (self.verdict, 1)),
                2,
                self.reasons,
            )
        )

    def show_case(self, case: Case) -> None:
        """Say what is known of the signature; the file's own worth comes with `show_report`."""
        self.setVisible(case.locked)
        self.version.say(version_words(case))
        if not case.locked:
            return
        at = dates.in_california(case.signed[-1].signed_at)
        self.said.setText(tr("Signed {at} {at2:%H:%M} Pacific time", at=dates.written(at), at2=at))
        own = ", ".join(filter(None, (case.credentials.licensure, case.credentials.specialty)))
        self.by.setText(tr("By {role}{what}, without a name.", role=tr(_ROLE), what=f" ({own})" if own else ""))

    def begin(self) -> None:
        """The signed file is being verified."""
        self._show("cannot tell", tr("Verifying the signed file…"), "")

    def show_report(self, report: VerifyReport) -> None:
        """What the file is worth now, and what that rests on."""
        self._show(
            report.verdict,
            tr("Verified now: {upper}", upper=told(report.verdict).upper()),
            " ".join(map(told, report.reasons)),
        )
        announce(self, f"{self.said.text()}. {self.verdict.text()}")

    def show_failure(self, sentence: str) -> None:
        """Why there is no verdict: that is none."""
        self._show("cannot tell", tr("Verified now: {upper}", upper=told("cannot tell").upper()), sentence)

    def _show(self, verdict: str, words: str, reasons: str) -> None:
        self._mark.set_icon(*MARKS[verdict], 18)
        self.verdict.setText(words)
        self.reasons.say(reasons)
