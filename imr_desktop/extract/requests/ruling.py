"""What a decision's words come to, with the counts beside them."""

from __future__ import annotations

import re

from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.words import Decided, Verdict, all_decided, decided, signs
from imr_desktop.record.layout import CHECKED

_MOST_OPENING = 3
"""Letters before a decision that opens words."""


def ruling(text: str) -> Decided | None:
    """The decision of a cell or value: part certified and part denied is modified."""
    found = all_decided(text)
    if not found:
        return None
    kinds = {one.verdict for one in found}
    if {"certified", "denied"} <= kinds and "deferred" not in kinds and len(text) < 200:
        return Decided("modified", found[0].start, found[0].end)
    return found[0]


def opens_with_ruling(words: str) -> bool:
    """Whether words begin with a decision ("denied. …", "is not certified")."""
    made = decided(words)
    return made is not None and made.start <= _MOST_OPENING


_LESS = re.compile(
    r"\W{0,3}(?:(?:reduced|limited|amended|changed|decreased|cut)\s(?:down\s)?to|with\s(?:an?\s)?changes?(?:\sto)?)\b",
    re.IGNORECASE,
)
_AS_ASKED = re.compile(r"\W{0,3}(?P<no>not\s)?as\s(?:requested|asked|submitted|ordered|written|prescribed)\b", re.IGNORECASE)
_AGREED = re.compile(
    r"\W{0,3}(?:agreed?|granted|supported|endorsed|allowed|given)\b(?:\W{0,3}\Z|\s(?:for|to|as|at|in)\b)", re.IGNORECASE
)
"""How a cell or value that is asked for the decision says yes, and may say for how much."""


def sign(words: str) -> Verdict | None:
    """The decision of a cell or value that is asked for one: short signs count there, too."""
    made = ruling(words)
    if made:
        return made.verdict
    if _LESS.match(words):
        return "modified"
    if _AGREED.match(words):
        return "certified"
    if as_asked := _AS_ASKED.match(words):
        return "denied" if as_asked["no"] else "certified"
    said = words.strip(" .,;:-").lower().removeprefix("in ")
    if said.startswith("not "):
        return "denied" if signs().get(said.removeprefix("not ")) == "certified" else None
    marked = said.lstrip(f"{CHECKED} ")
    return signs().get(marked if marked == said else marked.split()[0] if marked else "")


def by_counts(asked: float | None, allowed: float | None) -> Verdict | None:
    """The decision that counts alone tell."""
    if allowed is None:
        return None
    if allowed == 0:
        return "denied"
    return None if asked is None else "certified" if allowed >= asked else "modified"


def settled(found: Found) -> Found:
    """A request whose decision and counts agree: nothing allowed where denied, all where certified.

    What is called certified and of which none is allowed is told neither way.
    """
    verdict, asked, allowed = found.verdict, found.asked, found.allowed
    if verdict is None:
        return found._replace(verdict=by_counts(asked, allowed))
    if verdict == "denied":
        if not allowed:
            return found._replace(allowed=0.0)
        found = found._replace(verdict="modified")
    elif verdict == "certified":
        if allowed == 0:
            return found._replace(verdict=None, allowed=None)
        if allowed is None:
            return found._replace(allowed=asked)
        found = found._replace(verdict="modified") if asked is not None and 0 < allowed < asked else found
    elif verdict == "deferred":
        return found._replace(allowed=None)
    return found._replace(allowed=None) if asked is not None and allowed is not None and allowed > asked else found
