"""What a paper requests: what is named in it, weighed by what rules find of it and by learned weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from imr_desktop.extract.likeness import plain, same_request
from imr_desktop.extract.requests.allowing import allowed_by_words
from imr_desktop.extract.requests.candidates import Candidate, Marked
from imr_desktop.extract.requests.items import bound_items, decided_as
from imr_desktop.extract.requests.learned import items_in
from imr_desktop.extract.requests.letter import Letter
from imr_desktop.extract.requests.model import Found, Paper
from imr_desktop.extract.requests.outcomes import VERDICTS, Likely, outcomes_in
from imr_desktop.extract.requests.words import Verdict

_MOST_UNLIKELY = {True: 0.6, False: 0.45}
"""How likely it may be, at the most, that what a paper names is no request: where rules found it, too, and where not."""
_TOLD, _TURNED = 0.5, 0.7
"""How likely a decision is at the least that is said where rules found none, and against what rules found."""
_LEAST_NAME = 7


def likely_requests(
    marked: Sequence[Marked], named: Sequence[Candidate], kept: Sequence[Found], paper: Paper
) -> Iterator[Found]:
    """What is named in the rows of a paper and is likely to be requested there, as it is likely decided.

    `named` is all care that lists of words find in the rows, `kept` what rules took for requests. Where no decision is likely
    enough it is None: the letter decides, and the reader does not know how.
    """
    decides = paper == "ur"
    letter = Letter(marked, items_in(marked, named))
    ruled = bound_items(marked, letter.items, decides=decides)
    told = found_besides(ruled, kept)
    for at, likely in enumerate(outcomes_in(letter, ruled, told, decides=decides)):
        rules = told[at]
        if likely["none"] >= _MOST_UNLIKELY[rules is not None]:
            continue
        found = (rules or ruled[at])._replace(title=ruled[at].title)
        yield _decided(letter, at, found, likely, (ruled[at], rules)) if decides else found


def _decided(letter: Letter, at: int, found: Found, likely: Likely, rules: tuple[Found, Found | None]) -> Found:
    """A letter's request of this number as it is likely decided."""
    verdict = _sure_of(likely, _TURNED if found.verdict else _TOLD) or found.verdict
    if verdict != found.verdict or (verdict == "modified" and found.allowed is None):
        found = decided_as(letter.rows, letter.items[at], found, verdict)
    return found._replace(allowed=allowed_by_words(letter, at, (*rules, found))) if verdict == "modified" else found


def _sure_of(likely: Likely, least: float) -> Verdict | None:
    """The decision that is at least so likely, where it is a request at all."""
    best = max(VERDICTS, key=lambda verdict: likely[verdict])
    return best if likely[best] >= least * (1 - likely["none"]) else None


def found_besides(ruled: Sequence[Found], kept: Sequence[Found]) -> list[Found | None]:
    """For each of what is named what rules kept besides as the same."""
    return [next((one for one in kept if alike(one, found)), None) for found in ruled]


def alike(one: Found, other: Found) -> bool:
    """Whether two name the same care: one may say less of it than the other."""
    if same_request(one.title, other.title):
        return True
    first, second = plain(one.title), plain(other.title)
    return min(len(first), len(second)) >= _LEAST_NAME and (first in second or second in first)
