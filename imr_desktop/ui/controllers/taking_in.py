"""Files, pasted text and letters that come: read, shown as what they propose, taken into a case, or let go of."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from imr_desktop.case import edits
from imr_desktop.file_kinds import ENDINGS
from imr_desktop.language import mark, tr
from imr_desktop.ui.controllers.exporting import Exporting
from imr_desktop.ui.dialogs import PasteDialog, choose
from imr_desktop.ui.intake.belonging_dialog import BelongingDialog, target
from imr_desktop.ui.intake.stop import Stop, Stopped
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.tasks import Tasks, sentence
from imr_desktop.ui.wording import counted

if TYPE_CHECKING:
    from imr_desktop.case.model import Case
    from imr_desktop.review import Services
    from imr_desktop.review.belonging import Belonging
    from imr_desktop.review.taken import Proposal, TakenIn

_FILES = mark("Case files ({endings});;All files (*)")
READING = mark("Files are being read. Try this again when that is done, or cancel the reading first.")
ASKED = mark("Take or cancel what was read first, then give these files again.")
OFFERED = mark("Take or cancel what was read first, then ask for this again.")
CLOSED = mark("The case these files were read for was closed meanwhile. Open it, then give them again.")


class TakingIn(Exporting):
    """`taken(taken_in)`: files were read, show what. `reading(done, of)`, `reading_pages(done, of)`, `read_ended()`.

    `came(read, of)`: what was read so far of a long file. `packages_given(paths)`: packages of other reviewers were among
    the files. `filled_in()`: files of the record that were not here are. `arriving()`: something comes into view by itself.
    `added(message)`: files went into the open case, which one Undo takes back. `opened()`: the session holds another case,
    or more of its record.
    """

    taken = Signal(object)
    opened = Signal()
    reading = Signal(int, int)
    reading_pages = Signal(int, int)
    came = Signal(object, int)
    read_ended = Signal()
    packages_given = Signal(object)
    arriving = Signal()
    filled_in = Signal()
    added = Signal(str)

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, window: QWidget) -> None:
        super().__init__(services, tasks, session, window)
        self._stop = Stop()
        self._reading = False
        self._waiting = False
        self._arrived: TakenIn | None = None
        self._paste: PasteDialog | None = None

    def target(self) -> str:
        """The open case that files would be added to, as it is called; empty where they would begin one."""
        case = self._session.case
        return target(case.number) if case is not None and not case.locked else ""

    @Slot()
    def get_ready(self) -> None:
        """Files are about to come: what reads them starts meanwhile."""
        self._tasks.run(self._services.intake.get_ready, key="ready")

    @Slot()
    def open_files(self) -> None:
        self.get_ready()
        mode = QFileDialog.FileMode.ExistingFiles
        kinds = tr(_FILES, endings=" ".join(f"*{ending}" for ending in ENDINGS))
        choose(self._window, tr("Open files"), mode, kinds).filesSelected.connect(self.take_in)

    @Slot()
    def open_folder(self) -> None:
        choose(self._window, tr("Open folder"), QFileDialog.FileMode.Directory).filesSelected.connect(self.take_in)

    @Slot()
    def paste_text(self) -> None:
        """Ask for a determination's text, the clipboard's words already in."""
        if refusal := self.refusal:
            self.failed.emit(refusal)
            return
        self._paste = PasteDialog(self._window, QGuiApplication.clipboard().text())
        self._paste.accepted.connect(self._on_pasted)
        self._paste.open()

    @Slot()
    def _on_pasted(self) -> None:
        paste, self._paste = self._paste, None
        if paste is not None and (refusal := self.refusal):
            self.failed.emit(refusal)
        elif paste is not None:
            self._start(self._services.intake.take_text, paste.text.toPlainText())

    @Slot(list)
    def take_in(self, paths: list[str | Path]) -> None:
        """Read files and folders into the open case, or into new ones; packages are opened by themselves."""
        packages = [path for path in map(Path, paths) if path.suffix.lower() == ".imrcase"]
        if packages:
            self.packages_given.emit(packages)
            paths = [path for path in paths if Path(path) not in packages]
        if not paths:
            return
        if self._session.case is not None and self._session.case.locked:
            self.failed.emit(tr("This case is signed and read-only; close it, or reopen it as a new version."))
            return
        if refusal := self._session.busy or self.refusal:
            self.failed.emit(refusal)
            return
        self._start(self._services.intake.take_in, [Path(path) for path in paths], asks=True)

    @Slot(str, bytes)
    def take_letter(self, name: str, data: bytes) -> None:
        """Take in the case that was attached to a signed determination."""
        if refusal := self._session.busy or self.refusal:
            self.failed.emit(refusal)
            return
        self._start(self._services.intake.take_letter, (name, bytes(data)))

    @property
    def refusal(self) -> str:
        """Why nothing can be read now, as a sentence; empty where it can."""
        if self._waiting:
            return tr(ASKED)
        return tr(READING) if self._reading and not self._stop.is_set else ""

    @Slot(object)
    def offer(self, taken: TakenIn) -> None:
        """Show what the open case's record proposes, as what files propose that came; not over these."""
        if self._waiting:
            self.failed.emit(tr(OFFERED))
        else:
            self.taken.emit(taken)

    def _start(self, job: Callable[..., TakenIn], what: object, *, asks: bool = False) -> None:
        self._stop.set()
        self._stop = Stop()
        self._stop.counted.connect(self.reading)
        self._stop.paged.connect(self.reading_pages)
        self._stop.came.connect(self.came)
        self._stop.asked.connect(self._on_password_asked)
        self.reading.emit(0, 0)
        self._reading = True
        case, progress, stop = self._session.case, self._stop.progress, self._stop
        told = (case, what, progress, stop.ask, stop.so_far, stop.read_through) if asks else (case, what, progress)
        self.run(job, *told, on_done=self._on_taken, on_error=self._on_not_taken, key="read")

    @Slot(str, bool)
    def _on_password_asked(self, name: str, wrong: bool) -> None:
        from imr_desktop.ui.intake.password_dialog import PasswordDialog

        stop, dialog = self._stop, PasswordDialog(self._window, name, wrong=wrong)
        dialog.given.connect(stop.answer)
        dialog.skipped.connect(partial(stop.answer, None))
        dialog.cancelled.connect(self.cancel_reading)
        stop.stopped.connect(dialog.dismiss)
        dialog.open()

    @property
    def stop(self) -> Stop:
        """The way to stop what is being read, or was read last."""
        return self._stop

    @Slot()
    def cancel_reading(self) -> None:
        """Stop after the pages being read; nothing is taken in."""
        self._stop.set()

    def end_reading(self) -> None:
        """Stop at once: the window closes, and the file being read is not waited for."""
        self._stop.set()
        self._let_go_now()
        self._services.give_up()

    @Slot(object)
    def _on_taken(self, taken: TakenIn) -> None:
        self._arrived = taken
        if self._stop.is_set:  # the last page was read already
            self.dismiss()
            self._on_not_taken(Stopped())
            return
        self._reading = False
        self.read_ended.emit()
        if taken.warning:
            self.failed.emit(taken.warning)
        unseen = taken.others if _is_asked(taken) else taken.all  # what is looked at before it is taken says so itself
        for words in (words for group in unseen for words in group.named_otherwise.values()):
            self.failed.emit(tr("{words} Look whether they belong to this case.", words=words))
        self._note_received(taken)
        case = self._session.case
        if taken.belonging is not None and (case is None or case.id != taken.case.id):
            self.failed.emit(tr(CLOSED))
            self.dismiss()
        elif taken.belonging is not None and not taken.belonging.is_plain:
            self._ask_belonging(taken, taken.belonging)
        else:
            self._show(taken)

    def _ask_belonging(self, taken: TakenIn, found: Belonging) -> None:
        """Nothing says that the files belong to the open case: the reviewer does."""
        self.wait()
        case = self._session.case
        dialog = BelongingDialog(self._window, found, case.number if case else "")
        dialog.added.connect(partial(self._on_belongs, taken))
        dialog.parted.connect(partial(self._on_parted, taken))
        dialog.cancelled.connect(self.dismiss)
        dialog.open()

    def _on_belongs(self, taken: TakenIn) -> None:
        self._waiting = False
        self._show(taken)

    def _on_parted(self, taken: TakenIn) -> None:
        self.run(self._services.intake.apart, taken, on_done=self._show, on_error=self._on_not_apart)

    @Slot(object)
    def _on_not_apart(self, error: Exception) -> None:
        self.dismiss()
        self.failed.emit(sentence(error))

    @Slot()
    def put_away(self) -> None:
        """Nothing of a case may stay in view, and what was read is let go."""
        super().put_away()
        self._waiting = False
        self._let_go_now()

    @Slot()
    def wait(self) -> None:
        """What was read waits for an answer: other files come after that."""
        self._waiting = True
        self.arriving.emit()

    @property
    def is_waiting(self) -> bool:
        """Whether something that was read is not answered for."""
        return self._waiting

    @Slot()
    def dismiss(self) -> None:
        """What was read is answered for: other files may come. Where it was not taken in, nothing of it stays."""
        self._waiting = False
        taken, self._arrived = self._arrived, None
        if taken is not None:
            self._tasks.run(self._services.intake.kept.let_go, taken, self._session.case)

    def _let_go_now(self) -> None:
        """The vault is about to be closed: what was not taken in goes at once."""
        taken, self._arrived = self._arrived, None
        if taken is not None:
            self._services.intake.kept.let_go(taken, self._session.case)

    @Slot(object)
    def _show(self, taken: TakenIn) -> None:
        if _is_asked(taken):
            self.taken.emit(taken)
        elif taken.reads:
            self.accept(taken, ())
        else:
            self.dismiss()

    def _note_received(self, taken: TakenIn) -> None:
        """What gave the open case no new page is listed in it all the same; originals that were missing are here now."""
        case = self._session.case
        if case is not None and case.id == taken.case.id and taken.received and not taken.reads:
            self._session.apply(tr("Note files received"), edits.receive, taken.received)
            self.filled_in.emit()

    @Slot(object)
    def _on_not_taken(self, error: Exception) -> None:
        self._reading = False
        self.read_ended.emit()
        if not isinstance(error, Stopped):
            self.failed.emit(sentence(error))

    @Slot(object, object)
    def accept(self, taken: TakenIn, proposals: tuple[Proposal, ...]) -> None:
        """Take what was read into its case: one undo step in the open case, or a new case."""
        case = self._session.case
        self._waiting, self._arrived = False, None
        self._services.intake.kept.settle(taken)
        if case is None or not case.files:
            self._services.overview.remember(taken)
        if taken.others:
            self.run(self._services.intake.store_others, taken, on_done=self._on_others)
        if case is not None and case.id == taken.case.id:
            before = case.page_count
            if not self._session.apply(tr("Take in files"), taken.accepted_into, proposals):
                self._tasks.run(self._services.intake.kept.let_go, taken, case)
            self.opened.emit()
            if (now := self._session.case) is not None and now.page_count > before:
                self.added.emit(
                    tr("{page} added to {target}.", page=counted(now.page_count - before, "page"), target=target(now.number))
                )
        elif taken.finished:
            self.run(self._services.intake.begin, taken, on_done=self._on_begun)
        elif taken.reads:
            self._on_begun(self._services.intake.begin(taken, proposals))

    @Slot(object)
    def _on_begun(self, case: Case) -> None:
        """A case of its own begins with what was read."""
        raise NotImplementedError

    @Slot(object)
    def _on_others(self, count: int) -> None:
        """Further cases that were among the files are stored."""
        raise NotImplementedError


def _is_asked(taken: TakenIn) -> bool:
    """Whether what was read is looked at before it is taken in: it proposes something, or there is something to say of it."""
    said = taken.sentences or taken.others or len(taken.received) > len(taken.reads)
    return bool(taken.finished or taken.proposals or said)
