from datetime import date

import pytest

from imr_desktop.case.model import Case, ClaimDates, DisputedItem
from imr_desktop.rules import load_packs


@pytest.fixture(scope="session")
def packs():
    return load_packs()


@pytest.fixture
def make_case():
    def make(*titles, summary="", dates=None, facts=(), findings=(), documents=(), age=None, **fields):
        items = tuple(DisputedItem(id=f"i{number}", title=title, **fields) for number, title in enumerate(titles, 1))
        return Case(
            id="c",
            summary=summary,
            dates=dates or ClaimDates(),
            items=items,
            facts=tuple(facts),
            findings=tuple(findings),
            documents=tuple(documents),
            age=age,
        )

    return make


@pytest.fixture
def in_2014():
    return ClaimDates(injury=date(2011, 5, 2), ur_denial=date(2014, 2, 4))


@pytest.fixture
def in_2017():
    return ClaimDates(injury=date(2016, 11, 2), decision=date(2017, 2, 3))


@pytest.fixture
def by_id():
    def look(report):
        return {criterion.id.rpartition(".")[2]: criterion for criterion in report.criteria}

    return look
