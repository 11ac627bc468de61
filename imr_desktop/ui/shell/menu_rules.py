"""When a menu's command can be done: the rules by name (`controllers.actions`), as they stand for a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imr_desktop.ui.shell.case_view import CaseView
    from imr_desktop.ui.shell.parts import WindowParts


def true_now(window: WindowParts, view: CaseView) -> list[str]:
    """The names of the rules that are true."""
    session, vault = window.session, window.vault_controller
    case, stack = session.case, session.undo_stack
    shown = window.views.currentWidget() is view and case is not None
    locked = case is not None and case.locked
    shut = vault.is_shut or window.locking.running
    rules = {
        "always": True,
        "case": shown,
        "work": shown and not view.signing,
        "edit": shown and not locked,
        "signed": shown and locked,
        "unlocked": not shut,
        "lockable": not shut and vault.protection == "passphrase",
        "chosen": window.views.currentWidget() is window.home_view and window.home_view.has_chosen,
        "undo": shown and (session.undoable or locked),
        "redo": shown and (stack.canRedo() or locked),
        **view.editing.rules(),
    }
    return [name for name, true in rules.items() if true]
