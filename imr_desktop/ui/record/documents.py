"""The documents of a record as rows: title, date, pages, findings, and whether it was opened yet."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from imr_desktop.case import citation, dates, read_states, seen
from imr_desktop.case.model import Case, Document
from imr_desktop.language import tr
from imr_desktop.ui.guesses import guess_words, guesses_of
from imr_desktop.ui.record import page_state
from imr_desktop.ui.theme import color, pixmap, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.rows import ROW_ROLE, Index, RowDelegate, RowModel
from imr_desktop.ui.wording import counted, language_words, read_words

if TYPE_CHECKING:
    from imr_desktop.review.again import Copy
    from imr_desktop.review.remarks import Remarks


@dataclass(frozen=True)
class CitedDocument:
    """One document, how many findings cite it, and how many of its pages are in doubt or not read, in words.

    `left` is how many pages of a document that was begun were not shown yet. `person` is whom else its pages name,
    `languages` are those other than English that nobody said to have read, `listed` is what is wrong with an index.
    """

    document: Document
    findings: int
    states: str = ""
    left: int = 0
    person: str = ""
    languages: tuple[str, ...] = ()
    listed: str = ""

    @property
    def key(self) -> str:
        return self.document.id

    @property
    def words(self) -> str:
        return self.document.title

    @property
    def line(self) -> str:
        """Date, pages, and how far they were read: ``01/30/2014 · pp. 37–40 · 2 not read``."""
        document = self.document
        pages = citation.label(document.first_page, document.last_page)
        begun = tr("{left} not shown", left=self.left) if self.left else ""
        day = dates.written(document.date)
        where = (pages, self.remark, day) if self.remark else (day, pages)
        return "  \u00b7  ".join(filter(None, (*where, guess_words(document), begun, self.states)))

    @property
    def remark(self) -> str:
        """Whose else its pages are, and in which language nobody understands them: what must not be overlooked."""
        of = tr("another person: {name}", name=self.person) if self.person else ""
        languages = ", ".join(map(language_words, self.languages))
        spoken = tr("in {language}: not understood", language=languages) if languages else ""
        return ", ".join(filter(None, (of, spoken, self.listed)))

    @property
    def doubtful(self) -> bool:
        """Whether it is a guess that a document begins here, or what it is."""
        return bool({"start", "kind"} & set(guesses_of(self.document)))

    @property
    def spoken(self) -> str:
        document = self.document
        pages = citation.label(document.first_page, document.last_page)
        day = dates.written(document.date) or tr("undated")
        count = f", {counted(self.findings, 'finding')}" if self.findings else ""
        known = f", {self.remark}" if self.remark else ""
        known += f", {words}" if (words := guess_words(document)) else ""
        known += f", {self.states}" if self.states else ""
        fresh = (
            "" if document.opened else tr(", {left} not shown yet", left=self.left) if self.left else tr(", not opened yet")
        )
        return f"{document.title}, {day}, {pages}{known}{count}{fresh}"


class DocumentsModel(RowModel[CitedDocument]):
    """The documents of a case in page order."""

    _shown: tuple[object, ...] = (None,) * 5
    _starts: Sequence[tuple[int, int]] = ()
    _copies: tuple[Copy, ...] = ()
    _remarks: Remarks | None = None
    _case: Case | None = None

    def set_case(self, case: Case) -> None:
        now = (case.documents, case.findings, case.files, case.seen, case.page_notes)
        if all(one is other for one, other in zip(now, self._shown, strict=True)):
            return
        if case.files is not self._shown[2]:
            self._copies, self._remarks = (), None  # they come anew with the record's text
        self._shown, self._case = now, case
        self._starts = sorted((document.first_page, at) for at, document in enumerate(case.documents))
        self._show_case(case)

    def set_copies(self, copies: Iterable[Copy]) -> None:
        """Say of each document whether its pages come again."""
        self._copies = tuple(copies)
        if self._case is not None and self._copies:
            self._show_case(self._case)

    def set_remarks(self, remarks: Remarks) -> None:
        """Say of each document whether its pages are another person's, or in another language."""
        self._remarks = remarks
        if self._case is not None:
            self._show_case(self._case)

    def _show_case(self, case: Case) -> None:
        counts, states = _findings_of(case), read_states.of_documents(case)
        again, remarks = _again(case, self._copies), self._remarks
        foreign = page_state.foreign_left(case, remarks) if remarks else {}
        self.show_rows(
            CitedDocument(
                one,
                counts[one.id],
                _joined(read_words(states[one.id]), again.get(one.id, "")),
                _left(one, case.seen),
                remarks.person_of(one) if remarks else "",
                tuple(dict.fromkeys(foreign[page] for page in one.pages if page in foreign)) if foreign else (),
                _index_words(one, remarks) if remarks else "",
            )
            for one in case.documents
        )

    def document_at(self, row: int) -> Document | None:
        found = self.row_at(row)
        return found.document if found else None

    def row_of_page(self, page: int) -> int:
        """The row of the document that holds a page, -1 for none."""
        at = bisect_right(self._starts, (page, len(self._rows))) - 1
        row = self._starts[at][1] if at >= 0 else -1
        return row if row >= 0 and page in self._rows[row].document.pages else -1

    def document_of(self, page: int) -> Document | None:
        """The document that holds a page."""
        return self.document_at(self.row_of_page(page))


def _again(case: Case, copies: tuple[Copy, ...]) -> dict[str, str]:
    """Of each document whose pages all come again, in words what they are."""
    ends, found = [copy.last for copy in copies], {}
    for document in case.documents:
        at = bisect_left(ends, document.first_page)
        if at < len(copies) and copies[at].first <= document.first_page and copies[at].last >= document.last_page:
            found[document.id] = copies[at].within(document.first_page, document.last_page).words
    return found


def _joined(*words: str) -> str:
    return "  \u00b7  ".join(filter(None, words))


def _left(document: Document, runs: seen.Runs) -> int:
    """The pages not shown yet of a document that was begun; 0 of others."""
    if document.opened:
        return 0
    left = sum(last - first + 1 for first, last in seen.left(runs, document.first_page, document.last_page))
    return left if left < len(document.pages) else 0


def _index_words(document: Document, remarks: Remarks) -> str:
    held = next((one for one in remarks.indexes if one.page == document.first_page), None)
    return page_state.index_counts(held) if held else ""


def _findings_of(case: Case) -> Counter[str]:
    """How many findings cite each document's pages, by document id."""
    documents = sorted(case.documents, key=attrgetter("first_page"))
    starts = [document.first_page for document in documents]
    counts: Counter[str] = Counter()
    for finding in case.findings:
        places = ((bisect_right(starts, source.page) - 1, source.page) for source in finding.sources)
        counts.update({documents[at].id for at, page in places if at >= 0 and page in documents[at].pages})
    return counts


class DocumentDelegate(RowDelegate[CitedDocument]):
    """Two lines; a dot before the title of a document that was not opened; the count of findings on the right."""

    uniform = True

    def height(self, row: CitedDocument) -> int:
        return px(46)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: CitedDocument = index.data(ROW_ROLE)
        area = QRect(option.rect).adjusted(px(6), 1, -px(6), -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            paint.box(painter, QRectF(area), px(6), color("selected"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            paint.box(painter, QRectF(area), px(6), color("hover"))
        left, fresh = area.x() + px(10), row.document.opened is None
        if fresh:
            paint.box(painter, QRectF(area.x() + px(1), area.y() + px(11), px(6), px(6)), px(3), color("accent"))
        marked = row.doubtful or bool(row.remark)
        room = area.right() - left - px(8) - (px(26) if row.findings else 0) - (px(22) if marked else 0)
        title = QRect(left, area.y() + px(5), room, px(18))
        paint.text(painter, title, row.document.title, "text", 13, 600 if chosen or fresh else 400)
        paint.text(
            painter,
            QRect(left, area.y() + px(23), area.right() - left - px(8), px(16)),
            row.line,
            "warn_text" if row.remark else "muted",
            12,
        )
        if marked:
            at = area.right() - px(24) - (px(26) if row.findings else 0)
            name = "user" if row.person else "triangle-alert" if row.remark else "circle-question-mark"
            painter.drawPixmap(QPoint(at, area.y() + px(6)), pixmap(name, "error" if row.person else "warn", 16))
        if row.findings:
            badge = QRectF(area.right() - px(28), area.y() + px(6), px(20), px(17))
            paint.box(painter, badge, px(8), color("surface" if chosen else "accent_soft"))
            paint.text(painter, badge, str(row.findings), "accent_text", 11, 600, Qt.AlignmentFlag.AlignCenter)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint.focus_ring(painter, area)
