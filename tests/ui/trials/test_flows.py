"""explore"""

from hands import settle
from PySide6.QtWidgets import QApplication

from imr_desktop import determination
from imr_desktop.paths import resource

PASSPHRASE = "correct horse battery staple"


def test_flow_a(window, hands, front, qtbot, tmp_path):
    front(window)
    window.keys.key_chosen.emit(determination.new_key(tmp_path / "reviewer.p12", PASSPHRASE).key)
    n = [0]

    def look(what):
        n[0] += 1
        s = window.session
        settle(window, lambda: s.case is None or (s.last_checked is not None and s.last_checked.case is s.case))
        f = QApplication.focusWidget()
        print(
            n[0], what, "->", type(f).__name__, f.accessibleName() if f else "", "|", window.status._left.text(), flush=True
        )

    def press(k):
        hands.press(k)
        look(k)

    def typ(w):
        hands.type(w)
        look(w)

    def probs():
        for p in window.session.last_checked.blocking:
            print("    ", p.severity, p.id, p.message, p.place, getattr(p, "fix", None), flush=True)

    window.drop.files_dropped.emit([resource("samples", "packet.pdf")])
    qtbot.waitUntil(lambda: window.views.currentWidget() is window.proposals, timeout=60_000)
    look("drop")
    press("F")
    press("Return")
    press("Ctrl+3")
    press("Ctrl+Shift+Return")
    press("Ctrl+4")
    rows = window.case_view.items.content.criteria.list.rows()
    print("rows", rows)
    for letter in "mmnnmmmnmm"[:rows]:
        typ(letter)
    typ("U")
    press("Alt+G")
    press("Ctrl+Shift+Return")
    typ("The request is not shown to be needed.")
    probs()
    for _ in range(6):
        press("F8")
        press("Alt+Return")
    probs()
    press("Ctrl+Return")
    for _ in range(12):
        f = QApplication.focusWidget()
        if (
            type(f).__name__ in ("QLineEdit", "Field", "ReasonField", "DraftLine")
            and f is not window.case_view.sign.panel.passphrase
        ):
            typ("The reason is that the record shows it.")
            press("Return")
        elif f is window.case_view.sign.panel.passphrase:
            break
        else:
            press("Space")
            press("Tab")
    typ(PASSPHRASE)
    press("Return")
    settle(window)
    print(window.session.case.locked, window.case_view.sign.panel._message.text())
    probs()
