"""Python's garbage is looked for in the window's thread: among what comes and goes, not in what the window is made of."""

import gc

from imr_desktop.ui.garbage import settle


def test_what_the_window_is_made_of_is_not_gone_through_again(window):
    try:
        settle()
        after = [object]
        looked_at = gc.get_objects()
        assert any(one is after for one in looked_at)
        assert all(one is not window.services for one in looked_at)
    finally:
        gc.unfreeze()
