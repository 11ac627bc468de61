"""Versions of a case: each is kept, can come back, is never overwritten unasked, and goes in time."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from vaults import numbered, opened, stored

from imr_desktop.case import edits
from imr_desktop.case.model import SignedLetter
from imr_desktop.errors import StoreConflict, StoreSigned, UsageError
from imr_desktop.store.vault import Vault
from imr_desktop.store.versions import Retention

HISTORY = ("first", "second", "third")


def test_every_version_is_kept_and_can_come_back(home):
    case = numbered("CM26-1")
    with stored(home) as repository:
        for text in HISTORY:
            repository.save(edits.set_summary(case, text))
        assert [line.version for line in repository.history(case.id)] == [3, 2, 1]
        assert [repository.version(case.id, number).summary for number in (1, 2, 3)] == list(HISTORY)
        assert repository.restore(case.id, 1).version == 4
        assert repository.load(case.id).summary == "first"
        assert repository.version(case.id, 3).summary == "third"
        with pytest.raises(UsageError, match="Version 9 is not kept"):
            repository.version(case.id, 9)


def test_old_versions_go_and_signed_ones_stay(home, monkeypatch):
    """Vaults written before signed cases were guarded may hold a signed version among others."""
    monkeypatch.setattr("imr_desktop.store.repository._require", lambda *_asked: None)
    case = numbered("CM26-1")
    vault = Vault.create(home, None, keep=Retention(days=90, most=30))[0]
    letter = SignedLetter("f.pdf", "0" * 64, datetime.now(UTC))
    for number in range(1, 101):
        changed = edits.set_summary(case, f"version {number} " + "pain " * 50)
        vault.repository.save(edits.mark_signed(changed, letter) if number in (10, 20) else changed)
    kept = [line.version for line in vault.repository.history(case.id)]
    assert kept == [*range(100, 70, -1), 20, 10]
    assert all(vault.repository.version(case.id, number).summary.startswith(f"version {number} ") for number in kept)
    vault.close()


def test_a_signed_case_is_not_restored_over(home):
    case = numbered("CM26-1")
    with stored(home) as repository:
        repository.save(case)
        repository.save(edits.mark_signed(case, SignedLetter("f.pdf", "0" * 64, datetime.now(UTC))))
        with pytest.raises(UsageError, match="signed"):
            repository.restore(case.id, 1)


def test_a_forgotten_case_is_gone_with_its_versions(home):
    case, other = edits.set_summary(numbered("CM26-1"), "zebrafish"), numbered("CM26-2")
    with opened(home) as vault:
        vault.repository.save(case)
        vault.repository.save(edits.set_summary(case, ""))
        vault.repository.save(other)
        vault.repository.forget(case.id)
        assert [row.number for row in vault.repository.list()] == ["CM26-2"]
        assert vault.repository.history(case.id) == ()
        with pytest.raises(UsageError, match="no such case"):
            vault.repository.load(case.id)
        assert vault.trail.verify().ok
        assert next(iter(vault.trail.entries(what="case forgotten"))).case_id == case.id


def _signed(case):
    return edits.mark_signed(case, SignedLetter("f.pdf", "0" * 64, datetime.now(UTC)))


def test_a_signed_case_is_never_overwritten_whoever_asks(home):
    case = _signed(numbered("CM26-1"))
    with stored(home) as repository:
        repository.save(case)
        for other in (edits.set_summary(case, "changed"), replace(case, signed=()), case):
            for based_on in (None, 1):
                with pytest.raises(StoreSigned, match="case CM26-1 is signed in the vault"):
                    repository.save(other, based_on=based_on)
        repository.forget_last()  # nor is it, where it has to be read to be known
        with pytest.raises(StoreSigned):
            repository.save(replace(case, signed=()))
        assert repository.load(case.id) == case
        assert [line.version for line in repository.history(case.id)] == [1]
        reopened = edits.reopen(case)
        assert repository.save(reopened, based_on=0).version == 1


def test_an_unexpected_predecessor_is_refused(home):
    case = numbered("CM26-1")
    with stored(home) as repository:
        with pytest.raises(StoreConflict, match="changed from version 3, but the vault holds no version any more"):
            repository.save(case, based_on=3)
        assert not repository.has(case.id)
        assert repository.save(case, based_on=0).version == 1
        assert repository.save(edits.set_summary(case, "mine"), based_on=1).version == 2
        with pytest.raises(StoreConflict, match="changed from version 1, but the vault holds version 2"):
            repository.save(edits.set_summary(case, "older"), based_on=1)
        assert repository.load(case.id).summary == "mine"


def test_a_step_that_goes_on_is_one_version_and_one_entry(home):
    case = numbered("CM26-1")
    with stored(home) as repository:
        repository.save(case)
        repository.save(edits.set_summary(case, "a"))
        for text in ("ab", "abc", "abcd"):
            repository.save(edits.set_summary(case, text), unfinished=True)
        repository.save(edits.set_summary(case, "next"))
        assert [line.version for line in repository.history(case.id)] == [6, 5, 1]
        assert [repository.version(case.id, number).summary for number in (1, 5, 6)] == ["", "abcd", "next"]
        assert list(repository.faults(case.id)) == []
        entries = [entry for entry in repository._trail.entries(case_id=case.id) if entry.what == "case saved"]  # noqa: SLF001
        assert [entry.detail["version"] for entry in entries] == [6, 2, 1]
        assert entries[0].detail["before"] == repository.history(case.id)[1].digest, "what it came to stands in the next"


def test_a_step_that_goes_on_never_takes_the_place_of_a_version_before_it(home):
    case = numbered("CM26-1")
    with stored(home) as repository:
        repository.save(case, unfinished=True)
        assert [line.version for line in repository.history(case.id)] == [1]
        assert repository.load(case.id) == case


def test_as_many_versions_are_kept_as_are_to_be_however_their_numbers_run(home):
    case = numbered("CM26-1")
    vault = Vault.create(home, None, keep=Retention(days=90, most=5))[0]
    for step in range(10):
        vault.repository.save(edits.set_summary(case, f"step {step}"))
        for text in range(9):
            vault.repository.save(edits.set_summary(case, f"step {step} {text}"), unfinished=True)
    kept = [line.version for line in vault.repository.history(case.id)]
    assert kept == [100, 90, 80, 70, 60]
    assert [vault.repository.version(case.id, number).summary for number in kept] == [f"step {n} 8" for n in (9, 8, 7, 6, 5)]
    vault.close()
