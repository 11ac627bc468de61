"""What a sentence says against the page it cites: date, number, drug, treatment, side, level, finding, person, page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from imr_desktop.case import citation
from imr_desktop.case.dates import written
from imr_desktop.case.model import Case, Fact, Finding
from imr_desktop.preflight import places
from imr_desktop.preflight.cited.amounts import amounts
from imr_desktop.preflight.cited.compared import faults
from imr_desktop.preflight.cited.fault import Fault
from imr_desktop.preflight.cited.held_pages import Held, doubtful, held
from imr_desktop.preflight.cited.page_citations import stands_on, where_it_stands
from imr_desktop.preflight.cited.prose_days import days
from imr_desktop.preflight.cited.resting import Span, spans
from imr_desktop.preflight.kept import kept, words
from imr_desktop.preflight.problem import Context, Fix, Place, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.requests import named
from imr_desktop.record.find.fold import fold

if TYPE_CHECKING:
    from imr_desktop.preflight.record_words import RecordWords
    from imr_desktop.rules import Packs

_MOST_KEPT = 4096
_WORDS = re.compile(r"\w+")
_TELLING = frozenset(("no", "not", "without", "left", "right", "both", "positive", "negative", "never", "denies", "normal"))
"""Words without which a quotation says another thing."""


def _of(case: Case, context: Context, *kinds: str) -> Iterator[Raised]:
    """The faults of some kinds in summary and rationales, then in the findings."""
    if not context.record:
        return
    of = words(context.record)
    parts = case.summary, case.items, case.findings, case.documents, case.files, case.dates.injury
    for kind, raised in kept(of, "faults", parts, lambda: tuple(_every(case, of))):
        if kind in kinds:
            yield raised


def _every(case: Case, of: RecordWords) -> Iterator[tuple[str, Raised]]:
    counts: Counter[tuple[str, str]] = Counter()
    for span in spans(case):
        for fault in _faults(case, of, span.text, span.pages, loose=span.loose):
            counts[span.field.key, fault.kind] += 1
            yield fault.kind, _raised(case, span, fault, counts[span.field.key, fault.kind])
    for finding in case.findings:
        pages = tuple(dict.fromkeys(source.page for source in finding.sources if source.page > 0))
        for fault in _faults(case, of, finding.text, pages, loose=False):
            yield fault.kind, _of_finding(case, finding, fault, pages)
        if other := _other_day(held(case, of, pages) if pages else None, finding):
            yield other.kind, _of_finding(case, finding, other, pages)


def _raised(case: Case, span: Span, fault: Fault, count: int) -> Raised:
    fix = _open(span.pages[0])
    if fault.kind == "page" and fault.page:
        fix = Fix(f"Cite page {fault.page}", (span.field.replace(*span.cite, citation.written(fault.page)),))
    at = span.start + fault.start, span.start + fault.end
    return span.field.raised(at, fault.message, count, fix, flag=doubtful(case, span.pages) or None)


def _of_finding(case: Case, finding: Finding, fault: Fault, pages: tuple[int, ...]) -> Raised:
    place = Place("record", finding.id, "findings", fault.start, fault.end, "Findings")
    quote = finding.text[fault.start : fault.end]
    key = f"finding:{finding.id}:{fault.kind}"
    return Raised(place, fault.message, key, quote, _open(pages[0]), flag=doubtful(case, pages) or None)


def _other_day(of: Held | None, finding: Finding) -> Fault | None:
    """The day of a finding that neither its page nor the document names, where that names others."""
    there = {day for page in of.around for day in days(page)} | of.known if of else set()
    if of is None or finding.date is None or not there or finding.date in there:
        return None
    return Fault("date", 0, 0, f"{written(finding.date)} stands nowhere in the document of {of.named}: which is right?")


def _open(page: int) -> Fix | None:
    return Fix(f"Open page {page}", act="open page", target=str(page)) if page > 0 else None


def _faults(case: Case, of: RecordWords, text: str, pages: tuple[int, ...], *, loose: bool) -> tuple[Fault, ...]:
    """What some words say that their pages do not; kept, since most of a text stays as it was at every edit."""
    parts = case.documents, case.files, case.dates.injury
    known: dict[tuple[str, tuple[int, ...], bool], tuple[Fault, ...]] = kept(of, "sentences", parts, dict)
    key = text, pages, loose
    if key not in known:
        if len(known) >= _MOST_KEPT:
            known.clear()
        against = held(case, of, pages)
        known[key] = faults(text, against, loose) if against else ()
    return known[key]


@check("cited.date", severity="consider", needs="record")
def day(case: Case, context: Context) -> Iterator[Raised]:
    """A date stands on the page it is cited from, or in that document.

    bad: {"record": {"1": "MRI of the neck. Date of examination: 12/03/2015", "2": "Pain."},
          "summary": "The MRI of 12/13/2015 shows a mild bulge [p. 1]."}
    good: {"record": {"1": "MRI of the neck. Date of examination: 12/03/2015"},
          "summary": "The MRI of December 3, 2015 shows a mild bulge [p. 1]."}
    """
    yield from _of(case, context, "date")


@check("cited.number", severity="consider", needs="record")
def number(case: Case, context: Context) -> Iterator[Raised]:
    """A number with its unit is the page's: visits, doses, degrees, percent, scores of pain.

    bad: {"record": {"1": "Physical therapy twice a week for six weeks, twelve visits in all."},
          "summary": "Twenty-four visits of physical therapy were ordered [p. 1]."}
    bad: {"record": {"1": "Neck pain is 6/10."}, "summary": "The neck pain is rated 8/10 [p. 1]."}
    good: {"record": {"1": "Visit 12 of 12. Pain 6/10 before, 4/10 after."},
          "summary": "After twelve visits the pain was 4/10 [p. 1]."}
    """
    yield from _of(case, context, "number")


@check("cited.drug", severity="consider", needs="record")
def drug(case: Case, context: Context) -> Iterator[Raised]:
    """A drug stands on the page it is cited from, or in that document, under any of its names.

    bad: {"record": {"1": "Naproxen 500 mg twice daily."}, "summary": "She takes ibuprofen 500 mg [p. 1]."}
    good: {"record": {"1": "Naprosyn 500 mg twice daily."}, "summary": "She takes naproxen 500 mg [p. 1]."}
    """
    yield from _of(case, context, "drug")


@check("cited.treatment", severity="consider", needs="record")
def treatment(case: Case, context: Context) -> Iterator[Raised]:
    """A treatment, test or study stands on the page it is cited from, or in that document, under any of its names.

    bad: {"record": {"1": "Six visits of acupuncture gave short relief."},
          "summary": "Six chiropractic visits gave short relief [p. 1]."}
    good: {"record": {"1": "PT x 12 completed."}, "summary": "Twelve visits of physical therapy were done [p. 1]."}
    """
    yield from _of(case, context, "treatment")


@check("cited.side", severity="consider", needs="record")
def side(case: Case, context: Context) -> Iterator[Raised]:
    """A side is the page's.

    bad: {"record": {"1": "Tenderness of the right shoulder."}, "summary": "The left shoulder is tender [p. 1]."}
    good: {"record": {"1": "Both shoulders are tender."}, "summary": "The left shoulder is tender [p. 1]."}
    """
    yield from _of(case, context, "side")


@check("cited.part", severity="consider", needs="record")
def part(case: Case, context: Context) -> Iterator[Raised]:
    """A part of the body is one that the cited document names.

    bad: {"record": {"1": "X-rays of the lumbar spine: no fracture."},
          "summary": "X-rays of the neck show no fracture [p. 1]."}
    good: {"record": {"1": "X-rays of the lumbar spine."}, "summary": "X-rays of the low back were made [p. 1]."}
    """
    yield from _of(case, context, "part")


@check("cited.level", severity="consider", needs="record")
def level(case: Case, context: Context) -> Iterator[Raised]:
    """A spinal level is the page's.

    bad: {"record": {"1": "C5-6: 2 mm bulge."}, "summary": "The MRI shows a 2 mm bulge at C6-7 [p. 1]."}
    good: {"record": {"1": "C5-C6: 2 mm bulge. MRI."}, "summary": "The MRI shows a 2 mm bulge at C5-6 [p. 1]."}
    """
    yield from _of(case, context, "level")


@check("cited.finding", severity="consider", needs="record")
def finding(case: Case, context: Context) -> Iterator[Raised]:
    """A finding is there, a test positive, a function normal, as the page says.

    bad: {"record": {"1": "Spurling's test is negative on both sides."}, "summary": "Spurling's test was positive [p. 1]."}
    bad: {"record": {"1": "Cervical spondylosis without radiculopathy."}, "summary": "There is radiculopathy [p. 1]."}
    good: {"record": {"1": "Spurling positive right, negative left."}, "summary": "Spurling's test was positive [p. 1]."}
    """
    yield from _of(case, context, "finding")


@check("cited.person", severity="consider", needs="record")
def person(case: Case, context: Context) -> Iterator[Raised]:
    """The employee's age and sex are the page's.

    bad: {"record": {"1": "This is a 48 year old woman."}, "summary": "The patient is a 48 year old man [p. 1]."}
    good: {"record": {"1": "This is a 47 year old woman."}, "summary": "The patient is a 48 year old woman [p. 1]."}
    """
    yield from _of(case, context, "person")


@check("cited.page", severity="consider", needs="record")
def page(case: Case, context: Context) -> Iterator[Raised]:
    """A sentence cites the page that it was taken from.

    bad: {"record": {"1": "Fax cover sheet, pages to follow.", "2": "Palpation of the trapezius shows taut bands, a twitch
          response and referred pain."},
          "summary": "The trapezius has taut bands with a twitch response and referred pain [p. 1]."}
    good: {"record": {"1": "Palpation of the trapezius shows taut bands.", "2": "Taut bands."},
          "summary": "The trapezius has taut bands on palpation [p. 1]."}
    """
    yield from _of(case, context, "page")


@check("cited.source", severity="consider", needs="record")
def source(case: Case, context: Context) -> Iterator[Raised]:
    r"""The words a finding, a fact or an answer quotes stand on its page.

    bad: {"record": {"1": "Pain.", "2": "Taut bands on both sides."}, "facts": [{"key": "exam.muscle_spasm", "value": true,
          "sources": [{"document": "d", "page": 1, "quote": "taut bands on both sides"}]}]}
    good: {"record": {"1": "Taut bands on both\nsides."}, "facts": [{"key": "exam.muscle_spasm", "value": true,
          "sources": [{"document": "d", "page": 1, "quote": "taut bands on both sides"}]}]}
    """
    if context.record:
        yield from kept(words(context.record), "sources", (case.findings, case.facts), lambda: tuple(_sources(case, context)))


def _sources(case: Case, context: Context) -> Iterator[Raised]:
    holders = [(f"finding {one.text[:40]!r}", one.id, one.sources) for one in case.findings]
    holders += [(f"fact {one.key}", one.key, one.sources) for one in case.facts]
    for what, key, sources in holders:
        for count, one in enumerate(sources, start=1):
            text = context.record.get(one.page, "")
            if not one.quote.strip() or not text.strip() or stands_on(one.quote, (one.page,), context.record):
                continue
            there = where_it_stands(one.quote, context.record)
            if not there and _mostly_on(one.quote, text) and not _other_drug(context, one.quote, text):
                continue
            where = f"but on page {there}" if there else "nor on any other page"
            message = f"The words quoted for {what} do not stand on page {one.page}, {where}."
            fix = _open(there or one.page)
            yield Raised(places.RECORD, message, f"{key}:{count}", one.quote, fix, flag=doubtful(case, (one.page,)) or None)


@check("cited.fact", severity="consider", needs="record")
def fact(case: Case, context: Context) -> Iterator[Raised]:
    """The value of a fact is what its page says.

    bad: {"record": {"1": "Cervical spondylosis without radiculopathy."}, "facts": [{"key": "dx.radiculopathy", "value": true,
          "sources": [{"document": "d", "page": 1, "quote": "without radiculopathy"}]}]}
    good: {"record": {"1": "Cervical spondylosis without radiculopathy."}, "facts": [{"key": "dx.radiculopathy",
          "value": false, "sources": [{"document": "d", "page": 1, "quote": "without radiculopathy"}]}]}
    """
    packs = context.packs
    if not context.record or packs is None:
        return
    yield from kept(words(context.record), "facts", (case.facts, context.packs), lambda: tuple(_facts(case, context, packs)))


def _facts(case: Case, context: Context, packs: Packs) -> Iterator[Raised]:
    for one in case.facts:
        told = _told(context, one)
        if one.key not in packs.inputs or told is None:
            continue
        page, says, quote = told
        name = packs.inputs[one.key].label or one.key
        message = f"The case says {_shown(one.value)} for “{name}”, but page {page} says {says}: which is right?"
        yield Raised(places.RECORD, message, one.key, quote, _open(page))


def _told(context: Context, fact: Fact) -> tuple[int, str, str] | None:
    """The page that says another value of a fact, what it says, and its words; None where none does."""
    assert context.packs is not None
    said = context.packs.phrases.said
    for whole in (False, True):
        texts = [(one.page, context.record.get(one.page, "") if whole else one.quote) for one in fact.sources]
        found = [(page, said(text)[fact.key]) for page, text in texts if text and fact.key in said(text)]
        values = {value for _, told in found for value in told.values}
        if values:
            page, told = found[0]
            wrong = isinstance(fact.value, bool | int | float) and fact.value not in values
            return (page, "otherwise", told.quotes[0] if told.quotes else "") if wrong else None
    return _other_number(context, fact)


def _other_number(context: Context, fact: Fact) -> tuple[int, str, str] | None:
    """Where the words quoted for a number hold other numbers, and the page does not have it either."""
    if isinstance(fact.value, bool | str):
        return None
    for one in fact.sources:
        numbers = amounts(fold(one.quote).text)
        there = amounts(fold(context.record.get(one.page, "")).text)
        quoted = {*numbers.plain, *(number for unit in numbers.by_unit.values() for number in unit)}
        known = {*there.plain, *(number for unit in there.by_unit.values() for number in unit)}
        if (
            quoted
            and not any(number.unit == "score" for number in numbers.listed)
            and float(fact.value) not in quoted | known
        ):
            return one.page, ", ".join(f"{number:g}" for number in sorted(quoted)), one.quote
    return None


def _mostly_on(quote: str, text: str) -> bool:
    """Whether most words of a quotation stand on a page, if in another order: columns of a form are read in their own."""
    words = [word for word in _WORDS.findall(quote.lower()) if len(word) > 1]
    there = frozenset(_WORDS.findall(text.lower()))
    if any(word not in there and (word in _TELLING or word.isdigit()) for word in words):
        return False
    return sum(word in there for word in words) > 0.8 * len(words)


def _other_drug(context: Context, quote: str, text: str) -> bool:
    """Whether a quotation names a drug that its page does not."""
    there = frozenset(_WORDS.findall(text.lower()))
    strange = {word for word in _WORDS.findall(quote.lower()) if len(word) > 4 and word not in there}
    return any((its := named(context.packs, word)) and its.drugs for word in strange)


def _shown(value: bool | float | str) -> str:
    return (
        {True: "yes", False: "no"}[value]
        if isinstance(value, bool)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )
