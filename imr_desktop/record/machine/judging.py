"""Which words of a machine's are doubtful, and when a page was not read at all."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from imr_desktop.record.model import Word

LEAST = 0.6


def judged(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words, each with whether it is to be shown as doubtful."""
    return tuple(msgspec.structs.replace(word, doubtful=word.confidence < LEAST) for word in words)


def unreadable(words: Sequence[Word]) -> tuple[str, ...]:
    """Why the page counts as not read; nothing where it was read."""
    return () if words else ("The machine found no print on it.",)


def reasons(words: Sequence[Word]) -> tuple[str, ...]:
    """What is said of a page that a machine read."""
    doubtful = sum(word.doubtful for word in words)
    return (f"Only a machine read it; {doubtful} of {len(words)} words are doubtful.",)
