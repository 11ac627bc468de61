"""The sealed files of a backup in the making.

They never change, so those that the backup before holds are linked from it and take no further space, where the disk can do
that. They are never linked from the vault itself: what damages the vault must not reach its backups.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from imr_desktop.paths import PRIVATE_DIR
from imr_desktop.sealed import SealedFile, Tampered
from imr_desktop.store import manifest
from imr_desktop.store.backup_list import Backup
from imr_desktop.store.copying import copied, matches
from imr_desktop.store.manifest import Item
from imr_desktop.store.originals import Progress

if TYPE_CHECKING:
    from imr_desktop.store.vault import Vault

_REREAD = timedelta(days=7)


class Shelf:
    """The sealed files of one backup: linked from the backup before, else copied from the vault."""

    def __init__(self, part: Path, vault: Vault, before: Backup | None, now: datetime) -> None:
        """Name the unfinished backup's folder, the vault, and the backup before, if any."""
        self._part, self._vault, self._now = part, vault, now
        self._before = before.path if before else None
        listed = manifest.read(before.path) if before else None
        self._known = {item.name: item for item in listed.items} if listed else {}
        self.items: dict[str, Item] = {}
        self._done: set[str] = set()

    def fill(self, progress: Progress | None) -> None:
        """Put in every file that the vault has now and the backup does not."""
        rows = self._vault.engine.execute("SELECT digest, key FROM attachments ORDER BY digest")
        new = [row for row in rows if row[0] not in self._done]
        for number, (digest, key) in enumerate(new, 1):
            with suppress(FileNotFoundError):  # let go of meanwhile, or lost: a scrub says so
                self._put(digest, key)
            self._done.add(digest)
            if progress:
                progress(number, len(new))

    def _put(self, digest: str, key: bytes) -> None:
        source = self._vault.attachments.path(digest)
        name = f"files/{source.parent.name}/{source.name}"
        target = self._part / name
        target.parent.mkdir(mode=PRIVATE_DIR, parents=True, exist_ok=True)
        self.items[name] = self._linked(name, target, key) or copied(source, target, name)

    def _linked(self, name: str, target: Path, key: bytes) -> Item | None:
        """Take the file of the backup before, where it opens with today's key; now and then it is read whole."""
        item = self._known.get(name)
        if self._before is None or item is None or not opens(self._before / name, key):
            return None
        if self._now - item.checked > _REREAD or item.checked > self._now:
            if not matches(self._before / name, item):
                return None
            item = Item(item.name, item.size, item.sha256, self._now)
        return item if _link(self._before / name, target) else None


def opens(path: Path, key: bytes) -> bool:
    """Whether a sealed file opens with a key: its header and last chunk are verified."""
    try:
        SealedFile(path, key).close()
    except (OSError, Tampered):
        return False
    return True


def _link(source: Path, target: Path) -> bool:
    """Link a file, False where this disk cannot."""
    try:
        os.link(source, target)
    except OSError:
        return False
    return True
