"""All facts of one document: each sentence is read by those who know its part."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from imr_desktop.extract.facts import context
from imr_desktop.extract.facts.admitted import is_telling, may_examine
from imr_desktop.extract.facts.claim import find_claim
from imr_desktop.extract.facts.clauses import clauses
from imr_desktop.extract.facts.columns import Columns, columns_of, signs_in_row
from imr_desktop.extract.facts.context import Context
from imr_desktop.extract.facts.diagnoses import Diagnosis, find_diagnoses, is_condition, level_of, side_of
from imr_desktop.extract.facts.exam import SignFound, find_signs
from imr_desktop.extract.facts.icd import for_name
from imr_desktop.extract.facts.judging import judges
from imr_desktop.extract.facts.layout import Sentence, sentences
from imr_desktop.extract.facts.marks import Cue, Mark, marked
from imr_desktop.extract.facts.medications import find_medications
from imr_desktop.extract.facts.model import Found, Kind
from imr_desktop.extract.facts.names import completed
from imr_desktop.extract.facts.pieces import Scope
from imr_desktop.extract.facts.review import find_review
from imr_desktop.extract.facts.studies import STUDIES, find_results
from imr_desktop.extract.facts.tables import phrase
from imr_desktop.extract.facts.told import (
    find_body_parts,
    find_function,
    find_pain,
    find_reasons,
    find_surgery,
    find_treatments,
    find_work,
    is_unchecked,
)
from imr_desktop.extract.facts.unnamed import unnamed
from imr_desktop.extract.sections import find_headings, section

_OF_NO_STATE = frozenset({"index", "fax cover", "legal", "billing"})
"""Kinds of documents that tell whose claim it is, and nothing of how the patient is."""
_NOT_TOLD = frozenset(
    {"rfa", "imr application", "notice of assignment", "imaging", "electrodiagnostic study", "lab", "pharmacy"}
)
"""Forms and studies: they tell of no treatment, operation or work."""
_NO_DRUGS = frozenset({"lab", "rfa", "imr application", "notice of assignment"})
"""Documents that name drugs without saying that anybody takes them: requests are read elsewhere."""
_SYMPTOMS = frozenset({"subjective", "history", "ros", "past", "family"})
_NO_SIGNS = frozenset({"request", "allergies", "accepted", "work"})
_COMPLAINED = phrase(
    r"\b(?:complain\w*|reports?|reported|states?|denies|denied|describes?|endorses|comes and goes|onset|morning|at night)\b"
)
_AS_THEY_ARE: dict[str, Kind] = {"exam": "exam", "subjective": "symptom", "function": "function", "work": "work status"}
"""Parts of which a sentence is a finding although nothing in it has a type."""
_LONGEST_NAME = 80
_FOUND_IN = frozenset({"exam", "findings", ""})
"""Parts in which signs stand that no table names."""
_DOCTOR = re.compile(r"\b(?:Dr|Mr|Ms|Mrs|PA|NP)\.?\s{1,3}(?:[A-Z][\w.]{0,8}\s)?\Z")
_TITLED = re.compile(
    r"[A-Z][\w'\-]{1,24}(?:\s[A-Z][\w'\-]{1,24})?,?\s{1,3}(?:M\.?D|D\.?O|D\.?C|P\.?T|DPT|PA-?C|NP|L\.?Ac|Ph\.?D)\b"
)
_SHORT = 60
_OTHER_SIDE = phrase(
    r"(?:the |on the )?(?:left|right|lt|rt|[lr])\b(?: (?:side|is|was)|\s?[:\-])* ?(?:\([+\-]\)|"
    r"[a-z/0-9+\-]{1,12}\b)"
)
_EITHER = frozenset({"numbness", "tingling", "weakness", "swelling", "spasm", "instability", "limited motion", "triggering"})
"""Signs that are as often a complaint."""
_CODED = re.compile(r"\b[A-TV-Z]\d[0-9AB]\.[0-9A-Z]{1,4}\b|(?<![\w.$#/-])\d{3}\.\d{1,2}(?![\w%.])")
_LINE = re.compile(r"[^\n]+")
_LISTING = frozenset({"diagnosis", "past", "family", "guidelines", "instructions"})
_NARRATED = phrase(
    r"\b(?:(?:was|is|been|were|and) (?:also )?diagnosed with|"
    r"diagnos(?:is|es)(?: (?:includes?|are|is|of|were|was|included))?\s{0,3}:?|"
    r"carries (?:a |the )?diagnos(?:is|es) of|treated for|impression is|assessment is)(?=\W)(?: the following)?\s{0,3}:?"
)
_GOAL = phrase(r"\W{0,6}(?:\w+[ -]){0,3}goals?\b")
_GRADED = re.compile(r"(?<![\d./])[0-5]\s?[+-]?\s?(?:/|over|out of)\s?5(?![\d/])")
_EXAMINED = phrase(r"\b(?:exam(?:ination|ined)?|objective(?:ly)?|on palpation|physical findings|vitals?)\b")
_TOLD = phrase(
    r"\b(?:complain\w*|reports?|reported|states?|denies|subjective\w*|diagnos\w+|request\w*|treatment|mri|medications?)\b"
)


@dataclass(slots=True)
class _Reading:
    """A document as it is read: its words that bear, and what the sentences before said of those that follow."""

    text: str
    type: str
    kind: str
    marks: list[Mark]
    cues: list[Cue]
    starts: list[int]
    cued: list[int]
    head: str = ""
    examined: bool = False
    before: Sentence | None = None
    columns: Columns | None = None

    def inside(self, start: int, end: int) -> list[Mark]:
        """The words that bear between two places."""
        return self.marks[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def cued_in(self, start: int, end: int) -> set[str]:
        """What the words between two places may tell of."""
        return {cue.kind for cue in self.cues[bisect_left(self.cued, start) : bisect_left(self.cued, end)]}


def find_facts(text: str, type_: str, kind: str = "") -> list[Found]:
    """The facts of a document's folded text, in order; `kind` says closer than its type what it is. Linear in its length."""
    kind = kind or type_
    found = list(find_claim(text, type_))
    if type_ == "ur determination":
        found += find_review(text, next((one.day for one in found if one.kind == "request date"), None))
    if kind in _OF_NO_STATE:
        return found
    marks, cues = marked(text)
    reading = _Reading(text, type_, kind, marks, cues, [mark.start for mark in marks], [cue.start for cue in cues])
    low, high = _told_in(text, type_)
    for sentence in sentences(text):
        if not low <= sentence.start < high:
            continue
        words = text[sentence.start : sentence.end]
        if sentence.head != reading.head:
            reading.head, reading.examined, reading.columns = sentence.head, False, None
        reading.examined = bool(_EXAMINED.search(words)) or (reading.examined and not _TOLD.search(words))
        said = list(_of_sentence(reading, sentence))
        if not said and sentence.section in _AS_THEY_ARE and is_telling(words) and not is_unchecked(text, sentence.start):
            status = context.context_of(sentence).status
            said = [Found(_AS_THEY_ARE[sentence.section], "", sentence.start, sentence.end, status=status)]
        found += said
    return found


def _told_in(text: str, type_: str) -> tuple[int, int]:
    """Where a document tells of the patient: of a determination the case summary alone, else everywhere."""
    if type_ != "determination":
        return 0, len(text)
    return section(find_headings(text), "summary", len(text)) or (0, 0)


def _of_sentence(reading: _Reading, sentence: Sentence) -> Iterator[Found]:
    text, type_, here = reading.text, reading.type, context.context_of(sentence)
    words = text[sentence.start : sentence.end]
    marks = reading.inside(sentence.start, sentence.end)
    yield from _others(reading, sentence, here)
    named = (sentence.section == "diagnosis" or (sentence.section != "exam" and _is_own_line(text, sentence))) and any(
        one.code or (one.polarity == "present" and for_name(one.name))
        for one in find_diagnoses(text, sentence.start, sentence.end)
    )
    if sentence.section not in _NO_SIGNS and not named and may_examine(words, sentence.section, type_):
        yield from _signs_of(reading, sentence, marks, here)
    if any(mark.what == "drug" for mark in marks) and type_ not in _NO_DRUGS:
        yield from _medications(text, sentence, marks, here, reading.kind)
    if type_ == "rfa" or (
        sentence.section not in _LISTING and here.status != "template" and _CODED.search(text, sentence.start, sentence.end)
    ):
        yield from _of_request(text, sentence)
    elif sentence.section in ("past", "family") or type_ not in STUDIES:
        yield from _diagnoses(text, sentence, here)


def _signs_of(reading: _Reading, sentence: Sentence, marks: list[Mark], here: Context) -> Iterator[Found]:
    """The signs of a sentence; one that only judges the other side is read with the one before it."""
    text, before = reading.text, reading.before
    beside = before is not None and before.head == sentence.head and not _TOLD.search(text, sentence.start, sentence.end)
    examined = sentence.section in ("exam", "findings") or reading.examined or beside
    if (examined or sentence.section in _FOUND_IN) and (more := unnamed(text, sentence, marks, examined=examined)):
        marks = sorted((*marks, *more))
    named = any(mark.what == "sign" for mark in marks)
    reading.columns = columns_of(text, sentence.start, sentence.end, marks) or reading.columns
    if reading.columns and (rows := signs_in_row(text, sentence.start, sentence.end, marks, reading.columns)):
        spans = [(sentence.start, sentence.end)] * len(rows)
        yield from _told_signs(text, sentence, marks, here, reading.examined, zip(rows, spans, strict=True))
        return
    if named or _GRADED.search(text, sentence.start, sentence.end):
        reading.before = sentence
        if text[sentence.end - 1] != ":" or any(judges(mark) for mark in marks):  # else the label of what stands below
            yield from _signs(text, sentence, marks, here, reading.examined)
    elif before and before.head == sentence.head and _goes_on(text[sentence.start : sentence.end]):
        both = reading.inside(before.start, sentence.end)
        yield from _signs(text, sentence, both, here, reading.examined, before.start)
    else:
        reading.before = None


def _others(reading: _Reading, sentence: Sentence, here: Context) -> Iterator[Found]:
    text, type_, kind = reading.text, reading.type, reading.kind
    start, end, section = sentence.start, sentence.end, sentence.section
    cues = reading.cued_in(start, end)
    found = [*find_body_parts(text, start, end, section)]
    if "pain" in cues:
        found += find_pain(text, start, end, section)
    if type_ in STUDIES or "studies" in cues:
        found += find_results(text, start, end, section, type_)
    if kind not in _NOT_TOLD:
        found += find_treatments(text, start, end, section, kind) if "treatment" in cues else ()
        found += find_surgery(text, start, end, section) if "surgery" in cues else ()
        if not _GOAL.match(sentence.head):
            found += find_work(text, start, end, section) if "work" in cues else ()
            found += find_function(text, start, end) if "function" in cues else ()
    if type_ == "ur determination" and section not in ("guidelines", "instructions"):
        found += find_reasons(text, start, end)
    for one in found:
        yield one if here == Context() else replace(one, subject=here.subject, status=here.status)


# --- signs -----------------------------------------------------------------------------------------------------------------


def _goes_on(words: str) -> bool:
    """Whether a short sentence judges the other side of what the one before examined ("Left negative.")."""
    return len(words) <= _SHORT and _OTHER_SIDE.match(words) is not None


def _signs(
    text: str, sentence: Sentence, marks: list[Mark], here: Context, examined: bool, begin: int | None = None
) -> Iterator[Found]:
    scope = _scope(sentence.head)
    span = sentence.start if begin is None else begin, sentence.end
    signs = find_signs(text, *span, marks, scope)
    spans = clauses(text, span, marks, scope, signs)
    yield from _told_signs(text, sentence, marks, here, examined, zip(signs, spans, strict=True))


def _told_signs(
    text: str,
    sentence: Sentence,
    marks: list[Mark],
    here: Context,
    examined: bool,
    signs: Iterable[tuple[SignFound, tuple[int, int]]],
) -> Iterator[Found]:
    """The signs of a sentence as facts, each with the words that say it: what was found, or what the patient tells."""
    told = _COMPLAINED.search(text, sentence.start, sentence.end) is not None
    for sign, (start, end) in signs:
        if sign.start < sentence.start:
            continue
        if sign.sign.is_test and not sign.polarity and _is_person(text, sign.start):
            continue
        if context.is_possible(marks, sign.start) and here.status != "template":
            continue
        own = context.at(here, marks, sign.start, text)
        kind: Kind = "symptom" if _is_told(sign, sentence, examined, told) else "exam"
        yield Found(
            kind,
            sign.sign.name,
            start,
            end,
            side=sign.side,
            level=sign.level,
            polarity=sign.polarity,
            doubt=sign.doubt,
            scope=sign.scope,
            subject=own.subject,
            status=own.status,
        )


def _is_person(text: str, at: int) -> bool:
    """Whether a test's name is a doctor's ("Dr. Hawkins", "Neil Thompson, MD")."""
    return bool(_DOCTOR.search(text, max(0, at - 12), at) or _TITLED.match(text, at))


def _is_told(sign: SignFound, sentence: Sentence, examined: bool, told: bool) -> bool:
    """Whether a sign is what the patient tells rather than what was found: by its part, or as a word of either."""
    if sign.sign.is_test or sentence.section == "exam" or (examined and not told):
        return False
    if sentence.section in _SYMPTOMS and not (sentence.section == "history" and examined):
        return not sign.asked or sentence.section != "history"
    return told and not sign.asked and sign.sign.name in _EITHER


_HEAD_SIDE = re.compile(r"\b(?:(?P<bilateral>bilateral|both)|(?P<left>left|lt)|(?P<right>right|rt))\b", re.IGNORECASE)


def _scope(head: str) -> Scope:
    """The side that a head gives to all below it ("Right knee:")."""
    found = _HEAD_SIDE.search(head)
    if found is None or found.lastgroup is None:
        return Scope()
    return Scope(found.lastgroup, " ".join(head.split()).strip(" :-"))  # type: ignore[arg-type]


# --- medications -----------------------------------------------------------------------------------------------------------


def _medications(text: str, sentence: Sentence, marks: list[Mark], here: Context, kind: str) -> Iterator[Found]:
    section = sentence.section
    for one in find_medications(text, sentence.start, sentence.end, marks, section, kind):
        own = context.at(here, [mark for mark in marks if mark.value == "family"], one.start, text)
        status = one.status if own.status == "current" or (section, own.status) == ("past", "history") else own.status
        yield Found(
            "medication",
            one.name,
            one.start,
            one.end,
            dose=one.dose,
            frequency=one.frequency,
            number=one.amount,
            subject=own.subject,
            status=status,
        )


# --- diagnoses -------------------------------------------------------------------------------------------------------------


def _of_request(text: str, sentence: Sentence) -> Iterator[Found]:
    """The diagnoses of a request for authorization, line by line of its table, and those beside a code anywhere."""
    listed = sentence.section == "diagnosis"
    for line in _LINE.finditer(text, sentence.start, sentence.end):
        for one in find_diagnoses(text, *line.span()) if listed or _CODED.search(line[0]) else ():
            if one.code or listed:
                yield _diagnosis(text, one, Context())


def _diagnoses(text: str, sentence: Sentence, here: Context) -> Iterator[Found]:
    if sentence.section == "diagnosis" and here.status != "template":
        for one in find_diagnoses(text, sentence.start, sentence.end):
            yield _diagnosis(text, one, here)
    elif sentence.section in ("past", "family"):
        for start, end in _listed(text, sentence.start, sentence.end):
            for one in find_diagnoses(text, start, end):
                yield _diagnosis(text, one, here)
    elif here.status != "template" and sentence.section != "reason":
        if _is_own_line(text, sentence):
            for one in find_diagnoses(text, sentence.start, sentence.end):
                if one.polarity == "present" and for_name(one.name):
                    yield _diagnosis(text, one, here)
            return
        told = _NARRATED.search(text, sentence.start, sentence.end)
        for start, end in _listed(text, told.end(), sentence.end) if told else ():
            for one in find_diagnoses(text, start, end):
                yield _diagnosis(text, one, here)


def _is_own_line(text: str, sentence: Sentence) -> bool:
    """Whether a short line holds nothing else, so that it may be a diagnosis in a list without a head."""
    words = text[sentence.start : sentence.end]
    begins = text[max(0, sentence.start - 8) : sentence.start].rpartition("\n")[2].strip(" -*\u2022.)0123456789") == ""
    ends = text[sentence.end : sentence.end + 2].lstrip(" ")[:1] in ("", "\n", "\f")
    short = len(words) <= _LONGEST_NAME and not {":", "\n"} & set(words)
    return begins and ends and short and (words[:1].isupper() or words[:1].isdigit()) and is_condition(words)


def _listed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The members of a list in prose: between commas and *and*, a member without a condition joined to the one before."""
    begin = start
    for stop in re.finditer(r",\s(?:and\s|as well as\s)?|;\s|\s(?:and|with)\s|(?<=[a-z)])\.(?=\s|$)", text[start:end]):
        before, behind = text[begin : start + stop.start()], text[start + stop.end() : end]
        following = re.split(r",\s|;\s|\sand\s|\.\s", behind, maxsplit=1)[0]
        if is_condition(before) and (is_condition(following) or stop[0].strip() in (";", ".")):
            yield begin, start + stop.start()
            begin = start + stop.end()
    yield begin, end


def _diagnosis(text: str, one: Diagnosis, here: Context) -> Found:
    name = completed(text, one)
    status = one.status if here.status == "current" else here.status
    subject = one.subject if here.subject == "patient" else here.subject
    return Found(
        "diagnosis",
        name,
        one.start,
        one.end,
        code=one.code,
        proposed_code="" if one.code else for_name(name),
        side=side_of(name),
        level=level_of(name),
        polarity=one.polarity,
        subject=subject,
        status=status,
        doubt=one.doubt,
    )
