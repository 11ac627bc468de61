"""Dates in the text against the fields: injury, utilization review, request for authorization."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imr_desktop.case.model import Case
from imr_desktop.preflight import places
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.prose_dates_found import DATE, like, parse
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import TextField, prose

_FILL = r"[^.;\d]{0,40}?"
_PATTERNS = {
    "injury": (rf"\b(?:date\s+of\s+(?:the\s+)?injury|injury\s+date|DOI)\b[\s:]*(?:(?:is|was|of|on)\s+)?(?P<day>{DATE})",
               rf"\b(?:sustained|suffered|incurred|reported)\s+(?:an?\s+|his\s+|her\s+)?(?:\w+[\s-]+){{0,3}}?injur(?:y|ies)\s+(?:on|dated)\s+(?P<day>{DATE})",
               rf"\b(?:was\s+injured|work(?:-related)?\s+injury|industrial\s+injury)\s+(?:on|of|dated)\s+(?P<day>{DATE})"),
    "ur_denial": (rf"\b(?:utilization\s+review|UR)\b(?:\s+(?:determination|decision|denial|report|letter))?{_FILL}\b(?:dated|on|of|date)\s+(?P<day>{DATE})",
                  rf"\b(?:on|dated)\s+(?P<day>{DATE}),?\s+(?:the\s+)?(?:utilization\s+review|UR)\b(?!\s*(?:appeal|application))"),
    "request_for_authorization": (rf"\b(?:request\s+for\s+authorization|RFA)(?:\s+form)?\s+(?:dated|of|date)\s+(?P<day>{DATE})",),
}
_FINDERS = {field: re.compile("|".join(f"(?:{one.replace('?P<day>', f'?P<day{n}>')})" for n, one in enumerate(patterns)), re.IGNORECASE)
            for field, patterns in _PATTERNS.items()}
_OTHER = re.compile(r"\b(?:prior|previous|previously|earlier|another|other|second|first|subsequent|new|original|initial|cumulative|continuous|"
                    r"non-?industrial|ct|through|between|appeal|(?:reviewed|received|seen|used)\s+by|submitted\s+to)\b", re.IGNORECASE)
_RANGE = re.compile(rf"\s*(?:to|through|until|-|–)\s*{DATE}", re.IGNORECASE)


@check("prose.injury", severity="consider")
def injury(case: Case, context: Context) -> Iterator[Raised]:
    """The date of injury in the text is the one of the case.

    bad: {"dates": {"injury": "2024-03-05"}, "summary": "He sustained an industrial injury on 3/6/24."}
    good: {"dates": {"injury": "2024-03-05"},
          "summary": "The date of injury is March 5, 2024. A prior injury on 2/1/2010 healed."}
    """
    yield from _differing(case, "injury")


@check("prose.ur_denial", severity="consider")
def ur_denial(case: Case, context: Context) -> Iterator[Raised]:
    """The date of the utilization review in the text is the one of the case.

    bad: {"dates": {"ur_denial": "2025-10-03"}, "summary": "On 10-02-2025, utilization review denied the MRI."}
    good: {"dates": {"ur_denial": "2025-10-03"}, "summary": "The utilization review determination is dated 10/3/25."}
    """
    yield from _differing(case, "ur_denial")


@check("prose.rfa", severity="consider")
def rfa(case: Case, context: Context) -> Iterator[Raised]:
    """The date of the request for authorization in the text is the one of the case.

    bad: {"dates": {"request_for_authorization": "2025-09-20"}, "summary": "The RFA dated 9/21/2025 asks for an MRI."}
    good: {"dates": {"request_for_authorization": "2025-09-20"},
          "summary": "The request for authorization dated 09/20/2025."}
    """
    yield from _differing(case, "request_for_authorization")


def _differing(case: Case, field: str) -> Iterator[Raised]:
    right = getattr(case.dates, field)
    if right is None:
        return
    for text in prose(case):
        count = 0
        for found in _FINDERS[field].finditer(text.text):
            group = next(name for name, value in found.groupdict().items() if value)
            if parse(found[group], right) not in (None, right) and not _about_another(text, found, group):
                count += 1
                yield _raised(text, found, group, field, like(found[group], right), count)


def _about_another(text: TextField, found: re.Match[str], group: str) -> bool:
    """Whether another injury or review is meant, or a span of time."""
    before = text.text[max(0, found.start() - 40):found.end(group)]
    return _OTHER.search(before) is not None or _RANGE.match(text.text, found.end(group)) is not None


def _raised(text: TextField, found: re.Match[str], group: str, field: str, right: str, count: int) -> Raised:
    start, end = found.span(group)
    fix = Fix(f"Replace by {right}", (text.replace(start, end, right),))
    message = f"{found[group]} here, but the {places.DATE_NAMES[field]} is {right}: correct one."
    return Raised(text.place(start, end), message, f"{text.key}:{count}", found[group], fix)
