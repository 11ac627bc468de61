"""Dialogs of fields by real keys: mnemonics act at once, Escape drops nothing unasked, the keyboard starts in a field."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)

from imr_desktop.case.office import OfficeProfile
from imr_desktop.case.parties import Parties
from imr_desktop.review.formulary import Looked
from imr_desktop.review.office import Paragraph
from imr_desktop.review.readings import Edition, Prefill, Start
from imr_desktop.rules.formulary_reading import ReadList
from imr_desktop.settings import Settings
from imr_desktop.ui import theme
from imr_desktop.ui.dialogs import PasteDialog
from imr_desktop.ui.drug_lists import DrugListForm
from imr_desktop.ui.facts_dialog import FactsDialog
from imr_desktop.ui.guidelines.reading_form import ReadingForm
from imr_desktop.ui.identity_dialog import IdentityDialog
from imr_desktop.ui.office.dialog import OfficeDialog
from imr_desktop.ui.parties.dialog import PartiesDialog
from imr_desktop.ui.settings_dialog import SettingsDialog
from imr_desktop.ui.signing.key_dialog import KeyDialog

TEXT = Edition("lb20", "MTUS Low Back Disorders (ACOEM 2020-02-13)", "2020", ("low back",), date(2021, 11, 23))
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def make(qtbot, small_case, tmp_path, front):
    """Opens one of the dialogs over a window."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    words = (Paragraph("title", "Final determination", ""),)
    kinds = {
        "office": lambda: OfficeDialog(window, OfficeProfile(), words),
        "parties": lambda: PartiesDialog(window, Parties(), "", 0),
        "identity": lambda: IdentityDialog(window, Settings()),
        "settings": lambda: SettingsDialog(window, Settings()),
        "facts": lambda: FactsDialog(window, small_case),
        "key": lambda: KeyDialog(window, tmp_path / "key.p12", "six words that were made here"),
        "paste": lambda: PasteDialog(window, ""),
        "reading": lambda: ReadingForm(window, Start((TEXT,), Prefill("acupuncture", True, "lb20")), date(2026, 11, 29)),
        "drug list": lambda: DrugListForm(window, Looked("list.csv", ReadList(), "")),
    }

    def opened(name):
        dialog = kinds[name]()
        dialog.open()
        return front(dialog)

    return opened


def test_what_follows_a_mnemonic_comes_after_it(make):
    dialog = make("identity")
    QTest.keyClick(dialog, Qt.Key.Key_O, ALT)
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert dialog.settings().office_signs
    dialog = make("parties")
    QTest.keyClick(dialog, Qt.Key.Key_A, ALT)
    assert dialog.focusWidget() is dialog.party.role, "what is typed next belongs to the new party"


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("office", "director"),
        ("parties", "claim_number"),
        ("identity", "surname"),
        ("settings", "specialty"),
        ("facts", "age"),
    ],
)
def test_escape_asks_before_it_drops_what_was_typed(make, qtbot, name, field):
    dialog = make(name)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible(), "nothing was typed: nothing is asked"
    dialog = make(name)
    held = {"identity": "fields", "facts": "lines"}.get(name)
    line = getattr(dialog, held)[field] if held else getattr(dialog, field)
    QTest.keyClicks(line, "7")
    for answer in (Qt.Key.Key_Escape, Qt.Key.Key_Return):  # both keep what was typed
        QTest.keyClick(line, Qt.Key.Key_Escape)
        QTest.keyClick(_question(qtbot), answer)
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is dialog)
        assert "7" in line.text()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    question = _question(qtbot)
    QTest.keyClick(question, Qt.Key.Key_Tab)
    QTest.keyClick(question.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


def _question(qtbot):
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    return QApplication.activeModalWidget()


@pytest.mark.parametrize("name", ["office", "parties", "identity", "settings", "facts", "key", "paste"])
def test_the_keyboard_starts_where_something_is_typed_or_added(make, name):
    dialog = make(name)
    assert dialog.focusWidget() not in (None, dialog._ok)
    dialog.done(0)


@pytest.mark.parametrize("zoom", [100, 150])
@pytest.mark.parametrize("name", ["office", "parties", "identity", "settings", "facts", "key", "reading", "drug list"])
def test_every_part_has_a_name_and_room_and_mnemonics_are_unique(make, request, name, zoom):
    request.addfinalizer(lambda: theme.current().apply("light", 100))
    theme.current().apply("light", zoom)
    dialog = make(name)
    QApplication.processEvents()
    assert (dialog.width() <= 1366, dialog.height() <= 768) == (True, True)
    kinds = (QAbstractButton, QComboBox, QLineEdit, QListView, QPlainTextEdit)
    for part in (part for kind in kinds for part in dialog.findChildren(kind) if part.isVisible()):
        said = QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name)
        assert said or isinstance(part.parentWidget(), QComboBox) or part.objectName().startswith("qt_"), part
        if isinstance(part, QLineEdit):
            assert part.fontMetrics().horizontalAdvance(part.placeholderText()) <= part.width() - 16, part.placeholderText()
    labels = [label for label in dialog.findChildren(QLabel) if label.isVisible() and label.text()]
    for label in labels:
        if label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()) - 1, label.text()
        else:
            assert label.width() >= label.sizeHint().width(), label.text()
    texts = [label.text() for label in labels if label.buddy()] + [one.text() for one in dialog.findChildren(QAbstractButton)]
    letters = [text[text.index("&") + 1].casefold() for text in texts if "&" in text]
    assert sorted(letters) == sorted(set(letters)), name
    dialog.done(0)
