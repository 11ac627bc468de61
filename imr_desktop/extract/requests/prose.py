"""Requests in sentences: "the request for X is non-certified", "we have approved 6 of 12 visits of Y"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imr_desktop.extract.pagetext import PagedText
from imr_desktop.extract.requests.counts import allowed_in, asked_in, part_of_whole
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.ruling import ruling, settled
from imr_desktop.extract.requests.saying import asked_for
from imr_desktop.extract.requests.titles import MOST_ITEMS, title_of, without_article
from imr_desktop.extract.requests.words import Decided, Verdict, decided, decision_words, is_treatment, phrase

_SENTENCE = re.compile(r"(?<![A-Z])(?<!\bvs)(?<!\bDr)(?<!\bNo)(?<!\bMr)[.?!;](?=[\s\f]+[\"'(\[\w])|\n[ ]*\n|\f")
LONGEST = 700
_BE = r"(?:is|are|was|were|be|been|being|has been|have been|should be|will be|can be|cannot be|could not be|must be)"
_AUXILIARY = phrase(
    rf"[,\s]{{1,9}}(?:{_BE} )?(?:(?:also|therefore|thus|hereby|hence|accordingly|respectfully|only|conditionally|considered|"
    r"deemed|recommended (?:for|to be)|determined to be|found to be|given|a|an|partially) ){0,3}\Z"
)
_BEING = re.compile(r"\b(?:is|are|was|were|be|been|being)\b", re.IGNORECASE)
_NOTHING = re.compile(r"\s{1,9}\Z")
_REQUEST_FOR = phrase(
    r"(?:(?:prospective|retrospective|concurrent|original|current|above|provider's|this|your|the|medical) ){0,3}"
    r"\b(?:requests?(?:ed)?(?: (?:is|was))?(?: authorization)?|authorization|certification|medical necessity|necessity) "
    r"(?:for|of|to) "
    r"(?:(?:the )?(?:authorization|certification|approval) (?:for|of) )?"
)
_ACTIVE = phrase(
    r"\b(?:i|we|reviewer|advisor|company|administrator|review|recommend(?:s|ed|ing|ation)?|(?:has|have|is|are|be)|to|hereby|"
    r"therefore|must|can)\b[^.]{0,60}\Z"
)
_OBJECT = phrase(
    r"[\s:]{1,9}(?:of |for |as to )?(?:the |your |an? )?(?:(?:prospective |retrospective )?requests? (?:for|of) )?"
)
_REQUESTED = phrase(r"(?:\A|[\s,])(?:the |an? )?(?:requested|proposed|prescribed|disputed) (?=[a-z])")
_NO_TITLE = phrase(
    r"\b(?:that|which|because|since|if|when|while|whether|would|should|does|do|did|i|we|he|she|they|who|must|may)\b"
)
_REST = phrase(r"[\s,]{0,9}(?:\(|for|to|as|x|at|in the amount of|with|,)")
_STOP_AT = phrase(
    r"\s(?:as|because|since|given|based|pending|pursuant|per|due|in accordance|under|until|and is|which|, and the|; )\b"
)


def prose_items(text: PagedText) -> Iterator[Found]:
    """The requests that sentences decide, in their order; each treatment once."""
    count = 0
    for start, end in _sentences(text.folded):
        for found in _sentence(text, start, end):
            if count < MOST_ITEMS:
                count += 1
                yield found


def _sentences(folded: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in _SENTENCE.finditer(folded):
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    yield at, len(folded)


def _sentence(text: PagedText, start: int, end: int) -> Iterator[Found]:
    end = min(end, start + LONGEST)
    folded = text.folded[start:end]
    at = 0
    for match in decision_words().finditer(folded):
        if match.start() < at:
            continue
        verdict: Verdict = match.lastgroup  # type: ignore[assignment]
        found = _passive(text, start, folded, at, match, verdict) or _active(text, start, folded, match, verdict)
        if found is not None:
            item, at = found
            yield item


def _passive(
    text: PagedText, start: int, folded: str, at: int, match: re.Match[str], verdict: Verdict
) -> tuple[Found, int] | None:
    """The words between "for" and the verb, of "the request for X is denied"."""
    before = folded[at : match.start()] + " "
    necessary = _says_necessary(match.group())
    verb = _AUXILIARY.search(before) or (_NOTHING.search(before) if necessary else None)
    if verb is None or not (_BEING.search(verb.group()) or necessary or _says_be(match.group())):
        return None
    openings = list(_REQUEST_FOR.finditer(before, 0, verb.start())) or list(_REQUESTED.finditer(before, 0, verb.start()))
    if not openings:
        return None
    opening = openings[0]
    begin = at + opening.end()
    words = text.clean(start + begin, start + at + verb.start())
    title = title_of(without_article(words))
    if not _is_title(title):
        return None
    rest, stop = _rest(folded, match.end())
    return _found(text, start + begin, title, verdict, folded[match.start() : stop], rest), stop


def _says_necessary(words: str) -> bool:
    return re.match(r"(?:not\s+)?medically\b", words, re.IGNORECASE) is not None


def _says_be(words: str) -> bool:
    return re.match(r"(?:is|are|was|were|not)\b", words, re.IGNORECASE) is not None


def _active(text: PagedText, start: int, folded: str, match: re.Match[str], verdict: Verdict) -> tuple[Found, int] | None:
    """The words behind the verb, of "we have denied X", "recommend non-certification of X"."""
    asked = asked_for(folded, Decided(verdict, match.start(), match.end()))
    if asked or not _ACTIVE.search(folded[: match.start()]) or _says_be(match.group()):
        return None
    opening = _OBJECT.match(folded, match.end())
    if opening is None or opening.end() >= len(folded):
        return None
    stop_at = _STOP_AT.search(folded, opening.end())
    end = stop_at.start() if stop_at else len(folded)
    following = decided(folded, opening.end(), end)
    if following is not None:
        end = following.start
    words = text.clean(start + opening.end(), start + end)
    title = title_of(without_article(re.sub(r"[\s,]+(?:and|but)\s*(?:we|i)?\s*(?:have|has)?\Z", "", words)))
    if not _is_title(title) or len(title) > 200:
        return None
    return _found(text, start + opening.end(), title, verdict, folded[match.start() : end], words), end


def _is_title(title: str) -> bool:
    return is_treatment(title) and not _NO_TITLE.search(title) and len(title.split()) <= 45


def _rest(folded: str, at: int) -> tuple[str, int]:
    """What a verdict says it is for or reduced to, and where that ends."""
    match = _REST.match(folded, at)
    if match is None:
        return "", at
    stop = _STOP_AT.search(folded, match.end())
    following = _REQUEST_FOR.search(folded, match.end())
    end = min(stop.start() if stop else len(folded), following.start() if following else len(folded), at + 160)
    return folded[at:end], end


def _found(text: PagedText, at: int, title: str, verdict: Verdict, said: str, rest: str) -> Found:
    both = part_of_whole(f"{title} {said}")
    asked = both.asked if both.asked is not None else asked_in(title)
    made = ruling(said)
    ruled = made.verdict if made and made.verdict == "modified" else verdict
    allowed = both.allowed if both.allowed is not None else allowed_in(rest) if ruled == "modified" else None
    if verdict == "certified" and allowed is None and rest and (count := allowed_in(rest)) is not None and asked:
        allowed = count
    quote = text.quote(at, min(len(text.raw), at + max(len(title), 20)))
    return settled(Found(title, quote.page, quote.text, asked, allowed, ruled, said))
