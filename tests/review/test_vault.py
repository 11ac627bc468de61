"""The protection of the cases changed while other things go on, and cut short."""

import threading

import pytest

from imr_desktop import settings
from imr_desktop.case import edits
from imr_desktop.errors import StoreError, UsageError
from imr_desktop.paths import Home
from imr_desktop.review.vault import VaultService
from imr_desktop.store import attempts, backup, keys, mending

OLD, NEW = "green lamp by the door", "blue chair at the window"


@pytest.fixture
def vault(home):
    made = VaultService(home)
    made.create(OLD)
    yield made
    made.lock()


def save(vault, number="CM26-0000001"):
    vault.store.repository.save(edits.set_field(edits.new_case(), number=number))


class Killed(BaseException):
    """What no handler catches, as a process that was killed runs none."""


def test_a_change_cut_short_before_the_backups_followed_goes_on_at_the_next_opening(vault, tmp_path, monkeypatch):
    stick = tmp_path / "stick"
    save(vault)
    made = (vault.backup(vault.home.backups), vault.backup(stick))

    def killed(*_):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(mending, "mend_all", killed)
        with pytest.raises(Killed):
            vault.protect(NEW)
    vault.lock()
    again = VaultService(vault.home)
    again.unlock(NEW)
    assert "cut short" in again.mend_backups()
    assert again.mend_backups() == ""
    again.lock()
    for number, one in enumerate(made):
        other = Home(tmp_path / f"other{number}")
        backup.restore(one.path, other)
        assert not keys.opens(other.vault, OLD)
        attempts.clear(other.vault)
        assert keys.opens(other.vault, NEW)


def test_a_change_says_later_only_that_its_words_are_not_noted(vault):
    vault.protect(NEW)
    assert vault.mend_backups() == ""
    assert "recovery words" in vault.words_warning()
    vault.lock()
    vault.unlock(NEW)
    assert "recovery words" in vault.words_warning()
    vault.note_words()
    assert vault.words_warning() == ""


def test_cases_are_saved_while_a_change_of_the_protection_waits_for_a_backup(vault):
    """The window saves through the vault: held while a large backup is made, it would lose what is typed to a crash."""
    save(vault)
    changed = threading.Thread(target=vault.protect, args=(NEW,))
    saved = threading.Thread(target=save, args=(vault, "CM26-0000002"))
    with vault.store.still:  # as a backup does
        changed.start()
        changed.join(0.5)
        saved.start()
        saved.join(20)
        assert not saved.is_alive()
        assert changed.is_alive()
    changed.join(60)
    assert keys.opens(vault.home.vault, NEW)
    assert len(vault.store.repository.list()) == 2


def test_a_passphrase_that_is_refused_leaves_no_half_vault(home):
    with pytest.raises(UsageError):
        VaultService(home).create("short")
    assert [path.name for path in home.root.iterdir()] == ["lock"]


def test_a_place_that_takes_no_backup_keeps_no_other_from_its_own(vault, tmp_path):
    save(vault)
    stick = tmp_path / "stick"
    stick.mkdir()
    settings.save(vault.home, settings.Settings(backup_folder=str(stick)))
    vault.home.backups.write_text("a file stands where the folder should be")
    with pytest.raises(StoreError):
        vault.backup_if_due()
    assert len(backup.all_in(stick)) == 1


def test_settings_that_cannot_be_read_are_told_from_none(vault):
    assert "settings" not in vault.place_warning()
    vault.home.settings.write_bytes(b"{damaged")
    assert "cannot be read; the usual ones hold" in vault.place_warning()
