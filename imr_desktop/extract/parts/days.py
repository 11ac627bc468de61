"""The day a document is of: of the visit, study, decision or letter; never of birth, injury, a fax or a print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from imr_desktop.case.dates import today
from imr_desktop.extract.dates import Located, find_dates, read_day

_NOUN = (
    r"(?:this )?(?:service|exam(?:ination)?|visit|evaluation|re-?evaluation|study|procedure|surgery|operation|test(?:ing)?|"
    r"consult(?:ation)?|encounter|treatment|session|collection|injection|(?:the )?scan|appointment|office visit|arrival|"
    r"admission|contact|call|note|first examination|current (?:exam(?:ination)?|visit)|today's (?:visit|exam))"
)
_SERVICE = (
    rf"dates?(?:\(s\))?(?: and (?:hour|time))? of {_NOUN}",
    r"(?:service|exam(?:ination)?|visit|encounter|study|procedure|surgery|operation|test(?:ing)?|evaluation|treatment|"
    r"session|"
    r"collection|appointment|appt\.?|consult(?:ation)?|scan|arrival|admit|admission|contact|note|therapy) ?date(?:\(s\)|s)?"
    r"(?: ?(?:/|and|&) ?time)?",
    r"\bdos\b|\bd\.o\.s\.?|\bdoe\b|\bdov\b|\bd\.o\.v\.?",
    r"\b(?:seen|examined|evaluated|visited|performed|collected|obtained|treated|dispensed|filled|arrived|admitted|"
    r"served)(?: date)?(?: on)?\b",
    r"date (?:seen|collected|performed|dispensed|filled|examined|evaluated|tested|treated|obtained|drawn|of the exam)",
    r"(?:dispens(?:e|ing)|fill(?:ed)?|rx|draw|drawn|specimen|statement|invoice|session|bill(?:ing)?|tx) date",
    r"fecha (?:de (?:la |el )?)?(?:servicio|visita|examen|consulta|evaluaci[oó]n|estudio)",
)
_DECISION = (
    r"dates? of (?:(?:this|the|ur|utilization review|initial|adverse|our|final) ){0,3}(?:determination|decision|denial|"
    r"letter|notice|"
    r"modification|review|report|recommendation|certification|completion)",
    r"(?:determination|decision|denial|letter|notice|review|issue|issued|completion|report|determination/decision|"
    r"ur decision|"
    r"ur|completed|notification|rendered) date|decision (?:made|rendered|issued)(?: on)?|(?:date )?(?:issued|decided|"
    r"completed|rendered|determined)",
)
_PAPER = (
    r"(?:report|letter|dictation|dictated|document|issue|note|today's|order|ordered|written|print) date",
    r"dates? of (?:this )?(?:report|letter|dictation|notice|document|order|issue|signing)",
    r"\b(?:executed|dated|date)(?: (?:on|this))?\b",
    r"\bfecha\b",
)
_WRONG_BEFORE = re.compile(
    r"(?:last|next|prior|previous|return|future|scheduled|upcoming|request|received|requested|rfa|birth|injury|"
    r"accident|loss|since|hire|effective|expiration|due|start|end|stop|onset|was|were|been|is|the|and|not|when|first|"
    r"print|fax|sent|signature|signed|verified|transcription|review of|sign|to be|being)[ ]{1,3}(?:the[ ])?\Z",
    re.IGNORECASE,
)
_WRONG_AFTER = re.compile(
    r"\s{0,3}(?:of (?:birth|injury|loss|accident|hire|onset|next|last|request|receipt)|received|rec'd|printed|signed|"
    r"served|requested|"
    r"last|stamp|report(?:ed)? (?:was )?received|needed|due|range|employed|faxed|mailed|sent|reviewed)",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"(?:birth|born|dob|d\.o\.b\.?|bd|injur(?:y|ed)|accident|doi|d\.o\.i\.?|d/i|dol|loss|received|rec'd|served|hire|hired|"
    r"since|print(?:ed)?|"
    r"fax(?:ed)?|sent|mailed|sign(?:ed|ature)|verified|authenticated|transcribed|last|next|prior|previous|follow[- ]?up|"
    r"return|due|"
    r"scheduled|expires?|effective|onset|began|started|reported|resulted|approved|scanned|uploaded|rfa|request(?:ed)?|"
    r"through|until|"
    r"from|between|ct|cumulative|thru|nacimiento|lesi[oó]n|comparison|compared|dated|review(?:ed)?|surgery on|worked|to|"
    r"exp|filed|"
    r"revised|rev)[^\n\d]{0,22}\Z",
    re.IGNORECASE,
)


def _labels(*parts: str) -> re.Pattern[str]:
    words = "|".join(parts).replace(" ?", r"\x20{0,3}").replace(" ", r"\x20{1,3}")
    return re.compile(rf"(?<![\w\-])(?:{words})(?![\w])", re.IGNORECASE)


_OF_SERVICE, _OF_DECISION, _OF_PAPER = _labels(*_SERVICE), _labels(*_DECISION), _labels(*_PAPER)
_DATE_LINE = re.compile(r"^[ ]{0,40}date[ ]{0,4}[:.]?[ ]{0,8}", re.IGNORECASE | re.MULTILINE)
_SIGNED_BY = re.compile(
    r"\b(?:physician|provider|employee|worker|applicant|representative|claimant)(?:'s)? signature[ ]{0,4}:?[^\n:]{0,100}"
    r"(?:\n[ ]{0,40})?\bdate(?: signed)?[ ]{0,4}:?",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?:^[ ]{0,40}|[ ]{2,})date(?: signed)?[ ]{0,4}:|\bdate signed\b[ :]{0,4}|\bdated[ ]{0,3}:", re.IGNORECASE | re.MULTILINE
)
_FORMS = frozenset({"imr application", "rfa"})
_LAB_ORDER = _labels(
    "date collected",
    "collected(?: on)?",
    "collection date(?: ?/ ?time)?",
    "date of collection",
    "specimen date",
    "draw(?:n)? date",
)
_AHEAD = 44
_MOST = 12_000  # characters of a document that are looked through for a label


def head_day(top: Sequence[str]) -> date | None:
    """A day of service, decision or letter that a page's head gives beside a label."""
    text = "\n".join(line[:200] for line in top)
    for pattern in (_OF_SERVICE, _OF_DECISION, _DATE_LINE):
        found = next(_beside(pattern, text), None)
        if found is not None:
            return found
    return None


def find_day(pages: Sequence[str], kind: str, type_: str) -> date | None:
    """The day of a document whose pages these are (furniture taken off, dashes and quotes folded)."""
    first, whole = pages[0][:_MOST] if pages else "", "\n".join(pages)[:_MOST]
    if type_ in _FORMS:
        return _signing_day("\n".join(pages)[-3 * _MOST :])
    head = "\n".join(_lines(first)[:24])
    for found in _days_of(kind, type_, head, first, whole):
        return found
    return None


def _days_of(kind: str, type_: str, head: str, first: str, whole: str) -> Iterator[date]:
    """Days a document may be of, the surest first."""
    if type_ == "ur determination":
        for text in (head, first):
            yield from _beside(_OF_DECISION, text)
            yield from _letter_days(text)
            yield from _beside(_DATE_LINE, text)
        yield from _beside(_OF_DECISION, whole)
        yield from _beside(_OF_PAPER, whole)
        return
    if type_ == "lab":
        yield from _beside(_LAB_ORDER, first)
    if type_ == "correspondence" or kind == "billing":
        order = (_DATE_LINE, _OF_PAPER, _OF_SERVICE) if type_ == "correspondence" else (_OF_SERVICE, _DATE_LINE, _OF_PAPER)
        yield from _letter_days(head)
        for pattern in order:
            yield from _beside(pattern, head)
        for pattern in order:
            yield from _beside(pattern, whole)
        return
    yield from _beside(_OF_SERVICE, head)
    yield from _beside(_DATE_LINE, head)
    yield from _letter_days(head)
    yield from _titled_days(head)
    yield from _beside(_OF_SERVICE, first)
    yield from _beside(_OF_DECISION, head)
    yield from _beside(_OF_PAPER, head)
    yield from _bare_days("\n".join(_lines(first)[:12]))
    yield from _beside(_OF_SERVICE, whole)


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _beside(pattern: re.Pattern[str], text: str) -> Iterator[date]:
    """The days right after a label that is not part of another one."""
    for label in pattern.finditer(text):
        before = text[max(0, label.start() - 24) : label.start()]
        if _WRONG_BEFORE.search(before) or _WRONG_AFTER.match(text, label.end()):
            continue
        found = read_day(text, label.end(), min(len(text), label.end() + _AHEAD))
        if found is not None and _near(text[label.end() : found.start]) and _possible(found.value):
            yield found.value


def _near(between: str) -> bool:
    """Whether nothing but a label's end lies between it and its day: no other label, no sentence."""
    words = re.findall(
        r"[A-Za-z]+", re.sub(r"\([^)]*\)|(?i:\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\btime\b|\bon\b)", "", between)
    )
    return len(words) <= 1 and between.count("\n") <= 1 and (not words or ":" not in between.rpartition(words[-1])[2])


def _letter_days(text: str) -> Iterator[date]:
    """Days alone on a line, as letters begin."""
    for line in text.split("\n"):
        found = next(find_dates(line), None) if len(line.strip()) <= 45 else None
        if found is not None and _possible(found.value):
            rest = (line[: found.start] + line[found.end :]).strip(" .,:-|").lower()
            if rest in ("", "date", "dated") or re.fullmatch(r"(?:[a-z]+day|sent|date)[,:]?", rest):
                yield found.value


def _titled_days(head: str) -> Iterator[date]:
    """A day at the end of a short heading: "Progress note - 6/12/24"."""
    for line in head.split("\n")[:10]:
        found = next(find_dates(line), None) if len(line) <= 90 else None
        if found is None or not _possible(found.value):
            continue
        before, after = line[: found.start].strip(" ,-|("), line[found.end :].strip(" ,-|)")
        if (
            before
            and ":" not in before
            and not _FOREIGN.search(before)
            and len(after) <= 12
            and re.search(
                r"note|visit|report|exam|evaluation|session|encounter|summary|eval\b|study|results?|\bof\Z|letter|"
                r"treatment|on\Z",
                before,
                re.IGNORECASE,
            )
        ):
            yield found.value


def _bare_days(head: str) -> Iterator[date]:
    """The one day in a head that nothing claims for something else; none where several differ."""
    days = {
        found.value
        for found in find_dates(head)
        if _possible(found.value) and not _FOREIGN.search(head[max(0, found.start - 40) : found.start])
    }
    if len(days) == 1:
        yield from days


def _signing_day(text: str) -> date | None:
    """The day beside the signature of whoever the form is from, else the last day of a signature."""
    of_theirs = [_after(text, match) for match in _SIGNED_BY.finditer(text)]
    any_others = [_after(text, match) for match in _SIGNED.finditer(text)]
    return next((found.value for found in (*of_theirs, *reversed(any_others)) if found and _possible(found.value)), None)


def _after(text: str, match: re.Match[str]) -> Located[date] | None:
    return read_day(text, match.end(), min(len(text), match.end() + 30))


def _possible(day: date) -> bool:
    return day <= today()
