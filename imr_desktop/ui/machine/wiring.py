"""What reading by machine has to do with the rest of the window: every connection, in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imr_desktop.ui.main_window import MainWindow
    from imr_desktop.ui.shell.case_view import CaseView


def connect(window: MainWindow, view: CaseView) -> None:
    """Connect the window's `machine`, its status and its queue."""
    machine, status = window.machine, window.machine_status
    machine.status_changed.connect(status.show_status)
    status.stop_requested.connect(machine.stop_reading)
    status.resume_requested.connect(machine.resume_reading)
    window.case_controller.opened.connect(machine.look)
    window.case_controller.filled_in.connect(machine.look)
    window.received.pages_unlocked.connect(machine.look)
    window.queue.opened.connect(view.open_queue)
    window.queue.closed.connect(view.close_queue)
    window.queue.machine_wished.connect(machine.try_again)
    status.proposals_requested.connect(machine.show_proposals)
    machine.proposed.connect(window.case_controller.offer)
    window.received.proposed.connect(window.case_controller.offer)
    status.queue_requested.connect(window.queue.show_queue)
    view.go.pages_to_read_requested.connect(window.queue.show_kind)
    view.record.page_changed.connect(machine.prefer)
