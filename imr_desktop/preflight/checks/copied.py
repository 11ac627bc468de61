"""Text that stands elsewhere too: in another item, in another case, in the utilization review, or twice in one place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from imr_desktop.case.model import Case
from imr_desktop.preflight.data import pattern_of, table
from imr_desktop.preflight.others import SHINGLE, likeness, share, shingles
from imr_desktop.preflight.places import SUMMARY
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import Sentence, TextField, prose, rationales, sentences

_WORD = re.compile(r"\w+")
_DATE = re.compile(
    r"\b(?:\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|(?:january|february|march|april|may|june|july|august|september|"
    r"october|november|december)\s+\d{1,2},?\s+\d{4})\b"
)
_DOSED = re.compile(r"\b([a-z]{5,})(?:\s+(?:hcl|er|xr|sr|cr|dr))*\s*\d+(?:\.\d+)?\s*(?:mg|mcg|%)")


def _limits(part: str) -> dict[str, Any]:
    limits: dict[str, Any] = table("copied.toml")[part]
    return limits


@lru_cache(maxsize=512)
def _count(text: str) -> int:
    return len(_WORD.findall(text))


@check("copied.item", severity="consider", confidence="unsure")
def from_item(case: Case, context: Context) -> Iterator[Raised]:
    """No rationale is another item's, word for word or nearly so.

    bad: {"items": [{"rationale": "The guideline asks for objective signs of nerve compromise in patients who would consider
          surgery; the report of the treating physician describes normal strength, normal reflexes and normal sensation
          in both legs, so that imaging would not change the plan of care for this patient today."},
          {"rationale": "The guideline asks for objective signs of nerve compromise in patients who would consider
          surgery; the report of the treating physician describes normal strength, normal reflexes and normal sensation
          in both arms, so that imaging would not change the plan of care for this patient today."}]}
    good: {"items": [{"rationale": "As for item 2."}, {"rationale": "As for item 2."}]}
    """
    limits = _limits("item")
    before: list[TextField] = []
    for field in rationales(case):
        if _count(field.text) < limits["words"]:
            continue
        own = shingles(field.text, SHINGLE)
        alike = next((other for other in before if likeness(own, shingles(other.text, SHINGLE)) >= limits["likeness"]), None)
        if alike:
            yield field.raised(None, f"Item {field.number} has nearly the rationale of item {alike.number}: is it meant?")
        before.append(field)


@check("copied.case", severity="consider", needs="others")
def from_case(case: Case, context: Context) -> Iterator[Raised]:
    """No rationale was carried over from another case; without a date in common it is only shown.

    bad: {"others": [{"title": "MRI", "decision": "Upheld", "rationale": "The guideline asks for objective signs of nerve
          compromise in patients who would consider surgery; the report of 3/4/2024 describes normal strength, normal
          reflexes and normal sensation in both legs after a lifting injury, and three weeks of therapy brought the pain
          from 7 to 4, so that imaging of the lumbar spine would not change the plan of care for this patient at all."}],
          "items": [{"title": "MRI", "decision": "Upheld", "rationale": "The guideline asks for objective signs of nerve
          compromise in patients who would consider surgery; the report of 3/4/2024 describes normal strength, normal
          reflexes and normal sensation in both legs after a lifting injury, and three weeks of therapy brought the pain
          from 7 to 4, so that imaging of the lumbar spine would not change the plan of care for this patient at all."}]}
    good: {"others": [{"title": "MRI", "decision": "Upheld", "rationale": "The request is not medically necessary."}],
          "items": [{"title": "MRI", "rationale": "The request is not medically necessary."}]}
    """
    limits = _limits("case")
    for field in rationales(case):
        if not context.others.items or _count(field.text) < limits["words"]:
            continue
        nearest = context.others.nearest(field.text, case)
        if nearest and nearest[1] >= limits["likeness"]:
            other = nearest[0]
            yield field.raised(
                None,
                f"Item {field.number}: nearly the rationale of {other.case} item {other.number}, "
                "another case: is every word true here?",
                flag=not _dates(field.text) & _dates(other.rationale) or None,
            )


@check("copied.denial", severity="consider", needs="record")
def from_denial(case: Case, context: Context) -> Iterator[Raised]:
    """The case summary is the reviewer's own and no copy of the utilization review's.

    bad: {"documents": [{"id": "d", "file": "f", "title": "UR", "type": "ur determination", "first_page": 1,
          "last_page": 1}], "record": {"1": "Rationale: The claimant is a 41 year old roofer who fell from a ladder and
          injured the right wrist and the low back in March. He has had eight visits of therapy, a wrist splint and naproxen
          with partial relief. The most recent progress note describes tenderness over the distal radius with full range of
          motion and normal grip."},
          "summary": "The claimant is a 41 year old roofer who fell from a ladder and
          injured the right wrist and the low back in March. He has had eight visits of therapy, a wrist splint and naproxen
          with partial relief. The most recent progress note describes tenderness over the distal radius with full range of
          motion and normal grip."}
    good: {"documents": [{"id": "d", "file": "f", "title": "UR", "type": "ur determination", "first_page": 1,
          "last_page": 1}],
          "record": {"1": "The request for therapy is not certified."},
          "summary": "On 3/4/2025 the request for therapy was not certified by utilization review."}
    """
    limits = _limits("denial")
    if _count(case.summary) < limits["words"]:
        return
    denials = [document.pages for document in case.documents if document.type == "ur determination"]
    denial = "\n".join(context.record[page] for page in sorted(context.record) if any(page in one for one in denials))
    copied = share(shingles(case.summary, limits["run"]), shingles(denial, limits["run"])) if denial.strip() else 0.0
    if copied >= limits["share"]:
        yield Raised(SUMMARY, f"{copied:.0%} of the summary stands in the UR determination: write it from the record.")


@check("copied.within", severity="consider", confidence="sure")
def within(case: Case, context: Context) -> Iterator[Raised]:
    """No sentence stands twice in one text.

    bad: {"summary": "The exam of 3/4/2025 shows spasm of the lumbar muscles. Reflexes are equal. The exam of 3/4/2025 shows
          spasm of the lumbar muscles."}
    good: {"summary": "Pain is 6/10. Therapy helped. Pain is 6/10."}
    good: {"items": [{"rationale": "ODG: “The study is an option in patients who failed three months of care. It is an
          option. The study is an option in patients who failed three months of care.”"}]}
    """
    for field in prose(case):
        for count, (start, end) in enumerate(_repeated(field.text), start=1):
            message = "This sentence stands twice in the text: take one out."
            yield field.raised((start, end), message, count, Fix("Take it out", (field.replace(start, end, ""),)))


@check("copied.service", severity="consider")
def service(case: Case, context: Context) -> Iterator[Raised]:
    """A rationale speaks of its own request and not of another item's.

    bad: {"items": [{"title": "Acupuncture x 6", "rationale": "The tramadol was taken without side effects or relief."},
          {"title": "Tramadol 50mg #60", "rationale": "Tramadol gave no relief."}]}
    good: {"items": [{"title": "Acupuncture x 6", "rationale": "After tramadol failed, acupuncture is supported."},
          {"title": "Tramadol 50mg #60", "rationale": "Tramadol gave no relief."}]}
    good: {"items": [{"title": "EMG of both legs", "rationale": "Electrodiagnostic studies wait until the MRI is done."},
          {"title": "MRI of the lumbar spine", "rationale": "An MRI can wait."}]}
    """
    titles = [item.title for item in case.items]
    for field in rationales(case) if len(titles) > 1 else ():
        own = names_of(titles[field.number - 1])
        words = _all_words(field.text)
        if not own or own & words:
            continue
        other = next((number for number, title in enumerate(titles, start=1) if (_telling(title) - own) & words), None)
        if other:
            yield field.raised(None, f"Item {field.number}: its rationale names item {other}'s request and never its own.")


@lru_cache(maxsize=256)
def names_of(title: str) -> frozenset[str]:
    """The words a request goes by: those of weight in its title, with the others that mean the same."""
    data = _limits("service")
    own = {word for word in _words(title) if len(word) >= data["least"] and word.isalpha() and word not in data["common"]}
    return frozenset(own.union(*(row for row in data["same"] if own & set(row))))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("x-ray", "xray"))


@lru_cache(maxsize=512)
def _all_words(text: str) -> frozenset[str]:
    return frozenset(_words(text))


@lru_cache(maxsize=256)
def _telling(title: str) -> frozenset[str]:
    """The words of a title that can only mean its service: a drug before its dose, a treatment with a name of its own."""
    data = _limits("service")
    return frozenset({*_DOSED.findall(title.lower()), *(word for word in _words(title) if word in data["telling"])})


def _dates(text: str) -> frozenset[str]:
    """The days a text names: what two patients' texts hardly share by chance."""
    return frozenset(_DATE.findall(text.lower()))


@lru_cache(maxsize=512)
def _repeated(text: str) -> tuple[tuple[int, int], ...]:
    """Where sentences stand again, later than the first time; quoted or not, capitals and signs do not count."""
    return tuple(_repeated_in(text))


def _repeated_in(text: str) -> Iterator[tuple[int, int]]:
    seen: set[str] = set()
    least = _limits("within")["words"]
    for sentence in sentences(text):
        words = _WORD.findall(sentence.text.lower())
        plain = " ".join(words)
        if len(words) >= least and plain in seen and not _quoted(text, sentence):
            yield sentence.start, sentence.end
        seen.add(plain)


def _quoted(text: str, sentence: Sentence) -> bool:
    """Whether a sentence stands in quotation marks, or speaks for a guideline."""
    before = text[: sentence.start]
    inside = before.count("“") > before.count("”") or before.count('"') % 2 == 1
    return inside or pattern_of("copied.toml", "within", "quoted").search(sentence.text) is not None
