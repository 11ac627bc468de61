"""How well and how fast pages are read by machine: letters printed, made to look faxed, and read again.

    python packaging/machine_figures.py FOLDER [--letters 16] [--skip 0] [--every 1] [--kinds fax …]

FOLDER holds PDFs with a text layer: what the text layer says is what should be read. Pictures on the pages (logos) are left
out when they are printed, since no text layer says them.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from fax import KINDS, Kind, degraded  # noqa: E402
from PIL import Image  # noqa: E402
from rapidfuzz.distance import Levenshtein  # noqa: E402

from imr_desktop.record import Reader  # noqa: E402
from imr_desktop.record.machine import MachineReader, machine_sandbox  # noqa: E402
from imr_desktop.record.model import PageText  # noqa: E402
from imr_desktop.record.sources import in_memory  # noqa: E402
from imr_desktop.sandbox.process import worked  # noqa: E402

DPI = 200
DATES = re.compile(r"\b\d{1,2}/\d{1,2}/\d{2,4}\b")
DOSES = re.compile(r"\b\d+(?:\.\d+)?\s?(?:mg|mcg|ml|g|units?|%)(?!\w)", re.IGNORECASE)
SIDES = re.compile(r"\b(?:left|right|bilateral)\b", re.IGNORECASE)
NEGATIONS = re.compile(r"\b(?:no|not|denies|denied|without|never|negative)\b", re.IGNORECASE)
NUMBERS = re.compile(r"\b\d[\d.,]*\b")
FACTS = {"dates": DATES, "doses": DOSES, "sides": SIDES, "negations": NEGATIONS, "numbers": NUMBERS}


@dataclass
class Score:
    """What came of the pages of one kind."""

    pages: int = 0
    errors: list[float] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    sure: Counter[str] = field(default_factory=Counter)
    sure_right: Counter[str] = field(default_factory=Counter)
    there: Counter[str] = field(default_factory=Counter)
    work: float = 0.0
    unread: int = 0
    doubted: int = 0
    words: int = 0

    def add(self, truth: str, page: PageText, work: float) -> None:
        """One page."""
        self.pages += 1
        self.work += work
        self.unread += page.verdict == "not read"
        wanted, got = " ".join(truth.split()), " ".join(page.text.split())
        self.errors.append(Levenshtein.distance(wanted, got) / max(1, len(wanted)))
        self.doubted += sum(word.doubtful for word in page.words)
        self.words += len(page.words)
        sure = " ".join("¤" if word.doubtful else word.text for word in page.words)
        for name, pattern in FACTS.items():
            should, found, certain = (_facts(pattern, text) for text in (wanted, got, sure))
            self.there[name] += sum(should.values())
            self.found[name] += sum(found.values())
            self.right[name] += sum((found & should).values())
            self.sure[name] += sum(certain.values())
            self.sure_right[name] += sum((certain & should).values())

    def line(self, kind: str) -> str:
        """One row of the table."""
        ordered = sorted(self.errors)
        facts = "  ".join(
            f"{_share(self.right[n], self.found[n])}/{_share(self.right[n], self.there[n])}/"
            f"{_share(self.sure_right[n], self.sure[n])}"
            for n in FACTS
        )
        return (
            f"{kind:12} {self.pages:4} {self.unread:3}  {100 * sum(ordered) / len(ordered):6.2f} "
            f"{100 * ordered[len(ordered) // 2]:6.2f} {100 * ordered[int(len(ordered) * 0.95)]:6.2f} "
            f"{100 * self.doubted / max(1, self.words):5.1f}  {facts}  {self.work / self.pages:5.2f}"
        )


def printed(page: pypdfium2.PdfPage) -> Image.Image:
    """A page on paper at 200 dpi, without its pictures."""
    for drawn in list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=1)):
        page.remove_obj(drawn)
    picture: Image.Image = page.render(scale=DPI / 72, grayscale=True).to_pil()
    return picture


def as_pdf(picture: Image.Image) -> bytes:
    """A scan as it comes: one picture on a page, black and white ones without loss."""
    buffer = io.BytesIO()
    if picture.getextrema() == (0, 255) and len(picture.getcolors() or ()) == 2:
        picture = picture.convert("1")
    picture.save(buffer, "PDF", resolution=DPI)
    return buffer.getvalue()


def pages(letters: Sequence[Path]) -> Iterator[tuple[str, str, Image.Image]]:
    """Each page's name, what it says and how it looks."""
    with Reader() as reader:
        for path in letters:
            read = reader.read(path)
            document = pypdfium2.PdfDocument(path)
            for said, page in zip(read.pages, document, strict=True):
                yield f"{path.name} {said.number}", said.text, printed(page)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--letters", type=int, default=16)
    options.add_argument("--skip", type=int, default=0)
    options.add_argument("--every", type=int, default=1, help="only each so manyth page")
    options.add_argument("--kinds", nargs="*", default=list(KINDS), choices=KINDS)
    options.add_argument("--show", action="store_true", help="say which pages are read worst")
    chosen = options.parse_args()
    letters = sorted(chosen.folder.glob("*.pdf"))[chosen.skip : chosen.skip + chosen.letters]
    scores: dict[Kind, Score] = {kind: Score() for kind in chosen.kinds}
    sandbox = machine_sandbox()
    reader = MachineReader(sandbox)
    number_read = 0
    for number, (name, truth, paper) in enumerate(pages(letters)):
        if number % chosen.every:
            continue
        for kind, score in scores.items():
            if number_read % 50 == 49:
                sandbox.renew()  # it would end itself after so many files, and its work with it
            number_read += 1
            sandbox.warm()
            before = worked(_pid(sandbox))
            page = reader.read(in_memory(as_pdf(degraded(paper, kind, number))), 1)
            score.add(truth, page, worked(_pid(sandbox)) - before)
            if chosen.show and score.errors[-1] > 0.01:
                print(f"{kind} {name}: {100 * score.errors[-1]:.2f} % turned {page.turned}", flush=True)
    print(
        "kind        pages unread CER mean  median  p95  doubted%  " + "  ".join(f"{n} P/R/P sure" for n in FACTS) + "  CPU s"
    )
    for kind, score in scores.items():
        print(score.line(kind))
    sandbox.close()


def _facts(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter("".join(found.lower().split()) for found in pattern.findall(text))


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def _pid(sandbox: object) -> int:
    return sandbox._child.pid  # type: ignore[attr-defined,no-any-return]  # noqa: SLF001  whose work is measured


if __name__ == "__main__":
    main()
