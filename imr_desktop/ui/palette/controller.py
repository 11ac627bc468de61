"""What the box finds and does: gathers the entries, asks the record when typing rests, acts on what is chosen.

What was chosen before comes first the next time; only commands, settings and guidelines are remembered, in memory alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot

from imr_desktop.case import dates
from imr_desktop.language import tr
from imr_desktop.ui import shortcuts
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.palette import sources
from imr_desktop.ui.palette.entries import Entry, ranked

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.cases import CaseSummary
    from imr_desktop.ui.palette.box import PaletteBox
    from imr_desktop.ui.record.find_flow import FindAnswer
    from imr_desktop.ui.session import CaseSession
    from imr_desktop.ui.shell.case_view import CaseView
    from imr_desktop.ui.shell.parts import WindowParts
    from imr_desktop.ui.tasks import Tasks

REST = 180
"""Milliseconds that typing rests before the record is searched."""
_LEAST, _RECENT, _CASES = 3, 6, 8
_KEPT = ("command", "setting", "rule")


class PaletteController(Controller):
    """`case_requested(id)`, `setting_requested(name)`, `rule_requested(id)`: the one that was chosen.

    `closed()`: the box is open no more.
    """

    case_requested = Signal(str)
    setting_requested = Signal(str)
    rule_requested = Signal(str)
    closed = Signal()

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, window: WindowParts) -> None:
        super().__init__(services, tasks, session, window)
        self._parts = window
        self.box: PaletteBox | None = None
        self._cases: tuple[Entry, ...] = ()
        self._rules: tuple[Entry, ...] = ()
        self._now: tuple[Entry, ...] = ()
        self._recent: list[str] = []
        self._resting = QTimer(self, singleShot=True, interval=REST)
        self._resting.timeout.connect(self._search_record)
        session.closed.connect(self.put_away)

    # --- keys

    @Slot()
    def take_keys(self) -> None:
        """Put the reviewer's own keys in force, in the menus and wherever keys are shown."""
        keys = shortcuts.current()
        keys.take(self._parts.view_controller.settings.keys)
        if self._parts.case_view is not None:
            self._parts.menus.show_keys_of({made.slot: keys.keys(made.slot) for made in shortcuts.every_command()})
        self._parts.top.palette_field.show_key(keys.shown(sources.SLOT))

    # --- what there is

    @Slot(object)
    def set_cases(self, summaries: tuple[CaseSummary, ...]) -> None:
        """The stored cases, as they were listed."""
        self._tasks.run(sources.cases, summaries, on_done=self._on_cases, key="palette cases")

    @Slot(object)
    def _on_cases(self, entries: tuple[Entry, ...]) -> None:
        self._cases = entries

    @Slot()
    def forget_rules(self) -> None:
        """The rules are others: they are asked for again."""
        self._rules = ()

    @Slot(object)
    def _on_rules(self, entries: tuple[Entry, ...]) -> None:
        self._rules = entries
        if self.box is not None and self.box.isVisible() and (words := self.box.line.text().strip()):
            self.box.append(ranked(words, entries))

    @property
    def _view(self) -> CaseView | None:
        view = self._parts.case_view
        shown = view is not None and self._session.case is not None and self._parts.views.currentWidget() is view
        return view if shown else None

    # --- the box

    @Slot()
    def open_palette(self) -> None:
        """Show the box; where it is open its words are selected."""
        from imr_desktop.ui.palette.box import PaletteBox

        if self._parts.case_view is None:
            return  # the menus are not there yet
        if self.box is None:
            self.box = PaletteBox(self._parts)
            self.box.typed.connect(self._on_typed)
            self.box.chosen.connect(self.act)
            self.box.left.connect(self._resting.stop)
            self.box.closed.connect(self.closed)
        if not self._rules and not self._parts.vault_controller.is_shut:
            self._tasks.run(sources.rules, self._services, dates.today(), on_done=self._on_rules, key="palette rules")
        was_open = self.box.isVisible()
        self._now = self._gathered()
        self.box.open()
        if not was_open:
            self.box.show_entries(self._before_typing())

    @property
    def is_open(self) -> bool:
        """Whether the box has the keyboard."""
        return self.box is not None and self.box.isVisible()

    def _gathered(self) -> tuple[Entry, ...]:
        from imr_desktop.ui.settings_places import entries

        case, actions = self._session.case, self._parts.menus.actions
        made = list(sources.commands(actions, case=self._view is not None))
        keys = {slot: sources.shown_key(action.shortcut().toString()) for slot, action in actions.items()}
        if case is not None and self._view is not None:
            made += sources.of_case(case, keys)
        shut = self._parts.vault_controller.is_shut
        return tuple(made) if shut else (*made, *entries(), *self._cases)

    def _before_typing(self) -> list[Entry]:
        """What was chosen before, the case's items, what can be done now; on the worklist the first cases too."""
        known = {one.key: one for one in (*self._now, *self._rules)}
        recent = [known[key] for key in self._recent if key in known and not known[key].why_not]
        items = [one for one in self._now if one.kind == "item"]
        done = [one for one in self._now if one.kind == "command" and not one.why_not]
        cases = [] if self._view is not None else [one for one in self._now if one.kind == "case"][:_CASES]
        return list(dict.fromkeys((*recent, *items, *cases, *done)))

    @Slot(str)
    def _on_typed(self, words: str) -> None:
        if self.box is None or not self.box.isVisible():
            return
        words = words.strip()
        self._resting.stop()
        if not words:
            self.box.show_entries(self._before_typing())
            return
        found = ranked(words, (*self._now, *self._rules))
        searchable = self._view is not None and self._session.case is not None and self._session.case.has_record
        if searchable and len(words) >= _LEAST:
            found.append(sources.in_record(words))
            self._resting.start()
        self.box.show_entries(found)

    @Slot()
    def _search_record(self) -> None:
        from imr_desktop.ui.record.find_flow import FindWish, answered

        case = self._session.case
        if self.box is not None and case is not None:
            wish = FindWish(self.box.line.text().strip(), typing=True)
            done, failed = self._on_hits, self._on_no_hits
            self._tasks.run(
                answered, self._services, case, wish, on_done=done, on_error=failed, key="palette find", of=case.id
            )

    @Slot(object)
    def _on_hits(self, answer: FindAnswer) -> None:
        box = self.box
        if box is None or not box.isVisible() or answer.wish.words != box.line.text().strip():
            return
        box.append(sources.hits(answer))
        if answer.found is not None and answer.found.missed:
            box.say(tr("Record: {sentence}.", sentence=answer.found.sentence))
        elif answer.wrong:
            box.say(answer.wrong)

    @Slot(object)
    def _on_no_hits(self, _error: Exception) -> None:
        if self.box is not None and self.box.isVisible():
            self.box.say(tr("The record could not be searched."))

    @Slot()
    def put_away(self) -> None:
        """The case was closed: nothing of it stays in the box."""
        self._resting.stop()
        self._now = ()
        if self.box is not None and self.box.isVisible():
            self.box.leave()
        super().put_away()

    # --- acting

    @Slot(object)
    def act(self, entry: Entry) -> None:
        """Do what was chosen."""
        self._resting.stop()
        if entry.kind in _KEPT:
            self._recent = [entry.key, *(key for key in self._recent if key != entry.key)][:_RECENT]
        view = self._view
        if entry.kind == "command":
            self._parts.menus.actions[entry.of].trigger()
        elif entry.kind == "case":
            self.case_requested.emit(entry.of)
        elif entry.kind == "setting":
            self.setting_requested.emit(entry.of)
        elif entry.kind == "rule":
            self.rule_requested.emit(entry.of)
        elif view is not None:
            self._go(view, entry)

    def _go(self, view: CaseView, entry: Entry) -> None:
        """Go to a place of the open case."""
        if entry.kind == "item":
            view.go.go("items")
            view.items.show_item(entry.of)
            view.items.focus_first()
        elif entry.kind == "finding":
            view.go.go("findings")
            view.findings.select(entry.of)
            view.findings.list.setFocus()
        else:
            view.go.go("record")
            if entry.kind == "find":
                view.record.find_words(entry.of)
            else:
                view.record.go_to_page(entry.page, entry.of)
