"""Every command of the menus, pressed in every state by the mouse, by its key and by its name, does no harm.

Where `IMR_TRIALS` is set each is pressed in every state in all three ways; else in one of them, in turn, and what does the
same in every state in one state.
"""

import os

from hands import alike, leave, settle

from imr_desktop import determination
from imr_desktop.review.demo import NOBODY, take_sample
from imr_desktop.ui.controllers.actions import MENUS, SEPARATOR

COMMANDS = [made for _title, made_of in MENUS for made in made_of if made is not SEPARATOR]
WAYS = ("mouse", "key", "name")
THOROUGH = bool(os.environ.get("IMR_TRIALS"))
ENDS = ("quit", "lock_cases")
"""Commands that end the window, or begin it anew; they are tried where that is what is tested."""
ALIKE = ("always", "unlocked")
"""Rules of commands that do the same whatever is open."""
SECRET = "correct horse battery staple"


class Trial:
    """Presses every command of a window in the state it is in, and notes what went wrong."""

    def __init__(self, window, hands, faults):
        self.window, self.hands, self.faults = window, hands, faults
        self.wrong, self.pressed, self.done = [], 0, set()

    def press_all(self, state, again):
        """Every command; `again` brings the state back where one has left it."""
        for number, command in enumerate(COMMANDS):
            if command.slot in ENDS:
                continue
            again()
            for way in WAYS if THOROUGH else self._one_way(state, command, number):
                again()
                self._try(state, command, way)

    def _one_way(self, state, command, number):
        """What is able in every state is tried in one; what is not able, by its key, which is no click on grey."""
        if not self.window.menus.actions[command.slot].isEnabled():
            return ("key",) if command.keys else ()
        if command.when in ALIKE and command.slot in self.done:
            return ()
        self.done.add(command.slot)
        way = WAYS[(number + len(state)) % len(WAYS)]
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


def two_cases(services, folder):
    """The names of the sample undecided, and of one that is signed."""
    undecided, decided = (take_sample(services, decided=decided) for decided in (False, True))
    key = determination.new_key(folder / "reviewer.p12", SECRET).key
    signed = services.signing.sign(decided, key, SECRET, identity=NOBODY)
    services.cases.save(signed.case)
    return undecided.id, signed.case.id


def test_every_command_in_every_state(window, sample_home, hands, faults, front, qtbot, tmp_path):
    front(window)
    trial, session, cases = Trial(window, hands, faults), window.session, window.case_controller
    for controller in window.controllers:
        controller.failed.connect(faults.said)

    def at_home():
        if session.case is not None or window.views.currentWidget() is not window.home_view:
            cases.close_case()
            window.show_home()
        settle(window)

    trial.press_all("home without cases", at_home)
    undecided, signed = two_cases(window.services, tmp_path)
    cases.list_cases()
    trial.press_all("home with cases", at_home)

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

    trial.press_all("case open", back(undecided, signing=False))
    trial.press_all("sign view", back(undecided, signing=True))
    if THOROUGH:
        trial.press_all("signed", back(signed, signing=True))
    trial.press_all("signed, its panes", back(signed, signing=False))
    assert not trial.wrong, "\n".join(trial.wrong)
    assert trial.pressed > 150
