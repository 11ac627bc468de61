"""Traits that must not weigh in a determination are not its reasons (Labor Code 4610.6(h)(4))."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from imr_desktop.case.model import Case
from imr_desktop.preflight.data import any_of, compile_words, table
from imr_desktop.preflight.problem import Context, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import TextField, prose


@dataclass(frozen=True)
class _Trait:
    name: str
    hints: tuple[str, ...]
    words: re.Pattern[str]
    passed: re.Pattern[str]


@cache
def _traits() -> tuple[_Trait, ...]:
    data = table("bias.toml")
    return tuple(_trait(row, any_of(data["person"]), data["guideline"]["words"]) for row in data["trait"])


def _trait(row: dict[str, Any], person: str, guideline: list[str]) -> _Trait:
    words = compile_words(one.replace("{person}", person) for one in row["words"])
    passed = row["clinical"] + (guideline if row.get("guideline") else [])
    return _Trait(row["name"], tuple(row["hints"]), words, compile_words(passed))


@check("bias.trait", severity="consider")
def trait(case: Case, context: Context) -> Iterator[Raised]:
    """No rationale reasons from race, origin, religion, age, sex or disability; a summary's words are only shown.

    bad: {"items": [{"rationale": "A 42-year-old Hispanic male with back pain does not need imaging."}]}
    bad: {"items": [{"rationale": "Because of her age, surgery offers little."}]}
    bad: {"items": [{"rationale": "He is too old for a disc replacement."}]}
    bad: {"items": [{"rationale": "Women often complain longer after such a strain."}]}
    bad: {"items": [{"rationale": "The patient, an undocumented worker, would not attend."}]}
    bad: {"items": [{"rationale": "His religious beliefs explain the pain behavior."}]}
    bad: {"items": [{"rationale": "Since she is already disabled, therapy would not change anything."}]}
    bad: {"items": [{"rationale": "The black male patient was treated with opioids."}]}
    good: {"items": [{"rationale": "This 42-year-old woman has knee pain with locking."}]}
    good: {"items": [{"rationale": "The patient is on total temporary disability; the Oswestry disability index is 42."}]}
    good: {"items": [{"rationale": "White blood cell count was normal; there was black stool and a brace was worn."}]}
    good: {"items": [{"rationale": "There is swelling with a change of skin color and temperature."}]}
    good: {"items": [{"rationale": "Given his age and hypertension, the operative risk calls for an EKG."}]}
    good: {"items": [{"rationale": "Because she is a woman after menopause, osteoporosis is to be looked for."}]}
    good: {"items": [{"rationale": "ODG recommends imaging for patients over age 40; age-related changes are common."}]}
    good: {"items": [{"rationale": "Swelling, discoloration and wheezing. A Spanish interpreter took part."}]}
    """
    for field in prose(case):
        for name, count, span in _named(field.text):
            message = f"Names {name}: keep it out of the reasons."
            yield field.raised(span, message, f"{name.replace(' ', '-')}:{count}", flag=field.item is None or None)


@lru_cache(maxsize=512)
def _named(text: str) -> tuple[tuple[str, int, tuple[int, int]], ...]:
    """The traits a text names: each with its count, and where its words stand."""
    field = TextField(text, "")
    return tuple((one.name, *found) for one in _traits() for found in enumerate(_places(field, one), start=1))


def _places(field: TextField, one: _Trait) -> Iterator[tuple[int, int]]:
    for sentence in field.sentences(*one.hints):
        found = one.words.search(sentence.text)
        if found and not one.passed.search(sentence.text):
            start = sentence.start + found.start()
            yield start, start + len(found[0])
