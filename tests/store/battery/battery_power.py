"""Power cuts, replayed: real work is recorded call by call, then cut off at random.

What was not synced by then is kept, lost, or torn at 512-byte sectors, in any order; names not synced with their folder are
kept up to a random one. What is left is opened, and every change acknowledged before the cut has to be there.

Usage: battery_power.py record FOLDER SEED STEPS   (under the interposer)
       battery_power.py replay FOLDER LOG CUTS SEED [strict]
"""

from __future__ import annotations

import os
import random
import shutil
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from battery_run import Outcome
from battery_work import Known, Work, opened_after

from imr_desktop.errors import ImrError
from imr_desktop.paths import Home

CREATE, WRITE, TRUNCATE, SYNC, RENAME, UNLINK, MKDIR, RMDIR, LINK = range(1, 10)
_NOTE = struct.Struct("<4I5Q")
_SECTOR = 512
_ACKS = b"acks"


@dataclass(frozen=True)
class Op:
    kind: int
    inode: int
    parent: int
    other_parent: int
    offset: int
    name: str
    other: str
    data: bytes


def recorded(log: Path) -> list[Op]:
    """The calls of a log, in order."""
    ops, data, at = [], log.read_bytes(), 0
    while at + _NOTE.size <= len(data):
        kind, name, other, _, inode, parent, other_parent, offset, length = _NOTE.unpack_from(data, at)
        at += _NOTE.size
        names = data[at : at + name].decode(), data[at + name : at + name + other].decode()
        at += name + other
        body = data[at : at + length] if kind == WRITE else b""
        at += len(body)
        ops.append(Op(kind, inode, parent, other_parent, offset, *names, body))
    return ops


@dataclass
class File:
    """A file's bytes on the platter, and the changes since its last sync."""

    stable: bytearray = field(default_factory=bytearray)
    pending: list[Op] = field(default_factory=list)

    def settle(self) -> None:
        for op in self.pending:
            _apply(self.stable, op)
        self.pending.clear()

    def after_cut(self, chance: random.Random) -> bytes:
        """What a power cut leaves: each unsynced change whole, torn or lost, in any order."""
        left = bytearray(self.stable)
        keep = chance.choice((0.0, 0.3, 0.7, 0.95, 1.0))
        ops = [op for op in self.pending if chance.random() < keep]
        if chance.random() < 0.3:
            chance.shuffle(ops)
        for op in ops:
            if op.kind == WRITE and chance.random() < 0.3:
                for piece in _sectors(op):
                    if chance.random() < 0.5:
                        _apply(left, piece)
            else:
                _apply(left, op)
        return bytes(left)


def _apply(data: bytearray, op: Op) -> None:
    if op.kind == TRUNCATE:
        if op.offset < len(data):
            del data[op.offset :]
        else:
            data.extend(bytes(op.offset - len(data)))
        return
    if op.offset > len(data):
        data.extend(bytes(op.offset - len(data)))
    data[op.offset : op.offset + len(op.data)] = op.data


def _sectors(op: Op) -> Iterator[Op]:
    at = op.offset
    while at < op.offset + len(op.data):
        end = min((at // _SECTOR + 1) * _SECTOR, op.offset + len(op.data))
        yield Op(WRITE, op.inode, 0, 0, at, "", "", op.data[at - op.offset : end - op.offset])
        at = end


class Disk:
    """Files and folders by inode; `strict`: a new name lasts only once its own folder is synced, as POSIX has it.

    Otherwise syncing a file or folder also makes the names that lead to it last, as the journals of ext4, XFS, Btrfs do.
    """

    def __init__(self, root: int, *, strict: bool) -> None:
        self.files: dict[int, File] = {}
        self.folders: dict[int, dict[str, int]] = {root: {}}
        self.pending: dict[int, list[Op]] = {root: []}
        self.root, self.strict = root, strict
        self.lines = bytearray()
        self._acks = 0
        self._links: dict[int, int] = {}
        self._home: dict[int, int] = {}

    def take(self, op: Op) -> None:
        if op.kind == CREATE and op.name.encode() == _ACKS:
            self._acks = op.inode
        elif op.inode == self._acks and op.kind == WRITE:
            self.lines += op.data
        elif op.inode == self._acks:
            return
        elif op.kind in (WRITE, TRUNCATE):
            self.files.setdefault(op.inode, File()).pending.append(op)
        elif op.kind == SYNC:
            self._sync(op.inode)
        else:
            self._name(op)

    def _name(self, op: Op) -> None:
        if op.kind in (CREATE, MKDIR):
            if op.kind == MKDIR:
                self.folders[op.inode], self.pending[op.inode] = {}, []
            else:
                self.files[op.inode] = File()  # an inode that was used before starts anew
        folder = op.other_parent if op.kind == RENAME else op.parent
        self._home[op.inode] = folder
        self.pending.setdefault(folder, []).append(op)
        self.folders.setdefault(folder, {})

    def _sync(self, inode: int) -> None:
        if inode in self.folders:
            self._settle(inode, len(self.pending[inode]))
        elif inode in self.files:
            self.files[inode].settle()
        if not self.strict:
            while (inode := self._home.get(inode, 0)) and inode in self.folders:
                self._settle(inode, len(self.pending[inode]))

    def _settle(self, folder: int, count: int) -> None:
        for op in self.pending[folder][:count]:
            _rename(self.folders, op)
        del self.pending[folder][:count]

    def after_cut(self, target: Path, chance: random.Random) -> None:
        """Write what a power cut leaves into a folder."""
        folders = {inode: dict(names) for inode, names in self.folders.items()}
        for ops in self.pending.values():
            for op in ops[: chance.randint(0, len(ops)) if chance.random() < 0.7 else len(ops)]:
                _rename(folders, op)
        self._write(target, self.root, folders, chance, set())

    def _write(
        self, target: Path, inode: int, folders: dict[int, dict[str, int]], chance: random.Random, seen: set[int]
    ) -> None:
        target.mkdir(mode=0o700)
        seen.add(inode)
        for name, child in folders.get(inode, {}).items():
            if child in folders:
                if child not in seen:
                    self._write(target / name, child, folders, chance, seen)
            else:
                (target / name).write_bytes(self.files[child].after_cut(chance) if child in self.files else b"")


def _rename(folders: dict[int, dict[str, int]], op: Op) -> None:
    if op.kind in (CREATE, MKDIR, LINK):
        folders.setdefault(op.parent, {})[op.name] = op.inode
    elif op.kind in (UNLINK, RMDIR):
        if folders.get(op.parent, {}).get(op.name) == op.inode:
            del folders[op.parent][op.name]
    else:
        folders.setdefault(op.other_parent, {})[op.other] = op.inode
        if folders.get(op.parent, {}).get(op.name) == op.inode:
            del folders[op.parent][op.name]


def replay(folder: Path, log: Path, cuts: int, seed: int, *, strict: bool) -> Outcome:
    """Cut a recorded run at random moments, each from its beginning up to there."""
    ops, chance, outcome = recorded(log), random.Random(seed), Outcome()
    root = next(op.parent for op in ops if op.kind == CREATE and op.name.encode() == _ACKS)
    moments = sorted(chance.randrange(1, len(ops) + 1) for _ in range(cuts))
    disk, at = Disk(root, strict=strict), 0
    outcome.ends["calls recorded"] = len(ops)
    for moment in moments:
        for op in ops[at:moment]:
            disk.take(op)
        at = moment
        target = folder / "cut"
        shutil.rmtree(target, ignore_errors=True)
        disk.after_cut(target, chance)
        known = Known()
        lines = disk.lines.decode().splitlines()
        known.take(lines)
        faults = _faults(Home(target / "home"), known)
        outcome.trials += 1
        outcome.acknowledged += known.acknowledged
        outcome.end("as acknowledged" if not faults else "wrong")
        outcome.wrong += [f"cut at call {moment} of {len(ops)}: {fault}" for fault in faults[:2]]
        if outcome.wrong and os.environ.get("IMR_KEEP"):
            break
    return outcome


def _faults(home: Home, known: Known) -> list[str]:
    from imr_desktop.store.vault import Vault

    try:
        if not known.created and Vault.protection(home) == "none":
            return []
        known.backups = set()  # they lie under another name here; whole or not there is looked at below
        with opened_after(home) as vault:
            return known.faults(vault) + _half_backups(home)
    except ImrError as error:
        return [f"not readable: {error.sentence}"]


def _half_backups(home: Home) -> list[str]:
    from imr_desktop.store import backup

    return [
        f"{one.path.name} looks whole and lacks {backup.verify(one.path)}"
        for one in backup.all_in(home.backups)
        if backup.verify(one.path)
    ]


def record(folder: Path, seed: int, steps: int) -> Outcome:
    """Work below a folder; the acknowledgements are written to a file in it, so that they stand in the log in order."""
    acks = os.open(folder / "acks", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    work = Work(Home(folder / "home"), seed, lambda line: os.write(acks, f"{line}\n".encode()))
    work.run(steps)
    work.vault.close()
    return Outcome(trials=1)


if __name__ == "__main__":
    if sys.argv[1] == "record":
        record(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])).tell()
    else:
        place = Path(sys.argv[2])
        place.mkdir(parents=True, exist_ok=True)
        replay(place, Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]), strict="strict" in sys.argv).tell()
