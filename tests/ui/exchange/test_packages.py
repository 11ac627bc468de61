"""Packages for and from another reviewer, and letting a case go."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

from imr_desktop.case import edits
from imr_desktop.paths import Home
from imr_desktop.review import Services

OWN = "The other reviewer wrote a rationale of her own, on other grounds and at some length."


@pytest.fixture
def other(tmp_path):
    """Another reviewer's vault."""
    with Services(Home(tmp_path / "other")) as services:
        yield services


@pytest.fixture
def back(opened, other, tmp_path):
    """A package of the open case that came back from a blind second review, decided otherwise."""
    opened.session.apply("Decide", edits.decide, "i1", "Upheld")
    assert opened.session.flush()
    return _reviewed(opened, other, tmp_path)


def _reviewed(window, other, folder, change=None):
    window.services.exchange.package("c1", folder / "blind.imrcase", (other.exchange.recipient,), blind=True)
    with other.exchange.open(folder / "blind.imrcase") as package:
        case = other.exchange.take(package, {})
    assert case.items[0].decision is None
    case = edits.change_item(edits.decide(case, "i1", "Overturned"), "i1", rationale=OWN)
    other.cases.save(change(case) if change else case)
    other.exchange.package("c1", folder / "back.imrcase", (window.services.exchange.recipient,))
    return folder / "back.imrcase"


def opening(window, path, settle):
    """The dialog after a package was dropped on the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    button, key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (
        QDragEnterEvent(QPoint(200, 200), Qt.DropAction.CopyAction, data, button, key),
        QDropEvent(QPointF(200, 200), Qt.DropAction.CopyAction, data, button, key),
    ):
        event.ignore()
        QApplication.sendEvent(window, event)
    settle(window)
    return window.exchange.dialog


def shown(view):
    return [view.row_model.row_at(at) for at in range(view.rows())]


# --- making one


@pytest.fixture
def packing(opened, settle):
    opened.menus.actions["package_case"].trigger()
    settle(opened)
    return opened.exchange.dialog


def test_recipients_are_checked_before_anything_is_written(packing):
    packing.try_accept()
    assert "Paste at least one" in packing.message.text()
    packing.keys.setFocus()
    QTest.keyClicks(packing.keys, "age1nonsense")
    packing.try_accept()
    assert "age1nonsense" in packing.message.text()
    assert packing.keys.property("invalid")
    assert packing.isVisible()


def test_the_own_key_is_shown_and_copied(opened, packing):
    QTest.mouseClick(packing.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == opened.services.exchange.recipient
    assert packing.own.text().startswith("age1")


def test_a_passphrase_is_typed_twice_and_long_enough(packing):
    QTest.mouseClick(packing.to_words, Qt.MouseButton.LeftButton, pos=packing.to_words.rect().center() / 4)
    packing.to_words.setChecked(True)
    for first, second, says in (("short", "short", "at least 12"), ("long enough now", "long enough no", "differ")):
        packing.words.setText(first)
        packing.again.setText(second)
        packing.try_accept()
        assert says in packing.message.text()
    packing.again.setText("long enough now")
    assert packing.complete() == ""
    assert packing.words.echoMode() == packing.words.EchoMode.Password


def test_a_blind_package_hides_the_opinion_and_the_dialog_says_so(opened, packing, other, settle, tmp_path):
    opened.session.apply("Decide", edits.decide, "i1", "Upheld")
    assert opened.session.flush()
    packing.keys.setPlainText(f"  {other.exchange.recipient}\n")
    packing.blind.setFocus()
    QTest.keyClick(packing.blind, Qt.Key.Key_Space)
    assert "Hidden: your decisions" in packing.explanation.text()
    packing.try_accept()
    opened.exchange.write_package(str(tmp_path / "out.imrcase"))
    settle(opened)
    assert "Package saved" in opened.status._left.text()
    with other.exchange.open(tmp_path / "out.imrcase") as package:
        assert package.blind
        assert package.case.items[0].decision is None
        assert package.case.items[0].rationale == ""
    assert opened.services.vault.trail(case_id="c1", what="case packaged")


def test_a_package_that_cannot_be_written_is_said(opened, packing, other, settle, tmp_path):
    packing.keys.setPlainText(other.exchange.recipient)
    packing.try_accept()
    opened.exchange.write_package(str(tmp_path / "none" / "out.imrcase"))
    settle(opened)
    assert opened.status._mark.isVisible()


# --- opening one


def test_a_new_case_is_taken_in_and_opened(opened, other, settle, tmp_path, case):
    other.cases.save(edits.with_id(edits.set_field(case, number="CM26-0000099"), "n1"))
    other.exchange.package("n1", tmp_path / "new.imrcase", (opened.services.exchange.recipient,))
    dialog = opening(opened, tmp_path / "new.imrcase", settle)
    with opened.services.exchange.open(tmp_path / "new.imrcase") as package:
        assert package.origin in dialog.signer.text()
    assert "new here: 2 disputed items" in dialog.state.text()
    assert not dialog.blind.isVisible()
    QTest.keyClick(dialog.take_button, Qt.Key.Key_Space)
    settle(opened)
    settle(opened)
    assert opened.session.case.number == "CM26-0000099"
    assert opened.services.cases.load("c1").number == "CM26-0000031"


def test_a_blind_package_says_so(opened, other, settle, tmp_path, case):
    other.cases.save(edits.with_id(edits.set_field(case, number="CM26-0000099"), "n1"))
    other.exchange.package("n1", tmp_path / "new.imrcase", (opened.services.exchange.recipient,), blind=True)
    dialog = opening(opened, tmp_path / "new.imrcase", settle)
    assert dialog.blind.isVisible()
    dialog.reject()
    assert list(opened.services.home.vault.glob("temp/*.imrcase")) == []


def test_conflicts_wait_for_a_choice_each_and_nothing_is_chosen_before(opened, back, settle, front):
    mine = opened.session.case
    dialog = opening(opened, back, settle)
    conflicts = [row for row in shown(dialog.list) if row.status.word == "Choose"]
    assert [row.label for row in conflicts] == ["Item 1 › Rationale", "Item 1 › Decision"]
    assert not any(radio.isChecked() for radio in dialog.bar.radios.values())
    assert not dialog.take_button.isEnabled()
    assert dialog.left.text() == "2 choices left"
    dialog.take()
    assert opened.session.case == mine
    front(dialog)
    QTest.keyClick(dialog.list, Qt.Key.Key_2)
    assert dialog.left.text() == "1 choice left"
    assert not dialog.take_button.isEnabled()
    assert dialog.list.current().label == "Item 1 › Decision"
    dialog.bar.radios["ours"].click()
    assert dialog.take_button.isEnabled()
    QTest.mouseClick(dialog.take_button, Qt.MouseButton.LeftButton)
    settle(opened)
    assert opened.session.case.items[0].rationale == OWN
    assert opened.session.case.items[0].decision == "Upheld"
    assert opened.services.cases.load("c1") == opened.session.case
    assert opened.case_view.items.content.rationale.text() == OWN
    opened.menus.actions["undo"].trigger()
    assert opened.session.case.items[0].rationale == mine.items[0].rationale


def test_cancel_takes_nothing(opened, back, settle):
    mine = opened.session.case
    dialog = opening(opened, back, settle)
    dialog.choose("theirs")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert opened.exchange.dialog is None
    assert opened.session.case == mine
    assert opened.services.cases.load("c1") == mine


def test_opinions_are_compared_item_by_item(opened, back, settle):
    dialog = opening(opened, back, settle)
    dialog.to_opinions.setFocus()
    QTest.keyClick(dialog.to_opinions, Qt.Key.Key_Space)
    assert dialog.opinions.isVisible()
    assert not dialog.list.isVisible()
    rows = {row.label: (row.before.text, row.after.text) for row in shown(dialog.opinions)}
    assert rows["Item 1 › Decision"] == ("Upheld", "Overturned")
    assert rows["Item 1 › Rationale"][1] == OWN
    assert dialog.heads[1].text().startswith("Second opinion")
    dialog.reject()


def test_a_signed_case_is_compared_but_not_merged(opened, back, settle):
    from datetime import UTC, datetime

    from imr_desktop.case.model import SignedLetter

    signed = replace(opened.session.case, signed=(SignedLetter("a.pdf", "0" * 64, datetime(2026, 1, 6, tzinfo=UTC)),))
    opened.services.cases.save(signed)
    opened.session.replace(signed)
    dialog = opening(opened, back, settle)
    assert "signed" in dialog.error.text()
    assert not dialog.take_button.isEnabled()
    assert dialog.opinions.isVisible()
    dialog.reject()
    assert opened.session.case == signed


def test_a_passphrase_is_asked_for_and_a_wrong_one_may_be_corrected(opened, other, settle, tmp_path, case):
    other.cases.save(edits.with_id(edits.set_field(case, number="CM26-0000099"), "n1"))
    other.exchange.package("n1", tmp_path / "new.imrcase", passphrase="seven invented words")
    dialog = opening(opened, tmp_path / "new.imrcase", settle)
    QTest.keyClicks(dialog.words, "not those")
    QTest.keyClick(dialog.words, Qt.Key.Key_Return)
    settle(opened)
    assert "does not open" in dialog.error.text()
    assert not dialog.take_button.isVisible()
    QTest.keyClicks(dialog.words, "seven invented words")
    QTest.keyClick(dialog.words, Qt.Key.Key_Return)
    settle(opened)
    assert dialog.take_button.isEnabled()
    assert dialog.error.text() == ""
    dialog.reject()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 no package", b"age-encryption.org/v1\n" + b"-> X25519 a\nb\n" * 5000])
def test_what_is_no_package_is_answered_by_a_sentence(opened, settle, tmp_path, content):
    (tmp_path / "odd.imrcase").write_bytes(content)
    dialog = opening(opened, tmp_path / "odd.imrcase", settle)
    assert dialog.error.text().endswith(".")
    assert not dialog.take_button.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert opened.exchange.dialog is None


def test_a_package_for_others_or_torn_is_refused(opened, back, other, settle, tmp_path):
    other.exchange.package("c1", tmp_path / "others.imrcase", (other.exchange.recipient,))
    dialog = opening(opened, tmp_path / "others.imrcase", settle)
    assert "sealed for others" in dialog.error.text()
    dialog.reject()
    back.write_bytes(back.read_bytes()[:-100])
    dialog = opening(opened, back, settle)
    assert "incomplete or damaged" in dialog.error.text()
    dialog.reject()


def test_packages_among_other_files_are_opened_one_after_the_other(opened, back, settle):
    opened.case_controller.take_in([back, str(back)])
    settle(opened)
    first = opened.exchange.dialog
    first.reject()
    settle(opened)
    assert opened.exchange.dialog is not None
    assert opened.exchange.dialog is not first
    for controller in opened.controllers:
        controller.put_away()
    assert opened.exchange.dialog is None


def test_words_of_a_package_are_plain_text(opened, other, settle, tmp_path):
    path = _reviewed(opened, other, tmp_path, lambda case: edits.set_summary(case, "<img src=x onerror=1><b>b</b>"))
    dialog = opening(opened, path, settle)
    assert any("<b>b</b>" in row.after.text for row in shown(dialog.list))
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in dialog.findChildren(QLabel) if label.text())
    dialog.reject()


# --- letting go


def test_forgetting_needs_the_number_and_leads_home(opened, settle, tmp_path):
    opened.services.vault.backup()
    opened.menus.actions["forget_case"].trigger()
    settle(opened)
    dialog = opened.exchange.dialog
    assert "made until now may still hold it" in dialog.backups.text()
    QTest.keyClicks(dialog.typed, "CM26-000003")
    QTest.keyClick(dialog.typed, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "nothing was forgotten" in dialog.message.text()
    assert opened.services.cases.load("c1")
    QTest.keyClicks(dialog.typed, "1")
    dialog._ok.click()
    settle(opened)
    settle(opened)
    assert opened.session.case is None
    assert opened.views.currentWidget() is opened.home_view
    assert opened.services.cases.list() == ()
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    assert str(opened.services.vault.backups()[0].path) in box.text()
    box.close()
    assert not any("CM26-0000031" in str(entry) for entry in opened.services.vault.trail(case_id="c1"))


def test_a_case_that_is_changed_a_moment_before_does_not_come_back(opened, settle):
    opened.session.apply("Change", edits.set_summary, "Changed.")
    opened.session.save_now()
    opened.exchange.forget_case()
    dialog = opened.exchange.dialog
    dialog.typed.setText("CM26-0000031")
    dialog.try_accept()
    settle(opened)
    QTest.qWait(900)
    settle(opened)
    assert opened.services.cases.list() == ()


def test_cancelling_forgets_nothing(opened, settle):
    opened.menus.actions["forget_case"].trigger()
    QTest.keyClick(opened.exchange.dialog, Qt.Key.Key_Escape)
    settle(opened)
    assert opened.session.case is not None
    assert opened.services.cases.load("c1")
