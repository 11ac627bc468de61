"""A stand for panes: an invented case, a tiny session that applies edits, pages that are drawn at once."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

import pytest
from pane_case import RATIONALE, documents, findings, full_case, items, problems, report, source  # noqa: F401
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from imr_desktop.case.model import Case
from imr_desktop.errors import FileUnreadable
from imr_desktop.preflight import blocking
from imr_desktop.record import PageImage, Word
from imr_desktop.review.finding import Found, Group, Hit, Missed
from imr_desktop.ui.pages import PagePictures
from imr_desktop.ui.record.find_flow import FindAnswer
from imr_desktop.ui.tasks import Tasks

LINES = (
    "PROGRESS REPORT",
    "Subjective complaints",
    "Neck pain rated 3-4/10, worse with prolonged sitting.",
    "Objective findings",
    "Muscle spasm felt on the right side of the neck on palpation.",
    "Taut bands with radiating pain and a positive twitch response.",
    "Treatment plan",
    "Requesting trigger point injection x 6 to the trapezius.",
)


class Drawer:
    """Draws pages and places their words; `asked` counts, `text_only` pages have no image."""

    def __init__(self, text_only: frozenset[int] = frozenset(), size: tuple[int, int] = (612, 792)) -> None:
        self.asked: list[int] = []
        self.text_only, self.size = text_only, size

    def page_image(self, case, page, scale):
        self.asked.append(page)
        if page in self.text_only:
            raise FileUnreadable("A text has no picture.")
        image = QImage(round(self.size[0] * scale), round(self.size[1] * scale), QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.scale(scale, scale)
        painter.setFont(_face())
        for at, line in enumerate((*LINES, f"Page {page}")):
            painter.drawText(QRectF(72, 80 + at * 22, 500, 20), line)
        painter.end()
        return PageImage(image.width(), image.height(), image.bytesPerLine(), bytes(image.constBits()))

    def page_words(self, case, page):
        metrics, words = QFontMetricsF(_face()), []
        for at, line in enumerate((*LINES, f"Page {page}")):
            left = 72.0
            for word in line.split():
                width = metrics.horizontalAdvance(word)
                top = 80 + at * 22
                across, down = self.size
                words.append(Word(word, (left / across, top / down, (left + width) / across, (top + 16) / down)))
                left += metrics.horizontalAdvance(word + " ")
        return tuple(words)


class Held:
    """Tasks that wait until they are told to go."""

    def __init__(self) -> None:
        self.waiting = []

    def run(self, function, *args, on_done, on_error, lane):
        self.waiting.append((function, args, on_done, on_error))

    def go(self):
        """Do all that waits, and what follows from it."""
        while self.waiting:
            self.step()

    def step(self):
        """Do what waits first."""
        function, args, on_done, on_error = self.waiting.pop(0)
        try:
            value = function(*args)
        except FileUnreadable as error:
            on_error(error)
        else:
            on_done(value)


def pictures(case: Case, drawer: Drawer | None = None, tasks=None) -> PagePictures:
    """A case's pages, drawn at once unless `tasks` wait."""
    return PagePictures(drawer or Drawer(), tasks or Tasks(inline=True), case)


class Record:
    """Text of a record, every page alike."""

    def __init__(self, count: int, hits: dict[str, tuple[int, ...]] | None = None) -> None:
        self.count, self._hits = count, hits or {}

    def text(self, page: int) -> str:
        return "\n".join((*LINES, f"Page {page}"))

    def find(self, query: str) -> Found:
        pages = self._hits.get(query, range(1, self.count + 1) if query.lower() in self.text(1).lower() else ())
        groups = tuple(Group("", f"Report {page}", None, (Hit(page, 0, 10, query),)) for page in pages)
        return Found(groups, (Missed(2, "MRI report", "a picture without text"),), self.count, terms=(query,))

    def answer(self, pane, wish) -> None:
        """Answers a pane's wish at once."""
        pane.show_found(FindAnswer(wish, self.find(wish.words)))


def _face() -> QFont:
    face = QFont("Source Serif 4")
    face.setPixelSize(13)
    return face


@dataclass
class Checked:
    reports: tuple = ()
    problems: tuple = ()
    blocking: tuple = ()
    without_record: tuple = ()
    not_run: tuple = ()

    def __post_init__(self):
        self.blocking = self.blocking or blocking(self.problems, ())


@dataclass
class Session:
    """Applies what panes wish and shows them the result, like the window's session."""

    case: Case
    panes: list = field(default_factory=list)
    log: list = field(default_factory=list)
    past: list = field(default_factory=list)

    def attach(self, pane):
        self.panes.append(pane)
        pane.edit_requested.connect(self.apply)
        pane.set_case(self.case)
        return pane

    def apply(self, label, edit, merge):
        if self.case.locked:
            return
        self.past.append(self.case)
        self.log.append((label, merge))
        self.show(edit(self.case))

    def undo(self):
        self.show(self.past.pop())

    def show(self, case):
        self.case = case
        for pane in self.panes:
            pane.set_case(case)


@pytest.fixture
def session():
    return Session(full_case())


@pytest.fixture
def stand():
    """Everything invented here and in `pane_case`, by name."""
    return sys.modules[__name__]
