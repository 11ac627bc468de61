"""Failures the program can explain.

Each class is one kind of failure; its message is a finished sentence for the reviewer that says what is wrong, where, and
what to do. Core code raises these; the command line and the window only show them.

    ImrError
    ├── UsageError          the call or the input asked for something impossible
    ├── FileUnreadable      a case file could not be read
    │   └── FileLocked      its password was not given since the program began
    ├── CaseInvalid         case data does not follow the schema
    ├── PackInvalid         a guideline pack does not hold
    ├── StoreError          the vault cannot be read or written
    │   ├── StoreLocked     another program holds the vault
    │   ├── StoreDamaged    the vault's bytes are not what was written
    │   ├── PassphraseNeeded   the vault is protected by a passphrase and none was given
    │   └── WrongPassphrase    the passphrase does not open the vault
    ├── SigningError        the determination could not be signed
    │   ├── LetterChanged   the case is no longer the one whose letter was shown
    │   └── TimeStampError  the time-stamp authority gave no time stamp; it can be signed without one
    └── RenderError         the letter could not be laid out
"""

from __future__ import annotations


class ImrError(Exception):
    """Base of every failure that carries a sentence for the reviewer."""

    @property
    def sentence(self) -> str:
        """The finished sentence, safe to show as plain text."""
        return str(self)


class UsageError(ImrError):
    """The command or the input asked for something that cannot be done as asked."""


class FileUnreadable(ImrError):
    """A case file could not be read; the message names the file and what to do."""


class FileLocked(FileUnreadable):
    """A case file is protected by a password that was not given since the program began."""


class CaseInvalid(ImrError):
    """Case data does not follow the schema; the message names the field."""


class PackInvalid(ImrError):
    """A guideline pack does not hold; the message names file, rule and criterion."""


class StoreError(ImrError):
    """The vault cannot be read or written; what is in memory is kept."""


class StoreLocked(StoreError):
    """Another program holds the vault; the message says who."""


class StoreConflict(StoreError):
    """The vault holds another version of the case than the one that was changed; nothing was replaced."""


class StoreSigned(StoreConflict):
    """The vault holds the case signed, and a signed case is never overwritten."""


class StoreDamaged(StoreError):
    """The vault's bytes are not what was written; nothing was replaced."""


class PassphraseNeeded(StoreError):
    """The vault is protected by a passphrase and none was given."""


class WrongPassphrase(StoreError):
    """The passphrase does not open the vault; `wait` is how many seconds have to pass before the next try."""

    def __init__(self, sentence: str, wait: float = 0.0) -> None:
        super().__init__(sentence)
        self.wait = wait


class SigningError(ImrError):
    """The determination could not be signed; the unsigned case is untouched."""


class LetterChanged(SigningError):
    """The case is no longer the one whose letter the reviewer was shown."""


class TimeStampError(SigningError):
    """The configured time-stamp authority gave no time stamp; the determination can be signed without one."""


class RenderError(ImrError):
    """The letter could not be laid out; the message names the place."""
