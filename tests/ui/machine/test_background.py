"""Pages are read by machine in the background: by itself, beside the work, ended with its case, nothing read twice."""

from dataclasses import replace

import pytest
from PIL import Image, ImageDraw, ImageFont
from PySide6.QtCore import Qt
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from imr_desktop.record.machine import available, readers

needs_machine = pytest.mark.skipif(not available(), reason="no reading machine is installed (pip install 'imr-desktop[ocr]')")
pytestmark = pytest.mark.by_machine
LEFT = Qt.MouseButton.LeftButton


def scanned(words):
    picture = Image.new("L", (1275, 1650), 255)
    ImageDraw.Draw(picture).multiline_text((150, 200), words, fill=0, font=ImageFont.load_default(30), spacing=14)
    return picture


@pytest.fixture(scope="session")
def faxed(tmp_path_factory):
    """Three scans, and a page of text between them."""
    path = tmp_path_factory.mktemp("faxed") / "faxed.pdf"
    canvas = Canvas(str(path), invariant=1, pagesize=(612, 792))
    for words in (
        "PROGRESS REPORT\nLeft knee, no effusion.\nNorco 10 mg twice a day.",
        "",
        "Denies radiculopathy.",
        "Stairs hurt.",
    ):
        if words:
            canvas.drawImage(ImageReader(scanned(words)), 0, 0, 612, 792)
        else:
            for line in range(4):
                canvas.drawString(72, 700 - 14 * line, "A page of text that needs no machine at all.")
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def reading(window, faxed, qtbot):
    """The window with the faxed record open; reading by machine has not begun."""
    window.case_controller.take_in([faxed])
    qtbot.waitUntil(lambda: window.session.case is not None or window.proposals.isVisible(), timeout=60_000)
    if window.session.case is None:
        window.proposals._on_accept()
    qtbot.waitUntil(lambda: window.session.case is not None and not window.tasks.busy, timeout=60_000)
    return window


def switch_on(window, on=True):
    window.view_controller.keep(replace(window.view_controller.settings, read_by_machine=on))


def wait_read(qtbot, window, pages):
    qtbot.waitUntil(lambda: window.session.case.files[0].doubtful == pages and not window.tasks.busy, timeout=60_000)


@needs_machine
def test_pages_are_read_beside_the_work_and_no_undo_takes_that_back(reading, qtbot):
    window = reading
    assert window.session.case.files[0].unreadable == (1, 3, 4)
    assert window.machine_status.words.text().strip() == "3 not read"
    window.session.apply("Change", lambda case: replace_summary(case, "Typed before."))
    switch_on(window)
    assert window.machine_status.shown.running or window.tasks.busy
    window.session.apply("Change", lambda case: replace_summary(case, "Typed meanwhile."))
    wait_read(qtbot, window, (1, 3, 4))
    case = window.session.case
    assert (case.summary, case.files[0].unreadable) == ("Typed meanwhile.", ())
    window.session.undo()
    window.session.undo()
    assert (window.session.case.summary, window.session.case.files[0].doubtful) == ("", (1, 3, 4))
    assert "radiculopathy" in window.services.record.text(window.session.case).text(3)
    assert window.machine_status.proposals.isVisible()


def replace_summary(case, text):
    from imr_desktop.case import edits

    return edits.set_summary(case, text)


@needs_machine
def test_it_is_stopped_ends_with_its_case_and_goes_on_when_that_is_opened(reading, qtbot):
    window = reading
    case_id = window.session.case.id
    switch_on(window)
    qtbot.waitUntil(window.machine_status.stop.isVisible)
    qtbot.mouseClick(window.machine_status.stop, LEFT)
    qtbot.waitUntil(lambda: not window.tasks.busy)
    assert window.machine_status.resume.isVisible()
    left = window.session.case.files[0].unreadable
    assert left
    qtbot.mouseClick(window.machine_status.resume, LEFT)
    qtbot.waitUntil(window.machine_status.stop.isVisible)
    window.case_controller.close_case()
    assert not window.machine_status.isVisible()
    qtbot.waitUntil(lambda: not window.tasks.busy)
    window.case_controller.open_case(case_id)
    qtbot.waitUntil(lambda: window.session.case is not None)
    wait_read(qtbot, window, (1, 3, 4))
    assert not window.machine_status.resume.isVisible()


def test_without_a_machine_one_sentence_says_what_to_install(reading, qtbot, monkeypatch):
    monkeypatch.setattr(readers, "_is_installed", lambda module: module != "tesserocr")
    told = []
    reading.machine.failed.connect(told.append)
    switch_on(reading)
    qtbot.waitUntil(lambda: not reading.tasks.busy)
    reading.machine.look()
    qtbot.waitUntil(lambda: not reading.tasks.busy)
    assert told == [readers.INSTALL]
    assert reading.machine_status.words.text().strip() == "3 not read"
