"""What rules and learned weights read in one paper, together: each sees what the other does not."""

from __future__ import annotations

from collections.abc import Sequence

from imr_desktop.extract.likeness import plain, same_request
from imr_desktop.extract.requests.candidates import Candidate, Marked
from imr_desktop.extract.requests.items import bound_items, decided_as
from imr_desktop.extract.requests.learned import items_in
from imr_desktop.extract.requests.model import Found, Paper
from imr_desktop.extract.requests.outcomes import VERDICTS, Likely, outcomes_in
from imr_desktop.extract.requests.words import Verdict

_MOST_UNLIKELY = 0.9
"""How likely it may be, at the most, that what rules found is no request."""
_ALONE, _BESIDE = 0.5, {True: 0.35, False: 0.2}
"""The same of what rules did not find, where they found nothing in the paper, and where they found its other requests: in a
letter that decides, and in a paper that asks."""
_TOLD = 0.6
"""How likely a decision is at the least that is said."""
_LEAST_NAME = 7


def with_learned(kept: Sequence[Found], marked: Sequence[Marked], named: Sequence[Candidate], paper: Paper) -> list[Found]:
    """What rules kept, without what is no request, decided as learned weights are sure; and what rules did not find.

    `named` is all care that lists of words find in the rows that are `marked`. Where rules found nothing, a decision that is
    not likely enough is none: the letter decides, and the reader does not know how.
    """
    decides = paper == "ur"
    items = items_in(marked, named)
    ruled = bound_items(marked, items, decides=decides)
    same = [kept_as(found, kept) for found in ruled]
    told = [kept[ones[0]] if ones else None for ones in same]
    likely = outcomes_in(marked, items, ruled, told, decides=decides)
    found: list[Found | None] = list(kept)
    more: list[Found] = []
    for item, one, ones, each in zip(items, ruled, same, likely, strict=True):
        verdict = _sure_of(each) if decides else None
        for at in ones:
            if each["none"] >= _MOST_UNLIKELY:
                found[at] = None
            elif found[at] and _says_more(verdict, kept[at]):
                found[at] = decided_as(marked, item, kept[at], verdict)
        if not ones and each["none"] < (_BESIDE[decides] if kept else _ALONE):
            more.append(decided_as(marked, item, one, verdict) if decides else one)
    return [one for one in found if one is not None] + more


def _says_more(verdict: Verdict | None, kept: Found) -> bool:
    """Whether a decision is another than rules found, or how much of it is allowed is still to be found."""
    return verdict not in (None, kept.verdict) or (verdict == "modified" and kept.allowed is None)


def _sure_of(likely: Likely) -> Verdict | None:
    """The decision that is likely enough to be told, where it is a request at all."""
    best = max(VERDICTS, key=lambda verdict: likely[verdict])
    return best if likely[best] >= _TOLD * (1 - likely["none"]) else None


def kept_as(found: Found, kept: Sequence[Found]) -> list[int]:
    """Which of what rules kept is what an item names."""
    return [at for at, one in enumerate(kept) if alike(one, found)]


def alike(one: Found, other: Found) -> bool:
    """Whether two name the same care: one may say less of it than the other."""
    if same_request(one.title, other.title):
        return True
    first, second = plain(one.title), plain(other.title)
    return min(len(first), len(second)) >= _LEAST_NAME and (first in second or second in first)
