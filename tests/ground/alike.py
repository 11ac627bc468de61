"""Whether two wordings mean the same: people, places, titles of care."""

from __future__ import annotations

import re

from rapidfuzz import fuzz, utils

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)|(?P<m2>\d\d?)[/.\-](?P<d2>\d\d?)[/.\-](?P<y2>\d{4}|\d\d)\b"
    r"|(?P<m3>[A-Za-z]{3})[A-Za-z]*\.? (?P<d3>\d\d?), (?P<y3>\d{4})|(?P<d4>\d\d?)-(?P<m4>[A-Za-z]{3})-(?P<y4>\d{4})"
)
_NUMBER = re.compile(r"\d[\d.x]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|once|twice")
_NOUN = re.compile(r"(?:unit|tablet|capsule|treatment|injection|session|visit)s?")
_UNIT = re.compile(
    rf"{_NOUN.pattern}|(?:tab|cap|refill|time|week|wk|month|mo|day)s?|weekly|ea|each|total|qty|quantity|count|series|x|#"
)
_JOINING = re.compile(r"an?|for|of|over|per|up|to|with|within|no|rental|[^\w\s]")
_TOKEN = re.compile(
    r"\d[\d.,/]*[ \-]?(?:mg|mcg|ml|cm|%|levels?|views?)|[a-z]\d[\w\-/.]*|\d+x\d+|\d+(?:\.\d+)?|[a-z]+|\S", re.IGNORECASE
)


def like(one: str, two: str) -> float:
    return fuzz.token_sort_ratio(one, two, processor=utils.default_process)


def contains(short: str, long: str) -> float:
    return fuzz.partial_ratio(short, long, processor=utils.default_process)


def same_name(one: str, two: str) -> bool:
    """Surname and first name's first letter agree; credentials and middle letters do not matter."""

    def words(text: str) -> list[str]:
        bare = re.sub(
            r"\b(m\.?d|d\.?o|d\.?c|pt|dpt|pta|otr/?l|ph\.?d|psy\.?d|pa-?c|np|rn|bsn|l\.?ac|daom|pharmd|rph|esq|dr|mr|ms|mrs)\b\.?",
            " ",
            text.lower(),
        )
        if "," in bare and len(bare.split(",")[0].split()) == 1 and bare.split(",")[1].strip():
            last, _, first = bare.partition(",")
            bare = f"{first} {last}"
        return re.findall(r"[a-z'\-]+", bare.replace("’", "'"))

    a, b = words(one), words(two)
    return bool(a and b) and a[0][0] == b[0][0] and fuzz.ratio(a[-1], b[-1]) >= 85


def days_in(text: str) -> set[tuple[int, int, int]]:
    """The days a text names, in any of the forms that packets are written in: year, month, day."""
    found = set()
    for match in DAY.finditer(text):
        year, month, day = (
            next(match[name] for name in match.groupdict() if name[0] == part and match[name]) for part in "ymd"
        )
        number = int(month) if month.isdigit() else _MONTHS.index(month.lower()) + 1 if month.lower() in _MONTHS else 0
        found.add((int(year) % 100, number, int(day)))
    return found


def same_care(true: str, said: str) -> float:
    """How much two titles of care are alike, token by token; what stands beside a title may add little to it.

    How much is asked for is judged apart: its words count neither for nor against a title.
    """
    true, said = without_amounts(true), without_amounts(said)
    likeness = like(true, said)
    if len(said) < 1.5 * len(true) + 12:
        likeness = max(likeness, fuzz.token_set_ratio(true, said, processor=utils.default_process) - 6)
    return likeness


def without_amounts(title: str) -> str:
    """A title without how many, how often and how long; whole where nothing else would be left."""
    kept, run = [], []
    for token in [*_TOKEN.findall(title.replace("(s)", "")), ""]:
        if token and _speaks_of_amounts(token):
            run.append(token)
            continue
        kept += run[: _noun(run)] if _is_amount(run) else run
        run = []
        kept.append(token)
    return " ".join(kept).strip() if any(each.isalpha() for each in kept) else title


def _speaks_of_amounts(token: str) -> bool:
    return any(each.fullmatch(token.lower()) for each in (_NUMBER, _UNIT, _JOINING))


def _is_amount(run: list[str]) -> bool:
    """Whether words are a number with its unit or its sign, or are said twice, as in "one (1)"."""
    numbers = [each for each in run if _NUMBER.fullmatch(each.lower())]
    signed = any(_UNIT.fullmatch(each.lower()) for each in run) or any("x" in each.lower() for each in numbers)
    return bool(numbers) and (len(numbers) > 1 or signed)


def _noun(run: list[str]) -> int:
    """How many words ahead of an amount are the title's own: "Cold therapy unit, 14 days"."""
    return int(_NOUN.fullmatch(run[0].lower()) is not None and run[1] != ":")
