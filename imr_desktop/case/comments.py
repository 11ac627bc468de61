"""Comments on a case: where the words stand that a comment is pinned to, and which comments are answers to which."""

from __future__ import annotations

from imr_desktop.case import bound
from imr_desktop.case.model import Case, Comment


def text_at(case: Case, place: str) -> str | None:
    """The text a sentence can be pinned to: ``summary`` or ``items.<id>.rationale``; None for any other place."""
    if place == "summary":
        return case.summary
    if place.startswith("items.") and place.endswith(".rationale"):
        return bound.text_of(case, place.removeprefix("items.").removesuffix(".rationale"), "rationale")
    return None


def span(case: Case, comment: Comment) -> tuple[int, int] | None:
    """Where a comment's words stand in its text now; None where they are gone, or it is not pinned to words.

    They are looked for where they stood; failing that, where they stand nearest to it.
    """
    text = text_at(case, comment.place)
    if text is None or not comment.quote or comment.start is None:
        return None
    start = max(comment.start, 0)
    if text.startswith(comment.quote, start):
        return start, start + len(comment.quote)
    found = _nearest(text, comment.quote, start)
    return None if found is None else (found, found + len(comment.quote))


def _nearest(text: str, quote: str, start: int) -> int | None:
    before, after = text.rfind(quote, 0, start + len(quote)), text.find(quote, start)
    known = [one for one in (before, after) if one >= 0]
    return min(known, key=lambda one: abs(one - start)) if known else None


def threads(case: Case) -> tuple[tuple[Comment, ...], ...]:
    """The comments as conversations: each begins with a comment that answers none here, its answers by time behind it."""
    roots, found = _roots(case), dict[str, list[Comment]]()
    for comment in case.comments:
        found.setdefault(roots[comment.id], []).append(comment)
    return tuple(
        tuple(sorted(thread, key=lambda one: (one.id != root, one.made_at.isoformat(), one.id)))
        for root, thread in found.items()
    )


def _roots(case: Case) -> dict[str, str]:
    """The id of each comment's first one; where answers go round in a circle, one in the circle."""
    asked = {comment.id: comment.reply_to for comment in case.comments}
    roots: dict[str, str] = {}
    for comment in case.comments:
        way, one = dict.fromkeys([comment.id]), comment.id
        while one not in roots and asked[one] in asked and asked[one] not in way:
            one = asked[one]
            way[one] = None
        root = roots.get(one, one)
        roots.update(dict.fromkeys(way, root))
    return roots
