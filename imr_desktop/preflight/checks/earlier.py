"""The reviewer's decisions in other cases beside this one's."""

from __future__ import annotations

from collections.abc import Iterator

from imr_desktop.case.model import Case
from imr_desktop.case.text import bare
from imr_desktop.preflight import places
from imr_desktop.preflight.checks.copied import names_of
from imr_desktop.preflight.problem import Context, Raised
from imr_desktop.preflight.registry import check


@check("earlier.outcome", severity="consider", confidence="unsure", needs="others")
def outcome(case: Case, context: Context) -> Iterator[Raised]:
    """The same treatment under the same guideline was not decided otherwise before, or the facts differ.

    bad: {"others": [{"title": "Acupuncture x 6", "decision": "Overturned", "reviewer_guideline": "MTUS Acupuncture 2007"}],
          "items": [{"title": "12 acupuncture visits", "decision": "Upheld", "reviewer_guideline": "MTUS Acupuncture 2007."}]}
    good: {"others": [{"title": "Acupuncture x 6", "decision": "Upheld", "reviewer_guideline": "MTUS Acupuncture 2007"}],
          "items": [{"title": "12 acupuncture visits", "decision": "Upheld", "reviewer_guideline": "MTUS Acupuncture 2007"}]}
    good: {"items": [{"title": "Acupuncture x 6", "decision": "Upheld", "reviewer_guideline": "MTUS Acupuncture 2007"}]}
    """
    if not context.others.items:
        return
    for number, item in places.numbered(case):
        key = names_of(item.disputed_text), bare(item.reviewer_guideline)
        if item.decision is None or not all(key):
            continue
        other = next(
            (
                one
                for one in context.others.items
                if one.decision != item.decision and not one.of(case) and (names_of(one.title), bare(one.guideline)) == key
            ),
            None,
        )
        if other:
            message = f"Item {number}: {other.case} item {other.number} was {other.decision} under the same guideline."
            yield places.raised(number, item, "decision", message)
