"""The list of cases that came in and were not checked yet, written by several threads."""

import threading

import pytest

from imr_desktop.case.model import Case
from imr_desktop.review import Services, provenance


@pytest.fixture
def services(home):
    with Services(home) as made:
        yield made


def test_a_check_that_comes_back_while_a_case_comes_in_leaves_it_on_the_list(services, monkeypatch):
    vault, read = services.vault.store, provenance.unproven
    provenance.note_unproven(vault, "checked")
    came_in = threading.Thread(target=provenance.note_unproven, args=(vault, "came in"))

    def meanwhile(asked):
        known = read(asked)
        monkeypatch.setattr(provenance, "unproven", read)
        came_in.start()
        came_in.join(0.5)  # it waits, so this runs out
        return known

    monkeypatch.setattr(provenance, "unproven", meanwhile)
    provenance.note_proven(vault, "checked")
    came_in.join(20)
    assert provenance.unproven(vault) == {"came in"}


def test_a_damaged_list_leaves_no_case_proven(services):
    vault = services.vault.store
    vault.repository.save(Case("one", "CM26-1"))
    with vault.engine.transaction():
        vault.engine.put(provenance._KEY, b"damaged")
    assert provenance.unproven(vault) == {"one"}
    provenance.note_proven(vault, "one")
    assert provenance.unproven(vault) == frozenset()
