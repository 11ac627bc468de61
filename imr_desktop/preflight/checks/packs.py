"""The guideline packs that the rules' answers rest on."""

from __future__ import annotations

from collections.abc import Iterator

from imr_desktop.case.model import Case
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
