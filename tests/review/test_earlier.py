"""The checks know what the stored cases decided, and nothing of the open one."""

from __future__ import annotations

import msgspec
import pytest

from imr_desktop.case.model import Case, DisputedItem, Document
from imr_desktop.paths import Home
from imr_desktop.review import Services

RATIONALE = (
    "The report of 3/4/2025 describes locking and an effusion of the left knee after a fall from a ladder, with a "
    "positive McMurray test and eight weeks of therapy that left the pain at six of ten. The guideline supports "
    "imaging for locking that lasts beyond six weeks when surgery would be considered, and the surgeon wrote that "
    "it would be. The request is medically necessary."
)


@pytest.fixture
def services(tmp_path):
    with Services(Home(tmp_path / "home")) as made:
        yield made


def case(name: str, **fields: object) -> Case:
    item = DisputedItem(
        "i1",
        "MRI of the left knee",
        decision="Overturned",
        rationale=RATIONALE,
        reviewer_guideline="MTUS Knee Complaints 2019, Section(s): Imaging",
    )
    return Case(name, f"CM25-000000{name[-1]}", items=(msgspec.structs.replace(item, **fields),))


def found(services, one, check):
    return [problem for problem in services.checking.check(one).problems if problem.check == check]


def test_a_rationale_of_a_stored_case_is_seen_in_another(services):
    services.cases.save(case("c1"))
    (problem,) = found(services, case("c2"), "copied.case")
    assert "CM25-0000001 item 1" in problem.message
    assert not problem.flag


def test_a_case_is_never_compared_with_itself_or_an_earlier_version(services):
    services.cases.save(case("c1"))
    assert found(services, case("c1"), "copied.case") == []
    again = msgspec.structs.replace(case("c3"), number="CM25-0000001")
    assert found(services, again, "copied.case") == []


def test_a_case_saved_after_the_first_check_counts_for_the_next_case(services):
    services.cases.save(case("c1", rationale="Nothing alike."))
    assert found(services, case("c2"), "copied.case") == []
    services.cases.save(case("c3"))
    (problem,) = found(services, case("c4"), "copied.case")
    assert "CM25-0000003" in problem.message


def test_the_same_treatment_decided_otherwise_is_shown(services):
    services.cases.save(case("c1"))
    (problem,) = found(services, case("c2", decision="Upheld"), "earlier.outcome")
    assert problem.flag
    assert "Overturned" in problem.message


def test_without_an_open_vault_no_case_is_read(tmp_path):
    home = Home(tmp_path / "home")
    with Services(home) as first:
        first.cases.save(case("c1"))
        with Services(home) as second:
            assert found(second, case("c2"), "copied.case") == []


def test_disclosed_names_are_looked_for(services):
    services.reviewer.keep({"disclosures": "Neurostim\n\nPinecrest Insurance"})
    one = case("c1", title="Neurostim TENS unit")
    (problem,) = found(services, one, "conflict.disclosed")
    assert problem.severity == "consider"
    assert problem.quote == "Neurostim"


def test_what_cannot_be_read_is_left_out(services):
    services.cases.save(case("c1"))
    services.cases.repository._cases.insert(
        {"id": "x", "version": 1, "saved_at": "2026-01-01T00:00:00+00:00", "case": {"id": 7}}
    )
    assert len(found(services, case("c2"), "copied.case")) == 1


def test_documents_alone_raise_nothing(services):
    one = msgspec.structs.replace(case("c1"), documents=(Document("d", "f", "RFA", "rfa", 1, 1),))
    assert found(services, one, "item.retyped") == []
