"""A change of the passphrase that is killed, or meets a full disk, at any step: the old secret opens it or the new."""

import itertools
import os
import shutil
import signal

import pytest

from imr_desktop.errors import StoreError
from imr_desktop.paths import Home
from imr_desktop.store import backup, mending
from imr_desktop.store.vault import Vault

from .rekeyed import NEW, OLD, case, filled, opens, whole

EVERY = int(os.environ.get("IMR_REKEYING_EVERY", "17"))
"""Crashes are tried at each n-th step; 1 tries every one, which takes some minutes."""


def steps(act) -> int:
    """Run an act, counting what it asks of the file system."""
    count = itertools.count()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("fsync", "replace", "unlink", "rename"):
            real = getattr(os, name)
            patch.setattr(os, name, lambda *a, real=real, **more: (next(count), real(*a, **more))[1])
        act()
    return next(count)


def killed_at(step: int, act) -> None:
    """Run an act in a child that is killed before its file system call number `step`."""
    child = os.fork()
    if not child:
        count = itertools.count()
        for name in ("fsync", "replace", "unlink", "rename"):
            real = getattr(os, name)

            def counted(*arguments, real=real, **more):
                if next(count) == step:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*arguments, **more)

            setattr(os, name, counted)
        try:
            act()
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def changed(home: Home, before: str | None, after: str | None) -> None:
    with Vault.open(home, before) as vault:
        vault.change_keys(after)
        (home.root / "acknowledged").touch()
        mending.mend_all(vault, (home.backups,))
        (home.root / "mended").touch()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(("before", "after"), [(OLD, NEW), (None, NEW), (OLD, None), (None, None)])
def test_killed_at_any_step_of_a_change_the_old_secret_opens_or_the_new(home, tmp_path, before, after):
    vault, words = filled(home, before)
    backup.make(vault, home.backups)
    vault.close()
    key = (home.vault / "account.key").read_bytes() if before is None else b""
    trial = Home(tmp_path / "trial")
    shutil.copytree(home.root, trial.root)
    number = steps(lambda: changed(trial, before, after))
    assert number > 20
    old_key_file = (home.vault / "keys.json").read_bytes()
    for step in range(0, number, EVERY):
        shutil.rmtree(trial.root)
        shutil.copytree(home.root, trial.root)
        killed_at(step, lambda: changed(trial, before, after))
        acknowledged = (trial.root / "acknowledged").exists()
        now = opens(trial, before, after)
        assert any(now), step
        if acknowledged:
            assert now[1], step
        secret = after if now[1] else before
        whole(trial, secret)
        if before != after:
            assert now.count(True) == 1, step
            assert (trial.vault / "keys.json").read_bytes() != old_key_file or now[0]
        (made,) = backup.all_in(trial.backups)
        restored = Home(tmp_path / f"restored{step}")
        assert [name for name in backup.verify(made.path) if name != "keys.json.bak"] == [], step
        backup.restore(made.path, restored)
        if key:
            (restored.vault / "account.key").write_bytes(key)
        assert any(opens(restored, words, before, after)) or after is None, step
        with Vault.open(trial, secret) as vault:
            assert mending.mend_all(vault, (trial.backups,)).count == 1
        assert backup.verify(made.path) == ()


def test_a_change_that_meets_a_full_disk_at_any_step_changes_nothing_or_all(home, tmp_path, monkeypatch):
    vault, _ = filled(home, OLD)
    vault.close()
    real = os.fsync
    for step in range(0, 40, EVERY):
        trial = Home(tmp_path / f"trial{step}")
        shutil.copytree(home.root, trial.root)
        with Vault.open(trial, OLD) as vault:
            count = itertools.count()

            def full(handle, count=count, step=step):
                if next(count) == step:
                    raise OSError(28, "No space left on device")
                return real(handle)

            with monkeypatch.context() as patch:
                patch.setattr(os, "fsync", full)
                try:
                    vault.change_keys(NEW)
                    done = True
                except StoreError:
                    done = False
            vault.repository.save(case("CM26-0000003"))  # the vault goes on working either way
        assert opens(trial, OLD, NEW) == [not done, done]
        whole(trial, NEW if done else OLD)
