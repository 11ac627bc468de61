"""What checking remembers of a case goes with the case."""

from __future__ import annotations

from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.preflight import kept
from imr_desktop.record.text import RecordText
from imr_desktop.review import Services, checking, remembered


def test_a_check_that_ends_after_its_case_was_closed_leaves_nothing_behind(home, monkeypatch):
    services, check = Services(home), checking.check

    def closed_meanwhile(case, *given, **more):
        services.forget_cases()
        return check(case, *given, **more)

    monkeypatch.setattr(checking, "check", closed_meanwhile)
    item = DisputedItem("i1", "Brace for the left knee", rationale="There is no documentation of a quincetaria trial.")
    services.checking.check(Case("c1", items=(item,)), RecordText({1: "A quincetaria trial was held."}))
    assert not any(cache.cache_info().currsize for cache in remembered.caches())
    assert not kept._last  # noqa: SLF001
