"""From records, and from a determination text, to a signed PDF in the real window; every interaction is counted.

The rule: a drop, a click, a key with what is held, and a run of typed text count one each. A letter that answers a criterion
or decides an item is a key. A key that turns the page is counted apart: reading is the work, and takes as many as there are
pages. Nothing else is done to the window, and nothing is set in it before but what stands in the settings and a key file.
"""

import sys

import pytest
from hands import settle
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from imr_desktop import determination, settings
from imr_desktop.case import seen
from imr_desktop.paths import resource
from imr_desktop.review.checking import to_answer, to_fix
from imr_desktop.settings import Settings
from imr_desktop.ui.main_window import MainWindow
from imr_desktop.ui.record import seeing

PASSPHRASE = "correct horse battery staple"
REASON = "The text was written by the reviewer of the source."
FIGURES = resource("guide", "16-figures.md")
NOT_COUNTED = "pages turned, not counted"


class Reviewer:
    """Works where the keyboard is, and counts by step of the work."""

    def __init__(self, window, hands):
        self.window, self.hands = window, hands
        self.table, self.turned = {}, 0

    def did(self, step):
        self.table[step] = self.table.get(step, 0) + 1
        session = self.window.session
        settle(self.window, lambda: session.case is None or getattr(session.last_checked, "case", None) is session.case)

    def press(self, step, *keys):
        for key in keys:
            self.hands.press(key)
            self.did(step)

    def type(self, step, words):
        self.hands.type(words)
        self.did(step)

    def drop(self, step, name):
        data, acts = QMimeData(), Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
        data.setUrls([QUrl.fromLocalFile(str(resource("samples", name)))])
        with_what = acts, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(self.window, QDragEnterEvent(QPoint(50, 50), *with_what))
        QApplication.sendEvent(self.window, QDropEvent(QPointF(50, 50), *with_what))
        settle(self.window, lambda: self.window.views.currentWidget() is self.window.proposals)
        self.did(step)

    def read(self):
        """Turn to each page that was not shown yet, by the key for that, and look at it until it counts as shown."""
        settle(self.window, self.page_counts)
        while seen.left(seen.shown(self.window.session.case), 1, self.window.session.case.page_count):
            self.hands.press("N")
            self.turned += 1
            settle(self.window, self.page_counts)

    def page_counts(self):
        return seen.holds(seen.shown(self.window.session.case), self.window.case_view.record.view.page())

    @property
    def must(self):
        return to_fix(self.window.session.last_checked)

    def sign(self):
        """Review and sign from where the keyboard is put."""
        sign = self.window.case_view.sign
        self.press("review and sign", "Ctrl+Return")
        assert self.window.case_view.signing, [one.message for one in self.must]
        while to_answer(self.window.session.last_checked):
            self.type("reasons to sign all the same", REASON)
            self.press("reasons to sign all the same", "Return")
        for row in sign.panel.attest_rows:
            assert row.box.hasFocus(), "the statements come one after the other"
            self.press("statements", "Space")
        assert sign.panel.passphrase.hasFocus(), "and the passphrase after them"
        self.type("passphrase, sign", PASSPHRASE)
        self.press("passphrase, sign", "Return")
        settle(self.window, lambda: self.window.session.case.locked)
        return self.window.session.case

    def count(self, *without):
        return sum(times for step, times in self.table.items() if step not in without)

    def told(self, *, turned=False):
        lines = [f"| {step} | {times} |" for step, times in self.table.items()]
        return "\n".join(
            [*lines, *([f"| {NOT_COUNTED} | {self.turned} |"] * turned), f"| **all counted** | **{self.count()}** |"]
        )


@pytest.fixture
def reviewer(home, qtbot, hands, faults, front, tmp_path, monkeypatch):
    """Specialty, licensure and key are there, as after the first steps; all else is as the program is delivered, but that no
    page is read by machine.
    """
    monkeypatch.setattr(seeing, "DWELL_MS", 1)  # a page is looked at for less long than a person does
    mine = Settings(theme="light", licensure="California", specialty="Pain Medicine", read_by_machine=False)
    settings.save(home, mine)
    window = MainWindow(home, mine)
    window.resize(1366, 768)
    window.show()
    window.complete()
    qtbot.waitUntil(lambda: window.case_view is not None and not window.tasks.busy)
    window.keys.key_chosen.emit(determination.new_key(tmp_path / "reviewer.p12", PASSPHRASE).key)
    for controller in window.controllers:
        controller.failed.connect(faults.said)
    yield Reviewer(front(window), hands)
    assert faults.take() == []
    window.close()
    window.deleteLater()


def in_the_guide(told):
    sys.stdout.write(told)
    return told in FIGURES.read_text("utf-8")


def test_records_become_a_signed_letter(reviewer):
    """One statement of absence is made and answered; it is a step of its own."""
    window, absence = reviewer.window, "one statement of absence"
    reviewer.drop("drop, and take what was read", "packet.pdf")
    reviewer.press("drop, and take what was read", "Return")
    assert window.case_view.workspace.active == "record", "reading comes first"
    reviewer.read()
    reviewer.press("summary drafted", "Ctrl+3", "Ctrl+Shift+Return")
    reviewer.press("to the item, preliminary view", "Ctrl+4")
    reviewer.type("to the item, preliminary view", "Six at once are more than the guideline allows.")
    reviewer.press("to the item, preliminary view", "Return")
    reviewer.press("eight criteria", *"MMMMNADM")
    reviewer.press("decision, guideline", "U", "Alt+G")
    reviewer.press("rationale drafted, one sentence typed", "Ctrl+Shift+Return")
    reviewer.type("rationale drafted, one sentence typed", "The request is not shown to be needed. ")
    reviewer.press("date of the determination", "Alt+Return", "Alt+Return")
    card = window.case_view.card
    assert [one.check for one in reviewer.must] == ["absence.rationale"]
    while not window.case_view.workspace.card_shown:
        reviewer.press(absence, "Alt+Return")
    while not card.keep_button.hasFocus():
        reviewer.press(absence, "1")
    reviewer.press(absence, "Space")
    assert reviewer.must[0].fix.changes, "that pages could not be read is still to be said beside it"
    reviewer.press(absence, "Alt+Return")
    assert reviewer.must == ()
    signed = reviewer.sign()
    assert signed.items[0].decision == "Upheld"
    assert signed.searches[0].hits
    assert all(hit.remark for hit in signed.searches[0].hits)
    assert reviewer.count(absence) <= 34
    assert reviewer.count() <= 40
    assert in_the_guide(reviewer.told(turned=True))


def test_a_determination_text_becomes_a_signed_letter(reviewer, tmp_path):
    window = reviewer.window
    reviewer.drop("drop, and take what was read", "determination.txt")
    reviewer.press("drop, and take what was read", "Return")
    first, *others = window.session.case.items
    reviewer.press("decide the first item", "Alt+U")
    for _item in others:
        reviewer.press("each further item", "Alt+Down", "Alt+U")
    assert [item.decision for item in window.session.case.items] == ["Upheld"] * (1 + len(others))
    signed = reviewer.sign()
    (tmp_path / "signed.pdf").write_bytes(window.services.signing.signed_letter(signed))
    report = determination.verify(tmp_path / "signed.pdf")
    assert report.intact
    assert report.data_matches_text
    assert first.rationale, "the text's own"
    assert reviewer.count("each further item") <= 18
    assert reviewer.table["each further item"] <= 14 * len(others)
    assert in_the_guide(reviewer.told())
