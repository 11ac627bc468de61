"""The findings' marks on pages: which words they quote, where those stand."""

from __future__ import annotations

from typing import Any

from imr_desktop.case.model import Case, SourceRef
from imr_desktop.ui.record import page_words
from imr_desktop.ui.record.page_paint import Mark
from imr_desktop.ui.record.page_words import Box, PlacedWord

_MAX_PAGES = 64


class Marks:
    """Marks by page, found once for the words of a page. `active` is the selected finding's id."""

    def __init__(self) -> None:
        self.active = ""
        self._case = Case(id="")
        self._placed: dict[int, tuple[tuple[Any, ...], float, tuple[PlacedWord, ...]]] = {}
        self._found: dict[int, tuple[tuple[PlacedWord, ...], str, tuple[Mark, ...]]] = {}

    def set_case(self, case: Case) -> None:
        """Take another case's findings."""
        if case.findings is not self._case.findings:
            self._found.clear()
        self._case = case

    def placed(self, page: int, words: tuple[Any, ...], height: float) -> tuple[PlacedWord, ...]:
        """A page's PDF words as placed words, kept while they are the same."""
        kept = self._placed.get(page)
        if kept is None or kept[0] is not words or kept[1] != height:
            if len(self._placed) > _MAX_PAGES:
                self._placed.clear()
            kept = (words, height, page_words.from_pdf(words, height))
            self._placed[page] = kept
        return kept[2]

    def on(self, page: int, words: tuple[PlacedWord, ...], height: float) -> tuple[Mark, ...]:
        """The marks on a page, their boxes found among its words (or kept with the finding)."""
        kept = self._found.get(page)
        if kept is None or kept[0] is not words or kept[1] != self.active:
            if len(self._found) > _MAX_PAGES:
                self._found.clear()
            kept = (words, self.active, tuple(self._find(page, words, height)))
            self._found[page] = kept
        return kept[2]

    def _find(self, page: int, words: tuple[PlacedWord, ...], height: float) -> list[Mark]:
        marks = []
        for number, finding in enumerate(self._case.findings, 1):
            source = next((source for source in finding.sources if source.page == page), None)
            if source:
                boxes = tuple(_boxes(source, words, height))
                marks.append(Mark(finding.id, number, boxes, finding.id == self.active))
        return marks


def _boxes(source: SourceRef, words: tuple[PlacedWord, ...], height: float) -> list[Box]:
    found = page_words.find(words, source.quote) if source.quote else range(0)
    if found:
        return page_words.lines([words[at] for at in found])
    if source.box is not None:
        left, bottom, right, top = source.box
        return [(left, height - top, right, height - bottom)]
    return []
