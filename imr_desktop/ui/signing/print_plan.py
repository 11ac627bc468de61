"""What a print dialog asked for: which pages, in which order, and the sentence that says what was sent. No printer here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtGui import QPageLayout, QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrintEngine, QPrinter

from imr_desktop.language import tr
from imr_desktop.ui.signing.print_server import Option

CUPS_OPTIONS = QPrintEngine.PrintEnginePropertyKey(0xFE00)
"""Where Qt keeps what the print server is to do by itself (its private ``PPK_CupsOptions``): names and values in turn."""
_OURS = ("page-ranges", "page-set")
_LETTER = QPageSize(QPageSize.PageSizeId.Letter)
_SIDES = {
    QPrinter.DuplexMode.DuplexNone: "one-sided",
    QPrinter.DuplexMode.DuplexAuto: "two-sided-long-edge",
    QPrinter.DuplexMode.DuplexLongSide: "two-sided-long-edge",
    QPrinter.DuplexMode.DuplexShortSide: "two-sided-short-edge",
}


@dataclass(frozen=True)
class PrintPlan:
    """`pages` of the letter (numbers from 1) in the order they are drawn; the letter has `count`.

    `copies` come out; where the printer makes none itself, as many are drawn (`drawn_copies`). `paper` names what is in the
    printer where that is not letter paper. `upright` says that landscape was asked for: the pages are not. `others` are the
    dialog's further wishes for the print service.
    """

    pages: tuple[int, ...]
    count: int
    copies: int = 1
    drawn_copies: int = 1
    collate: bool = True
    reverse: bool = False
    paper: str = ""
    upright: bool = False
    media: str = "Letter"
    sides: str = "one-sided"
    others: tuple[Option, ...] = ()

    @property
    def sheets(self) -> tuple[int, ...]:
        """The pages as they are drawn one after another, copies among them."""
        if self.collate:
            return self.pages * self.drawn_copies
        return tuple(page for page in self.pages for _ in range(self.drawn_copies))

    @property
    def options(self) -> tuple[Option, ...]:
        """What a print service is to do with the whole file, in IPP's words and those of CUPS."""
        sets = self.collate or self._two_sided
        handling = "separate-documents-collated-copies" if sets else "separate-documents-uncollated-copies"
        made = [("media", self.media), ("sides", self.sides), ("copies", str(self.copies))]
        made += [("multiple-document-handling", handling), (tr("Collate"), str(sets))] if self.copies > 1 else []
        made += [("outputorder", "reverse")] if self.reverse else []
        made += [("page-ranges", runs(sorted(self.pages), ",", "-"))] if len(self.pages) < self.count else []
        made += [] if self._sheets_hold > 1 else [("print-scaling", "fit" if self.paper else "none")]
        return (*made, *self.others)

    @property
    def _two_sided(self) -> bool:
        """Then the service makes one copy after the other whatever it is told: a page is not printed on its own back."""
        return self.sides != "one-sided"

    @property
    def _sheets_hold(self) -> int:
        asked = dict(self.others).get("number-up", "1")
        return int(asked) if asked.isdecimal() else 1

    def sentence(self, printer: str, *notes: str) -> str:
        """What was sent where, and what else there is to know of it."""
        parts = [tr("Sent {pages} to {printer}", pages=self._pages(), printer=printer)]
        parts += [tr("{copies} copies", copies=self.copies)] if self.copies > 1 else []
        parts += (
            [tr("one after the other, as both sides are printed")]
            if self._two_sided and self.copies > 1 > self.collate
            else []
        )
        parts += [tr("last page first")] if self.reverse and len(self.pages) > 1 else []
        parts += [tr("{sheets_hold} pages on a sheet", sheets_hold=self._sheets_hold)] if self._sheets_hold > 1 else []
        parts += [tr("scaled to fit {paper} paper", paper=self.paper)] if self.paper else []
        parts += [tr("upright, as its pages are")] if self.upright else []
        return ", ".join(parts) + "".join(f"; {note}" for note in notes if note) + "."

    def _pages(self) -> str:
        if len(self.pages) == self.count:
            return tr("the page") if self.count == 1 else tr("all {count} pages", count=self.count)
        return (
            tr("page {pages}", pages=self.pages[0])
            if len(self.pages) == 1
            else tr("pages {pages}", pages=runs(sorted(self.pages)))
        )


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
    able, size = printer.supportsMultipleCopies(), printer.pageLayout().pageSize()
    return PrintPlan(
        tuple(reversed(pages) if reverse else pages),
        count,
        printer.copyCount(),
        1 if able else printer.copyCount(),
        printer.collateCopies(),
        reverse,
        "" if size.isEquivalentTo(_LETTER) else size.name(),
        printer.pageLayout().orientation() == QPageLayout.Orientation.Landscape,
        size.key(),
        _SIDES[printer.duplex()],
        tuple((name, value) for name, value in asked.items() if name not in _OURS),
    )


def _taken_from_server(printer: QPrinter) -> Mapping[str, str]:
    engine = printer.printEngine()
    options: Sequence[str] = engine.property(CUPS_OPTIONS) or ()
    pairs = list(zip(options[::2], options[1::2], strict=False))
    if pairs:
        engine.setProperty(CUPS_OPTIONS, [word for pair in pairs if pair[0] not in _OURS for word in pair])
    return dict(pairs)


def runs(pages: Sequence[int], between: str = ", ", to: str = "–") -> str:
    """Sorted page numbers in words: ``2–4, 7``."""
    starts = [page for before, page in pairwise((-1, *pages)) if page != before + 1]
    ends = [page for page, after in pairwise((*pages, -1)) if after != page + 1]
    return between.join(str(start) if start == end else f"{start}{to}{end}" for start, end in zip(starts, ends, strict=True))
