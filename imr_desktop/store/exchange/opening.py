"""Opening a package: everything in it is verified before anything of it is handed out.

The package is first sealed anew, under a key that is thrown away, in the vault's folder for temporaries: it can neither be
changed nor taken away after it was verified. It is decrypted in memory, chunk by chunk, whenever something of it is read; no
plain byte of it is written anywhere. One pass checks each part's length and SHA-256 against the signed manifest.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from imr_desktop.atomic import explained, private_file
from imr_desktop.case import bound
from imr_desktop.case.model import Case
from imr_desktop.errors import CaseInvalid, FileUnreadable, StoreError
from imr_desktop.paths import private_dir
from imr_desktop.regular_files import open_regular
from imr_desktop.sealed import KEY_BYTES, SealedFile, SealedWriter
from imr_desktop.seekable import SeekableReader
from imr_desktop.store.audit import AuditEntry
from imr_desktop.store.exchange import parts
from imr_desktop.store.exchange.parts import PackageManifest, PackedVersion, Part
from imr_desktop.store.exchange.sealing import unseal
from imr_desktop.store.exchange.strict import MOST_ALL_JSON, MOST_JSON, refuse_odd, strict_case, strict_struct, unpacked

_PIECE = 1 << 18
_HEAD = 9
_KINDS = (parts.CASE, parts.VERSION, parts.AUDIT, parts.FILE, parts.MANIFEST, parts.SIGNATURE)


class _Found(NamedTuple):
    """A part where it lies: its kind, where its bytes begin, how many they are, their SHA-256."""

    kind: bytes
    start: int
    size: int
    digest: str


class _Probe(msgspec.Struct):
    format: int = 0


class PackageFiles:
    """The originals in a package, by their SHA-256."""

    def __init__(self, reader: SealedFile, found: dict[str, _Found]) -> None:
        self._reader, self._found = reader, found

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __contains__(self, digest: object) -> bool:
        return digest in self._found

    def size(self, digest: str) -> int:
        """An original's length in bytes. Raises KeyError."""
        return self._found[digest].size

    def open(self, digest: str) -> SeekableReader:
        """An original to read from, while the package is open. Raises KeyError."""
        one = self._found[digest]
        return _Slice(self._reader, one.start, one.size)


class OpenedPackage:
    """A verified package: its case, versions, audit entries and files, to be read until it is closed.

    `origin` is the fingerprint of the vault that signed it (`public_key` in hex): that it is the sender's is for people to
    compare. `withheld` are digests of files that were kept back for a blind review.
    """

    def __init__(self, reader: SealedFile, sealed: Path, where: str) -> None:
        """Verify a sealed copy, which is removed in the end. Raises FileUnreadable, CaseInvalid."""
        self._reader, self._sealed, self._where = reader, sealed, where
        found = _walked(reader, where)
        self._manifest = _verified(reader, found, where)
        self._found = found[:-2]
        self.case: Case = strict_case(self._json(self._found[0], MOST_JSON), where)
        self.files = PackageFiles(reader, {one.digest: one for one in self._found if one.kind == parts.FILE})
        self._refuse_odd()

    @property
    def blind(self) -> bool:
        """Whether the first opinion is hidden in it."""
        return self._manifest.blind

    @property
    def origin(self) -> str:
        """The fingerprint of the vault it comes from."""
        return self._manifest.origin

    @property
    def public_key(self) -> str:
        """The public key (hex) of the vault it comes from."""
        return self._manifest.public_key

    @property
    def made_at(self) -> datetime:
        """When it was made, as the sender's clock had it."""
        return self._manifest.made_at

    @property
    def withheld(self) -> tuple[str, ...]:
        """Digests of files of the record that were kept back."""
        return self._manifest.withheld

    @property
    def versions(self) -> Iterator[PackedVersion]:
        """The versions in it, one at a time, in the order they were packed."""
        left = MOST_ALL_JSON
        for one in self._found:
            if one.kind == parts.VERSION:
                data = self._json(one, left)
                left -= len(data)
                version = strict_struct(data, PackedVersion, self._where)
                refuse_odd(version.case, self._where)
                yield msgspec.structs.replace(version, case=bound.tidy(version.case))

    @property
    def audit(self) -> Iterator[AuditEntry]:
        """The entries of the sender's audit trail in it, in the order they were packed."""
        left = MOST_ALL_JSON
        for one in self._found:
            if one.kind == parts.AUDIT:
                data = self._json(one, left)
                left -= len(data)
                yield from strict_struct(data, tuple[AuditEntry, ...], self._where)

    def close(self) -> None:
        """Close the package and remove its copy; harmless where that is done."""
        self._reader.close()
        self._sealed.unlink(missing_ok=True)

    def __enter__(self) -> OpenedPackage:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _json(self, one: _Found, most: int) -> bytes:
        self._reader.seek(one.start)
        return unpacked(self._reader.read(one.size), most, self._where)

    def _refuse_odd(self) -> None:
        """Refuse what does not go together: another case's history, files nobody names, files that are not there."""
        named, own = {file.digest for file in self.case.files}, self.case.id
        wanted = named - set(self.withheld)
        for version in self.versions:
            if version.case.id != own:
                raise CaseInvalid(f"{self._where} holds versions of another case and was not opened.")
            named.update(file.digest for file in version.case.files)
        for entry in self.audit:
            if entry.case_id not in ("", own):
                raise CaseInvalid(f"{self._where} holds audit entries of another case and was not opened.")
        if self._manifest.case_id != own or not set(self.files) <= named or not wanted <= set(self.files):
            raise CaseInvalid(f"{self._where} does not hold the files its case names and was not opened.")


def read_package(path: Path, identities: Iterable[str] = (), passphrase: str = "", *, temp: Path) -> OpenedPackage:
    """Open a package with the vault's own identities or by a passphrase; a context manager that removes its copy.

    `temp` is the vault's folder for temporaries. Raises UsageError where neither opens it; FileUnreadable where it is no
    package, damaged, incomplete, changed or made to harm; CaseInvalid where what is in it is no case; StoreError where there
    is no room for it. Nothing is left behind then.
    """
    where = f"“{path.name[:80]}”"
    copy, key = private_dir(temp) / f"{secrets.token_hex(8)}.sealed", os.urandom(KEY_BYTES)
    try:
        _sealed_anew(path, copy, key, list(identities), passphrase, where)
        reader = SealedFile(copy, key)
        try:
            return OpenedPackage(reader, copy, where)
        except BaseException:
            reader.close()
            raise
    except BaseException:
        copy.unlink(missing_ok=True)
        raise


def _sealed_anew(path: Path, copy: Path, key: bytes, identities: list[str], passphrase: str, where: str) -> None:
    try:
        source = open_regular(path)
    except OSError as error:
        raise FileUnreadable(
            f"{where} cannot be read ({(error.strerror or 'no reason given').lower()}); check the path and try again."
        ) from None
    with source, explained(), private_file(copy) as file:
        sealed = SealedWriter(file, key)
        unseal(source, sealed, identities, passphrase, where)
        sealed.finish()


# --- the one pass over all parts ------------------------------------------------------------------------------------------


def _walked(reader: SealedFile, where: str) -> list[_Found]:
    """All parts, each hashed; the order of kinds is fixed. Raises FileUnreadable."""
    if reader.read(len(parts.MAGIC)) != parts.MAGIC:
        raise FileUnreadable(f"{where} was not written by this program, or by a newer version of it; update the program.")
    found: list[_Found] = []
    while reader.tell() < reader.size:
        one = _one(reader, where)
        if found and _KINDS.index(one.kind) < _KINDS.index(found[-1].kind):
            raise _odd(where)
        found.append(one)
        if len(found) > parts.MOST_PARTS + 2:
            raise FileUnreadable(f"{where} holds more parts than a package may have and was not opened.")
    kinds = [one.kind for one in found]
    if kinds[-2:] != [parts.MANIFEST, parts.SIGNATURE] or any(
        kinds.count(kind) != 1 for kind in (parts.CASE, parts.MANIFEST, parts.SIGNATURE)
    ):
        raise _odd(where)
    return found


def _one(reader: SealedFile, where: str) -> _Found:
    head = reader.read(_HEAD)
    kind, size, start = head[:1], int.from_bytes(head[1:], "big"), reader.tell()
    if len(head) != _HEAD or kind not in _KINDS or size > reader.size - start:
        raise _odd(where)
    if kind != parts.FILE and size > MOST_JSON:
        raise FileUnreadable(f"{where} holds more data than a case can have and was not opened.")
    digest, left = hashlib.sha256(), size
    while left:
        piece = reader.read(min(left, _PIECE))
        digest.update(piece)
        left -= len(piece)
    return _Found(kind, start, size, digest.hexdigest())


def _verified(reader: SealedFile, found: list[_Found], where: str) -> PackageManifest:
    """The manifest, its signature and every part's digest verified. Raises FileUnreadable, CaseInvalid."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    reader.seek(found[-2].start)
    data = unpacked(reader.read(found[-2].size), parts.MOST_MANIFEST, where)
    reader.seek(found[-1].start)
    signature = reader.read(found[-1].size)
    manifest = _manifest(data, where)
    try:
        public = bytes.fromhex(manifest.public_key)
        Ed25519PublicKey.from_public_bytes(public).verify(signature, parts.PURPOSE + data)
    except (ValueError, InvalidSignature):
        raise FileUnreadable(f"{where} is not signed as it should be and was not opened; ask for it again.") from None
    listed = tuple(Part(one.kind.decode(), one.size, one.digest) for one in found[:-2])
    if manifest.parts != listed or manifest.origin != parts.fingerprint(public) or _doubled(listed):
        raise FileUnreadable(f"{where} does not hold what was signed and was not opened; ask for it again.")
    return manifest


def _manifest(data: bytes, where: str) -> PackageManifest:
    with suppress(msgspec.MsgspecError, UnicodeError, RecursionError):
        if msgspec.json.decode(data, type=_Probe).format > parts.FORMAT:
            raise FileUnreadable(
                f"{where} was written by a newer version of IMR Desktop; update the program, then open it again."
            )
    return strict_struct(data, PackageManifest, where)


def _doubled(listed: tuple[Part, ...]) -> bool:
    files = [one.digest for one in listed if one.kind == parts.FILE.decode()]
    return len(set(files)) != len(files)


def _odd(where: str) -> FileUnreadable:
    return FileUnreadable(f"{where} is not built like a package and was not opened; ask for it again.")


class _Slice(SeekableReader):
    """A stretch of a reader as a file of its own."""

    def __init__(self, reader: SealedFile, start: int, size: int) -> None:
        super().__init__()
        self._reader, self._start, self.size = reader, start, size

    def _piece(self, position: int, most: int) -> bytes:
        if self._reader.closed:
            raise StoreError("The package was closed; open it again.")
        self._reader.seek(self._start + position)
        return self._reader.read(min(most, _PIECE))
