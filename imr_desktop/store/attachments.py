"""The originals of the case files, byte-identical, named by content and sealed; and the text read from them.

A file's name is an HMAC of the SHA-256 of what is in it, so that the folder does not tell which known file a case holds. Its
key stands in the database alone: deleting that row shreds the file. A row is written once the file is durable, so that a
crash leaves at most a file without a row, which is garbage.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol

from imr_desktop.errors import StoreDamaged, StoreError
from imr_desktop.paths import private_dir
from imr_desktop.sealed import KEY_BYTES, SealedFile, Tampered, write_sealed
from imr_desktop.store.atomic import explained, sync_folder
from imr_desktop.store.engine import Engine

ORIGINAL = "original"
_PAGES = "pages:"
_CHUNK = 1 << 20
Progress = Callable[[int, int], None]


class _Keys(Protocol):
    names: bytearray


@dataclass(frozen=True)
class Broken:
    """A sealed file that is not as it was written, or is missing: its digest and what is wrong."""

    digest: str
    what: str


class Attachments:
    """The sealed files of an open vault; safe to call from several threads."""

    def __init__(self, vault: Path, engine: Engine, keys: _Keys) -> None:
        """Use the vault's folder, its open engine and keys."""
        self._files, self._temp = vault / "files", vault / "temp"
        self._engine, self._keys = engine, keys

    # ----- putting in

    def put(self, source: Path) -> str:
        """Seal a copy of a file, once, and return its SHA-256 (hex). Raises StoreError; streams, whatever the size."""
        with explained(), source.open("rb") as file:
            digest = _sha256(file)
            if self._row(digest):
                return digest
            file.seek(0)
            return self._seal(file, ORIGINAL)

    def put_bytes(self, data: bytes, kind: str = ORIGINAL) -> str:
        """Seal some bytes, once, and return their SHA-256 (hex). Raises StoreError."""
        digest = hashlib.sha256(data).hexdigest()
        if self._row(digest):
            return digest
        with explained():
            return self._seal(io.BytesIO(data), kind)

    def put_stream(self, source: IO[bytes], kind: str = ORIGINAL) -> str:
        """Seal what a stream gives, once, and return its SHA-256 (hex). Raises StoreError."""
        with explained():
            return self._seal(source, kind)

    def put_pages(self, digest: str, pages: bytes) -> None:
        """Keep the text read from an original. Raises StoreError."""
        kind = _PAGES + _checked(digest)
        with self._engine.transaction():
            self._engine.execute("DELETE FROM attachments WHERE kind=?", (kind,))
            self.put_bytes(pages, kind)

    def _seal(self, source: IO[bytes], kind: str) -> str:
        key = os.urandom(KEY_BYTES)
        temporary = private_dir(self._temp) / f"{os.getpid()}.{threading.get_ident()}.{os.urandom(8).hex()}"
        try:
            digest, size = write_sealed(source, temporary, key)
            if self._row(digest):
                return digest
            target = self._path(digest)
            private_dir(target.parent)
            os.replace(temporary, target)
            sync_folder(target.parent)
        finally:
            temporary.unlink(missing_ok=True)
        with self._engine.transaction():
            self._engine.execute("INSERT INTO attachments VALUES(?,?,?,?,?)",
                                 (digest, size, key, kind, datetime.now(UTC).isoformat()))
        return digest

    # ----- taking out

    def open(self, digest: str) -> SealedFile:
        """An original to read from. Raises StoreDamaged where it is missing or altered, StoreError where it never was."""
        path, key = self.path_and_key(digest)
        try:
            return SealedFile(path, key)
        except Tampered as error:
            raise StoreDamaged(error.sentence) from error
        except FileNotFoundError:
            raise _missing() from None
        except OSError as error:
            raise StoreError(f"A file of the vault cannot be read ({(error.strerror or 'no reason given').lower()}); "
                             "check the disk, then try again.") from error

    def path_and_key(self, digest: str) -> tuple[Path, bytes]:
        """Where the sealed file lies, and its key: for the limited process. Raises StoreDamaged, StoreError."""
        row = self._row(_checked(digest))
        path = self._path(digest)
        if row is None or not path.exists():
            raise _missing()
        return path, row

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
        rows = self._engine.execute("SELECT digest FROM attachments WHERE kind=?", (_PAGES + digest,))
        if not rows:
            return None
        try:
            with self.open(rows[0][0]) as file:
                return file.read()
        except (StoreError, Tampered):
            return None

    def export(self, digest: str, target: Path) -> None:
        """Copy an original out, verified to its last byte. Raises StoreError, StoreDamaged."""
        with self.open(digest) as source, explained(), target.open("wb") as file:
            try:
                shutil.copyfileobj(source, file, _CHUNK)
            except Tampered as error:
                raise StoreDamaged(error.sentence) from error

    # ----- upkeep

    def digests(self) -> tuple[str, ...]:
        """The digests of all files, the pages' too."""
        return tuple(digest for (digest,) in self._engine.execute("SELECT digest FROM attachments ORDER BY digest"))

    def verify(self, progress: Progress | None = None) -> Iterator[Broken]:
        """Read every file and compare it with its digest."""
        digests = self.digests()
        for number, digest in enumerate(digests, 1):
            broken = self._broken(digest)
            if broken:
                yield Broken(digest, broken)
            if progress:
                progress(number, len(digests))

    def collect(self, referred: set[str]) -> int:
        """Remove the files that nothing refers to, with the pages read from them; how many originals went."""
        rows = self._engine.execute("SELECT digest, kind FROM attachments")
        gone = [(digest, kind) for digest, kind in rows
                if (kind.removeprefix(_PAGES) if kind.startswith(_PAGES) else digest) not in referred]
        with self._engine.transaction():
            for digest, _ in gone:
                self._engine.execute("DELETE FROM attachments WHERE digest=?", (digest,))
        self._sweep()
        return sum(not kind.startswith(_PAGES) for _, kind in gone)

    def _sweep(self) -> None:
        """Remove files without a row."""
        known = {self._path(digest) for digest in self.digests()}
        for path in self._files.glob("??/*"):
            if path not in known:
                with explained():
                    path.unlink()

    def _broken(self, digest: str) -> str:
        try:
            with self.open(digest) as file:
                return "" if _sha256(file) == digest else "holds other content than it should"
        except (StoreError, Tampered) as error:
            return "is missing" if not self._path(digest).exists() else f"is damaged ({type(error).__name__})"

    def _row(self, digest: str) -> bytes | None:
        rows = self._engine.execute("SELECT key FROM attachments WHERE digest=?", (digest,))
        return rows[0][0] if rows else None

    def _path(self, digest: str) -> Path:
        name = hmac.digest(bytes(self._keys.names), digest.encode(), "sha256").hex()
        return self._files / name[:2] / name


def _checked(digest: str) -> str:
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise StoreError("A file of this case has no valid digest; import the case again.")
    return digest


def _missing() -> StoreDamaged:
    return StoreDamaged("An original of the record is missing from the vault; drop the file again, or: "
                        "`imr-desktop vault scrub --from BACKUP` takes it from a backup.")


def _sha256(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
