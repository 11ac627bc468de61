"""One page of a PDF: its text, and what the evidence says about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import pypdfium2
from pypdfium2 import raw

from imr_desktop.record.bounds import MOST_LAYOUT, MOST_PAGE_TEXT, size
from imr_desktop.record.evidence.judging import judged
from imr_desktop.record.evidence.parts import Judged, PartWord
from imr_desktop.record.geometry import turned_box, turned_size
from imr_desktop.record.layout import ASKING
from imr_desktop.record.model import Origin, PageText, Word
from imr_desktop.record.pdf.arranging import text_of, upright_boxes
from imr_desktop.record.pdf.boxes import layout_of
from imr_desktop.record.pdf.layers import Original, has_fields, marks_of
from imr_desktop.record.pdf.lines import written
from imr_desktop.record.pdf.matrix import picture_matrix
from imr_desktop.record.pdf.parts import OpenPage
from imr_desktop.record.pdf.quick import NOTHING, Quick, quickly_read
from imr_desktop.record.pdf.xfa import stands_for

_XFA = (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND)
_LOOKED_AT = 20
DAMAGED = ("The page is damaged.",)
MACHINE_CONFIDENCE = 0.5
"""Of a machine's words in a file: it does not say how sure the machine was."""
TOO_MUCH = ("It holds more text than a page can.",)


def page_text(document: pypdfium2.PdfDocument, original: Original, index: int, *, wordy: bool = False) -> PageText:
    """A page (from 0) as text, where `wordy` with its words on the upright picture. Never raises for what the file holds."""
    quick = NOTHING if wordy else quickly_read(document, index, layered=original.facts.layered)
    page = quick.page
    if page is None or ASKING.search(page.text):
        page = _read(document, original, index, wordy=wordy, quick=quick)
    if index == 0 and document.get_formtype() in _XFA and not _has_widgets(document):
        page = stands_for(page, original.facts.fields)
        return page if wordy else msgspec.structs.replace(page, words=())
    return page


def _has_widgets(document: pypdfium2.PdfDocument) -> bool:
    """Whether a form has fields that every reader shows, on its first pages."""
    for index in range(min(len(document), _LOOKED_AT)):
        page = document[index]
        try:
            if has_fields(page):
                return True
        finally:
            page.close()
    return False


def _read(
    document: pypdfium2.PdfDocument, original: Original, index: int, *, wordy: bool, quick: Quick = NOTHING
) -> PageText:
    """A page read with all it holds; where the quick way read it already, only its layout is added."""
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return PageText(index + 1, "", "not read", DAMAGED)
    try:
        text_page = page.get_textpage()
        try:
            if quick.page is not None:
                opened = OpenPage(page, text_page, (), original, index)
                return msgspec.structs.replace(quick.page, layout=_layout(opened, opened.words(), 0))
            found = written(text_page, text_page.get_text_range(), MOST_PAGE_TEXT)
            width, height = map(size, page.get_size())
            if len(found.text) > MOST_PAGE_TEXT:
                return PageText(index + 1, "", "not read", TOO_MUCH, width, height)
            marks = marks_of(document, page, picture_matrix(page)) if raw.FPDFPage_GetAnnotCount(page) > 0 else ()
            in_order = found.in_order and not marks and not page.get_rotation()
            gathered = OpenPage(page, text_page, marks, original, index)
            return _judged(gathered, index + 1, found.text if in_order else None, wordy=wordy, plain=quick.plain)
        finally:
            text_page.close()
    except pypdfium2.PdfiumError:
        return PageText(index + 1, "", "not read", DAMAGED)
    finally:
        page.close()


def _judged(page: OpenPage, number: int, text: str | None, *, wordy: bool, plain: bool) -> PageText:
    """`text` is the page's where it was written in reading order; `plain` says that all of it is dark words."""
    turned = page.turned if text is None else 0
    parts = page.parts(text or "", plain=plain)
    if text is None:
        parts.text = text_of(parts.words, *page.size, turned)
    said = judged(parts)
    unread = said.hidden | said.doubled
    if unread:
        parts.text = text_of([word for at, word in enumerate(parts.words) if at not in unread], *page.size, turned)
    hidden = text_of([parts.words[at] for at in sorted(said.hidden)], *page.size, turned) if said.hidden else ""
    width, height = turned_size(*page.size, turned)
    layout = ""
    if not wordy and said.verdict != "not read" and ASKING.search(parts.text):
        layout = _layout(page, [word for at, word in enumerate(parts.words) if at not in unread], turned)
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
        layout,
    )


def _layout(page: OpenPage, words: Iterable[PartWord], turned: int) -> str:
    return layout_of(words, page.drawings(), upright_boxes(*page.size, turned), turned_size(*page.size, turned)[0])[
        :MOST_LAYOUT
    ]


def _words(words: Iterable[PartWord], turned: int, said: Judged) -> Iterator[Word]:
    for at, word in enumerate(words):
        if at not in said.doubled:
            origin: Origin = "machine" if at in said.machine else word.origin
            sure = MACHINE_CONFIDENCE if at in said.machine else 1.0
            yield Word(word.text, turned_box(word.box, turned), origin, sure, visible=at not in said.hidden)
