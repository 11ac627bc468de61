"""How a text reads for the employee who gets the letter: long sentences, and words a lay reader may not know. No score."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from imr_desktop.case import citation
from imr_desktop.case.small_words import words
from imr_desktop.preflight import texts

LONG = 30
"""Words from which on a sentence is long."""
MOST = 8
_WORD = re.compile(r"[^\W\d_][^\W\d_'\u2019-]*")
_SHORTEST = 6


class Readability(NamedTuple):
    """How many sentences, where the long ones stand, and the words that may need an explanation, the most frequent first."""

    sentences: int
    long: tuple[tuple[int, int], ...]
    hard: tuple[str, ...]

    @property
    def words(self) -> str:
        """All of it, in words."""
        if not self.sentences:
            return "There is no text yet."
        counted = f"Sentences: {self.sentences}, long ones (more than {LONG} words): {len(self.long)}."
        shown = ", ".join(self.hard[:MOST]) + (f" and {len(self.hard) - MOST} more" if len(self.hard) > MOST else "")
        return f"{counted} Words a lay reader may not know: {shown or 'none found'}."


def of(text: str) -> Readability:
    """How a text reads; citations do not count."""
    found = [one for one in texts.sentences(text) if _WORD.search(citation.without(one.text))]
    long = tuple((one.start, one.end) for one in found if len(_WORD.findall(citation.without(one.text))) > LONG)
    known, counted = words("ordinary"), Counter(_WORD.findall(citation.without(text).lower()))
    hard = [word for word, _ in counted.most_common() if len(word) >= _SHORTEST and word in words("medical") - known]
    return Readability(len(found), long, tuple(hard))
