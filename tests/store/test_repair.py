"""A repair takes what is damaged from a backup, keeps what is newer, throws nothing away, and says all of it."""

import os
import re
from contextlib import suppress

import pytest

from imr_desktop.case import edits
from imr_desktop.errors import ImrError, StoreDamaged, UsageError, WrongPassphrase
from imr_desktop.paths import Home
from imr_desktop.store import backup, rekeying
from imr_desktop.store.repair import repair
from imr_desktop.store.scrub import scrub
from imr_desktop.store.vault import Vault

SECRET = "green lamp by the door"


def case(number, summary="first visit"):
    return edits.set_summary(edits.set_field(edits.new_case(), number=number), f"{summary} {os.urandom(2000).hex()}")


def visit(vault, number, words):
    one = vault.repository.find(number)
    vault.repository.save(edits.set_summary(one, f"{words} {os.urandom(2000).hex()}"))


@pytest.fixture
def made(home):
    """A vault with a backup, and after it: a changed case, a new one, a forgotten one, a new original."""
    with Vault.create(home, SECRET)[0] as vault:
        for number in range(40):
            vault.repository.save(case(f"CM26-00000{number:02}"))
        vault.attachments.put_bytes(b"an old report" * 9000)
        saved = backup.make(vault, home.backups).path
        visit(vault, "CM26-0000001", "second visit")
        vault.repository.save(case("CM26-0000077", "came later"))
        vault.repository.forget(vault.repository.id_of("CM26-0000002"))
        vault.attachments.put_bytes(b"a new report" * 9000)
    return saved


def flip(path, at):
    with path.open("rb+") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 8]))


def pages(home):
    return (home.vault / "cases.db").stat().st_size // 4096


def opened(home):
    return Vault.open(home, SECRET)


def test_nothing_damaged_nothing_changed(home, made):
    report = repair(home, SECRET, made)
    assert report.lines == ("Nothing was damaged; nothing was changed.",)
    assert report.aside is None
    assert not list(home.root.glob("vault.damaged*"))


def test_any_damaged_page_costs_nothing_that_still_reads(home, made, tmp_path):
    """Each page in turn: newer cases stay unless their own page is gone, and the rest comes from the backup."""
    import shutil

    count = pages(home)
    kept_newer = 0
    for page in range(0, count, max(1, count // 14)):
        other = Home(tmp_path / f"home{page}")
        shutil.copytree(home.root, other.root)
        flip(other.vault / "cases.db", page * 4096 + 2000)
        report = repair(other, SECRET, other.backups / made.name)
        assert report.taken
        assert (report.aside / "cases.db").exists()
        with opened(other) as vault:
            assert scrub(vault).ok
            assert len([row for row in vault.repository.list() if row.number < "CM26-0000040"]) >= 39
            later = vault.repository.has_number("CM26-0000077")
            second = vault.repository.find("CM26-0000001").summary.startswith("second")
            kept_newer += later + second
            told = " ".join(report.lines)
            assert later or "CM26-0000077" in told or page == 0
    assert kept_newer > 14


def test_a_lost_end_of_the_log_is_repaired_from_what_is_there(home, made):
    import shutil

    with opened(home) as vault:
        vault.engine.fold()
        copy = home.root / "copy.db"
        shutil.copyfile(home.vault / "cases.db", copy)
        visit(vault, "CM26-0000003", "lost visit")
    os.replace(copy, home.vault / "cases.db")
    with pytest.raises(StoreDamaged, match="lost"):
        opened(home)
    report = repair(home, SECRET, made)
    assert any("CM26-0000077" in line for line in report.kept)
    with opened(home) as vault:
        assert vault.repository.find("CM26-0000001").summary.startswith("second")
        assert not vault.repository.has_number("CM26-0000002"), "a forgotten case stays forgotten"
        assert vault.trail.verify().ok
        assert [entry.what for entry in vault.trail.entries(what="vault repaired")] == ["vault repaired"]
        assert len(list(vault.attachments.digests())) == 2
        assert list(vault.attachments.verify()) == []


@pytest.mark.parametrize(
    "harm",
    [lambda path: path.unlink(), lambda path: path.write_bytes(b""), lambda path: path.write_bytes(os.urandom(50_000))],
    ids=["gone", "empty", "noise"],
)
def test_a_database_of_which_nothing_is_left_comes_from_the_backup(home, made, harm):
    harm(home.vault / "cases.db")
    report = repair(home, SECRET, made)
    assert "The database, as of" in report.taken[0]
    with opened(home) as vault:
        assert len(vault.repository.list()) == 40
        assert vault.repository.find("CM26-0000002")


def test_damaged_originals_are_taken_one_by_one(home, made):
    with opened(home) as vault:
        old = vault.attachments.put_bytes(b"an old report" * 9000)
        new = vault.attachments.put_bytes(b"a new report" * 9000)
        for digest in (old, new):
            flip(vault.attachments.path(digest), 9000)
    report = repair(home, SECRET, made)
    assert report.taken == ("A sealed file.",)
    assert any("no backup has it whole" in line for line in report.lost)
    assert list(report.aside.iterdir())
    with opened(home) as vault:
        assert vault.attachments.open(old).read() == b"an old report" * 9000
        assert vault.repository.find("CM26-0000001").summary.startswith("second"), "the database was left as it was"


def test_a_missing_original_is_put_back(home, made):
    for path in (home.vault / "files").glob("??/*"):
        path.unlink()
    report = repair(home, SECRET, made)
    assert len(report.taken) == 1
    assert "1" in str(len([line for line in report.lost if "no backup" in line]))


def test_damaged_keys_are_replaced_and_only_where_both_are(home, made):
    whole = (home.vault / "keys.json").read_bytes()
    (home.vault / "keys.json").write_bytes(b"{")
    report = repair(home, SECRET, made)
    assert any("keys.json, from their copy" in line for line in report.taken)
    assert (home.vault / "keys.json").read_bytes() == whole
    for name in ("keys.json", "keys.json.bak"):
        (home.vault / name).write_bytes(b"{")
    report = repair(home, SECRET, made)
    assert any("keys.json, from the backup" in line for line in report.taken)
    opened(home).close()


def test_an_old_passphrase_never_comes_back_by_a_repair(home, made):
    with opened(home) as vault:
        vault.change_keys("quite another one")
    with pytest.raises(WrongPassphrase):
        repair(home, SECRET, made)
    Vault.open(home, "quite another one").close()


def test_a_vault_protected_by_the_account_is_repaired(home):
    vault, words = Vault.create(home, None)
    with vault:
        vault.repository.save(case("CM26-0000001"))
        saved = backup.make(vault, home.backups).path
    flip(home.vault / "cases.db", 6000)
    repair(home, None, saved)
    flip(home.vault / "cases.db", 6000)
    (home.vault / "account.key").unlink()
    with pytest.raises(StoreDamaged, match="Enter the recovery words"):
        repair(home, None, saved)
    repair(home, words, saved)
    with Vault.open(home, words) as vault:
        assert vault.repository.find("CM26-0000001")


def test_the_backup_of_another_vault_is_refused(home, made, tmp_path):
    other = Home(tmp_path / "other")
    with Vault.create(other, SECRET)[0] as vault:
        theirs = backup.make(vault, other.backups).path
    flip(home.vault / "cases.db", 6000)
    before = {path: path.read_bytes() for path in home.vault.rglob("*") if path.is_file()}
    with pytest.raises(UsageError, match="of another vault"):
        repair(home, SECRET, theirs)
    assert {path: path.read_bytes() for path in before} == before


def test_a_damaged_backup_repairs_nothing_and_changes_nothing(home, made):
    flip(made / "cases.db", 9000)
    flip(home.vault / "cases.db", 6000)
    before = (home.vault / "cases.db").read_bytes()
    with pytest.raises(StoreDamaged, match="The backup .* is damaged: its cases.db is not as written"):
        repair(home, SECRET, made)
    assert (home.vault / "cases.db").read_bytes() == before
    assert not (home.vault / ".repair").exists()


def test_a_crash_at_any_moment_leaves_the_vault_refused_or_repaired(home, made, tmp_path, monkeypatch):
    import shutil

    class Crash(BaseException):
        pass

    flip(home.vault / "cases.db", 6000)
    real_sync, real_replace = os.fsync, os.replace
    for at in range(0, 60, 7):
        other = Home(tmp_path / f"home{at}")
        shutil.copytree(home.root, other.root)
        calls = iter(range(10_000))

        def crashing(real, *arguments, calls=calls, at=at):
            if next(calls) == at:
                raise Crash
            return real(*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", lambda handle, crashing=crashing: crashing(real_sync, handle))
            patch.setattr(os, "replace", lambda a, b, crashing=crashing: crashing(real_replace, a, b))
            with suppress(Crash):
                repair(other, SECRET, other.backups / made.name)
        try:
            with opened(other) as vault:
                refused = not scrub(vault).ok
        except ImrError:
            refused = True
        repair(other, SECRET, other.backups / made.name)
        with opened(other) as vault:
            assert scrub(vault).ok, at
            assert vault.repository.find("CM26-0000077"), (at, refused)


def test_the_report_reads_as_sentences(home, made):
    flip(home.vault / "cases.db", 6000)
    for line in repair(home, SECRET, made).lines:
        assert re.fullmatch(r"[A-Z].*\.", line), line


def test_protecting_by_the_account_once_more_cannot_lock_anybody_out(home, monkeypatch):
    with Vault.create(home, None)[0] as vault:

        def crash(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
            patch.setattr(rekeying, "finish", crash)
            vault.change_keys(None)
    Vault.open(home, None).close()
