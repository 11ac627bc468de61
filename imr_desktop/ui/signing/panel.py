"""The right side of the sign view: what the checks say, the decisions, the attestations, the key, and the button."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from imr_desktop.case import dates
from imr_desktop.case.attestations import statements
from imr_desktop.case.model import Case
from imr_desktop.language import tr
from imr_desktop.review.keys import is_token, token_of
from imr_desktop.ui.signing.decisions import Decisions
from imr_desktop.ui.signing.open_problems import OpenProblems
from imr_desktop.ui.signing.rows import AttestRow
from imr_desktop.ui.signing.signed_note import SignedNote
from imr_desktop.ui.theme import current, px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row, scrolled
from imr_desktop.ui.wording import counted, record_words, version_words

if TYPE_CHECKING:
    from imr_desktop.review.checking import Checked

WIDTH = 440


class SignPanel(QFrame):
    """Says what to do; does nothing itself.

    `sign_requested(passphrase)`; `reason_given(problem id, reason)`; `reason_typed(draft's place, words)` before that, as
    typed; `attested(key, made)`.
    """

    sign_requested = Signal(str)
    reason_given = Signal(str, str)
    reason_typed = Signal(str, str)
    attested = Signal(str, bool)
    choose_key_requested = Signal()
    token_requested = Signal()
    make_key_requested = Signal()
    identity_requested = Signal()
    print_requested = Signal()
    copy_requested = Signal()
    send_requested = Signal()
    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("pane", True)
        self.setAccessibleName(tr("Sign"))
        self._key: Path | None = None
        self._title = PlainLabel(tr("Sign determination"), "h1")
        self.signed_note = SignedNote()
        self.version = PlainLabel("", "strong", wrap=True)
        self.problems = OpenProblems()
        self.decisions = Decisions()
        self.record = PlainLabel("", "body", wrap=True)
        self._asked = ""
        self.attest_rows = [AttestRow(made.key, made.text) for made in statements(dates.today())]
        self._to_make = PlainLabel("", "muted")
        self._attest_title = row(PlainLabel(tr("I attest that"), "h2"), None, self._to_make)
        self._key_name = ElidedLabel(tr("No key file chosen"), "body")
        self._reviewer = PlainLabel("", "muted", wrap=True)
        self.identity = Button(tr("Say who signs…"), tip=tr("Your name and numbers, kept out of every file that goes out"))
        unsaid = PlainLabel(tr("Nobody has said whose name must stay out"), "strong", wrap=True)
        self._unsaid = holder(row((unsaid, 1), self.identity))
        self._unsaid.hide()
        self.passphrase = fields.secret(tr("Passphrase of the key"))
        self._secret_name = _buddy(tr("&Passphrase"), self.passphrase)
        self._choose = Button(tr("Choose…"), tip=tr("Choose the reviewer's .p12 file"))
        self._token = Button(tr("Token…"), tip=tr("Sign with a key on a smart card or USB key (PKCS#11)"))
        self._make = Button(tr("Make a key…"), kind="ghost", tip=tr("Make a pseudonymous signing key"))
        self._message = PlainLabel("", "error", wrap=True)
        self._file = ElidedLabel("", "body")
        self._lock_note = PlainLabel("", "muted", wrap=True)
        self.print_button = Button(tr("Print…"), "printer", key="Ctrl+P")
        self.save_copy = Button(tr("Save a copy…"), "file-down")
        self.send = Button(tr("Send…"), "upload", key="Ctrl+Shift+S")
        self._back = Button(tr("Back"), kind="ghost", tip="Esc")
        self.sign = Button(tr("Sign and save PDF"), "pen-line", kind="primary", key="Ctrl+Enter")
        self._lay_out()
        self._connect()
        self.set_key(None)

    def _lay_out(self) -> None:
        self._signing = self._to_sign()
        self._area = scrolled(self._what_is_signed(), tr("What is signed"), by_keys=True)
        foot = column(
            self._message,
            4,
            self._file,
            2,
            self._lock_note,
            10,
            row(self.print_button, self.save_copy, self.send, self._back, None, self.sign),
            margins=(20, 8, 20, 16),
        )
        self.setLayout(column((self._area, 1), foot, margins=(1, 1, 1, 1)))
        self._message.hide()
        self._resize()

    def _to_sign(self) -> QWidget:
        """Statements, reviewer, key and its passphrase."""
        return holder(
            column(
                self._attest_title,
                4,
                *self.attest_rows,
                14,
                PlainLabel(tr("Signature"), "h2"),
                4,
                self._reviewer,
                8,
                self._unsaid,
                8,
                self._key_name,
                4,
                row(self._choose, self._token, self._make, None),
                8,
                row(self._secret_name, (self.passphrase, 1)),
            )
        )

    def _what_is_signed(self) -> QWidget:
        return holder(
            column(
                self._title,
                self.version,
                self.signed_note,
                12,
                PlainLabel(tr("Checks"), "h2"),
                4,
                self.problems,
                14,
                PlainLabel(tr("Record"), "h2"),
                4,
                self.record,
                14,
                PlainLabel(tr("Decision"), "h2"),
                4,
                self.decisions,
                14,
                self._signing,
                None,
                margins=(20, 16, 20, 8),
            )
        )

    def _connect(self) -> None:
        for attest in self.attest_rows:
            attest.attested.connect(self.attested)
            attest.attested.connect(self._on_attested)
        self.problems.reason_given.connect(self.reason_given)
        self.problems.reason_typed.connect(self.reason_typed)
        self._choose.clicked.connect(self.choose_key_requested)
        self._token.clicked.connect(self.token_requested)
        self._make.clicked.connect(self.make_key_requested)
        self.identity.clicked.connect(self.identity_requested)
        self.print_button.clicked.connect(self.print_requested)
        self.save_copy.clicked.connect(self.copy_requested)
        self.send.clicked.connect(self.send_requested)
        self._back.clicked.connect(self.back_requested)
        self.sign.clicked.connect(self.request_sign)
        self.passphrase.returnPressed.connect(self.request_sign)
        self.passphrase.textChanged.connect(self._take_back)
        current().changed.connect(self._resize)

    def clear(self) -> None:
        """Forget the case and the passphrase."""
        self.passphrase.clear()
        self.say("")
        self.problems.clear()
        self.set_case(Case(id=""), "")

    @Slot(object)
    def take_drafts(self, drafts: Mapping[str, str]) -> None:
        """Half-typed reasons of an earlier sitting."""
        self.problems.take_drafts(drafts)

    def set_case(self, case: Case, file_name: str) -> None:
        """Show the case's decisions and attestations, and the name its letter will have."""
        self.decisions.show_items(case.items)
        self.record.setText(record_words(case))
        made = {attestation.statement for attestation in case.attestations}
        for attest in self.attest_rows:
            attest.set_made(attest.key in made)
        left = sum(attest.key not in made for attest in self.attest_rows)
        self._to_make.setText(
            tr("{left} to make, Space makes one", left=counted(left, "statement")) if left else tr("All statements made")
        )
        self._take_back()
        shown = " · ".join(part for part in (case.credentials.licensure, case.credentials.specialty) if part)
        self._reviewer.setText(shown or tr("Licensure and specialty are missing: Case › Case facts."))
        self._file.setText(file_name)
        self._show_signed(case)

    def _show_signed(self, case: Case) -> None:
        signed = case.locked
        self._title.setVisible(not signed)
        self.version.say("" if signed else version_words(case))
        self.signed_note.show_case(case)
        self._signing.setVisible(not signed)
        self.sign.setVisible(not signed)
        self.save_copy.setVisible(signed)
        self.send.setVisible(signed)
        self._lock_note.setText(
            tr("This case is read-only. Case › Reopen as new version keeps this file.")
            if signed
            else tr("Kept in the vault. Signing locks the case; you can reopen it as a new version.")
        )

    def set_checked(self, checked: Checked) -> None:
        """Show what is open; the keyboard stays in the reason that is being typed, or goes on where it was given."""
        self._unsaid.setVisible(any(problem.id == "identity.unset" for problem in checked.blocking))
        typing = self.problems.typing()
        if not self.problems.show_checked(checked):
            return
        self.problems.follow(self._area)
        self._take_back()
        if typing:
            self._type_on(*typing)

    def set_unchecked(self, sentence: str) -> None:
        self.problems.show_failure(sentence)

    def _type_on(self, problem: str, at: int) -> None:
        """The keyboard goes back to a problem's reason, or on to what is missing next where it was given."""
        if problem in self.problems.reasons:
            self.reveal(self.problems.reasons[problem].field)
            self.problems.reasons[problem].field.setCursorPosition(at)
        else:
            self.focus_first()

    def set_key(self, path: Path | None) -> None:
        self._key = path
        token = token_of(str(path)) if path and is_token(str(path)) else ""
        self._key_name.setText(tr("Token {token}", token=token) if token else path.name if path else tr("No key file chosen"))
        self._secret_name.setText(tr("&PIN") if token else tr("&Passphrase"))
        self.passphrase.setAccessibleName(tr("PIN of the token") if token else tr("Passphrase of the key"))
        self._secret = tr("PIN of your token") if token else tr("passphrase of your key")
        self._key_name.setToolTip(str(path) if path else "")
        self._make.setVisible(path is None)
        self._take_back()

    def say(self, sentence: str, *, error: bool = True) -> None:
        """A sentence above the buttons; empty hides it."""
        self._message.set_role("error" if error else "ok")
        self._message.say(sentence)

    @Slot(str)
    def set_busy(self, busy: str) -> None:
        """While the case is being signed nothing can be pressed, ticked or typed."""
        focused = QApplication.focusWidget()
        if busy and focused is not None and self.isAncestorOf(focused):
            self._area.setFocus()  # what is disabled keeps no focus, and Tab would begin at the top of the window
        self.sign.setEnabled(not busy)
        for part in (self._signing, *self.problems.reasons.values()):
            part.setEnabled(not busy)
        self.sign.set_text(tr("Signing…") if busy else tr("Sign and save PDF"))

    @Slot()
    def request_sign(self) -> None:
        """Sign, or say the one thing that is missing and put the focus there."""
        missing = self._missing()
        if missing is not None:
            self._asked, widget = missing
            self.say(self._asked)
            self.reveal(widget)
            if widget is self.identity:
                self.identity_requested.emit()
        else:
            self.say("")
            self.sign_requested.emit(self.passphrase.text())

    @Slot(str, bool)
    def _on_attested(self, key: str, made: bool) -> None:
        """The keyboard goes on to the next statement that is not made, and from the last one to what is missing then."""
        if made:
            at = next(at for at, row in enumerate(self.attest_rows) if row.key == key)
            following = (*self.attest_rows[at + 1 :], *self.attest_rows[:at])
            left = next((row.box for row in following if not row.box.isChecked()), None)
            self.focus_first() if left is None else self.reveal(left)

    @Slot()
    def _take_back(self) -> None:
        """What was asked for is there: the sentence that asked goes."""
        missing = self._missing()
        if self._asked and (missing is None or missing[0] != self._asked):
            if self._message.text() == self._asked:
                self.say("")
            self._asked = ""

    def reveal(self, widget: QWidget) -> None:
        """Put the focus on a part of the panel, and scroll it into view."""
        widget.setFocus()
        self._area.ensureWidgetVisible(widget)

    def _missing(self) -> tuple[str, QWidget] | None:
        if self.problems.must:
            return self.problems.must, self._back
        if self.problems.reasons:
            many, first = counted(self.problems.to_answer, "problem"), next(iter(self.problems.reasons.values()))
            return tr("Give a reason for {to_answer} to consider.", to_answer=many), first.field
        for attest in self.attest_rows:
            if not attest.box.isChecked():
                return tr("Tick what you attest to."), attest.box
        if not self._unsaid.isHidden():
            return tr("Say who signs, so that no name goes out."), self.identity
        if self._key is None:
            return tr("Choose your key file, or make one."), self._choose
        if not self.passphrase.text():
            return tr("Type the {secret}.", secret=self._secret), self.passphrase
        return None

    def key_hints(self) -> str:
        if self.sign.isHidden():
            return tr("Esc  back to the case   ·   Ctrl+P  print   ·   Ctrl+Shift+S  send")
        return tr("Esc  back to editing   ·   Ctrl+Enter  sign and save")

    def focus_first(self) -> None:
        """The keyboard goes to the first thing to do."""
        if self.sign.isHidden():
            self.save_copy.setFocus()
            return
        missing = self._missing()
        self.reveal(missing[1] if missing else self.sign)

    @Slot()
    def _resize(self) -> None:
        self.setFixedWidth(px(WIDTH))
        self.sign.setMinimumHeight(px(38))


def _buddy(text: str, field: QWidget) -> PlainLabel:
    made = PlainLabel(text, "body")
    made.setBuddy(field)
    return made
