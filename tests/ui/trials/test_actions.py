"""Every command of the menus, pressed in every state by the mouse, by its key and by its name, does no harm.

Where `IMR_TRIALS` is "all", as packaging/random_use.sh has it, each is pressed in every state in all three ways. Else each is
pressed in the first state in which it can be done, by one of the ways in turn, and one in nine again in each other state;
what cannot be done there is tried by its key.
"""

import os

import pytest
from hands import alike, leave, settle
from PySide6.QtWidgets import QApplication

from imr_desktop import determination
from imr_desktop.case import codec, edits
from imr_desktop.paths import resource
from imr_desktop.record import PageText
from imr_desktop.review import Services, machine
from imr_desktop.review.demo import NOBODY, take_sample
from imr_desktop.ui.controllers.actions import MENUS, SEPARATOR

COMMANDS = [made for _title, made_of in MENUS for made in made_of if made is not SEPARATOR]
WAYS = ("mouse", "key", "name")
THOROUGH = os.environ.get("IMR_TRIALS") == "all"
ENDS = ("quit", "lock_cases")
"""Commands that end the window, or begin it anew; they are tried where that is what is tested."""
NEVER_HERE = ("export_chosen", "print_chosen", "package_chosen", "forget_chosen", "undo", "redo")
"""What wants chosen cases, or a change before it."""
SECRET = "correct horse battery staple"


class Trial:
    """Presses every command of a window in the state it is in, and notes what went wrong."""

    def __init__(self, window, hands, faults):
        self.window, self.hands, self.faults = window, hands, faults
        self.wrong, self.pressed, self.done = [], 0, set()

    def press_all(self, state, again):
        """Every command; `again` brings the state back where one has left it."""
        again()
        for number, command in enumerate(COMMANDS):
            if command.slot in ENDS:
                continue
            for way in WAYS if THOROUGH else self._one_way(state, command, number):
                self._try(state, command, way)
                again()

    def _one_way(self, state, command, number):
        """In one state at least, and one in nine besides."""
        able, fresh = self.window.menus.actions[command.slot].isEnabled(), command.slot not in self.done
        if (number + len(state)) % 9 and not (able and fresh):
            return ()
        if not able:
            return ("key",) if command.keys else ()
        self.done.add(command.slot)
        way = WAYS[number % len(WAYS)]
        return ("mouse",) if way == "key" and not command.keys else (way,)

    def _try(self, state, command, way):
        window, action = self.window, self.window.menus.actions[command.slot]
        before, could = window.session.case, action.isEnabled()
        pressed = self._press(command, action, way)
        if not pressed:
            return
        self.pressed += 1
        settle(window)
        wrong = self.faults.take() + leave(window, self.hands)
        settle(window)
        wrong += self.faults.take()
        now = window.session.case
        if now is not None and before is not None and now.id == before.id:
            wrong += self._changed(before, now, could)
        self.wrong += [f"{state}, {command.slot} by {way}: {one}" for one in wrong]

    def _press(self, command, action, way):
        hands = self.hands
        if way == "key":
            keys = action.shortcuts()
            if not keys:
                return False
            hands.press(keys[0])
        elif way == "mouse":
            hands.choose(self.window.top.menu_bar, action)
        else:
            hands.press("Ctrl+K")
            hands.type(action.text().partition("\t")[0].replace("&", "").strip("…"))
            box = self.window.palette_box.box
            settle(self.window)
            if box is None or not box.isVisible() or box.list.current() is None:
                return False
            rows = [box.model.shown[at].of for at in range(box.list.rows())]
            if command.slot not in rows:
                self.wrong.append(f"{command.slot} is not found by its name: {box.line.text()!r} {len(rows)} {hands.where}")
                return True
            for _step in range(rows.index(command.slot)):
                hands.press("Down")
            hands.press("Return")
        return True

    def _changed(self, before, now, could):
        if alike(before, now):
            return []
        if not could:
            return ["it was disabled, and changed the case"]
        if before.locked:
            return [] if not now.locked else ["a signed case was changed"]
        for _step in range(4):
            self.window.menus.actions["undo"].trigger()
            settle(self.window)
            if alike(before, self.window.session.case):
                return []
        return ["what it changed is not taken back"]


@pytest.fixture
def locked(stored_sample, home, request, front, tmp_path, monkeypatch):
    """A window whose cases are locked: the sample undecided, and the same decided and signed; the names of both."""
    monkeypatch.setattr(machine, "_read", _blank)  # what machines read is tried elsewhere
    with Services(home) as services:
        undecided = take_sample(services, decided=False)
        review = codec.decode((resource("samples") / "case.json").read_bytes(), "the sample case")
        decided = edits.with_id(edits.set_files(review, undecided.files), edits.new_id())
        services.cases.save(decided)
        key = determination.new_key(tmp_path / "reviewer.p12", SECRET).key
        services.cases.save(services.signing.sign(decided, key, SECRET, identity=NOBODY).case)
        services.vault.protect(SECRET)
    window = front(request.getfixturevalue("window"))
    assert window.views.currentWidget() is window.vault_controller.page
    return window, undecided.id, decided.id


def _blank(_sandbox, _source, page, *_more):
    return PageText(page, "", "not read", ("The machine found no print on it.",))


def test_every_command_in_every_state(locked, hands, faults):
    window, undecided, signed = locked
    trial, session, cases = Trial(window, hands, faults), window.session, window.case_controller
    for controller in window.controllers:
        controller.failed.connect(faults.said)

    def at_the_door():
        settle(window)
        assert window.views.currentWidget() is window.vault_controller.page

    def at_home():
        if window.views.currentWidget() is window.proposals:
            hands.press("Esc")  # what the record proposes waits for an answer
        if session.case is not None or window.views.currentWidget() is not window.home_view:
            cases.close_case()
            window.show_home()
        settle(window)

    trial.press_all("locked", at_the_door)
    hands.type(SECRET)
    hands.press("Return")
    settle(window, lambda: window.views.currentWidget() is window.home_view)
    trial.press_all("home", at_home)

    def back(case_id, *, signing):
        def again():
            view = window.case_view
            if session.case is None or session.case.id != case_id or window.views.currentWidget() is not view:
                at_home()
                cases.open_case(case_id)
                settle(window, lambda: session.case is not None)
            if view.signing != signing:
                (view.open_sign if signing else view.open_work)()
            settle(window)

        return again

    def in_a_text():
        back(undecided, signing=False)()
        editor = window.case_view.summary.editor
        if QApplication.focusWidget() is not editor:
            hands.press("Ctrl+3")
            hands.press("Ctrl+A")

    trial.press_all("in a text", in_a_text)
    trial.press_all("case open", back(undecided, signing=False))
    trial.press_all("sign view", back(undecided, signing=True))
    trial.press_all("signed", back(signed, signing=True))
    trial.press_all("signed, its panes", back(signed, signing=False))
    assert not trial.wrong, "\n".join(trial.wrong)
    assert THOROUGH or trial.done >= {one.slot for one in COMMANDS} - {*ENDS, *NEVER_HERE}, "each was done once"
