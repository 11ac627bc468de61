"""One writer at a time: the vault's lock, and who holds it.

The operating system frees the lock when its holder ends, however it ends, so a lock never goes stale.
"""

from __future__ import annotations

import os
import platform
from datetime import datetime
from pathlib import Path
from typing import IO

from imr_desktop.case import dates
from imr_desktop.errors import StoreLocked
from imr_desktop.paths import PRIVATE_FILE


class VaultLock:
    """The right to write a vault, held until `release`."""

    def __init__(self, folder: Path) -> None:
        """Take the lock of the vault in `folder`. Raises StoreLocked naming the holder."""
        import portalocker  # 76 ms: only once a vault is opened

        self._file: IO[str] = open(  # noqa: SIM115 - held open for as long as the lock is
            os.open(folder / "lock", os.O_RDWR | os.O_CREAT, PRIVATE_FILE), "r+", encoding="utf-8"
        )
        try:
            portalocker.lock(self._file, portalocker.LOCK_EX | portalocker.LOCK_NB)
        except portalocker.LockException:
            holder = self._file.read(200).strip() or "another program"
            self._file.close()
            raise StoreLocked(
                f"The cases are open in {holder}. Close that program, or use another folder with --home."
            ) from None
        self._file.truncate(0)
        since = datetime.now()
        self._file.write(f"IMR Desktop (process {os.getpid()} on {platform.node()}, since {dates.written_at(since)})")
        self._file.flush()

    def release(self) -> None:
        self._file.close()
