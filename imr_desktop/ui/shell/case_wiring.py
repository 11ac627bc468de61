"""Every connection between the window's rows and the case view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

if TYPE_CHECKING:
    from imr_desktop.ui.main_window import MainWindow
    from imr_desktop.ui.shell.case_view import CaseView


def connect(window: MainWindow, view: CaseView) -> None:
    """Connect a window that has all its controllers with its case view."""
    for controller in window.controllers:
        controller.flush_requested.connect(view.flush)
    for controller in window.controllers[:-4]:  # the last were connected before there was a case view
        controller.failed.connect(window.show_failure)
        controller.notified.connect(window.status.say)
    window.counts.ended.connect(view.forget_cases)
    window.case_controller.packages_given.connect(window.exchange.show_packages)
    window.case_controller.opened.connect(window.received.look_for_record)
    window.case_controller.filled_in.connect(view.reload_pages)
    window.guidelines.connect_box(window.palette_box)
    window.received.page_requested.connect(view.record.go_to_page)
    window.overview.page_requested.connect(view.record.go_to_page)
    window.received.pages_unlocked.connect(view.reload_pages)
    view.page_locked.connect(window.received.ask_password)
    window.comments.facts_requested.connect(window.view_controller.edit_fact)
    window.home_view.chosen_changed.connect(window.refresh_menus)
    window.exchange.case_taken.connect(window.case_controller.open_case)
    window.exchange.left.connect(window.show_home)
    window.exchange.listing_changed.connect(window.case_controller.list_cases)
    view.go.facts_requested.connect(window.view_controller.edit_fact)
    view.go.identity_requested.connect(window.view_controller.show_identity)
    view.sign.panel.identity_requested.connect(window.view_controller.show_identity)
    view.header.back_requested.connect(window.case_controller.close_case)
    view.header.facts_requested.connect(window.view_controller.edit_facts)
    view.view_changed.connect(window.refresh_menus)
    view.sign.panel.choose_key_requested.connect(window.keys.choose)
    view.sign.panel.token_requested.connect(window.keys.choose_token)
    view.sign.panel.make_key_requested.connect(window.keys.make)
    view.sign.panel.send_requested.connect(window.parties.send_letters)
    window.view_controller.office_requested.connect(window.office.show_office)
    view.sign.not_signed.connect(window.show_failure)
    window.session.case_changed.connect(window.refresh_menus)
    window.session.busy_changed.connect(window.refresh_menus)
    window.session.typing_began.connect(window.refresh_menus)
    window.session.undo_stack.indexChanged.connect(window.refresh_menus)
    window.session.undo_stack.undoTextChanged.connect(window.menus.name_undo)
    window.session.undo_stack.redoTextChanged.connect(window.menus.name_redo)
    window.status.undo_requested.connect(view.go.undo)
    escape = QShortcut(QKeySequence("Esc"), view.sign)
    escape.activated.connect(view.open_work)
