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
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from vaults import numbered, opened, stored

from imr_desktop.case import edits
from imr_desktop.case.model import Fact
from imr_desktop.errors import StoreDamaged, StoreError, StoreLocked, UsageError
from imr_desktop.paths import Home
from imr_desktop.store.vault import Vault


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
