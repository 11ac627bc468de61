"""Nothing but medical necessity is decided: no causation, liability or cost (Labor Code 4610.6(a))."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial

from imr_desktop.case.model import Case
from imr_desktop.preflight.data import any_of, pattern_of, spaced, table
from imr_desktop.preflight.problem import Context, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import Sentence, TextField, prose

_words = partial(pattern_of, "scope.toml")


@cache
def _cost() -> re.Pattern[str]:
    cost = table("scope.toml")["cost"]
    return re.compile(rf"\b{any_of(cost['phrases'])}\b|{spaced(cost['amount'])}", re.IGNORECASE)


@check("scope.causation", severity="consider")
def causation(case: Case, context: Context) -> Iterator[Raised]:
    """No rationale decides whether the injury was caused by work; what others say of it is only shown.

    bad: {"items": [{"rationale": "The left hip pain is non-industrial. The request is not medically necessary."}]}
    bad: {"items": [{"rationale": "The knee complaint is not related to the work injury."}]}
    bad: {"items": [{"rationale": "Causation of the neck pain was never established."}]}
    bad: {"items": [{"rationale": "The sleep problem is not industrially caused."}]}
    bad: {"items": [{"rationale": "The hernia did not occur in the course of employment."}]}
    bad: {"summary": "The diabetes is nonindustrial."}
    good: {"summary": "The injured worker sustained an industrial injury on 3/5/2024 to the right shoulder."}
    good: {"items": [{"rationale": "The work related injury led to radicular pain in both legs."}]}
    good: {"items": [{"rationale": "The cause of the numbness is unclear; causalgia was considered."}]}
    good: {"items": [{"rationale": "Independent Medical Review does not decide causation."}]}
    """
    yield from _outside(case, "causation", "Speaks of causation, which is not decided here: reword.")


@check("scope.liability", severity="consider")
def liability(case: Case, context: Context) -> Iterator[Raised]:
    """No rationale decides what the claim covers or who has to pay; what others say of it is only shown.

    bad: {"items": [{"rationale": "The cervical spine is not an accepted body part, so imaging is denied."}]}
    bad: {"items": [{"rationale": "The employer is not liable for treatment of the hip."}]}
    bad: {"items": [{"rationale": "The wrist is not part of the claim."}]}
    bad: {"items": [{"rationale": "The carrier should pay for the brace."}]}
    good: {"items": [{"rationale": "The patient was admitted to the hospital; MRI is the most accepted test."}]}
    good: {"items": [{"rationale": "Coverage of the wound was complete; the gait was labile."}]}
    good: {"items": [{"rationale": "Whether the hip is an accepted body part is beyond the scope of this review."}]}
    """
    yield from _outside(case, "liability", "Speaks of liability, which is not decided here: reword.")


@check("scope.cost", severity="consider")
def cost(case: Case, context: Context) -> Iterator[Raised]:
    """No rationale weighs cost or price; what a guideline or study says of cost is none of the reviewer's reasons.

    bad: {"items": [{"rationale": "A cheaper generic is available, so the brand is not medically necessary."}]}
    bad: {"items": [{"rationale": "At $4,200 the device is too expensive for a trial."}]}
    good: {"items": [{"rationale": "Costochondral tenderness and intercostal pain were noted."}]}
    good: {"items": [{"rationale": "In a large case series, active therapy led to fewer visits and cost less."}]}
    """
    yield from _outside(case, "cost", "Weighs cost, which is not decided here: reword.", "guideline")


def _outside(case: Case, part: str, message: str, theirs: str = "") -> Iterator[Raised]:
    """The first such words of each sentence; sentences that decline to decide, or in which `theirs` speak, are passed."""
    words = _cost() if part == "cost" else _words(part, "phrases")
    for field in prose(case):
        count = 0
        for sentence in field.sentences(*table("scope.toml")[part]["hints"]):
            found = words.search(sentence.text)
            if found and not _passed(sentence, theirs):
                count += 1
                yield _raised(field, sentence, found, message, count)


def _passed(sentence: Sentence, theirs: str) -> bool:
    if _words("disclaimer", "phrases").search(sentence.text):
        return True
    return bool(theirs) and _words(theirs, "words").search(sentence.text) is not None


def _raised(field: TextField, sentence: Sentence, found: re.Match[str], message: str, count: int) -> Raised:
    start = sentence.start + found.start()
    reported = field.item is None or _words("reported", "words").search(sentence.text) is not None
    return field.raised((start, start + len(found[0])), message, count, flag=reported or None)
