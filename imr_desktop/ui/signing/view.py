"""Reviewing and signing: the exact PDF on the left, what is left to do on the right. A view of the same window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.case import edits
from imr_desktop.case.model import Acknowledgement, Attestation, Case
from imr_desktop.errors import LetterChanged, TimeStampError
from imr_desktop.language import mark, told, tr
from imr_desktop.names import safe_name
from imr_desktop.review.keys import NO_STAMP
from imr_desktop.ui import writing
from imr_desktop.ui.dialogs import ask, choose_place
from imr_desktop.ui.exclusive import StoredVersion
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.signing import letter_pages
from imr_desktop.ui.signing.letter_pages import LetterPages
from imr_desktop.ui.signing.panel import SignPanel
from imr_desktop.ui.signing.preview import LetterPreview
from imr_desktop.ui.tasks import Tasks, sentence
from imr_desktop.ui.widgets.layouts import row

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.checking import Checked
    from imr_desktop.review.letters import VerifyReport
    from imr_desktop.review.signing import PreparedLetter

_AS_IT_STANDS = mark("as the case stands now")
_VERIFY = "verify signed"
_WILL_BE = mark("what will be signed; signing fills the box: pseudonym, time, certificate")


class SignView(QWidget):
    """Preview, panel, and the work behind them.

    `signed(case)`: the determination is signed and stored. `not_signed(sentence)`: it is not, or no
    copy was written, and the view is not in view.
    """

    signed = Signal(object)
    not_signed = Signal(str)

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Review and sign"))
        self._services, self._tasks, self._session = services, tasks, session
        self._key: Path | None = None
        self._shown: Case | None = None
        self._laid_out: Case | None = None
        self._too_early = False
        self._no_letter = ""
        self._plain = False
        self.letter: LetterPages | None = None
        self.preview = LetterPreview()
        self.panel = SignPanel()
        self.setLayout(row((self.preview, 1), self.panel, margins=(8, 8, 8, 6)))
        self.panel.reason_given.connect(self._on_reason)
        self.panel.reason_typed.connect(session.draft)
        session.drafts_found.connect(self.panel.take_drafts)
        session.busy_changed.connect(self.panel.set_busy)
        self.panel.attested.connect(self._on_attested)
        self.panel.sign_requested.connect(self._on_sign)
        self.panel.copy_requested.connect(self.save_copy)

    def show_case(self) -> None:
        """Show the open case as it stands; called when the view opens and after every change while it is open."""
        case = self._session.case
        if case is None:
            return
        self.panel.set_case(case, self._file_name(case))
        if self._session.last_checked is not None:
            self.panel.set_checked(self._session.last_checked)
        self._say_what_it_is(case)
        if self._shown is None or _printed(case) != _printed(self._shown):
            self._render(case)
        self._shown = case

    def enter(self) -> None:
        """The view opens: an empty passphrase, a fresh preview, the focus on what is left to do."""
        self._shown = None
        self.panel.passphrase.clear()
        self.panel.say("")
        self.show_case()
        self.panel.focus_first()

    def focus_first(self) -> None:
        self.panel.focus_first()

    def key_hints(self) -> str:
        return self.panel.key_hints()

    def clear(self) -> None:
        """Forget the case, its letter and its pictures."""
        self._shown = self._laid_out = self.letter = None
        self._no_letter, self._too_early = "", False
        self.preview.show_pages(())
        self.panel.clear()

    def set_checked(self, checked: Checked) -> None:
        self.panel.set_checked(checked)
        if self._session.case is not None:
            self._say_what_it_is(self._session.case)

    def _say_what_it_is(self, case: Case) -> None:
        """Before the title's pages: that they are signed, that they will be, or what they still lack for that."""
        from imr_desktop.review.checking import left_words

        checked = self._session.last_checked
        if self._no_letter:
            self.preview.show_note("")
        elif case.locked:
            self.preview.show_note(tr("the signed file"))
        elif checked is None or checked.case is not case:
            self.preview.show_note(tr(_AS_IT_STANDS))
        elif checked.blocking:
            self.preview.show_note(
                f"{tr(_AS_IT_STANDS)}: {', '.join(told(part) for part in left_words(checked.blocking).split(', '))}"
            )
        else:
            self.preview.show_note(tr(_WILL_BE))

    def set_key(self, path: Path | None) -> None:
        self._key = path
        self.panel.set_key(path)

    def letter_job(self, case: Case) -> Callable[[float], LetterPages]:
        """What gives the letter at a scale, in a worker: the signed file where there is one, else as it stands."""
        return partial(letter_pages.signed if case.signed else letter_pages.preview, self._services, case)

    def print_job(self) -> Callable[[], bytes] | None:
        """What gives the PDF to print, in a worker: the signed file where there is one, else the draft. None: no case."""
        case = self._session.case
        return None if case is None else partial(letter_pages.to_print, self._services, case)

    def _file_name(self, case: Case) -> str:
        if case.signed:
            return safe_name(case.signed[-1].file, "Final determination.pdf")
        return safe_name(f"{case.number or 'Case'} Final determination.pdf")

    def _render(self, case: Case) -> None:
        self._no_letter = ""
        self._say_what_it_is(case)
        if case.locked:
            self.panel.signed_note.begin()
        if self.letter is None:
            self.preview.show_sentence(tr("Laying out the determination…"))
        what, done, failed = (case, self.letter_job(case)), self._on_rendered, self._on_not_rendered
        self._tasks.run(_rendered, *what, on_done=done, on_error=failed, key="preview", of=case.id)

    @Slot(object)
    def _on_rendered(self, rendered: tuple[Case, LetterPages]) -> None:
        case, letter = rendered
        if self._shown is not None:
            self.letter, self._laid_out = letter, case
            if self._too_early:
                self._too_early = False
                self.panel.say(tr("This is the determination as the case stands now: look at it, then sign."), error=False)
            self.preview.show_pages(letter.pages)
            if case.locked:
                verify, done, failed = self._services.verifying.verify_data, self._on_verified, self._on_not_verified
                self._tasks.run(verify, letter.pdf, on_done=done, on_error=failed, key=_VERIFY, of=case.id)

    @Slot(object)
    def _on_verified(self, report: VerifyReport) -> None:
        self.panel.signed_note.show_report(report)

    @Slot(object)
    def _on_not_verified(self, error: Exception) -> None:
        self.panel.signed_note.show_failure(sentence(error))

    @Slot(object)
    def _on_not_rendered(self, error: Exception) -> None:
        self.letter, self._no_letter, self._too_early = None, sentence(error), False
        self.preview.show_note("")
        self.preview.show_sentence(self._no_letter)

    @Slot(str, str)
    def _on_reason(self, problem: str, reason: str) -> None:
        made = Acknowledgement(problem, reason, datetime.now(UTC))
        if self._session.apply(tr("Acknowledge a problem"), edits.acknowledge, made):
            self._session.draft(f"reason:{problem}", "")

    @Slot(str, bool)
    def _on_attested(self, key: str, on: bool) -> None:
        if on:
            self._session.apply(tr("Attest"), edits.attest, Attestation(key, datetime.now(UTC)))
        else:
            self._session.apply(tr("Withdraw attestation"), edits.withdraw_attestation, key)

    @Slot()
    def _sign_without(self) -> None:
        """Sign what is shown without a time stamp: the authority gave none, and that was said."""
        self._plain = True
        self.panel.request_sign()
        self._plain = False

    @Slot(str)
    def _on_sign(self, passphrase: str) -> None:
        if self._key is None:
            return
        if self._no_letter:
            self.panel.say(self._no_letter)
            return
        if (shown := self._to_sign()) is None:
            self._too_early = True
            self.panel.say(tr("The determination is being laid out as the case stands now: look at it, then sign."))
            return
        what = self._services, self._key, passphrase, shown, NO_STAMP if self._plain else None
        if self._session.run_exclusive(
            writing.SIGNING, writing.sign, *what, on_done=self._on_signed, on_error=self._on_not_signed
        ):
            self.panel.say(writing.SIGNING, error=False)

    def _to_sign(self) -> PreparedLetter | None:
        """The letter that is on the screen, where it is that of the case as it stands."""
        case, letter = self._session.case, self.letter
        if case is None or letter is None or self._laid_out is None or _printed(case) != _printed(self._laid_out):
            return None
        return letter.prepared

    @Slot()
    def save_copy(self) -> None:
        """Write a copy of the signed determination where the reviewer says, to be sent."""
        case = self._session.case
        if case is not None and case.signed:
            dialog = choose_place(self, tr("Save the signed determination"), self._file_name(case), ".pdf", tr("PDF (*.pdf)"))
            dialog.fileSelected.connect(self._on_place)

    @Slot(str)
    def _on_place(self, path: str) -> None:
        if (case := self._session.case) is not None:
            export, failed = self._services.signing.export, partial(self._on_not_copied, case.id)
            self._tasks.run(export, case, Path(path), on_done=partial(self._on_copied, case.id), on_error=failed)

    def _on_copied(self, case_id: str, path: Path) -> None:
        if self._shown is not None and self._shown.id == case_id:
            self.panel.say(tr("Saved {path}", path=path), error=False)

    def _on_not_copied(self, case_id: str, error: Exception) -> None:
        if self._shown is not None and self._shown.id == case_id and self.isVisible():
            self.panel.say(sentence(error))
        else:
            self.not_signed.emit(sentence(error))

    @Slot(object)
    def _on_signed(self, written: StoredVersion) -> None:
        self.panel.passphrase.clear()
        self._session.replace(*written)
        self.panel.say(tr("Signed and saved."), error=False)
        if self.isVisible():
            self.panel.focus_first()
        self.signed.emit(written.case)

    @Slot(object)
    def _on_not_signed(self, error: Exception) -> None:
        if isinstance(error, LetterChanged):
            self._shown = None  # what was shown is nobody's letter now
            self.show_case()
        self.panel.say(sentence(error))
        if not self.isVisible():
            self.not_signed.emit(sentence(error))  # the view was left meanwhile, and would say nothing when it opens again
            return
        self.panel.reveal(self.panel.passphrase)
        self.panel.passphrase.selectAll()
        if isinstance(error, TimeStampError):
            box = ask(
                self, tr("No time stamp"), tr("{error}\n\nNothing was signed.", error=error), tr("Sign without a time stamp")
            )
            box.accepted.connect(self._sign_without)


def _rendered(case: Case, job: Callable[[float], LetterPages]) -> tuple[Case, LetterPages]:
    return case, job(letter_pages.PREVIEW_SCALE)


def _printed(case: Case) -> Case:
    """The case without what leaves no mark on the page, so that giving a reason does not lay the letter out again."""
    return edits.withdraw_acknowledgements(case)
