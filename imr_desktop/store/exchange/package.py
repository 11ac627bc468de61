"""Writing a package: streamed part by part into the sealed file, so that a record of any size fits into little memory."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import msgspec

from imr_desktop.atomic import explained, replaced
from imr_desktop.case import codec, fields
from imr_desktop.case.model import Case
from imr_desktop.errors import StoreDamaged, StoreError, UsageError
from imr_desktop.store.exchange import parts
from imr_desktop.store.exchange.blinding import blind as blinded
from imr_desktop.store.exchange.blinding import tells_the_opinion
from imr_desktop.store.exchange.parts import PackageContents, PackageManifest, Part
from imr_desktop.store.exchange.sealing import Stream, seal
from imr_desktop.store.exchange.strict import MOST_ALL_JSON, is_plain_name, packed, refuse_odd

_PIECE = 1 << 18
_ENTRIES = 500
_encoder = msgspec.json.Encoder(order="deterministic")


def write_package(
    out: Path,
    contents: PackageContents,
    recipients: Sequence[str] = (),
    passphrase: str = "",
    *,
    signing_seed: bytes,
    blind: bool = False,
) -> None:
    """Write a package, sealed for recipients' public keys or by a passphrase, and signed by the vault's key.

    `signing_seed` are the 32 bytes of the vault's Ed25519 key. With `blind` the first opinion stays here: no decisions, no
    reasons, no history and no audit entries. Originals that the vault never had (of a case that came as plain JSON) are
    named as withheld. `out` appears whole or not at all, private (0600). Raises UsageError, CaseInvalid, StoreError.
    """
    if not out.parent.is_dir() or out.is_dir():
        raise UsageError(f"“{out.name[:80]}” cannot be written there; choose a file in a folder that exists.")
    pieces = _Writing(contents, signing_seed, blind)
    with explained(), replaced(out) as file:
        seal(Stream(pieces.pieces()), file, recipients, passphrase)


class _Writing:
    """One package on its way: the parts that went by, and what is still to come."""

    def __init__(self, contents: PackageContents, seed: bytes, blind: bool) -> None:
        self._contents, self._seed, self._blind = contents, bytes(seed), blind
        self._case = portable(blinded(contents.case) if blind else contents.case)
        self._parts: list[Part] = []
        self._withheld: list[str] = []
        self._left = MOST_ALL_JSON
        self._files = dict.fromkeys(file.digest for file in self._case.files)

    def pieces(self) -> Iterator[bytes]:
        """The package's plain bytes, in pieces."""
        refuse_odd(self._case, "The case")
        yield parts.MAGIC
        yield self._json(parts.CASE, codec.encode(self._case), "The case")
        if not self._blind:
            yield from self._history()
        kept_back = tells_the_opinion(self._contents.case) if self._blind else frozenset[str]()
        for digest in self._files:
            if digest in kept_back:
                self._withheld.append(digest)
            else:
                yield from self._file(digest)
        yield from self._end()

    def _history(self) -> Iterator[bytes]:
        for version in self._contents.versions:
            one = msgspec.structs.replace(version, case=portable(version.case))
            self._files.update(dict.fromkeys(file.digest for file in one.case.files))
            yield self._json(parts.VERSION, _encoder.encode(one), f"Version {one.version}")
        entries = iter(self._contents.audit)
        while several := list(islice(entries, _ENTRIES)):
            yield self._json(parts.AUDIT, _encoder.encode(several), "The audit trail")

    def _json(self, kind: bytes, data: bytes, what: str) -> bytes:
        made = packed(data, what)
        self._left -= len(data)
        if self._left < 0:
            raise UsageError("The case's history is larger than a package holds; keep fewer versions (see the settings).")
        self._listed(kind, len(made), hashlib.sha256(made).hexdigest())
        return parts.head(kind, len(made)) + made

    def _file(self, digest: str) -> Iterator[bytes]:
        try:
            assert self._contents.files is not None
            opened = self._contents.files.open(digest)
        except StoreDamaged:
            raise
        except StoreError:
            self._withheld.append(digest)
            return
        seen, size = hashlib.sha256(), 0
        with opened as file:
            length = file.seek(0, os.SEEK_END)
            file.seek(0)
            yield parts.head(parts.FILE, length)
            while piece := file.read(_PIECE):
                seen.update(piece)
                size += len(piece)
                yield piece
        if size != length or seen.hexdigest() != digest:
            raise StoreDamaged("An original of the record is not what was taken in; `imr-desktop vault scrub` shows more.")
        self._listed(parts.FILE, length, digest)

    def _listed(self, kind: bytes, size: int, digest: str) -> None:
        self._parts.append(Part(kind.decode(), size, digest))
        if len(self._parts) > parts.MOST_PARTS:
            raise UsageError("The case has more versions and files than a package holds; keep fewer versions.")

    def _end(self) -> Iterator[bytes]:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        key = Ed25519PrivateKey.from_private_bytes(self._seed)
        public = key.public_key().public_bytes_raw()
        manifest = _encoder.encode(
            PackageManifest(
                parts.FORMAT,
                datetime.now(UTC),
                parts.fingerprint(public),
                public.hex(),
                self._case.id,
                self._blind,
                tuple(self._parts),
                tuple(self._withheld),
            )
        )
        made = packed(manifest, "The manifest")
        signature = key.sign(parts.PURPOSE + manifest)
        yield parts.head(parts.MANIFEST, len(made)) + made + parts.head(parts.SIGNATURE, len(signature)) + signature


def portable(case: Case) -> Case:
    """The case as a package holds it: file names are files' names on every system, others become ``file-<number>``.

    Only what the table of fields sends to a colleague is kept.
    """
    case = fields.kept(case, fields.Use.PACKAGE)
    if all(is_plain_name(file.name) for file in case.files):
        return case
    return msgspec.structs.replace(
        case,
        files=tuple(
            file if is_plain_name(file.name) else msgspec.structs.replace(file, name=f"file-{number}")
            for number, file in enumerate(case.files, start=1)
        ),
    )
