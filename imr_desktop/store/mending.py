"""Backups follow the vault's passphrase: what opened them before opens them no more, today's secrets do.

A backup keeps its database and the data key that is under; its key file gets the vault's present ways in, with that earlier
data key wrapped under today's. The key of a system account, copies and remnants go. Where no key at hand opens a backup's
database, its key file goes, too, if it is one of this vault. A place that cannot be reached is remembered and mended when a
backup is next made there.

For a moment list and copy of a backup differ; `manifest.read` takes the one that fits its key file, so that a crash between
any two steps leaves a whole backup.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from imr_desktop.atomic import write_atomically
from imr_desktop.errors import StoreError
from imr_desktop.paths import sync_folder
from imr_desktop.store import account, envelope, keys, manifest, rekeying
from imr_desktop.store.backup_list import PREFIX
from imr_desktop.store.engine import opens
from imr_desktop.store.envelope import COPY, FILE, NEXT, Envelope
from imr_desktop.store.manifest import DATABASE, BackupManifest, Item
from imr_desktop.store.rotation import sweep

if TYPE_CHECKING:
    from imr_desktop.store.vault import Vault

PLACES, PENDING = "backup.places", "backup.pending"
_FIRST_PAGE = 4096
_REMNANTS = (account.FILE, account.NEXT, NEXT, *(f".{name}.tmp" for name in (FILE, COPY, NEXT)))


@dataclass(frozen=True)
class MendReport:
    """What became of the backups: how many open with today's secrets now, and which do not.

    `unreached`: places that were not there or could not be written. `closed`: backups that nothing opens any more, being
    damaged. `foreign`: backups whose keys this vault does not have, left as they are.
    """

    count: int = 0
    unreached: tuple[Path, ...] = ()
    closed: tuple[Path, ...] = ()
    foreign: tuple[Path, ...] = ()

    @property
    def sentence(self) -> str:
        """What the reviewer has to know, empty where all backups follow."""
        told = []
        if self.unreached:
            told.append(
                "Not reached, so that the backups there still open with the earlier secrets: "
                f"{_named(self.unreached)}. Connect the disk and make a backup there, or destroy them."
            )
        if self.closed:
            told.append(f"Damaged, so that their key files were removed: {_named(self.closed)}.")
        if self.foreign:
            told.append(f"Left as they are, since this vault does not have their keys: {_named(self.foreign)}.")
        return " ".join(told)


def mend_all(vault: Vault, folders: Iterable[Path]) -> MendReport:
    """Mend the backups in these folders and in every other place one was made; what could not be reached is remembered.

    The damaged pieces that a repair put aside are treated likewise.
    """
    places = tuple(dict.fromkeys((*folders, *_paths(vault, PLACES), *_paths(vault, PENDING))))
    with vault.still:
        found = [mend(vault, place) for place in places if place.exists() or place != vault.home.backups]
        for left in _half_done(vault):
            shutil.rmtree(left, ignore_errors=True)
        for aside in vault.home.root.glob(f"{vault.home.vault.name}.damaged-*"):
            with suppress(OSError, StoreError):
                _mend_one(vault, aside)
        total = MendReport(
            sum(one.count for one in found),
            *(tuple(path for one in found for path in getattr(one, name)) for name in ("unreached", "closed", "foreign")),
        )
        _remember(vault, PENDING, total.unreached)
        if is_due(vault):
            vault.engine.put(rekeying.UNMENDED, 0)
    return total


def _half_done(vault: Vault) -> tuple[Path, ...]:
    """What crashes of a restore, repair or check left: copies, some with key files. The vault's lock says none is at work."""
    folder = vault.home.vault
    checks = folder.parent.glob(".scrub*")
    return (folder / ".repair", *checks, *(folder.with_name(f".{folder.name}.{end}") for end in ("restore", "new")))


def pending(vault: Vault) -> tuple[Path, ...]:
    """The places whose backups still open with earlier secrets, as far as is known."""
    return _paths(vault, PENDING)


def is_due(vault: Vault) -> bool:
    """Whether the keys were changed and the backups have not followed yet: the program ended in between."""
    return bool(vault.engine.get(rekeying.UNMENDED))


def note_place(vault: Vault, folder: Path) -> None:
    """Remember a place where a backup was made, and mend those that lie there. Never raises."""
    with suppress(StoreError, OSError), vault.still:
        known, place = _paths(vault, PLACES), folder.absolute()
        if place not in known and place != vault.home.backups.absolute():  # the home may be moved or copied
            _remember(vault, PLACES, (*known, place))
        done = mend(vault, place)
        if not done.unreached and place in pending(vault):
            _remember(vault, PENDING, tuple(one for one in pending(vault) if one != place))


def mend(vault: Vault, place: Path) -> MendReport:
    """Mend this vault's backups in a folder. A place without any was disconnected, or emptied: that is not known."""
    try:
        folders = [path for path in place.iterdir() if path.name.startswith(PREFIX) and path.is_dir()]
        sweep(place, vault.keys.vault_id)
    except OSError:
        return MendReport(unreached=(place,))
    results: dict[str, list[Path]] = {"mended": [], "unreached": [], "closed": [], "foreign": [], "": []}
    for folder in folders:
        try:
            results[_mend_one(vault, folder)].append(folder)
        except (OSError, StoreError):
            results["unreached"].append(folder)
    results.pop("")
    found = any(results.values()) or place == vault.home.backups or place.absolute() not in _paths(vault, PLACES)
    unreached = (place,) if results["unreached"] or not found else ()
    return MendReport(len(results["mended"]), unreached, tuple(results["closed"]), tuple(results["foreign"]))


def _mend_one(vault: Vault, folder: Path) -> str:
    """Mend one backup: what became of it, empty for another vault's. Raises OSError, StoreError where that fails."""
    now = envelope.read(vault.home.vault)
    listed = manifest.read(folder)
    if (listed.vault if listed else keys.vault_id(folder)) not in ("", vault.keys.vault_id):
        return ""
    there = envelope.decoded(folder / FILE)
    same = there is not None and there.slots == now.slots and envelope.decoded(folder / COPY) == there
    if same and not any((folder / name).exists() for name in _REMNANTS) and (listed is None or manifest.agreed(folder)):
        return "mended"
    present, *former = vault.data_keys
    _require_readable(folder / DATABASE)
    derived = ((key, keys.derived(vault.keys.vault_id, key)) for key in (present, *former))
    key = next((key for key, made in derived if opens(folder / DATABASE, bytes(made.database))), None)
    if key is None:
        return _closed(vault, folder, there)
    inner = envelope.wrap_inner(now.vault, present, key) if key != present else b""
    _write(folder, msgspec.structs.replace(now, inner=inner), listed)
    return "mended"


def _require_readable(database: Path) -> None:
    """A disk that fails must not look like a database that nothing opens. Raises OSError."""
    if database.exists():
        with database.open("rb") as file:
            file.read(_FIRST_PAGE)


def _write(folder: Path, slots: Envelope, listed: BackupManifest | None) -> None:
    data = envelope.encoded(slots)
    if listed is not None:
        digest, now = hashlib.sha256(data).hexdigest(), datetime.now(UTC)
        lines = tuple(Item(name, len(data), digest, now) for name in (FILE, COPY))
        others = (item for item in listed.items if item.name not in (FILE, COPY, *_REMNANTS))
        listed = msgspec.structs.replace(listed, items=(*lines, *others))
        manifest.write(folder, msgspec.structs.replace(manifest.read(folder) or listed), (manifest.COPY,))
        manifest.write(folder, listed, (manifest.FILE,))
    for name in (FILE, COPY):
        write_atomically(folder / name, data)
    if listed is not None:
        manifest.write(folder, listed, (manifest.COPY,))
    _sweep_remnants(folder)


def _closed(vault: Vault, folder: Path, there: Envelope | None) -> str:
    """No key at hand opens it: a key file that may give one of this vault's keys goes, another vault's stays."""
    if there is not None and envelope.slots_digest(there) not in (
        envelope.slots_digest(envelope.read(vault.home.vault)),
        *_texts(vault, rekeying.SLOTS),
    ):
        return "foreign"
    for name in (FILE, COPY):
        (folder / name).unlink(missing_ok=True)
    _sweep_remnants(folder)
    return "closed"


def _sweep_remnants(folder: Path) -> None:
    for name in _REMNANTS:
        account.forget_file(folder / name)
    sync_folder(folder)


# ----- what the vault remembers


def _texts(vault: Vault, key: str) -> tuple[str, ...]:
    return tuple(json.loads(vault.engine.get(key) or "[]"))


def _paths(vault: Vault, key: str) -> tuple[Path, ...]:
    return tuple(Path(text) for text in _texts(vault, key))


def _remember(vault: Vault, key: str, paths: tuple[Path, ...]) -> None:
    if paths != _paths(vault, key):
        vault.engine.put(key, json.dumps([str(path) for path in paths]))


def _named(paths: tuple[Path, ...]) -> str:
    return ", ".join(map(str, paths))
