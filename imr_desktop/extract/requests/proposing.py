"""The disputed items that the papers of a dispute propose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from imr_desktop.extract.care_names import care
from imr_desktop.extract.forms import FormValue, ur_guidelines
from imr_desktop.extract.likeness import plain
from imr_desktop.extract.model import Proposal
from imr_desktop.extract.requests.holding import Together, held_together
from imr_desktop.extract.requests.model import Request
from imr_desktop.extract.requests.ruling import ruling

if TYPE_CHECKING:
    from imr_desktop.case.model import SourceRef
    from imr_desktop.extract.part import Part

_UNKNOWN = "How utilization review decided it could not be read: look at its letter."
_DOUBTFUL = "How utilization review decided was read with doubt: look at its letter."
_UNSURE = "A number of it was read with doubt, and is not taken over: look at its page."
_SAYS = re.compile(r"\b(?:not |is |are )?(?:recommend\w*|indicated|supports?|appropriate)\b|\A\W*[\"\u201c]", re.IGNORECASE)
"""How a guideline's own words speak of one treatment."""
_ALLOWED = re.compile(r"[\s:,\u2013\u2014-]{0,9}(?:(?:to|as|for|at)\b\s*)?(?P<words>[^.;\n]{1,120})", re.IGNORECASE)


def request_proposals(parts: Sequence[Part], found: Sequence[Request]) -> Iterator[Proposal]:
    """The disputed items: the application's list, filled in from the utilization review, each in its own words.

    `parts` are the file's documents, the most trusted first, `found` the requests in them. The review's own wording of an
    item is kept as a second proposal under the same key; what only the review denied comes behind. What was certified is not
    in dispute. A request for authorization alone stands in where there is neither.
    """
    if any(part.document.type == "determination" for part in parts):
        return
    named = {one.source for one in found}
    held = [one for one in held_together(found) if _in_dispute(one, named)]
    for number, one in enumerate(held, 1):
        yield from _proposed(number, one, _guideline(one.refused, parts, found))
    leading = [one for one in held if one.application] or held
    if leading:
        yield Proposal("expected_items", len(leading), tuple(source for one in leading for source in one.all[0].sources[:1]))


def _in_dispute(held: Together, named: Iterable[str]) -> bool:
    if held.application:
        return True
    if "ur" in named:
        return held.refused is not None
    return "application" not in named


def _proposed(number: int, held: Together, cited: tuple[str, tuple[SourceRef, ...]]) -> Iterator[Proposal]:
    review = held.refused
    first = held.application or review or held.all[0]
    guideline, sources = cited if review else ("", ())
    extra = {"claims_administrator_guideline": guideline} if guideline else {}
    of_review = {**_value(review), **extra} if review else {}
    known = first.sources + (review.sources if review and review is not first else ())
    note = _note(held, review)
    yield Proposal(f"items.{number}", {**of_review, **_value(first)}, known + sources, note=note)
    if review and plain(review.title) != plain(first.title):
        yield Proposal(f"items.{number}", of_review, review.sources + sources, note=note)


def _note(held: Together, review: Request | None) -> str:
    """What is not known of how letters decide, be it `review`, in whose words the item is, or another; else of numbers."""
    if review and review.decision is None:
        return _UNKNOWN
    if review and not all(one.sure_decision for one in held.letters):
        return _DOUBTFUL
    return _UNSURE if any(one.unsure for one in (*held.all, *held.again)) else ""


def _value(one: Request) -> dict[str, Any]:
    allowed = _allowed_words(one)
    return {"title": one.title, **({"requested": one.title, "authorized": allowed} if allowed else {})}


def _allowed_words(one: Request) -> str:
    """What was allowed of a request that was modified: the letter's words for it, else the count."""
    if one.sure_decision != "modified" or "allowed" in one.unsure:
        return ""
    made = ruling(one.said)
    match = _ALLOWED.match(one.said, made.end) if made else None
    words = " ".join(match["words"].split()).strip(" .,:)(-") if match else ""
    if words and any(map(str.isdigit, words)) and len(words) <= 80:
        return words
    return f"{one.allowed:g}" if one.allowed is not None else words


def _guideline(review: Request | None, parts: Sequence[Part], found: Sequence[Request]) -> tuple[str, tuple[SourceRef, ...]]:
    """The guideline that a request's own letter says it relied upon: for all it decides, or for the one it does decide."""
    own = next((part for part in parts if review and part.document.id == review.sources[0].document), None)
    if review is None or own is None or review.guideline:
        return (review.guideline if review else ""), ()
    decided = [one for one in found if one.source == "ur" and one.sources[0].document == own.document.id]
    cited = list(ur_guidelines(own.text))
    if not cited or (len(decided) > 1 and (len(cited) > 1 or _is_of_one(cited[0], own.text.folded, decided))):
        return "", ()
    return cited[0].value, (own.source(cited[0].start, cited[0].end),)


def _is_of_one(cited: FormValue, text: str, decided: Sequence[Request]) -> bool:
    """Whether a citation is one request's among several: it says what is recommended, or stands between what is told."""
    if _SAYS.search(cited.value) or any(one.guideline for one in decided):
        return True
    named = [care(one.title).telling for one in decided]
    sides = (text[: cited.start].lower(), text[cited.end :].lower())
    return all(any(words and all(word in side for word in words) for words in named) for side in sides)
