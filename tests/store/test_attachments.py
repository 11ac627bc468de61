"""Originals are kept byte-identical, once, and sealed."""

import hashlib
import io
import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from vaults import sealed

from imr_desktop.errors import StoreDamaged, StoreError


def test_an_original_is_kept_under_its_digest(attachments, tmp_path, home):
    source = tmp_path / "a b\n'.txt"
    source.write_bytes(b"page one\x00" * 300_000)
    digest = attachments.put(source)
    assert digest == hashlib.sha256(source.read_bytes()).hexdigest()
    with attachments.open(digest) as file:
        assert file.read() == source.read_bytes()
    (path,) = sealed(home)
    assert digest not in path.name
    assert b"page one" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_same_original_is_kept_once(attachments, tmp_path, home):
    first, second = tmp_path / "one.pdf", tmp_path / "two.pdf"
    first.write_bytes(b"same")
    second.write_bytes(b"same")
    assert attachments.put(first) == attachments.put(second) == attachments.put_bytes(b"same")
    assert len(sealed(home)) == 1


def test_an_original_comes_out_as_it_went_in(attachments, tmp_path):
    digest = attachments.put_bytes(b"x" * 700_001)
    attachments.export(digest, tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == b"x" * 700_001


def test_the_text_of_an_original_is_kept_and_replaced(attachments, home):
    digest = attachments.put_bytes(b"x")
    assert attachments.pages(digest) is None
    attachments.put_pages(digest, b"text")
    attachments.put_pages(digest, b"better text")
    assert attachments.pages(digest) == b"better text"


def test_originals_with_the_same_text_each_keep_it(attachments):
    one, other = attachments.put_bytes(b"one"), attachments.put_bytes(b"other")
    attachments.put_pages(one, b"same text")
    attachments.put_pages(other, b"same text")
    attachments.put_pages(one, b"")
    assert attachments.pages(one) == b""
    assert attachments.pages(other) == b"same text"


def test_replaced_text_is_garbage_not_damage(attachments, home):
    digest = attachments.put_bytes(b"x")
    for text in (b"a", b"b", b"a", b"a"):
        attachments.put_pages(digest, text)
    assert list(attachments.verify()) == []
    attachments.sweep()
    assert len(sealed(home)) == 2
    assert attachments.pages(digest) == b"a"


def test_text_that_cannot_be_read_is_as_none(attachments, home):
    digest = attachments.put_bytes(b"x")
    before = set(sealed(home))
    attachments.put_pages(digest, b"text")
    (kept,) = set(sealed(home)) - before
    kept.write_bytes(kept.read_bytes()[:-1])
    assert attachments.pages(digest) is None
    attachments.put_pages(digest, b"text")
    assert attachments.pages(digest) == b"text"


def test_a_missing_original_gets_a_sentence(attachments, home):
    digest = attachments.put_bytes(b"x")
    with pytest.raises(StoreDamaged, match="missing from the vault"):
        attachments.open("0" * 64)
    sealed(home)[0].unlink()
    with pytest.raises(StoreDamaged, match="missing from the vault"):
        attachments.open(digest)
    assert [broken.what for broken in attachments.verify()] == ["is missing"]


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "g" * 64, "0" * 63])
def test_what_is_no_digest_names_no_file(attachments, digest):
    with pytest.raises(StoreError, match="no valid digest"):
        attachments.open(digest)


def test_a_damaged_original_is_never_handed_out(attachments, tmp_path, home):
    digest = attachments.put_bytes(os.urandom(600_000))
    (path,) = sealed(home)
    data = bytearray(path.read_bytes())
    data[100_000] ^= 1
    path.write_bytes(data)
    with pytest.raises(StoreDamaged, match="damaged"):
        attachments.export(digest, tmp_path / "out")
    (broken,) = attachments.verify()
    assert broken.digest == digest


def test_two_originals_cannot_be_swapped(attachments, home):
    one, other = attachments.put_bytes(b"one one"), attachments.put_bytes(b"two two")
    first, second = sealed(home)
    first.rename(home.vault / "x")
    second.rename(first)
    (home.vault / "x").rename(second)
    assert {broken.digest for broken in attachments.verify()} == {one, other}


def test_only_what_nothing_refers_to_is_removed(attachments, home):
    kept, gone = attachments.put_bytes(b"kept"), attachments.put_bytes(b"gone")
    attachments.put_pages(kept, b"kept text")
    attachments.put_pages(gone, b"gone text")
    assert attachments.collect({kept}) == 1
    assert attachments.pages(kept) == b"kept text"
    assert len(sealed(home)) == 2
    with pytest.raises(StoreDamaged):
        attachments.open(gone)


def test_a_file_that_is_still_to_be_saved_with_its_case_stays(attachments):
    forgotten, fresh = attachments.put_bytes(b"of the forgotten case"), attachments.put_bytes(b"just dropped")
    assert attachments.collect(set(), among={forgotten}) == 1
    assert attachments.digests() == (fresh,)


def test_a_shredded_file_cannot_be_opened_by_who_kept_a_copy(attachments):
    digest = attachments.put_bytes(b"gone for good")
    path, _ = attachments.path_and_key(digest)
    copy = path.read_bytes()
    attachments.collect(set())
    path.write_bytes(copy)
    with pytest.raises(StoreDamaged):
        attachments.open(digest)


def decrypted(home, key):
    """The database's pages, free ones too, as SQLCipher keeps them: AES-256-CBC, then the IV and an HMAC of 32 bytes."""
    raw, plain = (home.vault / "cases.db").read_bytes(), b""
    for at in range(0, len(raw), 4096):
        page = raw[at : at + 4096]
        cipher = Cipher(algorithms.AES(bytes(key)), modes.CBC(page[-48:-32])).decryptor()
        plain += cipher.update(page[16 if at == 0 else 0 : -48])
    return plain


def test_a_shredded_key_is_in_no_page_of_the_database(attachments, vault, home):
    digests = [attachments.put_bytes(b"%d" % number) for number in range(70)]
    keys = [attachments.key(digest) for digest in digests]
    vault.engine.fold()
    assert all(key in decrypted(home, vault.keys.database) for key in keys)
    attachments.collect(set())
    assert not [key for key in keys if key in decrypted(home, vault.keys.database)]
    assert not (home.vault / "cases.db-wal").stat().st_size


@pytest.mark.parametrize("harm", ["gone", "cut", "flipped", "swapped", "unreadable"])
@pytest.mark.parametrize("way", ["file", "bytes", "stream"])
def test_putting_a_damaged_original_in_again_heals_it(attachments, home, tmp_path, harm, way):
    data = os.urandom(600_000)
    digest = attachments.put_bytes(data)
    (path,) = sealed(home)
    whole = path.read_bytes()
    path.unlink()
    if harm == "unreadable":
        path.mkdir()
        assert [broken.what for broken in attachments.verify()] == ["cannot be read (is a directory)"]
        path.rmdir()
    elif harm != "gone":
        path.write_bytes({"cut": whole[:-9], "flipped": whole[:-9] + b"123456789", "swapped": whole[::-1]}[harm])
    assert [broken.digest for broken in attachments.verify()] == [digest]
    source = tmp_path / "again.pdf"
    source.write_bytes(data)
    put = {
        "file": lambda: attachments.put(source),
        "bytes": lambda: attachments.put_bytes(data),
        "stream": lambda: attachments.put_stream(io.BytesIO(data)),
    }[way]
    assert put() == digest
    assert list(attachments.verify()) == []
    with attachments.open(digest) as file:
        assert file.read() == data


def test_a_second_put_does_not_seal_again(attachments, tmp_path, home):
    source = tmp_path / "a.pdf"
    source.write_bytes(b"x" * 900_000)
    digest = attachments.put(source)
    (path,) = sealed(home)
    before = path.read_bytes()
    assert attachments.put(source) == attachments.put(source, digest) == digest
    with source.open("rb") as stream:
        assert attachments.put_stream(stream) == digest
    assert path.read_bytes() == before


def test_a_file_changed_since_it_was_read_is_refused(attachments, tmp_path, home):
    source = tmp_path / "a.pdf"
    source.write_bytes(b"now other pages")
    with pytest.raises(StoreError, match="changed while it was read; drop it again"):
        attachments.put(source, hashlib.sha256(b"as it was read").hexdigest())
    assert sealed(home) == []
    assert attachments.digests() == ()
    assert not any((home.vault / "temp").iterdir())


def test_many_threads_put_the_same_and_other_files(attachments, home):
    data = [os.urandom(400_000) for _ in range(3)]
    with ThreadPoolExecutor(6) as pool:
        digests = list(pool.map(lambda number: attachments.put_stream(io.BytesIO(data[number % 3])), range(24)))
    assert sorted(set(digests)) == list(attachments.digests())
    assert list(attachments.verify()) == []
    assert len(sealed(home)) == 3


def test_what_is_being_put_in_is_not_swept_away(attachments):
    with ThreadPoolExecutor(2) as pool:
        sweeping = pool.submit(lambda: [attachments.sweep() for _ in range(60)])
        put = [attachments.put_bytes(os.urandom(2_000)) for _ in range(40)]
        sweeping.result()
    assert sorted(put) == list(attachments.digests())
    assert list(attachments.verify()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="shows which files are synced by /proc")
def test_each_step_is_durable_before_the_next(attachments, vault, home, monkeypatch):
    """What a power cut could undo is never relied upon: content, name in its folder and the folder's own, then the row."""
    steps = []

    def fsync(handle):
        steps.append(("synced", Path(os.readlink(f"/proc/self/fd/{handle}"))))
        real["fsync"](handle)

    def replace(source, target):
        steps.append(("renamed", Path(source), Path(target)))
        real["replace"](source, target)

    def commit(before):
        steps.append(("committed",))
        real["commit"](before)

    real = {"fsync": os.fsync, "replace": os.replace, "commit": vault.engine._commit}
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        patch.setattr(os, "replace", replace)
        patch.setattr(vault.engine, "_commit", commit)
        attachments.put_bytes(b"x")
    (path,) = sealed(home)
    (renamed,) = (step for step in steps if step[0] == "renamed")
    assert renamed[2] == path
    before, after = steps[: steps.index(renamed)], steps[steps.index(renamed) :]
    assert ("synced", renamed[1]) in before
    committed = after[: after.index(("committed",))]
    assert ("synced", path.parent) in committed
    assert {("synced", home.vault), ("synced", home.vault / "files")} <= {*before, *committed}


def test_a_source_that_cannot_be_read_gets_a_sentence(attachments, tmp_path, home):
    with pytest.raises(StoreError, match=r"absent.pdf cannot be read \(no such file or directory\); check that it"):
        attachments.put(tmp_path / "absent.pdf")
    with pytest.raises(StoreError, match="is not an ordinary file"):
        attachments.put(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(StoreError, match="is not an ordinary file"):
        attachments.put(tmp_path / "pipe")
    assert sealed(home) == []
