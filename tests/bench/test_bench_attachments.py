"""Sealing originals beside a plain copy with fsync in the same run; memory for 1 GB; pages sealed and readable."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from statistics import median

import pytest

from imr_desktop.paths import Home
from imr_desktop.record import Reader, render_page
from imr_desktop.store.vault import Vault

MEGABYTE = 1_000_000
SIZE = 256 * MEGABYTE


@pytest.fixture
def vault(home: Home) -> Iterator[Vault]:
    with Vault.create(home, None)[0] as vault:
        yield vault


def _file(path: Path, size: int) -> Path:
    with path.open("wb") as file:
        for _ in range(size // MEGABYTE):
            file.write(os.urandom(MEGABYTE))
    return path


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("wb") as write:
        shutil.copyfileobj(read, write, 1 << 20)
        write.flush()
        os.fsync(write.fileno())
    target.unlink()


def test_put_beside_a_plain_copy(benchmark, vault: Vault, tmp_path: Path) -> None:
    """Each round seals a file that was not there yet, after a plain copy of the same one."""
    source, copies, number = _file(tmp_path / "source", SIZE), [], count()

    def another() -> None:
        with source.open("r+b") as file:
            file.write(next(number).to_bytes(4, "big"))
            os.fsync(file.fileno())
        copies.append(_seconds(lambda: _copy(source, tmp_path / "copy")))

    benchmark.pedantic(vault.attachments.put, (source,), setup=another, rounds=7)
    ours, theirs = benchmark.stats.stats.median, median(copies)
    benchmark.extra_info.update(
        megabytes=SIZE // MEGABYTE,
        copy_ms=round(theirs * 1000),
        ratio=round(theirs / ours, 2),
        again_ms=round(_seconds(lambda: vault.attachments.put(source)) * 1000),
        verify_ms=round(_seconds(lambda: list(vault.attachments.verify())) * 1000),
    )


def test_random_reads(benchmark, vault: Vault, tmp_path: Path) -> None:
    """200 kB from anywhere in a sealed file."""
    digest, chance = vault.attachments.put(_file(tmp_path / "source", SIZE)), random.Random(1)
    with vault.attachments.open(digest) as file:

        def read() -> int:
            file.seek(chance.randrange(SIZE - 200_000))
            return len(file.read(200_000))

        assert benchmark.pedantic(read, rounds=300, warmup_rounds=5) == 200_000


def test_a_sealed_page_beside_a_readable_one(benchmark, vault: Vault, packet: Path) -> None:
    path, key = vault.attachments.path_and_key(vault.attachments.put(packet))
    pages, plain, number = 9, [], count()
    with Reader() as reader:

        def beside() -> None:
            at = next(number) % pages + 1
            plain.append(_seconds(lambda: render_page(reader.sandbox, packet, at, 1.0)))

        again = count()
        benchmark.pedantic(
            lambda: render_page(reader.sandbox, path, next(again) % pages + 1, 1.0, key), setup=beside, rounds=5 * pages
        )
    benchmark.extra_info.update(readable_ms=round(median(plain) * 1000, 2))


PUT = textwrap.dedent("""
    import resource, sys
    from pathlib import Path
    from imr_desktop.paths import Home
    from imr_desktop.store.vault import Vault
    def peak():
        status = Path("/proc/self/status")
        if not status.exists():
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return int(status.read_text().partition("VmHWM:")[2].split()[0])
    with Vault.open(Home(Path(sys.argv[1])), None) as vault:
        vault.attachments.put_bytes(b"warm")
        before = peak()
        digest = vault.attachments.put(Path(sys.argv[2]))
        print(digest, before, peak())
""")


def test_memory_of_a_gigabyte(benchmark, home: Home, tmp_path: Path) -> None:
    """Sealing 1 GB in a process of its own: its peak is at most 100 MB, all in all."""
    Vault.create(home, None)[0].close()
    source = tmp_path / "gigabyte"
    with source.open("wb") as file:
        file.truncate(1000 * MEGABYTE)

    def put() -> str:
        return subprocess.run(
            [sys.executable, "-c", PUT, str(home.root), str(source)], capture_output=True, text=True, check=True
        ).stdout

    digest, before, after = benchmark.pedantic(put, rounds=1).split()
    with source.open("rb") as file:
        assert digest == hashlib.file_digest(file, "sha256").hexdigest()
    benchmark.extra_info.update(peak_mb=int(after) // 1024, before_mb=int(before) // 1024)
    assert int(after) < 100 * 1024
