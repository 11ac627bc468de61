"""Originals are kept byte-identical, once, and sealed."""

import hashlib
import os
import signal
import stat
import subprocess
import sys
import textwrap
import time

import pytest

from imr_desktop.errors import StoreDamaged, StoreError
from imr_desktop.store.vault import Vault


@pytest.fixture
def vault(home):
    vault = Vault.create(home, None)[0]
    yield vault
    vault.close()


@pytest.fixture
def attachments(vault):
    return vault.attachments


def sealed(home):
    return [path for path in (home.vault / "files").rglob("*") if path.is_file()]


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


def test_an_unreadable_source_or_a_full_disk_gets_a_sentence(attachments, tmp_path, home):
    with pytest.raises(StoreError, match="Not saved"):
        attachments.put(tmp_path / "absent")
    assert sealed(home) == []


PUTTER = textwrap.dedent("""
    import sys, os
    from pathlib import Path
    from imr_desktop.paths import Home
    from imr_desktop.store.vault import Vault
    vault = Vault.open(Home(Path(sys.argv[1])), None)
    print("ready", flush=True)
    while True:
        print(vault.attachments.put_bytes(os.urandom(3_000_000)), flush=True)
""")


def test_kill_9_leaves_no_half_original(home, tmp_path):
    Vault.create(home, None)[0].close()
    for trial in range(6):
        child = subprocess.Popen([sys.executable, "-c", PUTTER, str(home.root)], stdout=subprocess.PIPE, text=True)
        assert child.stdout.readline() == "ready\n"
        time.sleep(0.02 + trial * 0.013)
        child.send_signal(signal.SIGKILL)
        acknowledged = child.stdout.read().split()
        child.stdout.close()
        child.wait()
        with Vault.open(home, None) as vault:
            whole = {digest for digest in acknowledged if len(digest) == 64}
            assert whole <= set(vault.attachments.digests())
            assert list(vault.attachments.verify()) == []
            assert not any(vault.temp.iterdir())
