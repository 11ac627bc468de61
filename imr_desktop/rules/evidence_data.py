"""The medical evidence search sequence as data: steps, levels of studies, forms of citations (8 CCR 9792.21.1, 9792.25.1).

Read once from ``resources/letter/evidence.toml``; the words there are our own, each with its citation and confidence.
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from typing import Literal

import msgspec

from imr_desktop.case.model import EvidenceResult, EvidenceStepName
from imr_desktop.paths import resource

Confidence = Literal["checked", "from-memory"]
FormKey = Literal["mtus", "guideline", "study"]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    citation: str
    confidence: Confidence


class StepData(_Part, frozen=True):
    """One step: what it asks, which results it can give, after which of them the next one follows by itself."""

    key: EvidenceStepName
    label: str
    asks: str
    next_when: tuple[EvidenceResult, ...]
    results: tuple[EvidenceResult, ...]
    form: FormKey


class LevelData(_Part, frozen=True):
    """One level of the hierarchy: what kind of study of a treatment, or of a diagnostic test, stands there."""

    key: str
    treatment: str
    test: str


class FormData(_Part, frozen=True):
    """The parts of one kind of citation, as (name, label) in order; `needed` are those the form asks for."""

    key: FormKey
    label: str
    parts: tuple[tuple[str, str], ...]
    needed: tuple[str, ...]


class EvidenceData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file. `seen` is the day of the regulations' text that was read."""

    seen: date
    step: tuple[StepData, ...]
    result: dict[EvidenceResult, str]
    level: tuple[LevelData, ...]
    form: tuple[FormData, ...]

    def step_of(self, key: str) -> StepData:
        """A step by its key. Raises KeyError."""
        for row in self.step:
            if row.key == key:
                return row
        raise KeyError(key)

    def form_of(self, key: str) -> FormData:
        """A form of citation by its key. Raises KeyError."""
        for row in self.form:
            if row.key == key:
                return row
        raise KeyError(key)


@cache
def evidence_data() -> EvidenceData:
    """The data file. Raises OSError, TOMLDecodeError or msgspec.ValidationError where it does not hold."""
    return msgspec.convert(tomllib.loads(resource("letter", "evidence.toml").read_text(encoding="utf-8")), EvidenceData)
