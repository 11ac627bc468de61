"""How much was asked for and allowed: counts in words and figures, "2x6", "twice a week for four weeks", "#60"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from imr_desktop.extract.requests.numbers import AGAIN, NUMBER, NUMBER_WORD, number, number_words
from imr_desktop.extract.requests.rates import hours_in, paced_in
from imr_desktop.extract.requests.uncounted import MEASURE, counts_alone
from imr_desktop.extract.requests.words import phrase, units, words_in

_MOST_UNITS = 60
"""More units are a drug's dose."""


class Amounts(NamedTuple):
    """How much was asked for and allowed; None where it is not said."""

    asked: float | None = None
    allowed: float | None = None


@cache
def _of() -> re.Pattern[str]:
    named = (
        rf"(?: (?:more |additional |further |out )?(?:{units()}|[a-z]{{3,14}} {units()}|requested|certified|approved)){{0,2}}"
    )
    return phrase(
        rf"(?<![\w.#/-])#?(?P<part>{NUMBER}){AGAIN}{named} ?\(?(?:out )?of "
        rf"(?:the |an? |original(?:ly)? |requested |total |up to |quantity |qty\.? |count |series of )"
        rf"{{0,3}}#?(?P<whole>{NUMBER})\b(?! ?(?:years?|yrs?)\b)"
    )


@cache
def _counted() -> re.Pattern[str]:
    return phrase(
        rf"(?<![\w.#/-])(?P<n>{NUMBER})(?: ?\((?P<again>{NUMBER})\))?[ -](?!{MEASURE}|hour\b)"
        rf"(?:\d{{1,3}}[ -]?{MEASURE}[ -])?"
        rf"(?:(?:more|additional|further|total|supervised|initial|post-?op(?:erative)?|individual|group|"
        rf"monthly|office|follow-?up|"
        rf"(?!{NUMBER_WORD})[a-z]{{4,18}}) ){{0,4}}?{units()}\b(?! ?(?:daily|(?:a|per|each|every|/) ?(?:day|night)))"
    )


_HASH = phrase(
    r"(?:(?<!rx\s)(?<!tylenol\s)(?<!item\s)(?<!line\s)(?<!rq)(?<!req)(?<!request)(?<!request\s)(?<!tooth\s)"
    r"(?<!teeth\s)(?<!and\s)(?<!&\s)# ?"
    r"(?!\d{1,2},?\s(?:and|&)\s#)|\b(?:qty|quantity|quantities|count|series|total|disp(?:ense)?|"
    r"no\.)\b\.? ?(?:of|#|:|"
    r"(?:prescribed|requested|ordered|asked(?: for)?):?)? ?)(?P<n>\d{1,4})\b(?![/.]\d)"
    rf"|\b(?:qty|quantity|series|total) (?:of )?(?P<word>{NUMBER})\b"
    r"|(?:\A\s{0,9}|(?<=[.,;][ ])|(?<=mg[ ]))no\. ?(?P<behind>\d{1,4})\b(?![/.]\d)"
)
_TIMES_N = phrase(r"(?<![\w/])[x\u00d7] ?(?P<n>\d{1,3})\b(?! ?(?:weeks?|wks?|months?|days?|/ ?\w|%|mg|cm|mm|inch)|[./]\d)")
_LAST = re.compile(
    rf"(?:(?<=[A-Za-z])(?:,\s|,?\s[(\[])|(?<=/\d\d\d),\s|(?<=\d)\s\((?=[a-z])|\s[-\u2013]\s(?=[a-z]))"
    rf"(?P<n>{NUMBER}){AGAIN}[\s.,)\]]{{0,9}}\Z",
    re.IGNORECASE,
)
_NO_UNIT = (
    r"(?!(?:panel|mg|mcg|ml|cm|mm|inch(?:es)?|degrees?|tesla|leads?|views?|levels?|parts?|channels?|phases?|points?|years?|feet|"
    r"lbs)\b)"
)
"""What is measured rather than counted: no amount of care."""
_FIRST = phrase(rf"[\s\W]{{0,6}}(?P<n>{NUMBER}){AGAIN}(?:[ ]?[x\u00d7](?=\s)| ){_NO_UNIT}(?=[a-z(])")
_LAST_OF = re.compile(
    rf"(?<=[A-Za-z)\d%])(?:(?:,\s|\s\()"
    rf"(?:(?P<n>{NUMBER}){AGAIN}\s{_NO_UNIT}[a-z]{{3,14}}|{_NO_UNIT}[a-z]{{3,14}}:\s?(?P<m>\d{{1,4}}))\)?|"
    rf"\s(?P<o>{NUMBER})\s\({NUMBER}\)\s{_NO_UNIT}[a-z]{{3,14}})[\s.]{{0,9}}\Z",
    re.IGNORECASE,
)
"""How a title ends that says how many, of whatever: ", 3 implants", " (allergens: 80)", " 3 (three) films"."""
_ONLY_OF = re.compile(rf"\W{{0,3}}{_NO_UNIT}[a-z]{{3,14}}:\s?(?P<n>\d{{1,4}})\W{{0,3}}\Z", re.IGNORECASE)
_UNIT_WORD = re.compile(r"[a-z]{3,}")
_SPAN = re.compile(r"(?:weeks?|wks?|months?)\Z", re.IGNORECASE)
_PERIOD = re.compile(r"days?\Z", re.IGNORECASE)
_PACKED = re.compile(r"#\s?(?P<n>\d{1,4})\b(?![/.]\d)")
"""How many are dispensed, behind how long they are taken: "for 5 days, #20"."""
_TOTAL = re.compile(rf"\W{{0,3}}\b(?P<n>{NUMBER}) (?:in )?total\b", re.IGNORECASE)
"""What stands behind how long: "for 6 weeks (12 total)"."""
_MEASURED = phrase(r"(?<![\w.#/-])(?P<n>\d{2,3})[ -]?(?:g|gm|grams?|ml)\b(?!/| ?(?:tubes?|jars?|bottles?|packs?)\b)")
"""What is given by weight or volume, where nothing else of it is counted: no tablet weighs as much."""
_LEAST_MEASURED = 15
_BRACKETED = re.compile(r"\((?P<n>\d{1,4}) (?:units?|hours|total)\)", re.IGNORECASE)
"""A count that stands by itself behind what is counted: no dose, however large."""


@cache
def counting_words() -> frozenset[str]:
    """The words that say how much and name nothing."""
    return frozenset(_UNIT_WORD.findall(f"{units()} {number_words()}".replace("\\b", " "))) | frozenset(words_in("counting"))


@cache
def _bare() -> re.Pattern[str]:
    return phrase(rf"[\s#x(]{{0,6}}(?P<n>{NUMBER}){AGAIN}(?:\.0{{1,2}})?[\s).]{{0,6}}(?:{units()}\b)?[\s.]{{0,6}}\Z")


_LABELLED = re.compile(
    r"\b(?:quantity|qty\.?|units?|visits?|sessions?|number)(?:\s(?:requested|asked(?:\sfor)?|submitted|ordered))?[\s:]{1,2}"
    r"(?P<n>\d{1,4})\b(?![/.-]\d|\sof\b)",
    re.IGNORECASE,
)
_SUM = re.compile(
    r"[x\u00d7*].{1,40}=\s?(?P<n>\d{1,4})(?:\s(?:hrs?|hours|visits|sessions|units|days)\b|\s{0,3}\Z)", re.IGNORECASE
)
"""What a product comes to, where it is said: "3 wks x 5 d x 2 hrs = 30 hrs"."""
_A_YEAR = phrase(rf"(?<![\w.#/-])(?P<n>{NUMBER})(?: times)? (?:per|a|each|every|/) ?(?:year|month)\b")
_UNIT_FIRST = re.compile(
    r"\s{0,3}(?:units?|visits?|sessions?|tablets?|qty|quantity|count|ask(?:ed)?|req(?:uested)?)\.?[\s:#]{1,3}(?P<n>\d{1,4})\s{0,3}\Z",
    re.IGNORECASE,
)
"""A cell that says what it counts before its number: "units 12", "asked 8"."""


@cache
def _allowed_count() -> re.Pattern[str]:
    """A count with its decision: "6 visits approved"."""
    return phrase(
        rf"(?<![\w./-])#?(?P<part>{NUMBER}){AGAIN}(?: (?:[a-z]{{3,14}} )?{units()})? ?(?:(?:is|are|was|were) )?"
        rf"(?:certified|approved|authorized|allowed|granted)\b"
    )


@cache
def _asked_then_allowed() -> re.Pattern[str]:
    """Two counts with their words: "8 sessions requested, 4 certified", "of the 8 sessions requested, I find 4 sessions"."""
    counted = rf"(?: (?:[a-z]{{3,14}} )?{units()})?"
    return phrase(
        rf"(?<![\w./-])#?(?P<whole>{NUMBER}){AGAIN}{counted} (?:were |was |are )?"
        rf"(?:requested|asked(?: for)?|sought|submitted)\b"
        rf"[^.]{{0,60}}?(?<![\w./-])#?(?P<part>{NUMBER})\b{AGAIN}{counted} ?(?:(?:is|are|was|were|be|been) )?"
        rf"(?:certified|approved|authorized|allowed|(?:is |are )?medically necessary|recommended|granted|given)"
    )


def bare(text: str) -> float | None:
    """The number of a cell or value that holds nothing else ("12", "6 visits", "#60", "2x6")."""
    words = counts_alone(text)
    match = _bare().match(words) or _UNIT_FIRST.match(words)
    return number(match["n"]) if match else None


def beside_counts(counts: Sequence[float]) -> Amounts:
    """What the numbers of a row without heads say: no more is allowed than was asked for, and nobody asks for none."""
    if len(counts) > 1:
        return Amounts(max(counts[:2]), min(counts[:2]))
    return Amounts() if not counts else Amounts(counts[0]) if counts[0] else Amounts(None, 0.0)


def asked_in(text: str) -> float | None:
    """How much a request's words ask for, all in all; None where they do not say."""
    text = counts_alone(text)
    if bracketed := _BRACKETED.search(text):
        return number(bracketed["n"])
    if total := _SUM.search(text):
        return number(total["n"])
    if (hours := hours_in(text)) is not None:
        return hours
    if (product := paced_in(text)) is not None:
        return product
    matches = [match for pattern in (_HASH, _counted(), _TIMES_N) if (match := pattern.search(text))]
    if matches:
        first = min(matches, key=lambda match: match.start())
        if _PERIOD.search(first.group()) and (packed := _PACKED.search(text, first.end())):
            return number(packed["n"])
        if _SPAN.search(first.group()) and (total := _TOTAL.search(text, first.end())):
            return number(total["n"])
        found = number(next(filter(None, map(first.groupdict().get, ("n", "word", "behind"))), ""))
        again = first.groupdict().get("again")
        dose = found is not None and found > _MOST_UNITS and "unit" in first.group().lower() and not again
        return None if dose else found
    alone = _FIRST.match(text) or _LAST.search(text) or _ONLY_OF.match(text)
    if alone is None and (last := _LAST_OF.search(text)):
        return number(last["n"] or last["m"] or last["o"])
    alone = alone or _A_YEAR.search(text)
    return number(alone["n"]) if alone else None


def first_count(*counts: float | None) -> float | None:
    """The first that is known."""
    return next((count for count in counts if count is not None), None)


def measured_in(text: str) -> float | None:
    """How much of it by weight or volume, in the unit that is named; None where that is how it is packed."""
    found = _MEASURED.search(text)
    return float(found["n"]) if found and int(found["n"]) >= _LEAST_MEASURED else None


_INSTEAD = phrase(
    r"\b(?:in place of|instead of|rather than|down from|not the|as against|"
    r"(?:having|had|has|was|were) (?:been )?(?:sought|asked for|requested|ordered|prescribed|submitted|for))\b(?: the)?"
)
_ASKED_BEHIND = phrase(
    r"\bthe (?P<asked>[^.;,]{2,70}?)(?: (?:that|which|you|your doctor|the provider|dr [a-z]{2,20}|was|were|had|has|been))*"
    r" (?:asked(?: for)?|requested|sought|ordered|submitted)\b"
)
_ASKED_FIRST = phrase(
    r"\b(?:asked for|requested|sought|ordered) (?P<asked>[^.;]{1,60}?)[;,] (?:and )?(?P<allowed>[^.;]{1,60}?) "
    r"(?:is|are|was|were) (?:approved|certified|authorized|allowed|granted)\b"
)
_PAIR = phrase(
    r"\b(?:asked(?: for)?|requested|sought|ordered):? (?P<asked>[^.;,:]{1,30})[,;] (?:but |and |only )?"
    r"(?:approved?|certif(?:y|ied)|authorized?|allow(?:ed)?|grant(?:ed)?):? (?P<allowed>[^.;,:]{1,30})"
)
_MOST_COUNTED = 90


def _contrasted(text: str) -> Amounts:
    """What "6 visits in place of 12 visits" says, however each is counted ("twice a week for 3 weeks")."""
    text = counts_alone(text)
    if both := _ASKED_FIRST.search(text) or _PAIR.search(text):
        told = Amounts(_said_count(both["asked"]), _said_count(both["allowed"]))
        if told.asked is not None and told.allowed is not None:
            return told
    mark = _INSTEAD.search(text) or _ASKED_BEHIND.search(text)
    if mark is None:
        return Amounts()
    behind = mark.groupdict().get("asked") or re.split(r"[;.](?:\s|\Z)", text[mark.end() :])[0]
    asked = _said_count(behind[:_MOST_COUNTED])
    allowed = _said_count(re.split(r"[.](?:\s)", text[: mark.start()])[-1][-_MOST_COUNTED:])
    return Amounts(asked, allowed) if asked is not None and allowed is not None and allowed < asked else Amounts()


def _said_count(words: str) -> float | None:
    found = asked_in(words)
    return found if found is not None else bare(words)


@cache
def _lessened() -> re.Pattern[str]:
    counted = rf"{AGAIN}(?: (?:[a-z]{{3,14}} )?{units()})?"
    return phrase(
        rf"(?<![\w./-])#?(?P<whole>{NUMBER}){counted} (?:down )?to #?(?P<part>{NUMBER})\b{counted}"
        r"(?![\w./%]| ?(?:times|mg|per|a)\b)"
    )


def less_in(text: str) -> Amounts:
    """What "from 24 visits to 12" says of what is known to be modified."""
    found = _lessened().search(counts_alone(text))
    both = Amounts(number(found["whole"]), number(found["part"])) if found else Amounts()
    return both if both.asked and both.allowed and both.allowed < both.asked else Amounts()


@cache
def _whole_first() -> re.Pattern[str]:
    """The whole before its part: "of the 24 sessions of therapy 12 are certified", "60, of which 30", "60 -> 45"."""
    counted = rf"{AGAIN}(?: (?:[a-z]{{3,14}} )?{units()})?"
    return phrase(
        rf"\bof (?:the |these |your |those )(?:requested |original )?(?P<of>{NUMBER}){counted}\b[^.;]{{0,70}}?[ ,]{{1,2}}"
        rf"(?P<those>{NUMBER}){counted} (?:is|are|was|were|may|can|will|has|have)\b(?! not\b)",
        rf"|\bnot #?(?P<no>{NUMBER}){counted} but (?:only )?#?(?P<but>{NUMBER})\b",
        rf"|(?<![\w./-])#?(?P<large>{NUMBER}){counted},? of which (?:only )?(?P<small>{NUMBER})\b",
        r"|(?<![\w./-])(?P<from>\d{1,4}) ?(?:[-=]>|\u2192) ?(?P<to>\d{1,4})\b(?![./]\d)",
    )


def _parted(text: str) -> Amounts:
    found = _whole_first().search(text)
    told = [number(words) for words in found.groups() if words] if found else []
    return Amounts(*told) if len(told) == 2 and (told[1] or 0) <= (told[0] or 0) else Amounts()


def part_of_whole(text: str) -> Amounts:
    """What "6 of 12 visits" says: 12 asked for, 6 allowed."""
    text = counts_alone(text)
    if (told := _contrasted(text)).asked is not None or (told := _parted(text)).asked is not None:
        return told
    both = _asked_then_allowed().search(text) or _of().search(text)
    if both:
        return Amounts(number(both["whole"]), number(both["part"]))
    stated = _allowed_count().search(text)
    return Amounts(None, number(stated["part"])) if stated else Amounts()


@cache
def _asked_beside() -> re.Pattern[str]:
    counted = rf"{AGAIN}(?: (?!of\b)[a-z]{{3,14}}){{0,2}}?"
    asked = r"(?:asked(?: for)?|requested|wanted|sought|ordered|prescribed)"
    return phrase(
        rf"(?<![\w./-])#?(?P<n>{NUMBER}){counted} (?:were |was )?{asked}\b|"
        rf"\b{asked}:? (?:for )?#?(?P<behind>{NUMBER})\b(?![/.-]\d| ?(?:mg|%))|"
        rf"\A\W{{0,3}}(?P<first>{NUMBER}){counted}(?:[;,(]{{1,2}} ?|\s)"
        rf"(?:all |only |they |were |was |but |ur |and |none ){{0,3}}"
        rf"(?:denied|refused|cut|non-?cert\w*|gave|none|#?{NUMBER} (?:were |was )?(?:allowed|approved|given|certified))\b"
    )


def asked_beside(text: str) -> float | None:
    """How much a remark says was asked for, whatever was given of it: "20 sessions asked; 6 certified", "36 denied"."""
    found = _asked_beside().search(counts_alone(text))
    return number(found["n"] or found["behind"] or found["first"]) if found else None


def labelled_in(text: str) -> float | None:
    """How much words for counting say was asked for, which stand before their number: "units requested: 12"."""
    found = _LABELLED.search(counts_alone(text))
    return number(found["n"]) if found else None


def allowed_in(text: str) -> float | None:
    """How much the words behind a decision allow ("to 6 visits", "x 6", "#30", "one-month trial")."""
    both = part_of_whole(text)
    if both.allowed is not None:
        return both.allowed
    found = asked_in(text)
    return found if found is not None else bare(text)
