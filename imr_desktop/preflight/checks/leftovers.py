"""What was meant to be filled in and was not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from imr_desktop.case.model import Case
from imr_desktop.preflight.data import spaced, table
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import prose

_BRACKET = re.compile(r"[\[\]{}]|\n\s*\n")
_LAST = re.compile(r"([\w'’-]+)\s*([,:;]?)\s*$")
_NEXT = re.compile(
    r"\b(?:of|the|an|and|or|for|with|from|by|was|were|is|are|has) (?=The (?:request|patient|guideline|MTUS)\b)"
)
_END_LETTERS = 80
_HALF = {"]": "[", "}": "{"}


@cache
def _left_over() -> re.Pattern[str]:
    return re.compile("|".join(spaced(words) for words in table("wording.toml")["left_over"]["phrases"]))


@check("text.placeholder", severity="must fix")
def placeholder(case: Case, context: Context) -> Iterator[Raised]:
    r"""No placeholder is left in the text; page citations and figures in brackets are none.

    bad: {"summary": "The patient is a [age] year old."}
    bad: {"items": [{"rationale": "TODO: add the exam. Pain since ____ ."}]}
    bad: {"summary": "The patient is [ ] years old and had XXX visits on XX/XX/2025."}
    bad: {"summary": "Seen on ___ for **knee pain**."}
    bad: {"items": [{"rationale": "Click or tap here to enter text."}]}
    bad: {"items": [{"rationale": "The dose is <insert dose> ??? TBD."}]}
    bad: {"items": [{"rationale": "No more than [3-4] injections; after [x] visits."}]}
    bad: {"items": [{"rationale": "Function was [x] and is [y]."}]}
    good: {"summary": "Pain since March [p. 37]. As studied [84, 89], it was \"helpfull [sic]\"."}
    good: {"summary": "Relief lasted, as studied [3-4] and [7-9]; form: [x] Yes; [T]he patient[s] agreed to six [6] months."}
    good: {"summary": "Dr. ___ advised a brace; Ms. ____ agreed. Refer to [2] and magnetic resonance imaging [MRI]."}
    good: {"summary": "Pain < 4/10, naproxen #60 and 5* each; the tendon (insertion) and X-ray XX are sound."}
    """
    for field in prose(case):
        if not field.mentions(*table("wording.toml")["left_over"]["hints"]):
            continue
        for count, found in enumerate(_left_over().finditer(field.text), start=1):
            fix = Fix("Remove", (field.replace(found.start(), found.end(), ""),))
            yield field.raised(found.span(), "A placeholder was left: fill it in or remove it.", count, fix)


@check("text.bracket", severity="consider", confidence="sure")
def bracket(case: Case, context: Context) -> Iterator[Raised]:
    """Every square or curly bracket is closed in its paragraph: an open one is often left of a template.

    bad: {"summary": "Pain since March [p. 37. The knee locks."}
    bad: {"items": [{"rationale": "The exam] shows locking."}]}
    good: {"summary": "Pain since March [p. 37]. a) The knee locks (often."}
    """
    for field in prose(case):
        for count, position in enumerate(_unclosed(field.text) if field.mentions("[", "]", "{", "}") else (), start=1):
            yield field.raised((position, position + 1), "This bracket has no other half: close it or take it out.", count)


@check("text.unfinished", severity="consider")
def unfinished(case: Case, context: Context) -> Iterator[Raised]:
    """No text breaks off in the middle of a sentence.

    bad: {"summary": "Pain since March. The knee locks, and the findings of"}
    bad: {"items": [{"rationale": "The knee locks. The request for an"}]}
    bad: {"items": [{"rationale": "The knee locks and the findings of The request is not medically necessary."}]}
    good: {"summary": "Pain since March. The knee locks"}
    good: {"items": [{"rationale": "The knee locks. It hurts where it should not be."}]}
    """
    open_words = frozenset(table("wording.toml")["left_over"]["open_words"])
    for field in prose(case):
        for found in _NEXT.finditer(field.text):
            yield field.raised(found.span(), "The sentence breaks off here: finish it.", found.start())
        before = max(0, len(field.text) - _END_LETTERS)
        last = _LAST.search(field.text[before:])
        if last and (last[2] or last[1].lower() in open_words):
            yield field.raised(
                (before + last.start(1), before + last.end(1)), "The text breaks off here: finish the sentence."
            )


def _unclosed(text: str) -> list[int]:
    """Where brackets without their other half stand; a paragraph's end closes nothing and forgets all."""
    alone: list[int] = []
    open_: list[int] = []
    for found in _BRACKET.finditer(text):
        sign = found[0][0]
        if sign == "\n":
            alone += open_
            open_ = []
        elif sign in "[{":
            open_.append(found.start())
        elif open_ and text[open_[-1]] == _HALF[sign]:
            open_.pop()
        else:
            alone.append(found.start())
    return sorted(alone + open_)
