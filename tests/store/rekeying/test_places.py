"""A change of the passphrase and the places with backups: those that are not there, that fail, that are others'."""

import shutil
from pathlib import Path

import pytest

from imr_desktop.errors import ImrError, PassphraseNeeded
from imr_desktop.paths import Home
from imr_desktop.store import backup, keys, mending, rekeying
from imr_desktop.store.vault import Vault

from .rekeyed import NEW, OLD, filled, opens

# ----- places


def test_a_place_that_is_not_there_is_named_remembered_and_mended_later(home, tmp_path):
    place = tmp_path / "stick"
    vault, words = filled(home, None)
    with vault:
        made = backup.make(vault, place)
        place.rename(tmp_path / "in a drawer")
        vault.change_keys(NEW)
        told = mending.mend_all(vault, (home.backups, place))
        assert told.unreached == (place,)
        assert str(place) in told.sentence
        assert mending.pending(vault) == (place,)
        (tmp_path / "in a drawer").rename(place)
        backup.make(vault, place)
        assert mending.pending(vault) == ()
    other = Home(tmp_path / "other")
    backup.restore(made.path, other)
    assert opens(other, words, NEW) == [False, True]


def test_other_vaults_backups_in_the_same_place_are_left_alone(home, tmp_path):
    place = tmp_path / "stick"
    other, _ = Vault.create(Home(tmp_path / "other"), None)
    with other:
        theirs = backup.make(other, place)
    before = {path: path.read_bytes() for path in theirs.path.rglob("*") if path.is_file()}
    vault, _ = filled(home, OLD)
    with vault:
        backup.make(vault, place)
        vault.change_keys(NEW)
        assert mending.mend_all(vault, (place,)).sentence == ""
    assert {path: path.read_bytes() for path in before} == before


def test_a_backup_with_a_damaged_database_loses_its_key_file_and_that_is_said(home):
    vault, _ = filled(home, OLD)
    with vault:
        made = backup.make(vault, home.backups)
        (made.path / "cases.db").write_bytes(b"x" * 40_000)
        vault.change_keys(NEW)
        told = mending.mend_all(vault, (home.backups,))
    assert told.closed == (made.path,)
    assert made.path.name in told.sentence
    assert not (made.path / "keys.json").exists()


def test_a_backup_on_a_disk_that_fails_keeps_its_key_file(home, monkeypatch):
    vault, _ = filled(home, OLD)
    with vault:
        made = backup.make(vault, home.backups)
        opened = Path.open

        def failing(path, *arguments, **named):
            if path == made.path / "cases.db":
                raise OSError(5, "Input/output error")
            return opened(path, *arguments, **named)

        with monkeypatch.context() as patched:
            patched.setattr(Path, "open", failing)
            patched.setattr(mending, "opens", lambda *_: False)
            vault.change_keys(NEW)
            told = mending.mend_all(vault, (home.backups,))
        assert (told.unreached, told.closed) == ((home.backups,), ())
        assert (made.path / "keys.json").exists()
        assert mending.mend_all(vault, (home.backups,)).sentence == ""


def test_a_vault_that_is_being_closed_gives_no_wiped_key_to_backups(home, monkeypatch):
    """A window that closes does not wait for a backup: a key of noughts would lock it for ever."""
    vault, _ = filled(home, OLD)
    with vault:
        present = bytes(vault.keys.data)
        with monkeypatch.context() as patched:
            patched.setattr(vault.engine, "get", lambda _: vault.keys.wipe())
            assert vault.data_keys == (present,)


def test_a_diverged_copys_backups_are_named_and_kept(home, tmp_path):
    vault, _ = filled(home, OLD)
    with vault:
        made = backup.make(vault, tmp_path / "stick")
    other = Home(tmp_path / "other")
    backup.restore(made.path, other)
    with Vault.open(other, OLD) as copy:
        copy.change_keys("their own new passphrase")
        theirs = backup.make(copy, tmp_path / "shared")
    with Vault.open(home, OLD) as vault:
        vault.change_keys(NEW)
        told = mending.mend_all(vault, (tmp_path / "shared",))
    assert told.foreign == (theirs.path,)
    assert (theirs.path / "keys.json").exists()


def test_leftovers_of_a_repair_and_of_crashes_open_with_nothing_old(home):
    vault, _ = filled(home, None)
    with vault:
        backup.make(vault, home.backups)
        aside = home.root / "vault.damaged-2026-01-01 120000"
        part = home.backups / f".IMR backup 2026-01-01 120000.{vault.keys.vault_id[:8]}.part"
        left = (home.root / ".vault.restore", home.vault / ".repair" / "keys1", home.root / ".scrubx1")
        for folder in (aside, part, *left):
            shutil.copytree(home.vault, folder, ignore=shutil.ignore_patterns(".repair"))
        vault.change_keys(NEW)
        mending.mend_all(vault, (home.backups,))
    assert not any(folder.exists() for folder in (part, *left))
    assert not (aside / "account.key").exists()
    assert keys.opens(aside, NEW)
    with pytest.raises(PassphraseNeeded):
        keys.unlock(aside, None)


def test_the_copy_is_all_there_is_to_the_database(home):
    vault, _ = filled(home, OLD)
    with vault:
        tables = vault.engine.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%' ORDER BY name")
        rows = {
            name: vault.engine.execute(f"SELECT * FROM {name}")
            for kind, name, _ in tables
            if kind == "table" and name not in ("meta", "audit", "checkpoints")
        }
        vault.change_keys(NEW)
        assert (
            vault.engine.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%' ORDER BY name")
            == tables
        )
        assert {name: vault.engine.execute(f"SELECT * FROM {name}") for name in rows} == rows
        assert vault.engine.execute("PRAGMA journal_mode") == [("wal",)]


def test_an_error_is_one_of_ours(home):
    vault, _ = filled(home, OLD)
    with vault, pytest.raises(ImrError, match="at least 12"):
        vault.change_keys("short")
    assert opens(home, OLD) == [True]
    assert rekeying.split(b"") == ()
    assert Path(home.vault / "keys.json").exists()
