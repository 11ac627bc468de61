"""A vault that was put back to an older state is noticed by what stands elsewhere; a restored one is not accused."""

import shutil

import pytest

from imr_desktop.case import edits
from imr_desktop.paths import Home
from imr_desktop.store import account, backup, keys, rollback
from imr_desktop.store.repair import repair
from imr_desktop.store.scrub import scrub
from imr_desktop.store.vault import Vault

SECRET = "green lamp by the door"


def work(vault, most=3):
    for number in range(most):
        vault.repository.save(edits.set_field(edits.new_case(), number=f"CM26-000010{number}"))


def warned(home, secret=SECRET):
    with Vault.open(home, secret) as vault:
        return rollback.warning(vault, (home.backups,))


@pytest.fixture
def rolled(home, tmp_path):
    """A home with a backup, and a copy of its vault from before the last changes."""
    with Vault.create(home, SECRET)[0] as vault:
        work(vault)
    shutil.copytree(home.vault, tmp_path / "before")
    with Vault.open(home, SECRET) as vault:
        work(vault)
        backup.make(vault, home.backups)
    return tmp_path / "before"


def put_back(home, before, *names):
    for name in names:
        shutil.copyfile(before / name, home.vault / name)


def test_nothing_is_said_of_a_vault_as_it_was(home, rolled):
    assert warned(home) == ""


def test_database_and_count_put_back_together_are_noticed_by_a_backup(home, rolled):
    put_back(home, rolled, "cases.db", "head")
    told = warned(home)
    assert "The cases are older than they were: the backup “IMR backup " in told
    assert "vault restore" in told
    with Vault.open(home, SECRET) as vault:  # it opens all the same, and the trail keeps what was noticed
        assert len(list(vault.trail.entries(what="older state noticed"))) == 1


def test_a_count_that_was_taken_away_is_missed(home, rolled):
    (home.vault / "head").unlink()
    assert "number of changes (the file head) is missing" in warned(home)
    assert warned(home) == ""
    (home.vault / "head").unlink()
    with Vault.open(home, SECRET) as vault:
        assert [one.where for one in scrub(vault).findings] == ["head"]


def test_a_restored_backup_is_not_accused_and_its_own_line_is_watched(home, rolled, tmp_path):
    older = backup.newest(home.backups).path
    with Vault.open(home, SECRET) as vault:
        work(vault)
        backup.make(vault, home.backups)
    shutil.rmtree(home.vault)
    backup.restore(older, home)
    assert warned(home) == ""
    shutil.copytree(home.vault, tmp_path / "again")
    with Vault.open(home, SECRET) as vault:
        work(vault)
        backup.make(vault, home.backups)
        assert rollback.warning(vault, (home.backups,)) == ""
    put_back(home, tmp_path / "again", "cases.db", "head")
    assert "older than they were" in warned(home)


def test_a_repaired_vault_is_not_accused(home, rolled):
    made = backup.newest(home.backups).path
    with Vault.open(home, SECRET) as vault:
        work(vault)
        backup.make(vault, home.backups)
    (home.vault / "cases.db").write_bytes(b"x" * 40_000)
    (home.vault / "head").unlink()
    repair(home, SECRET, made)
    assert warned(home) == ""


def test_a_change_of_the_passphrase_is_no_rollback(home, rolled):
    with Vault.open(home, SECRET) as vault:
        vault.change_keys("blue chair at the window")
    assert warned(home, "blue chair at the window") == ""


class Keyring:
    """A keyring in memory that calls itself the system's."""

    priority = 5
    __module__ = "keyring.backends.SecretService"

    def __init__(self):
        self.held = {}

    def set_password(self, service, name, word):
        self.held[service, name] = word

    def get_password(self, service, name):
        return self.held.get((service, name))

    def delete_password(self, service, name):
        del self.held[service, name]


@pytest.fixture
def keyring(monkeypatch):
    made = Keyring()
    monkeypatch.setattr(account, "_backend", lambda: made)
    return made


def test_the_keyring_holds_key_and_count_and_nothing_lies_on_the_disk(home, keyring, tmp_path):
    with Vault.create(home, None, in_keyring=True)[0] as vault:
        work(vault)
        backup.make(vault, tmp_path / "stick")
    assert keys.protection(home.vault) == "keyring"
    assert not list(home.root.rglob("account.key"))
    shutil.copytree(home.vault, tmp_path / "before")
    with Vault.open(home, None) as vault:
        work(vault)
    put_back(home, tmp_path / "before", "cases.db", "head")
    assert "the system's keyring knows of change" in warned(home, None)


def test_a_change_leaves_no_old_key_in_the_keyring(home, keyring):
    with Vault.create(home, None, in_keyring=True)[0] as vault:
        first = set(keyring.held)
        vault.change_keys(None, in_keyring=True)
        assert len(keyring.held) == 1
        assert not first & set(keyring.held)
        vault.change_keys(SECRET)
    assert keyring.held == {}


def test_a_keyring_that_refuses_changes_nothing(home, keyring, monkeypatch):
    from imr_desktop.errors import StoreError

    with Vault.create(home, SECRET)[0] as vault:
        monkeypatch.setattr(keyring, "set_password", lambda *_: 1 / 0)
        with pytest.raises(StoreError, match="keyring did not take the key, so nothing was changed"):
            vault.change_keys(None, in_keyring=True)
    Vault.open(home, SECRET).close()
    assert keys.protection(home.vault) == "passphrase"


def test_a_vault_folder_that_stands_open_is_closed_again(home):
    import stat

    Vault.create(home, SECRET)[0].close()
    home.backups.mkdir()
    for folder in (home.vault, home.backups):
        folder.chmod(0o777)
    Vault.open(home, SECRET).close()
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (home.vault, home.backups)} == {0o700}


def test_a_restored_home_elsewhere_has_a_key_of_its_own(home, keyring, tmp_path):
    with Vault.create(home, None, in_keyring=True)[0] as vault:
        made = backup.make(vault, home.backups)
    other = Home(tmp_path / "other")
    backup.restore(made.path, other)
    with Vault.open(other, None) as vault:
        vault.change_keys(SECRET)
    Vault.open(home, None).close()
