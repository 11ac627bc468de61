"""Cut short and flipped: whatever one bit or one missing end does to a vault's file, it is refused or changes nothing.

Usage: battery_damage.py FOLDER flip|cut TRIALS SEED
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from battery_run import Outcome

from imr_desktop.case import codec, edits
from imr_desktop.errors import StoreDamaged, WrongPassphrase
from imr_desktop.paths import Home
from imr_desktop.sealed import Tampered
from imr_desktop.store.vault import Vault

Content = dict[str, Any]
_REFUSED = (StoreDamaged, Tampered)
_SHARES = {"cases.db": 45, "cases.db-wal": 30, "files": 15, "head": 4, "keys.json": 4, "account.key": 2}


def made(folder: Path) -> tuple[Path, Path]:
    """Two vaults with the same content: one closed, one left by a crash with its changes in the log."""
    home = Home(folder / "source")
    chance = random.Random(5)
    vault = Vault.create(home, None)[0]
    cases = [
        edits.set_summary(
            edits.set_field(edits.new_case(), number=f"CM26-{number:07}"),
            " ".join(chance.choices(("neck", "pain", "therapy", "denied", "weeks"), k=400)),
        )
        for number in range(8)
    ]
    for round_ in range(4):
        for case in cases:
            vault.repository.save(edits.set_summary(case, f"{case.summary} visit {round_}"))
    for size in (90, 6_000, 300_000):
        vault.attachments.put_bytes(chance.randbytes(size))
    vault.engine.fold()
    for case in cases[:5]:
        vault.repository.save(edits.set_summary(case, f"{case.summary} last visit"))
    crashed, closed = folder / "crashed", folder / "closed"
    shutil.copytree(home.root, crashed)
    vault.close()
    shutil.copytree(home.root, closed)
    for left in (crashed, closed):
        shutil.rmtree(left / "vault" / "temp", ignore_errors=True)
    return closed, crashed


def content(vault: Vault) -> Content:
    """Everything a vault holds, piece by piece; a piece that is refused is None."""
    pieces: Content = {}

    def look(name: str, read: Callable[[], Any]) -> None:
        try:
            pieces[name] = read()
        except _REFUSED:
            pieces[name] = None

    look("list", lambda: sorted(row.id for row in vault.repository.list()))
    for case_id in pieces["list"] or ():
        look(f"case {case_id}", lambda case_id=case_id: codec.encode(vault.repository.load(case_id)))
        look(f"history {case_id}", lambda case_id=case_id: vault.repository.history(case_id))
        for number in range(1, 6):
            look(f"{case_id} {number}", lambda case_id=case_id, number=number: _version(vault, case_id, number))
    look("trail", lambda: _trail(vault))
    look("files", vault.attachments.digests)
    for digest in pieces["files"] or ():
        look(digest, lambda digest=digest: hashlib.sha256(vault.attachments.open(digest).read()).hexdigest())
    return pieces


def _version(vault: Vault, case_id: str, number: int) -> bytes | None:
    kept = {line.version for line in vault.repository.history(case_id)}
    return codec.encode(vault.repository.version(case_id, number)) if number in kept else b""


def _trail(vault: Vault) -> list[str]:
    """What the trail tells up to the moment of the copy; opening adds to it."""
    told = [entry.hash for entry in vault.trail.entries(most=10_000)][::-1]
    return told[:_told] if _told else told


_told = 0


def main(folder: Path, way: str, trials: int, seed: int) -> Outcome:
    global _told
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    chance, outcome = random.Random(seed), Outcome()
    sources = []
    for source in made(folder):
        copy = Home(folder / "try")
        shutil.copytree(source, copy.root)
        with Vault.open(copy, None) as vault:
            _told = len(list(vault.trail.entries(most=10_000))) - 1  # without the entry of this opening
            sources.append((source, content(vault), _told))
        shutil.rmtree(copy.root)
    for trial in range(trials):
        source, whole, _told = chance.choice(sources)
        outcome.trials += 1
        home = Home(folder / "try")
        shutil.copytree(source, home.root, symlinks=True)
        what = _damaged(home.vault, way, chance)
        kind, wrong = _met(home, whole)
        outcome.end(f"{what.split(' ')[0]}: {kind}")
        if wrong:
            outcome.wrong.append(f"trial {trial}: {source.name}, {what}: {wrong}")
        shutil.rmtree(home.root)
    return outcome


def _damaged(vault: Path, way: str, chance: random.Random) -> str:
    """Damage one file; which, and where."""
    there = {name: share for name, share in _SHARES.items() if (vault / name).exists() and _large(vault / name)}
    name = chance.choices(list(there), list(there.values()))[0]
    path = chance.choice(sorted((vault / name).glob("??/*"))) if name == "files" else vault / name
    size = path.stat().st_size
    at = chance.choice(
        (chance.randrange(size), chance.randrange(min(size, 4200)), size - 1 - chance.randrange(min(size, 60)))
    )
    if way == "cut":
        os.truncate(path, at)
    else:
        with path.open("rb+") as file:
            file.seek(at)
            byte = file.read(1)[0]
            file.seek(at)
            file.write(bytes([byte ^ 1 << chance.randrange(8)]))
    return f"{name} {at} of {size}"


def _large(path: Path) -> bool:
    return path.is_dir() or path.stat().st_size > 0


def _met(home: Home, whole: Content) -> tuple[str, str]:
    try:
        vault = Vault.open(home, None)
    except _REFUSED:
        return "refused", ""
    except WrongPassphrase as error:
        return ("refused", "") if "system account's key" in error.sentence else ("wrong", str(error))
    except Exception as error:  # noqa: BLE001  that is the failure looked for
        return "wrong", f"{type(error).__name__}: {error}"
    with vault:
        try:
            found = content(vault)
        except Exception as error:  # noqa: BLE001
            return "wrong", f"on reading: {type(error).__name__}: {error}"
    altered = [name for name, value in found.items() if value is not None and value != whole[name]]
    if altered:
        return "wrong", f"silently altered: {altered[:3]}"
    return ("read in part, the rest refused" if None in found.values() else "harmless"), ""


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])).tell()
