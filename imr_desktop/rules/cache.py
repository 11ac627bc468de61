"""What pack files hold, kept as read, so that YAML is only parsed when a file has changed.

A file of the cache is named by the digest of the pack files and the program's version, and begins with the SHA-256 of what
follows; one that does not match is read anew. Only what YAML gave is kept: every load validates it and tries the examples.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from imr_desktop import __version__
from imr_desktop.atomic import replaced
from imr_desktop.paths import private_dir

_FORMAT = 2  # goes up when YAML is read in another way
_SUM = 32  # bytes of a SHA-256
_MAX_BYTES = 64 * 1024 * 1024
_MOST_KEPT = 3  # with the reviewer's own packs, without them, and one before an update


def remembered(folder: Path | None, digest: str, parse: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `parse` gives, from the cache where it holds this digest; without a folder, or where it cannot be used, parsed."""
    if folder is None:
        return parse()
    path = folder / f"guidelines-{__version__}-{_FORMAT}-{digest}.msgpack"
    kept = _read(path)
    if kept is None:
        kept = parse()
        with contextlib.suppress(OSError):
            _write(path, msgspec.msgpack.encode(kept))
    return kept


def _read(path: Path) -> dict[str, Any] | None:
    try:
        with path.open("rb") as stream:
            total, data = stream.read(_SUM), stream.read(_MAX_BYTES)
        return msgspec.msgpack.decode(data, type=dict[str, Any]) if hashlib.sha256(data).digest() == total else None
    except (OSError, msgspec.MsgspecError):
        return None


def _write(path: Path, data: bytes) -> None:
    """Put the new file in place whole (0600), and take away the oldest of the others."""
    private_dir(path.parent)
    with replaced(path) as stream:
        stream.write(hashlib.sha256(data).digest() + data)
    kept = sorted(path.parent.glob("guidelines-*.msgpack"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in kept[_MOST_KEPT:]:
        old.unlink(missing_ok=True)
