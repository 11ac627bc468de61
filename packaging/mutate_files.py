"""Reads damaged copies of good files of every kind in the limited process; for the nightly run.

``python packaging/mutate_files.py [FILES OR FOLDERS…] [--trials 10000] [--seed 1]``: good files of each kind are made here,
those named come on top; each trial damages one (bytes changed, pieces cut out, doubled, moved, exchanged with another
file's), reads it with all files in it and draws its first page. Prints a table by kind, and ends with 1 where anything but
pages or a sentence came back, one took longer than 45 seconds or a process held more than a gigabyte.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests/record/hostile"), str(ROOT / "packaging")]

import hostile_files  # noqa: E402  the path has to be set before
import hostile_pdfs  # noqa: E402
from reading_battery import damaged  # noqa: E402

from imr_desktop.errors import FileUnreadable  # noqa: E402
from imr_desktop.record import Reader, render_page  # noqa: E402

SECONDS, BYTES = 45.0, 1_000_000_000
_MOST_BYTES = 2_000_000
WORDS = "PROGRESS REPORT\nDate: 09/18/2024\nPatient: José Muñoz\nThe worker has neck pain – 6/10.\n"


def good_files() -> dict[str, bytes]:
    """A small good file of each kind, by name."""
    from PIL import Image, ImageDraw

    picture = Image.new("L", (400, 300), 255)
    ImageDraw.Draw(picture).text((40, 40), "scanned words", fill=0)
    made = {
        "a.pdf": hostile_pdfs.one_page(hostile_pdfs.stream(hostile_pdfs.WORDS)),
        "a.txt": WORDS.encode("cp1252"),
        "b.txt": WORDS.encode("utf-16"),
        "a.rtf": b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\b Jos\\'e9\\par x\\cell y\\row{\\pict 00}\\page z}",
        "a.html": f"<html><meta charset=utf-8><table><tr><td>{WORDS}<td>b</table><p hidden>x</html>".encode(),
        "a.xml": b"<?xml version='1.0'?><a><b>neck</b><c>pain</c></a>",
        "ccda.xml": b"<ClinicalDocument xmlns='urn:hl7-org:v3'><title>Summary</title><effectiveTime value='20240801'/>"
        b"<component><structuredBody><component><section><title>Problems</title><text><list><item>neck</item></list></text></section>"
        b"</component></structuredBody></component></ClinicalDocument>",
        "a.hl7": b"MSH|^~\\&|LAB|X|||20240801||ORU^R01|1|P|2.3\rPID|1||1||A^B||19790502\rOBX|1|ST|A^B||x\\F\\y||||||F\r",
        "a.docx": hostile_files.zipped(
            ("[Content_Types].xml", b"<Types/>"),
            ("word/document.xml", b"<d xmlns:w='x'><w:body><w:p><w:r><w:t>neck pain</w:t></w:r></w:p></w:body></d>"),
        ),
        "a.odt": hostile_files.zipped(
            ("content.xml", b"<d xmlns:o='x'><o:body><o:text><o:p>neck pain</o:p></o:text></o:body></d>"),
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ),
        "a.eml": b"From: a@b\nTo: c@d\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nx\n--x\n"
        b"Content-Type: text/plain; name=b.txt\nContent-Transfer-Encoding: base64\n\nbmVjayBwYWlu\n--x--\n",
    }  # fmt: skip
    made["a.zip"] = hostile_files.zipped(("a.pdf", made["a.pdf"]), ("b.txt", made["a.txt"]), ("c.eml", made["a.eml"]))
    for name, kind, options in (
        ("a.tif", "TIFF", {"compression": "group4"}),
        ("b.tif", "TIFF", {"compression": "tiff_lzw"}),
        ("a.jpg", "JPEG", {}),
        ("a.png", "PNG", {}),
        ("a.bmp", "BMP", {}),
        ("a.gif", "GIF", {}),
        ("a.webp", "WEBP", {}),
    ):
        buffer = io.BytesIO()
        (picture.convert("1") if options.get("compression") == "group4" else picture).save(buffer, kind, **options)
        made[name] = buffer.getvalue()
    return made


def trials(files: dict[str, bytes], number: int, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Damaged copies, each kind as often as another; some keep only a piece of one and go on as another."""
    names = sorted(files)
    for at in range(number):
        name = names[at % len(names)]
        data = files[name]
        if chance.random() < 0.1:
            other = files[chance.choice(names)]
            data = data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]
        yield name, damaged(data, chance) if data else b"\0"


class Table:
    """What became of the trials, by kind of the good file."""

    def __init__(self) -> None:
        self.rows: dict[str, Counter[str]] = defaultdict(Counter)
        self.wrong: list[str] = []
        self.slowest, self.largest = (0.0, ""), (0, "")

    def note(self, ending: str, became: str, seconds: float, memory: int, name: str) -> None:
        self.rows[ending][became] += 1
        self.slowest, self.largest = max(self.slowest, (seconds, name)), max(self.largest, (memory, name))
        if became == "wrong" or seconds > SECONDS or memory > BYTES:
            self.wrong.append(name)

    def text(self) -> str:
        columns = ("pages", "sentence", "stopped", "wrong")
        lines = [f"{'kind':8}" + "".join(f"{column:>10}" for column in columns)]
        lines += [
            f"{ending:8}" + "".join(f"{row[column]:10,}" for column in columns) for ending, row in sorted(self.rows.items())
        ]
        total: Counter[str] = sum(self.rows.values(), Counter())
        lines.append(f"{'all':8}" + "".join(f"{total[column]:10,}" for column in columns))
        lines.append(
            f"slowest {self.slowest[0]:.1f} s ({self.slowest[1]}); largest {self.largest[0] / 1e6:.0f} MB ({self.largest[1]})"
        )
        return "\n".join(lines)


def became(reader: Reader, path: Path) -> str:
    """Pages, a sentence, a sentence because the process was ended, or something that may not be."""
    ended = ("could not be read:", "could not be taken out:")
    kinds = set()
    for arrival in reader.read_all(path):
        read = arrival.read
        if bool(read.pages) == bool(read.error) and not arrival.parts and not arrival.left_out and read.kind != "archive":
            return "wrong"
        kinds.add("stopped" if any(one in read.error for one in ended) else "sentence" if read.error else "pages")
        if read.path and read.pages and read.pages[0].width:
            try:
                render_page(reader.sandbox, path, 1, 0.5)
            except FileUnreadable:
                kinds.add("pages")
    return "stopped" if "stopped" in kinds else "sentence" if kinds == {"sentence"} else "pages"


def main() -> int:
    """Run the trials and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--trials", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    files = good_files()
    for path in options.paths:
        for one in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if one.is_file() and 0 < one.stat().st_size <= _MOST_BYTES:
                files[one.name] = one.read_bytes()
    table, chance = Table(), random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder, Reader() as reader:
        for at, (name, data) in enumerate(trials(files, options.trials, chance)):
            path = Path(folder) / f"{at}-{name}"
            path.write_bytes(data)
            started = time.monotonic()
            outcome = became(reader, path)
            memory = max((one.memory_info().rss for one in psutil.Process().children()), default=0)
            table.note(Path(name).suffix, outcome, time.monotonic() - started, memory, path.name)
            path.unlink()
    print(table.text())
    for name in table.wrong[:20]:
        print("WRONG", name)
    return 1 if table.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
