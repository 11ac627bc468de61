"""Where a disputed item's heading begins, when all that stands before it is the prose of the item before.

Page text has no reliable blank lines and wraps anywhere, so a heading is what follows the last *sentence* that reads like
prose. A heading may hold full stops itself ("Norco 10/325 mg. Quantity 60"); words like these are no prose.
"""

from __future__ import annotations

import re

from imr_desktop.extract.modified import ORIGINAL, names_original

WINDOW = 3000
_OPENERS = (
    r"the|this|these|that|given|as\s{1,40}such|therefore|thus|based|hence|it|there|accordingly|consequently|however|he|she|they|"
    r"his|her|agree|deny|denial|non-?certif(?:y|ied|ication)|according\s{1,40}to|in\s{1,40}(?:this\s{1,40}case|conclusion|summary)"
)
_PROSE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|has|have|had|not|does|do|did|should|would|could|cannot|will|there|therefore|thus|"
    r"the\s{1,40}(?:\w{1,20}\s{1,40})?request|requested|recommend(?:s|ed|ation|ations)?|medically|necess(?:ary|ity)|documentation|"
    r"guidelines?|denied|upheld|overturned|supported|established|indicated|warranted|appropriate|claimant|injured\s{1,40}worker|"
    rf"the\s{{1,40}}patient|mtus|odg|acoem)\b|\A[\s\"'(]{{0,20}}(?:{_OPENERS})\b",
    re.IGNORECASE,
)
_SENTENCE_OPENS = re.compile(rf"[\s\"'(]{{0,200}}(?:{_OPENERS})\b", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|should|would|could|cannot|does|not)\b|medically\s{1,40}necessary", re.IGNORECASE
)
_NECESSARY = re.compile(
    r"medically\s{1,40}(?:necessary|appropriate)(?:\s{1,40}(?:and|or)\s{1,40}appropriate)?(?:\s{1,40}at\s{1,40}this\s{1,40}time)?"
    r"|\bthis\s{1,40}(?:patient|injured\s{1,40}worker|claimant)(?=[ ]{0,5}[\n\f])",
    re.IGNORECASE,
)
_HEADS = re.compile(r"[A-Z0-9(]")
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
    start = _after_verdict(text, _after_prose(text, lo, anchor), anchor)
    if names_original(text[start:anchor]):
        originals = list(ORIGINAL.finditer(text, start, anchor)) or list(ORIGINAL.finditer(text, lo, start))
        if originals:
            first = originals[-1].start()
            start = _after_verdict(text, _after_prose(text, lo, first), first)
    else:
        start = _after_open_sentence(text, start, anchor)
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
        if _PROSE.search(text[begin : ends[index]]):
            return _before_open_verdict(text, begin, ends[index])
    return lo


def _before_open_verdict(text: str, begin: int, end: int) -> int:
    """The end of a sentence, or of the verdict inside it where that lacks its stop and a heading with one follows."""
    verdicts = list(_NECESSARY.finditer(text, begin, end))
    line_end = _line_end(text, verdicts[-1].end(), min(end, verdicts[-1].end() + 60)) if verdicts else None
    rest = text[line_end:end].strip() if line_end is not None else ""
    return line_end if line_end is not None and _HEADS.match(rest) and not _PROSE.search(rest) else end


def _after_verdict(text: str, start: int, anchor: int) -> int:
    """Past a verdict that lacks its full stop ("… is not medically necessary" and the heading on the next line)."""
    verdicts = list(_NECESSARY.finditer(text, start, anchor))
    if not verdicts:
        return start
    end = verdicts[-1].end()
    line_end = _line_end(text, end, min(anchor, end + 60))
    return end if line_end is None or not text[line_end:anchor].strip() else line_end


def _after_open_sentence(text: str, start: int, anchor: int) -> int:
    """Past any other sentence that lacks its full stop: the heading begins on the line after its last verb."""
    verbs = list(_VERB.finditer(text, start, anchor)) if _SENTENCE_OPENS.match(text, start, anchor) else []
    line_end = _line_end(text, verbs[-1].end(), anchor) if verbs else None
    return start if line_end is None or not text[line_end:anchor].strip() else line_end


def _line_end(text: str, start: int, end: int) -> int | None:
    ends = [at for at in (text.find("\n", start, end), text.find("\f", start, end)) if at >= 0]
    return min(ends, default=None)


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and (text[start].isspace() or text[start] == "\u00ad"):
        start += 1
    return start
