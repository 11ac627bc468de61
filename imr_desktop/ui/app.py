"""Starting and ending the window."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import cast

from PySide6.QtCore import QByteArray, QLibraryInfo, QLocale, QObject, QSettings, Qt, QTimer, QTranslator, Slot
from PySide6.QtWidgets import QApplication

from imr_desktop import __version__, language, logs, settings, stale_files
from imr_desktop.crashes import CrashReports
from imr_desktop.language import mark, tr
from imr_desktop.paths import Home
from imr_desktop.ui.ending import Ending
from imr_desktop.ui.garbage import GarbageKeeper, settle
from imr_desktop.ui.instance import claim, hand_over, holder
from imr_desktop.ui.main_window import TITLE, MainWindow
from imr_desktop.ui.roles import tell_roles
from imr_desktop.ui.running import Running, take_note
from imr_desktop.ui.shell.placing import PlaceKeeper, onto_screen, place
from imr_desktop.ui.tasks import TURN
from imr_desktop.ui.theme import current
from imr_desktop.ui.theme.fonts import load_interface_font
from imr_desktop.ui.vault import resume
from imr_desktop.ui.vault.restart import Restart
from imr_desktop.ui.vault.resume import Resume
from imr_desktop.ui.waiting import wait_for

_log = logging.getLogger(__name__)
_SORRY = mark(
    "Something went wrong inside the program. Your case is kept and saved as before. If it "
    "happens again, save, close and start the program anew."
)
_REPORTED = mark("What failed is noted in {report}, without any words of a case: send it to whoever looks after the program.")


class Startup(QObject):
    """What happens after the first frame: end at once when measuring, else build the rest and open what was asked for."""

    def __init__(self, window: MainWindow, files: tuple[Path, ...], *, demo: bool, stop: bool) -> None:
        super().__init__(window)
        self._window, self._files, self._demo, self._stop = window, files, demo, stop
        window.painted.connect(self.on_painted)
        window.completed.connect(self.on_completed)

    @Slot()
    def on_painted(self) -> None:
        """The first frame stands."""
        if self._stop:
            QApplication.quit()
        else:
            self._window.complete()

    @Slot()
    def on_completed(self) -> None:
        """Everything stands: open the sample or the files."""
        if self._demo:
            self._window.case_controller.open_sample()
        elif self._files:
            self._window.take_in(list(self._files))
        else:
            self._window.first_run.begin()


class Excepthook(QObject):
    """An error nobody expected: logged by class alone, told in plain words; the case is kept and saved as before."""

    def __init__(self, window: MainWindow, reports: CrashReports | None = None) -> None:
        super().__init__(window)
        self._window, self._reports = window, reports
        self._told = self._storing = False
        self._report: Path | None = None

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """What `sys.excepthook` calls."""
        logs.failure(_log, f"unexpected at {_place(trace)}", error)
        self._report = self._reports.report(kind, trace) if self._reports is not None else None
        if not self._storing:  # what failed may be the storing itself
            self._storing = True
            QTimer.singleShot(0, self, self._store)
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
        elif not self._told:
            self._told = True
            QTimer.singleShot(0, self, self._tell)

    @Slot()
    def _store(self) -> None:
        session = getattr(self._window, "session", None)
        if session is not None:
            session.flush()
        self._storing = False

    @Slot()
    def _tell(self) -> None:
        from imr_desktop.ui.dialogs import tell

        where = f"\n\n{tr(_REPORTED).format(report=self._report)}" if self._report is not None else ""
        box = tell(self._window, tr("Something went wrong"), f"{tr(_SORRY)}{where}")
        box.finished.connect(self._on_closed)

    @Slot()
    def _on_closed(self) -> None:
        self._told = False


def _place(trace: TracebackType | None) -> str:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else tr("an unknown place")


def make_application() -> QApplication:
    """The application object with Inter loaded."""
    keep_no_history()
    app = cast(QApplication, QApplication.instance() or QApplication([TITLE]))
    app.setApplicationName("imr-desktop")
    app.setApplicationDisplayName(TITLE)
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("imr-desktop")
    if app.findChild(GarbageKeeper) is None:
        GarbageKeeper(app)
        sys.setswitchinterval(TURN)
        tell_roles()
    load_interface_font()
    return app


def speak(chosen: str) -> None:
    """Let the window and Qt's own dialogs speak the language that was chosen."""
    language.use(chosen, QLocale.system().name())
    app = QApplication.instance()
    if app is not None and language.in_force() != "en" and app.findChild(QTranslator) is None:
        words = QTranslator(app)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if words.load(f"qtbase_{language.in_force()}", folder):
            app.installTranslator(words)


def keep_no_history() -> None:
    """Let no file chooser note where cases lie: Qt's keeps folders it showed, the desktop's own the files that were chosen.

    On Windows and macOS choosers are the system's, which keeps its list of recent files as the account has it set.
    """
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    if sys.platform == "linux":
        QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)


def make_window(home: Home, back_to: Resume | None = None, restart: Restart | None = None) -> MainWindow:
    """A window on a home, its theme in force, not shown yet; `back_to` says where the one before it stood."""
    chosen = settings.load(home)
    speak(chosen.language)
    current().apply(chosen.theme, chosen.zoom)
    window = MainWindow(home, chosen, resume=back_to, restart=restart)
    place(window, chosen.window)
    PlaceKeeper(window)
    if back_to is not None:
        window.restoreGeometry(QByteArray.fromHex(back_to.geometry.encode()))
        onto_screen(window)
    return window


def _shown(app: QApplication, window: MainWindow, reports: CrashReports | None) -> int:
    """Show the window until it closes, and tell of faults meanwhile; the exit code."""
    sys.excepthook = Excepthook(window, reports)
    app.aboutToQuit.connect(window.close)
    ending = Ending(app, window)
    window.show()
    code = app.exec()
    ending.close()
    sys.excepthook = sys.__excepthook__
    if reports is not None:
        reports.end()
    return code


def run(home: Home, *, files: Sequence[Path | str] = (), demo: bool = False, exit_after_first_paint: bool = False) -> int:
    """Open the window and stay until it closes; the exit code.

    `files` are read as if dropped on it; `demo` opens the sample case; `exit_after_first_paint` ends after the first frame.
    Where a window is open on this home already, it takes the files and this one does not open; while that one does not
    answer, this one waits and says so.
    """
    logs.start(home)
    app = make_application()
    speak(settings.load(home).language)
    paths = tuple(Path(file) for file in files)
    back_to = resume.take()
    instance = claim(home, app, again=back_to is not None)
    if instance is None and not exit_after_first_paint and holder(home):
        if hand_over(home, paths):
            return 0
        instance = claim(home, app) or wait_for(home, app, paths)
        if instance is None:
            return 0
    reports, before = None, None
    if instance is not None:
        stale_files.sweep(home)
        stale_files.private_temp(home)
        reports, before = CrashReports(home), take_note(home)
    window = make_window(home, back_to, None if demo else Restart(home, instance))  # a demo's home is gone with its process
    window.completed.connect(settle)
    Startup(window, paths, demo=demo, stop=exit_after_first_paint)
    if instance is not None:
        Running(home, window, None if back_to is not None else before, reports.before if reports else None)
        instance.files_came.connect(window.take_over)
        window.closing.connect(instance.stop)
        QTimer.singleShot(0, instance, instance.take)  # what was handed over before anyone listened
    code = _shown(app, window, reports)
    if not window.ended:  # a worker still computes; the vault is free, and nobody waits for what it finds
        os._exit(code)
    window.deleteLater()
    if instance is not None:
        instance.close()
    return code
