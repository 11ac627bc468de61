"""Care that sentences ask for and decide, where a paper keeps no list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from imr_desktop.extract.requests.care import care_at, names_care, quotes
from imr_desktop.extract.requests.counts import Amounts, asked_in, bare, part_of_whole
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.naming import only_counts
from imr_desktop.extract.requests.saying import Said, said_in, sentences, verdict_of
from imr_desktop.extract.requests.titles import title_of, without_article
from imr_desktop.extract.requests.words import all_decided, decided, is_treatment, phrase

_ASKS = phrase(
    r"\b(?:(?:asks?|asked|asking|request(?:s|ed|ing)?|seeks?|seeking|sought|applied|wants?) (?:us |"
    r"our [a-z]{3,12} |you )?(?:on [^ ]{4,14}(?: \d{1,2},? \d{4})? )?"
    r"(?:to (?:approve|authorize|cover|certify)|for|"
    r"(?:for )?(?:your |formal )?(?:authorization|approval|certification)(?: of| for))"
    r"(?: (?:(?:the|your) )?(?:authorization|approval) (?:of|for))?|"
    r"(?:authorization|approval) (?:of|for|to (?:perform|provide|proceed with))|please (?:authorize|approve|certify)|"
    r"(?:denied|modified|refused|turned down|declined|rejected|disputes?|disputed|appeal(?:s|ed)?)"
    r"(?: (?:the|my|our|his|her|a))?(?: (?:authorization|coverage|requests?) (?:for|of))|"
    r"(?:under review |in question )(?:is|was|were|are)(?: for)?|(?:reviewed|received) your requests? for|to ask for|"
    r"(?:i|we) (?:am |are )?(?:[a-z]{2,12} )?(?:recommend(?:ing)?|order(?:ing)?|prescrib(?:e|ing)|propos(?:e|ing))|"
    r"(?:what|that which|the (?:care|treatments?|services?|items?)) [^.;,:]{0,50}"
    r"\b(?:refused|cut down|denied|modified|changed|asked for|requested|disputed|in dispute|"
    r"wanted|ordered|prescribed|reviewed)"
    r"(?: [a-z]{2,9}){0,3} (?:is|are|was|were)(?: the following| these)?|"
    r"(?:i|we) (?:still )?(?:want|need|disagree (?:with|about)|dispute)|(?:has|have) (?:prescribed|ordered))[\s:]{1,9}"
)
_TAIL = re.compile(r"[\s,]+(?:and|or|but)(?:\s(?:i|we|has|have|also|then))*\s*\Z|\sto\s#?\d.*\Z", re.IGNORECASE | re.DOTALL)
"""What stands behind a list before the next one is asked for, and what it was reduced to."""
_OPENS = phrase(
    r"\b(?:with (?:respect|regard) to|as (?:for|to|regards)|regarding|concerning|news on|of|for|that|provide|approve|"
    r"authorize|certify|deny|approved|authorized|certified|denied|refused|allow|modify|modified|"
    r"requested|agreed on|have|with)[\s:]{1,9}"
    r"(?:the |your |this |an? )?(?:requests? (?:for|of) )?(?:the |an? )?"
)
_TURNS = phrase(
    r"\A\W{0,3}(?:(?:\d{1,2}|[a-h]|[ivx]{1,4})[.)]\s{1,9})?(?:as (?:to|for|regards)|regarding|concerning|"
    r"with (?:respect|regard) to|(?:it|this) is proposed|(?:i|we) (?:could|can|did|do) ?not agree|"
    r"we agreed|that|about|on|turning to|next|finally|"
    r"the (?:doctor|physician|provider|request))\b"
)
"""How a sentence begins that takes up a request."""
_TAKES_UP = re.compile(r"\A\W{0,3}(?:as (?:to|for)|regarding|concerning|with (?:respect|regard))\b", re.IGNORECASE)
_STOPS = phrase(
    r"\si (?:can|could|am|have|do|find|will)\b|"
    r"\sand (?:am|is|are|was|we|i|it|not)\b|"
    r"\s(?:for want of|for lack of|is|are|was|were|be|been|has|have|had|will|would|can|cannot|could|should|may|must|"
    r"because|since|as|which|who|until|"
    r"through|at this time|under|per (?:the|his|her|dr)|pending|though|but|so|if|when|dr|that)\b|"
    r"(?<!qty)(?<!quantity)[:;]|(?<!\([LRB])\)|"
    r"\((?!\d{1,3}\)|one|two|twice|#|x\b|qty|\d|[LRB]\)|left|right|bilateral)|\.(?:\s|\Z)|"
    r",(?= (?:[a-z]{3,9}(?: visits| sessions)? (?:is|are|was|were)|dr|we|i|which|not|the|this|and am|and was|our|it|he|she|"
    r"they|is|are|was|has|"
    r"and (?:we|i|it))\b)"
)
_VERBS = re.compile(r"\b(?:looked|concerns?|supports?|advises?|asked us|falls|quarrel|sets out|lists)\b", re.IGNORECASE)
"""What says more than a title does."""
_ONES = re.compile(r";\s{1,9}(?:and\s)?|,?\s{1,9}and\s{1,9}|,\s{1,9}(?:and\s)?")
_MARK = re.compile(r"\s{0,9}\((?:[a-h]|[ivx]{1,4}|\d)\)\s{0,9}(?:an?\s|the\s)?", re.IGNORECASE)
_EDGE = phrase(r"\b(?:the|an?|one|your|this|that|and|or|has|have|is|was|prescribed|wants) |[,;:.] ")
_LEADS_TO = re.compile(r"\A\s*(?:(?:in part|partially|about|on|of|for|that|only|(?:yes or )?no to)\s+){1,3}", re.IGNORECASE)
_OF = re.compile(r"\s(?:of|for)\s+(?:(?:the|an?)\s+)?", re.IGNORECASE)
_MOST_COUNT = 70
_OF_IT = re.compile(r"\b(?:it|this|that request|the request|the service)\b", re.IGNORECASE)
"""How a sentence decides what the one before it named."""
_LIST_ENDS = re.compile(r"\.(?:\s|\Z)|,?\s+and\s+(?:I|we|he|she|it|they)\b")
_BEFORE = phrase(r"\b(?:tried|considered|decided|reviewed|asked for|requested)\b[^.;]{0,40}\bbefore\.?\s{0,9}\Z")
"""How a paragraph begins that tells of other care."""
_MARKS = re.compile(r"\((?:[a-h]|i{1,3}|iv|v|\d)\)")
_MOST_WORDS = 22


class Told(NamedTuple):
    """Care that a sentence names: the request, and whether the sentence lists what was asked for."""

    found: Found
    listed: bool


def told_in(text: str, page: int) -> Iterator[Told]:
    """What a paragraph asks for and decides: each sentence that names care takes those that follow it and name none."""
    named: list[Told] = []
    block: list[str] = []
    quoted = ""
    for number, sentence in enumerate(_parts(text)):
        if number == 0 and _BEFORE.search(sentence):
            return
        if quotes(sentence) and not _TAKES_UP.match(sentence):
            quoted = quoted or (sentence if names_care(sentence) else "")
            continue
        if quoted and not named and _OF_IT.search(sentence) and verdict_of(sentence):
            named = list(_decided(quoted, page))
        own = list(asked_in_sentence(sentence, page)) or list(_decided(sentence, page) if _TURNS.match(sentence) else ())
        own = own or (list(_decided(sentence, page)) if verdict_of(sentence) else [])
        if not own and not named and names_care(sentence):
            quoted = quoted or sentence
        if own:
            yield from _blocked(named, " ".join(block))
            named, block = own, []
        block.append(sentence)
    yield from _blocked(named, " ".join(block))


def _parts(text: str) -> Iterator[str]:
    """The sentences of a paragraph; one that decides several things by semicolons as those."""
    for sentence in sentences(text):
        parts = [part for part in sentence.split(";") if part.strip()]
        yield from parts if len(parts) > 1 and all(names_care(part) and verdict_of(part) for part in parts) else [sentence]


def _blocked(named: list[Told], text: str) -> Iterator[Told]:
    """What is named, with what the text decides: of each by its mark ("(i) Denied. (ii) Granted."), or of all."""
    parts = _MARKS.split(text)[1:]
    if len(named) > 1 and len(parts) in (len(named), 2 * len(named)):
        yield from (_ruled(one, part, alone=True) for one, part in zip(named, parts[-len(named) :], strict=True))
    else:
        yield from (_ruled(one, text, alone=len(named) == 1) for one in named)


def _ruled(one: Told, text: str, *, alone: bool) -> Told:
    found = one.found
    said = said_in(text.replace(found.title, "it"))
    if said is None:
        return one
    both = part_of_whole(text) if alone else None
    counts = (found.asked, *(_others(said, both) if both else ()))
    if both and both.asked is not None and both.allowed is not None:
        counts = (both.asked,)
    asked = next((count for count in counts if count is not None), None)
    allowed = (said.allowed if said.allowed is not None else both.allowed) if both else None
    return one._replace(found=found._replace(verdict=said.verdict, asked=asked, allowed=allowed, said=said.words))


def _others(said: Said, both: Amounts) -> tuple[float | None, ...]:
    return said.asked, both.asked, asked_in(said.words) if said.verdict == "denied" else None


def asked_in_sentence(sentence: str, page: int) -> Iterator[Told]:
    """The lists of a sentence that says what was asked for, or what was refused."""
    openings = list(_ASKS.finditer(sentence))
    ends = [*(opening.start() for opening in openings[1:]), len(sentence)]
    for opening, end in zip(openings, ends, strict=False):
        part = sentence[opening.end() : end]
        rest = _TAIL.sub("", _LIST_ENDS.split(part)[0])
        for words in listed(rest):
            found = _found(page, words)
            if found is not None:
                yield Told(found, True)


def listed(text: str) -> list[str]:
    """A sentence's list, parted where each part names care; a part that names none belongs to the one before it."""
    parts: list[str] = []
    at = 0
    marks = list(_ONES.finditer(text))
    if len(marks) == 1 and marks[0].group().strip() == ",":
        return [text]
    for mark in [*marks, None]:
        part = text[at : mark.start() if mark else len(text)]
        if not parts or not (only_counts(part) or only_counts(parts[-1])):
            parts.append(part)
        else:
            parts[-1] = text[text.find(parts[-1]) : mark.start() if mark else len(text)]
        at = mark.end() if mark else at
    return parts


def _decided(sentence: str, page: int) -> Iterator[Told]:
    """The care that a sentence with a decision names: from words that lead to it, up to where the clause ends."""
    at = 0
    while at < len(sentence) and (care := care_at(sentence[at:])) >= 0:
        care += at
        openings = [one for one in _OPENS.finditer(sentence, at) if one.end() <= care]
        begin = _begin(sentence, at, care, [one.end() for one in openings])
        stop = _STOPS.search(sentence, care)
        first = decided(sentence, care)
        end = min(stop.start() if stop else len(sentence), first.start if first else len(sentence))
        for words in listed(sentence[begin:end]):
            title = _behind_count(words)
            found = _found(page, title)
            if found is not None:
                counted = asked_in(words[: -len(title)]) if found.asked is None and len(title) < len(words) else found.asked
                yield Told(found._replace(asked=counted), False)
        at = max(end, care + 3)


def _begin(sentence: str, at: int, care: int, openings: list[int]) -> int:
    near = [one for one in openings if len(sentence[one:care].split()) <= 8]
    edges = [one.end() for one in _EDGE.finditer(sentence, at, care)]
    return near[0] if near else edges[-1] if edges else at if len(sentence[at:care].split()) <= 5 else care


def _behind_count(words: str) -> str:
    """What a sentence decides, without how much of it ("3 weeks (6 total) of …", "#20 as a start for …")."""
    for one in reversed([*_OF.finditer(words[:_MOST_COUNT])]):
        count = words[: one.start()]
        if only_counts(count) and asked_in(count) is not None and names_care(words[one.end() :]):
            return words[one.end() :]
    return words


def _found(page: int, words: str) -> Found | None:
    mark = _MARK.match(words)
    body = without_article(_LEADS_TO.sub("", words[mark.end() if mark else 0 :]))
    title = title_of(body)
    if (
        all_decided(title)
        or bare(title) is not None
        or only_counts(title)
        or _VERBS.search(title)
        or not is_treatment(title)
        or not 2 <= len(title.split()) <= _MOST_WORDS
    ):
        return None
    asked = part_of_whole(words).asked
    title = title.split(" (")[0] if title.count("(") > title.count(")") else title
    return Found(title, page, title, asked if asked is not None else asked_in(words))
