"""What a paper requests: what is named in it, weighed by what rules find of it and by learned weights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from imr_desktop.extract.likeness import plain, same_request
from imr_desktop.extract.requests.allowing import GIVEN_TABLE, allowed_by_words
from imr_desktop.extract.requests.by_number import decided_by_number
from imr_desktop.extract.requests.candidates import Candidate, Marked
from imr_desktop.extract.requests.care import has_code, names_care
from imr_desktop.extract.requests.holding import uncounted
from imr_desktop.extract.requests.items import amount_again, bound_items, decided_as
from imr_desktop.extract.requests.learned import items_in
from imr_desktop.extract.requests.letter import Letter
from imr_desktop.extract.requests.model import Found, Paper
from imr_desktop.extract.requests.outcomes import VERDICTS, Likely, outcomes_in
from imr_desktop.extract.requests.words import Verdict

_MOST_UNLIKELY: dict[Paper, float] = {"ur": 0.6, "rfa": 0.6, "application": 0.9}
"""How likely it may be, at the most, that what rules found is no request: an application lists what is in dispute."""
_MOST_ALONE, _MOST_BESIDE = 0.5, 0.33
"""The same of what rules did not find, where they found nothing in the paper, and beside what they found."""
_MOST_ASIDE = 0.1
"""The same of what is named only where it tells of the history or of records, or a request tells what was decided before."""
_OF_RULES = 0.5
"""How much doubt there is of decisions that rules alone tell."""
_LEAST_SURE = 0.5
"""How likely a decision is at the least that is told."""
_LEAST_NAME, _SHORT = 7, 3
_FEW_LEFT = 0.1
"""Of the entries of a long list: where no more are unlikely, they are requests as the others are."""


def likely_requests(marked: Sequence[Marked], named: Sequence[Candidate], kept: Sequence[Found], paper: Paper) -> list[Found]:
    """What is named in the rows of a paper and is likely to be requested there, as it is likely decided.

    `named` is all care that lists of words find in the rows, `kept` what rules took for requests. Where no decision is likely
    enough it is None: the letter decides, and the reader does not know how.
    """
    decides = paper == "ur"
    kept = [one._replace(doubt=_OF_RULES if decides else 0.0) for one in kept]
    letter = Letter(marked, items_in(marked, named))
    ruled = bound_items(marked, letter.items, decides=decides)
    told = found_besides(ruled, kept)
    found = list(_likely(letter, ruled, told, paper, alone=not kept))
    if not found:
        return kept
    listed = [one for one, _ in found] if decides else list(_with_rest(found, ruled, kept))
    return _whole(listed, [one for one in kept if one.sure and (one.verdict or not decides)], ruled)


def _likely(
    letter: Letter, ruled: Sequence[Found], told: Sequence[Found | None], paper: Paper, *, alone: bool
) -> Iterator[tuple[Found, Found | None]]:
    """What is likely a request of what is named, and what rules found of it; `ruled`, `told` as `relations_in` takes them."""
    decides = paper == "ur"
    likely = outcomes_in(letter, ruled, told, decides=decides)
    beside = [
        _MOST_ALONE if alone else _MOST_ASIDE if _is_past(letter, at, paper) else _MOST_BESIDE for at in range(len(told))
    ]
    most = [_MOST_UNLIKELY[paper] if rules else own for rules, own in zip(told, beside, strict=True)]
    able = [
        at
        for at, one in enumerate(likely)
        if one["none"] < most[at]
        and (told[at] or decides or not _is_whose(letter, at))
        and uncounted(ruled[at].title)  # "unit" names nothing
    ]
    for at in able:
        rules = told[at]
        same = [number for number in able if rules is not None and told[number] == rules]
        several = rules is not None and not rules.sure and sum(names_care(ruled[number].title) for number in same) > 1
        if same and not several and same[0] != at:  # rules know it as one
            continue
        found = rules._replace(title=_title(ruled[at], rules)) if rules and not several else ruled[at]
        if decides:
            doubt = 1 - max(likely[at][verdict] for verdict in VERDICTS) / (1 - likely[at]["none"])
            found = _decided(letter, at, found, likely[at], (ruled[at], rules))._replace(doubt=doubt)
        yield found, rules


def _is_whose(letter: Letter, at: int) -> bool:
    """Whether all that names it are fields of a form for people, firms and places: "Practice name: Valley Spine Therapy"."""
    return all(mention.words[0].part.kind == "who" for mention in letter.items[at].mentions)


def _is_past(letter: Letter, at: int, paper: Paper) -> bool:
    rows = [mention.row for mention in letter.items[at].mentions]
    return all(letter.rows[row].aside or (paper == "rfa" and letter.verdicts[row]) for row in rows)


def _title(ruled: Found, rules: Found) -> str:
    """The learned title; rules' own where it says more of the same, where that is one short name, or no diagnosis."""
    more = plain(ruled.title) in plain(rules.title) if rules.sure else plain(rules.title).startswith(plain(ruled.title))
    short = rules.sure and len(ruled.title.split()) < min(_SHORT, len(rules.title.split()))
    return rules.title if more or short or has_code(ruled.title) else ruled.title


def _with_rest(found: Iterable[tuple[Found, Found | None]], ruled: Sequence[Found], kept: Sequence[Found]) -> Iterator[Found]:
    """What is likely asked for, and in their places what rules found under names that are not learned."""
    rest = [at for at, one in enumerate(kept) if not any(alike(one, other) for other in ruled)]
    for one, rules in found:
        while rest and rules is not None and rest[0] < kept.index(rules):
            yield kept[rest.pop(0)]
        yield one
    yield from (kept[at] for at in rest)


def _whole(found: list[Found], sure: Sequence[Found], ruled: Sequence[Found]) -> list[Found]:
    """What was found, and behind what stands before them the entries of a list that were lost between it.

    Those are the few others, where nearly all that a paper lists surely was found, and what is another entry under a name in
    short, of `ruled`, that was found: "Physical therapy" is one for the neck and one for the back.
    """
    titles = {plain(one.title) for one in found}  # asked first: lists are long, and nearly all is found

    def is_found(one: Found) -> bool:
        return plain(one.title) in titles or any(alike(one, other) for other in found)

    left = [one for one in sure if not is_found(one)]
    if len(left) > len(sure) * _FEW_LEFT:
        names = [one for one in ruled if is_found(one)]
        left = [
            one for one in left if any(alike(one, name) for name in names) and not any(_within(one, each) for each in found)
        ]
    whole = list(found)
    for one in left:
        before = {plain(other.title) for other in sure[: sure.index(one)]}
        at = max((at for at, other in enumerate(whole, 1) if plain(other.title) in before), default=0)
        whole.insert(at, one)
    return whole


def _within(one: Found, other: Found) -> bool:
    """Whether one says nothing of its care that the other does not."""
    return uncounted(one.title) <= uncounted(other.title)


def _decided(letter: Letter, at: int, found: Found, likely: Likely, rules: tuple[Found, Found | None]) -> Found:
    """A letter's request of this number as it is likely decided; where it gives less than was asked for, modified."""
    verdict = _sure_of(likely)
    if verdict in ("modified", "certified"):
        less = found
        if found.verdict != "modified" or found.allowed is None:
            less = decided_as(letter.rows, letter.items[at], found, "modified")
        if verdict == "modified":
            told = _given_by_number(letter, at, less.asked) or allowed_by_words(letter, at, (*rules, less))
            return less._replace(allowed=told or _given_again(letter, at, less.asked))
        whole = (numbered := decided_by_number(letter)[at]) is not None and numbered == ("certified", None)
        given = allowed_by_words(letter, at, (*rules, less), GIVEN_TABLE) if found.asked and not whole else None
        if given and found.asked and given < found.asked:
            return less._replace(asked=found.asked, allowed=given)
    return decided_as(letter.rows, letter.items[at], found, verdict) if verdict != found.verdict else found


def _given_by_number(letter: Letter, at: int, asked: float | None) -> float | None:
    """How much is given of what was modified beside its number, where that is less than was asked for."""
    numbered = decided_by_number(letter)[at]
    return numbered.given if numbered and numbered.given and asked and numbered.given < asked else None


def _given_again(letter: Letter, at: int, asked: float | None) -> float | None:
    """How much is given of what was modified where it is named again, where that is less than was asked for."""
    given = amount_again(letter.items, at)
    return given if given and asked and given < asked else None


def _sure_of(likely: Likely) -> Verdict | None:
    """The decision that is likely enough to be told, where it is a request at all."""
    best = max(VERDICTS, key=lambda verdict: likely[verdict])
    return best if likely[best] >= _LEAST_SURE * (1 - likely["none"]) else None


def found_besides(ruled: Sequence[Found], kept: Sequence[Found]) -> list[Found | None]:
    """For each of what is named what rules kept besides as the same."""
    return [next((one for one in kept if alike(one, found)), None) for found in ruled]


def alike(one: Found, other: Found) -> bool:
    """Whether two name the same care: one may say less of it than the other."""
    if same_request(one.title, other.title):
        return True
    first, second = plain(one.title), plain(other.title)
    return min(len(first), len(second)) >= _LEAST_NAME and (first in second or second in first)
