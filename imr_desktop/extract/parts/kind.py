"""What a document is: by its titles, by its letterhead, and by the words in it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from imr_desktop.extract.parts.kinds import OTHER, Kind, kind_of, kinds, signs

if TYPE_CHECKING:
    from imr_desktop.extract.parts.look import PageLook
    from imr_desktop.extract.parts.titles import Title

_OF_TITLE, _OF_GENERAL, _OF_HINT, _OF_SIGN, _OF_FORM = 6.0, 2.6, 1.6, 0.7, 5.0
_MOST_SIGNS = 5
_LEAST = 1.3
_SIGN_CHARS = 5000
_SHARE_OF_BEST = 0.6
_NO_WORD = re.compile(r"[^a-z0-9#]+")
_FORMS = {
    "imr": "imr application",
    "rfa": "rfa",
    "pr2": "progress report",
    "pr3": "permanent and stationary report",
    "pr4": "permanent and stationary report",
    "5021": "first report",
    "9785": "rfa",
    "1500": "billing",
    "ub04": "billing",
    "04": "billing",
    "1": "legal",
}


def kind_of_document(pages: Sequence[PageLook]) -> tuple[Kind, Title | None]:
    """The kind of the document on these pages, and the line that names it."""
    first = next((page for page in pages if page.readable), None)
    if first is None:
        return kind_of(OTHER), None
    scores: dict[str, float] = defaultdict(float)
    for title in first.heads.titles:
        worth = (_OF_GENERAL if title.general else _OF_TITLE) * title.weight
        scores[title.kind] = max(scores[title.kind], worth)
    for hint in first.heads.hints:
        scores[hint] += _OF_HINT
    for form in first.forms:
        if form in _FORMS:
            scores[_FORMS[form]] += _OF_FORM
    for key, count in _signs(pages).items():
        scores[key] += _OF_SIGN * min(_MOST_SIGNS, count)
    if scores["visit note"]:
        scores["visit note"] += scores["progress report"]
    if first.salutation and first.letter_day:
        scores["correspondence"] += 1.0
    best = max(kinds(), key=lambda kind: scores[kind.key])
    if scores[best.key] < _LEAST:
        return kind_of(OTHER), None
    return best, _naming(first, best)


def _naming(first: PageLook, kind: Kind) -> Title | None:
    """The line that names the document: the first good one of its kind, else a general one; never the letterhead."""
    titles = [title for title in first.heads.titles if title.line != first.heads.letterhead]
    own = [title for title in titles if title.kind == kind.key]
    best = max((title.weight for title in own), default=0.0)
    good = [title for title in own if title.weight >= _SHARE_OF_BEST * best] or [title for title in titles if title.general]
    return min(good, key=lambda title: title.at, default=None)


def _signs(pages: Sequence[PageLook]) -> Counter[str]:
    """How many different signs of each kind stand on a document's first pages."""
    lines = [line for page in pages[:3] for line in page.lines]
    words = f" {_NO_WORD.sub(' ', ' '.join(lines)[:_SIGN_CHARS].lower())} "
    return Counter(kind for sign, kind in signs() if sign in words)
