"""The five panes of the case window: record, clinical findings, case summary, disputed items, checks.

Each pane is a `base.Pane`: it shows a `Case`, sends wishes, and knows no other pane. The main window wires them:

- ``set_case(case)``; ``set_checked(checked)`` where the pane shows computed things (items, checks).
- ``digest() -> (title, state)`` for tabs and steps, and ``digest_changed`` when it changed.
- ``edit_requested(label, edit, merge)``: `edit` is ``Case -> Case``; equal non-empty `merge` keys make one undo step.
- ``page_requested(page, quote)``: show that case page.
- ``set_compact(bool)``: below 1600 px the digest tabs carry the title, so the header goes; ``set_active(bool)``.
- ``focus_first()``: put the keyboard where the pane's work begins (Ctrl+1 … Ctrl+5, F6).

Keys a pane answers while it has the focus win over the window's menus (they accept the shortcut override), so a menu may
carry the same key and call the pane's method of the same meaning when the focus is elsewhere.
"""
