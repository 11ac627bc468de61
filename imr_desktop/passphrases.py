"""What a new passphrase has to be, wherever one is chosen: for the vault, a signing key or a package.

Whoever holds the sealed file may try as often as they like, so that length is what protects it. A shorter one that was chosen
before goes on opening what it opened.
"""

from __future__ import annotations

from imr_desktop.errors import UsageError

SHORTEST = 12
LONGEST = 10_000


def fault(passphrase: str) -> str:
    """What is wrong with a new passphrase as a sentence, empty where nothing is."""
    if len(passphrase.strip()) < SHORTEST:
        return f"The passphrase is too short; take at least {SHORTEST} characters, better several words."
    if len(passphrase) > LONGEST:
        return f"The passphrase is longer than {LONGEST:,} characters; take a shorter one."
    return ""


def require_long_enough(passphrase: str) -> None:
    """Raises UsageError for a new passphrase that is too short or too long."""
    wrong = fault(passphrase)
    if wrong:
        raise UsageError(wrong)
