"""Sealing a stream in the age format, for recipients' public keys or by a passphrase; any age program can open it.

pyrage seals for public keys. Sealing by a passphrase and all opening are done here, on the ciphers of `cryptography`: pyrage
knows passphrases only for data held whole in memory, and opens by writing plain data out before it knows that the file is
complete. Here a reader gives each chunk once it is verified, and no plain byte reaches the disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from imr_desktop.errors import UsageError
from imr_desktop.passphrases import require_long_enough
from imr_desktop.store.exchange.age_header import MOST_STANZAS, file_key, passphrase_header, read_header
from imr_desktop.store.exchange.age_stream import SealedReader, sealed_chunks


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


def unsealed(file: IO[bytes], identities: Iterable[str], passphrase: str, where: str) -> SealedReader:
    """The plain data of a sealed file, read and verified as it is asked for; `where` names the file.

    Raises UsageError where neither identities nor passphrase open it, FileUnreadable where it is no sealed file, damaged,
    incomplete, or made to keep this program busy.
    """
    header = read_header(file, where)
    return SealedReader(file, header.end, file_key(header, identities, passphrase, where), where)


class Stream:
    """Pieces of data as something to read from; keeps what went wrong, which a library in between would put in its words."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        """Read the pieces one after the other."""
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
    """A file to write to that keeps what went wrong."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.failure: Exception | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._out.write(data)
        except Exception as error:
            self.failure = error
            raise

    def flush(self) -> None:
        self._out.flush()
