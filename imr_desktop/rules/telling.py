"""How sentences say that a treatment did not help, that it did, and that a drug is taken now: words around a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_UNHELPFUL = (
    "failed {}",
    "failed trial of {}",
    "failed trials of {}",
    "failure of {}",
    "failed to respond to {}",
    "did not respond to {}",
    "has not responded to {}",
    "not responded to {}",
    "unresponsive to {}",
    "refractory to {}",
    "no relief with {}",
    "no relief from {}",
    "no benefit with {}",
    "no benefit from {}",
    "no improvement with {}",
    "no significant relief from {}",
    "no significant relief with {}",
    "no significant benefit from {}",
    "no significant improvement with {}",
    "no improvement from {}",
    "minimal improvement with {}",
    "minimal improvement despite {}",
    "minimal relief with {}",
    "minimal relief from {}",
    "little relief from {}",
    "little benefit from {}",
    "persist despite {}",
    "persisted despite {}",
    "persistent despite {}",
    "{} .. without relief",
    "{} .. without benefit",
    "{} .. without improvement",
    "{} .. without success",
    "{} .. without effect",
    "{} .. did not help",
    "{} .. has not helped",
    "{} .. have not helped",
    "{} .. not helping",
    "{} .. not effective",
    "{} .. not helpful",
    "{} .. no benefit",
    "{} .. no lasting benefit",
    "{} .. no relief",
    "{} .. no lasting relief",
    "{} .. was ineffective",
    "{} .. were ineffective",
    "{} .. has failed",
    "{} .. have failed",
    "{} failed",
    "{} which failed",
)
_HELPFUL = (
    "{} helped",
    "{} has helped",
    "{} was helpful",
    "{} is helpful",
    "{} was effective",
    "{} is effective",
    "{} provided good relief",
    "{} provided relief",
    "{} with significant benefit",
    "{} with good relief",
    "improvement with {}",
    "benefit from {}",
    "relief from {}",
    "relief with {}",
)
_LITTLE = re.compile(
    r"\b(?:minimal|mild|little|some|temporary|transient|partial|limited|brief|short\w*|slight|only|no|not|without|inadequate|"
    r"insufficient|lack of)\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"\b(?:current(?:ly)? (?:prescribed )?med(?:ication)?s?|meds:|medications? (?:list|regimen)?\s*(?:currently )?"
    r"(?:include\w*|are|is|were noted|listed|:)|medication (?:list|regimen)"
    r"|(?:is|are) (?:currently )?(?:taking|on|using)|currently (?:takes|taking|on|uses)|takes|continues (?:on|with|to take))"
    r"(?!\w)",
    re.IGNORECASE,
)
_NOT_TAKEN = re.compile(
    r"\b(?:stop\w*|discontinu\w+|no longer|allerg\w+|previous\w*|prior|past|failed|tried|hold|held|wean\w*|avoid\w*|not|no"
    r"|declin\w+|den(?:y|ied|ies)|request\w*|recommend\w*|plan|switch\w*|chang\w+|used to)\b",
    re.IGNORECASE,
)


def unhelpful(names: Iterable[str]) -> Iterator[str]:
    """Phrases which say that one of these did not help."""
    return (form.format(name) for name in names for form in _UNHELPFUL)


def helpful(names: Iterable[str]) -> Iterator[str]:
    """Phrases which say that one of these helped."""
    return (form.format(name) for name in names for form in _HELPFUL)


def hedged(before: str) -> bool:
    """Whether the words before a help that is told make little of it."""
    return bool(_LITTLE.search(before))


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """One of these words, whole, in any case."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})(?:s|es)?\b", re.IGNORECASE)


def lists_what_is_taken(sentence: str, place: int) -> bool:
    """Whether a sentence tells, before this place in it, what the patient takes now, and nothing of stopping or asking."""
    return bool(_TAKEN.search(sentence[:place])) and not _NOT_TAKEN.search(sentence)
