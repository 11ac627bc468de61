"""The list of cases that came in and were not checked yet, written by several threads."""

import threading

import pytest

from imr_desktop.review import Services, border


@pytest.fixture
def services(home):
    with Services(home) as made:
        yield made


def test_a_check_that_comes_back_while_a_case_comes_in_leaves_it_on_the_list(services, monkeypatch):
    vault, read = services.vault.store, border.unproven
    border.note_unproven(vault, "checked")
    came_in = threading.Thread(target=border.note_unproven, args=(vault, "came in"))

    def meanwhile(asked):
        known = read(asked)
        monkeypatch.setattr(border, "unproven", read)
        came_in.start()
        came_in.join(0.5)  # it waits, so this runs out
        return known

    monkeypatch.setattr(border, "unproven", meanwhile)
    border.note_proven(vault, "checked")
    came_in.join(20)
    assert border.unproven(vault) == {"came in"}
