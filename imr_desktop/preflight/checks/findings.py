"""What the summary and a rationale tell of the same patient, held against each other: findings, visits, studies, time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache, partial

from imr_desktop.case.model import Case
from imr_desktop.preflight.data import any_of, compile_any, pattern_of, spaced, table
from imr_desktop.preflight.problem import Context, Raised
from imr_desktop.preflight.prose_calendar import dates_of
from imr_desktop.preflight.prose_dates_found import DATE, parse
from imr_desktop.preflight.regions import levels_in, regions_of, segments
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.requests import named, numbers, numbers_of
from imr_desktop.preflight.restated import asked
from imr_desktop.preflight.texts import Sentence, TextField, prose, rationales, sentences
from imr_desktop.rules.request.sides import side as side_in

NUMBER = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|eighteen"
    r"|twenty(?:-four)?|thirty)"
)
_DAYS = {"week": 7.0, "month": 30.4, "year": 365.25}
_STUDY = re.compile(r"\b(?:MRI|magnetic resonance imaging|CT|myelogram)\b", re.IGNORECASE)
_DISC = re.compile(r"\b[CTL]\d{1,2}\s?[-/]\s?[CTLS]?\d{1,2}\b")
_WORD = re.compile(r"[A-Za-z][a-z-]{4,}")
_words = partial(pattern_of, "findings.toml")


@check("finding.reversed", severity="consider")
def reversed_finding(case: Case, context: Context) -> Iterator[Raised]:
    """A finding is not one thing in the summary and its contrary in a rationale.

    bad: {"summary": "The examination shows a positive straight leg raise on the left.",
          "items": [{"rationale": "The straight leg raise is negative."}]}
    bad: {"summary": "Sensation is intact.", "items": [{"rationale": "There is decreased sensation along L5."}]}
    bad: {"summary": "The MRI of the knee shows a meniscal tear.", "items": [{"rationale": "The MRI was normal."}]}
    good: {"summary": "Straight leg raise is positive on the left.",
          "items": [{"rationale": "Straight leg raise is negative on the right."}]}
    good: {"summary": "Strength was 4/5.", "items": [{"rationale": "The guideline asks that strength is normal."}]}
    good: {"summary": "Spurling is positive. On recheck Spurling was negative.",
          "items": [{"rationale": "Spurling is negative."}]}
    """
    if not case.summary:
        return
    for field in rationales(case):
        for count, (name, one, other) in enumerate(_reversed_between(case.summary, field.text), start=1):
            message = f"Item {field.number}: {name} here; but the summary says “{_short(other.text)}”: which is right?"
            yield field.raised((one.start, one.end), message, count)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a text tells of one finding: the sentences in which it is there, and in which all is well."""

    there: tuple[Sentence, ...]
    gone: tuple[Sentence, ...]


@lru_cache(maxsize=256)
def _reversed_between(summary: str, rationale: str) -> tuple[tuple[str, Sentence, Sentence], ...]:
    return tuple(_reversed(_findings_in(summary), _findings_in(rationale)))


def _reversed(told: dict[str, _Told], here: dict[str, _Told]) -> Iterator[tuple[str, Sentence, Sentence]]:
    for name in here.keys() & told.keys() if told else ():
        own, its = here[name], told[name]
        for said, same, against in ((own.there, its.there, its.gone), (own.gone, its.gone, its.there)):
            plain = [one for one in said if one not in own.there or one not in own.gone]
            pair = next(((a, b) for a in plain for b in against if _comparable(a.text, b.text)), None) if not same else None
            if pair:
                yield name, *pair


@lru_cache(maxsize=256)
def _findings_in(text: str) -> dict[str, _Told]:
    """The findings a text tells of, by name."""
    small, found = text.lower(), {}
    for name, hints, there, gone in _findings():
        if not any(hint in small for hint in hints):
            continue
        those = [
            one for whole in sentences(text) for one in _halves(whole) if any(hint in one.text.lower() for hint in hints)
        ]
        told = _Told(tuple(o for o in those if there.search(o.text)), tuple(o for o in those if gone.search(o.text)))
        if told.there or told.gone:
            found[name] = told
    return found


def _halves(whole: Sentence) -> Iterator[Sentence]:
    """The parts of a sentence between semicolons: each tells of something else."""
    at = whole.start
    for part in whole.text.split(";"):
        yield Sentence(at, at + len(part), part)
        at += len(part) + 1


def _comparable(here: str, told: str) -> bool:
    """Whether two sentences can be of one examination: same side, part of the body and day, if they name them."""
    if _words("elsewhere", "words").search(here):
        return False
    sides, parts = (side_in(here), side_in(told)), (regions_of(here), regions_of(told))
    days = [{one.day for one in dates_of(TextField(text, ""))} for text in (here, told)]
    return not (
        (all(sides) and sides[0] != sides[1])
        or (all(parts) and not parts[0] & parts[1])
        or (all(days) and not days[0] & days[1])
    )


@cache
def _findings() -> tuple[tuple[str, tuple[str, ...], re.Pattern[str], re.Pattern[str]], ...]:
    data = table("findings.toml")
    rows = [
        (row["name"], tuple(row["hints"]), compile_any(row["there"]), compile_any(row["gone"])) for row in data["finding"]
    ]
    for test in data["tests"]:
        forms = [
            compile_any(form.replace("{test}", f"\\b(?:{test})") for form in data[key]) for key in ("positive", "negative")
        ]
        word = re.split(r"[^a-z ]", test)[0].strip()
        rows.append((f"the {word} test is the contrary", (word,), forms[0], forms[1]))
    return tuple(rows)


def _short(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:97]}…"


@check("finding.visits", severity="consider")
def visits(case: Case, context: Context) -> Iterator[Raised]:
    """The visits a rationale says were had are those the summary tells of.

    bad: {"summary": "He had six visits of physical therapy.", "items": [{"title": "PT x 8",
          "rationale": "The patient has had twelve visits of therapy."}]}
    good: {"summary": "He had six visits of physical therapy.", "items": [{"title": "PT x 8",
          "rationale": "After six visits of therapy, eight more are asked for."}]}
    good: {"summary": "He had therapy.", "items": [{"title": "PT x 8", "rationale": "The patient has had twelve visits."}]}
    """
    told = _visits_in(case.summary)
    for field in rationales(case) if told else ():
        own = numbers_of(field.item).counts if field.item else frozenset()
        known = told | frozenset(one + other for one in own for other in told)
        for start, found in _had_in(field.text):
            count = numbers(f"{found[1]} sessions").counts
            if count and not count & known:
                message = f"Item {field.number}: {found[1]} visits here, {_listed(told)} in the summary: correct one."
                yield field.raised((start + found.start(), start + found.end()), message, start)


@lru_cache(maxsize=16)
def _visits_in(summary: str) -> frozenset[int | float]:
    return frozenset(count for one in _any_visits().finditer(summary) for count in _numbers(one))


@lru_cache(maxsize=256)
def _had_in(text: str) -> tuple[tuple[int, re.Match[str]], ...]:
    """Where a text says how many visits the patient had, with where its sentence starts."""
    others = _words("visits", "not_words")
    those = TextField(text, "").sentences("visit", "session", "treatments")
    return tuple((one.start, f) for one in those for f in _had_visits().finditer(one.text) if not others.search(f[0]))


def _listed(told: frozenset[int | float]) -> str:
    return " or ".join(map(str, sorted(told)[:3]))


def _numbers(found: re.Match[str]) -> Iterator[int | float]:
    for word in found.groups():
        if word:
            yield from numbers(f"{word} sessions").counts


@cache
def _had_visits() -> re.Pattern[str]:
    return re.compile(spaced(r"\b" + table("findings.toml")["visits"]["had"]).replace("{n}", NUMBER), re.IGNORECASE)


@cache
def _any_visits() -> re.Pattern[str]:
    return re.compile(spaced(table("findings.toml")["visits"]["any"]).replace("{n}", NUMBER), re.IGNORECASE)


@check("finding.study", severity="consider")
def study(case: Case, context: Context) -> Iterator[Raised]:
    """A study has one date, and its spinal levels, in summary and rationale alike.

    bad: {"summary": "The MRI of 11/18/2024 shows a tear.", "items": [{"rationale": "The MRI of 11/13/2024 is clear."}]}
    bad: {"summary": "A protrusion at L4-5.", "items": [{"title": "MRI", "rationale": "The MRI shows it at L2-3."}]}
    good: {"summary": "The MRI of 11/18/2024 shows a tear.", "items": [{"rationale": "The MRI of 11/18/24 is clear."}]}
    good: {"summary": "He had an MRI.", "items": [{"rationale": "The MRI of 11/13/2024 is clear."}]}
    """
    if not case.summary:
        return
    summary = TextField(case.summary, "summary")
    days = {one.day for one in dates_of(summary)}
    told = {name for name, _ in _dated_studies(case.summary)}
    discs = segments(levels_in(case.summary)).union(*(segments(levels_in(asked(item))) for item in case.items))
    for field in rationales(case):
        for name, found in _dated_studies(field.text):
            day = parse(found[2])
            if day and day not in days and name in told:
                message = f"Item {field.number}: the summary dates this study otherwise: correct one."
                yield field.raised(found.span(2), message, found.start())
        yield from _levels_elsewhere(field, discs)


def _levels_elsewhere(field: TextField, discs: frozenset[int]) -> Iterator[Raised]:
    """The disc a study is said to show that neither summary nor items name."""
    for sentence in field.sentences("mri", "magnetic", "ct ", "myelogram") if discs else ():
        shown = _STUDY.search(sentence.text)
        discs_here = [one[0] for one in _DISC.finditer(sentence.text, shown.end())] if shown else []
        strange = next((one for one in discs_here if segments(levels_in(one)) and not segments(levels_in(one)) & discs), "")
        if strange and not _words("elsewhere", "words").search(sentence.text):
            message = f"Item {field.number}: {strange} stands neither in the summary nor in a request: correct it."
            yield field.raised((sentence.start, sentence.end), message, f"level:{sentence.start}")


@lru_cache(maxsize=256)
def _dated_studies(text: str) -> tuple[tuple[str, re.Match[str]], ...]:
    return tuple((found[1].lower()[:3], found) for found in _dated().finditer(text))


@cache
def _dated() -> re.Pattern[str]:
    data = table("findings.toml")["study"]
    words = data["dated"].replace("{study}", f"({data['words']})")
    return re.compile(rf"\b{spaced(words)}({DATE})", re.IGNORECASE)


@check("finding.drug", severity="consider")
def drug(case: Case, context: Context) -> Iterator[Raised]:
    """The drug a rationale says is taken is one that the summary or a request names.

    bad: {"summary": "He takes tramadol.", "items": [{"title": "Tramadol 50mg #60",
          "rationale": "He takes oxycodone twice a day. The request for tramadol is not medically necessary."}]}
    good: {"summary": "He takes tramadol.", "items": [{"title": "Norco 10/325mg #60",
          "rationale": "He takes hydrocodone twice a day and used Ultram before."}]}
    good: {"summary": "He has knee pain.", "items": [{"title": "MRI", "rationale": "He takes oxycodone."}]}
    """
    known = _drugs_named(case, context)
    for field in rationales(case) if known else ():
        for sentence in field.sentences(*table("findings.toml")["taken"]["hints"]):
            for found in _taken().finditer(sentence.text):
                here = named(context.packs, found[1])
                if (
                    here
                    and here.drugs
                    and not set(here.drugs) & known
                    and not _words("taken", "not_words").search(sentence.text)
                ):
                    at = sentence.start + found.start(1)
                    message = f"Item {field.number}: no summary and no request names {found[1]}: whose drug is it?"
                    yield field.raised((at, at + len(found[1])), message, at)


def _drugs_named(case: Case, context: Context) -> frozenset[str]:
    """The drugs that summary and items name; none where the summary names none, for then it tells nothing of drugs."""
    told = frozenset(drug for word in _WORD.findall(case.summary) for drug in _drugs(context, word.lower()))
    items = (its for item in case.items if (its := named(context.packs, asked(item))))
    return told.union(*(its.drugs for its in items)) if told else told


def _drugs(context: Context, word: str) -> tuple[str, ...]:
    here = named(context.packs, word)
    return here.drugs if here else ()


@cache
def _taken() -> re.Pattern[str]:
    return re.compile(rf"\b{spaced(table('findings.toml')['taken']['verb'])}", re.IGNORECASE)


@check("finding.course", severity="consider")
def course(case: Case, context: Context) -> Iterator[Raised]:
    """No treatment of the injury has lasted longer than the time since the injury.

    bad: {"dates": {"injury": "2024-11-20", "decision": "2025-01-10"},
          "items": [{"rationale": "The patient has been taking opioids for six months."}]}
    bad: {"dates": {"injury": "2024-11-20", "decision": "2025-01-10"}, "summary": "He was injured two years ago."}
    good: {"dates": {"injury": "2023-11-20", "decision": "2025-01-10"},
          "items": [{"rationale": "The patient has been taking opioids for six months."}]}
    good: {"dates": {"injury": "2024-11-20", "decision": "2025-01-10"},
          "items": [{"rationale": "The guideline limits treatment with opioids for six months."}]}
    """
    injury, last = case.dates.injury, case.dates.decision or case.dates.application_received
    if injury is None or last is None:
        return
    for field in prose(case):
        for sentence in field.sentences(*table("findings.toml")["course"]["hints"]):
            found = _longer(sentence.text, injury, last)
            if found and not _words("course", "not_words").search(_part_of(sentence.text, found)):
                start = sentence.start + found.start()
                message = f"Longer than the injury is old ({_age(injury, last)} at the determination): correct it."
                yield field.raised((start, start + len(found[0])), message, start)


def _part_of(text: str, found: re.Match[str]) -> str:
    """The part of a sentence, between semicolons, in which words stand."""
    end = text.find(";", found.end())
    return text[text.rfind(";", 0, found.start()) + 1 : end if end >= 0 else len(text)]


def _longer(text: str, injury: date, last: date) -> re.Match[str] | None:
    slack = table("findings.toml")["course"]["slack_days"]
    for found in _course().finditer(text):
        words = {key[0]: word for key, word in found.groupdict().items() if word}
        count = next(iter(numbers(f"{words['n']} sessions").counts), 0)
        if count * _DAYS[words["u"].lower().rstrip("s")] > (last - injury).days + slack:
            return found
    return None


def _age(injury: date, last: date) -> str:
    return f"{(last - injury).days // 7} weeks"


@cache
def _course() -> re.Pattern[str]:
    data = table("findings.toml")["course"]
    words = any_of(data["words"]).replace("{n}", NUMBER).replace("{u}", data["unit"])
    return re.compile(rf"\b{words}", re.IGNORECASE)
