"""One page of a PDF: its text, and what the evidence says about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pypdfium2

from imr_desktop.record.bounds import MOST_PAGE_TEXT, size
from imr_desktop.record.evidence.judging import judged
from imr_desktop.record.evidence.parts import Judged, PartWord
from imr_desktop.record.geometry import turned_box, turned_size
from imr_desktop.record.model import PageText, Word
from imr_desktop.record.pdf.arranging import text_of
from imr_desktop.record.pdf.layers import laid
from imr_desktop.record.pdf.lines import written
from imr_desktop.record.pdf.matrix import picture_matrix
from imr_desktop.record.pdf.parts import OpenPage

DAMAGED = ("The page is damaged.",)
TOO_MUCH = ("It holds more text than a page can.",)


def page_text(document: pypdfium2.PdfDocument, index: int) -> PageText:
    """A page as text. Never raises for what the file holds."""
    return _read(document, index, wordy=False)


def page_words(document: pypdfium2.PdfDocument, index: int) -> PageText:
    """A page as text with its words on the upright picture. Never raises for what the file holds."""
    return _read(document, index, wordy=True)


def _read(document: pypdfium2.PdfDocument, index: int, *, wordy: bool) -> PageText:
    try:
        over = laid(document, index, picture_matrix)
    except pypdfium2.PdfiumError:
        return PageText(index + 1, "", "not read", DAMAGED)
    try:
        text_page = over.page.get_textpage()
        try:
            found = written(text_page)
            width, height = map(size, over.page.get_size())
            if len(found.text) > MOST_PAGE_TEXT:
                return PageText(index + 1, "", "not read", TOO_MUCH, width, height)
            in_order = found.in_order and not over.marks and not over.added and not over.page.get_rotation()
            return _judged(OpenPage(over, text_page), index + 1, found.text if in_order else None, wordy=wordy)
        finally:
            text_page.close()
    except pypdfium2.PdfiumError:
        return PageText(index + 1, "", "not read", DAMAGED)
    finally:
        over.page.close()


def _judged(page: OpenPage, number: int, text: str | None, *, wordy: bool) -> PageText:
    """`text` is the page's where it was written in reading order."""
    turned = page.turned if text is None else 0
    parts = page.parts(text or "")
    if text is None:
        parts.text = text_of(parts.words, *page.size, turned)
    said = judged(parts)
    unread = said.hidden | said.doubled
    if unread:
        parts.text = text_of([word for at, word in enumerate(parts.words) if at not in unread], *page.size, turned)
    hidden = text_of([parts.words[at] for at in sorted(said.hidden)], *page.size, turned) if said.hidden else ""
    width, height = turned_size(*page.size, turned)
    return PageText(
        number,
        parts.text[:MOST_PAGE_TEXT],
        said.verdict,
        said.reasons,
        size(width),
        size(height),
        turned,
        hidden[:MOST_PAGE_TEXT],
        tuple(_words(parts.words, turned, said)) if wordy else (),
    )


def _words(words: Iterable[PartWord], turned: int, said: Judged) -> Iterator[Word]:
    for at, word in enumerate(words):
        if at not in said.doubled:
            yield Word(word.text, turned_box(word.box, turned), word.origin, visible=at not in said.hidden)
