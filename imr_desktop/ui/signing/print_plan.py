"""What a print dialog asked for: which pages, in which order, and the sentence that says what was sent. No printer here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtGui import QPageRanges
from PySide6.QtPrintSupport import QPrintEngine, QPrinter

CUPS_OPTIONS = QPrintEngine.PrintEnginePropertyKey(0xFE00)
"""Where Qt keeps what the print server is to do by itself (its private ``PPK_CupsOptions``): names and values in turn."""
_OURS = ("page-ranges", "page-set")


@dataclass(frozen=True)
class PrintPlan:
    """`pages` of the letter (numbers from 1) in the order they are drawn; the letter has `count`.

    `copies` come out; where the printer makes none itself, as many are drawn (`drawn_copies`).
    """

    pages: tuple[int, ...]
    count: int
    copies: int = 1
    drawn_copies: int = 1
    collate: bool = True
    reverse: bool = False

    @property
    def sheets(self) -> tuple[int, ...]:
        """The pages as they are drawn one after another, copies among them."""
        if self.collate:
            return self.pages * self.drawn_copies
        return tuple(page for page in self.pages for _ in range(self.drawn_copies))

    def sentence(self, printer: str, fitted: str = "") -> str:
        """What was sent where; `fitted` names the paper the letter was made to fit, if it is not letter paper."""
        parts = [f"Sent {self._pages()} to {printer}"]
        parts += [f"{self.copies} copies"] if self.copies > 1 else []
        parts += ["last page first"] if self.reverse and len(self.pages) > 1 else []
        parts += [f"scaled to fit {fitted} paper"] if fitted else []
        return ", ".join(parts) + "."

    def _pages(self) -> str:
        if len(self.pages) == self.count:
            return "the page" if self.count == 1 else f"all {self.count} pages"
        return f"page {self.pages[0]}" if len(self.pages) == 1 else f"pages {runs(sorted(self.pages))}"


def plan(printer: QPrinter, count: int) -> PrintPlan:
    """The plan for a letter of `count` pages, from what the dialog left in the printer.

    What a print server would choose by itself (pages, odd or even) is taken from it, so that one place decides: chosen there,
    it would count the pages of a reversed or shortened job.
    """
    asked = _taken_from_server(printer)
    ranges = printer.pageRanges()
    if asked.get("page-ranges"):
        ranges = QPageRanges.fromString(asked["page-ranges"])
    pages = [page for page in range(1, count + 1) if ranges.isEmpty() or ranges.contains(page)]
    pages = [page for page in pages if asked.get("page-set", "all") in ("all", ("even", "odd")[page % 2])]
    reverse = printer.pageOrder() == QPrinter.PageOrder.LastPageFirst
    able = printer.supportsMultipleCopies()
    return PrintPlan(
        tuple(reversed(pages) if reverse else pages),
        count,
        printer.copyCount(),
        1 if able else printer.copyCount(),
        printer.collateCopies(),
        reverse,
    )


def _taken_from_server(printer: QPrinter) -> Mapping[str, str]:
    engine = printer.printEngine()
    options: Sequence[str] = engine.property(CUPS_OPTIONS) or ()
    pairs = list(zip(options[::2], options[1::2], strict=False))
    if pairs:
        engine.setProperty(CUPS_OPTIONS, [word for pair in pairs if pair[0] not in _OURS for word in pair])
    return dict(pairs)


def runs(pages: Sequence[int]) -> str:
    """Sorted page numbers in words: ``2–4, 7``."""
    starts = [page for before, page in pairwise((-1, *pages)) if page != before + 1]
    ends = [page for page, after in pairwise((*pages, -1)) if after != page + 1]
    return ", ".join(str(start) if start == end else f"{start}–{end}" for start, end in zip(starts, ends, strict=True))
