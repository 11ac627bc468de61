"""What stands on the record's pages: picture or text, their words, and what is marked among those."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from imr_desktop.case.model import Case, SourceRef
from imr_desktop.case.turning import turns
from imr_desktop.language import tr
from imr_desktop.ui.pages import PagePictures, Picture, same_pages
from imr_desktop.ui.record import page_words
from imr_desktop.ui.record.page_layout import LETTER
from imr_desktop.ui.record.page_paint import FindingMark
from imr_desktop.ui.record.page_state import READ, PageState
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
        self.sought: tuple[str, ...] = ()
        self.flash = _NOWHERE
        self.states: Mapping[int, PageState] = {}
        self.turns: Mapping[int, int] = {}
        self._turned: dict[int, tuple[Picture, int, Picture]] = {}
        self._held: dict[int, tuple[PlacedWord, ...]] = {}
        self._text_of: Callable[[int], str] | None = None
        self._texts: dict[int, TextPage] = {}
        self._places: dict[int, tuple[tuple[PlacedWord, ...], tuple[str, ...], list[Box]]] = {}
        self._marks: dict[int, tuple[tuple[PlacedWord, ...], float, tuple[FindingMark, ...]]] = {}

    def set_case(self, case: Case) -> bool:
        """Take a case; whether it has other pages than the one before."""
        other = not same_pages(case, self.case)
        if other or case.findings is not self.case.findings or case.page_notes != self.case.page_notes:
            self._marks.clear()
        if other or case.page_notes != self.case.page_notes:
            self.turns = turns(case)
            self._held.clear()
            self._turned.clear()
        if other:
            self._texts.clear()
            self._places.clear()
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
        if known is None or self.text(page):
            return None
        return self._as_turned(page, known) if page in self.turns else known

    def _as_turned(self, page: int, picture: Picture) -> Picture:
        kept, by = self._turned.get(page), self.turns[page]
        if kept is None or kept[0] is not picture or kept[1] != by:
            for far in [other for other in self._turned if abs(other - page) > _TEXTS_NEAR]:
                del self._turned[far]
            kept = self._turned[page] = picture, by, picture.turned(by)
        return kept[2]

    def state(self, page: int) -> PageState:
        """A page's verdict, and what is said beside it."""
        return self.states.get(page, READ)

    def text(self, page: int) -> TextPage | None:
        """A page's text, where that is what the page shows: wished so, or it has no picture."""
        if not (self.as_text or self.failed(page)):
            return None
        if page not in self._texts:
            if not self.plain(page).strip():
                return None
            for far in [kept for kept in self._texts if abs(kept - page) > _TEXTS_NEAR]:
                del self._texts[far]
            self._texts[page] = TextPage(self.plain(page))
        return self._texts[page]

    def failed(self, page: int) -> bool:
        """Whether a page turned out to have no picture."""
        return self.pictures is not None and page in self.pictures.failed

    def why_failed(self, page: int) -> str:
        """Why a page has no picture, as a sentence; empty where it has one or it is not known yet."""
        if self.pictures is None or not self.failed(page):
            return ""
        return self.pictures.reasons.get(page, tr("Page {page} cannot be shown", page=page))

    def shows(self, page: int) -> bool:
        """Whether a page can be read here, as its picture or as text; not while it is on its way or cannot be shown."""
        return self.size(page) is not None

    def needs_picture(self, page: int) -> bool:
        """Whether a page is shown by its picture, here or still to come."""
        return not (self.as_text and self.plain(page).strip())

    def size(self, page: int) -> tuple[float, float] | None:
        """A page's size in points; None while nothing of it is here."""
        shown = self.text(page) or self.picture(page)
        return shown.size if shown else None

    def words(self, page: int) -> tuple[PlacedWord, ...]:
        """A page's words, where they stand; none until they are here."""
        shown = self.text(page) or self.picture(page)
        return (shown.words or ()) if shown else self._held.get(page, ())

    def hold(self, page: int) -> None:
        """Keep a page's words though its picture may go: a selection begins or ends on it."""
        if len(self._held) > _MOST_MARKED:
            self._held.clear()
        if words := self.words(page):
            self._held[page] = words

    def cited_box(self, page: int, box: Box) -> Box | None:
        """A box on the page as shown as a finding keeps it: on the picture before it was turned by hand; None on text."""
        picture = self.picture(page)
        if picture is None:
            return None
        by, size = self.turns.get(page, 0), picture.size
        return page_words.flipped(page_words.turned(box, size, -by), page_words.turned_size(size, by)[1])

    # --- marks

    def marks(self, page: int) -> tuple[FindingMark, ...]:
        """The marks of the findings on a page: their words found among the page's, or the box kept with the finding."""
        words, height, kept = self.words(page), (self.size(page) or LETTER)[1], self._marks.get(page)
        if kept is None or kept[0] is not words or kept[1] != height:
            if len(self._marks) > _MOST_MARKED:
                self._marks.clear()
            cited = ((at, one, [s for s in one.sources if s.page == page]) for at, one in enumerate(self.case.findings, 1))
            placed = partial(self._boxes, words, page)
            marks = (FindingMark(one.id, at, placed(sources[0]), one.category) for at, one, sources in cited if sources)
            kept = self._marks[page] = words, height, tuple(marks)
        return kept[2]

    def _boxes(self, words: tuple[PlacedWord, ...], page: int, source: SourceRef) -> tuple[Box, ...]:
        found = page_words.find(words, source.quote) if source.quote else range(0)
        if found:
            return tuple(page_words.lines(page_words.taken(words, found)))
        if source.box is None:
            return ()
        by = self.turns.get(page, 0)
        size = page_words.turned_size(self.size(page) or LETTER, by)
        return (page_words.turned(page_words.flipped(source.box, size[1]), size, by),)

    def doubts(self, page: int) -> tuple[tuple[Box, int], ...]:
        """The words in doubt on a page's picture, and how much it matters."""
        return tuple((word.box, word.doubt) for word in self.words(page) if word.doubt)

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
        """Every place of the terms sought on a page; what was found last is kept, for pages are painted again and again."""
        words, kept = self.words(page), self._places.get(page)
        if kept is None or kept[0] is not words or kept[1] is not self.sought:
            if len(self._places) > _MOST_MARKED:
                self._places.clear()
            found = page_words.find_all(words, self.sought, tolerant=self.state(page).verdict == "doubtful")
            boxes = [box for which in found for box in page_words.lines(page_words.taken(words, which))]
            kept = self._places[page] = words, self.sought, boxes
        return kept[2]

    def plain(self, page: int) -> str:
        """A page's text as it was read."""
        return self._text_of(page) if self._text_of else ""
