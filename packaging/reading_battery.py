"""Reads public and damaged PDFs by the thousand in the limited process and prints what became of them.

``python packaging/reading_battery.py FOLDER… [--mutants 1000] [--seed 1]``: every file below the folders as it is, then so
many damaged copies (bytes changed, pieces moved, cut and doubled). Each is read, and its first page drawn, as the program
does it. Ends with 1 where anything but pages or a sentence came back, or a good file is refused after the bad ones.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
from reportlab.pdfgen.canvas import Canvas

from imr_desktop.errors import FileUnreadable
from imr_desktop.record import Reader, render_page

_WORDS = "The worker has neck pain."
_MOST_BYTES = 3_000_000


def mutants(files: list[Path], number: int, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Damaged copies of files that are not too large."""
    small = [path for path in files if path.suffix.lower() == ".pdf" and 0 < path.stat().st_size <= _MOST_BYTES]
    for count in range(number if small else 0):
        path = chance.choice(small)
        yield f"{count}-{path.name}", damaged(path.read_bytes(), chance)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The same with some bytes changed, or a piece cut out, doubled, moved, or the end gone."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 3, 10, 100))):
        at = chance.randrange(len(made))
        length = min(len(made) - at, chance.choice((1, 8, 64, 1024)))
        kind = chance.randrange(6)
        if kind == 0:
            made[at] = chance.randrange(256)
        elif kind == 1 and len(made) > 2 * length:
            del made[at : at + length]
        elif kind == 2:
            made[at:at] = made[at : at + length]
        elif kind == 3:
            made[at : at + length] = chance.randbytes(length)
        elif kind == 4:
            made[at : at + 1] = chance.choice((b"-1", b"99999999999", b"0", b"<<", b">>", b"null", b" 0 R"))
        elif len(made) > 200:
            del made[max(100, len(made) - length) :]
    return bytes(made)


class Battery:
    """Counts what happens; `slowest` in seconds with the file's name."""

    def __init__(self, folder: Path) -> None:
        self.reader = Reader()
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.slowest = (0.0, "")
        self._good = folder / "good.pdf"
        canvas = Canvas(str(self._good))
        canvas.drawString(72, 700, _WORDS)
        canvas.save()

    def read(self, path: Path, name: str) -> None:
        """Read one file, draw its first page."""
        started = time.monotonic()
        try:
            read = self.reader.read(path)
            self.counts["read" if read.pages else _kind(read.error)] += 1
            if read.kind == "pdf":
                self._draw(path)
        except Exception as error:  # noqa: BLE001  this is what the battery is to find
            self.wrong.append(f"{name}: {type(error).__name__}: {error}")
        self.slowest = max(self.slowest, (time.monotonic() - started, name))

    def _draw(self, path: Path) -> None:
        try:
            render_page(self.reader.sandbox, path, 1, 1.0)
            self.counts["drawn"] += 1
        except FileUnreadable:
            self.counts["not drawn, said so"] += 1

    def check_good(self) -> None:
        """A good file is read after all the bad ones."""
        read = self.reader.read(self._good)
        if [page.text for page in read.pages] != [_WORDS]:
            self.wrong.append(f"a good file was refused: {read.error}")


def _kind(error: str) -> str:
    for word in ("ended unexpectedly", "longer than", "of work", "more memory", "cannot be and was ended", "password"):
        if word in error:
            return f"sentence: {word}"
    return "sentence: other" if error.endswith(".") else "NO SENTENCE"


def main() -> int:
    """Run it, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--mutants", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    files = sorted(path for folder in options.folders for path in folder.rglob("*") if path.is_file())
    me, started = psutil.Process(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        battery = Battery(Path(folder))
        descriptors = me.num_fds()
        for path in files:
            battery.read(path, path.name)
        battery.check_good()
        for count, (name, data) in enumerate(mutants(files, options.mutants, random.Random(options.seed)), 1):
            path = Path(folder) / "mutant.pdf"
            path.write_bytes(data)
            battery.read(path, name)
            if count % 100 == 0:
                battery.check_good()
        battery.check_good()
        battery.reader.close()
    print(
        f"{len(files)} files as they are and {options.mutants} damaged, seed {options.seed}, "
        f"{time.monotonic() - started:.0f} s"
    )
    for what, count in sorted(battery.counts.items()):
        print(f"  {what:<40}{count:>6}")
    print(f"  slowest: {battery.slowest[0]:.1f} s ({battery.slowest[1]})")
    print(
        f"  this process: {me.memory_info().rss / 1e6:.0f} MB, {me.num_fds() - descriptors:+} descriptors, "
        f"{len([one for one in me.children() if one.status() == psutil.STATUS_ZOMBIE])} zombies"
    )
    print(f"  exceptions and refused good files: {len(battery.wrong)}", *battery.wrong, sep="\n    ")
    return 1 if battery.wrong or battery.counts["NO SENTENCE"] else 0


if __name__ == "__main__":
    sys.exit(main())
