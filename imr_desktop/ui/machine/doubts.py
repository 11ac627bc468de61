"""From one word in doubt to the next, over the pages of the record, with an editor at each."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Signal, Slot

from imr_desktop.language import mark, tr
from imr_desktop.ui.machine.word_editor import WordEditor
from imr_desktop.ui.record import page_paint
from imr_desktop.ui.record.page_view import PageView
from imr_desktop.ui.record.page_words import PlacedWord

_MARGIN = 3.0
NONE = mark("No word is in doubt.")
NO_MORE = mark("No further word is in doubt.")


class DoubtfulWords(QObject):
    """Steps through a view's words in doubt. `corrected(page, word, text)`: what stands there; `said(sentence)`."""

    corrected = Signal(int, object, str)
    said = Signal(str)

    def __init__(self, view: PageView) -> None:
        super().__init__(view)
        self._view = view
        self._pages: tuple[int, ...] = ()
        self._page, self._at, self._wanted = 0, -1, 0
        self._words: tuple[PlacedWord, ...] = ()
        self.editor = WordEditor(view.viewport())
        self.editor.kept.connect(self._on_kept)
        self.editor.stepped.connect(self.step)
        self.editor.left.connect(self.leave)
        view.moved.connect(self._follow)
        view.page_came.connect(self._on_came)

    def set_pages(self, pages: tuple[int, ...]) -> None:
        """The pages that may have words in doubt."""
        self._pages = pages

    def begin(self, page: int) -> None:
        """Go to a page and its first word in doubt."""
        self.leave()
        self._view.jump_to(page)
        self._enter(page, 1)

    @Slot(int)
    def step(self, by: int) -> None:
        """Go to the next word in doubt (1) or the one before (-1), on other pages too."""
        if not self.editor.isVisible() and not self._wanted:
            self._page = 0
        if not self._page:
            here = self._view.page()
            if here in self._pages:
                self._enter(here, by)
            else:
                self._go_on(here, by)
            return
        self._step_on(by)

    @Slot()
    def leave(self) -> None:
        """Put the editor away."""
        had = self.editor.isVisible()
        self._page, self._at, self._wanted, self._words = 0, -1, 0, ()
        self.editor.hide()
        if had:
            self._view.setFocus()

    def _go_on(self, page: int, by: int) -> None:
        ahead = [one for one in self._pages if (one > page if by > 0 else one < page)]
        if not ahead:
            self.said.emit(tr(NO_MORE) if self._page else tr(NONE) if not self._pages else tr(NO_MORE))
            self.leave()
            return
        self.editor.hide()
        to = ahead[0] if by > 0 else ahead[-1]
        self._view.jump_to(to)
        self._enter(to, by)

    def _enter(self, page: int, by: int) -> None:
        """Begin on a page, as soon as its words are here."""
        picture = self._view.content.picture(page)
        if picture is None or picture.words is None:
            self._page, self._wanted = page, by
            return
        self._page, self._wanted = page, 0
        self._words = self._view.content.words(page)
        self._at = -1 if by > 0 else len(self._words)
        self._step_on(by)

    def _step_on(self, by: int) -> None:
        """Open the first word in doubt from here on."""
        at = next((n for n in _way(self._at, by, len(self._words)) if self._words[n].doubt), -1)
        if at >= 0:
            self._open(at)
        else:
            self._go_on(self._page, by)

    @Slot(int)
    def _on_came(self, page: int) -> None:
        if self._wanted and page == self._page:
            self._enter(page, self._wanted)

    def _open(self, at: int) -> None:
        self._at, word = at, self._words[at]
        doubtful = [n for n, one in enumerate(self._words) if one.doubt]
        self._view.bring(self._page, word.box)
        place = tr(
            "p. {page}, {index} of {doubtful_count}",
            page=self._page,
            index=doubtful.index(at) + 1,
            doubtful_count=len(doubtful),
        )
        picture = self._view.content.picture(self._page)
        if picture is not None:
            left, top, right, bottom = word.box
            around = (left - 2 * _MARGIN, top - _MARGIN, right + 2 * _MARGIN, bottom + _MARGIN)
            piece = picture.image.copy(page_paint.place(QRectF(), picture.scale, around).toAlignedRect())
            self.editor.show_word(word.text, piece, place)
            self._follow()

    @Slot()
    def _follow(self) -> None:
        if self.editor.isVisible() and 0 <= self._at < len(self._words):
            self.editor.stand_at(self._view.box_rect(self._page, self._words[self._at].box).toAlignedRect())

    @Slot(str)
    def _on_kept(self, text: str) -> None:
        word, page = self._words[self._at], self._page
        if word.source is not None:
            self.corrected.emit(page, word.source, text)


def _way(at: int, by: int, count: int) -> range:
    return range(at + 1, count) if by > 0 else range(at - 1, -1, -1)
