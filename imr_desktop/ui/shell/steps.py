"""The five steps in the header. They are ways to go somewhere, not a wizard: any of them, at any time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from imr_desktop.case import read_states, seen
from imr_desktop.case.model import Case
from imr_desktop.language import mark, told, tr, trc
from imr_desktop.ui import shortcuts
from imr_desktop.ui.theme import current, icon, px, set_property
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.buttons import tell_key
from imr_desktop.ui.widgets.layouts import row
from imr_desktop.ui.wording import counted, read_words

if TYPE_CHECKING:
    from imr_desktop.review.checking import Checked

_GAP = 2
NAMES = ("record", "findings", "summary", "items", "checks")
_TITLES = {
    "record": mark("Record"),
    "findings": mark("Findings"),
    "summary": mark("Summary"),
    "items": mark("Items"),
    "checks": mark("Checks"),
}


@dataclass(frozen=True)
class Step:
    """One step: its count in words ("8", "1/2"), and whether it is ``done``, ``open`` or a ``problem``."""

    count: str
    state: str
    said: str


_ICONS = {"done": ("circle-check", "ok"), "open": ("circle-dashed", "muted"), "problem": ("octagon-alert", "error")}


def steps_of(case: Case, checked: Checked | None) -> dict[str, Step]:
    """The state of every step, computed from the case and its checks."""
    decided = sum(item.settled for item in case.items)
    all_decided = bool(case.items) and decided == len(case.items)
    must, words = _to_fix(checked)
    return {
        "record": _record(case),
        "findings": _step(bool(case.findings), str(len(case.findings) or ""), counted(len(case.findings), "finding")),
        "summary": _step(bool(case.summary.strip())),
        "items": _step(
            all_decided,
            f"{decided}/{len(case.items)}" if case.items else "",
            tr("{decided} of {items_count} decided", decided=decided, items_count=len(case.items)),
        ),
        "checks": Step(str(must), "problem", words)
        if must
        else _step(checked is not None and not checked.blocking, said=words),
    }


def _to_fix(checked: Checked | None) -> tuple[int, str]:
    """How many problems are to be fixed, and that in words; nothing is said before the checks ran."""
    if checked is None:
        return 0, ""
    from imr_desktop.review.checking import open_of

    found = open_of(checked)
    return found.to_fix, told(found.words)


def _record(case: Case) -> Step:
    """Done once every page was shown; what no one looked at is no step done."""
    unseen = case.page_count - sum(last - first + 1 for first, last in seen.shown(case))
    told = (
        counted(case.page_count, "page"),
        tr("{unseen:,} not shown yet", unseen=unseen) if unseen else "",
        read_words(read_states.of_case(case)),
    )
    return _step(bool(case.files) and not unseen, said=", ".join(filter(None, told)))


def _step(done: bool, count: str = "", said: str = "") -> Step:
    return Step(count, "done" if done else "open", said or (tr("done") if done else trc("status", "open")))


class Steps(QWidget):
    """The steps as buttons; `step_requested(name)` with a name of `NAMES`.

    Where room is scarce they give up their counts, then their words; what is left out is said by the tool tip.
    """

    step_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Case progress"))
        self._short, self._room = False, 16_777_215
        self._case = Case(id="")
        self._checked: Checked | None = None
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._group.idClicked.connect(self._on_clicked)
        self._buttons = {name: self._button(number) for number, name in enumerate(NAMES, 1)}
        self.setLayout(row(*self._buttons.values(), spacing=_GAP))
        current().changed.connect(self._show)
        shortcuts.current().changed.connect(self._show)

    def _button(self, number: int) -> QToolButton:
        button = QToolButton()
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._group.addButton(button, number - 1)
        return button

    @Slot(int)
    def _on_clicked(self, index: int) -> None:
        self.step_requested.emit(NAMES[index])

    def set_short(self, short: bool) -> None:
        self._short = short
        self._show()

    def set_room(self, width: int) -> None:
        """Show as much of each step as so many pixels hold."""
        if width != self._room:
            self._room = width
            self._show()

    def set_case(self, case: Case) -> None:
        if case.id != self._case.id:
            self._checked = None
        self._case = case
        self._show()

    def set_checked(self, checked: Checked) -> None:
        self._checked = checked
        self._show()

    @Slot()
    def _show(self) -> None:
        steps = steps_of(self._case, self._checked)
        names = {name: tr(_TITLES[name]) for name in steps}
        counted = {name: f"{names[name]} {step.count}".rstrip() for name, step in steps.items()}
        bare = dict.fromkeys(names, "")
        forms = (names, bare) if self._short else (counted, names, bare)
        words = next((form for form in forms if self._wide(form) <= self._room), bare)
        for name, step in steps.items():
            button = self._buttons[name]
            set_property(button, "iconOnly", not words[name])
            button.setText(f" {words[name]}" if words[name] else "")
            button.setIcon(icon(*_ICONS[step.state], 15))
            button.setIconSize(QSize(px(15), px(15)))
            button.setAccessibleName(f"{names[name]}: {step.said}")
            tell_key(button, f"{names[name]}: {step.said}", f"Ctrl+{NAMES.index(name) + 1}")
            button.setMinimumWidth(self._button_width(words[name]))

    def _wide(self, words: dict[str, str]) -> int:
        return sum(self._button_width(one) + _GAP for one in words.values())

    @staticmethod
    def _button_width(words: str) -> int:
        return px(15 + 2 * 9 + 4) + (paint.width_of(f" {words}", 13) if words else 0)
