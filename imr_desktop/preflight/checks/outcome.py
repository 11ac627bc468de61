"""What a rationale says of the result, against the decision."""

from __future__ import annotations

from collections.abc import Iterator

from imr_desktop.case.model import Case
from imr_desktop.case.outcome import CLOSING
from imr_desktop.preflight.polarity import last_word
from imr_desktop.preflight.problem import Context, Fix, Raised, ReplaceText
from imr_desktop.preflight.reasons import judgements
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import TextField, rationales


@check("outcome.contradiction", severity="consider")
def contradiction(case: Case, context: Context) -> Iterator[Raised]:
    """The rationale's last word on the request agrees with the decision.

    bad: {"items": [{"decision": "Upheld", "rationale": "Criteria are met. The request is medically necessary."}]}
    bad: {"items": [{"decision": "Overturned",
          "rationale": "Criteria fail. The request is not medically necessary."}]}
    bad: {"items": [{"decision": "Overturned", "rationale": "The MRI is normal. The request cannot be certified."}]}
    good: {"items": [{"decision": "Upheld", "rationale": "Criteria fail. The request is not medically necessary."}]}
    good: {"items": [{"decision": "Upheld", "rationale": "Criteria fail. The request cannot be deemed medically necessary."}]}
    good: {"items": [{"decision": "Upheld", "rationale": "It can no longer be found medically necessary."}]}
    good: {"items": [{"decision": "Upheld", "rationale": "Neither injection nor brace is medically necessary. It would be
          medically necessary if therapy had failed."}]}
    good: {"items": [{"decision": "Overturned", "rationale": "The request is not medically unnecessary. Utilization review
          found it not medically necessary."}]}
    """
    for field in rationales(case):
        said = last_word(field.text)
        decision = field.item.decision if field.item else None
        if said and decision and said[1] != decision:
            sentence = said[0]
            message = f"Item {field.number} is {decision}, but its rationale ends otherwise: check both."
            yield field.raised((sentence.start, sentence.end), message)


@check("outcome.reasons", severity="consider")
def reasons(case: Case, context: Context) -> Iterator[Raised]:
    """A request that meets the guideline's criteria is not upheld, nor one that fails them overturned, without a word why.

    bad: {"items": [{"decision": "Upheld", "rationale": "The clinical information meets the guideline criteria for the
          requested service. The request is not medically necessary."}]}
    bad: {"items": [{"decision": "Overturned", "rationale": "The criteria for the device are not met. The request is
          medically necessary."}]}
    bad: {"items": [{"decision": "Upheld", "rationale": "The request is within the guideline recommendations."}]}
    good: {"items": [{"decision": "Upheld", "rationale": "The request does not meet the guideline criteria."}]}
    good: {"items": [{"decision": "Upheld", "rationale": "The patient meets the criteria. However, the dose exceeds them."}]}
    good: {"items": [{"decision": "Upheld", "rationale": "The guideline supports it where the criteria are met."}]}
    good: {"items": [{"decision": "Overturned", "rationale": "The criteria are not met, but exceptional factors exist."}]}
    """
    for field in rationales(case):
        decision = field.item.decision if field.item else None
        said = judgements(field.text) if decision else ()
        if said and len({one.met for one in said}) == 1 and said[0].met != (decision == "Overturned"):
            what = "met" if said[0].met else "not met"
            message = f"Item {field.number} is {decision}, but its rationale says that criteria are {what}: check both."
            yield field.raised((said[0].sentence.start, said[0].sentence.end), message)


@check("outcome.closing", severity="consider", confidence="sure", flag=True)
def closing(case: Case, context: Context) -> Iterator[Raised]:
    """The rationale ends with the result in the determination's own words.

    bad: {"items": [{"decision": "Upheld",
          "rationale": "Six injections exceed what the guideline allows in a session."}]}
    good: {"items": [{"decision": "Upheld",
          "rationale": "Six exceed the limit. The request is not medically necessary."}]}
    """
    for field in rationales(case):
        decision = field.item.decision if field.item else None
        if decision and last_word(field.text) is None:
            fix = Fix("Add the closing sentence", (appended(field, CLOSING[decision]),))
            yield field.raised(None, f"Item {field.number} does not end with the result: add the closing sentence.", fix=fix)


def appended(field: TextField, sentence: str) -> ReplaceText:
    """The change that sets a sentence behind the last word of a text."""
    end = len(field.text.rstrip())
    return field.replace(end, end, f" {sentence}")
