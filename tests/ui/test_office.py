"""The office's profile in the window, by keys: typed, refused with a sentence, kept; its words by edition."""

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from imr_desktop.case.office import OfficeProfile


@pytest.fixture
def dialog(window, qtbot, front):
    window.menus.actions["show_office"].trigger()
    qtbot.waitUntil(lambda: window.office.dialog is not None, timeout=20_000)
    return front(window.office.dialog)


def test_what_is_typed_is_kept(window, dialog, qtbot, settle):
    assert dialog.focusWidget() is dialog.name
    qtbot.keyClicks(dialog.name, "Example Review Organization")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.address
    qtbot.keyClicks(dialog.address, "PO Box 12")
    qtbot.keyClick(dialog.address, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog.address, "Sacramento, CA 95800")
    qtbot.keyClicks(dialog.director, "Pat Example, MD")
    qtbot.keyClick(dialog.director, Qt.Key.Key_Return)
    settle(window)
    kept = window.services.office.profile
    assert kept == OfficeProfile("Example Review Organization", ("PO Box 12", "Sacramento, CA 95800"), (), "Pat Example, MD")


def test_a_director_without_an_office_is_refused_where_it_was_typed(window, dialog, qtbot):
    qtbot.keyClicks(dialog.director, "Pat Example, MD")
    qtbot.keyClick(dialog.director, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "has no name" in dialog.message.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.services.office.profile == OfficeProfile()


def test_own_words_stand_beside_the_shipped_ones_and_make_an_edition(window, dialog, qtbot, settle):
    dialog.name.setText("Example Review")
    page = dialog.words_page
    dialog.tabs.setCurrentIndex(1)
    qtbot.keyClicks(page.search, "imr case")
    assert not page.list.item(page._places.index("running")).isHidden()
    assert page.list.item(page._places.index("title")).isHidden()
    page.list.setCurrentRow(page._places.index("running"))
    assert "{number}" in page.shipped.toPlainText()
    qtbot.keyClicks(page.own, "Case without its number")
    dialog.try_accept()
    assert "must hold {" in dialog.message.text()
    qtbot.mouseClick(page.back_button, Qt.MouseButton.LeftButton)
    page.list.setCurrentRow(page._places.index("how.credentials"))
    qtbot.keyClicks(page.own, "The reviewer's training:")
    assert page.list.currentItem().text().startswith("●")
    dialog.try_accept()
    settle(window)
    kept = window.services.office.profile
    assert (kept.edition, dict(kept.words)) == ("1", {"how.credentials": "The reviewer's training:"})


def test_it_opens_over_the_settings_and_goes_back_to_them(window, qtbot, front):
    window.menus.actions["show_settings"].trigger()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=20_000)
    settings = QApplication.activeModalWidget()
    qtbot.keyClick(settings.office_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.office.dialog is not None, timeout=20_000)
    dialog = front(window.office.dialog)
    qtbot.keyClicks(dialog.name, "Example Review")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.services.office.profile.name == "Example Review", timeout=20_000)
    assert QApplication.activeModalWidget() is settings
    settings.done(0)


def test_a_picture_is_shown_and_one_that_is_none_is_said(window, dialog, qtbot, settle, tmp_path):
    Image.new("RGB", (300, 60), "navy").save(tmp_path / "head.png")
    (tmp_path / "bad.png").write_bytes(b"GIF89a")
    window.office._read_picture(str(tmp_path / "bad.png"))
    settle(window)
    assert "neither a PNG nor a JPEG" in dialog.message.text()
    window.office._read_picture(str(tmp_path / "head.png"))
    settle(window)
    assert not dialog.picture.pixmap().isNull()
    assert dialog.profile().logo
    qtbot.mouseClick(dialog.no_picture_button, Qt.MouseButton.LeftButton)
    assert dialog.profile().logo == b""
