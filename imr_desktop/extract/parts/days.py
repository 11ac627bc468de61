"""The day a document is of: of the visit, study, decision or letter; never of birth, injury, a fax or a print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from imr_desktop.case.dates import today
from imr_desktop.extract.dates import Located, find_dates, read_day
from imr_desktop.extract.parts import day_labels as labels
from imr_desktop.extract.parts.day_claims import TITLE_LINES, claims, unclaimed
from imr_desktop.extract.parts.day_rows import in_row, row_days
from imr_desktop.extract.parts.kinds import any_name
from imr_desktop.extract.parts.letterhead import ends_in_firm
from imr_desktop.extract.parts.titles import names_kind
from imr_desktop.extract.patterns import in_small_letters

FORMS = frozenset({"imr application", "rfa"})
_AHEAD = 44
_FIRM_CLAIMS = frozenset({"birth", "injury", "span"})
_NOT_OF_A_VISIT = _FIRM_CLAIMS | {"request", "received", "ahead", "printed", "other", "decision"}
_NEVER = {
    "ur determination": _FIRM_CLAIMS | {"request", "received", "other", "ahead", "printed"},
    "imr application": _FIRM_CLAIMS | {"request", "received", "other", "ahead", "printed", "decision"},
    "rfa": _FIRM_CLAIMS | {"received", "other", "ahead", "printed", "decision"},
}
"""What a document's own day is not, by its type: a decision is of no day on which its request was made."""
_LOG = 3
"""Days that begin lines of a paper with an entry for each."""
_LOGGED = frozenset({"pharmacy", "other"})
_VISITED = frozenset({"therapy note", "acupuncture note"})
_MOST = 12_000  # characters of a document that are looked through for a label
_HEAD_LINES, _TOP_LINES, _LETTER_LINES = 26, 12, 9
_LABEL_WORDS = 5  # of a line that asks for the day below it; a longer one is a title
_HALF = 0.5
"""How much a sentence behind a day must look like a title, of 1: it stands where one stands."""
_SENTENCE_LINE = 60
"""Characters of a line from which on a day below may go on with its sentence."""
_FIRM_LINE = 70
"""Characters of a letter's first line, with whose paper it is and the day."""
_WEEKDAY = re.compile(r"(?:[a-z]+day|sent|date)[,:]?")
_STAMP = re.compile(
    r"(?m)^[ ]{0,8}\d{1,4}[/-]\d{1,2}[/-]\d{2,4},?[ ]{1,3}\d{1,2}:\d\d:\d\d(?:[ ]?[ap]m)?[ ]{0,8}$", re.IGNORECASE
)
"""A day with a clock's seconds alone on its line: when a chart was printed."""
_WRITTEN_AT = re.compile(
    r"^[ ]{0,8}(?!.{0,60}\b(?i:signed|printed|cosigned)\b)[A-Z][^\n:]{4,60},[ ](?:M\.?D|D\.?[OC]|P\.?A|N\.?P|R\.?N|"
    r"[A-Z]{2,5})[A-Za-z.\-]{0,4}[ ]at[ ](?=\d)",
    re.MULTILINE,
)
"""How charts head a note with who began it, and when: "Jon Vale, MD at 4/2/2024 9:52 PM"; it may be signed a day later."""
_SENTENCE = re.compile(r"[a-z]{3}\. [A-Z]")
_DATE_ALONE = re.compile(r"\W*date(?: signed)?\W*", re.IGNORECASE)
_ASIDES = re.compile(r"\([^)]*\)|(?i:\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\btime\b|\bon\b)")


def head_day(top: Sequence[str]) -> date | None:
    """A day of service, decision or letter that a page's head gives."""
    text = "\n".join(line[:200] for line in top)
    for pattern in (labels.OF_SERVICE, labels.BARE_NOUN, labels.OF_DECISION, labels.DATE_LINE):
        found = next(_beside(pattern, text), None)
        if found is not None:
            return found
    return next(_letter_days("\n".join(top[:9])), None)


def titled_day(top: Sequence[str]) -> date | None:
    """A day behind a title in a page's head: "DAILY NOTE 03/20/2024 visit 7"."""
    return next(_titled_days("\n".join(top), ""), None)


def find_day(pages: Sequence[str], kind: str, type_: str) -> tuple[date | None, bool]:
    """The day of a document whose pages these are (furniture taken off, dashes and quotes folded).

    With it, whether words or its place say that it is the document's own: else it is a guess.
    """
    pages = [_STAMP.sub("", page) for page in pages]
    first, whole = pages[0][:_MOST] if pages else "", "\n".join(pages)[:_MOST]
    if kind == "index":  # the days of a list are those of what it lists
        return next(_beside(labels.OF_PAPER, first, same_line=True), None), True
    if type_ in FORMS:
        return next(_day_of_form("\n".join(pages)[-2 * _MOST :], type_), (None, True))
    head = "\n".join(first.split("\n")[:_HEAD_LINES])
    if kind in _LOGGED or type_ in _VISITED:
        entries = set(_row_starts(whole, alone=kind == "other"))
        if len(entries) >= _LOG:
            return _day_of_log(head, entries, type_)
    if kind == "billing" and len({*_row_starts(whole)}) >= _LOG and (day := next(_beside(labels.OF_PAPER, head), None)):
        return day, True
    never = _NEVER.get(type_, _NOT_OF_A_VISIT) - ({"decision"} if kind == "pharmacy" else set())
    found = list(_days_of(kind, type_, head, first, whole))
    told = claims(whole, type_) if found else {}
    served = set(_served(whole)) if found else set()  # also on the day of the injury
    at_head = set(_letter_days("\n".join(head.split("\n")[:_LETTER_LINES]))) if found else set()
    own = (
        day for day in found if day in served or not _is_claimed(told.get(day, frozenset()), type_, at_head=day in at_head)
    )
    if (day := next(own, None)) is not None:
        return day, True
    found = [day for day in found if "birth" not in told.get(day, frozenset())]
    return next(unclaimed(whole, type_, never), None) or next(iter(found), None), False


def _is_claimed(roles: frozenset[str], type_: str, *, at_head: bool) -> bool:
    """Whether a day is firmly another's; one that heads a letter, or is the decision's, may begin or end a span as well."""
    spans = at_head or (type_ == "ur determination" and "decision" in roles)
    return bool(roles & (_FIRM_CLAIMS - {"span"} if spans else _FIRM_CLAIMS))


def _day_of_log(head: str, entries: set[date], type_: str) -> tuple[date | None, bool]:
    """The day of a paper with an entry for each of several: what its head says, the last visit; a list of others has none."""
    told = next((day for label in (labels.OF_SERVICE, labels.OF_PAPER) for day in _beside(label, head, same_line=True)), None)
    return told or (max(entries) if type_ in _VISITED else None), True


def _day_of_form(text: str, type_: str) -> Iterator[tuple[date, bool]]:
    """The day of a form or letter that asks: beside its signature, at its head, else the latest that nothing else claims.

    An application is of no day before the decision that it disputes.
    """
    told = claims(text, type_)
    never = _NEVER[type_]
    disputes = type_ == "imr application"
    earliest = max((day for day, roles in told.items() if disputes and "decision" in roles), default=date.min)
    found = [*_form_days(text, type_), *_letter_days(_top(text)), *_titled_days(_top(text), type_)]
    found += _told(labels.OF_PAPER, text)
    taken_in = list(_told(labels.TAKEN_IN, text)) if disputes else []
    found = [
        day for day in found if day >= earliest and not told.get(day, frozenset()) & (never if disputes else _FIRM_CLAIMS)
    ]
    yield from ((day, True) for day in found if not told.get(day, frozenset()) & never)
    yield from ((day, False) for day in (*unclaimed(text, type_, never, earliest), *found))
    yield from ((day, False) for day in taken_in if day >= earliest)


def _days_of(kind: str, type_: str, head: str, first: str, whole: str) -> Iterator[date]:
    """Days a document may be of, the surest first."""
    if type_ == "ur determination":
        yield from _review_days(head, first, whole)
    elif type_ == "correspondence":
        yield from _letter_days(head)
        for text in (head, whole):
            for pattern in (labels.DATE_LINE, labels.OF_PAPER, labels.OF_SERVICE):
                yield from _told(pattern, text)
        yield from _bare_days(_top(first))
    elif kind in ("billing", "pharmacy"):
        yield from _beside(labels.OF_EXPLANATION, head, same_line=True) if kind == "billing" else ()
        yield from _told(labels.OF_SERVICE, whole)
        yield from _row_starts(whole)
        yield from _beside(labels.DATE_LINE, head)
        yield from _told(labels.OF_PAPER, head)
        yield from _letter_days(head)
        yield from _told(labels.OF_DISPENSING, head) if kind == "pharmacy" else ()
        yield from _bare_days(first)
    else:
        yield from _visit_days(type_, head, first, whole)


def _visit_days(type_: str, head: str, first: str, whole: str) -> Iterator[date]:
    if type_ == "lab":
        yield from _told(labels.OF_COLLECTION, first)
    yield from _told(labels.OF_SERVICE, head)
    yield from _beside(labels.BARE_NOUN, head)
    yield from _beside(labels.DATE_LINE, head)
    yield from _letter_days(_top(first))
    yield from (day.value for at in _WRITTEN_AT.finditer(_top(first)) if (day := _after(first, at.end())))
    yield from _titled_days(head, type_)
    yield from _prose_days(head)
    yield from _told(labels.OF_SERVICE, first)
    yield from _told(labels.OF_DECISION, head)
    yield from _told(labels.OF_PAPER, head)
    yield from _bare_days(_top(first))
    yield from _told(labels.OF_SERVICE, whole)


def _review_days(head: str, first: str, whole: str) -> Iterator[date]:
    """Days of a decision that no other words claim; where none is, the latest of its head; never one before its request."""
    told = claims(whole, "ur determination")
    asked = max(
        (day for day, roles in told.items() if roles & {"request", "received"} and "decision" not in roles), default=date.min
    )
    found = list(_told_of_review(head, first, whole))
    letter = set(_letter_days(_top(first)))
    kept = [day for day in found if _may_be_decision(told.get(day, frozenset()), at_head=day in letter)]
    yield from (day for day in kept if day >= asked)
    yield from unclaimed(whole, "ur determination", _NEVER["ur determination"], asked)


def _may_be_decision(roles: frozenset[str], *, at_head: bool) -> bool:
    """Whether a day may be the decision's own: nothing else claims it, or it heads a letter that says "report" of it."""
    others = roles & _NEVER["ur determination"]
    return not others or "decision" in roles or (at_head and others <= {"other", "span"})


def _told_of_review(head: str, first: str, whole: str) -> Iterator[date]:
    yield from _titled_days(_top(first), "ur determination")
    for text in (head, first):
        yield from _told(labels.OF_DECISION, text)
        yield from _letter_days(text)
        yield from _beside(labels.DATE_LINE, text)
    yield from _told(labels.OF_DECISION, whole)
    yield from _told(labels.OF_PAPER, whole)
    yield from _told(labels.OF_SENDING, whole)


def _form_days(text: str, type_: str) -> Iterator[date]:
    """The day beside the signature of whoever a form is from, else of the request, else of any signature."""
    signed = [(match[0], found.value) for match in labels.SIGNED.finditer(text) if (found := _after(text, match.end()))]
    yield from (day for words, day in signed if labels.OF_PATIENT.search(words) and _possible(day))
    if type_ == "rfa":
        yield from _told(labels.OF_REQUEST, text)
    yield from (day for _, day in reversed(signed) if _possible(day))
    alone = [found.value for match in labels.SIGNED_ALONE.finditer(text) if (found := _after(text, match.end()))]
    yield from (day for day in reversed(alone) if _possible(day))
    yield from _told(labels.OF_REQUEST, text)
    rows = [
        day for label, day in row_days(text) if re.search(r"sign|date\Z", label) and not labels.FOREIGN_LABEL.search(label)
    ]
    yield from (day for day in reversed(rows) if _possible(day))
    yield from (day for day in reversed(list(_beside(labels.DATE_LINE, text))))
    yield from _over_date(text)


def _over_date(text: str) -> Iterator[date]:
    """Days alone on a line above "Date", as forms have them that put labels below what is filled in; the last one first."""
    lines = text.split("\n")
    for value, label in reversed(list(pairwise(lines))):
        found = next(find_dates(value), None) if _DATE_ALONE.fullmatch(label) else None
        if found is not None and found.value <= today() and not (value[: found.start] + value[found.end :]).strip():
            yield found.value


def _after(text: str, at: int) -> Located[date] | None:
    return read_day(text, at, min(len(text), at + 30))


def _told(pattern: re.Pattern[str], text: str) -> Iterator[date]:
    """The days that labels of a kind give: right after them, or in the row of values above or below theirs."""
    yield from _beside(pattern, text)
    for label, day in row_days(text):
        if pattern.search(label) and not labels.FOREIGN_LABEL.search(label) and _possible(day):
            yield day


def _beside(pattern: re.Pattern[str], text: str, *, same_line: bool = False) -> Iterator[date]:
    """The days right after a label that is not part of another one; below it only where a line may end between."""
    for label in pattern.finditer(text if pattern.flags & re.IGNORECASE else in_small_letters(text)):
        before = text[max(0, label.start() - 24) : label.start()]
        cell = " of " in label[0] and labels.CELL_BEFORE.search(before)  # "Signature  Date of exam"
        if (labels.WRONG_BEFORE.search(before) and not cell) or labels.WRONG_AFTER.match(text, label.end()):
            continue
        found = read_day(text, label.end(), min(len(text), label.end() + _AHEAD))
        between = text[label.end() : found.start] if found else ""
        if "\n" in between and in_row(text[text.rfind("\n", 0, label.start()) + 1 : text.find("\n", label.end())]):
            continue
        if found is not None and _near(between) and _possible(found.value) and not (same_line and "\n" in between):
            yield found.value


def _served(text: str) -> Iterator[date]:
    """Days that a label of service gives on its own line, or in its place in a row."""
    yield from _beside(labels.OF_SERVICE, text, same_line=True)
    for label, day in row_days(text):
        if labels.OF_SERVICE.search(label) and not labels.FOREIGN_LABEL.search(label):
            yield day


def _near(between: str) -> bool:
    """Whether nothing but a label's end lies between it and its day: no other label, no sentence."""
    words = re.findall(r"[A-Za-z]+", _ASIDES.sub("", between))
    return len(words) <= 1 and between.count("\n") <= 1 and (not words or ":" not in between.rpartition(words[-1])[2])


def _letter_days(text: str) -> Iterator[date]:
    """Days alone on a line, as letters begin; not where the line above asks for another day."""
    above = ""
    for line in text.split("\n"):
        found = next(find_dates(line), None) if len(line.strip()) <= (45 if above else _FIRM_LINE) else None
        asked = len(above.split()) <= _LABEL_WORDS and labels.FOREIGN_LABEL.search(above)
        within = len(above) > _SENTENCE_LINE and labels.BEFORE_A_DAY.search(above)
        if found is not None and _possible(found.value) and not asked and not within:
            rest = (line[: found.start] + line[found.end :]).strip(" .,:-|").lower()
            beside_firm = not above and not line[found.end :].strip() and ends_in_firm(rest)
            if rest in ("", "date", "dated") or _WEEKDAY.fullmatch(rest) or beside_firm:
                yield found.value
        above = line


def _titled_days(head: str, type_: str) -> Iterator[date]:
    """A day at the end of a short heading: "Progress note - 6/12/24"."""
    for at, line in enumerate(head.split("\n")[:10]):
        found = next(find_dates(line[:90]), None) if len(line) <= 90 or at < TITLE_LINES else None
        if found is None or not _possible(found.value):
            continue
        before, after = line[: found.start].strip(" ,-|("), line[found.end :].strip(" ,-|)")
        if not before and at < TITLE_LINES and after.startswith(".") and _may_head(after.split(".")[1], type_):
            yield found.value  # "February 5, 2024. Ultrasound of the right groin."
        if len(line) > 90 or not before or ":" in before or len(after) > 12 or _SENTENCE.search(before):
            continue
        if (at < TITLE_LINES and names_kind(before, type_)) or (
            labels.TITLED.search(before) and not labels.FOREIGN.search(before)
        ):
            yield found.value


def _may_head(words: str, type_: str) -> bool:
    """Whether a sentence behind a day names what a document of its type is, or no kind of record at all."""
    return names_kind(words, type_, _HALF) or any_name().search(words.lower()) is None


def _prose_days(head: str) -> Iterator[date]:
    for found in find_dates(head):
        line = head[head.rfind("\n", 0, found.start) + 1 : found.start]
        told = labels.EXAMINED.match(head[found.end : found.end + 40]) or labels.SCANNED.search(line)
        if told and _possible(found.value):
            yield found.value


def _row_starts(text: str, *, alone: bool = False) -> Iterator[date]:
    """Days that begin the rows of a table, as of bills and of lists of drugs; `alone`: in a line for itself too."""
    for line in text.split("\n"):
        found = next(find_dates(line[:60]), None)
        begins = found is not None and not line[: found.start].strip(" |") and (alone or line[found.end :].strip())
        if found is not None and begins and _possible(found.value):
            yield found.value


def _bare_days(head: str) -> Iterator[date]:
    """The one day in a head that nothing claims for something else; none where several differ."""
    days = {
        found.value
        for found in find_dates(head)
        if _possible(found.value) and not labels.FOREIGN.search(head[max(0, found.start - 40) : found.start])
    }
    if len(days) == 1:
        yield from days


def _top(text: str) -> str:
    return "\n".join(text.split("\n")[:_TOP_LINES])


def _possible(day: date) -> bool:
    return day <= today()
