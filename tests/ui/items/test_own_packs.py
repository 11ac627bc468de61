"""A rule of the reviewer's own pack is seen as such beside the criteria it brings and in their details."""

from __future__ import annotations

from datetime import date

import pytest

from imr_desktop.case.model import Case, ClaimDates, DisputedItem
from imr_desktop.rules import evaluate_case, load_packs
from imr_desktop.ui.items.criterion_words import details
from imr_desktop.ui.items.pane import ItemsPane

OWN = """
family: our office
rules:
  - id: office.tpi
    service: trigger point injection
    edition: cp09
    section: Trigger point injections
    overrides: [cp09.tpi]
    criteria:
      - id: office.tpi.c1
        kind: limit
        text: No more than eight in one session
        test: {in: request.units_per_session, op: "<=", val: 8}
        citation: Office protocol
        confidence: from-memory
"""


@pytest.fixture
def shown(qtbot, session, stand, tmp_path):
    def show(user):
        session.case = Case(
            "c",
            dates=ClaimDates(ur_denial=date(2014, 2, 4)),
            items=(DisputedItem("i1", "Trigger point injections x 6"), DisputedItem("i2", "Moonlight bath")),
        )
        pane = session.attach(ItemsPane())
        pane.set_checked(stand.Checked(evaluate_case(session.case, load_packs(user=user))))
        qtbot.addWidget(pane)
        pane.resize(640, 800)
        pane.show()
        qtbot.waitExposed(pane)
        return pane

    return show


def test_it_is_named_with_what_it_replaces(shown, tmp_path):
    (tmp_path / "office.yaml").write_text(OWN)
    body = shown(tmp_path).content
    assert body.criteria.own_packs.isVisible()
    assert body.criteria.own_packs.text() == "Your pack office: rule office.tpi replaces cp09.tpi"
    rows = {name: words for name, words, _ in details(body.criteria.list.current())}
    assert rows["Your pack"] == "Your pack office replaces cp09.tpi."


def test_shipped_rules_need_no_line(shown):
    body = shown(None).content
    assert not body.criteria.own_packs.isVisible()
    assert {name: words for name, words, _ in details(body.criteria.list.current())}["Your pack"] == ""
