"""The guideline packs that the rules' answers rest on."""

from __future__ import annotations

from collections.abc import Iterator

from imr_desktop.case.dates import written
from imr_desktop.case.model import Case
from imr_desktop.preflight import places
from imr_desktop.preflight.problem import Context, Place, Raised
from imr_desktop.preflight.registry import check


@check("rules.own_pack", severity="consider", confidence="sure")
def own_pack(case: Case, context: Context) -> Iterator[Raised]:
    """The reviewer's own guideline packs hold, so that the rules shown are the ones meant.

    bad: {"own_pack_fault": "Your own guideline packs are left out until they hold. a.yaml is empty."}
    good: {}
    """
    del case
    if context.own_pack_fault:
        yield Raised(Place("record", label="Guideline packs"), context.own_pack_fault)


@check("rules.reading_expired", severity="consider", confidence="sure", needs="rules")
def reading_expired(case: Case, context: Context) -> Iterator[Raised]:
    """No criterion of an item rests on a reading of a guideline that is past its last day and is to be read anew.

    bad: {"items": [{"title": "Acupuncture"}], "proposed": {"reading.r1.limit_1": "met"},
         "readings": [{"id": "r1", "service": "acupuncture", "edition": "lb20", "recommendation": "recommended",
         "place": "p. 12", "read_on": "2024-11-01"}]}
    good: {"items": [{"title": "Acupuncture"}], "proposed": {"reading.r1.limit_1": "met"},
          "readings": [{"id": "r1", "service": "acupuncture", "edition": "lb20", "recommendation": "recommended",
          "place": "p. 12", "read_on": "2025-11-01"}]}
    """
    held = context.packs.readings if context.packs else {}
    expired = {key: one for key, one in held.items() if one.expired(context.today)}
    reports = {report.item_id: report for report in context.reports}
    for number, item in places.numbered(case):
        criteria = reports[item.id].criteria if item.id in reports else ()
        for key, one in expired.items():
            if any(criterion.id.startswith(f"{key}.") and not criterion.historical for criterion in criteria):
                words = f"Your reading of {one.place} was to be used to {written(one.last_day)}: read it again (Ctrl+R)."
                yield places.raised(number, item, "criteria", words)
