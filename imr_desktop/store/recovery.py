"""The recovery words: 256 random bits as 24 words of the English list of BIP-39, the last of which checks the others."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from imr_desktop.errors import WrongPassphrase

if TYPE_CHECKING:
    from mnemonic import Mnemonic

WORDS = 24
_BITS = 256


@cache
def _list() -> Mnemonic:
    from mnemonic import Mnemonic

    return Mnemonic("english")


def new() -> tuple[str, bytes]:
    """Fresh words and the secret they stand for (32 bytes)."""
    words = str(_list().generate(_BITS))
    return words, bytes(_list().to_entropy(words))


def looks_like(text: str) -> bool:
    """Whether a text may be recovery words rather than a passphrase: 24 words, most of them from the list."""
    words = _words(text)
    return len(words) == WORDS and sum(word in _list().wordlist for word in words) > WORDS * 2 // 3


def secret(text: str) -> bytes:
    """The secret of words, however they were typed: case, spaces, commas, numbers between them do not matter.

    Raises WrongPassphrase that names the word that is not in the list, or says that they do not belong together.
    """
    words = _words(text)
    for number, word in enumerate(words, 1):
        if word not in _list().wordlist:
            raise WrongPassphrase(f"Word {number} is not one of the recovery words' list; compare it with your note.")
    try:
        return bytes(_list().to_entropy(" ".join(words)))
    except ValueError:
        raise WrongPassphrase("The recovery words do not belong together; check their order, and each word.") from None


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower()[:10_000])
