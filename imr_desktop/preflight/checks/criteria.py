"""Answers to criteria: where one differs from what the record proposes, a reason or a page stands behind it."""

from __future__ import annotations

from collections.abc import Iterator

from imr_desktop.case.model import Case, CriterionAnswer
from imr_desktop.preflight import places
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.registry import check


@check("criteria.reason", severity="consider", needs="rules")
def without_reason(case: Case, context: Context) -> Iterator[Raised]:
    """An answer that differs from the proposal has a reason; one that fills a gap has a page or a reason.

    bad: {"items": [{"answers": [{"criterion": "tpi.1", "status": "not met"}]}], "proposed": {"tpi.1": "met"}}
    bad: {"items": [{"answers": [{"criterion": "tpi.1", "status": "conflicting"}]}], "proposed": {"tpi.1": "not documented"}}
    bad: {"items": [{"answers": [{"criterion": "tpi.1", "status": "met"}]}], "proposed": {"tpi.1": "not documented"}}
    good: {"items": [{"answers": [{"criterion": "tpi.1", "status": "met", "sources": [{"document": "d1", "page": 3}]}]}],
          "proposed": {"tpi.1": "not documented"}}
    good: {"items": [{"answers": [{"criterion": "tpi.1", "status": "not met", "reason": "The twitch was at the hip."}]}],
          "proposed": {"tpi.1": "met"}}
    good: {"items": [{"answers": [{"criterion": "tpi.1", "status": "met"}]}], "proposed": {"tpi.1": "met"}}
    """
    reports = {report.item_id: report for report in context.reports}
    for number, item in places.numbered(case):
        if not item.answers or item.end_state is not None or item.id not in reports:
            continue
        proposed = {
            one.id: (at, one.status) for at, one in enumerate(reports[item.id].criteria, start=1) if not one.historical
        }
        bare = sorted(
            proposed[answer.criterion][0]
            for answer in item.answers
            if answer.criterion in proposed and _bare(answer, proposed[answer.criterion][1])
        )
        if bare:
            yield places.raised(
                number, item, "answers", _message(bare), fix=Fix("Give the reason", act="write", target=item.id)
            )


def _bare(answer: CriterionAnswer, status: str) -> bool:
    """Whether an answer departs from the proposed status with nothing behind it."""
    if answer.status == status or answer.reason.strip():
        return False
    fills_gap = status == "not documented" and answer.status != "conflicting"
    return not (fills_gap and answer.sources)


def _message(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"Criterion {numbers[0]} is answered otherwise than proposed: say why."
    return f"Criteria {', '.join(map(str, numbers))} are answered otherwise than proposed: say why."
