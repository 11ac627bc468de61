"""Originals of a reading that was stopped or not taken in leave the vault; what a case or another reading has stays."""

from __future__ import annotations

import pytest

from imr_desktop.review import Services


class Halt(Exception):
    """The reviewer stopped the reading."""


@pytest.fixture
def services(home):
    with Services(home) as services:
        yield services


@pytest.fixture
def notes(tmp_path):
    paths = [tmp_path / f"{number}.txt" for number in range(2)]
    for path in paths:
        path.write_text(f"PROGRESS REPORT\nDate of service: 03/0{path.stem}/2024\nThe neck hurts.")
    return paths


def held(services):
    vault = services.vault.store
    return [digest for digest in vault.attachments.digests() if vault.attachments.pages(digest) is not None]


def test_what_is_not_taken_in_leaves_the_vault_and_what_a_case_has_stays(services, notes):
    first = services.intake.take_in(None, notes[:1])
    services.cases.save(services.intake.begin(first))
    services.intake.kept.settle(first)
    both = services.intake.take_in(None, notes)
    assert len(held(services)) == 2
    services.intake.kept.let_go(both)
    assert held(services) == [first.reads[0].digest]

    case = services.intake.begin(services.intake.take_in(None, notes))
    services.intake.kept.let_go(services.intake.take_in(None, notes), case)
    assert len(held(services)) == 2, "the open case has it, stored or not"


def test_a_reading_that_is_stopped_leaves_nothing_but_what_another_one_keeps(services, notes):
    def stop(done, of):
        if done == of:
            raise Halt

    with pytest.raises(Halt):
        services.intake.take_in(None, notes, stop)
    assert held(services) == []

    other = services.intake.take_in(None, notes[:1])
    with pytest.raises(Halt):
        services.intake.take_in(None, notes, stop)
    assert held(services) == [other.reads[0].digest]


def test_what_an_earlier_run_left_behind_goes_when_the_vault_is_opened_again(services, notes):
    services.intake.take_in(None, notes)
    services.intake.kept.clear()
    assert len(held(services)) == 2, "what this run reads waits for an answer"
    services.close()
    later = Services(services.home)
    try:
        later.cases.list()
        later.intake.kept.clear()
        assert held(later) == []
    finally:
        later.close()
