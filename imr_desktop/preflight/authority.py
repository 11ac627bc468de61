"""What texts and citations say of authority: which words name the MTUS, which name other evidence, which say it is silent."""

from __future__ import annotations

import re
from functools import lru_cache, partial

from imr_desktop.case.model import DisputedItem
from imr_desktop.preflight.data import pattern_of, table
from imr_desktop.preflight.texts import Sentence, TextField, sentences

WORD = re.compile(r"\w+")


wording = partial(pattern_of, "wording.toml")
"""The phrases of a list in ``resources/preflight/wording.toml``. Raises KeyError where there is no such list."""


@lru_cache(maxsize=1024)
def names_other_evidence(text: str) -> bool:
    """Whether a text names a guideline, study or source beside the MTUS."""
    return wording("mtus", "other").search(text) is not None


@lru_cache(maxsize=512)
def names_mtus_alone(guideline: str) -> bool:
    """Whether a citation names the MTUS and nothing else."""
    return wording("mtus", "names").search(guideline) is not None and not names_other_evidence(guideline)


def silence_alone(item: DisputedItem, rationale: TextField) -> Sentence | None:
    """The sentence on the MTUS's silence where nothing else in rationale or citation carries a denial, else None."""
    said = _silence_alone(rationale.text)
    return None if said is None or names_other_evidence(item.reviewer_guideline) else said


@lru_cache(maxsize=512)
def _silence_alone(text: str) -> Sentence | None:
    silent, closing = wording("silence", "phrases"), wording("silence", "closing")
    said = [one for one in TextField(text, "").sentences("mtus", "utilization schedule", "silent") if silent.search(one.text)]
    if not said or names_other_evidence(text):
        return None
    every = sentences(text)
    if _so().search(said[-1].text) or any(_so().match(one.text) for one in every if one.start == _next(every, said[-1])):
        return said[-1]
    rest = [one for one in every if one not in said and not closing.search(one.text)]
    words = sum(len(WORD.findall(one.text)) for one in rest)
    return said[0] if words < table("wording.toml")["silence"]["enough_words"] else None


_so = partial(wording, "silence", "so")


def _next(every: tuple[Sentence, ...], one: Sentence) -> int:
    """Where the sentence behind one starts; -1 for the last."""
    at = every.index(one) + 1
    return every[at].start if at < len(every) else -1
