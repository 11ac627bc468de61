"""What a rationale says of the result, against the decision."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial

from imr_desktop.case.model import Case
from imr_desktop.case.outcome import CLOSING
from imr_desktop.preflight.data import pattern_of
from imr_desktop.preflight.problem import Context, Fix, Raised, ReplaceText
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import Sentence, TextField, rationales, sentences

_words = partial(pattern_of, "wording.toml", "polarity")


def polarity(sentence: str) -> str:
    """What a sentence says of the result: ``Upheld`` (not medically necessary), ``Overturned``, or empty."""
    if _words("skip").search(sentence):
        return ""
    if _words("negative").search(sentence):
        return "Upheld"
    return "Overturned" if _words("positive").search(sentence) else ""


@lru_cache(maxsize=128)
def last_word(text: str) -> tuple[Sentence, str] | None:
    """The last sentence that states a result, with what it says."""
    for sentence in reversed(sentences(text)[-4:]):
        said = polarity(sentence.text)
        if said:
            return sentence, said
    return None


@check("outcome.contradiction", severity="consider")
def contradiction(case: Case, context: Context) -> Iterator[Raised]:
    """The rationale's last word on the request agrees with the decision.

    bad: {"items": [{"decision": "Upheld", "rationale": "Criteria are met. The request is medically necessary."}]}
    bad: {"items": [{"decision": "Overturned",
          "rationale": "Criteria fail. The request is not medically necessary."}]}
    good: {"items": [{"decision": "Upheld", "rationale": "Criteria fail. The request is not medically necessary."}]}
    """
    for field in rationales(case):
        said = last_word(field.text)
        decision = field.item.decision if field.item else None
        if said and decision and said[1] != decision:
            sentence = said[0]
            message = f"Item {field.number} is {decision}, but its rationale ends otherwise: check both."
            yield field.raised((sentence.start, sentence.end), message)


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
