"""A reviewer who presses whatever there is and types between: what the case holds afterwards is what was typed into it.

A model of the case stands beside the window: after each act the texts, decisions and answers may differ from before only as
that act may change them, and words typed into a text stand in it where the caret was.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from hands import LEFT, NONE, Faults, Hands, leave, open_dialogs, settle
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from imr_desktop.case.model import Case
from imr_desktop.ui.controllers.actions import MENUS, SEPARATOR
from imr_desktop.ui.privacy.screen import Cover
from imr_desktop.ui.widgets.citation_edit import CitationEdit

_ENDS = ("quit", "lock_cases", "set_passphrase", "choose_protection", "forget_case", "forget_chosen", "close_case")
"""What ends the window or the case is tried elsewhere."""
_OUT = ("print_letter", "print_chosen", "back_up", "check_vault")
"""What goes out of the window is tried elsewhere too: it costs time."""
COMMANDS = [
    made for _title, made_of in MENUS for made in made_of if made is not SEPARATOR and made.slot not in (*_ENDS, *_OUT)
]
_TEXTS = ("fix_check", "cut_words", "paste_words", "insert_from_case", "quote_from_page", "cite_page", "insert_snippet")
_MOVES = ("Tab", "Shift+Tab", "Up", "Down", "Home", "End", "PgDown", "Alt+Down", "Alt+Up", "Esc")
_LETTERS = "mnda" * 3 + "uo" * 2 + "fqctwpvr.,"
_DONE = ("Ctrl+Shift+Return", "Alt+G", "Return", "Space", "Delete", "Backspace", "Alt+U", "Alt+O")
_WORDS = (
    "The knee gives way on stairs.",
    "Maximum improvement was reached.",
    "no change since March",
    "Do not count the visit",
    "under the guideline",
    "and on, 3-4 per session",
    "Upheld in part",
    "quadriceps are weak",
    "range 0-120",
)
CLOSE_EVERY = 90
"""Acts after which the case is closed, and opened again from the vault."""


@dataclass(frozen=True)
class Held:
    """What a case holds of the reviewer's words and answers."""

    texts: dict[str, str]
    findings: tuple[str, ...]
    decisions: tuple[tuple[str, object], ...]
    answers: tuple[object, ...]


def held(case: Case) -> Held:
    """What the case holds."""
    texts = {"summary": case.summary} | {item.id: item.rationale for item in case.items}
    answers = tuple((item.id, one.criterion, one.status) for item in case.items for one in item.answers)
    return Held(
        texts, tuple(one.text for one in case.findings), tuple((item.id, item.decision) for item in case.items), answers
    )


class RandomUse:
    """So many acts on a window with a case open, by a seed; `wrong` is what came of them that must not."""

    def __init__(self, window: QWidget, hands: Hands, faults: Faults, seed: int) -> None:
        self.window, self.hands, self.faults = window, hands, faults
        self.seed, self.chance = seed, random.Random(seed)
        self.wrong: list[str] = []
        self.trace: list[str] = []
        self.typed = self.acts = 0
        self._untold: Held | None = None

    def run(self, acts: int) -> None:
        """Act so often; ends early where something went wrong."""
        for number in range(1, acts + 1):
            self._act()
            self.acts = number
            if number % CLOSE_EVERY == 0:
                self._close_and_open()
            if self.wrong:
                last = ", ".join(self.trace[-12:])
                self.wrong = [f"seed {self.seed}, act {number}: {one}; after {last}" for one in self.wrong]
                return

    # --- one act

    def _act(self) -> None:
        if self._in_the_way() and self.chance.random() < 0.6:
            self._leave()
        settle(self.window)
        if QApplication.focusWidget() is None:
            self.wrong.append(f"nothing has the keyboard; {[one.windowTitle() for one in open_dialogs()]}")
        what = self.chance.choices(
            (self._type, self._command, self._letter, self._move, self._do, self._click, self._undo), (5, 6, 3, 4, 2, 2, 1)
        )[0]
        before, self._untold = self._untold or self._now(), None
        where = self.hands.where
        allowed = what()
        QApplication.processEvents()
        if "text" in allowed and self.chance.random() < 0.5:  # the next act comes before the text was told
            self._untold = replace(before, texts={**before.texts, str(allowed["text"]): str(allowed["is"])})
        else:
            self.window.session.tell()
            self._compare(before, where, allowed)
        self.wrong += self.faults.take()

    def _type(self) -> dict[str, object]:
        words = self.chance.choice(_WORDS)
        where = QApplication.focusWidget()
        if QApplication.activePopupWidget() is not None:  # letters choose there
            self.hands.press("Esc")
            return {}
        self.trace.append(f"type {words[:10]!r} in {_name(where)}")
        text = self._text_of(where)
        if text is None or where.isReadOnly():
            self.hands.type(words)
            return {}
        stood, (start, end) = where.text(), where.selected_range()
        self.hands.type(words)
        self.typed += len(words)
        return {"text": text, "is": stood[:start] + words + stood[end:]}

    def _command(self) -> dict[str, object]:
        made = self.chance.choice(COMMANDS)
        action = self.window.menus.actions[made.slot]
        self.trace.append(made.slot)
        if QApplication.activePopupWidget() is not None:
            self.hands.press("Esc")
        elif made.keys and self.chance.random() < 0.7:
            self.hands.press(action.shortcuts()[0])
        elif QApplication.activeModalWidget() is None and not isinstance(QApplication.focusWidget(), Cover):
            self.hands.choose(self.window.top.menu_bar, action)
        if made.slot in ("undo", "redo", "reopen"):
            return {"anything": True}
        if made.slot == "add_item":
            return {"items": True}
        return {"texts": True} if made.slot in _TEXTS else {}

    def _letter(self) -> dict[str, object]:
        letter = self.chance.choice(_LETTERS)
        where = QApplication.focusWidget()
        self.trace.append(f"{letter} in {_name(where)}")
        text = self._text_of(where)
        answers = where is self.window.case_view.items.content.criteria.list or "ecision" in type(where).__name__
        stood = None
        if text is not None and not where.isReadOnly() and QApplication.activePopupWidget() is None:
            stood, (start, end) = where.text(), where.selected_range()
        self.hands.type(letter)
        if stood is not None:
            return {"text": text, "is": stood[:start] + letter + stood[end:]}
        record = self.window.case_view.record
        quoted = where is not None and record.isAncestorOf(where) and letter in "qc"
        return {"answers": answers and letter in "mndac", "decisions": letter in "uo", "texts": quoted}

    def _move(self) -> dict[str, object]:
        key = self.chance.choice(_MOVES)
        where = QApplication.focusWidget()
        self.trace.append(f"{key} in {_name(where)}")
        self.hands.press(key)
        return {"decisions": "ecision" in type(where).__name__}  # arrows move a choice of two

    def _do(self) -> dict[str, object]:
        key = self.chance.choice(_DONE)
        where = QApplication.focusWidget()
        self.trace.append(f"{key} in {_name(where)}")
        if isinstance(QApplication.activeModalWidget(), QDialog) and key in ("Return", "Space"):
            return {}
        self.hands.press(key)
        if key in ("Delete", "Backspace"):
            return {"findings": True, "texts": True, "answers": True, "decisions": True}
        return {"findings": True, "texts": True} if key == "Return" else {"anything": True}

    def _click(self) -> dict[str, object]:
        places = [
            one
            for one in self.window.findChildren(QWidget)
            if one.isVisible() and one.isEnabled() and isinstance(one, CitationEdit) or type(one).__name__.endswith("List")
        ]
        place = self.chance.choice([one for one in places if one.isVisible()] or [self.window])
        if QApplication.activeModalWidget() is None and QApplication.activePopupWidget() is None:
            self.trace.append(f"click {_name(place)}")
            inner = place.viewport() if hasattr(place, "viewport") else place
            QTest.mouseClick(inner, LEFT, NONE, inner.rect().center())
        return {"anything": not isinstance(place, CitationEdit)}

    def _undo(self) -> dict[str, object]:
        key = self.chance.choice(("Ctrl+Z", "Ctrl+Z", "Ctrl+Shift+Z"))
        self.trace.append(key)
        self.hands.press(key)
        return {"anything": True}

    # --- what must hold

    def _compare(self, before: Held, where: QWidget | None, allowed: dict[str, object]) -> None:
        now = _without_new_items(self._now(), before)
        if allowed.get("anything") or now == before:
            if "text" in allowed and now.texts.get(str(allowed["text"])) != allowed["is"]:
                self.wrong.append(f"what was typed into {allowed['text']} is not there")
            return
        texts = dict(before.texts)
        if "text" in allowed:
            texts[str(allowed["text"])] = str(allowed["is"])
        if texts != now.texts and not allowed.get("texts") and not allowed.get("items"):
            for name in {*texts, *now.texts}:
                if texts.get(name) != now.texts.get(name):
                    self.wrong.append(f"{name}: {_difference(texts.get(name, ''), now.texts.get(name, ''))}")
        same_items = not allowed.get("items")
        if same_items and now.decisions != before.decisions and not allowed.get("decisions"):
            self.wrong.append(f"nobody decided: {before.decisions} became {now.decisions} from {_name(where)}")
        if now.answers != before.answers and not allowed.get("answers"):
            self.wrong.append(f"nobody answered: {before.answers} became {now.answers}")
        if now.findings != before.findings and not allowed.get("findings"):
            self.wrong.append(f"findings {before.findings} became {now.findings}")

    def _close_and_open(self) -> None:
        self._leave()
        self._untold = None
        self.window.session.tell()
        before, name = self._now(), self.window.session.case.id
        self.window.menus.actions["close_case"].trigger()
        settle(self.window)
        self.window.case_controller.open_case(name)
        settle(self.window, lambda: self.window.session.case is not None)
        if _without_new_items(self._now(), before) != before:
            self.wrong.append(f"the vault holds {self._now()}, not {before}")
        self.wrong += self.faults.take()
        self.trace.append("closed and opened")

    # --- small things

    def _in_the_way(self) -> bool:
        box = self.window.palette_box.box
        covered = isinstance(QApplication.focusWidget(), Cover)
        elsewhere = covered or self.window.views.currentWidget() is not self.window.case_view
        return elsewhere or bool(open_dialogs()) or (box is not None and box.isVisible())

    def _leave(self) -> None:
        self.wrong += leave(self.window, self.hands)
        view = self.window.case_view
        for _press in range(3 * (self.window.views.currentWidget() is not view)):
            self.hands.press("Esc")
            settle(self.window)
        if self.window.views.currentWidget() is not view:
            self.wrong.append(f"{type(self.window.views.currentWidget()).__name__} is in view, not the case")
        elif view.signing:
            view.open_work()
        self.trace.append("Esc")

    def _now(self) -> Held:
        return held(self.window.session.case)

    def _text_of(self, where: QWidget | None) -> str | None:
        view = self.window.case_view
        if where is view.summary.editor:
            return "summary"
        if where is view.items.content.rationale:
            return str(view.items.item().id)
        return None


def _without_new_items(now: Held, before: Held) -> Held:
    """An item whose title is being typed comes when the title is left; nothing is decided or written of it yet."""
    fresh = {
        name for name, decision in now.decisions if name not in before.texts and decision is None and not now.texts[name]
    }
    texts = {name: words for name, words in now.texts.items() if name not in fresh}
    return replace(now, texts=texts, decisions=tuple(one for one in now.decisions if one[0] not in fresh))


def _difference(due: str, stands: str) -> str:
    """Where two texts part."""
    start = len(os.path.commonprefix([due, stands]))
    end = len(os.path.commonprefix([due[start:][::-1], stands[start:][::-1]]))
    return f"{stands[start : len(stands) - end]!r} stands where {due[start : len(due) - end]!r} is due"


def _name(where: QWidget | None) -> str:
    return f"{type(where).__name__} {where.accessibleName()!r}" if where is not None else "nothing"


def trial(make: Callable[[], QWidget], hands: Hands, faults: Faults, seed: int, acts: int) -> RandomUse:
    """One seed on a window that `make` gives, with a case open."""
    made = RandomUse(make(), hands, faults, seed)
    made.run(acts)
    return made
