"""Pages that nobody could read are read by machine once, kept, and never taken for surer than they are."""

import threading

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from imr_desktop.errors import StoreError
from imr_desktop.record.machine import available
from imr_desktop.review import Services

needs_machine = pytest.mark.skipif(not available(), reason="no reading machine is installed (pip install 'imr-desktop[ocr]')")


@pytest.fixture
def services(home):
    with Services(home) as services:
        yield services


def scanned(words: str):
    """A page-sized picture of some words, large enough to be read."""
    picture = Image.new("L", (1700, 2200), 255)
    ImageDraw.Draw(picture).text((200, 300), words, fill=0, font=ImageFont.load_default(40))
    return picture


@pytest.fixture
def scans(tmp_path):
    """A PDF of two scans, an empty picture that shows something but no print, and a page of text."""
    path = tmp_path / "scans.pdf"
    canvas = Canvas(str(path), invariant=1, pagesize=(612, 792))
    for words in ("Left knee, no effusion", "Denies radiculopathy"):
        canvas.drawImage(ImageReader(scanned(words)), 0, 0, 612, 792)
        canvas.showPage()
    noise = Image.effect_noise((850, 1100), 120)
    canvas.drawImage(ImageReader(noise), 0, 0, 612, 792)
    canvas.showPage()
    for line in range(4):
        canvas.drawString(72, 700 - 14 * line, "A page of text that needs no machine at all.")
    canvas.showPage()
    canvas.save()
    return path


@needs_machine
def test_pages_wait_are_read_once_in_the_order_of_the_view_and_stay_doubtful(services, scans, home):
    case = services.intake.take_in(None, [scans]).case
    services.record.text(case)
    run = services.machine.begin(case, first=[2])
    assert services.machine.waiting(case, first=[2]) == (2, 1, 3)
    read = [run.step(), run.step()]
    assert [one.page for one in read] == [2, 1]
    assert (run.counts.done, run.counts.left) == (2, 1)
    services.close()

    with Services(home) as again:
        assert again.vault.store is again.vault.if_open
        assert again.machine.waiting(case) == (3,), "what was read before the program ended is not read again"
        rest = again.machine.begin(case)
        assert rest.step().reading.verdict == "not read"
        assert rest.step() is None
        now = rest.apply(case)
        assert (now.files[0].unreadable, now.files[0].doubtful) == ((3,), (1, 2))
        assert "no effusion" in again.record.text(now).text(1)
        assert [page for page, text in again.record.text(now).pages.items() if "radiculopathy" in text] == [2]
        dropped = again.intake.take_in(None, [scans]).case
        assert dropped.files[0].doubtful == (1, 2), "the same file again is known at once"
        again.cases.save(now)
        again.cases.forget(now.id)
        assert again.vault.store.readings.of(now.files[0].digest, "any") == {}


@needs_machine
def test_a_process_that_is_killed_in_mid_page_loses_nothing(services, scans):
    case = services.intake.take_in(None, [scans]).case
    run = services.machine.begin(case)
    sandbox = services.processes.of("machine")
    sandbox.warm()
    killer = threading.Timer(0.05, sandbox.forget)
    killer.start()
    done = run.step()
    killer.join()
    assert (done.page, done.reading.verdict) == (1, "doubtful")
    assert run.step().page == 2


@needs_machine
def test_a_page_that_ends_the_process_each_time_is_kept_as_that_and_the_next_is_read(services, scans, monkeypatch):
    from imr_desktop.record.machine import MachineReader
    from imr_desktop.sandbox import ProcessDied

    case = services.intake.take_in(None, [scans]).case
    run = services.machine.begin(case)
    with monkeypatch.context() as patch:
        patch.setattr(MachineReader, "_read", lambda *_: (_ for _ in ()).throw(ProcessDied("It ended unexpectedly.")))
        done = run.step()
    assert (done.page, done.reading.verdict) == (1, "not read")
    assert done.reading.reasons == ("The machine could not read it. It ended unexpectedly.",)
    assert services.machine.waiting(case) == (2, 3), "it is not tried again and again"
    assert run.step().page == 2
    services.vault.lock()
    with pytest.raises(StoreError):
        run.step()
    assert not services.vault.is_open, "nothing that reads in the background opens the vault again"


@needs_machine
def test_a_cancelled_run_ends_and_its_pages_wait(services, scans):
    case = services.intake.take_in(None, [scans]).case
    run = services.machine.begin(case)
    run.cancel()
    assert run.step() is None
    assert services.machine.waiting(case) == (1, 2, 3)


def test_without_a_machine_everything_works_and_a_sentence_says_what_to_install(services, scans, monkeypatch):
    from imr_desktop.record.machine import readers

    monkeypatch.setattr(readers, "_is_installed", lambda module: module != "tesserocr")
    call = services.machine.call("auto")
    case = services.intake.take_in(None, [scans], keep=False).case
    assert case.files[0].unreadable == (1, 2, 3)
    assert "pip install 'imr-desktop[ocr]'" in call.missed
    assert call.missed == services.machine.missing


@needs_machine
def test_a_call_reads_as_many_pages_as_it_may_and_says_so_of_the_others(services, scans, monkeypatch):
    from imr_desktop.review import machine

    monkeypatch.setattr(machine, "AUTO_PAGES", 1)
    told = []
    services.machine.call("auto", lambda *how_far: told.append(how_far))
    taken = services.intake.take_in(None, [scans], keep=False)
    assert (taken.case.files[0].doubtful, taken.case.files[0].unreadable) == ((1,), (2, 3))
    assert taken.reads[0].pages[1].reasons[-1] == machine.NOT_YET
    assert told == [(0, 1, "scans.pdf"), (1, 1, "scans.pdf")]
