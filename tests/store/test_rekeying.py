"""A change of the passphrase: nothing that opened the vault before opens it afterwards, and no crash loses anything."""

import itertools
import os
import shutil
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from imr_desktop.case import edits
from imr_desktop.case.model import Case
from imr_desktop.errors import ImrError, PassphraseNeeded, StoreDamaged, StoreError, UsageError, WrongPassphrase
from imr_desktop.paths import Home
from imr_desktop.store import attempts, audit, backup, exchange, keys, mending, rekeying
from imr_desktop.store.scrub import scrub
from imr_desktop.store.vault import Vault

OLD, NEW = "green lamp by the door", "blue chair at the window"
EVERY = int(os.environ.get("IMR_REKEYING_EVERY", "17"))
"""Crashes are tried at each n-th step; 1 tries every one, which takes some minutes."""
KEY_FILES = ("keys.json", "keys.json.bak", "account.key", "head")


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    tuned = keys.tuned
    monkeypatch.setattr(keys, "tuned", lambda *, fast=False: tuned(fast=True))


def case(number: str, summary: str = "") -> Case:
    return edits.set_summary(edits.set_field(edits.new_case(), number=number), summary)


def filled(home: Home, passphrase: str | None) -> tuple[Vault, str]:
    vault, words = Vault.create(home, passphrase)
    vault.repository.save(case("CM26-0000001", "neck pain"))
    vault.attachments.put_bytes(b"a short report" * 1000)
    return vault, words


def opens(home: Home, *secrets: str | None) -> list[bool]:
    found = []
    for secret in secrets:
        try:
            Vault.open(home, secret).close()
            found.append(True)
        except (WrongPassphrase, PassphraseNeeded, StoreDamaged):
            found.append(False)
        attempts.clear(home.vault)
    return found


def whole(home: Home, secret: str | None) -> None:
    with Vault.open(home, secret) as vault:
        assert vault.repository.find("CM26-0000001").summary == "neck pain"
        assert scrub(vault).findings == ()
        assert not [path.name for path in home.vault.iterdir() if "next" in path.name]


# ----- the thief


@pytest.mark.parametrize("before", [None, OLD])
@pytest.mark.parametrize("after", [None, NEW])
def test_what_a_thief_kept_from_before_opens_nothing_of_today(home, tmp_path, before, after):
    vault, words = filled(home, before)
    with vault:
        made = backup.make(vault, home.backups)
        kept = {name: (home.vault / name).read_bytes() for name in KEY_FILES if (home.vault / name).exists()}
        new_words = vault.change_keys(after)
        vault.repository.save(case("CM26-0000002", "written after the change"))
        assert mending.mend_all(vault, (home.backups,)).sentence == ""
    thief = Home(tmp_path / "thief")
    shutil.copytree(home.root, thief.root)
    for name, data in kept.items():
        (thief.vault / name).write_bytes(data)
    assert opens(thief, before, words) == [False, False]
    for name in KEY_FILES:  # the backup's key files beside today's database
        (thief.vault / name).unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            shutil.copyfile(made.path / name, thief.vault / name)
    assert opens(thief, before, words) == [False, False]
    assert opens(home, before, words) == [False, False] if before != after else [True, False]
    assert opens(home, after, new_words) == [True, True]
    assert not any(path.name == "account.key" for path in home.backups.rglob("*"))


def test_what_a_thief_kept_opens_no_backup_either(home, tmp_path):
    vault, words = filled(home, OLD)
    with vault:
        made = backup.make(vault, home.backups)
        new_words = vault.change_keys(NEW)
        mending.mend_all(vault, (home.backups,))
    assert backup.verify(made.path) == ()
    for number, secret in enumerate((OLD, words, NEW, new_words)):
        other = Home(tmp_path / f"home{number}")
        backup.restore(made.path, other)
        assert opens(other, secret) == [number > 1]
    kept = (other.vault / "keys.json").read_bytes()
    assert b"inner" not in kept  # the restored database is under today's data key


def test_set_changed_removed_and_set_again(home):
    secrets, words = [None, OLD, NEW, None, OLD, OLD], []
    vault, first = filled(home, None)
    for secret in secrets[1:]:
        words.append(vault.change_keys(secret))
        backup.make(vault, home.backups)
        mending.mend_all(vault, (home.backups,))
        assert keys.protection(home.vault) == ("account" if secret is None else "passphrase")
    assert len(vault.data_keys) == 6
    vault.close()
    whole(home, OLD)
    assert opens(home, None, NEW, first, *words) == [False] * 7 + [True]
    assert len({path.name for path in home.vault.glob("*key*")}) == 2


@pytest.mark.parametrize("entries", [97, 98, 99, 100])
def test_the_checkpoint_due_within_a_change_holds(home, entries):
    vault, _ = filled(home, None)
    with vault:
        while vault.trail.head().entries < entries:
            vault.trail.append("noted")
        vault.change_keys(NEW, fast=True)
        assert vault.trail.verify().findings == ()


def test_every_backup_opens_with_todays_passphrase_and_none_before_it(home, tmp_path):
    vault, _ = filled(home, None)
    for secret in (OLD, NEW, None, NEW):
        backup.make(vault, home.backups)
        vault.change_keys(secret)
        mending.mend_all(vault, (home.backups,))
    vault.close()
    made = backup.all_in(home.backups)
    assert len(made) == 4
    for number, one in enumerate(made):
        assert backup.verify(one.path) == ()
        other = Home(tmp_path / f"home{number}")
        backup.restore(one.path, other)
        assert opens(other, None, OLD) == [False, False]
        whole(other, NEW)


# ----- what stays whole


def test_the_trail_stays_whole_and_its_old_checkpoints_hold(home, tmp_path):
    vault, _ = filled(home, OLD)
    with vault:
        vault.trail.checkpoint()
        anchor = vault.trail.head()
        for secret in (NEW, None, OLD):
            vault.change_keys(secret)
            vault.repository.save(case("CM26-0000002"))
        assert vault.trail.verify(anchor).findings == ()
        vault.trail.export(tmp_path / "trail.jsonl")
        assert audit.verify_export(tmp_path / "trail.jsonl").findings == ()
        handed = list(vault.trail.entries(what=audit.HANDOVER))
        assert len(handed) == 3
    text = (tmp_path / "trail.jsonl").read_text()
    forged = text.replace(handed[1].detail["from"], handed[1].detail["to"])
    (tmp_path / "trail.jsonl").write_text(forged)
    assert not audit.verify_export(tmp_path / "trail.jsonl").ok


def test_a_forged_handover_is_seen_although_the_chain_was_built_anew(home):
    vault, _ = filled(home, OLD)
    with vault:
        vault.change_keys(NEW)
        (entry,) = vault.trail.entries(what=audit.HANDOVER)
        with vault.engine.transaction():
            rows = vault.engine.execute("SELECT * FROM audit WHERE seq>=? ORDER BY seq", (entry.seq,))
            vault.engine.execute("DELETE FROM audit WHERE seq>=?", (entry.seq,))
            vault.engine.execute("DELETE FROM checkpoints WHERE seq>=?", (entry.seq,))
            head = vault.trail.head().digest
            for row in rows:
                detail = row[5].replace(entry.detail["from"], "ab" * 32)
                head, before = audit._hash(*row[:5], detail, head), head
                vault.engine.execute("INSERT INTO audit VALUES(?,?,?,?,?,?,?,?)", (*row[:5], detail, before, head))
        assert any("Handover" in line for line in vault.trail.verify().findings)


def test_packages_to_the_recipient_before_still_open(home, tmp_path):
    vault, _ = filled(home, OLD)
    with vault:
        before = vault.recipient
        sealed = tmp_path / "sealed.age"
        with sealed.open("wb") as out:
            import io

            exchange.sealing.seal(io.BytesIO(b"for you"), out, [before], "")
        vault.change_keys(NEW)
        assert vault.recipient != before
        with sealed.open("rb") as file:
            exchange.sealing.unseal(file, plain := io.BytesIO(), vault.identities, "", "x")
        assert plain.getvalue() == b"for you"


def test_a_repair_from_a_backup_under_an_earlier_key(home):
    vault, _ = filled(home, OLD)
    with vault:
        made = backup.make(vault, home.backups)
        vault.change_keys(NEW)
        vault.repository.save(case("CM26-0000002", "later"))
        mending.mend_all(vault, (home.backups,))
    from imr_desktop.store.repair import repair

    database = home.vault / "cases.db"
    database.write_bytes(os.urandom(database.stat().st_size))
    repair(home, NEW, made.path)
    whole(home, NEW)
    assert opens(home, OLD) == [False]


def test_a_repair_from_a_backup_that_did_not_follow_the_passphrase(home):
    """A stick that was in a drawer: what of the vault is whole still tells the key that its backup is under."""
    from imr_desktop.store.repair import repair

    vault, _ = filled(home, OLD)
    with vault:
        made = backup.make(vault, home.backups)
        vault.change_keys(NEW)
        vault.repository.save(case("CM26-0000002", "later"))
    database = home.vault / "cases.db"
    whole_one = database.read_bytes()
    database.write_bytes(whole_one[:-5000] + bytes(64) + whole_one[-4936:])
    report = repair(home, NEW, made.path)
    assert report.taken
    whole(home, NEW)
    with Vault.open(home, NEW) as vault:
        assert vault.repository.find("CM26-0000002").summary == "later"

    database.write_bytes(os.urandom(database.stat().st_size))
    with pytest.raises(UsageError, match="earlier passphrase"):
        repair(home, NEW, made.path)


def test_a_database_in_use_by_other_threads_waits(home):
    import threading

    vault, _ = filled(home, OLD)
    failed, stop = [], threading.Event()

    def work(number: int) -> None:
        try:
            mine = case(f"CM26-000010{number}")
            for count in itertools.count():
                vault.repository.save(edits.set_summary(mine, f"{count}"))
                assert vault.repository.load(mine.id).summary == f"{count}"
                list(vault.trail.verify().findings)
                if stop.is_set():
                    return
        except Exception as error:  # noqa: BLE001
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for secret in (NEW, None, OLD, NEW):
        vault.change_keys(secret)
    stop.set()
    for thread in threads:
        thread.join()
    assert failed == []
    vault.close()
    whole(home, NEW)


# ----- crashes


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
