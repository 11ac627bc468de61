"""The top of an item: its request, where it stands, and the decision control."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QMenu, QWidget

from imr_desktop.case import citation, dates
from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.language import tr
from imr_desktop.ui.items.judge_first import view_line
from imr_desktop.ui.items.quantities import Quantities
from imr_desktop.ui.theme import current, px
from imr_desktop.ui.widgets import fields, statuses
from imr_desktop.ui.widgets.bare_keys import BareKeys
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.chips import ChipRow, StatusChip
from imr_desktop.ui.widgets.decision_radio import DecisionRadio
from imr_desktop.ui.widgets.labels import PlainLabel, plain_tip
from imr_desktop.ui.widgets.layouts import column, row, tab_chain

LONG_TITLE = 600
_MOST_LINES = 2
_KEYS = {Qt.Key.Key_U: "Upheld", Qt.Key.Key_O: "Overturned"}


class DecisionBox(QWidget):
    """Upheld or Overturned; nothing is chosen until the physician chooses. `decided(decision)`, empty to take it back."""

    decided = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Decision"))
        self.radios = {decision: DecisionRadio(decision) for decision in ("Upheld", "Overturned")}
        self._group = QButtonGroup(self)
        for radio in self.radios.values():
            self._group.addButton(radio)
            radio.clicked.connect(self._on_clicked)
        self._cards = row(*((radio, 1) for radio in self.radios.values()))
        self.setLayout(self._cards)
        current().changed.connect(self._arrange)

    def show_decision(self, decision: str | None, *, enabled: bool) -> None:
        """Show a decision or none; sends nothing."""
        self._group.setExclusive(False)
        for name, radio in self.radios.items():
            radio.setChecked(name == decision)
            radio.setEnabled(enabled)
        self._group.setExclusive(True)

    def take_focus(self) -> None:
        """The keyboard on the control as a whole: U and O decide, and Space, Enter and arrows choose nothing."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._redraw()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._redraw()

    def _redraw(self) -> None:
        for radio in self.radios.values():
            radio.update()

    def bare_keys(self) -> BareKeys:
        """A decision; Space is that of the card that has the keyboard."""
        return BareKeys(alone="uo ", name="decisions")

    def key_hints(self) -> str:
        return tr("U  upheld   O  overturned   ·   Backspace  undecided   ·   Alt+Down  next item")

    def set_compact(self, compact: bool) -> None:
        for radio in self.radios.values():
            radio.set_compact(compact)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Side by side, in two lines or in three; one over the other where even that would cut a word."""
        each = (self.width() - self._cards.spacing()) // 2
        wide, tall = (max(one.needed(stacked=stacked) for one in self.radios.values()) for stacked in (False, True))
        over = each < tall
        stacked = self.width() < wide if over else each < wide
        for radio in self.radios.values():
            radio.set_stacked(stacked)
        self._cards.setDirection(QBoxLayout.Direction.TopToBottom if over else QBoxLayout.Direction.LeftToRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """U and O decide while the control has the focus; Backspace takes the decision back."""
        if event.modifiers():
            super().keyPressEvent(event)
        elif event.key() in _KEYS:
            self.decided.emit(_KEYS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.decided.emit("")
        else:
            super().keyPressEvent(event)

    def _on_clicked(self) -> None:
        self.decided.emit(next(decision for decision, radio in self.radios.items() if radio.isChecked()))


class ItemHead(QWidget):
    """Heading, meta line, split quantities, decision.

    `title_edited(text)`, empty where it was left without a change; `title_typed(text)` before that, as typed;
    `menu_chosen(act)` with an act of `_fill_menu`.
    """

    page_requested = Signal(int, str)
    decided = Signal(str)
    title_edited = Signal(str)
    title_typed = Signal(str)
    menu_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""
        self.title = PlainLabel("", "h1", wrap=True)
        hint = tr("Disputed item, in the words of the request")
        self.title_edit = fields.line(tr("Disputed item, as requested"), "", hint, longest=2_000)
        self.title_edit.hide()
        self.undecided = StatusChip(statuses.decision(None))
        self.more = IconButton("ellipsis", tr("More about this item"))
        self.menu = QMenu(self)
        self.more.setMenu(self.menu)
        self.more.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self.meta = PlainLabel("", "muted", wrap=True)
        self.pages = ChipRow()
        self.quantities = Quantities()
        self.decision = DecisionBox()
        self.note = PlainLabel("", "muted", wrap=True)
        self.tools = row()
        self._beside = row(self.pages, self.undecided, self.tools)
        self._where = row((self.meta, 1), self._beside)
        self._top = row((self.title, 1), (self.title_edit, 1), self.more)
        self._top.setAlignment(self.more, Qt.AlignmentFlag.AlignTop)
        parts = (self._top, self._where, self.quantities, self.decision, self.note)
        self.setLayout(column(*parts, margins=(px(16), px(10), px(16), px(8)), spacing=px(6)))
        self._connect()

    def _connect(self) -> None:
        self.decision.decided.connect(self.decided)
        self.pages.page_clicked.connect(self.page_requested)
        self.title_edit.editingFinished.connect(self._on_title)
        self.title_edit.textEdited.connect(self.title_typed)
        self.menu.triggered.connect(self._on_menu)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Where the item stands is told beside its pages, or over them where that would take more than two lines."""
        room = self._where.geometry().width() - self._beside.sizeHint().width() - self._where.spacing()
        over = self.meta.fontMetrics().horizontalAdvance(self.meta.text()) > _MOST_LINES * room
        self._where.setDirection(QBoxLayout.Direction.TopToBottom if over else QBoxLayout.Direction.LeftToRight)
        self._where.setAlignment(self._beside, Qt.AlignmentFlag.AlignLeft if over else Qt.AlignmentFlag(0))

    def set_editable(self, editable: bool) -> None:
        self.decision.setEnabled(editable)
        self.more.setVisible(editable)
        if not editable:
            self.quantities.close_form()

    def show_item(self, case: Case, item: DisputedItem) -> None:
        title = item.title or tr("Untitled item")
        self.title.setText(title if len(title) <= LONG_TITLE else title[: LONG_TITLE - 1].rstrip() + "\u2026")
        self.title.setToolTip(plain_tip(title) if len(title) > LONG_TITLE else "")
        self.meta.setText(_meta(case, item))
        self.pages.set_pages(citation.chips(item.sources)[:4])
        tab_chain(self.more, *self.pages.chips(), *self.decision.radios.values())
        if item.id != self._shown:
            self._shown = item.id
            self.quantities.close_form()
        self.quantities.show_item(item)
        self.undecided.setVisible(not item.settled)
        self._arrange()
        self.decision.show_decision(item.decision, enabled=item.end_state is None)
        note = "\n".join(line for line in (_note(item), view_line(item)) if line)
        self.note.say(note)
        self._fill_menu(item)

    def edit_title(self, text: str) -> None:
        """Show the field for the item's words, the keyboard in it."""
        self.title_edit.setText(text)
        self.title_edit.setModified(False)
        self.title.hide()
        self.title_edit.show()
        self.title_edit.selectAll()
        self.title_edit.setFocus()

    def type_title(self, words: str) -> None:
        """Half-typed words back into the open field."""
        self.title_edit.setText(words)
        self.title_edit.setModified(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the field without a change."""
        if event.key() == Qt.Key.Key_Escape and self.title_edit.isVisible():
            self.close_title()
            self.title_edited.emit("")
        else:
            super().keyPressEvent(event)

    def _on_title(self) -> None:
        if self.title_edit.isHidden():
            return
        text, typed = " ".join(self.title_edit.text().split()), self.title_edit.isModified()
        self.close_title()
        self.title_edited.emit(text if typed else "")

    def close_title(self) -> None:
        """Show the title in place of its field."""
        self.title_edit.hide()
        self.title.show()

    def _fill_menu(self, item: DisputedItem) -> None:
        self.menu.clear()
        for under in self.menu.findChildren(QMenu):
            under.deleteLater()
        self._add_act(tr("Edit the request\u2026"), "edit")
        self._add_act(tr("Edit what UR authorized\u2026"), "quantities")
        self._add_act(tr("Enter what the guideline says\u2026\tCtrl+R"), "reading")
        ended = self.menu.addMenu(tr("Ended without a decision"))
        for state, word in statuses.END_STATES.items():
            self._add_act(tr(word), f"end:{state}", ended, checked=item.end_state == state)
        if item.end_state:
            self._add_act(tr("Still in dispute"), "end:", ended)
        if item.decision:
            self._add_act(tr("Take the decision back"), "undecide")
        self.menu.addSeparator()
        self._add_act(tr("Remove this item"), "remove")

    def _add_act(self, words: str, act: str, menu: QMenu | None = None, *, checked: bool = False) -> None:
        action = QAction(words, self.menu)
        action.setData(act)
        action.setCheckable(checked)
        action.setChecked(checked)
        (menu or self.menu).addAction(action)

    def _on_menu(self, action: QAction) -> None:
        self.menu_chosen.emit(action.data())


def _meta(case: Case, item: DisputedItem) -> str:
    at = [other.id for other in case.items].index(item.id)
    parts = [tr("Item {at} of {items_count}", at=at + 1, items_count=len(case.items))]
    if case.dates.request_for_authorization:
        parts.append(
            tr(
                "Requested {request_for_authorization}",
                request_for_authorization=dates.written(case.dates.request_for_authorization),
            )
        )
    if case.dates.request_received:
        parts.append(tr("received {day}", day=dates.written(case.dates.request_received)))
    if case.dates.ur_denial:
        word = tr("UR modified") if item.relation else tr("UR decided")
        parts.append(f"{word} {dates.written(case.dates.ur_denial)}")
    if case.ur_specialty:
        parts.append(tr("UR reviewer: {specialty}", specialty=case.ur_specialty))
    return " \u00b7 ".join(parts)


def _note(item: DisputedItem) -> str:
    if item.end_state:
        return tr("{end_states}: this item needs no decision.", end_states=tr(statuses.END_STATES[item.end_state]))
    if item.source_decision and item.decision is None:
        return tr("The source says {source_decision}. The decision is yours.", source_decision=item.source_decision)
    if item.source_decision and item.decision != item.source_decision:
        return tr("The source says {source_decision}.", source_decision=item.source_decision)
    return ""
