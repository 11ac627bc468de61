"""The vault keeps what was saved, whole, and says what is wrong when it cannot."""

import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from imr_desktop.case import edits
from imr_desktop.case.model import Case, Fact, SignedLetter
from imr_desktop.errors import StoreConflict, StoreDamaged, StoreError, StoreLocked, StoreSigned, UsageError
from imr_desktop.paths import Home
from imr_desktop.store.repository import Repository
from imr_desktop.store.vault import Vault
from imr_desktop.store.versions import Retention


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


def opened(home: Home) -> Vault:
    """The home's vault, protected by the system account; made where there is none."""
    return Vault.create(home, None)[0] if Vault.protection(home) == "none" else Vault.open(home, None)


@contextmanager
def stored(home: Home) -> Iterator[Repository]:
    with opened(home) as vault:
        yield vault.repository


def numbered(number: str) -> Case:
    return edits.set_field(edits.new_case(), number=number)


def test_a_saved_case_is_found_after_reopening(home):
    case = edits.set_dates(numbered("CM26-0000001"), application_received=date(2026, 3, 2))
    with stored(home) as repository:
        assert repository.save(case).version == 1
        assert repository.save(edits.set_summary(case, "neck pain")).version == 2
    with stored(home) as repository:
        assert repository.find("CM26-0000001").summary == "neck pain"
        (row,) = repository.list()
        assert (row.version, row.due) == (2, date(2026, 4, 1))


def test_files_are_private(home):
    with stored(home) as repository:
        repository.save(numbered("CM26-1"))
        assert stat.S_IMODE(home.vault.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in home.vault.iterdir() if path.is_file()} == {0o600}


def test_a_second_start_says_who_holds_the_vault(home):
    with opened(home), pytest.raises(StoreLocked, match=rf"process {os.getpid()}"):
        Vault.open(home, None)
    Vault.open(home, None).close()


def test_a_missing_case_gets_a_sentence(home):
    with stored(home) as repository, pytest.raises(UsageError, match="no case CM26-9 in the vault"):
        repository.find("CM26-9")


def test_what_is_returned_can_be_changed_without_changing_the_vault(home):
    case = numbered("CM26-1")
    with stored(home) as repository:
        repository.save(case)
        edits.set_summary(repository.load(case.id), "other")
        assert repository.load(case.id).summary == ""


@pytest.mark.parametrize("content", [b"", b"{", b"SQLite format 3\0", b"\xff" * 8192])
def test_a_damaged_database_is_refused_and_left_alone(home, content):
    opened(home).close()
    file = home.vault / "cases.db"
    file.write_bytes(content)
    with pytest.raises(StoreDamaged, match="vault restore BACKUP"):
        Vault.open(home, None)
    assert file.read_bytes() == content


def test_a_missing_database_is_never_replaced_by_an_empty_one(home):
    opened(home).close()
    (home.vault / "cases.db").unlink()
    with pytest.raises(StoreDamaged, match="missing"):
        Vault.open(home, None)
    assert not (home.vault / "cases.db").exists()


def test_a_log_that_lost_its_end_is_seen(home):
    vault = opened(home)
    case = numbered("CM26-1")
    vault.repository.save(case)
    log = home.vault / "cases.db-wal"
    kept = log.read_bytes()
    vault.repository.save(edits.set_summary(case, "neck pain"))
    whole = (home.vault / "cases.db").read_bytes(), log.read_bytes()
    vault.close()
    (home.vault / "cases.db").write_bytes(whole[0])
    log.write_bytes(whole[1][: len(kept)])
    with pytest.raises(StoreDamaged, match="lost"):
        Vault.open(home, None)


def test_a_value_that_is_no_number_is_refused_and_the_old_version_stays(home):
    case = numbered("CM26-1")
    with stored(home) as repository:
        repository.save(case)
        with pytest.raises(StoreError, match="cannot be stored"):
            repository.save(edits.set_fact(case, Fact("dose", float("nan"))))
        assert repository.load(case.id) == case


def test_broken_characters_are_refused(home):
    with stored(home) as repository:
        with pytest.raises(StoreError, match="cannot be stored"):
            repository.save(edits.set_summary(numbered("CM26-1"), "\ud800"))
        assert repository.list() == ()


def test_saving_fails_with_a_reason_and_works_again(home):
    case = numbered("CM26-1")
    with stored(home) as repository:
        repository.save(case)
        old = resource.getrlimit(resource.RLIMIT_FSIZE)
        ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, old[1]))
        try:
            with pytest.raises(StoreError, match="Not saved"):
                repository.save(edits.set_summary(case, "x" * 5000))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, old)
            signal.signal(signal.SIGXFSZ, ignored)
        assert repository.load(case.id).summary == ""
        repository.save(edits.set_summary(case, "x" * 5000))
        assert len(repository.load(case.id).summary) == 5000


WRITER = textwrap.dedent("""
    import sys
    from pathlib import Path
    from imr_desktop.case import edits
    from imr_desktop.paths import Home
    from imr_desktop.store.vault import Vault
    home = Home(Path(sys.argv[1]))
    vault = Vault.create(home, None)[0] if Vault.protection(home) == "none" else Vault.open(home, None)
    case = edits.new_case()
    for n in range(100000):
        vault.repository.save(edits.set_summary(case, f"{n} " + "pain " * 2000))
        print(n, flush=True)
""")


def test_kill_9_loses_no_acknowledged_save(home):
    for trial in range(5):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(home.root)], stdout=subprocess.PIPE, text=True)
        acknowledged = -1
        for line in writer.stdout:
            acknowledged = int(line)
            if acknowledged >= 5 + trial:
                break
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read().split("\n")
        acknowledged = max([acknowledged, *(int(line) for line in rest if line)])
        writer.stdout.close()
        writer.wait()
        with stored(home) as repository:
            found = [int(repository.load(row.id).summary.split()[0]) for row in repository.list()]
        assert {acknowledged, acknowledged + 1} & set(found)
        assert len(found) == trial + 1


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(summary=st.text(), number=st.text(max_size=20))
def test_any_text_comes_back_as_it_was(tmp_path_factory, summary, number):
    case = edits.set_summary(numbered(number), summary)
    home = Home(tmp_path_factory.mktemp("home"))
    with stored(home) as repository:
        repository.save(case)
    with stored(home) as repository:
        assert repository.load(case.id) == case


class VaultAgainstDict(RuleBasedStateMachine):
    """The vault answers like a plain dict, across reopenings."""

    @initialize()
    def open(self):
        self.folder = tempfile.TemporaryDirectory()
        self.home = Home(Path(self.folder.name) / "home")
        self.vault = opened(self.home)
        self.expected = {}

    @rule(number=st.sampled_from(["A", "B", "C"]), text=st.text(max_size=30))
    def save(self, number, text):
        case = edits.set_summary(self.expected.get(number) or numbered(number), text)
        self.vault.repository.save(case)
        self.expected[number] = case

    @rule()
    def reopen(self):
        self.vault.close()
        self.vault = opened(self.home)

    @rule()
    def crash(self):
        """The files as they lie, without closing; the program that held them is gone."""
        after = Path(self.folder.name) / f"after{len(list(Path(self.folder.name).iterdir()))}"
        shutil.copytree(self.home.root, after)
        self.vault.close()
        self.home = Home(after)
        self.vault = opened(self.home)

    @invariant()
    def same(self):
        if hasattr(self, "vault"):
            assert {row.number: self.vault.repository.load(row.id) for row in self.vault.repository.list()} == self.expected

    def teardown(self):
        if hasattr(self, "vault"):
            self.vault.close()
            self.folder.cleanup()


TestVaultAgainstDict = VaultAgainstDict.TestCase
TestVaultAgainstDict.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)


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


def test_each_save_leaves_an_entry_with_digests_before_and_after(home):
    case = numbered("CM26-1")
    with opened(home) as vault:
        vault.repository.save(case)
        vault.repository.save(edits.set_summary(case, "neck pain"))
        second, first = vault.trail.entries(case_id=case.id)
        assert first.detail["before"] == ""
        assert second.detail["before"] == first.detail["after"] != second.detail["after"]


def test_the_database_says_nothing_to_who_has_no_key(home):
    case = edits.set_summary(numbered("CM26-0001"), "zebrafish " * 100)
    with stored(home) as repository:
        repository.save(case)
        raw = b"".join(path.read_bytes() for path in home.root.rglob("*") if path.is_file())
    assert b"zebrafish" not in raw
    assert b"CM26" not in raw


# ----- what is never overwritten


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


def test_half_typed_words_are_kept_beside_the_case_and_go_with_it(home):
    case = numbered("CM26-1")
    with stored(home) as repository:
        assert repository.drafts.of(case.id) == {}
        repository.save(case)
        repository.drafts.keep(case.id, {"finding": "Taut ba"})
    with stored(home) as repository:
        assert repository.drafts.of(case.id) == {"finding": "Taut ba"}
        assert repository.load(case.id) == case
        repository.drafts.keep(case.id, {})
        assert repository.drafts.of(case.id) == {}
        repository.drafts.keep(case.id, {"finding": "Taut ba"})
        repository.forget(case.id)
        assert repository.drafts.of(case.id) == {}
