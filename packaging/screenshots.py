"""Pictures of the window on the sample case: every view, two sizes, both themes.

    python packaging/screenshots.py FOLDER [--spanish] [NAME…]

Runs offscreen in a throw-away home; with names only the pictures whose file name holds one of them are made.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_SCALE_FACTOR"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtWidgets import QCheckBox, QDialog

from imr_desktop.case.model import Case

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from imr_desktop.ui.main_window import MainWindow
    from imr_desktop.ui.shell.case_view import CaseView

T = TypeVar("T")
SIZES = ((1366, 768), (1920, 1080))
SETTLE = 0.7


def main(folder: Path, names: tuple[str, ...]) -> int:
    """Make the pictures; 0 where every view could be opened."""
    from imr_desktop import settings
    from imr_desktop.paths import Home
    from imr_desktop.ui import app as application

    folder.mkdir(parents=True, exist_ok=True)
    app = application.make_application()
    spoken = "es" if "--spanish" in names else "en"
    names = tuple(name for name in names if name != "--spanish")
    with tempfile.TemporaryDirectory() as root:
        settings.save(Home(Path(root)), settings.Settings(judge_first=False, language=spoken))
        window = application.make_window(Home(Path(root)))
        window.show()
        _wait(app, window.isVisible)
        window.complete()
        _wait(app, lambda: window.case_view is not None and window.tasks is not None and not window.tasks.busy)
        shots = _Shots(app, window, folder, names)
        for theme in ("light", "dark"):
            for size in SIZES:
                shots.take_all(theme, size)
        window.close()
    return 0


class _Shots:
    def __init__(self, app: QApplication, window: MainWindow, folder: Path, names: tuple[str, ...]) -> None:
        self.app, self.window, self.folder, self.names = app, window, folder, names
        self.sample = ""

    def take_all(self, theme: str, size: tuple[int, int]) -> None:
        """Every view at one size in one theme."""
        from imr_desktop.ui.theme import current

        current().apply(theme)
        self.window.resize(*size)
        prefix = f"{size[0]}_{theme}"
        self.window.case_controller.close_case()
        if not self.sample:
            self._take(f"{prefix}_empty")
            self._do(self.window.case_controller.open_sample, lambda: self.window.session.case is not None)
            self.sample = self.case.id
            self._decide()
            self._do(self.window.case_controller.close_case, lambda: not self.window.tasks.busy)
        self._take(f"{prefix}_home")
        self._many_cases(prefix)
        self._do(lambda: self.window.case_controller.open_case(self.sample), lambda: self.window.session.case is not None)
        for pane in ("record", "findings", "summary", "items", "checks"):
            self.view.go.go(pane)
            if pane == "items":
                self.view.items.focus_first()
            self._take(f"{prefix}_{pane}")
        self._item_parts(prefix)
        self._calculators(prefix)
        self._guide(prefix)
        self._keeping(prefix)
        self.view.open_sign()
        self._take(f"{prefix}_sign")
        self.window.view_controller.edit_facts()
        self._take_dialog(f"{prefix}_facts")
        self._sending(prefix)
        self._guidelines(prefix)
        self._proposals(prefix)
        self._door(prefix)

    @property
    def view(self) -> CaseView:
        """The panes of a case."""
        from imr_desktop.ui.shell.case_view import CaseView

        return _there(self.window.case_view, CaseView)

    @property
    def case(self) -> Case:
        """The open case."""
        return _there(self.window.session.case, Case)

    def _many_cases(self, prefix: str) -> None:
        """The worklist with 200 invented cases, some of them chosen, and one that was searched for in vain."""
        names = (f"{prefix}_cases", f"{prefix}_cases_chosen", f"{prefix}_cases_found")
        if self.names and not any(part in name for part in self.names for name in names):
            return
        sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "ui"))
        from invented_worklist import lines

        from imr_desktop.case import dates

        home = self.window.home_view
        stored = self.window.services.cases.list()
        home.set_cases(lines(200, dates.today()))
        home.focus_first()
        self._take(names[0])
        if home.worklist is not None:
            home.worklist.selectAll()
        self._take(names[1])
        home.head.search.setText("mri late")
        self._take(names[2])
        home.head.search.clear()
        home.set_cases(stored)

    def _item_parts(self, prefix: str) -> None:
        """Details of a criterion, the search card, and an item that waits for a preliminary view."""
        from imr_desktop.case import edits

        view = self.view
        items = view.items
        items.content.criteria.details_button.setChecked(True)
        view.go.go("items")
        items.content.criteria.list.select_row(2)
        self._take(f"{prefix}_details")
        items.content.criteria.detail.search_requested.emit(("prior.pt_failed",))
        _wait(self.app, lambda: view.card.search is not None)
        self._take(f"{prefix}_search")
        view.search.leave()
        items.content.criteria.details_button.setChecked(False)
        first = self.case.items[0].id
        self.window.session.apply("Undecide", lambda case: edits.decide(case, first, None))
        items.set_judge_first(True)
        view.go.go("items")
        self._take(f"{prefix}_folded")
        items.set_judge_first(False)
        view.go.undo()

    def _decide(self) -> None:
        """Decide the first item only, so that the worklist and the checks have something to say."""
        from imr_desktop.case import edits

        item = self.case.items[0].id
        self.window.session.apply("Decide", lambda case: edits.decide(case, item, "Upheld"))
        _wait(self.app, lambda: not self.window.tasks.busy)

    def _calculators(self, prefix: str) -> None:
        """The calculators over the record, one result in each of two."""
        if self.names and not any(part in f"{prefix}_calculators" for part in self.names):
            return
        self.view.go.go("items")
        from imr_desktop.ui.calculators.dialog import CalculatorDialog

        self.window.calculators.show_calculators()
        dialog = _there(self.window.calculators.dialog, CalculatorDialog)
        dialog.choose("mme")
        dialog.form().enter(
            {
                "doses": "oxycodone 10 mg x 4\nfentanyl patch 25 mcg/h",
                "taper_from": "01/05/2026",
                "step_percent": "10",
                "step_days": "28",
            }
        )
        self._take_beside(f"{prefix}_calculators", dialog)
        dialog.choose("visits")
        dialog.form().enter({"used": "10", "requested": "18", "kind": "physical therapy", "injury": "06/08/2015"})
        self._take_beside(f"{prefix}_calculators_visits", dialog)
        dialog.reject()

    def _sending(self, prefix: str) -> None:
        """The office's profile with its wording, the parties of the case, who signs, and what a file is worth."""
        from imr_desktop.case.office import OfficeProfile
        from imr_desktop.case.parties import Parties, Party
        from imr_desktop.settings import Settings
        from imr_desktop.ui.identity_dialog import IdentityDialog
        from imr_desktop.ui.office.dialog import OfficeDialog
        from imr_desktop.ui.parties.dialog import PartiesDialog
        from imr_desktop.ui.verifying.dialog import VerdictDialog

        paragraphs = self.window.services.office.paragraphs()
        office = OfficeDialog(self.window, OfficeProfile("Example Review Organization"), paragraphs)
        parties = PartiesDialog(self.window, Parties((Party("employee", "Lee Example"),)), self.case.number, 0)
        wording = OfficeDialog(self.window, OfficeProfile("Example Review Organization"), paragraphs)
        wording.tabs.setCurrentIndex(1)
        identity = IdentityDialog(self.window, Settings(given_name="Ada", surname="Example"))
        verdict = VerdictDialog(self.window, "CM16-9900417 Final determination.pdf")
        verdict.show_failure("The file cannot be read; ask for it again.")
        for name, dialog in (
            ("office", office),
            ("wording", wording),
            ("parties", parties),
            ("identity", identity),
            ("verdict", verdict),
        ):
            dialog.open()
            self._take_over(f"{prefix}_{name}", dialog)

    def _guidelines(self, prefix: str) -> None:
        """All rules, two of them compared, the form for a reading, and what another reviewer's file offers."""
        from imr_desktop.review import readings
        from imr_desktop.review.guideline_rows import rule_rows
        from imr_desktop.ui.guidelines.dialog import GuidelinesDialog
        from imr_desktop.ui.guidelines.import_dialog import ImportDialog
        from imr_desktop.ui.guidelines.reading_form import ReadingForm

        today, packs = date(2026, 11, 29), self.window.services.guidelines.packs
        mine = readings.Reading(
            *("r1", "acupuncture", "lb20", "recommended", "p. 412", today),
            phase="chronic",
            count=12,
            measure="visits in all",
            prerequisites=("Six weeks of active therapy failed",),
        )
        theirs = readings.Reading("r2", "acupuncture", "lb20", "not recommended", "p. 412", today, phase="chronic")
        other = readings.Reading("r3", "massage therapy", "lb20", "no recommendation", "p. 77", today)
        text = packs.editions["lb20"].title
        offered = readings.Offered(theirs, "conflicting", mine, text), readings.Offered(other, "new", text=text)
        offer = readings.Offer(offered)
        view = GuidelinesDialog(self.window, rule_rows(packs, today))
        compared = GuidelinesDialog(self.window, rule_rows(packs, today))
        compared.text.setText("acupuncture")
        for key in ("acu.general", "lb20.acupuncture"):
            compared.list.row_model.toggle(key)
        compared.compare()
        start = readings.Start(readings.readable(packs, today), readings.Prefill("acupuncture", True, "lb20", "chronic"))
        edited = ReadingForm(self.window, readings.Start(start.editions, start.prefill, mine), today)
        for name, dialog in (
            ("guidelines", view),
            ("compared", compared),
            ("reading", ReadingForm(self.window, start, today)),
            ("reading_edited", edited),
            ("readings_offered", ImportDialog(self.window, offer)),
        ):
            dialog.open()
            self._take_over(f"{prefix}_{name}", dialog)

    def _guide(self, prefix: str) -> None:
        """The user guide: its first chapter, one with tables, and a search."""
        from imr_desktop.ui.help.guide import GuideWindow

        self.window.view_controller.show_guide()
        guide = _there(self.window.findChild(GuideWindow), GuideWindow)
        self._take_over(f"{prefix}_guide", guide, keep=True)
        guide.list.setCurrentRow(guide.list.count() - 3)
        self._take_over(f"{prefix}_guide_figures", guide, keep=True)
        guide.search.setText("recovery words")
        guide.find_next()
        self._take_over(f"{prefix}_guide_search", guide)

    def _keeping(self, prefix: str) -> None:
        """History, audit trail, comments, packages and what forgetting asks, on a case with a few more versions."""
        if self.names and not any(
            part in f"{prefix}_{name}"
            for part in self.names
            for name in ("history", "trail", "public", "comments", "package", "merge", "opinions", "forget")
        ):
            return
        from imr_desktop.ui.comments.panel import CommentsPanel
        from imr_desktop.ui.exchange.forget_dialog import ForgetDialog
        from imr_desktop.ui.exchange.package_dialog import PackageDialog
        from imr_desktop.ui.history.dialog import HistoryDialog
        from imr_desktop.ui.publishing.public_dialog import PublicDialog
        from imr_desktop.ui.trail.dialog import TrailDialog

        window, session = self.window, self.window.session
        self._edit_a_little()
        window.history.show_history()
        dialog = _there(window.history.dialog, HistoryDialog)
        _wait(self.app, lambda: not self.window.tasks.busy)
        dialog.versions.select_row(1)
        self._take_over(f"{prefix}_history", dialog)
        window.trail.show_trail()
        _wait(self.app, lambda: not self.window.tasks.busy)
        trail = _there(window.trail.dialog, TrailDialog)
        trail.verify()
        self._take_over(f"{prefix}_trail", trail)
        window.publishing.publish_case()
        _wait(self.app, lambda: not self.window.tasks.busy)
        self._take_over(f"{prefix}_public", _there(window.publishing.dialog, PublicDialog))
        window.exchange.package_case()
        package = _there(window.exchange.dialog, PackageDialog)
        _there(package.blind, QCheckBox).setChecked(True)
        self._take_over(f"{prefix}_package", package)
        window.exchange.forget_case()
        self._take_over(f"{prefix}_forget", _there(window.exchange.dialog, ForgetDialog))
        self._merge(prefix)
        self.view.go.go("summary")
        window.comments.show_comments()
        self._take_beside(f"{prefix}_comments", _there(window.comments.panel, CommentsPanel))
        window.comments.put_away()
        while session.undo_stack.canUndo():
            session.undo_stack.undo()
        session.save_now()
        _wait(self.app, lambda: not self.window.tasks.busy)

    def _edit_a_little(self) -> None:
        """A few versions and comments to show; they are undone afterwards."""
        from datetime import UTC, datetime

        from imr_desktop.case import edits
        from imr_desktop.case.model import Comment

        session, case = self.window.session, self.case
        changed = case.summary.replace("pain", "pain and stiffness", 1)
        start = changed.index(". ") + 2
        end = changed.index(". ", start) + 1
        at = datetime.now(UTC)
        asked = Comment(
            "shot-1", "Is this from the first report?", "second reviewer", at, "summary", start, end, changed[start:end]
        )
        answer = Comment("shot-2", "From the second; the first has no rating.", "first reviewer", at)
        about = Comment("shot-3", "Left as well?", "office", at, f"findings.{case.findings[0].id}")
        steps = (
            lambda case: edits.change_finding(case, case.findings[0].id, text=case.findings[0].text + ", seen twice"),
            lambda case: edits.set_summary(case, changed),
            lambda case: edits.add_comment(edits.add_comment(case, asked), about),
            lambda case: edits.answer_comment(case, asked.id, answer),
        )
        for step in steps:
            session.apply("Change", step)
            session.save_now()
            _wait(self.app, lambda: not self.window.tasks.busy)

    def _merge(self, prefix: str) -> None:
        """A second opinion that came back from another vault."""
        from imr_desktop.case import edits
        from imr_desktop.paths import Home
        from imr_desktop.review import Services
        from imr_desktop.ui.exchange.open_dialog import OpenDialog

        mine, case = self.window.services, self.case
        item = case.items[0].id
        with tempfile.TemporaryDirectory() as root, Services(Home(Path(root))) as other:
            blind, back = Path(root) / "blind.imrcase", Path(root) / f"{case.number}.imrcase"
            mine.exchange.package(case.id, blind, (other.exchange.recipient,), blind=True)
            with other.exchange.open(blind) as package:
                theirs = other.exchange.take(package, {})
            theirs = edits.change_item(
                edits.decide(theirs, item, "Overturned"),
                item,
                rationale="The therapist’s note "
                "documents failed conservative care, and the examination finds trigger points.",
            )
            other.cases.save(edits.set_field(theirs, summary="A shorter summary, written without knowledge of the first."))
            other.exchange.package(case.id, back, (mine.exchange.recipient,))
            self.window.exchange.show_package(str(back))
            dialog = _there(self.window.exchange.dialog, OpenDialog)
            _wait(self.app, lambda: not self.window.tasks.busy)
            dialog.choose("ours")
            self._take_over(f"{prefix}_merge", dialog, keep=True)
            dialog.to_opinions.setChecked(True)
            self._take_over(f"{prefix}_opinions", dialog)

    def _take_over(self, name: str, dialog: QDialog, *, keep: bool = False) -> None:
        """The window with a dialog in its middle, which is closed afterwards unless `keep`."""
        _wait(self.app, lambda: dialog.isVisible() and not self.window.tasks.busy)
        middle = self.window.mapToGlobal(self.window.rect().center())
        dialog.move(middle - dialog.rect().center())
        self._take_beside(name, dialog)
        if not keep:
            dialog.done(0)

    def _take_beside(self, name: str, dialog: QWidget) -> None:
        """The window with a dialog that lies over it."""
        from PySide6.QtGui import QPainter

        _wait(self.app, dialog.isVisible)
        picture = self.window.grab()
        painter = QPainter(picture)
        painter.drawPixmap(self.window.mapFromGlobal(dialog.pos()), dialog.grab())
        painter.end()
        if not self.names or any(part in name for part in self.names):
            picture.save(str(self.folder / f"{name}.png"))
            print(name)

    def _door(self, prefix: str) -> None:
        """The locked vault, and the dialogs that set a passphrase; nothing is set."""
        from imr_desktop.review.protections import BY_ACCOUNT, BY_KEYRING, BY_PASSPHRASE
        from imr_desktop.ui.vault.passphrase_dialog import PassphraseDialog, RecoveryDialog
        from imr_desktop.ui.vault.protection_dialog import ProtectionDialog

        self.window.views.setCurrentWidget(self.window.vault_controller.page)
        self.window.vault_controller.page.begin(2)
        self._take(f"{prefix}_unlock")
        self.window.show_home()
        words = " ".join(f"invented{number}" for number in range(1, 25))
        ways = ProtectionDialog(self.window, "the system's keyring (Secret Service)", (BY_PASSPHRASE, BY_KEYRING, BY_ACCOUNT))
        for name, dialog in (
            ("passphrase", PassphraseDialog(self.window)),
            ("recovery", RecoveryDialog(self.window, words)),
            ("protection", ways),
        ):
            dialog.open()
            self._take_over(f"{prefix}_{name}", dialog)

    def _proposals(self, prefix: str) -> None:
        from imr_desktop.paths import resource

        self.window.case_controller.close_case()
        for name, file in (("read", "determination.txt"), ("read_record", "packet.pdf")):
            self._do(
                partial(self.window.case_controller.take_in, [resource("samples", file)]),
                lambda: self.window.views.currentWidget() is self.window.proposals,
            )
            self._take(f"{prefix}_{name}")
            self._do(self.window.proposals.cancel.click, lambda: not self.window.tasks.busy)

    def _do(self, act: Callable[[], None], done: Callable[[], bool]) -> None:
        act()
        _wait(self.app, done)

    def _take(self, name: str) -> None:
        if self.names and not any(part in name for part in self.names):
            return
        self.window.status.clear_message()
        _wait(self.app, lambda: not self.window.tasks.busy)
        self.window.grab().save(str(self.folder / f"{name}.png"))
        print(name)

    def _take_dialog(self, name: str) -> None:
        dialog = _there(self.app.activeModalWidget(), QDialog)
        _wait(self.app, dialog.isVisible)
        if not self.names or any(part in name for part in self.names):
            dialog.grab().save(str(self.folder / f"{name}.png"))
            print(name)
        dialog.reject()


def _there(thing: object, kind: type[T]) -> T:
    """What must be there by now, and of that kind."""
    if not isinstance(thing, kind):
        raise SystemExit(f"{thing!r} is no {kind.__name__}")
    return thing


def _wait(app: QApplication, done: Callable[[], bool], seconds: float = 600.0) -> None:
    """Run the event loop until `done`, then a moment more. Reading the sample takes minutes on a computer that is busy."""
    end = time.monotonic() + seconds
    while not done():
        app.processEvents()
        time.sleep(0.005)
        if time.monotonic() > end:
            raise SystemExit("the window did not come to rest; run with a name to find the view")
    rest = time.monotonic() + SETTLE
    while time.monotonic() < rest:
        app.processEvents()
        time.sleep(0.005)


if __name__ == "__main__":
    if "--help" in sys.argv:
        print(__doc__)
        raise SystemExit
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    raise SystemExit(main(Path(sys.argv[1]), tuple(sys.argv[2:])))
