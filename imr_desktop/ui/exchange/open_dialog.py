"""A package that came: from whom, what is in it, and what becomes of the case that is here already."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QWidget

from imr_desktop.case import dates
from imr_desktop.case.model import Case
from imr_desktop.language import mark, tr, trn
from imr_desktop.ui.announce import announce
from imr_desktop.ui.exchange import reading
from imr_desktop.ui.exchange.choice_bar import ChoiceBar
from imr_desktop.ui.exchange.reading import Opening, ReceivedPackage
from imr_desktop.ui.history.differences_list import SIDE, DifferencesList
from imr_desktop.ui.tasks import Tasks, sentence
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.bare_keys import BareKeys
from imr_desktop.ui.widgets.buttons import Button, RadioButton
from imr_desktop.ui.widgets.labels import ElidedLabel, Hairline, PlainLabel
from imr_desktop.ui.widgets.layouts import column, framed, holder, row, tab_chain
from imr_desktop.ui.wording import counted

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.exchanging import Choice, OpenedPackage

WIDTH, HEIGHT, LOW = 960, 620, 260
_EDGE = 48
_KEYS = {Qt.Key.Key_1: "ours", Qt.Key.Key_2: "theirs"}
OPINIONS = mark("The first opinion is at the left.")
HELP = mark("Mine is at the left, theirs at the right. 1 keeps mine, 2 takes theirs.")
IS_BLIND = mark(
    "Blind second review: the first reviewer’s opinion is not in it. Decide for yourself, then send your package back."
)
NEW = mark("It comes in undecided: another's package does not speak for you.")
OWN_STAYS = mark("Statements, acknowledgements, opened documents, searches and signatures stay as they are here.")
COMPARE = mark("Ask the sender to read the fingerprint to you; only then is it sure from whom this came.")


class MergeList(DifferencesList):
    """The places that differ. `chosen(side)`: 1 keeps mine, 2 takes theirs."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr("Differences from the case here"), tr(HELP), equal=True)

    def bare_keys(self) -> BareKeys:
        return BareKeys(series="12", name="answers")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Bare digits choose; the rest moves."""
        side = _KEYS.get(Qt.Key(event.key()), "")
        if side and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.chosen.emit(side)
        else:
            super().keyPressEvent(event)


class OpenDialog(QDialog):
    """Opens a package. `take_requested(opened, choices)`: its case is wanted; `accept` or `show_not_taken` follows."""

    take_requested = Signal(object, object)

    def __init__(self, parent: QWidget, services: Services, tasks: Tasks, path: Path) -> None:
        super().__init__(parent)
        self._parent, self._services, self._tasks, self._path = parent, services, tasks, path
        self._opening = Opening()
        self._received: ReceivedPackage | None = None
        self.choices: dict[str, Choice] = {}
        self.setWindowTitle(tr("Open package"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build()
        self._connect()
        self.resize(min(px(620), parent.width() - _EDGE), px(LOW))
        if reading.wants_passphrase(path):
            self._ask_passphrase()
        else:
            self._open("")

    def _build(self) -> None:
        self.title = PlainLabel(self._path.name, "h1", wrap=True)
        self.state = PlainLabel("", "body", wrap=True)
        hint = tr("The passphrase the sender told you")
        self.words = fields.secret(tr("Passphrase of the package"), hint, longest=1_000)
        self.words.hide()
        self.signer, self.sure = PlainLabel("", "strong", wrap=True), PlainLabel(tr(COMPARE), "muted", wrap=True)
        self.signer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.blind = PlainLabel(tr(IS_BLIND), "warn", wrap=True)
        for part in (self.signer, self.sure, self.blind):
            part.hide()
        self.error = PlainLabel("", "error", wrap=True)
        self.error.hide()
        self.left = ElidedLabel("", "body")
        self.take_button = Button(tr("&Take in"), "file-input", kind="primary")
        self.take_button.hide()
        self.open_button = Button(tr("&Open"), kind="primary")
        self.open_button.hide()
        self.close_button = Button(tr("Cancel"), kind="ghost", tip="Esc")
        self.setLayout(
            column(
                self.title,
                8,
                self.state,
                4,
                self.words,
                self.signer,
                self.sure,
                4,
                self.blind,
                self.error,
                4,
                (self._body(), 1),
                12,
                row((self.left, 1), self.close_button, self.open_button, self.take_button),
                margins=(20, 16, 20, 16),
            )
        )
        tab_chain(
            self.words,
            self.to_merge,
            self.to_opinions,
            self.list,
            *self.bar.radios.values(),
            self.opinions,
            self.take_button,
            self.open_button,
            self.close_button,
        )

    def _body(self) -> QWidget:
        self.list, self.bar = MergeList(), ChoiceBar()
        self.opinions = DifferencesList(tr("Opinions side by side"), tr(OPINIONS), equal=True)
        self.to_merge, self.to_opinions = RadioButton(tr("&Differences")), RadioButton(tr("&Compare opinions"))
        self._kinds = QButtonGroup(self)
        for button in (self.to_merge, self.to_opinions):
            self._kinds.addButton(button)
        self.to_merge.setChecked(True)
        self.heads = (ElidedLabel(tr("Mine, on this computer"), "muted"), ElidedLabel(tr("Theirs, in the package"), "muted"))
        self.none = PlainLabel("", "muted", wrap=True)
        self.none.setContentsMargins(px(SIDE), px(10), px(SIDE), px(10))
        head = row((self.heads[0], 1), (self.heads[1], 1), margins=(px(SIDE), 6, px(SIDE + 14), 6), spacing=px(20))
        kinds = row(self.to_merge, self.to_opinions, None, margins=(16, 6, 16, 6), spacing=16)
        self._pane = framed(
            column(
                kinds,
                Hairline(),
                head,
                Hairline(),
                self.none,
                (self.list, 1),
                (self.opinions, 1),
                Hairline(),
                self.bar,
                margins=(1, 0, 1, 1),
            )
        )
        self._pane.hide()
        return holder(column((self._pane, 1)))

    def _connect(self) -> None:
        self.open_button.clicked.connect(self._on_passphrase)
        self.words.returnPressed.connect(self._on_passphrase)
        self.take_button.clicked.connect(self.take)
        self.close_button.clicked.connect(self.reject)
        self.list.current_changed.connect(self._show_bar)
        self.list.chosen.connect(self.choose)
        self.bar.chosen.connect(self.choose)
        self._kinds.buttonToggled.connect(self._show_kind)

    # --- opening

    def _ask_passphrase(self, problem: str = "") -> None:
        self.state.setText(tr("The package is sealed by a passphrase."))
        self.words.show()
        self.open_button.show()
        self.open_button.setEnabled(True)
        self.words.setEnabled(True)
        self.words.selectAll()
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fail(problem)

    @Slot()
    def _on_passphrase(self) -> None:
        if self.words.text():
            self.words.setEnabled(False)
            self.open_button.setEnabled(False)
            self._open(self.words.text())

    def _open(self, passphrase: str) -> None:
        self._fail("")
        self.state.setText(tr("Checking every part of the package…"))
        self._tasks.run(
            self._opening.open, self._services, self._path, passphrase, on_done=self._on_opened, on_error=self._on_not_opened
        )

    @Slot(object)
    def _on_not_opened(self, error: Exception) -> None:
        if not self.words.isHidden():
            self._ask_passphrase(sentence(error))
            return
        self.state.setText(tr("It was not opened; nothing was taken from it."))
        self.close_button.set_text(tr("Close"))
        self._fail(sentence(error))

    @Slot(object)
    def _on_opened(self, received: ReceivedPackage) -> None:
        self._received = received
        opened, case = received.opened, received.opened.case
        self.words.hide()
        self.words.clear()
        self.open_button.hide()
        self.title.setText(tr("Package of {what}", what=case.number or tr("a case without a number")))
        self.signer.setText(tr("Signed by the vault {origin}, {day}", origin=opened.origin, day=_day(opened)))
        for part, shown in ((self.signer, True), (self.sure, True), (self.blind, opened.blind)):
            part.setVisible(shown)
        self.take_button.show()
        if received.here:
            self._show_differences(received)
        else:
            left_out = "\n".join(("", "", tr(NEW), *received.left_out)) if received.left_out else ""
            self.state.setText(tr("This case is new here: {holds}.{left_out}", holds=_holds(case), left_out=left_out))
            self.take_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fail(received.refused)
        self._show_left()
        announce(self, self.state.text())

    def _show_differences(self, received: ReceivedPackage) -> None:
        merged = received.merged
        asked, taken = (len(merged.conflicts), len(merged.taken)) if merged else (0, 0)
        self.state.setText(
            tr(
                "This case is here already. {asks} {comes} {own_stays}",
                asks=_asks(asked),
                comes=_comes(taken),
                own_stays=tr(OWN_STAYS),
            )
            if merged
            else tr("This case is here already.")
        )
        self._pane.show()
        self.to_merge.setEnabled(merged is not None)
        self.to_opinions.setChecked(merged is None)
        self.list.row_model.show_rows(received.rows)
        self.opinions.row_model.show_rows(received.opinions)
        self._show_kind()
        parent = self._parent
        self.resize(min(px(WIDTH), parent.width() - _EDGE), min(px(HEIGHT), parent.height() - _EDGE))
        self.list.select_row(0)
        (self.list if merged else self.opinions).setFocus(Qt.FocusReason.OtherFocusReason)

    # --- choosing

    @Slot()
    def _show_kind(self) -> None:
        received, merging = self._received, self.to_merge.isChecked()
        self.heads[0].setText(tr("Mine, on this computer") if merging else tr("First opinion, on this computer"))
        self.heads[1].setText(tr("Theirs, in the package") if merging else tr("Second opinion, in the package"))
        shown = received and (received.rows if merging else received.opinions)
        self.list.setVisible(merging and bool(shown))
        self.bar.setVisible(merging and bool(shown))
        self.opinions.setVisible(not merging and bool(shown))
        self.none.setVisible(not shown)
        self.none.setText(tr("Nothing differs.") if merging else tr("Both opinions agree on every item."))

    @Slot()
    def _show_bar(self) -> None:
        current = self.list.current()
        asks = current is not None and self._received is not None and current.place in self._received.conflicts
        label, side = (current.label, self.choices.get(current.place, "")) if current else ("", "")
        self.bar.show_choice(label, side, asks=asks)

    @Slot(str)
    def choose(self, side: Choice) -> None:
        """Choose for the current conflict and go on to the next open one; after the last, to Take in."""
        current, received = self.list.current(), self._received
        if current is None or received is None or current.place not in received.conflicts:
            return
        self._choose({**self.choices, current.place: side})
        following = self._next_open(self.list.row())
        if following >= 0:
            self.list.select_row(following)
        else:
            self.take_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_bar()

    def _choose(self, choices: dict[str, Choice]) -> None:
        self.choices = choices
        if self._received is not None:
            self.list.row_model.show_rows(reading.chosen(one, choices) for one in self._received.rows)
        self._show_left()

    def standing(self) -> object:
        """The choices as they stand, for who types words where digits choose."""
        return self.choices

    def return_to(self, standing: object) -> int:
        """Take back the choices made since."""
        changed = [
            place for place, side in self.choices.items() if not isinstance(standing, dict) or standing.get(place) != side
        ]
        if changed and isinstance(standing, dict):
            self._choose(standing)
            self._show_bar()
        return len(changed)

    def _next_open(self, after: int) -> int:
        asked = self._received.rows[: len(self._received.conflicts)] if self._received else ()
        around = [(after + 1 + step) % len(asked) for step in range(len(asked))]
        return next((at for at in around if asked[at].place not in self.choices), -1)

    def _show_left(self) -> None:
        received = self._received
        if received is None:
            return
        left = len(received.conflicts - set(self.choices))
        nothing = received.here and not received.rows
        self.take_button.setEnabled(not left and not received.refused and not nothing)
        self.left.setText(tr("{left} left", left=counted(left, "choice")) if left else "")

    # --- taking

    @Slot()
    def take(self) -> None:
        """Take the case in, with the choices made."""
        if self._received is None or not self.take_button.isEnabled():
            return
        self.take_button.setEnabled(False)
        self.left.setText(tr("Taking it in…"))
        self.take_requested.emit(self._received.opened, dict(self.choices))

    @Slot(object)
    def show_not_taken(self, error: Exception) -> None:
        """Nothing was taken in: say why, and let the reviewer try again."""
        self._show_left()
        self._fail(sentence(error))

    def _fail(self, words: str) -> None:
        self.error.say(words)

    def done(self, result: int) -> None:
        self._opening.give_up()
        if self._received is not None:
            self._received.opened.close()
            self._received = None
        super().done(result)


def _day(opened: OpenedPackage) -> str:
    return tr("made {written_at}", written_at=dates.written_at(opened.made_at))


def _holds(case: Case) -> str:
    pages = tr(", {page} of record", page=counted(case.page_count, "page")) if case.page_count else ""
    return counted(len(case.items), "disputed item") + pages


def _asks(count: int) -> str:
    words = trn(
        "{count} place says something else on both sides; choose.",
        "{count:,} places say something else on both sides; choose for each.",
        count,
    )
    return words if count else ""


def _comes(count: int) -> str:
    words = trn("{count:,} change comes in without a question.", "{count:,} changes come in without a question.", count)
    return words if count else ""
