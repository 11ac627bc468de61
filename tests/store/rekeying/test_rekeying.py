"""A change of the passphrase: nothing that opened the vault before opens it afterwards, and no crash loses anything."""

import itertools
import os
import shutil
from contextlib import suppress

import pytest

from imr_desktop.case import edits
from imr_desktop.errors import UsageError
from imr_desktop.paths import Home
from imr_desktop.store import audit, backup, exchange, keys, mending
from imr_desktop.store.vault import Vault

from .rekeyed import KEY_FILES, NEW, OLD, case, filled, opens, whole

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
        vault.change_keys(NEW)
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
