"""A backup is whole or not there, costs little, and comes back with everything in it."""

import os
import shutil
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from imr_desktop.case import edits
from imr_desktop.case.model import Case
from imr_desktop.errors import StoreDamaged, StoreError, StoreLocked, UsageError, WrongPassphrase
from imr_desktop.paths import Home
from imr_desktop.store import backup, manifest
from imr_desktop.store import keys as keyring
from imr_desktop.store.vault import Vault

SECRET = "green lamp by the door"
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def case(number: str, summary: str = "") -> Case:
    return edits.set_summary(edits.set_field(edits.new_case(), number=number), summary)


@pytest.fixture
def vault(home):
    with Vault.create(home, SECRET)[0] as vault:
        vault.repository.save(case("CM26-0000001", "neck pain"))
        vault.attachments.put_bytes(os.urandom(300_000))
        vault.attachments.put_bytes(b"a short report")
        yield vault


@pytest.fixture
def place(tmp_path):
    return tmp_path / "stick"


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def again(path: Path, made_at: datetime, **changes) -> Path:
    """A copy of a backup that says it was made at another time."""
    import msgspec

    copy = path.with_name(f"IMR backup {made_at:%Y-%m-%d %H%M%S}")
    shutil.copytree(path, copy)
    manifest.write(copy, msgspec.structs.replace(manifest.read(path), made_at=made_at, **changes))
    return copy


def test_a_backup_comes_back_with_every_case_and_file(vault, place, tmp_path):
    vault.repository.save(edits.set_summary(vault.repository.find("CM26-0000001"), "worse"))
    made = backup.make(vault, place)
    vault.repository.save(case("CM26-0000002"))  # after the backup
    new = Home(tmp_path / "new")
    restored = backup.restore(made.path, new)
    assert (restored.cases, restored.files, restored.missing) == (1, 2, ())
    with Vault.open(new, SECRET) as other:
        found = other.repository.find("CM26-0000001")
        assert found.summary == "worse"
        assert other.repository.version(found.id, 1).summary == "neck pain"
        assert not other.repository.has_number("CM26-0000002")
        assert [broken.what for broken in other.attachments.verify()] == []
        assert other.engine.check() == []
        assert other.trail.verify().ok
        (entry,) = other.trail.entries(what="vault restored")
        assert entry.detail["backup"] == made.path.name
    with Vault.open(new, SECRET) as other:
        assert len(list(other.trail.entries(what="vault restored"))) == 1
    with pytest.raises(WrongPassphrase):
        Vault.open(new, "another one entirely")


def test_nothing_of_a_backup_is_readable_or_open_to_others(vault, place):
    made = backup.make(vault, place)
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files(made.path))
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o700
    assert not any(b"CM26-0000001" in path.read_bytes() or b"short report" in path.read_bytes() for path in files(place))
    assert not made.readable
    assert made.size == sum(path.stat().st_size for path in files(made.path) if not path.name.startswith("manifest"))


def test_a_backup_of_a_vault_without_passphrase_opens_with_its_words_or_beside_its_home(home, place, tmp_path):
    vault, words = Vault.create(home, None)
    with vault:
        away, beside = backup.make(vault, place), backup.make(vault, home.backups)
    for made in (away, beside):
        assert not made.readable
        assert not (made.path / "account.key").exists()
    backup.restore(away.path, Home(tmp_path / "new"))
    with pytest.raises(StoreDamaged, match="Enter the recovery words"):
        Vault.open(Home(tmp_path / "new"), None)
    Vault.open(Home(tmp_path / "new"), words).close()
    backup.restore(beside.path, Home(tmp_path / "same"))
    Vault.open(Home(tmp_path / "same"), None).close()


def test_sealed_files_are_shared_between_backups_and_never_with_the_vault(vault, place):
    first, second = backup.make(vault, place), backup.make(vault, place)
    sealed = [path for path in files(first.path) if "files" in path.parts]
    assert len(sealed) == 2
    for path in sealed:
        name = path.relative_to(first.path)
        assert path.samefile(second.path / name)
        assert not path.samefile(vault.home.vault / name)


def test_where_the_disk_cannot_link_files_are_copied(vault, place, monkeypatch):
    first = backup.make(vault, place)

    def refused(*_: object) -> None:
        raise PermissionError(1, "not here")

    monkeypatch.setattr(os, "link", refused)
    second = backup.make(vault, place)
    assert second.size == first.size
    assert backup.verify(second.path) == ()


def test_a_file_damaged_in_the_backup_before_is_not_taken_over(vault, place):
    first = backup.make(vault, place)
    for path in files(first.path / "files"):
        data = path.read_bytes()
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert len(backup.verify(first.path)) == 2
    assert backup.verify(backup.make(vault, place).path) == ()


def test_damage_in_the_middle_of_an_old_file_is_seen_within_a_week(vault, place):
    import msgspec

    first = backup.make(vault, place)
    big = max(files(first.path / "files"), key=lambda path: path.stat().st_size)
    data = bytearray(big.read_bytes())
    data[1000] ^= 1
    big.write_bytes(data)
    listed = manifest.read(first.path)
    old = tuple(msgspec.structs.replace(item, checked=item.checked - timedelta(days=8)) for item in listed.items)
    manifest.write(first.path, msgspec.structs.replace(listed, items=old))
    assert backup.verify(backup.make(vault, place).path) == ()


def test_a_file_sealed_anew_under_another_key_is_not_taken_from_the_backup_before(vault, place, tmp_path):
    first = backup.make(vault, place)
    assert vault.attachments.collect(set()) == 2
    digest = vault.attachments.put_bytes(b"a short report")
    second = backup.make(vault, place)
    assert backup.restore(second.path, Home(tmp_path / "new")).files == 1
    with Vault.open(Home(tmp_path / "new"), SECRET) as other, other.attachments.open(digest) as file:
        assert file.read() == b"a short report"
    assert first.path != second.path


def test_an_original_lost_from_the_vault_stays_in_the_next_backup(vault, place):
    backup.make(vault, place)
    for path in files(vault.home.vault / "files"):
        path.unlink()
    assert len(files(backup.make(vault, place).path / "files")) == 2


@pytest.mark.parametrize("at", [0, 1, 2, 3, 4, 5, 6, 7])
def test_a_crash_at_any_moment_leaves_no_half_backup(vault, place, monkeypatch, at):
    class Crash(BaseException):
        pass

    count = iter(range(100))
    real = os.fsync

    def crashing(handle: int) -> None:
        if next(count) == at:
            monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)  # a crash tidies nothing up
            raise Crash
        real(handle)

    monkeypatch.setattr(os, "fsync", crashing)
    with pytest.raises(Crash):
        backup.make(vault, place)
    monkeypatch.undo()
    assert backup.all_in(place) == ()
    made = backup.make(vault, place)
    assert [path.name for path in place.iterdir()] == [made.path.name]


def test_backups_made_while_cases_are_saved_hold_one_moment(vault, place, tmp_path):
    import threading

    stop = threading.Event()

    def work() -> None:
        number = 0
        while not stop.wait(0.001):
            number += 1
            with vault.engine.transaction():
                vault.repository.save(case(f"CM26-1{number:06}"))
                vault.attachments.put_bytes(os.urandom(50))
                vault.engine.put("number", number)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        made = [backup.make(vault, place) for _ in range(4)]
    finally:
        stop.set()
        thread.join()
    for number, one in enumerate(made):
        new = Home(tmp_path / f"new{number}")
        backup.restore(one.path, new)
        with Vault.open(new, SECRET) as other:
            assert one.cases == len(other.repository.list()) == 1 + (other.engine.get("number") or 0)
            assert list(other.attachments.verify()) == []


def test_the_place_has_to_be_there(vault, tmp_path):
    with pytest.raises(StoreError, match=r"No backup was made: the folder .* is not there\. Connect its disk"):
        backup.make(vault, tmp_path / "unplugged" / "backups")
    backup.make(vault, tmp_path / "backups")


def test_a_full_disk_is_said_and_leaves_nothing(vault, place, monkeypatch):
    import errno

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="the disk is full"):
        backup.make(vault, place)
    monkeypatch.undo()
    assert list(place.iterdir()) == []
    assert vault.repository.find("CM26-0000001").summary == "neck pain"


def test_a_backup_is_due_once_a_calendar_day(vault, place):
    assert backup.due(vault, place, NOW)
    made = backup.make(vault, place)
    assert not backup.due(vault, place, made.made_at)
    assert backup.due(vault, place, made.made_at + timedelta(days=1))
    assert backup.due(vault, place, made.made_at - timedelta(days=400)), "the clock was wrong once"


def test_another_vaults_backup_does_not_count(vault, place, tmp_path):
    with Vault.create(Home(tmp_path / "other"), SECRET)[0] as other:
        backup.make(other, place)
        assert backup.due(vault, place, datetime.now(UTC))
        backup.make(vault, place)
        assert backup.newest(place, other.keys.vault_id) != backup.newest(place, vault.keys.vault_id)


def test_rotation_keeps_the_newest_five_one_a_day_and_one_a_week(vault, place):
    made = backup.make(vault, place)
    times = [NOW - timedelta(hours=12 * number) for number in range(80)]
    for at in times:
        again(made.path, at, sequence=1)
    shutil.rmtree(made.path)
    gone = backup.rotate(place)
    left = [one.made_at for one in backup.all_in(place)]
    assert left[:5] == times[:5]
    days = {at.astimezone().date() for at in left}
    assert {(NOW - timedelta(days=number)).astimezone().date() for number in range(7)} <= days
    weeks = {at.astimezone().isocalendar()[:2] for at in left}
    assert len(weeks) == 4
    assert len(left) <= 5 + 7 + 4
    assert len(gone) == len(times) - len(left)
    assert backup.rotate(place) == ()


def test_rotation_never_removes_the_latest_change_nor_what_it_cannot_read(vault, place):
    made = backup.make(vault, place)
    for number in range(1, 9):
        again(made.path, NOW + timedelta(days=4000, seconds=number), sequence=1)
    damaged = again(made.path, NOW)
    for name in (manifest.FILE, manifest.COPY):
        (damaged / name).write_bytes(b"{}")
    backup.rotate(place)
    assert made.path.exists()
    assert damaged.exists()


def test_each_vaults_backups_are_rotated_by_themselves(vault, place, tmp_path):
    with Vault.create(Home(tmp_path / "other"), SECRET)[0] as other:
        theirs = backup.make(other, place)
    made = backup.make(vault, place)
    for number in range(8):
        again(made.path, NOW + timedelta(seconds=number))
    backup.rotate(place)
    assert theirs.path.exists()


# ----- bringing back


def test_a_home_with_a_vault_is_left_alone(place, home):
    with Vault.create(home, SECRET)[0] as vault:
        made = backup.make(vault, place)
        with pytest.raises(StoreLocked):
            backup.restore(made.path, home)
    with pytest.raises(UsageError, match="There is a vault in"):
        backup.restore(made.path, home)
    for name in ("keys.json", "keys.json.bak"):
        (home.vault / name).write_bytes(b"not a key")
    with pytest.raises(UsageError, match="There is a vault in"):
        backup.restore(made.path, home)


def test_what_is_no_backup_is_refused_and_the_one_inside_named(vault, place, tmp_path):
    with pytest.raises(UsageError, match="is not a backup"):
        backup.restore(tmp_path, Home(tmp_path / "new"))
    made = backup.make(vault, place)
    with pytest.raises(UsageError, match=made.path.name):
        backup.restore(place, Home(tmp_path / "new"))
    assert Vault.protection(Home(tmp_path / "new")) == "none"


@pytest.mark.parametrize("name", ["cases.db", "keys.json"])
def test_a_damaged_backup_is_refused_and_leaves_nothing(vault, place, tmp_path, name):
    made, new = backup.make(vault, place), Home(tmp_path / "new")
    path = made.path / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)
    with pytest.raises(StoreDamaged, match=f"its {name} is not as written.*take another"):
        backup.restore(made.path, new)
    assert keyring.protection(new.vault) == "none"
    assert not new.vault.exists()
    assert [one.name for one in new.root.iterdir()] == ["lock"]


def test_a_damaged_original_is_taken_from_another_backup_or_named(vault, place, tmp_path, monkeypatch):
    first = backup.make(vault, place)
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError()))
    second = backup.make(vault, place)
    one = files(second.path / "files")[0]
    one.write_bytes(one.read_bytes()[:-5])
    assert backup.restore(second.path, Home(tmp_path / "a")).files == 2
    (first.path / one.relative_to(second.path)).unlink()
    with pytest.raises(StoreDamaged, match="1 of its sealed files are not as written"):
        backup.restore(second.path, Home(tmp_path / "b"))
    restored = backup.restore(second.path, Home(tmp_path / "b"), partly=True)
    assert (restored.files, len(restored.missing)) == (1, 1)
    Vault.open(Home(tmp_path / "b"), SECRET).close()


def test_one_damaged_list_does_no_harm_two_are_said(vault, place, tmp_path):
    made = backup.make(vault, place)
    (made.path / manifest.FILE).write_bytes((made.path / manifest.FILE).read_bytes().replace(b"sequence", b"seqvence"))
    assert backup.restore(made.path, Home(tmp_path / "a")).cases == 1
    (made.path / manifest.COPY).unlink()
    with pytest.raises(StoreDamaged, match="its list manifest.json cannot be read"):
        backup.restore(made.path, Home(tmp_path / "b"))


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "files/aa/../../../x", "cases.db/..", "files\\aa", "CON"])
def test_a_list_that_leads_out_of_the_backup_is_no_list(vault, place, tmp_path, name):
    import msgspec

    made = backup.make(vault, place)
    listed = manifest.read(made.path)
    bad = manifest.Item(name, 1, "0" * 64, NOW)
    manifest.write(made.path, msgspec.structs.replace(listed, items=(*listed.items, bad)))
    with pytest.raises(StoreDamaged):
        backup.restore(made.path, Home(tmp_path / "new"))


def test_a_restore_that_fails_half_way_can_be_tried_again(vault, place, tmp_path, monkeypatch):
    made, new = backup.make(vault, place), Home(tmp_path / "new")
    calls = iter(range(100))
    real = os.fsync

    def failing(handle: int) -> None:
        if next(calls) == 3:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(StoreError, match="the disk is full"):
        backup.restore(made.path, new)
    monkeypatch.undo()
    assert not new.vault.exists()
    assert backup.restore(made.path, new).cases == 1


def test_progress_tells_files_done_and_in_all(vault, place, tmp_path):
    told = []
    made = backup.make(vault, place, lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]
    told.clear()
    backup.restore(made.path, Home(tmp_path / "new"), lambda done, of: told.append((done, of)))
    assert told[-1] == (5, 5)
