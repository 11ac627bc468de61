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


@cache
def _left_over() -> re.Pattern[str]:
    return re.compile("|".join(spaced(words) for words in table("wording.toml")["left_over"]["phrases"]))


@check("text.placeholder", severity="must fix")
def placeholder(case: Case, context: Context) -> Iterator[Raised]:
    r"""No placeholder is left in the text; page citations and figures in brackets are none.

    bad: {"summary": "The patient is a [age] year old."}
    bad: {"items": [{"rationale": "TODO: add the exam. Pain since ____ ."}]}
    good: {"summary": "Pain since March [p. 37]. As studied [84, 89], it was \"helpfull [sic]\"."}
    """
    for field in prose(case):
        if not field.mentions(*table("wording.toml")["left_over"]["hints"]):
            continue
        for count, found in enumerate(_left_over().finditer(field.text), start=1):
            fix = Fix("Remove", (field.replace(found.start(), found.end(), ""),))
            yield Raised(field.place(found.start(), found.end()), "A placeholder was left: fill it in or remove it.",
                         f"{field.key}:{count}", found[0], fix)
