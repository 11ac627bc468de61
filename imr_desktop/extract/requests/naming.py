"""The care that words name: a title cut out of a cell, a line or an entry, and what the words say besides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from imr_desktop.case.dates import MONTHS
from imr_desktop.extract.parts.names import at_start
from imr_desktop.extract.requests.amounts import is_amount, only_counts, up_to_amount
from imr_desktop.extract.requests.care import is_drug, names_care
from imr_desktop.extract.requests.clauses import at_semicolons
from imr_desktop.extract.requests.counts import asked_beside, asked_in, bare
from imr_desktop.extract.requests.labels import kind_of
from imr_desktop.extract.requests.saying import sentences
from imr_desktop.extract.requests.sheet import UNFINISHED, entry_of
from imr_desktop.extract.requests.titles import title_of
from imr_desktop.extract.requests.words import all_decided, decided, is_treatment, phrase
from imr_desktop.record.layout import CHECKED

_MOST_TITLE, _MOST_SENTENCE, _MOST_FIRM = 24, 8, 16
_NUMBERED = re.compile(
    r"\A(?:line|item|request|req|service|treatment|procedure|rx|issue|no\.?)\s{0,3}#?\s?(?P<n>\d{1,2})"
    r"(?:\s{1,3}of\s{1,3}\d{1,2})?\s{0,3}[.:)-]?\s{1,9}",
    re.IGNORECASE,
)
_SERIES = re.compile(
    r"(?P<word>[A-Za-z]{1,14}\s|[A-Za-z])\s{0,3}(?:#|"
    r"no\.?\s)?(?P<n>\d{1,2})(?:\sof\s\d{1,2})?\s{0,3}[-.:)\u2013\u2014/]{1,2}\s{1,9}(?=\S)"
)
_LEAD = phrase(
    r"\A(?:that|(?:can|may|will) i (?:have|get|receive)|"
    r"with (?:respect|regard)s? to|as (?:for|regards|to)|regarding|concerning|re:?|"
    r"(?:it is my (?:opinion|recommendation) that)|(?:the )?medical necessity (?:of|for)|"
    r"(?:(?:i |we )?recommend(?:ed)? )?(?:the |your )?(?:(?:prospective |retrospective |concurrent )?"
    r"requests? (?:for|of))|(?:therefore,? )|authorization (?:of|for)|(?:is|are|"
    r"was|should)(?= .*\?)|whether)\s{1,9}"
    r"(?:(?:the|an?|your|requested|proposed|requests? for)\s{1,9}){0,2}"
)
_MOST_LEADS = 3
_WHETHER = re.compile(r"whether\s", re.IGNORECASE)
"""What asks for a decision makes none."""
_QUESTION = re.compile(
    r"(?P<title>[^?]{4,200}?),?\s(?:be\s)?(?:medically\s)?"
    r"(?:necessary|appropriate|approved|certified|authorized|indicated|reasonable)\b[^?]{0,60}\?"
)
_BEFORE_SAID = re.compile(
    r"(?:[\s,]+(?:(?:is|are|was|were|be|been|has been|should|has|have|an?|as)\s*){0,3}|[\s\-\u2013\u2014:;,(.|/=>\u2192]+)\Z"
)
_EARLIER = re.compile(
    r"[.:;,]\s{1,3}(?:(?:the|our|this|its)\s{1,3})?(?:original|initial|prior|previous|earlier|first)\s{0,3}\Z", re.IGNORECASE
)
"""How a sentence begins that tells of the decision appealed from: "PT x 8: The original denial …"."""
_COUNT_OF = phrase(
    r"\A#\d{1,4} (?=[a-z])|\A(?:x ?)?(?:qty:? ?)?#?(?:\w{2,9} ?\()?\d{1,4}\)?"
    r"(?: (?!mr[iag]\b|emg\b|cat\b|x-?rays?\b)[a-z]{3,12}){0,3}? of (?=[a-z])"
)
_TOLD = re.compile(
    r"\b(?:he|she|they|his|her|has|have|had|was|were|is|are|will|would|underwent|gave|ended|ran|"
    r"helped|came|went|showed|found|"
    r"took|began|started|stopped|felt|improved|worsened|remains?|ago|tried|stated|injured|dated|form|received|continues?|"
    r"(?<!with )(?<!and )(?<!written )reports?|"
    r"noted|failed|depending|advises|recommends|supports|requires|should|must|may|can|you|your|please|i|we)\b",
    re.IGNORECASE,
)
"""What tells of something rather than names it."""
_ADVICE = re.compile(
    r"(?:why|most|many|some|such|several)\b|return to\b|"
    r"(?:rtc|f/u|follow[ -]?up|recheck|see me|come back)\b.{0,20}\b(?:in|after)\s\w{1,6}\s(?:days?|we|wk|mo)|"
    r"(?:rtc|f/u|follow[ -]?up|recheck|back|return)\W{1,3}(?:in\s)?\d{1,2}\s?(?:-\s?\d\s?)?"
    r"(?:w(?:ee)?ks?|months?|days?)\b\W*\Z|"
    r"no\s(?:lifting|work|driving)|avoid\b|discussed\b|(?:continue|maintain|resume)\b(?!.*#)|modified duty|full duty",
    re.IGNORECASE,
)
"""What the patient is told to do, what goes on without leave, and what is said of care in general."""
_SPECIALTY = re.compile(
    r"\A(?:board.certified,?\s)?(?:diplomate\W+)?(?:(?:orthopa?edic|general|hand|neurological|neuro|plastic|vascular|spine|"
    r"podiatric|oral|foot and ankle)\s)?(?:surgery|surgeon|internal medicine|sports medicine|pain (?:management|medicine)|"
    r"occupational medicine|physical medicine(?: (?:and|&) rehabilitation)?|pm&r|family (?:medicine|practice)|neurology|"
    r"psychiatry|podiatry|radiology|anesthesiology|rheumatology)"
    r"(?:[\s,]+(?:npi|lic\w*|and|phone|tel\w*|fax|p:)\b.*)?\W*\Z",
    re.IGNORECASE,
)
_HOUSE = re.compile(
    r"\b(?:cent(?:er|re)|clinic|group|institute|associates|hospital|inc|llc|department|organization|medical corp\w*|partners|"
    r"ste|suite|street|desk|p\.?o\.? box)\b(?!\s(?:stay|bed|days?|admission)).{0,90}\Z",
    re.IGNORECASE,
)
"""Who a letterhead says a physician is, and where."""
_PAPER = re.compile(
    r"\b(?:authorization|pre-?cert\w*|application|request form|requisition|worksheet|notice|determination)\b|"
    r"\b(?:requests?|orders?)\W*(?:\bRFA\W*)?\Z",
    re.IGNORECASE,
)
"""What a paper calls itself."""
_PERSON = re.compile(
    r"\bext\b\W{0,3}\d|\b(?:doi|dob|claim|cl)\b\W{0,3}(?:\d|[A-Z]{1,3}-?\d|[a-z]{3}\b)|"
    r"\bpt:? (?-i:[A-Z][A-Za-z' -]{2,30}, [A-Z])|"
    rf"\bct\W{{1,3}}(?:(?:{MONTHS})\w{{0,6}}\b\W{{0,3}}\d|"
    r"\d{1,4}[/.-]\d)",
    re.IGNORECASE,
)
"""A line about the patient."""
_DOCTOR = re.compile(r"(?:Dr|Mr|Ms|Mrs)\.?\s[A-Z]")
_LICENSED = re.compile(r",[ ](?:M\.?D|D\.?O|R\.?N|N\.?P|P\.?A|Ph\.?D|Psy\.?D)\b")
"""Who signs; a therapist's letters may say what kind of care is asked for."""
_ASKING = re.compile(r"\b(?:what|which|is|has|have|does|did|are|was|why|when|how)\b[^?]{3,}\?", re.IGNORECASE)
"""A question that a form puts."""
_STREET = re.compile(
    r"\A\d{1,5}\s(?:[NSEW]\.?\s)?(?:[A-Z][\w'-]{1,20}\s){1,3}(?:Ct|Ave|St|Rd|Dr|Blvd|Ln|Way|Pl|Cir|Court|Avenue|Street|Road|Drive|"
    r"Boulevard|Lane|Place|Circle|Terrace|Ter|Pkwy|Parkway|Hwy|Highway)\b"
)
"""An address."""
_ATTACHED = re.compile(
    r"\b(?:results?|reports?|notes?|films?)\s(?:(?:is|are|now)\s)?(?:attached|enclosed|included)\W{0,3}\Z", re.IGNORECASE
)
"""How a line ends that sends a paper with it."""
_PLACED = re.compile(r"\b(?:of|for|at|in|from)\b", re.IGNORECASE)
_SENTENCE_BREAK = re.compile(r"[a-z]{3,}\.\s{1,9}[A-Z]")
_SIDE_NOTE = re.compile(
    r"\s{0,9}(?:(?:regular|expedited|routine|standard|urgent)\s{1,9})?(?:\([^()]{0,40}\)|"
    r"(?:\d{1,2}(?: items?)?[,;:]? )?(?:please )?see (?:the )?(?:attach\w+|enclosed|below|report|page|exhibit|addendum|list|"
    r"(?:separate |next |second |continuation )?sheet|next|other|reverse|back|schedule)\b.{0,40}|"
    r"(?:treatments? |items? |requests? |list )?(?:continued|listed|attached|given|described|"
    r"as (?:listed|attached|described|above|below))\b.{0,80}|new|routine|none)\s{0,9}\Z",
    re.IGNORECASE,
)
_SEE = re.compile(r"\s{0,3}[;,.]\s{0,3}(?:please )?see (?:the )?(?:attached|enclosed)\b.{0,40}\Z", re.IGNORECASE)
_AMOUNT = re.compile(
    r"\W{0,3}(?:x\s?|qty\W{0,3}|quantity\W{0,3}|\w+\s\(|[a-z]+:\s?)?#?(?:\d{1,4}|one|two|three|four|five|six)\)?\s?[a-z]{0,14}\W{0,3}\Z",
    re.IGNORECASE,
)
_PACKED = re.compile(
    r"\W{0,3}\d{1,4}(?:\.\d)? ?(?:mg|mcg|g|gm|grams?|ml|oz|%|ounces?)\b ?(?:tubes?|bottles?|jars?|packs?|boxe?s?|kits?)?",
    re.IGNORECASE,
)
"""How a drug comes: "100 g tube"."""
_LEADERS = re.compile(r"\s{0,4}[._]{3,}\s{0,4}")
_ACCESSORY = re.compile(
    r"(?:(?:followed|with|without|under|using|incl(?:uding)?|plus|for|to|from|of|in|after|before|during)\b|[CTLS]\d)",
    re.IGNORECASE,
)
_OPERATION = re.compile(
    r"(?:ectomy|otomy|plasty|desis|oscop(?:y|ic))\b|\b(?:repair|decompression|release|fusion|debridement|reconstruction|"
    r"revision|fixation|excision|removal|graft)\b",
    re.IGNORECASE,
)
"""Several in a row are one operation."""
_MIXED = re.compile(
    r"(?:\bcompound|\b(?:tests?|labs?|panel|laborator\w{1,4}|studies|includ(?:es|ing)|consisting of)\s?:)[^;)]{0,200}",
    re.IGNORECASE,
)
"""A cream of several drugs, a set of tests: what stands in a row is one."""
_INJECTED = re.compile(
    r"\b(?:injections?|blocks?|iontophoresis|phonophoresis|infusions?)\b.*\b(?:with|of|under|using)\b.*\sand\s(?P<drug>\S+)",
    re.IGNORECASE,
)
"""Care that is given with a drug."""
_BRACKETED = re.compile(r"\((?:CPT\s?)?(?:\d{5}|[A-V]\d{4})\)[,;]?")
_COMMA = re.compile(r",\s{1,9}(?:and\s{1,9})?", re.IGNORECASE)
_COMMAS = re.compile(r",\s{1,9}(?:and\s{1,9})?|\s{1,9}and\s{1,9}", re.IGNORECASE)
_LAST_AND = re.compile(r",\s{1,9}and\s{1,9}", re.IGNORECASE)
_ARTICLE = re.compile(r"\A(?:an?|the)\s{1,9}", re.IGNORECASE)
_NO_ITEM = re.compile(
    r"\W*(?:and\s)?(?:end of (?:the )?(?:list|requests?|items?)\b|no\b|nothing|none|this|that|these|it|each|all\b|you|we|"
    r"medical necessity|the (?:rest|balance|administrator|excess))\b",
    re.IGNORECASE,
)
_DECIDED_BEHIND = re.compile(r"\([^()]{2,40}\)(?:\s{0,3}(?:[,;.](?:\s{1,3}and\s)?|and\s)|\s{0,3}\Z)", re.IGNORECASE)
_LEAST_DECIDED = 2
_REMARK = re.compile(r"\s{0,3}\((?P<words>[^()]{4,60})\)\W{0,3}\Z")
_INLINE = re.compile(r"(?:(?<=\s)|(?<=[;,])|\A)\(?(?P<n>\d{1,2})[.)]\s{1,9}(?=\S)")


class Named(NamedTuple):
    """Care that words name: its title, its words, what they say behind it, its number in a list, whether it is an entry."""

    title: str
    words: str
    said: str = ""
    number: int = 0
    entry: bool = False


def named_in(words: str, *, firm: bool = False, whole: bool = False) -> list[Named]:
    """What words name, each by itself where each part names care, but where they name one thing as a `whole`.

    Where `firm` the place says it, and no noun has to.
    """
    if len(apart := _decided_apart(words)) > 1 and not whole:
        return [one for part in apart for one in named_in(part, firm=firm)]
    body, said, number, entry = _cut(words)
    body = body.removesuffix(".") if entry else body
    first, rest = _first(body)
    if rest and titled(first):
        body, said = first, f"{said} {rest}".strip()
    parts = [body] if whole else several(body)
    if entry and len(parts) > 1 and sum(asked_in(part) is not None for part in parts) == 1 and ";" not in body:
        parts = [body]  # one thing in several words, with its amount
    if (len(parts) < 2 and (whole or not ends_list(body.rsplit(";", 1)[-1]))) or not all(
        titled(part, firm=firm) for part in parts
    ):
        parts = [body]
    found = ((titled(_COUNT_OF.sub("", part, count=1), firm=firm), part) for part in parts)
    told = ((title, part, f"{up_to_amount(title_of(part))[1]} {said}".strip()) for title, part in found if title)
    return [Named(title, part, behind, number, entry) for title, part, behind in told]


def _decided_apart(words: str) -> list[str]:
    """A list in which a decision stands in brackets behind each: "Norco #60 (denied), MRI of the neck (denied)"."""
    ends = [mark.end() for mark in _DECIDED_BEHIND.finditer(words) if decided(mark.group())]
    if len(ends) < _LEAST_DECIDED:
        return [words]
    parts = [words[at:end].strip() for at, end in pairwise([0, *ends])]
    return parts if all(len(part.split()) <= _MOST_TITLE and not _TOLD.search(part) for part in parts) else [words]


def listed_in(words: str) -> list[Named]:
    """What the value of a label names: its first sentence, one by one where that is a list with semicolons."""
    first = next(sentences(words), "")
    pieces = at_semicolons(first)
    pieces = pieces if all(len(piece.split()) <= _MOST_FIRM for piece in pieces) else [first]
    named = [named_in(piece, firm=True, whole=len(pieces) > 1) for piece in pieces if not ends_list(piece)]
    return [one for ones in named for one in ones]


def _cut(words: str) -> tuple[str, str, int, bool]:
    """Words without their mark and what leads to a title; the decision behind it; their number; whether they are an entry."""
    entry = entry_of(words)
    number = entry.number if entry else 0
    body = _SEE.sub("", words.strip()[entry.length if entry else 0 :].lstrip(f"{CHECKED} "))
    for pattern in (_NUMBERED, _SERIES):
        mark = pattern.match(body)
        if mark and not (pattern is _SERIES and is_drug(mark["word"].strip())):
            number, body = number or int(mark["n"]), body[mark.end() :]
    asks = _WHETHER.match(body) is not None
    for _ in range(_MOST_LEADS):
        lead = _LEAD.match(body)
        body = body[lead.end() :] if lead else body
    remark = _REMARK.search(body)
    if remark and (tells(remark["words"]) or asked_beside(remark["words"]) is not None):
        return body[: remark.start()], remark["words"], number, entry is not None
    question = _QUESTION.match(body)
    if question:
        return question["title"], "", number, entry is not None
    made = decided(body)
    if made is None or made.start < 4:
        return body, "", number, entry is not None
    before = _EARLIER.sub("", body[: made.start])
    end = _BEFORE_SAID.search(before)
    return before[: end.start() if end else None], "" if asks else body[made.start :], number, entry is not None


def _first(body: str) -> tuple[str, str]:
    """A title and the sentences behind it."""
    if ";" in body:
        first, rest = body.split(";", 1)
        if titled(first) and not names_care(rest):
            return first, rest
    found = list(sentences(body))
    return (found[0].rstrip("."), " ".join(found[1:])) if len(found) > 1 else (body, "")


def titled(words: str, *, firm: bool = False) -> str:
    """The title that words are; empty for words of another kind."""
    title = title_of(words)
    title = title if tells(title) else up_to_amount(title)[0]
    count = len(title.split())
    if bare(title) is not None or not any(map(str.isalpha, title)) or count > _MOST_TITLE or all_decided(title):
        return ""
    if _ATTACHED.search(words) or _STREET.match(title):
        return ""
    if firm:
        if _SIDE_NOTE.match(words) or _PERSON.search(title) or _DOCTOR.match(title) or _ASKING.search(words):
            return ""
        return title if (is_treatment(title) and count <= _MOST_FIRM) or names_care(title) else ""
    if not is_treatment(title) or not names_care(title) or _TOLD.search(title):
        return ""
    if (
        _PAPER.search(title)
        or _PERSON.search(title)
        or _SPECIALTY.match(title)
        or _LICENSED.search(at_start(title))
        or (_HOUSE.search(title) and not _PLACED.search(title))
    ):
        return ""
    if count == 1 and not (is_drug(title) or title.isupper() or title.istitle()):
        return ""
    if _SENTENCE_BREAK.search(words) or (words.rstrip().endswith(".") and count > _longest(words)):
        return ""
    return "" if _ADVICE.match(title) or kind_of(title) else title


def _longest(words: str) -> int:
    """How many words a title may have that ends like a sentence: more where it says how much."""
    return _MOST_FIRM if asked_in(words) is not None else _MOST_SENTENCE


def is_sentence(words: str) -> bool:
    """Whether words tell something rather than name it."""
    return tells(words) or (words.rstrip().endswith(".") and len(words.split()) > _MOST_SENTENCE)


def tells(words: str) -> bool:
    """Whether a verb or a person among words tells of something."""
    return _TOLD.search(words) is not None


def several(words: str) -> list[str]:
    """Treatments in one line, parted where they are numbered, or where each part names care by itself."""
    found = list(_INLINE.finditer(words))
    if found and found[0]["n"] == "2" and words[: found[0].start()].rstrip().endswith((";", ",")):
        return several(f"1. {words}")  # the first number was cut off as the line's own
    marks = [mark for number, mark in enumerate(found, 1) if int(mark["n"]) == number]
    if len(marks) > 1:
        ends = [*(mark.start() for mark in marks[1:]), len(words)]
        return [words[mark.end() : end].strip(" ;,") for mark, end in zip(marks, ends, strict=True)]
    boxes = [part.strip(" .") for part in _LEADERS.sub(" ", words).split(CHECKED) if part.strip(" .")]
    return [piece for box in boxes for piece in _parted(box)] or [words]


def ends_list(words: str) -> bool:
    """Whether words say that a list has ended ("and no more than this"): they name nothing."""
    return _NO_ITEM.match(words) is not None


def _parted(words: str) -> Iterator[str]:
    pieces = [piece.strip(" .") for piece in words.split(";") if piece.strip(" .") and not ends_list(piece)]
    whole = pieces if len(pieces) > 1 and all(map(is_treatment, pieces)) else [words]
    for piece in whole:
        yield from _listed(piece)


def mixture_in(words: str) -> tuple[int, int]:
    """Where words name one thing made of several."""
    found = _MIXED.search(words)
    return found.span() if found else (0, 0)


def _listed(words: str) -> list[str]:
    given = _INJECTED.search(words)
    if any(mixture_in(words)) or (given and is_drug(given["drug"]) and asked_in(words[given.start("drug") :]) is None):
        return [words]
    for sign in (_BRACKETED, _COMMA, _COMMAS):
        parts = [_ARTICLE.sub("", part.strip(" .")) for part in sign.split(words) if part.strip(" .")]
        operations = sum(_OPERATION.search(part) is not None for part in parts)
        apart = operations < 2 or sign is _BRACKETED
        if len(parts) > 1 and apart and all(_stands_alone(part, first=not at) for at, part in enumerate(parts)):
            return parts
    parts = _with_amounts(words)
    operations = sum(_OPERATION.search(part) is not None for part in parts)
    if len(parts) > 1 and operations < 2 and all(_stands_alone(part.split(",")[0]) and _stands_alone(part) for part in parts):
        return parts
    parts = [part.strip(" .") for part in _LAST_AND.split(words)]
    counted = len(parts) > 1 and all(names_care(part) and asked_in(part) is not None for part in parts)
    return parts if counted else [words]


def _with_amounts(words: str) -> list[str]:
    """A list's parts, each with the amounts that follow it: "Norco 10 mg, 60 tablets, and a knee brace, 1"."""
    parts: list[str] = []
    for part in (_ARTICLE.sub("", part.strip(" .")) for part in _COMMA.split(words)):
        if parts and (is_amount(part) or _AMOUNT.match(part) or _PACKED.match(part)):
            parts[-1] = f"{parts[-1]}, {part}"
        elif part:
            parts.append(part)
    return parts


def _stands_alone(part: str, *, first: bool = False) -> bool:
    """Whether a part of a list is a thing by itself; the `first` may begin with a level of the spine."""
    if _AMOUNT.match(part) or _PACKED.match(part):
        return False
    begins = _ACCESSORY.match(part)
    whole = (begins is None or (first and begins.group()[-1:].isdigit())) and UNFINISHED.search(part) is None
    return len(part.split()) > 1 and not only_counts(part) and whole
