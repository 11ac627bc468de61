"""From a reading to a rule in the packs' own format: its criteria with tests, the inputs they ask for, and an example.

A count becomes a test against what the request comes to, a prerequisite a question, *not recommended* a criterion that
fails, *no recommendation* one that asks for other evidence. A criterion's id changes with its words, so that an answer
given to one limit never counts for another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

from imr_desktop.case.dates import written
from imr_desktop.rules.model import Confidence, CriterionData, Example, InputSpec, Kind, RuleData, Status
from imr_desktop.rules.readings import STRENGTH_WORDS, Measure, Phase, Reading

PREFIX = "reading."
"""What the id of every such rule begins with."""

Test = dict[str, Any]
Inputs = dict[str, bool | float | str | list[str]]

_INPUTS: dict[Measure, tuple[str, ...]] = {
    "visits in all": ("visits.course", "visits.prior_plus_requested"),
    "visits in one request": ("visits.requested",),
    "visits a week": ("request.frequency_per_week",),
    "injections in one session": ("request.units_per_session",),
    "injections or units in one request": ("request.units_total",),
    "days": ("request.duration_days",),
    "weeks": ("request.duration_weeks",),
    "mg morphine equivalent a day": ("opioid.med_per_day",),
}
_WEEKS = "request.duration_weeks"


@dataclass(frozen=True, slots=True)
class Made:
    """What a reading comes to: its rule, and the inputs of its own that the rule asks for."""

    rule: RuleData
    inputs: tuple[InputSpec, ...]


def rule_id(reading: Reading) -> str:
    """The id of a reading's rule."""
    return f"{PREFIX}{reading.id}"


def made(reading: Reading, service: str, inputs: Container[str]) -> Made:
    """The rule of a reading for a service, which the packs know by this name; `inputs` are those the packs declare."""
    parts = tuple(_Part(reading, one) for one in _statements(reading, inputs))
    rule = RuleData(
        id=rule_id(reading),
        service=service,
        edition=reading.edition,
        section=reading.place,
        criteria=tuple(part.criterion for part in parts),
        examples=tuple(part.example for part in parts),
        note=_note(reading),
        adds=True,
        to=(service,),
        tier="office",
        expires=reading.last_day,
    )
    return Made(rule, tuple(part.input for part in parts if part.input is not None))


def _note(reading: Reading) -> str:
    days = f"Own reading of {written(reading.read_on)}, used to {written(reading.last_day)}"
    whose = "; read by another reviewer, so it only asks" if reading.imported else ""
    return f"{days}{whose}.{f' {reading.note}' if reading.note else ''}"


@dataclass(frozen=True, slots=True)
class _Statement:
    """One thing a reading says. `test` is over the packs' inputs; None: it is asked for (`question`). `passing` holds it."""

    kind: Kind
    text: str
    question: str = ""
    test: Test | None = None
    passing: Inputs | None = None
    limit: str = ""


def _statements(reading: Reading, inputs: Container[str]) -> Iterator[_Statement]:
    if reading.recommendation == "not recommended":
        exception = "Does anything in this case go before the recommendation against it?"
        yield _Statement("not_recommended", "The guideline does not recommend it", exception, {"const": False})
    elif reading.recommendation == "no recommendation":
        yield _Statement(
            "prerequisite",
            "The guideline recommends neither for nor against it: other evidence is found that supports it",
            "Was other evidence found that supports it, in the order of 8 CCR 9792.21.1?",
        )
    limits = (*_counts(reading, inputs), *_worded(reading))
    asked = tuple(
        _Statement("prerequisite", line, f"Does the record show this: {line.rstrip('?.')}?") for line in reading.prerequisites
    )
    if reading.recommendation == "recommended" and not limits and not asked:
        yield _Statement(
            "prerequisite",
            "The guideline recommends it for a condition that this patient has",
            "Is this patient one for whom the guideline recommends it?",
        )
    yield from limits
    yield from asked


def _counts(reading: Reading, inputs: Container[str]) -> Iterator[_Statement]:
    if reading.count is not None and reading.measure is not None:
        words = f"{reading.count:g} {reading.measure}"
        key = next((key for key in _INPUTS[reading.measure] if key in inputs), None)
        yield _at_most(key, reading.count, words)
    if reading.weeks is not None:
        yield _at_most(_WEEKS if _WEEKS in inputs else None, reading.weeks, f"{reading.weeks:g} weeks of treatment")


def _at_most(key: str | None, most: float, words: str) -> _Statement:
    text = f"Asked for is no more than {words}"
    if key is None:
        return _Statement("limit", text, f"Is it no more than {words}?", limit=words)
    return _Statement("limit", text, test={"in": key, "op": "<=", "val": most}, passing={key: most}, limit=words)


def _worded(reading: Reading) -> Iterator[_Statement]:
    for words, name in ((reading.dose, "dose"), (reading.interval, "interval")):
        if words:
            yield _Statement(
                "limit", f"The {name} is kept: {words}", f"Is this {name} kept: {words.rstrip('?.')}?", limit=words
            )


class _Part:
    """One statement as a criterion, with the input it asks for and an example."""

    def __init__(self, reading: Reading, said: _Statement) -> None:
        mark = hashlib.sha256(f"{said.text}\n{reading.phase}".encode()).hexdigest()[:8]
        self._short = f"{said.kind}_{mark}"
        self._said, self._reading = said, reading
        key = f"{rule_id(reading)}.{mark}"
        self.input = InputSpec(key, "boolean", said.text, said.question) if said.test is None else None
        self._test: Test = said.test or {"in": key, "op": "is_true"}
        self._passing: Inputs | None = said.passing or ({key: True} if said.test is None else None)

    @property
    def criterion(self) -> CriterionData:
        """The criterion, with where and how it was read."""
        reading, said = self._reading, self._said
        confidence: Confidence = "mixed" if reading.imported else "high"
        return CriterionData(
            id=f"{rule_id(reading)}.{self._short}",
            kind=said.kind,
            text=said.text,
            test=self._test,
            citation=_cited(reading),
            confidence=confidence,
            on_fail="question" if reading.imported else "question_then_not_supported",
            when=_when(reading.phase),
            limit=said.limit,
            question=said.question,
            seen_in=(f"{reading.place}, read on {written(reading.read_on)}",),
        )

    @property
    def example(self) -> Example:
        """Inputs under which it is met; where nothing can meet it, not met."""
        inputs = {**_in_phase(self._reading.phase), **(self._passing or {})}
        fails: Status = "not documented" if self._reading.imported else "not met"
        return Example(inputs, {self._short: "met" if self._passing is not None else fails})


def _cited(reading: Reading) -> str:
    strength = STRENGTH_WORDS[reading.strength]
    return ", ".join(filter(None, (reading.place, reading.recommendation, strength)))


def _when(phase: Phase) -> Test | None:
    if phase == "any":
        return None
    if phase == "after surgery":
        return {"in": "request.postsurgical", "op": "is_true"}
    return {"in": "history.phase", "op": "==", "val": phase}


def _in_phase(phase: Phase) -> Inputs:
    if phase == "any":
        return {}
    return {"request.postsurgical": True} if phase == "after surgery" else {"history.phase": phase}
