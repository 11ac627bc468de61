"""What a sentence asks for, and what words are when they name a request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from imr_desktop.extract.requests.amounts import is_amount, only_counts, up_to_amount
from imr_desktop.extract.requests.care import is_drug, is_form, names_care, quotes
from imr_desktop.extract.requests.clauses import at_semicolons
from imr_desktop.extract.requests.counts import asked_in, bare, part_of_whole
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.naming import ends_list, is_sentence, mixture_in
from imr_desktop.extract.requests.numbers import NUMBER
from imr_desktop.extract.requests.titles import title_of, without_article
from imr_desktop.extract.requests.words import all_decided, is_treatment, phrase

_ASKED = (
    r"(?:asks?|asked|asking|request(?:s|ed|ing)?|seeks?|seeking|sought|applied|wants?) (?:us |"
    r"our [a-z]{3,12} |you )?(?:on [^ ]{4,14}(?: \d{1,2},? \d{4})? )?"
    r"(?:to (?:approve|authorize|cover|certify)|for|"
    r"(?:for )?(?:your |formal )?(?:authorization|approval|certification)(?: of| for))"
    r"(?: (?:(?:the|your) )?(?:authorization|approval) (?:of|for))?|"
    r"(?:authorization|approval) (?:of|for|to (?:perform|provide|proceed with))|please (?:authorize|approve|certify)|"
    r"(?:denied|modified|refused|turned down|declined|rejected|disputes?|disputed|appeal(?:s|ed)?)"
    r"(?: (?:the|my|our|his|her|a))?(?: (?:authorization|coverage|requests?) (?:for|of))|"
    r"(?:under review |in question )(?:is|was|were|are)(?: for)?|(?:reviewed|received) your requests? for|to ask for|"
    r"(?:i|we) (?:am |are )?(?:[a-z]{2,12} )?(?:recommend(?:ing)?|request(?:ing)?|order(?:ing)?|prescrib(?:e|ing)|"
    r"propos(?:e|ing))|"
    r"(?:what|that which|the (?:care|treatments?|services?|items?)) [^.;,:]{0,50}"
    r"\b(?:refused|cut down|denied|modified|changed|asked for|requested|disputed|in dispute|"
    r"wanted|ordered|prescribed|reviewed)"
    r"(?: [a-z]{2,9}){0,3} (?:is|are|was|were)(?: the following| these)?|"
    r"(?:i|we) (?:still )?(?:want|need|disagree (?:with|about)|dispute)|(?:has|have) (?:prescribed|ordered)"
)
_DISPUTED = (
    r"(?:the )?(?:denied|modified|refused|disputed|contested|non-?certified|requested) "
    r"(?:care|treatments?|services?|items?|requests?|medications?) (?:is|are|was|were)|"
    r"(?<!not[ ])(?:in dispute|at issue|requested|refused|denied)(?: here)? (?:is|are|was|were)|"
    r"(?:likewise|also) (?:denied|refused|non-?certified|modified):|"
    r"(?:say|said|says|saying|and|but|also|,)(?: also)? no to|"
    r"(?:gave|allowed|approved|authorized|certified|paid for)(?: (?:me|us|him|her|only|just)){0,2}"
    r"(?= ?#?\w{1,9} (?:out )?of )|"
    r"ask(?:s|ed)? (?:leave|permission|your approval) for|"
    r"(?:denial|refusal|modification|non-?certification)s? of|"
    r"refus(?:ed|es|ing|al) to (?:approve|authorize|certify|cover|pay for)|"
    r"(?:kindly|to|you) (?:authorize|approve)"
)
"""More ways to ask, in papers that do nothing else."""
_ASKS = phrase(rf"\b(?:{_ASKED})[\s:]{{1,9}}")
_DISPUTES = phrase(rf"\b(?:{_ASKED}|{_DISPUTED})(?: the following)?[\s:]{{1,9}}")
_REFUSED = phrase(
    r"\b(?:denied|refused|rejected|declined|turned down|cut off|"
    r"(?:did|do|does|would|will) not (?:approve|authorize|cover|pay for)) "
    r"(?:me )?(?P<what>[^.;:]{4,200})"
)
_WAS_REFUSED = phrase(
    r"\b(?P<what>(?:the|my|an?|his|her) [^.;:]{4,120}?) (?:was|were|has been|have been|got) "
    r"(?:denied|refused|rejected|declined|turned down|not (?:approved|authorized|covered))\b"
)
_TAIL = re.compile(
    r"[\s,]{1,9}(?:and|or|but)(?:\s(?:i|we|has|have|also|then)){0,5}\s{0,9}\Z|(?<!\bup)\sto\s#?\d.*\Z",
    re.IGNORECASE | re.DOTALL,
)
"""What stands behind a list before the next one is asked for, and what it was reduced to."""
_VERBS = re.compile(
    r"\b(?:that|which|who|looked|concerns?|supports?|advises?|asked us|falls|quarrel|sets out|lists)\b", re.IGNORECASE
)
"""What says more than a title does."""
_ONES = re.compile(r";\s{1,9}(?:and\s)?|,?\s{1,9}and\s{1,9}|,\s{1,9}(?:and\s)?")
_BRACKETS = re.compile(r"\([^()]{0,80}\)")
_MARK = re.compile(r"\s{0,9}\((?:[a-h]|[ivx]{1,4}|\d)\)\s{0,9}(?:an?\s|the\s)?", re.IGNORECASE)
_LEADS_TO = re.compile(
    r"\A\s*(?:(?:in part|partially|about|on|of|for|that|only|(?:yes or )?no to)\s{1,9}){1,3}", re.IGNORECASE
)
_LIST_ENDS = re.compile(
    r"\s(?:(?:my|our|the)\s(?:doctor|physician|surgeon)|Dr\.?\s[A-Z][\w'-]{1,20})\s(?:[a-z]{2,8}\s)?"
    r"(?:wants?|wanted|ordered|orders|prescribed|requested|recommended|asked|needs|said|says)\b|"
    r"(?:,?\s(?:I|we|it|they))?\s(?:should|must|ought)\b|"
    r"\.(?:\s|\Z)|,?\s{1,9}and\s{1,9}(?:I|we|he|she|it|they|you)\b|,\s{1,9}(?:all|both|none|each|any|some|most)\s{1,9}of\s{1,9}(?:which|these|them)\b|"
    r",\s{1,9}(?:for\s{1,9}|of\s{1,9})?which\b|\s(?:that|which)\s(?:my|the|our|he|she|I|we|Dr)\b|,\s{1,9}(?:the|our|my)\s{1,9}[a-z]{3,14}(?:\s{1,9}[a-z]{3,14})?\s{1,9}(?:has|have|had|is|was|looked|finds?|found|[a-z]{2,12}ed)\s"
)
_NUMBERED = re.compile(r"(?:\A|(?<=[\s;,]))\((?:[1-9]|[a-h])\)\s{1,9}(?=[A-Za-z])")
_PART_OF = phrase(
    rf"\A#?{NUMBER}(?: (?:out )?of (?:the |an? )?(?:{NUMBER} )?)?"
    rf"(?: ?[a-z]{{4,12}}){{0,2}} (?:of|for) (?:an? |the |my )?(?=[a-z])"
)
"""How many of it, before what it is: "4 of the 10 visits for", "80 hours of"."""
_CITED = phrase(r"\b(?:MTUS|ACOEM|ODG|CCR|chapter|guidelines?)\b|\b(?:nurse|physician|doctor|reviewer)\Z")
"""The name of what a letter rests on."""
_PAPER = phrase(
    r"\b(?:form|payment|records?|report|reconsideration|review|information|documents?|time|copy|copies|appeal|hearing|"
    r"determination|decision|letter|approval|authorization|treatment|services?|care|leave|help|relief)\b"
)
"""What is asked for that is no treatment."""
IN_GENERAL = re.compile(r"(?:most|many|some|such|certain|other|several|any)\b", re.IGNORECASE)
"""How words begin that speak of care in general."""
_WHEN = re.compile(
    rf"(?:for\s)?{NUMBER}\s(?:hours?|days?|weeks?|months?)\s(?:after|before|following|post\w*|prior|a|per|each)\b",
    re.IGNORECASE,
)
"""When, and how long: no care, though it names some."""
_MOST_WORDS = 22


class Told(NamedTuple):
    """Care that a sentence names: the request, and whether the sentence lists what was asked for; `row` is its place."""

    found: Found
    listed: bool
    row: int = 0


def asked_in_sentence(sentence: str, page: int, *, asks: bool = False) -> Iterator[Told]:
    """The lists of a sentence that says what was asked for, or what was refused; `asks` where the paper does nothing else."""
    openings = list((_DISPUTES if asks else _ASKS).finditer(sentence))
    ends = [*(opening.start() for opening in openings[1:]), len(sentence)]
    for opening, end in zip(openings, ends, strict=False):
        part = sentence[opening.end() : end]
        rest = _TAIL.sub("", _LIST_ENDS.split(part)[0])
        found = [one for words in listed(rest) if (one := found_in(page, words, free=True)) is not None]
        any_named = any(names_care(one.title) for one in found)
        of_request = opening.group().lower().split()[-1] == "for" and "request" in opening.group().lower()
        for one in found:
            if names_care(one.title) or (may_be_name(one.title) and (any_named or one.asked is not None or of_request)):
                yield Told(one, True)


def refused_in_sentence(sentence: str, page: int) -> Iterator[Told]:
    """Care that a worker's own sentence says was refused ("they denied the hip brace", "my MRI was turned down")."""
    for told in (*_REFUSED.finditer(sentence), *_WAS_REFUSED.finditer(sentence)):
        for words in listed(_LIST_ENDS.split(told["what"])[0]):
            one = found_in(page, words)
            if one is not None and names_care(one.title) and not is_sentence(one.title):
                yield Told(one, True)


def may_be_name(title: str) -> bool:
    """Whether words that no list knows can be a request's name: they tell nothing, and are no paper's."""
    return not is_sentence(title) and not is_form(title) and not quotes(title) and _PAPER.search(title) is None


def listed(text: str) -> list[str]:
    """A sentence's list, parted where each part names care; a part that names none belongs to the one before it."""
    apart = at_semicolons(text)
    if len(apart) > 1:
        return [part.removeprefix("and ") for part in apart if not ends_list(part)]
    numbered = [part.strip(" ;,") for part in _NUMBERED.split(text)]
    if len(numbered) > 2 and not numbered[0]:
        return [part.removesuffix(" and") for part in numbered[1:]]
    parts: list[str] = []
    at = 0
    start, end = mixture_in(text)
    within = [(start, end), *(mark.span() for mark in _BRACKETS.finditer(text))]
    marks = [mark for mark in _ONES.finditer(text) if not any(begin <= mark.start() < last for begin, last in within)]
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


def found_in(page: int, words: str, *, free: bool = False) -> Found | None:
    """The request that words are; where `free`, the place says that they are one, and no list has to know them."""
    mark = _MARK.match(words)
    body = without_article(_LEADS_TO.sub("", words[mark.end() if mark else 0 :]))
    whole = title_of(body)
    title = up_to_amount(_PART_OF.sub("", whole))[0]
    if (
        all_decided(title)
        or bare(title) is not None
        or (is_amount(title) if free else only_counts(title))
        or _CITED.search(title)
        or _VERBS.search(title)
        or _WHEN.match(title)
        or not is_treatment(title)
        or IN_GENERAL.match(title)
        or not (1 if title != whole or title.isupper() or is_drug(title) else 2) <= len(title.split()) <= _MOST_WORDS
    ):
        return None
    both = part_of_whole(words)
    asked, tail = both.asked, title.rpartition(", ")
    if both.allowed is not None and only_counts(tail[2]) and part_of_whole(tail[2]).asked is not None:
        title = tail[0]
    title = title.split(" (")[0] if title.count("(") > title.count(")") else title
    return Found(
        title, page, title, asked if asked is not None else asked_in(words), both.allowed if asked is not None else None
    )
