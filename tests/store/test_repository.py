"""The vault keeps what was saved, whole, and says what is wrong when it cannot."""

import json
import os
import resource
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

from imr_desktop.case import edits
from imr_desktop.case.model import Case, Fact
from imr_desktop.errors import StoreDamaged, StoreError, StoreLocked, UsageError
from imr_desktop.paths import Home
from imr_desktop.store.repository import Repository


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


def numbered(number: str) -> Case:
    return edits.set_field(edits.new_case(), number=number)


def test_a_saved_case_is_found_after_reopening(home):
    case = edits.set_dates(numbered("CM26-0000001"), application_received=date(2026, 3, 2))
    with Repository(home) as repository:
        assert repository.save(case).version == 1
        assert repository.save(edits.set_summary(case, "neck pain")).version == 2
    with Repository(home) as repository:
        assert repository.find("CM26-0000001").summary == "neck pain"
        (row,) = repository.list()
        assert (row.version, row.due) == (2, date(2026, 4, 1))


def test_files_are_private(home):
    with Repository(home) as repository:
        repository.save(numbered("CM26-1"))
    assert stat.S_IMODE(home.vault.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in home.vault.iterdir()} == {0o600}


def test_a_second_start_says_who_holds_the_vault(home):
    with Repository(home), pytest.raises(StoreLocked, match=rf"process {os.getpid()}"):
        Repository(home)
    Repository(home).close()


def test_a_missing_case_gets_a_sentence(home):
    with Repository(home) as repository, pytest.raises(UsageError, match="no case CM26-9 in the vault"):
        repository.find("CM26-9")


def test_what_is_returned_can_be_changed_without_changing_the_vault(home):
    case = numbered("CM26-1")
    with Repository(home) as repository:
        repository.save(case)
        edits.set_summary(repository.load(case.id), "other")
        assert repository.load(case.id).summary == ""


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"cases": 3}', b"\xff\xfe", b'{"cases": {"1": {"x": NaN}}}'])
def test_a_damaged_file_is_refused_and_left_alone(home, content):
    home.vault.mkdir(parents=True)
    file = home.vault / "cases.json"
    file.write_bytes(content)
    with pytest.raises(StoreDamaged, match="damaged and was left as it is"):
        Repository(home)
    assert file.read_bytes() == content


def test_a_value_that_is_no_number_is_refused_and_the_old_version_stays(home):
    case = numbered("CM26-1")
    with Repository(home) as repository:
        repository.save(case)
        with pytest.raises(StoreError, match="not a number"):
            repository.save(edits.set_fact(case, Fact("dose", float("nan"))))
        assert repository.load(case.id) == case


def test_broken_characters_are_refused(home):
    with Repository(home) as repository:
        with pytest.raises(StoreError, match="broken characters"):
            repository.save(edits.set_summary(numbered("CM26-1"), "\ud800"))
        assert repository.list() == ()


def test_saving_fails_with_a_reason_and_works_again(home):
    case = numbered("CM26-1")
    with Repository(home) as repository:
        repository.save(case)
        old = resource.getrlimit(resource.RLIMIT_FSIZE)
        ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, old[1]))
        try:
            with pytest.raises(StoreError, match="larger than this account may write"):
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
    from imr_desktop.store.repository import Repository
    with Repository(Home(Path(sys.argv[1]))) as repository:
        case = edits.new_case()
        for n in range(100000):
            repository.save(edits.set_summary(case, f"{n} " + "pain " * 2000))
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
        with Repository(home) as repository:
            stored = [int(repository.load(row.id).summary.split()[0]) for row in repository.list()]
        assert {acknowledged, acknowledged + 1} & set(stored)
        assert len(stored) == trial + 1


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(summary=st.text(), number=st.text(max_size=20))
def test_any_text_comes_back_as_it_was(tmp_path_factory, summary, number):
    case = edits.set_summary(numbered(number), summary)
    home = Home(tmp_path_factory.mktemp("home"))
    with Repository(home) as repository:
        repository.save(case)
    with Repository(home) as repository:
        assert repository.load(case.id) == case


class VaultAgainstDict(RuleBasedStateMachine):
    """The vault answers like a plain dict, across reopenings."""

    @initialize()
    def open(self):
        self.folder = tempfile.TemporaryDirectory()
        self.home = Home(Path(self.folder.name))
        self.repository = Repository(self.home)
        self.expected = {}

    @rule(number=st.sampled_from(["A", "B", "C"]), text=st.text(max_size=30))
    def save(self, number, text):
        case = edits.set_summary(self.expected.get(number) or numbered(number), text)
        self.repository.save(case)
        self.expected[number] = case

    @rule()
    def reopen(self):
        self.repository.close()
        self.repository = Repository(self.home)

    @invariant()
    def same(self):
        if hasattr(self, "repository"):
            assert {row.number: self.repository.load(row.id) for row in self.repository.list()} == self.expected

    def teardown(self):
        if hasattr(self, "repository"):
            self.repository.close()
            self.folder.cleanup()


TestVaultAgainstDict = VaultAgainstDict.TestCase
TestVaultAgainstDict.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)


def test_the_file_is_plain_tinydb(home):
    with Repository(home) as repository:
        repository.save(numbered("CM26-1"))
    stored = json.loads((home.vault / "cases.json").read_text())
    assert stored["cases"]["1"]["case"]["number"] == "CM26-1"
