"""A disk that is full, failing or slow, and a program that is killed, leave no half original."""

import errno
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from vaults import sealed

from imr_desktop.errors import StoreDamaged, StoreError
from imr_desktop.store.vault import Vault


@pytest.mark.skipif(sys.platform != "linux", reason="no file that always fails to be read on this system")
def test_a_source_on_a_failing_disk_gets_a_sentence(attachments, home):
    with pytest.raises(StoreError, match=r"Not saved: mem cannot be read \(input/output error\)"):
        attachments.put(Path("/proc/self/mem"))
    assert sealed(home) == []
    assert not any((home.vault / "temp").iterdir())


FAILURES = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "quota",
    errno.EROFS: "read-only",
    errno.EIO: "reports an error",
    errno.EACCES: "may not write there",
}


@pytest.mark.parametrize("code", FAILURES)
@pytest.mark.parametrize(
    "place",
    [
        "imr_desktop.sealed.os.open",
        "imr_desktop.sealed.os.fsync",
        "imr_desktop.store.attachments.os.replace",
        "imr_desktop.store.attachments.sync_folder",
    ],
)
def test_a_failing_disk_gets_a_sentence_and_leaves_nothing(attachments, home, monkeypatch, code, place):
    kept = attachments.put_bytes(b"kept")

    def fail(*_, **__):
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(place, fail)
        with pytest.raises(StoreError, match=FAILURES[code]):
            attachments.put_bytes(b"x" * 400_000)
    assert attachments.digests() == (kept,)
    assert len(sealed(home)) == 1
    assert not any((home.vault / "temp").iterdir())
    assert attachments.put_bytes(b"x" * 400_000) in attachments.digests()
    assert list(attachments.verify()) == []


def test_a_row_that_cannot_be_committed_leaves_no_file(attachments, vault, home, monkeypatch):
    def fail(_):
        raise StoreError("Not saved: the disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(vault.engine, "_commit", fail)
        with pytest.raises(StoreError, match="disk is full"):
            attachments.put_bytes(b"x" * 1000)
    attachments.sweep()
    assert sealed(home) == []
    assert attachments.put_bytes(b"x" * 1000) in attachments.digests()


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="no limit on file sizes on this system")
def test_a_file_too_large_for_this_account_gets_a_sentence(home):
    Vault.create(home, None)[0].close()
    ended = subprocess.run([sys.executable, "-c", LIMITED, str(home.root)], capture_output=True, text=True, check=False)
    assert "larger than this account may write" in ended.stdout, ended.stderr
    with Vault.open(home, None) as vault:
        assert len(vault.attachments.digests()) == 1
        assert list(vault.attachments.verify()) == []
    assert len(sealed(home)) == 1


LIMITED = textwrap.dedent("""
    import os, resource, signal, sys
    from pathlib import Path
    from imr_desktop.errors import StoreError
    from imr_desktop.paths import Home
    from imr_desktop.store.vault import Vault
    with Vault.open(Home(Path(sys.argv[1])), None) as vault:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, resource.RLIM_INFINITY))
        try:
            vault.attachments.put_bytes(os.urandom(5_000_000))
        except StoreError as error:
            print(error.sentence)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        vault.attachments.put_bytes(os.urandom(5_000_000))
""")


def test_a_failed_export_leaves_what_was_there(attachments, home, tmp_path):
    digest = attachments.put_bytes(os.urandom(2_000_000))
    target = tmp_path / "out.pdf"
    target.write_bytes(b"mine")
    (path,) = sealed(home)
    data = bytearray(path.read_bytes())
    data[1_500_000] ^= 1
    path.write_bytes(data)
    with pytest.raises(StoreDamaged):
        attachments.export(digest, target)
    assert target.read_bytes() == b"mine"
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["out.pdf"]
    with pytest.raises(StoreDamaged):
        attachments.export(digest, tmp_path / "new.pdf")
    assert not (tmp_path / "new.pdf").exists()


KILLED = textwrap.dedent("""
    import os, random, signal, sys, time
    from pathlib import Path
    from imr_desktop.paths import Home
    from imr_desktop.store.vault import Vault
    home, chance = Home(Path(sys.argv[1])), random.Random(5)
    import imr_desktop.sealed, cryptography.hazmat.primitives.ciphers.aead, sqlcipher3.dbapi2
    for trial in range(int(sys.argv[2])):
        ready, go = os.pipe()
        child = os.fork()
        if not child:
            vault = Vault.open(home, None)
            os.write(go, b"!")
            while True:
                digest = vault.attachments.put_bytes(os.urandom(900_000))
                os.write(1, f"{trial} {digest}\\n".encode())
        os.read(ready, 1)
        time.sleep(chance.uniform(0, 0.04))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(ready), os.close(go)
""")


def test_kill_9_leaves_no_half_original(home):
    Vault.create(home, None)[0].close()
    ended = subprocess.run([sys.executable, "-c", KILLED, str(home.root), "30"], capture_output=True, text=True, check=True)
    acknowledged = {line.split()[1] for line in ended.stdout.splitlines()}
    with Vault.open(home, None) as vault:
        assert acknowledged <= set(vault.attachments.digests())
        assert list(vault.attachments.verify()) == []
        assert not any(vault.temp.iterdir())
        vault.attachments.sweep()
        assert len(sealed(home)) == len(vault.attachments.digests())
