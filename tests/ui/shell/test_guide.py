"""The user guide's window: chapters by key, links by mouse, a search over all of it, nothing opened outside."""

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextCursor, QTextDocument, QTextTable
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from imr_desktop import guide as texts
from imr_desktop.ui import theme
from imr_desktop.ui.help.guide import GuideWindow

IMAGE = QTextDocument.ResourceType.ImageResource.value


@pytest.fixture
def guide(qtbot):
    parent = QWidget()
    parent.resize(1366, 768)
    parent.show()
    made = GuideWindow(parent, texts.chapters())
    made.show()
    qtbot.waitExposed(made)
    yield made
    parent.deleteLater()


def _title(guide):
    return guide.page.document().firstBlock().text()


def _listed(guide):
    return [guide.list.item(at).text() for at in range(guide.list.count()) if not guide.list.item(at).isHidden()]


def _search(guide, words):
    QTest.keyClick(guide, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is guide.search
    QTest.keyClicks(guide.search, words)


def test_help_opens_one_beside_the_work_and_escape_closes_it(window, qtbot):
    window.menus.actions["show_guide"].trigger()
    guide = window.findChild(GuideWindow)
    assert guide.isVisible()
    assert not guide.isModal()
    window.menus.actions["show_guide"].trigger()
    assert window.findChildren(GuideWindow) == [guide]
    QTest.keyClick(guide, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(GuideWindow) is None)


def test_an_installation_without_the_guide_says_so(window, monkeypatch, qtbot):
    def missing(*parts):
        raise FileNotFoundError("The program's own file guide is missing; install IMR Desktop again.")

    monkeypatch.setattr(texts, "resource", missing)
    with qtbot.waitSignal(window.view_controller.failed) as failed:
        window.menus.actions["show_guide"].trigger()
    assert "install IMR Desktop again" in failed.args[0]
    assert window.findChild(GuideWindow) is None


def test_arrow_keys_walk_the_chapters(guide):
    assert QApplication.focusWidget() is guide.list
    walked = [_title(guide)]
    for _step in range(guide.list.count() - 1):
        QTest.keyClick(guide.list, Qt.Key.Key_Down)
        walked.append(_title(guide))
    assert walked == _listed(guide) == [chapter.title for chapter in texts.chapters()]


def test_a_click_on_a_link_goes_to_its_chapter(guide):
    guide.list.setCurrentRow(_listed(guide).index("Limits") - 1)
    cursor = guide.page.document().find("Record", 0, QTextDocument.FindFlag.FindCaseSensitively)
    assert cursor.charFormat().anchorHref() == "03-record.md"
    guide.page.setTextCursor(cursor)
    guide.page.ensureCursorVisible()
    place = guide.page.cursorRect(cursor).center() - QPoint(6, 0)
    QTest.mouseMove(guide.page.viewport(), place)
    QTest.mouseClick(guide.page.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert _title(guide) == "Record"
    assert guide.list.currentItem().text() == "Record"


def test_nothing_outside_is_opened_or_loaded(guide, monkeypatch, tmp_path, root):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    for away in ("https://example.org/", "file:///etc/hosts", "../../README.md", "99-none.md"):
        guide.page.anchorClicked.emit(QUrl(away))
        assert _title(guide) == "Start"
    assert opened == []
    assert not guide.page.openLinks()
    assert not guide.page.openExternalLinks()
    assert guide.page.loadResource(IMAGE, QUrl("window.png")).width() <= guide.page.viewport().width()
    assert guide.page.loadResource(IMAGE, QUrl("../icons/lucide/book.svg")) is None
    assert guide.page.loadResource(IMAGE, QUrl.fromLocalFile(str(root / "resources/guide/window.png"))) is None
    assert guide.page.loadResource(QTextDocument.ResourceType.HtmlResource.value, QUrl("01-start.md")) is None


def test_a_search_narrows_the_list_and_enter_goes_from_place_to_place(guide):
    _search(guide, "recovery words")
    chapters = _listed(guide)
    places, count = (int(word) for word in guide.count.text().split() if word.isdigit())
    assert 1 < len(chapters) == count < guide.list.count()
    seen = []
    for step in range(places):
        QTest.keyClick(guide.search, Qt.Key.Key_Return if step % 2 else Qt.Key.Key_F3)
        cursor = guide.page.textCursor()
        assert cursor.selectedText().casefold() == "recovery words"
        seen.append((_title(guide), cursor.position()))
    assert len(set(seen)) == places
    assert {title for title, _position in seen} == set(chapters)
    QTest.keyClick(guide.search, Qt.Key.Key_Return)
    assert (_title(guide), guide.page.textCursor().position()) == seen[0]
    assert guide.isVisible()


def test_what_is_nowhere_is_said_and_an_empty_search_shows_all(guide):
    _search(guide, "xylophone")
    QTest.keyClick(guide.search, Qt.Key.Key_Return)
    assert guide.count.text() == "Not in the guide"
    assert _title(guide) == "Start"
    guide.search.selectAll()
    QTest.keyClick(guide.search, Qt.Key.Key_Delete)
    assert len(_listed(guide)) == guide.list.count()
    assert guide.count.text() == ""


def test_it_wears_the_theme_and_its_parts_are_named(guide):
    assert [part.accessibleName() for part in (guide.list, guide.page, guide.search)] == [
        "Chapters",
        "Chapter",
        "Search the guide",
    ]
    guide.list.setCurrentRow(_listed(guide).index("Keys"))
    for name in ("dark", "light"):
        theme.current().apply(name)
        (table, *_) = (frame for frame in guide.page.document().rootFrame().childFrames() if isinstance(frame, QTextTable))
        assert table.format().borderBrush().color() == theme.color("border")
        assert guide.page.palette().base().color() == theme.color("surface")


def test_large_type_fits_the_window_behind(guide):
    theme.current().apply("light", 150)
    large = GuideWindow(guide.parentWidget(), texts.chapters())
    assert large.width() <= 1366
    assert large.height() <= 768
    assert large.list.width() > guide.list.width()


def test_a_new_one_begins_at_the_start(guide, qtbot):
    guide.list.setCurrentRow(5)
    guide.page.moveCursor(QTextCursor.MoveOperation.End)
    again = GuideWindow(guide.parentWidget(), texts.chapters())
    assert _title(again) == "Start"
    assert again.search.text() == ""
