"""Requests that utilization review allowed in part: the two fixed sentences that name what was asked, allowed and left."""

from __future__ import annotations

import re
from typing import NamedTuple

from imr_desktop.case.model import Relation

ORIGINAL = re.compile(r"\b(?:was|were|is)\s{1,40}the\s{1,40}original\s{1,40}request\b", re.IGNORECASE)
_REMAINING = re.compile(r"\.?\s{0,4}the\s{1,40}remaining\s{1,40}(?:imr[\s\-]{1,40}eligible\s{1,40})?portion\s{1,40}of\s{1,40}the\s{1,40}"
                        r"original\s{1,40}request\s{0,4},?", re.IGNORECASE)
_WHOLE = re.compile(r"[.,]?\s{0,4}leaving\s{1,40}the\s{1,40}original\s{1,40}request\s{1,40}(?:imr[\s\-]{1,40})?eligible\s{0,4}\.?",
                    re.IGNORECASE)
_THE_ORIGINAL = re.compile(r"the\s{1,40}original\s{1,40}request\s{0,4},", re.IGNORECASE)
_BY_ADMINISTRATOR = re.compile(r"\s{1,40}(?:was|were)\s{1,40}(?:authorized|approved|certified)\s{1,40}by\s{1,40}the\s{1,40}claims\s{1,40}"
                               r"administrator\s{0,4}", re.IGNORECASE)
_ADMINISTRATOR = re.compile(r"the\s{1,40}claims\s{1,40}administrator\s{1,40}(?:has\s{1,40})?(?:authorized|approved|certified)\s{1,40}",
                            re.IGNORECASE)
_IS = re.compile(r"\s{1,40}(?:is|are|was|were)\s{0,4}\Z", re.IGNORECASE)


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
    requested = title[:original.start()]
    rest = title[original.end():].lstrip(" .,;")
    remaining = _REMAINING.search(rest)
    if remaining:
        return _made(requested, rest[:remaining.start()], rest[remaining.end():], "remainder")
    whole = _WHOLE.search(rest)
    if whole:
        again = _THE_ORIGINAL.match(rest[whole.end():].lstrip())
        disputed = rest[whole.end():].lstrip()[again.end():] if again else requested
        return _made(requested, rest[:whole.start()], disputed, "whole")
    return None


def _made(requested: str, middle: str, disputed: str, relation: Relation) -> Modified:
    return Modified(_trim(requested), _trim(_authorized(middle)), _trim(_IS.sub("", disputed)) or _trim(requested), relation)


def _authorized(words: str) -> str:
    active = _ADMINISTRATOR.search(words)
    if active:
        return words[active.end():]
    passive = _BY_ADMINISTRATOR.search(words)
    return words[:passive.start()] if passive else words


def _trim(words: str) -> str:
    return words.strip(" .,;:")
