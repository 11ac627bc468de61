"""Where a disputed item's heading begins, when all that stands before it is the prose of the item before.

Page text has no reliable blank lines and wraps anywhere, so a heading is what follows the last *sentence* that reads like
prose. A heading may hold full stops itself ("Norco 10/325 mg. Quantity 60"); words like these are no prose.
"""

from __future__ import annotations

import re

from imr_desktop.extract.modified import ORIGINAL, names_original

WINDOW = 3000
_PROSE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|has|have|had|not|does|do|did|should|would|could|cannot|will|there|therefore|thus|"
    r"request(?:s|ed)?|recommend(?:s|ed|ation|ations)?|medically|necess(?:ary|ity)|documentation|guidelines?|denied|upheld|"
    r"overturned|supported|established|indicated|warranted|mtus|odg|acoem)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|should|would|could|cannot|does|not)\b|medically\s{1,40}necessary", re.IGNORECASE
)
_NECESSARY = re.compile(
    r"medically\s{1,40}(?:necessary|appropriate)(?:\s{1,40}(?:and|or)\s{1,40}appropriate)?(?:\s{1,40}at\s{1,40}this\s{1,40}time)?",
    re.IGNORECASE,
)
_END = re.compile(r"[.?!][)\]\"']{0,3}(?=\s{1,200}[\[(\"'#]{0,2}[A-Z0-9]|[ ]{0,200}[\n\f]|[A-Z][a-z]|[A-Z]{2})")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|dr|mr|mrs|ms|st|no|nos|pg|pgs|pp|vol|ed|al|approx|inc|fig|sec|dept|ref|ch|max|min|"
    r"[a-z])|\.\.)\Z",
    re.IGNORECASE,
)


def heading_start(text: str, lo: int, anchor: int) -> int:
    """The position where the heading that ends at `anchor` begins, not before `lo` (the end of the label before it).

    `text` is folded text. What lies between `lo` and the result is the rationale of the item before.
    """
    lo = max(lo, anchor - WINDOW)
    start = _after_prose(text, lo, anchor)
    if names_original(text[start:anchor]) and not ORIGINAL.search(text, start, anchor):
        originals = list(ORIGINAL.finditer(text, lo, start))
        if originals:
            start = _after_prose(text, lo, originals[-1].start())
    elif ORIGINAL.search(text, start, anchor) and names_original(text[start:anchor]):
        first = [match.start() for match in ORIGINAL.finditer(text, start, anchor)][-1]
        start = _after_prose(text, lo, first)
    else:
        start = _without_verbs(text, start, anchor)
    return _skip_space(text, start, anchor)


def _after_prose(text: str, lo: int, anchor: int) -> int:
    """The end of the last sentence before `anchor` that reads like prose, or `lo`."""
    ends = [
        match.end()
        for match in _END.finditer(text, lo, anchor)
        if not _ABBREVIATION.search(text, max(lo, match.start() - 12), match.start())
    ]
    for index in range(len(ends) - 1, -1, -1):
        begin = ends[index - 1] if index else lo
        if _PROSE.search(text, begin, ends[index]):
            return ends[index]
    return lo


def _without_verbs(text: str, start: int, anchor: int) -> int:
    """Where a rationale ends without a full stop: the heading begins on the line after its last verb."""
    verbs = list(_VERB.finditer(text, start, anchor))
    if not verbs:
        return start
    last = max(verbs[-1].end(), max((match.end() for match in _NECESSARY.finditer(text, start, anchor)), default=0))
    line_end = min((at for at in (text.find("\n", last, anchor), text.find("\f", last, anchor)) if at >= 0), default=-1)
    if line_end < 0:
        return last if _NECESSARY.search(text, start, anchor) else start
    return line_end if text[line_end:anchor].strip() else start


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and (text[start].isspace() or text[start] in "\u00ad"):
        start += 1
    return start
