"""The medical evidence search sequence: nothing denied on silence, steps in order, studies rated and explained.

All but the first check read only the steps the reviewer recorded: an item without any raises nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator

from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.preflight import places
from imr_desktop.preflight.authority import names_other_evidence, silence_alone
from imr_desktop.preflight.problem import Context, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import TextField
from imr_desktop.rules import citation_form, evidence_sequence
from imr_desktop.rules.evidence_data import evidence_data


@check("evidence.silence_only", severity="must fix")
def silence_only(case: Case, context: Context) -> Iterator[Raised]:
    """No denial rests on nothing but that the MTUS does not address the treatment.

    bad: {"items": [{"decision": "Upheld",
          "rationale": "The MTUS is silent on this device. The request is not medically necessary."}]}
    bad: {"items": [{"decision": "Upheld", "reviewer_guideline": "Decision based on MTUS Low Back Complaints 2004,
          Section(s): Special Studies.", "rationale": "The patient has lumbar radiculopathy since a fall in May and was seen
          twice. The MTUS offers no guidance on a second MRI, and so it cannot be supported."}]}
    bad: {"items": [{"decision": "Upheld", "evidence": [{"step": "mtus", "result": "silent"}]}]}
    bad: {"items": [{"decision": "Upheld", "rationale": "Neither the MTUS nor ODG speaks of it.",
          "evidence": [{"step": "mtus", "result": "silent"}, {"step": "acoem or odg", "result": "silent"}]}]}
    good: {"items": [{"decision": "Overturned",
          "rationale": "The MTUS is silent on this device. The request is medically necessary."}]}
    good: {"items": [{"decision": "Upheld",
          "rationale": "The MTUS is silent on this device. ODG advises against it in acute sprains."}]}
    good: {"items": [{"decision": "Upheld", "evidence": [{"step": "mtus", "result": "silent"},
          {"step": "acoem or odg", "result": "does not support", "citation": "ODG (2020), Chapter: Knee"}]}]}
    good: {"items": [{"decision": "Upheld", "reviewer_guideline": "Decision based on Non-MTUS Citation ODG, Knee Chapter.",
          "evidence": [{"step": "mtus", "result": "silent"}]}]}
    """
    for number, item in _disputed(case):
        if item.decision != "Upheld":
            continue
        message = f"Item {number} is denied only because the MTUS is silent: give other evidence."
        rationale = TextField(item.rationale, "rationale", number, item)
        said = silence_alone(item, rationale)
        if said is not None:
            yield Raised(rationale.place(said.start, said.end), message, str(number), said.text)
        elif _silent_in_steps(item):
            yield places.raised(number, item, "evidence", message)


@check("evidence.order", severity="consider")
def order(case: Case, context: Context) -> Iterator[Raised]:
    """The search goes from the MTUS on only where it is silent or rebutted, and in order; else a note says why.

    bad: {"items": [{"evidence": [{"step": "mtus", "result": "supports", "citation": "MTUS Knee 2019, Section(s): A"},
          {"step": "acoem or odg", "result": "supports", "citation": "ODG (2020), Chapter: Knee"}]}]}
    bad: {"items": [{"evidence": [{"step": "acoem or odg", "result": "supports", "citation": "ODG (2020), Chapter: Knee"}]}]}
    good: {"items": [{"evidence": [{"step": "mtus", "result": "supports", "citation": "MTUS Knee 2019, Section(s): A"},
          {"step": "acoem or odg", "result": "supports", "citation": "ODG", "note": "Challenged by the surgeon."}]}]}
    good: {"items": [{"evidence": []}]}
    """
    yield from _faults(case, "skipped", "past")


@check("evidence.rebuttal", severity="consider")
def rebuttal(case: Case, context: Context) -> Iterator[Raised]:
    """The presumption that the MTUS is correct is rebutted by other evidence only.

    bad: {"items": [{"evidence": [{"step": "mtus", "result": "rebutted"}]}]}
    good: {"items": [{"evidence": [{"step": "mtus", "result": "rebutted"},
          {"step": "acoem or odg", "result": "supports", "citation": "ODG (2020), Chapter: Knee"}]}]}
    """
    yield from _faults(case, "rebuttal")


@check("evidence.silent", severity="consider")
def silent(case: Case, context: Context) -> Iterator[Raised]:
    """Where every source searched is silent, the record says what the decision rests on.

    bad: {"items": [{"decision": "Overturned",
          "evidence": [{"step": "mtus", "result": "silent"}, {"step": "acoem or odg", "result": "silent"}]}]}
    good: {"items": [{"decision": "Upheld",
          "evidence": [{"step": "mtus", "result": "silent"}, {"step": "acoem or odg", "result": "silent"}]}]}
    good: {"items": [{"decision": "Overturned", "evidence": [{"step": "mtus", "result": "silent"}]}]}
    """
    for number, item in _disputed(case):
        if item.decision != "Upheld":
            yield from _raised(number, item, "silence")


@check("evidence.competing", severity="consider")
def competing(case: Case, context: Context) -> Iterator[Raised]:
    """Recommendations at variance are weighed, and a note says which is better supported.

    bad: {"items": [{"evidence": [{"step": "mtus", "result": "does not support", "citation": "MTUS Knee 2019"},
          {"step": "acoem or odg", "result": "supports", "citation": "ODG (2020), Chapter: Knee"}]}]}
    good: {"items": [{"evidence": [{"step": "mtus", "result": "does not support", "citation": "MTUS Knee 2019"},
          {"step": "acoem or odg", "result": "supports", "citation": "ODG", "note": "It rests on older trials."}]}]}
    """
    yield from _faults(case, "competing")


@check("evidence.direction", severity="consider")
def direction(case: Case, context: Context) -> Iterator[Raised]:
    """The decision goes the way the evidence recorded goes.

    bad: {"items": [{"decision": "Upheld", "evidence": [{"step": "mtus", "result": "supports", "citation": "MTUS Knee"}]}]}
    bad: {"items": [{"decision": "Overturned",
          "evidence": [{"step": "mtus", "result": "does not support", "citation": "MTUS Knee"}]}]}
    good: {"items": [{"decision": "Overturned",
          "evidence": [{"step": "mtus", "result": "supports", "citation": "MTUS Knee"}]}]}
    good: {"items": [{"decision": "Overturned", "evidence": [{"step": "mtus", "result": "rebutted"},
          {"step": "acoem or odg", "result": "supports", "citation": "ODG (2020), Chapter: Knee"}]}]}
    """
    against = {"Upheld": ("supports", "supports it"), "Overturned": ("does not support", "does not support it")}
    for number, item in _disputed(case):
        said = evidence_sequence.speaking(item)
        if item.decision is not None and said and {step.result for step in said} == {against[item.decision][0]}:
            source = evidence_data().step_of(said[-1].step).label
            yield places.raised(
                number, item, "evidence", f"Item {number} is {item.decision} though {source} {against[item.decision][1]}."
            )


@check("evidence.level", severity="consider")
def level(case: Case, context: Context) -> Iterator[Raised]:
    """A study has its level in the hierarchy of evidence; a guideline has none.

    bad: {"items": [{"evidence": [{"step": "studies", "result": "supports", "citation": "Lee K. “Braces.”"}]}]}
    bad: {"items": [{"evidence": [{"step": "acoem or odg", "result": "supports", "citation": "ODG", "level": "1a"}]}]}
    bad: {"items": [{"evidence": [{"step": "studies", "result": "supports", "level": "7"}]}]}
    good: {"items": [{"evidence": [{"step": "studies", "result": "supports", "citation": "Lee K. “Braces.”", "level": "2"}]}]}
    """
    yield from _faults(case, "level missing", "level unknown", "level misplaced")


@check("evidence.citation", severity="consider")
def citation(case: Case, context: Context) -> Iterator[Raised]:
    """A source that speaks for or against the treatment is cited.

    bad: {"items": [{"evidence": [{"step": "mtus", "result": "supports"}]}]}
    good: {"items": [{"evidence": [{"step": "mtus", "result": "silent"}]}]}
    good: {"items": [{"reviewer_guideline": "Decision based on MTUS Knee Disorders 2019, Section(s): Braces.",
          "evidence": [{"step": "mtus", "result": "supports"}]}]}
    """
    yield from _faults(case, "no citation")


@check("evidence.study_without_reason", severity="consider")
def study_without_reason(case: Case, context: Context) -> Iterator[Raised]:
    """A note says why a study applies to this worker.

    bad: {"items": [{"evidence": [{"step": "studies", "result": "supports", "citation": "Lee K. “Braces.”", "level": "2"}]}]}
    good: {"items": [{"evidence": [{"step": "studies", "result": "supports", "citation": "Lee K. “Braces.”", "level": "2",
          "note": "Its patients had the same sprain."}]}]}
    """
    yield from _faults(case, "no reason")


@check("evidence.parts", severity="consider", flag=True)
def parts(case: Case, context: Context) -> Iterator[Raised]:
    """A citation of a step names all parts its form asks for.

    bad: {"items": [{"evidence": [{"step": "mtus", "result": "supports", "citation": "MTUS Knee Disorders 2019"}]}]}
    good: {"items": [{"evidence": [{"step": "mtus", "result": "supports",
          "citation": "MTUS Knee Disorders 2019, Section(s): Braces"}]}]}
    good: {"items": [{"evidence": [{"step": "mtus", "result": "supports", "citation": "see the knee chapter"}]}]}
    """
    for number, item in _disputed(case):
        for step in {step.step: step for step in reversed(item.evidence)}.values():
            made = citation_form.parse(step.citation) if step.citation else None
            missing = citation_form.missing_parts(made) if made is not None else ()
            if missing:
                message = f"The citation leaves out: {', '.join(missing).lower()}."
                yield Raised(places.of_item(number, item, "evidence"), message, _key(number, step.step), step.citation)


def _disputed(case: Case) -> Iterator[tuple[int, DisputedItem]]:
    return ((number, item) for number, item in places.numbered(case) if item.end_state is None)


def _faults(case: Case, *codes: str) -> Iterator[Raised]:
    for number, item in _disputed(case):
        if item.evidence:
            yield from _raised(number, item, *codes)


def _raised(number: int, item: DisputedItem, *codes: str) -> Iterator[Raised]:
    for fault in evidence_sequence.faults(item):
        if fault.code in codes:
            yield Raised(places.of_item(number, item, "evidence"), fault.message, _key(number, fault.step))


def _key(number: int, step: str) -> str:
    return f"{number}:{step.replace(' ', '-')}" if step else str(number)


def _silent_in_steps(item: DisputedItem) -> bool:
    """Silence is all the steps record: of other sources too, or nothing else stands in citation or rationale."""
    if not evidence_sequence.only_silence(item):
        return False
    if len(evidence_sequence.taken(item)) > 1:
        return True
    return not (names_other_evidence(item.reviewer_guideline) or names_other_evidence(item.rationale))
