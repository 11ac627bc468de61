"""What stands on the record's pages: picture or text, their words, and what is marked among those."""

from __future__ import annotations

from collections.abc import Callable

from imr_desktop.case.model import Case, SourceRef
from imr_desktop.ui.pages import PagePictures, Picture
from imr_desktop.ui.record import page_words
from imr_desktop.ui.record.page_layout import LETTER
from imr_desktop.ui.record.page_paint import FindingMark
from imr_desktop.ui.record.page_words import Box, PlacedWord
from imr_desktop.ui.record.text_page import TextPage

_MOST_MARKED = 64
_TEXTS_NEAR = 8
_NOWHERE = (0, "", "")


class PageContent:
    """A case's pages, as pictures or `as_text`; what is `sought` and the `flash` (page, quote, term) are marked in them."""

    def __init__(self) -> None:
        self.case = Case(id="")
        self.pictures: PagePictures | None = None
        self.as_text = False
        self.sought = ""
        self.flash = _NOWHERE
        self.unreadable: frozenset[int] = frozenset()
        self._text_of: Callable[[int], str] | None = None
        self._texts: dict[int, TextPage] = {}
        self._marks: dict[int, tuple[tuple[PlacedWord, ...], float, tuple[FindingMark, ...]]] = {}

    def set_case(self, case: Case) -> bool:
        """Take a case; whether it has other pages than the one before."""
        other = case.files != self.case.files or case.id != self.case.id
        if other or case.findings is not self.case.findings:
            self._marks.clear()
        if other:
            self.unreadable = frozenset(page for file in case.files for page in file.unreadable)
            self._texts.clear()
        self.case = case
        return other

    def set_text(self, text_of: Callable[[int], str] | None) -> None:
        """Take pages' text from a function of the case page."""
        self._text_of = text_of
        self._texts.clear()

    def forget_texts(self) -> None:
        """Lay texts out anew: the theme's letters changed."""
        self._texts.clear()

    def picture(self, page: int) -> Picture | None:
        """A page's picture, where it is here and is what the page shows."""
        known = self.pictures.get(page) if self.pictures else None
        return None if known is None or self.text(page) else known

    def text(self, page: int) -> TextPage | None:
        """A page's text, where that is what the page shows: wished so, or it has no picture."""
        if not (self.as_text or self.failed(page)):
            return None
        if page not in self._texts:
            if not self._plain(page).strip():
                return None
            for far in [kept for kept in self._texts if abs(kept - page) > _TEXTS_NEAR]:
                del self._texts[far]
            self._texts[page] = TextPage(self._plain(page))
        return self._texts[page]

    def failed(self, page: int) -> bool:
        """Whether a page turned out to have no picture."""
        return self.pictures is not None and page in self.pictures.failed

    def shows(self, page: int) -> bool:
        """Whether a page can be read here, as its picture or as text; not while it is on its way or cannot be shown."""
        return self.size(page) is not None

    def needs_picture(self, page: int) -> bool:
        """Whether a page is shown by its picture, here or still to come."""
        return not (self.as_text and self._plain(page).strip())

    def size(self, page: int) -> tuple[float, float] | None:
        """A page's size in points; None while nothing of it is here."""
        shown = self.text(page) or self.picture(page)
        return shown.size if shown else None

    def words(self, page: int) -> tuple[PlacedWord, ...]:
        """A page's words, where they stand; none until they are here."""
        shown = self.text(page) or self.picture(page)
        return (shown.words or ()) if shown else ()

    # --- marks

    def marks(self, page: int) -> tuple[FindingMark, ...]:
        """The marks of the findings on a page: their words found among the page's, or the box kept with the finding."""
        words, height, kept = self.words(page), (self.size(page) or LETTER)[1], self._marks.get(page)
        if kept is None or kept[0] is not words or kept[1] != height:
            if len(self._marks) > _MOST_MARKED:
                self._marks.clear()
            cited = ((at, one, [s for s in one.sources if s.page == page]) for at, one in enumerate(self.case.findings, 1))
            marks = (FindingMark(one.id, at, _boxes(sources[0], words, height)) for at, one, sources in cited if sources)
            kept = self._marks[page] = words, height, tuple(marks)
        return kept[2]

    def lit(self, page: int) -> tuple[PlacedWord, ...]:
        """The words to light up on a page: the quote that was gone to, or only the term in it."""
        wanted, quote, term = self.flash
        if page != wanted or not quote:
            return ()
        words = self.words(page)
        found = page_words.taken(words, page_words.find(words, quote))
        inner = page_words.taken(found, page_words.find(found, term)) if term else ()
        return inner or found

    def sought_boxes(self, page: int) -> list[Box]:
        """Every place of the words sought on a page."""
        words = self.words(page)
        found = page_words.find_all(words, self.sought) if self.sought else []
        return [box for which in found for box in page_words.lines(page_words.taken(words, which))]

    def _plain(self, page: int) -> str:
        return self._text_of(page) if self._text_of else ""


def _boxes(source: SourceRef, words: tuple[PlacedWord, ...], height: float) -> tuple[Box, ...]:
    found = page_words.find(words, source.quote) if source.quote else range(0)
    if found:
        return tuple(page_words.lines(page_words.taken(words, found)))
    return () if source.box is None else (page_words.flipped(source.box, height),)
