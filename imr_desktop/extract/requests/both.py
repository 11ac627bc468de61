"""What rules and learned weights read in one paper, together: each sees what the other does not."""

from __future__ import annotations

from collections.abc import Sequence

from imr_desktop.extract.likeness import plain, same_request
from imr_desktop.extract.requests.candidates import Candidate, Marked
from imr_desktop.extract.requests.items import bound_items, decided_as
from imr_desktop.extract.requests.learned import items_in
from imr_desktop.extract.requests.model import Found, Paper
from imr_desktop.extract.requests.outcomes import outcomes_in

_MOST_UNLIKELY = 0.95
"""How likely it may be, at the most, that what rules found in a paper that asks is no request; what is decided is one."""
_ALONE, _BESIDE = 0.5, 0.1
"""The same of what rules did not find, where they found nothing in the paper, and where they found its other requests."""
_TOLD = 0.9
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
    unlikely = [0.0] * len(kept)
    more: list[Found] = []
    for item, found, likely in zip(items, ruled, outcomes_in(marked, items, ruled, decides=decides), strict=True):
        same = [at for at, one in enumerate(kept) if alike(one, found)]
        for at in same:
            unlikely[at] = min(unlikely[at] or 1.0, likely["none"])
        best = max(likely, key=likely.__getitem__)
        if same or best == "none" or likely["none"] >= (_BESIDE if kept else _ALONE):
            continue
        more.append(found if best == "asked" else decided_as(marked, item, found, best if likely[best] >= _TOLD else None))
    return [one for one, none in zip(kept, unlikely, strict=True) if decides or none < _MOST_UNLIKELY] + more


def alike(one: Found, other: Found) -> bool:
    """Whether two name the same care: one may say less of it than the other."""
    if same_request(one.title, other.title):
        return True
    first, second = plain(one.title), plain(other.title)
    return min(len(first), len(second)) >= _LEAST_NAME and (first in second or second in first)
