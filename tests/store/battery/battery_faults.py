"""Calls that fail while a vault is in use: each gives a sentence, nothing acknowledged is lost, saving works afterwards.

Usage: battery_faults.py inject FOLDER TRIALS SEED    (under the interposer)
       battery_faults.py limits FOLDER                (real limits: file size, full disk, read-only disk and files)
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import random
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from battery_run import Outcome
from battery_work import Known, Work, digest_of, opened_after

from imr_desktop.case import edits
from imr_desktop.errors import ImrError
from imr_desktop.paths import Home

WRITES, SYNCS, NAMES, READS = 1, 2, 4, 8
_ERRORS = (errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES)
_ACTS = ("save", "save", "new", "file", "restore", "forget", "back_up", "fold", "rekey", "reopen", "collect")


def injected(folder: Path, trials: int, seed: int) -> Outcome:
    """Let calls fail, once or for good, at a random one of each act."""
    home, chance, outcome = Home(folder / "source"), random.Random(seed), Outcome()
    lines: list[str] = []
    work = Work(home, seed, lines.append)
    work.run(40)
    work.vault.close()
    for number in range(trials):
        copy = Home(folder / "try")
        shutil.rmtree(copy.root, ignore_errors=True)
        shutil.copytree(home.root, copy.root)
        before = [line for line in lines if not line.startswith("backup")]
        one = chance.randrange(2**32)
        told = _forked(lambda copy=copy, one=one: _faulty(copy, one))
        known = Known()
        known.take([*before, *told.get("lines", [])])
        outcome.trials += 1
        outcome.acknowledged += len(told.get("lines", []))
        faults = told.get("wrong", ["the process died"]) + _checked(copy, known)
        outcome.end(told.get("end", "died"))
        outcome.wrong += [f"trial {number}, {told.get('what')}: {fault}" for fault in faults[:3]]
    return outcome


def _forked(act: Callable[[], dict]) -> dict:
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        try:
            os.write(write, json.dumps(act()).encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as file:
        told = file.read()
    os.waitpid(child, 0)
    return json.loads(told) if told else {}


def _faulty(home: Home, seed: int) -> dict:
    """Do one act while calls fail; then, with the fault gone, save what is in memory."""
    chance, lines = random.Random(seed), []
    fail = ctypes.CDLL(None).imr_shim_fail
    fail.argtypes = [ctypes.c_long] * 4
    work = Work(home, seed, lines.append)
    act, kinds = chance.choice(_ACTS), chance.choice((WRITES, SYNCS, NAMES, WRITES | SYNCS | NAMES, READS))
    number, count, first = chance.choice(_ERRORS), chance.choice((1, 2, 10**9)), int(40 * chance.random() ** 3)
    case = edits.set_summary(work.vault.repository.load(work.ids[-1]), "written before the fault")
    wrong, end = [], "not reached or borne"
    fail(first, count, number, kinds)
    try:
        getattr(work, act)()
    except ImrError as error:
        end = "a sentence"
        if not error.sentence.rstrip().endswith((".", "”.")):
            wrong.append(f"not a sentence: {error.sentence}")
    except Exception as error:  # noqa: BLE001  that is the failure looked for
        end = "wrong"
        wrong.append(f"{type(error).__name__}: {error}")
    fail(-1, 0, 0, 0)
    if act != "reopen":
        try:
            saved = work.vault.repository.save(case)
            lines.append(f"saved {case.id}|{saved.version}|{digest_of(case)}")
            work.vault.close()
        except Exception as error:  # noqa: BLE001
            wrong.append(f"not saved afterwards: {type(error).__name__}: {error}")
    what = f"{act}, kinds {kinds}, call {first}, {count} times {errno.errorcode[number]}"
    return {"lines": lines, "wrong": wrong, "end": end, "what": what}


def _checked(home: Home, known: Known) -> list[str]:
    try:
        with opened_after(home) as vault:
            return known.faults(vault)
    except ImrError as error:
        return [f"not readable afterwards: {error.sentence}"]


# ----- real limits


def limits(folder: Path) -> Outcome:
    """Where the disk really is full, read-only or limited; what cannot be done on this computer is said."""
    outcome = Outcome()
    for name, limit in (
        ("file size limit", _file_size),
        ("disk full", _small_disk),
        ("disk read-only", _read_only),
        ("file made immutable", _immutable),
    ):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        told = _forked(lambda limit=limit: _limited(folder, limit))
        outcome.trials += 1
        outcome.end(f"{name}: {told.get('end', 'died')}")
        outcome.wrong += [f"{name}: {fault}" for fault in told.get("wrong", ["the process died"])]
    return outcome


def _limited(folder: Path, limit: Callable[[Path], Iterator[None]]) -> dict:
    """Save until it is refused; lift the limit; save again."""
    lines: list[str] = []
    wrong, end = [], "never refused"
    try:
        with contextmanager(limit)(folder) as lift:
            try:
                work = Work(Home(folder / "home"), 1, lines.append)
            except ImrError as error:  # refused at once: opened after
                end = f"“{error.sentence}”"
                lift[1]()
                work = Work(Home(folder / "home"), 1, lines.append)
            if not work.ids:
                work.new()
            work.file()  # a file more, so that the folder of files is there to be made immutable
            lift[0]()
            try:
                if end != "never refused":
                    raise StopIteration
                for _ in range(3000):
                    work.file()
                    work.new()
            except ImrError as error:
                end = f"“{error.sentence}”"
            except StopIteration:
                pass
            case = edits.set_summary(work.vault.repository.load(work.ids[0]), "written while it was refused")
            lift[1]()
            saved = work.vault.repository.save(case)
            lines.append(f"saved {case.id}|{saved.version}|{digest_of(case)}")
            work.vault.close()
            known = Known()
            known.take(lines)
            wrong += _checked(work.home, known)
    except NotImplementedError as error:
        return {"end": f"not tried ({error})", "wrong": []}
    except Exception as error:  # noqa: BLE001
        wrong.append(f"{type(error).__name__}: {error}")
    if end == "never refused" and limit is _immutable:
        end = "not tried (files that are open may be written here)"
    return {"end": end, "wrong": wrong + ([end] if end == "never refused" else [])}


def _file_size(folder: Path) -> Iterator[list[Callable[[], None]]]:
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    yield [
        lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard)),
        lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard)),
    ]


def _small_disk(folder: Path) -> Iterator[list[Callable[[], None]]]:
    _system("mount", "-t", "tmpfs", "-o", "size=6m", "none", str(folder))
    try:
        filler = folder / "filler"
        yield [
            lambda: None,
            lambda: (filler.exists() and filler.unlink(), _system("mount", "-o", "remount,size=20m", str(folder))),
        ]
    finally:
        _system("umount", "-l", str(folder))


def _read_only(folder: Path) -> Iterator[list[Callable[[], None]]]:
    """A disk cannot turn read-only under an open file, so the vault is opened when it is so already."""
    _system("mount", "-t", "tmpfs", "-o", "size=40m", "none", str(folder))
    try:
        work = Work(Home(folder / "home"), 1, [].append)
        work.new()
        work.vault.close()
        _system("mount", "-o", "remount,ro", str(folder))
        try:
            opened_after(work.home)
        except ImrError:
            pass
        else:
            raise RuntimeError("a vault on a read-only disk was opened for writing")
        _system("mount", "-o", "remount,rw", str(folder))
        with opened_after(work.home) as vault:
            vault.repository.load(work.ids[0])
        _system("mount", "-o", "remount,ro", str(folder))
        yield [lambda: None, lambda: _system("mount", "-o", "remount,rw", str(folder))]
    finally:
        _system("umount", "-l", str(folder))


def _immutable(folder: Path) -> Iterator[list[Callable[[], None]]]:
    def mark(way: str) -> None:
        for name in ("cases.db", "cases.db-wal", "files"):
            if (folder / "home" / "vault" / name).exists():
                _system("chattr", way, str(folder / "home" / "vault" / name))

    try:
        yield [lambda: mark("+i"), lambda: mark("-i")]
    finally:
        mark("-i")


def _system(*command: str, also_busy: bool = False) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise NotImplementedError(f"{command[0]}: {error.strerror}") from None
    if done.returncode:
        raise NotImplementedError(f"{command[0]}: {done.stderr.strip()}")


if __name__ == "__main__":
    place = Path(sys.argv[2])
    if sys.argv[1] == "inject":
        injected(place, int(sys.argv[3]), int(sys.argv[4])).tell()
    else:
        limits(place).tell()
