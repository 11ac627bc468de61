"""Originals of the case files, byte-identical and named by their SHA-256, and the text read from them."""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
from pathlib import Path

from imr_desktop.errors import StoreDamaged, StoreError
from imr_desktop.paths import PRIVATE_FILE, Home, private_dir
from imr_desktop.store.atomic import explained, sync_folder, write_atomically

_CHUNK = 1 << 20


class Attachments:
    """The folder of originals of one home."""

    def __init__(self, home: Home) -> None:
        """Use the home's ``files`` folder; it is made on the first `put`."""
        self._folder = home.files

    def put(self, source: Path) -> str:
        """Copy a file in, once, and return its SHA-256 (hex). Raises StoreError; streams, whatever the size."""
        with explained():
            private_dir(self._folder)
            temporary = self._folder / f".{os.getpid()}.{threading.get_ident()}.tmp"
            try:
                digest = _copy_private(source, temporary)
                target = self._path(digest)
                if target.exists():
                    temporary.unlink()
                else:
                    os.replace(temporary, target)
                    sync_folder(self._folder)
            finally:
                temporary.unlink(missing_ok=True)
        return digest

    def path(self, digest: str) -> Path:
        """Where the original lies. Raises StoreDamaged where it is missing."""
        path = self._path(digest)
        if not path.exists():
            raise StoreDamaged("An original of the record is missing from the vault; drop the file again.")
        return path

    def put_pages(self, digest: str, pages: bytes) -> None:
        """Keep the text read from an original. Raises StoreError."""
        with explained():
            private_dir(self._folder)
        write_atomically(self._path(digest).with_suffix(".pages"), pages)

    def pages(self, digest: str) -> bytes | None:
        """The text kept by `put_pages`, None where there is none."""
        try:
            return self._path(digest).with_suffix(".pages").read_bytes()
        except OSError:
            return None

    def export(self, digest: str, target: Path) -> None:
        """Copy an original out. Raises StoreError."""
        source = self.path(digest)
        with explained():
            shutil.copyfile(source, target)

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise StoreError("A file of this case has no valid digest; import the case again.")
        return self._folder / digest


def _copy_private(source: Path, target: Path) -> str:
    digest = hashlib.sha256()
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    with source.open("rb") as reader, open(handle, "wb") as writer:
        while chunk := reader.read(_CHUNK):
            digest.update(chunk)
            writer.write(chunk)
        writer.flush()
        os.fsync(writer.fileno())
    return digest.hexdigest()
