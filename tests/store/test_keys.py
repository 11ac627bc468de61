"""The vault opens with its passphrase, its recovery words or its account, and with nothing else."""

import contextlib
import os
import stat
import time
import types

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imr_desktop import passphrases
from imr_desktop.errors import PassphraseNeeded, StoreDamaged, StoreError, UsageError, WrongPassphrase
from imr_desktop.store import account, argon2, attempts, keys, recovery

SECRET = "correct horse battery"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(argon2, "AIM_SECONDS", 0.01)


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def data(unlocked):
    return bytes(unlocked.data)


def test_passphrase_and_recovery_words_open_the_same_keys(folder):
    made, words = keys.create(folder, SECRET)
    assert keys.protection(folder) == "passphrase"
    for secret in (SECRET, words, words.upper().replace(" ", ", "), f"  {words}\n"):
        assert data(keys.unlock(folder, secret)) == data(made)
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    with pytest.raises(PassphraseNeeded):
        keys.unlock(folder, None)


def test_the_account_opens_it_without_a_word(folder):
    made, words = keys.create(folder, None)
    assert keys.protection(folder) == "account"
    assert data(keys.unlock(folder, None)) == data(made)
    (folder / account.FILE).unlink()
    with pytest.raises(StoreDamaged, match="recovery words"):
        keys.unlock(folder, None)
    assert data(keys.unlock(folder, words)) == data(made)


def test_the_keys_are_all_different_and_can_be_wiped(folder):
    made, _ = keys.create(folder, None)
    all_of_them = [made.data, made.database, made.files, made.names, made.head, made.audit]
    assert len({bytes(key) for key in all_of_them}) == 6
    assert bytes(made.data).hex() not in repr(made)
    made.wipe()
    assert {bytes(key) for key in all_of_them} == {bytes(32)}


def test_two_vaults_share_nothing(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    first, _ = keys.create(one, SECRET)
    second, _ = keys.create(two, SECRET)
    assert data(first) != data(second)
    (two / keys.FILE).write_bytes((one / keys.FILE).read_bytes())
    assert data(keys.unlock(two, SECRET)) == data(first)


@pytest.mark.parametrize("wrong", ["", "x", "correct horse batterz", "correct horse battery ", "é" * 5000])
def test_a_wrong_passphrase_is_said_and_changes_no_key(folder, wrong):
    keys.create(folder, SECRET)
    before = (folder / keys.FILE).read_bytes()
    with pytest.raises(WrongPassphrase):
        keys.unlock(folder, wrong)
    assert (folder / keys.FILE).read_bytes() == before
    assert keys.unlock(folder, SECRET)
    assert not (folder / attempts.FILE).exists()


def test_wrong_ones_make_the_next_wait_longer_also_after_a_restart(folder, monkeypatch):
    keys.create(folder, SECRET)
    clock = [time.time()]
    monkeypatch.setattr(attempts, "time", types.SimpleNamespace(time=lambda: clock[0]))
    waits = []
    for _ in range(9):
        with pytest.raises(WrongPassphrase) as error:
            keys.unlock(folder, "wrong passphrase")
        waits.append(error.value.wait)
        clock[0] += error.value.wait
    assert waits == [0, 0, 1, 2, 4, 8, 16, 30, 30]
    clock[0] -= 10
    with pytest.raises(WrongPassphrase, match="in 10 s") as error:
        keys.unlock(folder, SECRET)
    assert error.value.wait == pytest.approx(10, abs=0.01)
    clock[0] += 10
    assert keys.unlock(folder, SECRET)


@pytest.mark.parametrize("content", [b"", b"x y", b"999999999999999999999 1e400", b"\xff", b"5 nan"])
def test_a_broken_count_of_attempts_locks_nobody_out(folder, content):
    keys.create(folder, SECRET)
    (folder / attempts.FILE).write_bytes(content)
    try:
        assert keys.unlock(folder, SECRET)
    except WrongPassphrase as error:
        assert error.wait <= 30  # noqa: PT017


def test_fresh_keys_share_nothing_with_those_before(folder):
    made, words = keys.create(folder, SECRET)
    fresh = keys.fresh(folder, made.vault_id, SECRET)
    assert fresh.keys.vault_id == made.vault_id
    assert data(fresh.keys) != data(made)
    assert fresh.words != words
    assert fresh.account_key == b""
    assert data(keys.unlock(folder, SECRET)) == data(made)  # nothing was written


def test_a_shorter_passphrase_chosen_before_goes_on_opening(folder, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(passphrases, "SHORTEST", 8)
        made, _ = keys.create(folder, "eight ch")
    with pytest.raises(UsageError, match="at least 12"):
        keys.fresh(folder, made.vault_id, "eight ch")
    assert data(keys.unlock(folder, "eight ch")) == data(made)


def test_a_key_file_of_a_newer_program_is_not_called_damaged(folder):
    keys.create(folder, SECRET)
    for name in (keys.FILE, keys.COPY):
        told = (folder / name).read_bytes()
        (folder / name).write_bytes(told.replace(b'"format": 1', b'"format": 2'))
    for act in (keys.protection, lambda place: keys.unlock(place, SECRET)):
        with pytest.raises(StoreError, match="newer version") as error:
            act(folder)
        assert not isinstance(error.value, StoreDamaged)


def test_mistyped_recovery_words_say_what_is_wrong(folder):
    _, words = keys.create(folder, SECRET)
    listed = words.split()
    with pytest.raises(WrongPassphrase, match="Word 3 is not one"):
        keys.unlock(folder, " ".join([*listed[:2], "zzzzz", *listed[3:]]))
    with pytest.raises(WrongPassphrase, match="do not belong together"):
        keys.unlock(folder, " ".join([*listed[:22], "zoo", "zoo"]))


@pytest.mark.parametrize("passphrase", ["", "eleven chrs", " " * 14, "x" * 10_001, "\ud800" * 19])
def test_what_cannot_be_a_passphrase_is_refused(folder, passphrase):
    with pytest.raises(UsageError):
        keys.create(folder, passphrase)
    assert not (folder / keys.FILE).exists()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(passphrase=st.text(st.characters(exclude_categories=["Cs"]), min_size=12, max_size=40))
def test_any_passphrase_opens_what_it_closed(tmp_path_factory, passphrase):
    folder = tmp_path_factory.mktemp("keys")
    try:
        made, _ = keys.create(folder, passphrase)
    except UsageError:  # characters that compose to fewer than twelve
        return
    assert data(keys.unlock(folder, passphrase)) == data(made)


def test_every_bit_of_the_key_file_is_guarded(folder):
    made, _ = keys.create(folder, None)
    whole = (folder / keys.FILE).read_bytes()
    (folder / keys.COPY).unlink()
    for at in range(len(whole) * 8):
        flipped = bytearray(whole)
        flipped[at // 8] ^= 1 << at % 8
        (folder / keys.FILE).write_bytes(flipped)
        with contextlib.suppress(StoreError):  # a flip in the format's number reads as a newer program's
            assert data(keys.unlock(folder, None)) == data(made)


def test_the_copy_serves_where_the_key_file_does_not(folder):
    made, _ = keys.create(folder, SECRET)
    whole = (folder / keys.FILE).read_bytes()
    for content in (b"", b"{", whole[:-20], whole.replace(b'"vault": "', b'"vault": "0')):
        (folder / keys.FILE).write_bytes(content)
        assert data(keys.unlock(folder, SECRET)) == data(made)
    (folder / keys.COPY).unlink()
    (folder / keys.FILE).unlink()
    (folder / "cases.db").touch()
    with pytest.raises(StoreDamaged, match=r"keys\.json is missing or damaged"):
        keys.unlock(folder, SECRET)


@pytest.mark.parametrize("change", [{"memory": 2**40}, {"passes": 10**9}, {"lanes": 10**6}, {"memory": 8}, {"salt": b""}])
def test_a_cost_this_program_never_chose_is_refused_before_it_is_paid(folder, change, monkeypatch):
    keys.create(folder, SECRET)
    monkeypatch.setattr("cryptography.hazmat.primitives.kdf.argon2.Argon2id", None)
    envelope = msgspec.json.decode((folder / keys.FILE).read_bytes(), type=keys.Envelope)
    slot = envelope.slots[0]
    hostile = msgspec.structs.replace(slot, argon2=msgspec.structs.replace(slot.argon2, **change))
    for name in (keys.FILE, keys.COPY):
        (folder / name).write_bytes(msgspec.json.encode(msgspec.structs.replace(envelope, slots=(hostile,))))
    with pytest.raises(StoreDamaged):
        keys.unlock(folder, SECRET)


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"format": 2}', b"\xff", b"null", b"x" * 10_000_000])
def test_a_hostile_key_file_gets_a_sentence(folder, content):
    for name in (keys.FILE, keys.COPY):
        (folder / name).write_bytes(content)
    with pytest.raises(StoreDamaged, match="vault restore"):
        keys.unlock(folder, SECRET)


def test_the_cost_is_at_least_what_is_due():
    assert argon2.Argon2(os.urandom(16), 64 * 1024, 1, 4).allowed
    cost = argon2.tuned()
    assert cost.memory >= 64 * 1024
    assert cost.allowed


def test_recovery_words_hold_256_bits():
    words, secret = recovery.new()
    assert len(words.split()) == 24
    assert len(secret) == 32
    assert recovery.secret(words) == secret
    assert not recovery.looks_like("a passphrase of a few words that are not in any list")
