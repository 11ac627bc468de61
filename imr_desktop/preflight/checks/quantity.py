"""Quantities: a request is decided whole, so there is no "modified" and no smaller amount without saying so."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from imr_desktop.case.model import Case
from imr_desktop.preflight.checks.outcome import appended
from imr_desktop.preflight.data import pattern_of, table
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import TextField, rationales

_words = functools.partial(pattern_of, "wording.toml")


@check("quantity.modified", severity="must fix")
def modified(case: Case, context: Context) -> Iterator[Raised]:
    """The word "modified" names no disposition: an item is Upheld or Overturned.

    bad: {"items": [{"rationale": "Six visits are enough. The request is modified to six visits."}]}
    bad: {"items": [{"rationale": "The request is partially certified for one month."}]}
    good: {"items": [{"rationale": "Utilization review modified the request to six visits."}]}
    good: {"items": [{"rationale": "There is no provision for modification of the request."}]}
    """
    for field in rationales(case):
        count = 0
        for sentence in field.sentences(*table("wording.toml")["modified"]["hints"]):
            found = _words("modified", "phrases").search(sentence.text)
            if found and not _words("modified", "others").search(sentence.text, 0, found.end()):
                count += 1
                start = sentence.start + found.start()
                message = f"Item {field.number}: a request cannot be modified; write Upheld or Overturned and why."
                yield field.raised((start, start + len(found[0])), message, count)


@check("quantity.partial", severity="consider")
def partial(case: Case, context: Context) -> Iterator[Raised]:
    """Where fewer would do, the rationale says that the request is decided as a whole.

    bad: {"items": [{"decision": "Upheld",
          "rationale": "Fewer sessions would be reasonable. The request is not medically necessary."}]}
    good: {"items": [{"decision": "Upheld",
          "rationale": "Six visits would be reasonable, but the request is decided as a whole."}]}
    """
    for field in rationales(case):
        if field.item is None or field.item.decision == "Overturned":
            continue
        found = _fewer(field)
        if found and not _words("whole", "phrases").search(field.text):
            start, words = found
            fix = Fix("Add the sentence", (appended(field, table("wording.toml")["whole"]["sentence"]),))
            message = f"Item {field.number}: fewer would do; say the request is decided whole."
            yield field.raised((start, start + len(words)), message, fix=fix)


def _fewer(field: TextField) -> tuple[int, str] | None:
    """Where a text says that fewer or a trial would be right, and in which words."""
    for sentence in field.sentences(*table("wording.toml")["whole"]["hints"]):
        found = _words("whole", "partial").search(sentence.text)
        if found:
            return sentence.start + found.start(), found[0]
    return None
