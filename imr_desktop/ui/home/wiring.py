"""What connects the worklist with the rest of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imr_desktop.ui.home.counts import Counts
from imr_desktop.ui.home.treatments import Treatments

if TYPE_CHECKING:
    from imr_desktop.ui.home.batch import BatchController
    from imr_desktop.ui.shell.parts import WindowParts


def connect(window: WindowParts) -> Counts:
    """What the worklist asks for, and the cases counted as they are listed and looked at: what counts them."""
    counts = Counts(window.services, window.tasks, window)
    cases, home, vault = window.case_controller, window.home_view, window.vault_controller
    home.open_requested.connect(cases.open_files)
    home.paste_requested.connect(cases.paste_text)
    home.passphrase_requested.connect(vault.set_passphrase)
    home.retry_requested.connect(cases.list_cases)
    home.sample_requested.connect(cases.open_sample)
    cases.listed.connect(home.set_cases)
    cases.listed.connect(counts.begin)
    counts.counted.connect(cases.note_counts)
    counts.counted.connect(home.set_blocking)
    home.in_view.connect(counts.look_at)
    treatments = Treatments(window.services, window.tasks, window)
    cases.listed.connect(treatments.begin)
    home.search_begun.connect(treatments.hurry)
    treatments.named.connect(home.set_services)
    home.arranged.connect(window.view_controller.keep_worklist)
    window.view_controller.reviewer_kept.connect(counts.forget)
    return counts


def connect_batch(window: WindowParts) -> BatchController:
    """What does the same with several cases."""
    from imr_desktop.ui.home.batch import BatchController

    batch = BatchController(window.services, window.tasks, window.session, window.home_view, window)
    home, cases = window.home_view, window.case_controller
    batch.case_requested.connect(cases.open_case)
    batch.listing_changed.connect(cases.list_cases)
    home.forget_requested.connect(batch.forget_chosen)
    home.menu_requested.connect(batch.show_menu)
    window.closing.connect(batch.stop_printing)
    return batch
