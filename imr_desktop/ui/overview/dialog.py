"""The record at a glance: contradictions, what is missing, the time line, doubtful documents, each beside its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QStackedWidget, QWidget

from imr_desktop.language import tr
from imr_desktop.review.overview import open_conflicts, undated
from imr_desktop.ui.overview import rows
from imr_desktop.ui.overview.beginnings import Beginnings
from imr_desktop.ui.overview.choosing import Choosing
from imr_desktop.ui.overview.lacking import Lacking
from imr_desktop.ui.overview.overview_list import OverviewList
from imr_desktop.ui.overview.page_beside import PageBeside
from imr_desktop.ui.overview.timeline import TimeLine
from imr_desktop.ui.tasks import Tasks, sentence
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import Button, RadioButton
from imr_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, framed, holder, row, tab_chain

if TYPE_CHECKING:
    from imr_desktop.case.model import Case
    from imr_desktop.review import Services
    from imr_desktop.review.overview import Survey
    from imr_desktop.review.requests import Request

WIDTH, HEIGHT, LIST = 1600, 960, 460
_EDGE = 32


class OverviewDialog(QDialog):
    """`page_requested(page, quote)`: the place in the record; `choice_made(conflict, value, reason)`: it holds from here.

    `missing_noted(words)`: to be added to the records that were asked for; `told(words)`: something was done.
    `beginning_kept(page)`, `joining_wanted(page)`, `describing_wanted(page)`: what the reviewer says of the document that
    begins there.
    """

    page_requested = Signal(int, str)
    choice_made = Signal(object, object, str)
    missing_noted = Signal(str)
    beginning_kept = Signal(int)
    joining_wanted = Signal(int)
    describing_wanted = Signal(int)
    save_requested = Signal(object, str)
    told = Signal(str)

    def __init__(self, parent: QWidget, services: Services, tasks: Tasks, case: Case) -> None:
        super().__init__(parent)
        self._services, self._tasks, self._case = services, tasks, case
        self._survey: Survey | None = None
        self.setWindowTitle(tr("Record at a glance"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build()
        self._connect()
        self.resize(min(px(WIDTH), parent.width() - _EDGE), min(px(HEIGHT), parent.height() - _EDGE))
        tasks.run(services.overview.of, case, on_done=self._on_survey, on_error=self._on_failed, key="overview")

    def _build(self) -> None:
        self.title, self.tally = PlainLabel(tr("Record at a glance"), "h1"), ElidedLabel(tr("Reading the record…"), "muted")
        self.error = PlainLabel("", "error", wrap=True)
        self.error.hide()
        self.choosing, self.lacking, self.timeline = Choosing(), Lacking(), TimeLine(self._case)
        self.beginnings = Beginnings()
        self.lists = (self.choosing.list, self.lacking.list, self.timeline.list, self.beginnings.list)
        self.sections = QStackedWidget()
        self.tabs: list[RadioButton] = []
        self._group = QButtonGroup(self)
        for number, (name, section) in enumerate(self._bodies()):
            tab = RadioButton(name)
            self.tabs.append(tab)
            self._group.addButton(tab, number)
            self.sections.addWidget(section)
        self.tabs[0].setChecked(True)
        self.pages = (PageBeside(), PageBeside())
        self.pages[1].hide()
        self.no_page = PlainLabel(tr("No page of the record stands for this line."), "muted", wrap=True)
        self.no_page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.no_page.hide()
        self.open_button = Button(tr("&Open this page in the record"), "file-text")
        self.open_button.setEnabled(False)
        self.close_button = Button(tr("Close"), kind="ghost", tip="Esc")
        left = framed(column((self.sections, 1), margins=(1, 1, 1, 1)))
        left.setMinimumWidth(px(LIST))
        body = row((left, 2), (holder(row((self.no_page, 1), *((page, 1) for page in self.pages))), 3))
        self.setLayout(
            column(
                row(self.title, (self.tally, 1), spacing=12),
                8,
                row(*self.tabs, None, spacing=16),
                8,
                (holder(body), 1),
                self.error,
                10,
                row(None, self.open_button, self.close_button),
                margins=(20, 16, 20, 16),
            )
        )
        fields = (*self.choosing.fields, *self.lacking.fields, *self.timeline.fields, *self.beginnings.fields)
        shown = (beside.page for beside in self.pages)
        tab_chain(*self.tabs, *self.lists, *fields, *shown, self.open_button, self.close_button)
        self._answer(known=False)

    def _bodies(self) -> tuple[tuple[str, QWidget], ...]:
        return (
            (tr("Con&flicts"), self.choosing),
            (tr("&Missing"), self.lacking),
            (tr("&Time line"), self.timeline),
            (tr("&Doubtful documents"), self.beginnings),
        )

    def _connect(self) -> None:
        self._group.idClicked.connect(self._show_section)
        for listed in self.lists:
            listed.current_changed.connect(self._show_page)
            listed.row_model.modelReset.connect(self._show_page)
            listed.part_clicked.connect(self._on_chip)
            listed.activated.connect(self._open)
        self.choosing.kept.connect(self.choice_made)
        self.choosing.looked_at.connect(self._show_beside)
        self.lacking.noted.connect(self.missing_noted)
        self.lacking.told.connect(self.told)
        self.timeline.save_requested.connect(self.save_requested)
        self.beginnings.kept.connect(self.beginning_kept)
        self.beginnings.joined.connect(self.joining_wanted)
        self.beginnings.described.connect(self.describing_wanted)
        self.open_button.clicked.connect(self._open)
        self.close_button.clicked.connect(self.reject)

    @property
    def requests(self) -> tuple[Request, ...]:
        """What the papers ask for, once the record was looked over."""
        return self._survey.taken.requests if self._survey is not None else ()

    # --- what is shown

    @Slot(object)
    def _on_survey(self, survey: Survey) -> None:
        self._survey = survey
        for page in self.pages:
            page.begin(survey.taken, self._services, self._tasks)
        self.show_case(self._case)
        self._go_to_first()

    def show_case(self, case: Case) -> None:
        """Show what the record says beside what the case says now."""
        self._case = case
        if self._survey is None:
            return
        seen = self._survey.overview
        questions = self._survey.questions
        waiting = open_conflicts(case, questions)
        self.choosing.show_conflicts(case, questions, waiting)
        self.lacking.show_missing(case, seen.missing)
        self.timeline.show_items(case)
        self.timeline.show_events(seen.chronology, undated(case.documents))
        self.beginnings.show_documents(case)
        counts = (len(waiting), len(seen.missing), len(seen.chronology), self.beginnings.list.rows())
        for tab, (name, _body), count in zip(self.tabs, self._bodies(), counts, strict=True):
            tab.setText(rows.heading(name, count))
            tab.setAccessibleName(tab.text().replace("&", ""))
        for beside in self.pages:
            beside.name_documents(case)
        unread = sum(page.verdict == "not read" for read in self._survey.taken.reads for page in read.pages)
        self.tally.setText(rows.tally(case.page_count, len(case.documents), unread))
        self._say_what_is_away(case)

    def _say_what_is_away(self, case: Case) -> None:
        """Files that could not be looked over: that nothing was found in them is no answer."""
        reads = self._survey.taken.reads if self._survey else ()
        here = {read.digest for read in reads}
        away = rows.away(len(case.files), sum(file.digest not in here for file in case.files))
        taken = self._survey.taken if self._survey else None
        said = (rows.others(taken.people), *rows.indexes(taken.remarks.indexes), *rows.gaps(taken.gaps)) if taken else ()
        doubtful = rows.misread(self._survey.overview.misread) if self._survey else ()
        words = " ".join(filter(None, (away, *said, *doubtful)))
        self.error.say(words)
        self.error.setVisible(bool(words))
        self._answer(known=bool(here))

    def _answer(self, *, known: bool) -> None:
        """An empty list says so only of a record that was looked over."""
        for section in (self.choosing, self.lacking, self.beginnings):
            section.none.setVisible(known and not section.list.rows())

    def _go_to_first(self) -> None:
        """The first section that has something in it, with its first row."""
        filled = next((number for number, listed in enumerate(self.lists) if listed.rows()), 0)
        self.tabs[filled].setChecked(True)
        self._show_section(filled)

    @Slot(int)
    def _show_section(self, number: int) -> None:
        self.sections.setCurrentIndex(number)
        listed = self.lists[number]
        listed.select_row(max(listed.row(), 0))
        listed.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_page()

    @property
    def _list(self) -> OverviewList:
        return self.lists[self.sections.currentIndex()]

    @Slot()
    def _show_page(self) -> None:
        """The current row's pages: two side by side where they contradict each other."""
        current = self._list.current()
        shown = current.chips if current is not None else ()
        beside = self._list in (self.choosing.list, self.beginnings.list) and len(shown) > 1
        self.pages[0].setVisible(bool(shown))
        self.pages[1].setVisible(beside)
        self.no_page.setVisible(current is not None and not shown)
        self.open_button.setEnabled(bool(shown))
        if self._list is self.choosing.list:
            self.choosing.show_current()
        if self._survey is None:
            return
        for page, (_label, number, quote) in zip(self.pages, shown, strict=False):
            page.light(number, (quote,) if quote else ())

    @Slot(int, str)
    def _show_beside(self, page: int, quote: str) -> None:
        """The page of another value, at the right; the first value's stands at the left already."""
        current = self._list.current()
        shown = current.chips if current is not None else ()
        if len(shown) > 1 and (page, quote) == shown[0][1:]:
            _label, page, quote = shown[1]
        if self._survey is not None:
            self.pages[1].show()
            self.pages[1].light(page, (quote,) if quote else ())

    @Slot(int, object)
    def _on_chip(self, _row: int, chip: object) -> None:
        if self._survey is not None and isinstance(chip, tuple):
            self.pages[0].light(chip[0], (chip[1],) if chip[1] else ())

    @Slot()
    def _open(self) -> None:
        current = self._list.current()
        if current is not None and current.chips:
            _label, page, quote = current.chips[-1 if self._list is self.beginnings.list else 0]
            self.page_requested.emit(page, quote)
            self.accept()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.tally.setText("")
        self.error.say(sentence(error))
        self.error.show()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing of the record stays behind, unless the window system merely put it aside and brings it back."""
        if not event.spontaneous():
            for page in self.pages:
                page.end()
            self._survey = None
        super().hideEvent(event)
