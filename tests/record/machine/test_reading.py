"""A page's picture becomes words: through specks, askew, upside down; noise and handwriting become a reason, never words.

Everything is read in the confined process, where no socket can be had and no file be opened.
"""

import sys
from pathlib import Path

import pytest

from imr_desktop.record.machine import available

if not available():
    pytest.skip("no reading machine is installed (pip install 'imr-desktop[ocr]')", allow_module_level=True)

from PIL import Image, ImageDraw, ImageFont

from imr_desktop.record.machine import MachineReader, asking, machine_sandbox
from imr_desktop.record.machine.judging import is_doubtful
from imr_desktop.record.sources import in_memory
from imr_desktop.sandbox import Sandbox, SandboxFailure

PACKAGING = str(Path(__file__).resolve().parents[3] / "packaging")
sys.path.insert(0, PACKAGING)
from fax import degraded  # noqa: E402
from machine_figures import as_pdf  # noqa: E402

sys.path.remove(PACKAGING)

LINES = (
    "PROGRESS REPORT of 03/14/2024",
    "The patient denies radiculopathy of the left leg.",
    "Gabapentin 300 mg three times a day, no side effects.",
    "Straight leg raise is positive on the right at 45 degrees.",
    "Return to modified work with a limit of 15 pounds.",
)


@pytest.fixture(scope="module")
def reader():
    with machine_sandbox() as sandbox:
        yield MachineReader(sandbox)


def paper() -> Image.Image:
    page = Image.new("L", (1700, 1400), 255)
    for at, line in enumerate(LINES):
        ImageDraw.Draw(page).text((180, 200 + 70 * at), line, fill=0, font=ImageFont.load_default(34))
    ImageDraw.Draw(page).rectangle((150, 170, 1500, 600), outline=0, width=3)
    return page


@pytest.mark.parametrize(("kind", "turned"), [("fax 3°", 0), ("upside down", 180), ("sideways", 90)])
def test_a_faxed_page_is_read_whichever_way_it_lies(reader, kind, turned):
    page = reader.read(in_memory(as_pdf(degraded(paper(), kind, 5))), 1)
    assert (page.verdict, page.turned) == ("doubtful", turned)
    assert page.text.split() == " ".join(LINES).split()
    assert page.width > page.height, "the sides are the upright picture's"
    radiculopathy = next(word for word in page.words if word.text == "radiculopathy")
    left, top, right, bottom = radiculopathy.box
    assert 0.25 < left < right < 0.6, "places are on the upright picture"
    assert 0.17 < top < bottom < 0.26


def test_what_holds_no_print_is_not_read_and_says_so(reader):
    for picture in (Image.effect_noise((1700, 2200), 120), Image.new("L", (1700, 2200), 255), scribble()):
        page = reader.read(in_memory(as_pdf(picture.convert("L"))), 1)
        assert (page.verdict, page.text, page.words) == ("not read", "", ())
        assert page.reasons


def scribble() -> Image.Image:
    """Strokes as of a hand."""
    page = Image.new("L", (1700, 2200), 255)
    pen = ImageDraw.Draw(page)
    for line in range(6):
        points = [(200 + 14 * at, 400 + 160 * line + (at * 37 * (line + 3)) % 61 - 30) for at in range(80)]
        pen.line(points, fill=0, width=4, joint="curve")
    return page


def test_a_page_that_hangs_the_machine_ends_in_a_sentence_and_the_next_is_read(reader, monkeypatch):
    monkeypatch.setattr(asking, "_WORK", 0.01)
    with pytest.raises(SandboxFailure, match="of work and was stopped"):
        reader.read(in_memory(as_pdf(paper())), 1)
    monkeypatch.undo()
    assert reader.read(in_memory(as_pdf(paper())), 1).verdict == "doubtful"


def test_the_process_that_reads_has_no_socket_and_no_file(tmp_path):
    (tmp_path / "attempts.py").write_text(
        "import os, socket\n"
        "def connect(_payload):\n"
        "    try:\n"
        "        socket.create_connection(('127.0.0.1', 9), 1)\n"
        "    except OSError as error:\n"
        "        return type(error).__name__.encode()\n"
        "def look(payload):\n"
        "    try:\n"
        "        open(payload.decode())\n"
        "    except OSError as error:\n"
        "        return type(error).__name__.encode()\n"
    )
    allow = (*asking.ALLOWED, "attempts:")
    with Sandbox(allow=allow, preload=asking.PRELOAD, folders=(tmp_path,), spare=False) as sandbox:
        assert sandbox.status().missing == ()
        assert sandbox.call("attempts:connect", b"") == b"PermissionError"
        assert sandbox.call("attempts:look", __file__.encode()) == b"PermissionError"


@pytest.mark.parametrize(
    ("text", "confidence", "doubtful"),
    [
        ("knee", 0.8, False),
        ("not", 0.9, True),
        ("left,", 0.85, True),
        ("300", 0.9, True),
        ("03/14/2024.", 0.94, True),
        ("03/14/2024.", 0.96, False),
        ("40/14/2024", 0.99, True),
        ("(L)", 0.8, True),
    ],
)
def test_words_that_decide_cases_have_thresholds_of_their_own(text, confidence, doubtful):
    assert is_doubtful(text, confidence) == doubtful
