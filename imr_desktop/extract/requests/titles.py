"""A request's title as the record words it, without codes, numbers of a list, and what belongs into other columns."""

from __future__ import annotations

import re
from functools import lru_cache

from imr_desktop.extract.requests.sheet import entry_of
from imr_desktop.extract.requests.uncounted import SIG
from imr_desktop.extract.requests.words import decided, phrase

LONGEST_TITLE = 400
_MOST_WORDS = 2_000
_CODE = r"(?:\d{5}(?:-\d{2})?|[A-V]\d{4}(?:-[A-Z0-9]{2})?)"
_CODES = re.compile(
    rf"\s*[(\[]?\s*(?:\b(?:CPT|HCPCS|procedure codes?|codes?)\b\s*(?:codes?)?\s*[:#]?\s*)?"
    rf"(?<![\w.$#/-]){_CODE}(?![\w.%]|-\d|\s*(?:mg|mcg|units?)\b)"
    rf"(?:\s*(?:[,;/&x]|and)\s*(?:x\s*\d\s*)?{_CODE}(?![\w.%]))*\s*[)\]]?",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"\A\s*\((?:[a-h]|i{1,3}|iv|vi{0,3})\)\s{1,9}", re.IGNORECASE)
_CODE_WORD = re.compile(r"[\s(\[,;-]*\b(?:CPT|HCPCS)(?:\s*/\s*(?:CPT|HCPCS))?(?:\s*codes?)?\s*[:#]?[\s)\]]*\Z", re.IGNORECASE)
_OPENING = phrase(
    r"\s{0,20}(?:(?:i |we )?recommend(?:s|ed|ing)? (?:that )?)?"
    r"(?:(?:the |an? |your )?(?:prospective |retrospective |concurrent |expedited |original |initial )?(?:requests?|"
    r"authorization|certification|approval)(?: is| was)? (?:for|of)(?: authorization (?:for|of))?|(?:the )?(?:prospective|"
    r"retrospective|concurrent|requested|proposed|disputed)|authorization for|"
    r"(?:the )?(?:treatment|service|item|procedure)s?(?: of|:))[\s:]{1,9}(?:the |an )?"
)
_WHO_ASKS = re.compile(
    r"\A\s*(?:Dr\.?|Doctor)\s[^.,;:]{2,50}?\s(?:also\s)?(?:requests?|requested|asks\sfor|asked\sfor|orders?|ordered|prescribes?|"
    r"prescribed|seeks|sought|recommends?|recommended|wants)\s(?:the\s|an?\s)?"
)
"""Who asks, before what is asked for."""
_LINK = re.compile(
    r"(?:(?:and|but|also|consequently|therefore|accordingly|finally|further|yes|with the exception of|"
    r"except for|all but|other than)"
    r"\b[.,]?\s{1,3})+(?:the\s)?(?=[A-Za-z0-9])",
    re.IGNORECASE,
)
"""How the words of a sentence go on before a title."""
_AMOUNT_TAIL = re.compile(
    r"[\s,;(:-]{1,9}#?\d{1,4}(?:\s\w{1,14}){0,3}\s(?:requested|asked for|submitted|"
    r"of\s#?\d{1,4}.{0,40}requested)\b.{0,120}\Z",
    re.IGNORECASE,
)
_REVIEWED = re.compile(
    r"[\s,]{1,9}(?:(?:has|have|had|was|were|is|are)\s(?:been\s)?(?:reviewed|received|submitted|evaluated|"
    r"requested|considered)|"
    r"(?:dated|received|submitted|requested by|prescribed by|from dr|by dr)\b).{0,200}\Z",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"[\s,]{1,9}(?:in\sorder\s)?(?:to\s(?:rule\sout|r/o|evaluate|assess|determine|help|address|improve|reduce|decrease|increase|restore|"
    r"manage|further|confirm|monitor|see|avoid|prevent|allow|maintain|regain|obtain|identify|clarify)\b|"
    r"(?:secondary\sto|because|so\sthat|given\s(?:the|his|her|that)|as\s(?:the|she|he|this|it|there|above)|since\s(?:the|she|he))\b).{0,300}\Z",
    re.IGNORECASE | re.DOTALL,
)
"""What a request is for, or why it is made: no part of what it is."""
_WHOSE = re.compile(
    r"\s(?:for|to|on)\s(?:(?:Ms|Mr|Mrs|Dr)\b|(?:the|your|this)\s(?:patient|employee|worker|claimant)\b).{0,200}\Z", re.DOTALL
)
_QUANTITY = re.compile(r",?\sin the (?:quantity|amount|number) of\b.{0,200}\Z", re.IGNORECASE | re.DOTALL)
_FOR = re.compile(r"\s*\((?:for|dx|re|due to|icd|diagnosis)\b[^()]*(?:\([^()]*\)[^()]*)*\)\s*\Z", re.IGNORECASE)
"""The condition in brackets."""
_DAY = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}"
_BETWEEN = re.compile(
    rf"[\s,(]{{1,9}}(?:between|from|starting|for dates? of service|dates? of service|dos)[\s:]{{1,9}}{_DAY}"
    rf"(?:\s{{0,9}}(?:and|to|through|thru|-|\u2013)\s{{0,9}}{_DAY})?\)?",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s[-\u2013\u2014]{1,3}\s{1,3}")
_ALONE = phrase(r"\s{0,9}(?:the |an? )(?=[a-z0-9])")


@lru_cache(maxsize=4096)
def title_of(words: str) -> str:
    """A title out of a cell, a line or a sentence."""
    words = " ".join(words[:_MOST_WORDS].split())
    entry = entry_of(words)
    words = words[entry.length :] if entry else words
    words = _LETTERED.sub("", words)
    link = _LINK.match(words)
    words = words[link.end() :] if link else words
    asks = _WHO_ASKS.match(words)
    words = words[asks.end() :] if asks else words
    opening = _OPENING.match(words)
    words = words[opening.end() :] if opening else words
    words = _undecided(words)
    words = SIG.sub("", words)
    words = _FOR.sub("", _WHOSE.sub("", _QUANTITY.sub("", _PURPOSE.sub("", _BETWEEN.sub("", words)))))
    words = _without_codes(_AMOUNT_TAIL.sub("", _REVIEWED.sub("", words)))
    return words.strip(" .;,:|>/\u2612-\u2013\u2014\u2022\"'").rstrip(" [(")[:LONGEST_TITLE]


def _undecided(words: str) -> str:
    """Words without the decision behind a dash: "Cold therapy unit - MODIFIED to 7 days"."""
    made = ((dash.start(), decided(words, dash.end())) for dash in _DASH.finditer(words))
    end = next((start for start, one in made if one and not words[start : one.start].strip(" -\u2013\u2014")), None)
    return words if not end else words[:end]


def _without_codes(words: str) -> str:
    bare = " ".join(_CODES.sub(" ", words).split())
    bare = _CODE_WORD.sub("", bare).replace("( )", "").replace("()", "")
    return bare.replace(" ,", ",") if any(map(str.isalpha, bare)) else words


def without_article(words: str) -> str:
    """A title out of a sentence: without "the" or "a" before it."""
    article = _ALONE.match(words)
    return words[article.end() :] if article else words
