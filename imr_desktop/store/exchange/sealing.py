"""Sealing a stream in the age format, for recipients' public keys or by a passphrase, and opening it; any age program can.

pyrage does it for public keys; what it lacks is in `age_format`. Opening gives out plain data before the file is known to be
complete, so it goes into a sealed file of ours first: no plain byte reaches the disk, and none is looked at before all is
verified.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import IO, BinaryIO, Protocol

from imr_desktop.errors import FileUnreadable, UsageError
from imr_desktop.passphrases import require_long_enough
from imr_desktop.store.exchange.age_format import (
    MOST_HEADER,
    MOST_STANZAS,
    by_passphrase,
    damaged,
    opened_chunks,
    passphrase_header,
    passphrase_key,
    read_header,
    sealed_chunks,
)


class Writable(Protocol):
    """What can be written to."""

    def write(self, data: bytes, /) -> int:
        """Take all of it."""


def new_identity() -> tuple[str, str]:
    """A fresh key pair for packages: the secret (``AGE-SECRET-KEY-1…``) and the public key to hand out (``age1…``)."""
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def checked_recipients(recipients: Iterable[str]) -> list[str]:
    """Recipients' public keys without repetitions. Raises UsageError that names the one that is none."""
    import pyrage

    found = list(dict.fromkeys(one.strip() for one in recipients))
    for one in found:
        try:
            pyrage.x25519.Recipient.from_str(one)
        except pyrage.RecipientError:
            raise UsageError(f"“{one[:80]}” is no public key for packages; it begins with age1 and has 62 letters.") from None
    if len(found) >= MOST_STANZAS:
        raise UsageError(f"A package goes to at most {MOST_STANZAS - 1} recipients; make two packages.")
    return found


def seal(source: Stream, out: IO[bytes], recipients: Sequence[str], passphrase: str) -> None:
    """Seal all of a stream into a file, for the recipients or by the passphrase: one of both.

    Raises UsageError, what the stream raises, and OSError.
    """
    keys = checked_recipients(recipients)
    if bool(keys) == bool(passphrase):
        raise UsageError("A package is sealed either for recipients or by a passphrase; name one of the two.")
    if passphrase:
        _by_passphrase(source, out, passphrase)
    else:
        _for_recipients(source, out, keys)


def _by_passphrase(source: Stream, out: IO[bytes], passphrase: str) -> None:
    require_long_enough(passphrase)
    header, key = passphrase_header(passphrase)
    out.write(header)
    for chunk in sealed_chunks(source, key):
        out.write(chunk)


def _for_recipients(source: Stream, out: IO[bytes], keys: Sequence[str]) -> None:
    import pyrage

    target = _Target(out)
    try:
        pyrage.encrypt_io(source, target, [pyrage.x25519.Recipient.from_str(key) for key in keys])
    except (pyrage.EncryptError, OSError):
        raise source.failure or target.failure or OSError("sealing failed") from None


def unseal(source: BinaryIO, out: Writable, identities: Iterable[str], passphrase: str, where: str) -> None:
    """Write the plain data of a sealed file out, which is to be used only where this returns; `where` names the file.

    Raises UsageError where neither identities nor passphrase open it, FileUnreadable where it is no sealed file, damaged,
    incomplete, or made to keep this program busy, and what `out` raises.
    """
    pieces = _pieces(source, where)
    start = next(pieces, b"")
    header = read_header(start, where)
    if not by_passphrase(header):
        _by_identity(Stream(chain((start,), pieces)), _Target(out), identities, where)
        return
    key = passphrase_key(header, passphrase, where)
    for chunk in opened_chunks(Stream(chain((start[len(header) :],), pieces)), key, where):
        out.write(chunk)


def _by_identity(source: Stream, target: _Target, identities: Iterable[str], where: str) -> None:
    import pyrage

    try:
        pyrage.decrypt_io(source, target, [pyrage.x25519.Identity.from_str(one) for one in identities])
    except pyrage.IdentityError:
        raise UsageError("The vault's own key for packages is damaged; `imr-desktop vault scrub` shows more.") from None
    except (pyrage.DecryptError, OSError) as error:
        if failure := source.failure or target.failure:
            raise failure from None
        if "No matching keys" in str(error):
            raise UsageError(
                f"{where} is sealed for others; send the sender your own key and ask for the package again."
            ) from None
        if isinstance(error, OSError):
            raise damaged(where) from None
        raise FileUnreadable(f"{where} was changed on its way; ask for the package again.") from None


def _pieces(source: BinaryIO, where: str) -> Iterator[bytes]:
    try:
        while piece := source.read(MOST_HEADER):
            yield piece
    except OSError:
        raise FileUnreadable(f"{where} cannot be read any more; copy it to this computer, then open it again.") from None


class Stream:
    """Pieces of data as something to read from; keeps what went wrong, which a library in between would put in its words."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, memoryview(b"")
        self.failure: Exception | None = None

    def read(self, size: int) -> bytes:
        """As many bytes as asked for; fewer only at the end."""
        parts, missing = [], size
        while missing:
            if not self._rest and not self._more():
                break
            parts.append(self._rest[:missing])
            self._rest = self._rest[missing:]
            missing -= len(parts[-1])
        return b"".join(parts)

    def _more(self) -> bool:
        try:
            piece = next(self._pieces, None)
        except Exception as error:
            self.failure = error
            raise
        self._rest = memoryview(piece or b"")
        return piece is not None


class _Target:
    """Something to write to that keeps what went wrong."""

    def __init__(self, out: Writable) -> None:
        self._out = out
        self.failure: Exception | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._out.write(data)
        except Exception as error:
            self.failure = error
            raise

    def flush(self) -> None:
        """Nothing waits."""
