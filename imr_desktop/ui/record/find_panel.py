"""The list of what was found: how much in how much of the record, the rows, and what narrows the search by mouse."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from imr_desktop.case.model import Case
from imr_desktop.language import tr
from imr_desktop.ui.record.hits import HitDelegate, HitsModel
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, row
from imr_desktop.ui.widgets.rows import RowList

_MOST_LINES = 12


class FindPanel(QWidget):
    """Hits, and the pages not seen. `closed`; `narrowed(words)`: add these to the query; `chosen(words)`: search these;
    `names_toggled(on)`: whether other names of things are looked for, too.
    """

    closed = Signal()
    narrowed = Signal(str)
    chosen = Signal(str)
    names_toggled = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.model = HitsModel()
        help_text = tr("Enter opens the page. F3 next hit, Shift+F3 previous.")
        self.list = RowList(tr("Hits in the record, and pages not searched"), help_text, self.model, HitDelegate)
        self.list.setProperty("bg", "sunken")
        self.note = PlainLabel("", "muted")
        self.note.setWordWrap(True)
        self.narrow = IconButton("filter", tr("Narrow the search, earlier searches"))
        self.close_button = IconButton("x", tr("Back to the documents"), key="Esc")
        self.narrow.clicked.connect(self._on_narrow)
        self.close_button.clicked.connect(self.closed)
        head = row((self.note, 1), self.narrow, self.close_button, margins=(12, 4, 4, 4))
        self.setLayout(column(head, (self.list, 1)))
        self._case = Case(id="")
        self._earlier: tuple[str, ...] = ()
        self._names = True

    def show_choices(self, case: Case, earlier: Iterable[str], *, names: bool) -> None:
        """What the menu offers: the case's kinds and years of documents, earlier searches, other names of things."""
        self._case, self._earlier, self._names = case, tuple(earlier), names

    def menu(self) -> QMenu:
        """What narrows the search, as a menu; each choice is added to the words, where it can be seen and taken away."""
        menu = QMenu(self)
        same = menu.addAction(tr("Find what means the same, too"))
        same.setCheckable(True)
        same.setChecked(self._names)
        same.toggled.connect(self.names_toggled)
        kinds = sorted({document.type for document in self._case.documents if document.type})
        self._submenu(menu, tr("Kind of document"), ((kind, f'type:"{kind}"') for kind in kinds))
        years = sorted({document.date.year for document in self._case.documents if document.date}, reverse=True)
        self._submenu(menu, tr("Year"), ((str(year), f"date:{year}") for year in years))
        menu.addSeparator()
        earlier = menu.addMenu(tr("Earlier searches"))
        earlier.setEnabled(bool(self._earlier))
        for words in self._earlier[:_MOST_LINES]:
            earlier.addAction(words.replace("&", "&&")).triggered.connect(partial(self._choose, words))
        return menu

    def _submenu(self, menu: QMenu, title: str, lines: Iterable[tuple[str, str]]) -> None:
        under = menu.addMenu(title)
        for name, words in lines:
            under.addAction(name.replace("&", "&&").capitalize()).triggered.connect(partial(self._narrow_by, words))
        under.setEnabled(not under.isEmpty())

    def _narrow_by(self, words: str, _checked: bool = False) -> None:
        self.narrowed.emit(words)

    def _choose(self, words: str, _checked: bool = False) -> None:
        self.chosen.emit(words)

    def _on_narrow(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.narrow.mapToGlobal(QPoint(0, self.narrow.height())))
