"""What is in a package, part by part.

The sealed data is ``IMRCASE1`` and then parts, each one letter of kind, its length (8 bytes, the highest first) and its
bytes: the case (``c``), its versions (``v``, one each), audit entries (``a``, up to 500 each), the record's files (``f``),
the manifest (``m``) and the signature (``s``) at the end. JSON parts are deflated.

Why not zip or tar: their names, directories and sizes are a second account of the same data that can say something else
(paths, devices, doubled names, sizes that lie, overlapping entries). Here a part has no name, a length can lie only about
what follows, and all is read in one pass. Files are named by their SHA-256, which is computed, never believed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import IO, Protocol

import msgspec

from imr_desktop.case.model import Case, Struct
from imr_desktop.sealed import SealedFile
from imr_desktop.store.audit import AuditEntry

MAGIC = b"IMRCASE1"
FORMAT = 1
CASE, VERSION, AUDIT, FILE, MANIFEST, SIGNATURE = b"c", b"v", b"a", b"f", b"m", b"s"
MOST_PARTS = 10_000
MOST_MANIFEST = 4 * 1024 * 1024
PURPOSE = b"imrcase manifest\n"
"""What a signature over a manifest begins with, so that it can be taken for nothing else."""


class PackedVersion(Struct, frozen=True):
    """One saved version of the case: its number, when it was saved, by which act, its digest, and the case itself."""

    version: int
    saved_at: datetime
    act: str
    digest: str
    case: Case


class Part(Struct, frozen=True):
    """A part as the manifest lists it: its letter, its length, and the SHA-256 of its bytes (of a file: its name)."""

    kind: str
    size: int
    digest: str


class PackageManifest(Struct, frozen=True):
    """What a package says of itself, signed by the sender's vault.

    `origin` is the fingerprint of that vault's public key; `withheld` are files of the record that are not in it: kept
    back, as those that tell the first opinion in a package for a blind review, or never in the sender's vault.
    """

    format: int
    made_at: datetime
    origin: str
    public_key: str
    case_id: str
    blind: bool
    parts: tuple[Part, ...]
    withheld: tuple[str, ...] = ()


class Files(Protocol):
    """Where originals are read from: the vault's attachments."""

    def open(self, digest: str) -> IO[bytes] | SealedFile:
        """An original, seekable."""


class PackageContents(msgspec.Struct, frozen=True):
    """What is to be packed: the case, its versions and audit entries, and where the originals of its record are.

    `versions` and `audit` are read once, one after the other.
    """

    case: Case
    versions: Iterable[PackedVersion] = ()
    audit: Iterable[AuditEntry] = ()
    files: Files | None = None


def head(kind: bytes, size: int) -> bytes:
    """What stands before a part's bytes."""
    return kind + size.to_bytes(8, "big")


def fingerprint(public_key: bytes) -> str:
    """A public key's name for people: sixteen hex digits in fours."""
    text = hashlib.sha256(public_key).hexdigest()[:16]
    return " ".join(text[place : place + 4] for place in range(0, 16, 4))
