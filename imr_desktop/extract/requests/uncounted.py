"""Numbers that stand in what names care and count none of it: how a drug is taken, when a visit is due, how long it holds."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from imr_desktop.extract.requests.numbers import AGAIN, NUMBER
from imr_desktop.extract.requests.words import phrase, units

MEASURE = r"(?:g|gm|grams?|mg|ml|mcg|oz|ounces?|cc)\b"
"""A unit of weight or volume, as a part of a pattern."""
SIG = re.compile(rf",?\s\b(?:take|apply|use|inject|chew|inhale)\s(?:{NUMBER}|an?)\b[^,;#]{{0,60}}(?=[,;#]|\Z)", re.IGNORECASE)
"""How a drug is to be taken: no part of what is asked for."""
_OFTEN = (
    r"(?:q ?\d{1,2}(?: ?- ?\d{1,2})? ?h(?:rs?|ours?)?|q[dh]s?|bid|tid|qid|prn|nightly|daily|at bedtime|"
    r"(?:each|every|once|twice|three times|four times) (?:morning|night|evening|day|a day|daily))\b"
)
_DOSING = phrase(
    r"(?<![\w.#/-])(?:[1-4](?: ?(?:-|to|or) ?[1-4])?|one(?: (?:or|to) two)?|two|three)"
    r"(?: (?:tab(?:let)?s?|cap(?:sule)?s?|pills?|puffs?|patch))?"
    rf"(?: (?:po|p\.o\.|by mouth|orally) ?|,? (?={_OFTEN}))(?:[\s,]{{0,3}}{_OFTEN}){{0,3}}[\s,]{{0,3}}(?!(?:for|x) ?\d)"
)
"""How many of a drug are taken at a time: "1 po q6h prn"."""
_INTERVAL = re.compile(
    rf"\b(?:every\s|q\s?){NUMBER}\s?(?:hours?|days?|weeks?|wks?|months?)\b(?!,?\s(?:for|x)\s?{NUMBER}\s?(?:weeks?|wks?|months?)\b)",
    re.IGNORECASE,
)
_SPAN = r"(?:days?|weeks?|wks|months?)"
_WHEN = phrase(
    rf"\b(?:in|at|after) (?:about |around )?{NUMBER}(?:(?: (?:to|or) | ?- ?){NUMBER})?[ -]{_SPAN}\b(?: intervals)?",
    r"|(?<![\w.#/-])(?<!for[ ])(?<!\bx[ ])(?<!of[ ])(?<!over[ ])(?<!week[ ])(?<!wk[ ])(?<!weekly[ ])",
    rf"{NUMBER}[ -](?:hours?|{_SPAN}) (?:after|before|later|apart|from|following|prior|post)\b",
    r"|\b(?:one|1|once) (?:each|every|per|a) (?:morning|night|evening|day|week|month)\b(?!,? ?(?:for|x|times|over|during)\b)",
    rf"|(?<![\w.#/-]){NUMBER}[ -]days?[ -](?:home )?supply\b",
)
"""When something is due, how often alone, how long a supply lasts: no amount of care."""
_VALID = phrase(
    rf"\b(?:valid|good|effective|in effect|expires?) (?:for|in|within|until) (?:a period of )?(?:the next )?{NUMBER}{AGAIN} "
    r"(?:calendar |business )?(?:days?|weeks?|months?)\b"
    rf"|\bwithin (?:the next )?{NUMBER}{AGAIN} (?:calendar |business )?days?\b"
)
"""How long a decision stands: no amount of care."""
_PAGE = re.compile(r"\b(?:pages?|pgs?|p)\b\.?\s\d{1,4}\s?(?:of|/)\s?\d{1,4}\b|_{2,}", re.IGNORECASE)
"""What counts pages; and the line of a form below its words."""
_DIGIT = re.compile(r"\d")
_WHOLE = re.compile(r"(?<=\d)\.00?(?!\d)")


@lru_cache(maxsize=4096)
def counts_alone(text: str) -> str:
    """A text with no numbers but those that may count care, as they are meant: "6.00 Unit(s)" is "6 Units"."""
    text = _DOSING.sub(" ", _WHEN.sub(" ", text))
    if _DIGIT.search(text) is None:
        return text
    text = SIG.sub("", _INTERVAL.sub(" ", _PAGE.sub(" ", text)))
    return _units_first().sub(r"\2 \1", _WHOLE.sub("", _VALID.sub("", text)).replace("(s)", "s"))


@cache
def _units_first() -> re.Pattern[str]:
    unit = rf"(?!weeks?|days?|hours?|times|total|only|each|ea\b){units()}".replace(" ", r"\s")
    return re.compile(rf"\b({unit})\s?(?:[x\u00d7:]|of)\s?(\d{{1,3}})\b(?!\s?{MEASURE})", re.IGNORECASE)
