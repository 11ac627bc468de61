"""What rules and learned weights read in one paper, together: each sees what the other does not."""

from __future__ import annotations

from collections.abc import Sequence

from imr_desktop.extract.likeness import plain, same_request
from imr_desktop.extract.requests.binding import agreeing
from imr_desktop.extract.requests.candidates import Candidate, Marked
from imr_desktop.extract.requests.items import bound_items, decided_as
from imr_desktop.extract.requests.learned import items_in
from imr_desktop.extract.requests.model import Found, Paper
from imr_desktop.extract.requests.outcomes import Outcome, outcomes_in

_MOST_UNLIKELY = 0.9
"""How likely it may be, at the most, that what rules found in a paper that asks is no request; what is decided is one."""
_ALONE, _BESIDE = 0.5, 0.2
"""The same of what rules did not find, where they found nothing in the paper, and where they found its other requests."""
_TOLD = 0.7
"""How likely a decision is at the least that is said."""
_LEAST_NAME = 7


def with_learned(kept: Sequence[Found], marked: Sequence[Marked], named: Sequence[Candidate], paper: Paper) -> list[Found]:
    """What rules kept, without what seems only asked for; and what they did not find, with what is decided of it.

    `named` is all care that lists of words find in the rows that are `marked`. A decision that is not likely enough is none:
    the letter decides, and the reader does not know how.
    """
    decides = paper == "ur"
    items = items_in(marked, named)
    ruled = bound_items(marked, items, decides=decides)
    same = [kept_as(found, kept) for found in ruled]
    told = [kept[ones[0]] if ones else None for ones in same]
    found: list[Found | None] = list(kept)
    more: list[Found] = []
    for item, one, ones, likely in zip(
        items, ruled, same, outcomes_in(marked, items, ruled, told, decides=decides), strict=True
    ):
        best = max((outcome for outcome in likely if outcome != "none"), key=likely.__getitem__)
        sure = likely[best] >= _TOLD * (1 - likely["none"])
        for at in ones:
            if found[at] is not None:
                found[at] = None if likely["none"] >= _MOST_UNLIKELY else _as_decided(kept[at], best, sure)
        if not ones and likely["none"] < (_BESIDE if kept and not decides else _ALONE):
            more.append(one if best == "asked" else decided_as(marked, item, one, best if sure else None))
    return [one for one in found if one is not None] + more


def kept_as(found: Found, kept: Sequence[Found]) -> list[int]:
    """Which of what rules kept is what an item names."""
    return [at for at, one in enumerate(kept) if alike(one, found)]


def alike(one: Found, other: Found) -> bool:
    """Whether two name the same care: one may say less of it than the other."""
    if same_request(one.title, other.title):
        return True
    first, second = plain(one.title), plain(other.title)
    return min(len(first), len(second)) >= _LEAST_NAME and (first in second or second in first)


def _as_decided(kept: Found, best: Outcome, sure: bool) -> Found:
    """What rules kept, decided as weights are sure that it is; not told, where these say otherwise and are not sure."""
    if best in ("none", "asked") or best == kept.verdict:
        return kept
    return agreeing(kept._replace(verdict=best, allowed=0.0 if best in ("denied", "deferred") else None)) if sure else kept
