"""The originals of the case files, byte-identical, named by content and sealed; and the text read from them.

A file's name is an HMAC of the SHA-256 of what is in it, so that the folder does not tell which known file a case holds. Its
key stands in the database alone: deleting that row shreds the file. A row is written once the file is durable, so that a
crash leaves at most a file without a row, which is garbage; a row without its file is damage, and putting the same file in
again heals it. The text read from an original has the kind ``pages:`` and the original's digest, which it also starts with.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
import re
import threading
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol

from imr_desktop.atomic import explained
from imr_desktop.errors import StoreDamaged, StoreError
from imr_desktop.paths import private_dir, sync_folder
from imr_desktop.sealed import KEY_BYTES, SealedFile, write_sealed
from imr_desktop.store.engine import Engine
from imr_desktop.store.originals import DamagedOriginal, Progress, broken, copy_out, opened, sha256, source_file

__all__ = ["ORIGINAL", "Attachments", "DamagedOriginal"]

ORIGINAL = "original"
_PAGES = "pages:"
_DIGEST = re.compile("[0-9a-f]{64}")


class _NamingKeys(Protocol):
    names: bytearray


class Attachments:
    """The sealed files of an open vault; safe to call from several threads."""

    def __init__(self, vault: Path, engine: Engine, keys: _NamingKeys) -> None:
        self._files, self._temp = vault / "files", vault / "temp"
        self._engine, self._keys = engine, keys

    # ----- putting in

    def put(self, source: Path, digest: str = "") -> str:
        """Seal a copy of a file, once, and return its SHA-256 (hex); streams, whatever the size.

        `digest` is the SHA-256 where it is known already: a file that was changed since is refused. Raises StoreError.
        """
        with source_file(source) as file:
            known = digest or self._likely(file)
            if known and self._whole(known):
                return known
            return self._seal(file, ORIGINAL, digest)

    def put_bytes(self, data: bytes, kind: str = ORIGINAL) -> str:
        """Seal some bytes, once, and return their SHA-256 (hex). Raises StoreError."""
        digest = hashlib.sha256(data).hexdigest()
        return digest if self._whole(digest) else self._seal(io.BytesIO(data), kind)

    def put_stream(self, source: IO[bytes], kind: str = ORIGINAL, digest: str = "") -> str:
        """Seal what a stream gives, once, and return its SHA-256 (hex); other content than `digest` names is refused.

        Raises StoreError.
        """
        return self._seal(source, kind, digest)

    def put_pages(self, digest: str, pages: bytes) -> None:
        """Keep the text read from an original, in place of what was kept before. Raises StoreError."""
        kind = _PAGES + _checked(digest)
        kept = self.put_bytes(bytes.fromhex(digest) + pages, kind)
        with self._engine.transaction():
            self._engine.execute("DELETE FROM attachments WHERE kind=? AND digest<>?", (kind, kept))

    def _likely(self, file: IO[bytes]) -> str:
        """The digest of a file of a size that is stored already; sealing computes it for the others."""
        size = os.fstat(file.fileno()).st_size
        if not self._engine.execute("SELECT 1 FROM attachments WHERE size=? LIMIT 1", (size,)):
            return ""
        digest = sha256(file)
        file.seek(0)
        return digest

    def _seal(self, source: IO[bytes], kind: str, expected: str = "") -> str:
        key = os.urandom(KEY_BYTES)
        with explained():
            temporary = private_dir(self._temp) / f"{os.getpid()}.{threading.get_ident()}.{os.urandom(8).hex()}"
            try:
                digest, size = write_sealed(source, temporary, key)
                if expected and digest != expected:
                    raise StoreError(
                        "Not saved: the file was changed while it was read; drop it again. Nothing stored was changed."
                    )
                self._publish(temporary, (digest, size, key, kind))
            finally:
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)
        return digest

    def _publish(self, temporary: Path, row: tuple[str, int, bytes, str]) -> None:
        """Give a durable sealed file its name and row, unless it has a whole one. The engine lets in one thread at a time."""
        digest, size, key, kind = row
        before = self._row(digest)
        if before and self._whole(digest):
            return
        try:
            with self._engine.transaction():
                now = self._row(digest)
                if now and now != before:
                    return  # another thread has just put it in
                self._engine.execute(
                    "INSERT INTO attachments VALUES(?,?,?,?,?) ON CONFLICT(digest) DO UPDATE SET "
                    "size=excluded.size, key=excluded.key",
                    (digest, size, key, kind, datetime.now(UTC).isoformat()),
                )
                self._move(temporary, self._path(digest))
        except BaseException:
            self._discard(digest)
            raise

    def _discard(self, digest: str) -> None:
        """A file whose row could not be committed would only fill the disk further."""
        with suppress(StoreError, OSError), self._engine.transaction():
            if self._row(digest) is None:
                self._path(digest).unlink(missing_ok=True)

    def _move(self, temporary: Path, target: Path) -> None:
        private_dir(target.parent)
        os.replace(temporary, target)
        sync_folder(target.parent)

    # ----- taking out

    def open(self, digest: str) -> SealedFile:
        """An original to read from, seekable. Reading verifies what it hands out.

        Raises StoreDamaged where it is missing or altered, on reading too, StoreError where the disk fails (then OSError).
        """
        return opened(*self.path_and_key(digest))

    def path_and_key(self, digest: str) -> tuple[Path, bytes]:
        """Where the sealed file lies, and its key: for the limited process. Raises StoreDamaged, StoreError."""
        path, key = self.path(digest), self.key(digest)
        if not path.exists():
            raise _missing()
        return path, key

    def path(self, digest: str) -> Path:
        """Where a sealed file lies, or would lie."""
        return self._path(_checked(digest))

    def key(self, digest: str) -> bytes:
        """A sealed file's key. Raises StoreDamaged where it never was, or was shredded."""
        key = self._row(_checked(digest))
        if key is None:
            raise _missing()
        return key

    def pages(self, digest: str) -> bytes | None:
        """The text kept by `put_pages`, None where there is none that can be read: it can be read again."""
        for (kept,) in self._engine.execute("SELECT digest FROM attachments WHERE kind=?", (_PAGES + _checked(digest),)):
            with suppress(StoreError, OSError), self.open(kept) as file:
                if file.read(len(digest) // 2).hex() == digest:
                    return file.read()
        return None

    def export(self, digest: str, target: Path) -> None:
        """Copy an original out, verified to its last byte; nothing is there before. Raises StoreError, StoreDamaged."""
        with self.open(digest) as source:
            copy_out(source, target)

    # ----- upkeep

    def digests(self) -> tuple[str, ...]:
        """The digests of all files, the pages' too."""
        return tuple(digest for (digest,) in self._engine.execute("SELECT digest FROM attachments ORDER BY digest"))

    def verify(self, progress: Progress | None = None) -> Iterator[DamagedOriginal]:
        """Read every file and compare it with its digest."""
        digests = self.digests()
        for number, digest in enumerate(digests, 1):
            key = self._row(digest)
            what = broken(self._path(digest), key, digest) if key else ""
            if what and self._row(digest) == key:  # neither let go of nor put in again meanwhile
                yield DamagedOriginal(digest, what)
            if progress:
                progress(number, len(digests))

    def collect(self, referred: Collection[str], among: Collection[str] | None = None) -> int:
        """Remove the originals not in `referred`, with the pages read from them; how many originals went.

        `among` narrows it to some originals: one that was just put in may belong to a case that is still to be saved. Not
        inside a transaction: what is rolled back would miss its files. Raises StoreError.
        """
        rows = [
            (digest, kind.removeprefix(_PAGES) if kind.startswith(_PAGES) else digest)
            for digest, kind in self._engine.execute("SELECT digest, kind FROM attachments")
        ]
        gone = [(digest, owner) for digest, owner in rows if owner not in referred and (among is None or owner in among)]
        self._shred([digest for digest, _ in gone])
        self.sweep()
        return sum(digest == owner for digest, owner in gone)

    def _shred(self, digests: list[str]) -> None:
        """Delete rows so that their keys are in no free page of the database and not in its log either."""
        if not digests:
            return
        self._engine.execute("PRAGMA secure_delete=ON")
        try:
            with self._engine.transaction():
                self._engine.executemany("DELETE FROM attachments WHERE digest=?", [(digest,) for digest in digests])
        finally:
            self._engine.execute("PRAGMA secure_delete=FAST")
        self._engine.fold()

    def sweep(self) -> None:
        """Remove files without a row: what a crash or a replaced text left behind. Raises StoreError."""
        with self._engine.transaction(), explained():  # none is put in meanwhile
            known = {self._path(digest) for digest in self.digests()}
            for path in self._files.glob("??/*"):
                if path not in known:
                    path.unlink(missing_ok=True)

    def _whole(self, digest: str) -> bool:
        key = self._row(digest)
        return key is not None and not broken(self._path(digest), key, digest)

    def _row(self, digest: str) -> bytes | None:
        rows = self._engine.execute("SELECT key FROM attachments WHERE digest=?", (digest,))
        return rows[0][0] if rows else None

    def _path(self, digest: str) -> Path:
        name = hmac.digest(bytes(self._keys.names), digest.encode(), "sha256").hex()
        return self._files / name[:2] / name


def _checked(digest: str) -> str:
    if not _DIGEST.fullmatch(digest):
        raise StoreError("A file of this case has no valid digest; import the case again.")
    return digest


def _missing() -> StoreDamaged:
    return StoreDamaged(
        "An original of the record is missing from the vault; drop the file again, or: "
        "`imr-desktop vault scrub --from BACKUP` takes it from a backup."
    )
