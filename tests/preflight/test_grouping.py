"""One line for each cause, with its places; a reason never covers a place that came later."""

from __future__ import annotations

from imr_desktop.case.model import Acknowledgement
from imr_desktop.preflight import blocking, run

from .builders import AT, CONTEXT, case, item


def lines(*items, check):
    return [one for one in run(case(items=items), CONTEXT) if one.check == check]


def test_what_differs_only_in_its_item_is_one_line():
    items = tuple(item(f"i{number}", reviewer_guideline="" if number != 3 else "MTUS, p. 9") for number in range(1, 8))
    (one,) = lines(*items, check="citation.missing")
    assert one.message.endswith("The same at items 2, 4–7.")
    assert [place.item for place in one.also] == ["i2", "i4", "i5", "i6", "i7"]


def test_what_is_work_of_its_own_at_each_place_stays_apart():
    items = tuple(item(f"i{number}", decision=None) for number in range(1, 4))
    assert len(lines(*items, check="item.undecided")) == 3


def test_a_reason_for_two_places_does_not_cover_a_third():
    cost = "The brace is too expensive. " + item().rationale
    two, three = (tuple(item(f"i{n}", rationale=cost) for n in range(1, count)) for count in (3, 4))
    (before,), (after,) = (lines(*some, check="scope.cost") for some in (two, three))
    passed = (Acknowledgement(before.id, "Meant.", AT),)
    assert not blocking((before,), passed)
    assert blocking((after,), passed)
