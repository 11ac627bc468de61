"""Requests that utilization review allowed in part: the two fixed sentences that name what was asked, allowed and left."""

from __future__ import annotations

from typing import NamedTuple

from imr_desktop.case.model import Relation
from imr_desktop.extract.patterns import phrase

ORIGINAL = phrase(r"\b(?:was|were|is) the original request\b")
_REMAINING = phrase(
    r"\.?\s{0,4}the remaining (?:imr[\s\-]{1,40}eligible )?portion of the "
    r"original request\s{0,4},?"
)
_WHOLE = phrase(r"[.,]?\s{0,4}leaving the original request (?:imr[\s\-]{1,40})?eligible\s{0,4}\.?")
_THE_ORIGINAL = phrase(r"the original request\s{0,4},")
_BY_ADMINISTRATOR = phrase(
    r" (?:was|were) (?:authorized|approved|certified) by the claims "
    r"administrator\s{0,4}"
)
_ADMINISTRATOR = phrase(r"the claims administrator (?:has )?(?:authorized|approved|certified) ")
_IS = phrase(r" (?:is|are|was|were)\s{0,4}\Z")


class Modified(NamedTuple):
    """The three quantities of a modified request, in its own words."""

    requested: str
    authorized: str
    in_dispute: str
    relation: Relation


def names_original(text: str) -> bool:
    """Whether a heading's tail is the second half of a modified request, so that its first half must be looked for."""
    return bool(_REMAINING.search(text) or _WHOLE.search(text) or _THE_ORIGINAL.search(text))


def split_modified(title: str) -> Modified | None:
    """The parts of a modified item's heading, or None where it is a plain request."""
    original = ORIGINAL.search(title)
    if original is None:
        return None
    requested = title[: original.start()]
    rest = title[original.end() :].lstrip(" .,;")
    remaining = _REMAINING.search(rest)
    if remaining:
        return _made(requested, rest[: remaining.start()], rest[remaining.end() :], "remainder")
    whole = _WHOLE.search(rest)
    if whole:
        again = _THE_ORIGINAL.match(rest[whole.end() :].lstrip())
        disputed = rest[whole.end() :].lstrip()[again.end() :] if again else requested
        return _made(requested, rest[: whole.start()], disputed, "whole")
    return None


def _made(requested: str, middle: str, disputed: str, relation: Relation) -> Modified:
    return Modified(_trim(requested), _trim(_authorized(middle)), _trim(_IS.sub("", disputed)) or _trim(requested), relation)


def _authorized(words: str) -> str:
    active = _ADMINISTRATOR.search(words)
    if active:
        return words[active.end() :]
    passive = _BY_ADMINISTRATOR.search(words)
    return words[: passive.start()] if passive else words


def _trim(words: str) -> str:
    return words.strip(" .,;:")
