"""Every view of the window and every dialog over it, shown one after the other in one window on the invented sample."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QDialog, QWidget

from imr_desktop.case import edits
from imr_desktop.case.model import SignedLetter
from imr_desktop.paths import resource
from imr_desktop.ui import theme

VIEWS = (
    *("record", "findings", "summary", "items", "checks", "folded", "details", "search", "sign", "palette", "private"),
    *("signed", "home", "read", "read_record", "first_run"),
)
DEAR, DEAREST = ("read", "read_record"), ("read_record",)
"""Views whose files are read anew each time: shown in one size, or in none, where not all is looked at."""
OFTEN = ("edit_facts", "show_settings", "show_history", "publish_case", "identity")
"""Dialogs that are looked at each time."""
COMMANDS = (
    *("edit_facts", "show_parties", "show_calculators", "show_guidelines", "enter_reading", "show_history", "show_comments"),
    *("show_trail", "publish_case", "package_case", "forget_case", "show_settings", "show_office", "set_passphrase"),
    *("choose_protection", "paste_text", "show_keys", "show_guide", "show_about", "show_received", "show_hidden_text"),
)
"""Menu commands that open a dialog on an open case."""
WIDTHS, LOOKS = ((1366, 768, 100), (1920, 1080, 100), (1280, 680, 150)), ("light", "dark", "contrast")
PAIRS = ((*WIDTHS[0], "light"), (*WIDTHS[1], "dark"), (*WIDTHS[2], "contrast"))
"""What is looked at each time: each size and each theme once."""
PRODUCT = tuple((*size, look) for size in WIDTHS for look in LOOKS)
WHOLE, KEEP = os.environ.get("IMR_LOOKS", "") in ("all", "make"), os.environ.get("IMR_LOOKS", "") in ("keep", "make")
"""``all``: every size in every theme; ``make``: and their fingerprints are kept anew; ``keep``: those looked at each time."""
SMALLEST = WIDTHS[2]
PAGE = 9


class Shown:
    """One window that goes from view to view."""

    def __init__(self, window, qtbot):
        self.window, self.qtbot = window, qtbot

    def dress(self, width, height, zoom, look):
        """Another size, zoom and theme."""
        theme.current().apply(look, zoom)
        self.window.resize(width, height)
        self.rest()

    def rest(self):
        """What works has worked, and words that came this moment have their room."""
        self.qtbot.waitUntil(lambda: not self.window.tasks.busy, timeout=30_000)
        self.qtbot.wait(30)
        for _ in range(5):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        self.window.status.clear_message()

    @contextmanager
    def view(self, name) -> Iterator[QWidget]:
        """Go to a view, and back to the open case."""
        back = getattr(self, f"_{name}", partial(self._pane, name))()
        self.rest()
        yield self.window
        if back is not None:
            back()
            self.rest()

    def _pane(self, name):
        self._to_top()
        self.window.case_view.go.go(name)

    def _to_top(self):
        """What was scrolled in another size stands at its beginning again."""
        view = self.window.case_view
        for area in view.workspace.findChildren(QAbstractScrollArea):
            area.verticalScrollBar().setValue(0)
        view.items.content.criteria.list.select_row(0)
        view.record.go_to_page(PAGE)

    def _item(self, *, judge_first=False):
        items = self.window.case_view.items
        items.set_judge_first(judge_first)
        items.content.criteria.details_button.setChecked(not judge_first)
        self.window.case_view.go.go("items")
        return items

    def _folded(self):
        return partial(self._item(judge_first=True).set_judge_first, False)

    def _details(self):
        return partial(self._item().content.criteria.details_button.setChecked, False)

    def _search(self):
        criteria = self._item().content.criteria
        criteria.list.select_row(2)
        criteria.detail.search_requested.emit(("prior.pt_failed",))
        self.qtbot.waitUntil(lambda: self.window.case_view.card.search is not None, timeout=20_000)

        def back():
            self.window.case_view.search.leave()
            criteria.details_button.setChecked(False)

        return back

    def _sign(self):
        """A letter can be laid out where every item is decided."""
        session, case = self.window.session, self.window.session.case
        session.replace(edits.decide(case, case.items[0].id, "Upheld"))
        self.window.case_view.open_sign()
        return partial(self._back_to, case)

    def _back_to(self, case):
        self.window.session.replace(case)
        self.window.case_view.open_work()

    def _signed(self):
        window, case = self.window, self.window.session.case
        digest = window.services.vault.store.attachments.put_bytes(_blank_letter(), "signed determination")
        letter = SignedLetter("CM16-9900417 Final determination.pdf", digest, datetime(2026, 1, 6, tzinfo=UTC))
        window.session.replace(edits.mark_signed(edits.decide(case, case.items[0].id, "Upheld"), letter))
        window.case_view.open_sign()
        return partial(self._back_to, case)

    def _palette(self):
        self.window.case_view.go.go("items")
        self.window.palette_box.open_palette()
        self.window.palette_box.box.line.setText("check")
        return self.window.palette_box.box.leave

    def _private(self):
        self.window.privacy.toggle_private()
        return self.window.privacy.toggle_private

    def _home(self):
        stored = self.window.session.case.id
        self.window.case_controller.close_case()
        return partial(self._open, stored)

    def _open(self, stored):
        self.window.case_controller.open_case(stored)
        self.qtbot.waitUntil(lambda: self.window.session.case is not None, timeout=30_000)

    def _taken(self, name):
        back = self._home()
        self.rest()
        self.window.case_controller.take_in([resource("samples", name)])
        self.qtbot.waitUntil(lambda: self.window.views.currentWidget() is self.window.proposals, timeout=60_000)

        def cancel():
            self.window.proposals.cancel.click()
            self.rest()
            back()

        return cancel

    def _read(self):
        return self._taken("determination.txt")

    def _read_record(self):
        return self._taken("packet.pdf")

    def _first_run(self):
        back = self._home()
        self.rest()
        self.window.first_run.show_first_steps()

        def leave():
            self.window.show_home()
            self.rest()
            back()

        return leave

    # --- dialogs

    def dialogs(self) -> Iterator[tuple[str, QWidget]]:
        """Every dialog, opened by its command or made as its controller makes it, and closed afterwards."""
        openers: dict[str, Callable[[], object]] = {name: self.window.menus.actions[name].trigger for name in COMMANDS}
        for name, opener in {**openers, **self._made()}.items():
            if not WHOLE and name not in OFTEN:
                continue
            opener()
            self.qtbot.waitUntil(lambda: bool(over()), timeout=20_000)
            self.rest()
            for dialog in over():
                yield name, dialog
            for dialog in over():
                dialog.done(0)
            self.rest()

    def _made(self):
        from imr_desktop.settings import Settings
        from imr_desktop.ui.identity_dialog import IdentityDialog
        from imr_desktop.ui.intake.password_dialog import PasswordDialog
        from imr_desktop.ui.signing.key_dialog import KeyDialog
        from imr_desktop.ui.signing.token_dialog import TokenDialog
        from imr_desktop.ui.vault.passphrase_dialog import RecoveryDialog
        from imr_desktop.ui.verifying.dialog import VerdictDialog

        window, words = self.window, " ".join(f"invented{number}" for number in range(1, 25))
        made = {
            "identity": lambda: IdentityDialog(window, Settings(given_name="Ada", surname="Example")),
            "key": lambda: KeyDialog(window, Path("/a/folder/reviewer.p12"), "six words that nobody knows yet"),
            "token": lambda: TokenDialog(window, None),
            "password": lambda: PasswordDialog(window, "packet.pdf", wrong=True),
            "recovery": lambda: RecoveryDialog(window, words),
            "verdict": lambda: VerdictDialog(window, "CM16-9900417 Final determination.pdf"),
        }
        return {name: lambda make=make: make().open() for name, make in made.items()}


def _blank_letter():
    import pypdfium2

    pages, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    pages.new_page(612, 792)
    pages.save(out)
    return out.getvalue()


def over():
    """The dialogs in view."""
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
