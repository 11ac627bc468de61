"""What rules and learned weights read in one paper, together: each sees what the other does not."""

from __future__ import annotations

from collections.abc import Sequence

from imr_desktop.extract.likeness import plain, same_request
from imr_desktop.extract.requests.candidates import Candidate, Marked
from imr_desktop.extract.requests.items import bound_items, decided_as
from imr_desktop.extract.requests.learned import Item, items_in
from imr_desktop.extract.requests.model import Found, Paper
from imr_desktop.extract.requests.outcomes import VERDICTS, Likely, outcomes_in
from imr_desktop.extract.requests.words import Verdict

_MOST_UNLIKELY = {True: 0.95, False: 0.9}
"""How likely it may be, at the most, that what rules found is no request: where a letter decides, and where a paper asks."""
_ALONE, _BESIDE = 0.5, {True: 0.35, False: 0.2}
"""The same of what rules did not find, where they found nothing in the paper, and where they found its other requests."""
_TOLD, _TURNED = 0.6, 0.8
"""How likely a decision is at the least that is said where rules found none, and against what rules found."""
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
    best: dict[int, int] = {}
    more: list[Found] = []
    for number, (item, one, ones, each) in enumerate(zip(items, ruled, same, likely, strict=True)):
        for at in ones:
            if each["none"] < likely[best.setdefault(at, number)]["none"]:
                best[at] = number
        aside = bool(kept) and all(marked[mention.row].aside for mention in item.mentions)
        if not ones and not aside and each["none"] < (_BESIDE[decides] if kept else _ALONE):
            more.append(decided_as(marked, item, one, _sure_of(each, _TOLD)) if decides else one)
    found = (_weighed(marked, one, items, likely, best.get(at), decides=decides) for at, one in enumerate(kept))
    return [one for one in found if one is not None] + more


def _weighed(
    marked: Sequence[Marked],
    kept: Found,
    items: Sequence[Item],
    likely: Sequence[Likely],
    number: int | None,
    *,
    decides: bool,
) -> Found | None:
    """What rules kept, as weights decide it; None where they know the item of this number that it is for no request."""
    if number is None:
        return kept
    if likely[number]["none"] >= _MOST_UNLIKELY[decides]:
        return None
    verdict = _sure_of(likely[number], _TURNED if kept.verdict else _TOLD) if decides else None
    again = verdict not in (None, kept.verdict) or (verdict == "modified" and kept.allowed is None)
    return decided_as(marked, items[number], kept, verdict) if again else kept


def _sure_of(likely: Likely, least: float) -> Verdict | None:
    """The decision that is at least so likely, where it is a request at all."""
    best = max(VERDICTS, key=lambda verdict: likely[verdict])
    return best if likely[best] >= least * (1 - likely["none"]) else None


def kept_as(found: Found, kept: Sequence[Found]) -> list[int]:
    """Which of what rules kept is what an item names."""
    return [at for at, one in enumerate(kept) if alike(one, found)]


def alike(one: Found, other: Found) -> bool:
    """Whether two name the same care: one may say less of it than the other."""
    if same_request(one.title, other.title):
        return True
    first, second = plain(one.title), plain(other.title)
    return min(len(first), len(second)) >= _LEAST_NAME and (first in second or second in first)
