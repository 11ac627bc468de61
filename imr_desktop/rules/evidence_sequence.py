"""The medical evidence search sequence of one item: which step comes next, and what is wrong with the steps taken.

Results speak of the treatment asked for: *supports* it, *does not support* it, is *silent*; the MTUS can also be
*rebutted* (8 CCR 9792.21.1(a), 9792.25.1; Labor Code 4604.5). Nothing here decides: a fault is a question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from imr_desktop.case import edits
from imr_desktop.case.model import Case, DisputedItem, EvidenceStep, EvidenceStepName
from imr_desktop.rules import citation_form
from imr_desktop.rules.evidence_data import evidence_data

FaultCode = Literal[
    "skipped",
    "past",
    "rebuttal",
    "level missing",
    "level unknown",
    "level misplaced",
    "no citation",
    "no reason",
    "competing",
    "silence",
]

SPEAKS = ("supports", "does not support")
"""The results that carry a decision; silence and rebuttal carry none."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to look at: its `code`, the `step` it stands at (empty: all of them), and a finished sentence."""

    code: FaultCode
    step: EvidenceStepName | Literal[""]
    message: str


def set_step(case: Case, item_id: str, step: EvidenceStep, guideline: str = "") -> Case:
    """Put a step in place of the item's earlier one, in the order of the sequence; an empty step is taken out.

    `guideline`, where given, becomes the item's own citation in the same edit. Raises KeyError where there is no such item.
    """
    kept = {old.step: old for old in case.item(item_id).evidence} | {step.step: step}
    order = [data.key for data in evidence_data().step]
    steps = tuple(kept[key] for key in order if key in kept and not is_empty(kept[key]))
    case = edits.set_evidence(case, item_id, steps)
    return edits.change_item(case, item_id, reviewer_guideline=guideline) if guideline else case


def is_empty(step: EvidenceStep) -> bool:
    """Whether nothing was recorded of a step."""
    return not (step.result or step.citation.strip() or step.level or step.note.strip())


def step_of(item: DisputedItem, key: EvidenceStepName) -> EvidenceStep:
    """What is recorded of a step: an empty one where nothing is."""
    return next((step for step in item.evidence if step.step == key), EvidenceStep(key))


def next_step(item: DisputedItem) -> EvidenceStepName | None:
    """The step the sequence asks for next; None where the one taken last answered, or all were taken."""
    for data in evidence_data().step:
        result = step_of(item, data.key).result
        if not result:
            return data.key
        if result not in data.next_when:
            return None
    return None


def open_steps(item: DisputedItem) -> tuple[EvidenceStepName, ...]:
    """The steps the sequence has opened: those before the next one, it, and any that was taken anyway."""
    reached, opened = True, []
    for data in evidence_data().step:
        step = step_of(item, data.key)
        if reached or not is_empty(step):
            opened.append(data.key)
        reached = reached and step.result in data.next_when
    return tuple(opened)


def taken(item: DisputedItem) -> tuple[EvidenceStep, ...]:
    """The steps that gave a result, in the order of the sequence."""
    steps = (step_of(item, data.key) for data in evidence_data().step)
    return tuple(step for step in steps if step.result)


def speaking(item: DisputedItem) -> tuple[EvidenceStep, ...]:
    """The steps whose result carries a decision, in the order of the sequence."""
    return tuple(step for step in taken(item) if step.result in SPEAKS)


def only_silence(item: DisputedItem) -> bool:
    """Whether the MTUS was found silent and no step says anything for or against the treatment (8 CCR 9792.21(d))."""
    return step_of(item, "mtus").result == "silent" and not speaking(item)


def summary(item: DisputedItem) -> str:
    """The steps taken in a few words: ``MTUS silent, ACOEM or ODG does not support``; empty where none was."""
    data = evidence_data()
    return ", ".join(f"{data.step_of(step.step).label} {_lower(data.result[step.result])}" for step in taken(item))


def faults(item: DisputedItem) -> tuple[Fault, ...]:
    """What is wrong with the steps recorded; nothing where none is."""
    return _faults(item.evidence, item.reviewer_guideline) if item.evidence else ()


@lru_cache(maxsize=128)
def _faults(evidence: tuple[EvidenceStep, ...], guideline: str) -> tuple[Fault, ...]:
    """Several checks ask for the faults of one item in turn."""
    return tuple(_found(DisputedItem("", "", evidence=evidence, reviewer_guideline=guideline)))


def _found(item: DisputedItem) -> Iterator[Fault]:
    if taken(item):
        yield from _order(item)
        yield from _rebuttal(item)
        yield from _weight(item)
    for data in evidence_data().step:
        step = step_of(item, data.key)
        yield from _level(step)
        yield from _authority(item, step)


def _order(item: DisputedItem) -> Iterator[Fault]:
    """Each step follows one that left the question open, or says in its note why it was taken all the same."""
    before = None
    for data in evidence_data().step:
        step = step_of(item, data.key)
        if step.result and before is not None and not step.note.strip():
            if not before.result:
                yield Fault("skipped", step.step, f"Search {_inner(before)} before {_inner(step)}.")
            elif before.result not in evidence_data().step_of(before.step).next_when and not before.note.strip():
                yield Fault("past", step.step, f"{_label(before)} already answers: say in the note why you went on.")
        before = step


def _rebuttal(item: DisputedItem) -> Iterator[Fault]:
    if step_of(item, "mtus").result == "rebutted" and not speaking(item):
        yield Fault("rebuttal", "mtus", "The MTUS is rebutted without other evidence: record what outweighs it.")


def _weight(item: DisputedItem) -> Iterator[Fault]:
    """Silence everywhere; recommendations at variance that nobody weighed."""
    if len(taken(item)) > 1 and all(step.result == "silent" for step in taken(item)):
        yield Fault("silence", "", "Every source searched is silent: record what the decision rests on.")
    said = speaking(item)
    if len({step.result for step in said}) > 1 and not any(step.note.strip() for step in said):
        yield Fault("competing", said[-1].step, "Recommendations differ: say in a note which is better supported.")


def _level(step: EvidenceStep) -> Iterator[Fault]:
    """Studies have a level; guidelines have none."""
    if step.step != "studies":
        if step.level:
            yield Fault("level misplaced", step.step, f"Levels rate studies, not guidelines: clear it at {_inner(step)}.")
    elif step.level and step.level not in {level.key for level in evidence_data().level}:
        yield Fault("level unknown", step.step, "The level of evidence is none of 1a to 5: choose one.")
    elif step.result in SPEAKS and not step.level:
        yield Fault("level missing", step.step, "The study has no level of evidence: choose 1a to 5.")


def _authority(item: DisputedItem, step: EvidenceStep) -> Iterator[Fault]:
    """A step that speaks cites what speaks, here or on the item's own line; a study says why it applies."""
    if step.result not in SPEAKS:
        return
    if not step.citation.strip() and not _cited_on_the_line(item, step):
        yield Fault("no citation", step.step, f"{_label(step)} has a result but no citation: cite it.")
    if step.step == "studies" and not step.note.strip():
        yield Fault("no reason", step.step, "Say in the note why the study applies to this worker.")


def _cited_on_the_line(item: DisputedItem, step: EvidenceStep) -> bool:
    form = citation_form.form_of(item.reviewer_guideline)
    return form is not None and (form == "mtus") == (step.step == "mtus")


def _label(step: EvidenceStep) -> str:
    return evidence_data().step_of(step.step).label


def _inner(step: EvidenceStep) -> str:
    """A step's label within a sentence: ``the MTUS``, ``other guidelines``."""
    label = _label(step)
    return "the MTUS" if step.step == "mtus" else label if label[1:2].isupper() else _lower(label)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
